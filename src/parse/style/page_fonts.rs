//! What the text of a whole page is set in: `font-family` in rules for `body`, `html`, `:root` and `*`.
//!
//! Only the first family is read, and only where it is written out: `var()` is told of as unknown. In the shorthand
//! `font` the families stand behind the size and the line height.

use cssparser::Token;

use crate::model::style::PageFont;

/// Collects the declarations from the tokens of a sheet.
#[derive(Default)]
pub(crate) struct PageFonts {
    found: Vec<PageFont>,
    selector: Selector,
    /// Whether one selector of the list is for the page.
    is_for_page: bool,
    /// The rule that is being read: how many brackets are open in it.
    inside: Option<usize>,
    property: Property,
    family: Family,
}

/// What has come of a selector.
#[derive(Default, PartialEq, Eq)]
enum Selector {
    #[default]
    Nothing,
    /// The colon of `:root`.
    Colon,
    Page,
    Other,
}

/// What has come of a declaration.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Property {
    #[default]
    Nothing,
    Family,
    /// `font`, in front of the size.
    Shorthand,
    /// `font`, behind the size.
    Sized,
    /// `font`, behind the `/` that a line height follows.
    Slash,
    Other,
}

/// The first family of a list.
#[derive(Default)]
enum Family {
    #[default]
    Nothing,
    Words(String),
    /// A comma has come behind it.
    Ended(String),
    Unknown,
}

impl PageFonts {
    /// Takes the next token of the sheet, in front of which `depth` brackets were open.
    pub(crate) fn take(&mut self, token: &Token<'_>, depth: usize) {
        match token {
            Token::Comment(_) => return,
            Token::CurlyBracketBlock => {
                self.end_selector();
                if self.inside.is_none() && self.is_for_page {
                    self.inside = Some(depth + 1);
                }
                self.begin_selectors();
                return;
            }
            Token::CloseCurlyBracket | Token::Semicolon => {
                if self.inside == Some(depth) {
                    self.end_declaration(depth);
                    if matches!(token, Token::CloseCurlyBracket) {
                        self.inside = None;
                    }
                }
                self.begin_selectors();
                return;
            }
            _ => {}
        }
        match self.inside {
            Some(rule) if depth == rule => self.take_declaration(token),
            Some(_) => {}
            None => self.take_selector(token),
        }
    }

    /// What was found, at the sheet's end.
    pub(crate) fn finish(mut self) -> Vec<PageFont> {
        if let Some(rule) = self.inside {
            self.end_declaration(rule);
        }
        self.found
    }

    fn begin_selectors(&mut self) {
        self.selector = Selector::Nothing;
        self.is_for_page = false;
    }

    fn end_selector(&mut self) {
        self.is_for_page |= std::mem::take(&mut self.selector) == Selector::Page;
    }

    fn take_selector(&mut self, token: &Token<'_>) {
        let is_word = |word: &str, names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
        self.selector = match (&self.selector, token) {
            (_, Token::Comma) => return self.end_selector(),
            // Behind a page's may stand another part, which makes it another selector.
            (Selector::Nothing, Token::WhiteSpace(_) | Token::CDO | Token::CDC)
            | (Selector::Page, Token::WhiteSpace(_)) => return,
            (Selector::Nothing, Token::Ident(word)) if is_word(word, &["body", "html"]) => Selector::Page,
            (Selector::Nothing, Token::Delim('*')) => Selector::Page,
            (Selector::Nothing, Token::Colon) => Selector::Colon,
            (Selector::Colon, Token::Ident(word)) if is_word(word, &["root"]) => Selector::Page,
            _ => Selector::Other,
        };
    }

    fn take_declaration(&mut self, token: &Token<'_>) {
        match (self.property, token) {
            (_, Token::WhiteSpace(_)) | (Property::Family, Token::Colon) => {}
            (Property::Nothing, Token::Ident(name)) => {
                self.property = if name.eq_ignore_ascii_case("font-family") {
                    Property::Family
                } else if name.eq_ignore_ascii_case("font") {
                    Property::Shorthand
                } else {
                    Property::Other
                };
            }
            (Property::Nothing, _) => self.property = Property::Other,
            (Property::Family, token) => self.take_family(token),
            (Property::Shorthand, Token::Dimension { .. } | Token::Percentage { .. }) => {
                self.property = Property::Sized;
            }
            (Property::Sized, Token::Delim('/')) => self.property = Property::Slash,
            (Property::Slash, _) => self.property = Property::Family,
            (Property::Sized, token) => {
                self.property = Property::Family;
                self.take_family(token);
            }
            (Property::Shorthand | Property::Other, _) => {}
        }
    }

    fn take_family(&mut self, token: &Token<'_>) {
        self.family = match (std::mem::take(&mut self.family), token) {
            (ended @ (Family::Ended(_) | Family::Unknown), _) => ended,
            (Family::Nothing, Token::QuotedString(name)) => Family::Words(name.to_string()),
            (Family::Nothing, Token::Ident(word)) => Family::Words(word.to_string()),
            (Family::Words(words), Token::Ident(word)) => Family::Words(format!("{words} {word}")),
            (Family::Words(words), Token::Comma | Token::Delim('!')) => Family::Ended(words),
            _ => Family::Unknown,
        };
    }

    fn end_declaration(&mut self, depth: usize) {
        let family = match (std::mem::take(&mut self.property), std::mem::take(&mut self.family)) {
            (Property::Family, Family::Words(family) | Family::Ended(family)) => Some(family),
            (Property::Family | Property::Shorthand | Property::Sized | Property::Slash, _) => None,
            (Property::Nothing | Property::Other, _) => return,
        };
        self.found.push(PageFont { family, is_conditional: depth > 1 });
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::style::parse_style;

    /// Each family, `?` where it is unknown, with a `*` where it is conditional.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = parse_style(text).fonts.page;
        let words = found.iter().map(|font| {
            let condition = if font.is_conditional { "*" } else { "" };
            format!("{}{condition}", font.family.as_deref().unwrap_or("?"))
        });
        assert_eq!(words.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn rules_for_the_page_are_found() {
        check("body{font-family:Inter,sans-serif}", &["Inter"]);
        check("a{} html , body { color: red; font-family: 'Open Sans' }", &["Open Sans"]);
        check(":root{font-family:Open Sans, Arial}*{font-family:x!important}", &["Open Sans", "x"]);
        check(".a,body{font-family:b", &["b"]);
        check("body{font:italic 600 16px/1.5 Fixture Sans,serif}html{font:1em 'x'}", &["Fixture Sans", "x"]);
        check("body{font:100%/normal a}", &["a"]);
        check("@media print{body{font-family:b}}", &["b*"]);
    }

    #[test]
    fn rules_for_a_part_of_the_page_are_not() {
        check("body p{font-family:a}.body{font-family:a}body.x{font-family:a}body>p{font-family:a}", &[]);
        check(
            "p body{font-family:a}#body{font-family:a}:not(body){font-family:a}*::before{font-family:a}",
            &[],
        );
        check("body{p{font-family:a}}", &[]);
        check("@font-face{font-family:a}", &[]);
        check(":is(a,body){font-family:a}", &[]);
    }

    #[test]
    fn what_is_not_written_out_is_unknown() {
        check("body{font-family:var(--f),a}", &["?"]);
        check("body{font:inherit}html{font:medium a}", &["?", "?"]);
        check("body{font:16px var(--f)}html{font:var(--f)}", &["?", "?"]);
        check("body{font-family:}", &["?"]);
    }
}
