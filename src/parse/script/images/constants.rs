//! URLs of image files that a script has written out, whatever becomes of them.
//!
//! ```js
//! const a = "/assets/a.png"
//! const b = new URL("b.png", import.meta.url)
//! const c = n.p + "static/c.png"
//! ```

use std::collections::HashSet;

use swc_ecma_ast::{Expr, NewExpr};

use crate::model::image::{Attribute, ImageElement, ImageUrl, ImageUse};
use crate::model::script::UrlBase;
use crate::model::span::Span;
use crate::parse::script::images::resolve::names_image;
use crate::parse::script::images::value::{is_file_url, plain};
use crate::parse::script::{literal_text, member_name, span_of};

/// A script with more is a list of files and not code; what follows is not kept.
const MOST: usize = 4_096;
/// Longer texts are no URLs of files.
const MOST_LENGTH: usize = 512;

/// The constants of one script.
#[derive(Default)]
pub(crate) struct Constants {
    found: Vec<(ImageUrl, Span)>,
}

impl Constants {
    /// Adds a text if it is a URL with a folder in it; a name alone may be anything.
    pub(crate) fn add_text(&mut self, text: &str, span: Span) {
        if Self::is_one(text) {
            self.add(text.to_owned(), UrlBase::Page, span);
        }
    }

    /// Whether a text is a URL of an image with a folder in it.
    pub(crate) fn is_one(text: &str) -> bool {
        text.len() <= MOST_LENGTH && text.contains('/') && is_url(text)
    }

    /// Adds `n.p + "static/a.png"`; false for other sums.
    pub(crate) fn add_joined(&mut self, operands: &[&Expr], span: Span) -> bool {
        let [public_path, url] = operands else { return false };
        let Expr::Member(member) = plain(public_path) else { return false };
        let is_public_path = member_name(member) == Some("p") && matches!(plain(&member.obj), Expr::Ident(_));
        match literal_text(url) {
            Some(url) if is_public_path && url.len() <= MOST_LENGTH && is_url(&url) => {
                self.add(url, UrlBase::Page, span);
                true
            }
            _ => false,
        }
    }

    /// Adds `new URL("a.png", import.meta.url)`; false for others.
    pub(crate) fn add_new(&mut self, new: &NewExpr) -> bool {
        let Some([url, _]) = new.args.as_deref() else { return false };
        let Some(url) = literal_text(&url.expr).filter(|url| url.len() <= MOST_LENGTH && is_url(url)) else {
            return false;
        };
        let is_own = is_file_url(new);
        if is_own {
            self.add(url, UrlBase::File, span_of(new));
        }
        is_own
    }

    fn add(&mut self, url: String, base: UrlBase, span: Span) {
        if self.found.len() < MOST {
            self.found.push((ImageUrl { url, base }, span));
        }
    }

    /// A use for each that is not in `uses` already, once.
    pub(crate) fn into_uses(self, uses: &[ImageUse]) -> Vec<ImageUse> {
        let mut taken: HashSet<ImageUrl> = uses.iter().flat_map(urls).cloned().collect();
        let fresh = self.found.into_iter().filter(|(url, _)| taken.insert(url.clone()));
        fresh
            .map(|(url, span)| ImageUse {
                src: Attribute::Known(url),
                ..ImageUse::new(ImageElement::Script, span)
            })
            .collect()
    }
}

fn urls(found: &ImageUse) -> impl Iterator<Item = &ImageUrl> {
    let sources = found.picture.known().into_iter().flatten().filter_map(|source| source.srcset.known());
    let candidates = found.srcset.known().into_iter().chain(sources).flatten();
    found.src.known().into_iter().chain(candidates.filter_map(|candidate| candidate.url.as_ref()))
}

/// The URL of an image: no sentence, no pattern, no data.
fn is_url(text: &str) -> bool {
    let is_odd = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '*' | '{' | '}' | '|' | '\\' | '^')
    };
    names_image(text) && !text.contains(is_odd) && !text.starts_with("data:") && !text.starts_with("blob:")
}
