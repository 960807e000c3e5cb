//! `@font-face` rules.
//!
//! A rule without its closing brace ends with the sheet, as in browsers; one with a block inside is none.
//! What a browser would not understand in `src` is kept all the same.
//!
//! Source: <https://drafts.csswg.org/css-fonts-4/#font-face-rule>.

use cssparser::Token;

use crate::model::span::Span;
use crate::model::style::{FontFace, FontPlace, FontSource, StyleUrl};
use crate::parse::style::url_text::file_url;

/// Collects the rules from the tokens of a sheet.
#[derive(Default)]
pub(crate) struct FontFaces {
    found: Vec<FontFace>,
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Outside,
    /// Behind `@font-face`, which begins here.
    Prelude(u32),
    Inside(Box<Rule>),
}

/// The rule that is being read.
struct Rule {
    face: FontFace,
    /// How many brackets are open in it.
    depth: usize,
    /// The descriptor whose value is being read, in lower case.
    descriptor: Option<String>,
    /// Whether its colon has come.
    in_value: bool,
    /// The function that stands open in the value, in lower case.
    function: String,
    source: Option<FontSource>,
    is_broken: bool,
}

impl FontFaces {
    /// Takes the next token of the sheet, in front of which `depth` brackets were open.
    pub(crate) fn take(&mut self, token: &Token<'_>, span: Span, depth: usize) {
        match &mut self.state {
            State::Outside => {
                if matches!(token, Token::AtKeyword(name) if name.eq_ignore_ascii_case("font-face")) {
                    self.state = State::Prelude(span.start);
                }
            }
            State::Prelude(start) => match token {
                Token::WhiteSpace(_) | Token::Comment(_) => {}
                Token::CurlyBracketBlock => {
                    self.state = State::Inside(Box::new(Rule::new(*start, depth + 1)));
                }
                _ => self.state = State::Outside,
            },
            State::Inside(rule) => {
                rule.face.span.end = span.end;
                if depth == rule.depth && matches!(token, Token::CloseCurlyBracket) {
                    self.end();
                } else {
                    rule.take(token, span, depth);
                }
            }
        }
    }

    /// The rules, at the sheet's end.
    pub(crate) fn finish(mut self) -> Vec<FontFace> {
        self.end();
        self.found
    }

    fn end(&mut self) {
        if let State::Inside(mut rule) = std::mem::take(&mut self.state) {
            rule.end_descriptor();
            self.found.extend((!rule.is_broken).then_some(rule.face));
        }
    }
}

impl Rule {
    fn new(start: u32, depth: usize) -> Self {
        let face = FontFace {
            family: String::new(),
            sources: Vec::new(),
            display: None,
            has_unicode_range: false,
            weight: None,
            is_slanted: false,
            span: Span { start, end: start },
        };
        Self {
            face,
            depth,
            descriptor: None,
            in_value: false,
            function: String::new(),
            source: None,
            is_broken: false,
        }
    }

    fn take(&mut self, token: &Token<'_>, span: Span, depth: usize) {
        match token {
            Token::WhiteSpace(_) | Token::Comment(_) => {}
            Token::CurlyBracketBlock => self.is_broken = true,
            Token::Semicolon if depth == self.depth => self.end_descriptor(),
            Token::Ident(name) if self.descriptor.is_none() && depth == self.depth => {
                self.begin_descriptor(&name.to_ascii_lowercase());
            }
            Token::Colon if !self.in_value && depth == self.depth => self.in_value = true,
            _ if self.in_value => self.take_value(token, span, depth),
            _ => {}
        }
    }

    fn begin_descriptor(&mut self, name: &str) {
        match name {
            // The last one counts.
            "src" => self.face.sources.clear(),
            "font-family" => self.face.family.clear(),
            "font-weight" => self.face.weight = None,
            "font-display" => self.face.display = None,
            "unicode-range" => self.face.has_unicode_range = true,
            _ => {}
        }
        self.descriptor = Some(name.to_owned());
    }

    fn end_descriptor(&mut self) {
        self.end_source();
        self.descriptor = None;
        self.in_value = false;
    }

    fn end_source(&mut self) {
        self.face.sources.extend(self.source.take());
        self.function.clear();
    }

    fn take_value(&mut self, token: &Token<'_>, span: Span, depth: usize) {
        match self.descriptor.as_deref() {
            Some("src") => self.take_source(token, span, depth),
            Some("font-family") => match token {
                Token::QuotedString(name) => name.as_ref().clone_into(&mut self.face.family),
                Token::Ident(word) => {
                    if !self.face.family.is_empty() {
                        self.face.family.push(' ');
                    }
                    self.face.family.push_str(word);
                }
                _ => {}
            },
            Some("font-display") => {
                if let Token::Ident(word) = token {
                    self.face.display = Some(word.to_ascii_lowercase());
                }
            }
            Some("font-weight") => {
                let weight = match token {
                    Token::Number { int_value: Some(weight), .. } => u32::try_from(*weight).ok(),
                    Token::Ident(word) if word.eq_ignore_ascii_case("normal") => Some(400),
                    Token::Ident(word) if word.eq_ignore_ascii_case("bold") => Some(700),
                    _ => None,
                };
                if let Some(weight) = weight {
                    let (least, most) = self.face.weight.unwrap_or((weight, weight));
                    self.face.weight = Some((least.min(weight), most.max(weight)));
                }
            }
            Some("font-style") => {
                if let Token::Ident(word) = token {
                    self.face.is_slanted = !word.eq_ignore_ascii_case("normal");
                }
            }
            _ => {}
        }
    }

    fn take_source(&mut self, token: &Token<'_>, span: Span, depth: usize) {
        match token {
            Token::Comma if depth == self.depth => self.end_source(),
            Token::UnquotedUrl(url) if depth == self.depth => self.source_at(url, span),
            Token::Function(name) if depth == self.depth => {
                self.function = name.to_ascii_lowercase();
                match self.function.as_str() {
                    "local" => self.source = Some(FontSource::at(FontPlace::Local)),
                    "tech" => {
                        if let Some(source) = &mut self.source {
                            source.has_tech = true;
                        }
                    }
                    _ => {}
                }
            }
            Token::QuotedString(text) | Token::Ident(text) if depth == self.depth + 1 => {
                match self.function.as_str() {
                    "url" | "src" => self.source_at(text, span),
                    "format" => {
                        let source = self.source.as_mut().filter(|source| source.format.is_none());
                        if let Some(source) = source {
                            source.format = Some(text.to_ascii_lowercase());
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn source_at(&mut self, url: &str, span: Span) {
        let is_data = url.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        let file = || file_url(url).map(|url| FontPlace::File(StyleUrl { url, span }));
        let place = if is_data { Some(FontPlace::Inline) } else { file() };
        self.source = place.map(FontSource::at);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::style::{FontFace, FontPlace};
    use crate::parse::style::parse_style;

    fn faces(text: &str) -> Vec<FontFace> {
        parse_style(text).fonts.faces
    }

    /// `url format+tech, …`
    fn sources(face: &FontFace) -> String {
        let source = |source: &crate::model::style::FontSource| {
            let place = match &source.place {
                FontPlace::Local => "local",
                FontPlace::Inline => "inline",
                FontPlace::File(file) => &file.url,
            };
            let format = source.format.as_deref().map_or(String::new(), |format| format!(" {format}"));
            format!("{place}{format}{}", if source.has_tech { "+tech" } else { "" })
        };
        face.sources.iter().map(source).collect::<Vec<_>>().join(", ")
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> =
            faces(text).iter().map(|face| format!("{}: {}", face.family, sources(face))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sources_are_read_in_every_notation() {
        check(
            r#"@font-face{font-family:A B;src:local("A"),url(a.woff2)format("woff2"),url('a.woff') format(WOFF)}"#,
            &["A B: local, a.woff2 woff2, a.woff woff"],
        );
        check(
            r#"@FONT-FACE /**/ { SRC : url( "x.woff2" ) format(woff2) tech(variations) ; font-family : "X" }"#,
            &["X: x.woff2 woff2+tech"],
        );
        check("@font-face{font-family:d;src:url(data:font/woff2;base64,AA==)}", &["d: inline"]);
        check("@media print{@font-face{font-family:m;src:url(m.ttf)}}", &["m: m.ttf"]);
    }

    #[test]
    fn the_last_src_counts() {
        check(
            "@font-face{font-family:i;src:url(i.eot);src:url(i.eot?#iefix)format('embedded-opentype'),url(i.ttf)}",
            &["i: i.eot?#iefix embedded-opentype, i.ttf"],
        );
    }

    #[test]
    fn a_rule_without_its_end_ends_with_the_sheet_and_one_with_a_block_inside_is_none() {
        check("@font-face{font-family:u;src:url(u.ttf)", &["u: u.ttf"]);
        check("@font-face{font-family:u;src:url(u.ttf", &["u: u.ttf"]);
        check("@font-face{font-family:u;src:url(u.ttf) a{color:red}b{c:url(d)}", &[]);
        check("@font-face", &[]);
        check("@font-face;a{src:url(b)}", &[]);
        check("@font-face{}", &[": "]);
    }

    #[test]
    fn the_other_descriptors_are_read() {
        let text = "a{}@font-face{font-family:a;font-display:SWAP;font-weight:100 900;font-style:italic;unicode-range:U+0-FF}";
        let face = faces(text).remove(0);
        assert_eq!((face.display.as_deref(), face.weight), (Some("swap"), Some((100, 900))));
        assert!(face.has_unicode_range && face.is_slanted);
        assert_eq!((face.span.start, face.span.end as usize), (3, text.len()));
        let face = faces("@font-face{font-weight:bold;font-style:normal}").remove(0);
        assert_eq!((face.display, face.weight), (None, Some((700, 700))));
        assert!(!face.has_unicode_range && !face.is_slanted);
    }
}
