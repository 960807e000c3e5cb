//! A stylesheet's text -> what it loads, the images that it shows and sizes, and how much of it a minifier would leave.
//!
//! Takes the text of a `.css` file or of a `<style>` element; any text is taken, for CSS has no invalid
//! input. Leaves out on purpose: what the rules mean (media queries, cascade layers, unused rules), URLs that
//! name no file (`data:`, `#icon`, empty), and URLs that browsers do not load: those in the prelude of an
//! at-rule (`@namespace`, `@supports`, `@document`) and an `@import` where none may stand.
//!
//! Sources: <https://drafts.csswg.org/css-syntax/#parsing>,
//! <https://drafts.csswg.org/css-cascade/#at-import>, <https://drafts.csswg.org/css-values/#urls>,
//! <https://drafts.csswg.org/css-images/#image-set-notation>.

mod font_faces;
mod images;
mod page_fonts;
mod rules;
mod selectors;
mod tokens;
pub(crate) mod url_text;

use cssparser::Token;

use crate::model::image::ImageUse;
use crate::model::script::{Minification, UrlBase};
use crate::model::span::Span;
use crate::model::style::{FontRules, StyleFacts, StyleUrl};
use crate::parse::style::font_faces::FontFaces;
use crate::parse::style::page_fonts::PageFonts;
use crate::parse::style::rules::{Rules, StyleRules};
use crate::parse::style::tokens::Tokens;
use crate::parse::style::url_text::file_url;

/// Reads `text`. A span is that of the token that holds the URL: the string, or all of an unquoted `url(…)`.
pub fn parse_style(text: &str) -> StyleFacts {
    parse_style_of(text, UrlBase::File)
}

/// The same for a stylesheet whose images are relative to `base`.
pub(crate) fn parse_style_of(text: &str, base: UrlBase) -> StyleFacts {
    let mut rules = Rules::new(text, base);
    let mut walk = Walk { imports_may_follow: true, ..Walk::default() };
    let (mut faces, mut page) = (FontFaces::default(), PageFonts::default());
    let mut needed = 0;
    for (token, span) in Tokens::new(text) {
        needed += needed_bytes(&token, span);
        let depth = walk.open.len();
        faces.take(&token, span, depth);
        page.take(&token, depth);
        walk.take(&token, span);
        rules.take(&token, span);
    }
    walk.end_import();
    walk.facts.fonts = FontRules { faces: faces.finish(), page: page.finish() };
    StyleRules { images: walk.facts.images, sizing: walk.facts.sizing } = rules.finish();
    let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
    walk.facts.minification = Some(Minification { bytes, needed });
    walk.facts
}

/// The images that the declarations of a `style` attribute show.
pub(crate) fn images_of_declarations(text: &str) -> Vec<ImageUse> {
    let mut rules = Rules::of_declarations(text, UrlBase::Page);
    for (token, span) in Tokens::new(text) {
        rules.take(&token, span);
    }
    rules.finish().images
}

/// How many bytes of a token a minifier would leave. Every run of white space counts one byte, whether it
/// separates anything or not: that is on the safe side, and nothing is left to find in a minified sheet.
fn needed_bytes(token: &Token<'_>, span: Span) -> u64 {
    match token {
        Token::WhiteSpace(_) => 1,
        Token::Comment(comment) if !is_kept_comment(comment) => 0,
        _ => u64::from(span.end - span.start),
    }
}

/// Whether minifiers leave a comment: licences, and the place of the source map.
fn is_kept_comment(comment: &str) -> bool {
    comment.starts_with(['!', '#'])
        || ["@license", "@preserve", "@cc_on"].iter().any(|mark| comment.contains(mark))
}

/// An opening bracket whose closing one has not come yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Curly,
    Square,
    Parenthesis,
    /// `url(` and `src(` in front of a string.
    Url,
    /// `image-set(`, in which strings are URLs too.
    ImageSet,
}

impl Open {
    fn by(token: &Token<'_>) -> Option<Self> {
        match token {
            Token::CurlyBracketBlock => Some(Self::Curly),
            Token::SquareBracketBlock => Some(Self::Square),
            Token::ParenthesisBlock => Some(Self::Parenthesis),
            Token::Function(name) => Some(Self::by_function(name)),
            _ => None,
        }
    }

    fn by_function(name: &str) -> Self {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("url") || is("src") {
            Self::Url
        } else if is("image-set") || is("-webkit-image-set") {
            Self::ImageSet
        } else {
            Self::Parenthesis
        }
    }

    fn is_closed_by(self, token: &Token<'_>) -> bool {
        match self {
            Self::Curly => matches!(token, Token::CloseCurlyBracket),
            Self::Square => matches!(token, Token::CloseSquareBracket),
            Self::Parenthesis | Self::Url | Self::ImageSet => matches!(token, Token::CloseParenthesis),
        }
    }
}

/// The rule that has begun at the top of the sheet.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Rule {
    /// None: the last one has ended.
    #[default]
    None,
    /// `@import` where one may stand; its URL has not come yet.
    ImportWithoutUrl,
    /// The same behind its URL, or where something else stood in its place.
    Import,
    /// `@layer`, which as a statement may stand in front of an `@import`.
    Layer,
    /// Any other at-rule.
    At,
    /// Selectors and a block.
    Qualified,
}

/// The walk over the tokens. The open brackets lie in a vector, so that depth costs no stack.
#[derive(Default)]
struct Walk {
    facts: StyleFacts,
    open: Vec<Open>,
    rule: Rule,
    imports_may_follow: bool,
    /// The URL of the `@import` that is being read; counts once the rule has ended as it must.
    import: Option<StyleUrl>,
    /// How many brackets were open where an at-rule began whose block or semicolon has not come yet.
    prelude_at: Option<usize>,
}

impl Walk {
    fn take(&mut self, token: &Token<'_>, span: Span) {
        if matches!(token, Token::WhiteSpace(_) | Token::Comment(_)) {
            return;
        }
        if self.open.is_empty() {
            self.begin_rule(token);
        }
        self.take_url(token, span);
        if let Token::AtKeyword(_) = token {
            // An at-rule inside a prelude is no rule; the outer one goes on.
            self.prelude_at.get_or_insert(self.open.len());
        }
        if let Some(opened) = Open::by(token) {
            self.open_bracket(opened);
        } else if self.open.last().is_some_and(|open| open.is_closed_by(token)) {
            self.close_bracket();
        } else if let Token::Semicolon = token {
            self.take_semicolon();
        }
    }

    fn begin_rule(&mut self, token: &Token<'_>) {
        // HTML comment marks between rules mean nothing.
        if self.rule != Rule::None || matches!(token, Token::CDO | Token::CDC) {
            return;
        }
        self.rule = match token {
            Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") && self.imports_may_follow => {
                Rule::ImportWithoutUrl
            }
            Token::AtKeyword(name) if name.eq_ignore_ascii_case("layer") => Rule::Layer,
            Token::AtKeyword(name) => {
                self.imports_may_follow &= name.eq_ignore_ascii_case("charset");
                Rule::At
            }
            _ => {
                self.imports_may_follow = false;
                Rule::Qualified
            }
        };
    }

    fn take_url(&mut self, token: &Token<'_>, span: Span) {
        let url = match token {
            Token::UnquotedUrl(url) => Some(url),
            Token::QuotedString(url) => match self.open.last() {
                Some(Open::Url | Open::ImageSet) => Some(url),
                None if self.rule == Rule::ImportWithoutUrl => Some(url),
                _ => None,
            },
            _ => None,
        };
        let found = url.and_then(|url| file_url(url)).map(|url| StyleUrl { url, span });
        if self.rule == Rule::ImportWithoutUrl {
            let is_in_front = matches!(token, Token::AtKeyword(_))
                || Open::by(token) == Some(Open::Url) && self.open.is_empty();
            if !is_in_front {
                self.import = found;
                self.rule = Rule::Import;
            }
        } else if self.prelude_at.is_none() {
            self.facts.urls.extend(found);
        }
    }

    fn open_bracket(&mut self, opened: Open) {
        if opened == Open::Curly {
            if self.prelude_at == Some(self.open.len()) {
                self.prelude_at = None;
            }
            if self.open.is_empty() {
                // Neither rule has a block: this `@import` is invalid, this `@layer` is no statement.
                self.import = None;
                self.imports_may_follow &= self.rule != Rule::Layer;
            }
        }
        self.open.push(opened);
    }

    fn close_bracket(&mut self) {
        let closed = self.open.pop();
        let depth = self.open.len();
        // A block's end ends what was begun in it.
        if self.prelude_at.is_some_and(|began_at| began_at > depth) {
            self.prelude_at = None;
        }
        if depth == 0 && closed == Some(Open::Curly) {
            self.rule = Rule::None;
        }
    }

    fn take_semicolon(&mut self) {
        if self.prelude_at == Some(self.open.len()) {
            self.prelude_at = None;
        }
        // Selectors are not ended by a semicolon at the top of a sheet.
        if self.open.is_empty() && !matches!(self.rule, Rule::None | Rule::Qualified) {
            self.end_import();
            self.rule = Rule::None;
        }
    }

    fn end_import(&mut self) {
        self.facts.imports.extend(self.import.take());
    }
}

#[cfg(test)]
mod tests;
