//! A `<script>` -> whether it runs, when, and what it loads.
//!
//! Takes the start tag and the code behind it. Leaves out on purpose elements of which nothing comes: data
//! blocks (`application/json`, `speculationrules`, templates), empty elements, and a `src` that names no
//! file, for a browser does not fall back to the code between the tags then.
//!
//! Source: <https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element>.

use crate::model::document::{ScriptElement, ScriptLoading};
use crate::model::script::ScriptFacts;
use crate::model::span::Span;
use crate::parse::document::attributes::Attributes;

/// <https://mimesniff.spec.whatwg.org/#javascript-mime-type>. Compared with the whole value of `type`: with
/// parameters behind it, it is none.
const JAVASCRIPT_MIME_TYPES: [&str; 16] = [
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
];

/// What the content of a `<script>` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScriptKind {
    /// A script with its own global names.
    Classic,
    /// A module.
    Module,
    /// An import map.
    ImportMap,
    /// Text that the browser does not touch.
    Data,
}

impl ScriptKind {
    /// The kind by the attributes of the start tag.
    pub(crate) fn of(script: Attributes<'_>) -> Self {
        // The `language` of old pages counts where there is no `type`.
        let written = match (script.get("type"), script.get("language")) {
            (Some(written), _) => written.into_owned(),
            (None, Some(language)) if !language.is_empty() => format!("text/{language}"),
            (None, _) => String::new(),
        };
        if written.is_empty() {
            return Self::Classic;
        }
        match written.trim_ascii().to_ascii_lowercase().as_str() {
            "module" => Self::Module,
            "importmap" => Self::ImportMap,
            mime_type if JAVASCRIPT_MIME_TYPES.contains(&mime_type) => Self::Classic,
            _ => Self::Data,
        }
    }
}

/// The code between the tags and how to read it.
pub(crate) struct InlineCode<'a> {
    /// The code.
    pub(crate) text: &'a str,
    /// Its offset in the document.
    pub(crate) offset: usize,
    /// Gives the facts of a code; the second argument says whether it is a module.
    pub(crate) parse: &'a dyn Fn(&str, bool) -> ScriptFacts,
}

/// The element, if anything comes of it.
pub(crate) fn read_script(
    script: Attributes<'_>,
    module: bool,
    code: &InlineCode<'_>,
) -> Option<ScriptElement> {
    let nomodule = !module && script.has("nomodule");
    let element = |src, loading, inline| ScriptElement {
        src,
        module,
        nomodule,
        loading,
        // Where the element stands is known to the walk.
        is_in_head: false,
        inline,
        span: script.span(),
    };
    let deferred = if module { ScriptLoading::Deferred } else { ScriptLoading::Blocking };
    if script.has("src") {
        let src = script.url("src")?;
        let loading = if script.has("async") {
            ScriptLoading::Async
        } else if script.has("defer") {
            ScriptLoading::Deferred
        } else {
            deferred
        };
        return Some(element(Some(src), loading, None));
    }
    if code.text.trim_ascii().is_empty() {
        return None;
    }
    let inline = Some(shifted((code.parse)(code.text, module), code.offset));
    if let Some(src) = loaded_by_own_code(script, code.text) {
        return Some(element(Some(src), ScriptLoading::Async, inline));
    }
    // `async` moves inline modules only, `defer` no inline script.
    let loading = if module && script.has("async") { ScriptLoading::Async } else { deferred };
    Some(element(None, loading, inline))
}

/// The `data-src` that the element's own code loads, as @vitejs/plugin-legacy writes it:
/// `System.import(document.getElementById('vite-legacy-entry').getAttribute('data-src'))`.
fn loaded_by_own_code(script: Attributes<'_>, code: &str) -> Option<String> {
    let reads_it = code.contains("data-src") || code.contains("dataset.src");
    if reads_it { script.url("data-src") } else { None }
}

fn shifted(mut facts: ScriptFacts, offset: usize) -> ScriptFacts {
    let offset = Span::new(offset, offset).start;
    for reference in &mut facts.references {
        reference.span = reference.span.shifted(offset);
    }
    for image in &mut facts.images {
        image.span = image.span.shifted(offset);
    }
    for list in facts.turbopack.iter_mut().flat_map(|turbopack| &mut turbopack.lists) {
        list.span = list.span.shifted(offset);
    }
    for span in &mut facts.legal_comments {
        *span = span.shifted(offset);
    }
    for unit in facts.webpack.iter_mut().flat_map(|webpack| &mut webpack.units) {
        for load in unit.loads.iter_mut().chain(&mut unit.entry_dependencies).chain(&mut unit.workers) {
            load.span = load.span.shifted(offset);
        }
        for hint in &mut unit.hints {
            hint.span = hint.span.shifted(offset);
        }
        for module in &mut unit.modules {
            module.span = module.span.shifted(offset);
        }
        for (_, span) in &mut unit.script_urls {
            *span = span.shifted(offset);
        }
    }
    facts
}
