//! A `<link>` -> the stylesheet and the hints that it is.
//!
//! One link may be several things: `rel` is a set of words. Leaves out on purpose icons, manifests, canonical
//! addresses and other links that load no code, style or hint, and stylesheets that are not applied:
//! alternate, disabled or not CSS. A sheet for another medium is fetched all the same and stays.
//!
//! Source: <https://html.spec.whatwg.org/multipage/links.html#linkTypes>.

use crate::model::document::{DocumentFacts, Hint, HintKind, LinkedFile};
use crate::parse::document::attributes::Attributes;

const HINTS: [(&str, HintKind); 3] = [
    ("modulepreload", HintKind::ModulePreload),
    ("preload", HintKind::Preload),
    ("prefetch", HintKind::Prefetch),
];

/// Adds to `facts` what the link loads.
pub(crate) fn read_link(link: Attributes<'_>, facts: &mut DocumentFacts) {
    let (Some(rel), Some(url)) = (link.get("rel"), link.url("href")) else { return };
    let has = |word: &str| rel.split_ascii_whitespace().any(|other| other.eq_ignore_ascii_case(word));
    let span = link.span();
    if is_stylesheet(link, has) {
        facts.stylesheets.push(LinkedFile { url: url.clone(), span });
    }
    for (word, kind) in HINTS {
        if has(word) {
            facts.hints.push(Hint { kind, url: url.clone(), span });
        }
    }
}

fn is_stylesheet(link: Attributes<'_>, has: impl Fn(&str) -> bool) -> bool {
    let is_one_now = has("stylesheet") && !has("alternate");
    (is_one_now || becomes_stylesheet(link)) && !link.has("disabled") && link.allow_css()
}

/// Whether the link is made a stylesheet when it has been fetched, so that it does not block: `<link
/// rel=preload as=style onload="this.rel='stylesheet'">`, as `loadCSS` and Critters (Angular, Next) write it.
fn becomes_stylesheet(link: Attributes<'_>) -> bool {
    link.get("onload").is_some_and(|code| code.contains("rel") && code.contains("stylesheet"))
}
