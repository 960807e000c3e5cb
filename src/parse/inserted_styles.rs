//! The text of a script -> whether it can make styles that stand in no stylesheet.
//!
//! A search over the text for the ways that browsers have (`<style>` elements, the `CSSStyleSheet` interface): what
//! loaders of styles, CSS-in-JS, Angular and Lit are built on. Which styles these are is not read.
//!
//! Source: <https://drafts.csswg.org/cssom/#the-cssstylesheet-interface>.

const WAYS: [&str; 7] = [
    "insertRule",
    "adoptedStyleSheets",
    "createElement(\"style\")",
    "createElement('style')",
    "createElement(`style`)",
    "styleSheet.cssText",
    "<style",
];

/// Whether the text has one of them.
pub(crate) fn inserts_styles(text: &str) -> bool {
    WAYS.iter().any(|way| text.contains(way))
}

#[cfg(test)]
mod tests {
    use super::inserts_styles;

    #[test]
    fn a_script_that_makes_a_style_element_or_fills_a_stylesheet_inserts_styles() {
        assert!(inserts_styles("let s=document.createElement(\"style\");s.textContent=a"));
        assert!(inserts_styles("sheet.insertRule(a,0)"));
        assert!(inserts_styles("t.innerHTML=`<style>${css}</style>`"));
        assert!(!inserts_styles("document.createElement('link').rel='stylesheet';e.style.width='1px'"));
    }
}
