//! A stylesheet's text -> its tokens with their places, one after the other, blocks not nested.
//!
//! cssparser skips the inside of a block unless its caller recurses into it, and refuses to recurse more than
//! 75 deep. A stylesheet may be deeper and must neither be cut short nor overflow the stack, so the tokeniser
//! is started anew behind every opening bracket: it carries no state that reaches across one.
//!
//! Source: <https://drafts.csswg.org/css-syntax/#tokenization>.

use cssparser::{Parser, Token};

use crate::model::span::Span;

/// The tokens of one text, white space and comments among them.
pub(crate) struct Tokens<'i> {
    text: &'i str,
    parser: Parser<'i>,
    parser_starts_at: usize,
}

impl<'i> Tokens<'i> {
    /// The tokens of `text` without the byte order mark that may stand in front.
    pub(crate) fn new(text: &'i str) -> Self {
        let mut tokens = Self { text, parser: Parser::new(""), parser_starts_at: 0 };
        tokens.restart_at(text.len() - text.trim_start_matches('\u{feff}').len());
        tokens
    }

    fn restart_at(&mut self, offset: usize) {
        self.parser = Parser::new(self.text.get(offset..).unwrap_or_default());
        self.parser_starts_at = offset;
    }

    fn offset(&self) -> usize {
        self.parser_starts_at + self.parser.position().byte_index()
    }
}

impl<'i> Iterator for Tokens<'i> {
    type Item = (Token<'i>, Span);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.offset();
        let token = self.parser.next_including_whitespace_and_comments().ok()?.clone();
        let end = self.offset();
        if matches!(
            token,
            Token::Function(_)
                | Token::ParenthesisBlock
                | Token::SquareBracketBlock
                | Token::CurlyBracketBlock
        ) {
            self.restart_at(end);
        }
        Some((token, Span::new(start, end)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    use super::Tokens;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let slices: Vec<&str> =
            Tokens::new(text).map(|(_, span)| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(slices, expected);
    }

    #[test]
    fn blocks_come_as_their_brackets_and_what_is_between() {
        check("a{b:c(d)}e", &["a", "{", "b", ":", "c(", "d", ")", "}", "e"]);
    }

    #[test]
    fn a_byte_order_mark_is_no_token() {
        check("\u{feff}@x;", &["@x", ";"]);
    }

    #[test]
    fn unmatched_brackets_are_tokens_like_others() {
        check(")]}a", &[")", "]", "}", "a"]);
    }

    proptest! {
        #[test]
        fn tokens_cover_the_text_without_a_gap(
            text in prop::collection::vec(
                prop::sample::select(vec![
                    "url(", "a", "é", "\"", "'", "\\", "\n", "\r\n", "{", "}", "(", ")", "[", "]", "/*", "*/", "<!--", "-->",
                    "@import", ";", "#", "\0", "U+2?", "1e3px", " ",
                ]),
                0..60,
            ),
            noise in any::<String>(),
        ) {
            let text = text.concat() + noise.trim_start_matches('\u{feff}');
            let mut behind = 0;
            for (_, span) in Tokens::new(&text) {
                prop_assert_eq!(span.start, behind);
                behind = span.end;
            }
            prop_assert_eq!(behind as usize, text.len());
        }
    }
}
