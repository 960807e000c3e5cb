//! The text of a script -> whether it can make styles that stand in no stylesheet.
//!
//! A search over the text for the ways that browsers have (`<style>` elements, the `CSSStyleSheet` interface), which
//! loaders of styles, CSS-in-JS, Angular and Lit are built on, and for `<style>` elements of components. Which styles
//! these are is not read. React DOM has code for a component's `<style>`; where no component has one, it makes none.
//!
//! Source: <https://drafts.csswg.org/cssom/#the-cssstylesheet-interface>.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

const WAYS: [&str; 13] = [
    "insertRule",
    "adoptedStyleSheets",
    "styleSheet.cssText",
    "<style",
    "createElement(\"style\")",
    "createElement('style')",
    "createElement(`style`)",
    "(\"style\",{",
    "('style',{",
    "(`style`,{",
    "(\"style\",null",
    "('style',null",
    "(`style`,null",
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WAYS).ok());

/// What stands in front of React DOM's own: `(parent.ownerDocument || parent).createElement("style")`.
const REACT_DOM: &str = "ownerDocument";
/// How far in front of it, at most.
const REACT_DOM_BYTES: usize = 60;

/// Whether the text has one of them.
pub(crate) fn inserts_styles(text: &str) -> bool {
    let is_react_dom = |at: usize| {
        let before = text.as_bytes().get(at.saturating_sub(REACT_DOM_BYTES)..at).unwrap_or_default();
        before.ends_with(b").") && before.windows(REACT_DOM.len()).any(|part| part == REACT_DOM.as_bytes())
    };
    // No way begins within `createElement`, which alone can be React DOM's: none is hidden by one that is.
    FINDER.as_ref().is_none_or(|finder| finder.find_iter(text).any(|way| !is_react_dom(way.start())))
}

#[cfg(test)]
mod tests {
    use super::inserts_styles;

    #[test]
    fn a_script_that_makes_a_style_element_or_fills_a_stylesheet_inserts_styles() {
        assert!(inserts_styles("let s=document.createElement(\"style\");s.textContent=a"));
        assert!(inserts_styles("sheet.insertRule(a,0)"));
        assert!(inserts_styles("t.innerHTML=`<style>${css}</style>`"));
        assert!(inserts_styles("(0,a.jsx)(\"style\",{children:b})"));
        assert!(!inserts_styles("document.createElement('link').rel='stylesheet';e.style.width='1px'"));
        assert!(!inserts_styles("r=(e.ownerDocument||e).createElement(`style`),D(r)"));
    }
}
