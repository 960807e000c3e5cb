//! Lighthouse's resource types as selectors of our own, and which of them a build can tell of.

use crate::config::import::lighthouse_pages::By;
use crate::config::import::limits::{Limited, budget, globs};
use crate::config::import::{Imported, ImportedBudget};
use crate::model::asset::ResourceType;
use crate::model::budget::{Per, Selector};
use crate::model::chunk_graph::Load;
use crate::model::span::Span;

/// Lighthouse's resource types (11.7.1, `core/config/budget.js`).
pub(crate) const TYPES: [(&str, Resource); 9] = [
    ("total", Resource::Total),
    ("document", Resource::Of(ResourceType::Document)),
    ("script", Resource::Of(ResourceType::Script)),
    ("stylesheet", Resource::Of(ResourceType::Stylesheet)),
    ("image", Resource::Shown("images")),
    ("media", Resource::Shown("media files")),
    ("font", Resource::Shown("fonts")),
    ("other", Resource::Other),
    ("third-party", Resource::ThirdParty),
];

/// A resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    /// All of them.
    Total,
    /// Files that an initial load is made of.
    Of(ResourceType),
    /// Files that a page shows: which of them a browser asks for hangs on its window, its cache and the code.
    Shown(&'static str),
    /// Everything else.
    Other,
    /// What other hosts send.
    ThirdParty,
}

/// What people should know of every file of Lighthouse's.
pub(crate) const NOTES: [&str; 2] = [
    "Lighthouse weighs what a browser is sent, with headers; here it is gzip, without headers.",
    "A page is its document and the scripts and stylesheets that opening it loads; what other hosts send is not in the build.",
];

/// Adds what a resource type may come to on some pages, or says why it cannot be carried over. `what` is the rule as it
/// is written, `name` what the budget is called.
pub(crate) fn add(
    imported: &mut Imported,
    resource: Resource,
    name: String,
    entry: &Entry,
    limits: &[Limited],
    (what, span): (String, Span),
) {
    let resource_type = match resource {
        Resource::Total => None,
        Resource::Of(resource_type) => Some(resource_type),
        Resource::Shown(files) => {
            let reason = format!(
                "which {files} a page loads hangs on the browser; {{ \"type\": ..., \"per\": \"file\" }} limits each of them"
            );
            imported.leave_out(what, reason, span);
            return;
        }
        Resource::Other => {
            imported.leave_out(what, "a build does not show what else a browser asks for", span);
            return;
        }
        Resource::ThirdParty => {
            imported.leave_out(what, "what other hosts send is not in the build", span);
            return;
        }
    };
    let selector = Selector {
        resource_type,
        load: Some(Load::Initial),
        entry: entry.documents.as_ref().and_then(|patterns| globs(patterns)),
        route: entry.routes.as_ref().and_then(|patterns| globs(patterns)),
        ..Selector::default()
    };
    let mut notes = Vec::new();
    if resource == Resource::Total {
        notes.push("Lighthouse counts images, fonts and media, too.".to_owned());
    }
    imported.budgets.push(ImportedBudget { budget: budget(name, selector, Per::Entry, limits), notes });
}

/// The pages that a rule is about: globs of routes, or of documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// Globs of routes.
    pub(crate) routes: Option<Vec<String>>,
    /// Globs of documents.
    pub(crate) documents: Option<Vec<String>>,
}

impl Entry {
    /// The pages of these globs, which are of documents or else of routes.
    pub(crate) fn of(globs: Vec<String>, named: By) -> Self {
        match named {
            By::Document => Self { routes: None, documents: Some(globs) },
            By::Route | By::Address => Self { routes: Some(globs), documents: None },
        }
    }
}
