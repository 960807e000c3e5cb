//! One pass over the tokens of a script before it is parsed: how deep it nests, and what a minifier would keep.
//!
//! Drives the parser's own lexer, which asks the parser whether `/` divides or begins a regular expression and
//! whether `}` goes on with a template; here `place.rs` knows.

use swc_common::{BytePos, Span};
use swc_ecma_ast::EsVersion;
use swc_ecma_parser::input::Tokens;
use swc_ecma_parser::unstable::{Token, TokenAndSpan};
use swc_ecma_parser::{Lexer, StringInput, Syntax};

use crate::model;
use crate::parse::script::FIRST_BYTE;
use crate::parse::script::nesting::{MOST_UNITS, Nesting};
use crate::parse::script::place::{Place, Places};

/// What marks a comment that minifiers keep.
const LEGAL: [&str; 5] = ["/*!", "//!", "@license", "@preserve", "@cc_on"];

/// Longer scripts are not parsed: a token takes up to 80 bytes in the tree (2.2 GB for 30 MB of calls, measured), and
/// 8 million are four times what the largest script of 14 production builds has (2.1 million).
pub(crate) const MOST_TOKENS: u32 = 8_000_000;

/// What a pass over the tokens gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// The greatest depth, in the units of `nesting.rs`.
    pub(crate) deepest: u32,
    /// How many tokens there are.
    pub(crate) tokens: u32,
    /// Bytes of tokens, of licence comments, and of the gaps that must stay.
    pub(crate) needed: u64,
    /// Where licence comments are: the gaps between tokens that hold some.
    pub(crate) legal: Vec<model::span::Span>,
}

/// Reads every token of `text`, or as many as it takes to nest deeper than [`MOST_UNITS`] or
/// to be more than [`MOST_TOKENS`].
pub(crate) fn scan(text: &str, input: StringInput<'_>, syntax: Syntax) -> Scan {
    let lexer = Lexer::new(syntax, EsVersion::latest(), input, None);
    let mut tokens = TokenReader { lexer, places: Places::new() };
    let mut scan = Scan::default();
    let mut nesting = Nesting::new();
    let mut furthest = 0;
    let first = tokens.lexer.first_token();
    let (mut token, mut place) = tokens.placed(first);
    while token.token != Token::Eof {
        scan.deepest = scan.deepest.max(nesting.push(token.token, place));
        scan.tokens += 1;
        if scan.deepest > MOST_UNITS || scan.tokens > MOST_TOKENS {
            // It will not be parsed, whatever follows.
            break;
        }
        let (start, end) = (offset(token.span.lo), offset(token.span.hi));
        if end <= furthest && token.token == Token::Error {
            // The lexer is stuck on a character; the parser will say so.
            break;
        }
        let gap = text.get(furthest..start).unwrap_or_default();
        // A gap that is kept whole holds what must stay of it.
        let is_kept = scan.keep_legal_comments(furthest, gap);
        let kept = u64::from(!is_kept && must_stay(text, furthest, start));
        scan.needed += kept + end.saturating_sub(start.max(furthest)) as u64;
        furthest = furthest.max(end);
        let next = tokens.lexer.next_token();
        (token, place) = tokens.placed(next);
    }
    if token.token == Token::Eof {
        scan.keep_legal_comments(furthest, text.get(furthest..).unwrap_or_default());
    }
    scan
}

impl Scan {
    /// Takes note of a gap with comments that minifiers keep, because a licence asks for it; the whole gap counts.
    fn keep_legal_comments(&mut self, start: usize, gap: &str) -> bool {
        // Nearly all gaps of minified code are empty or a space.
        let is_kept = gap.len() > 2 && LEGAL.iter().any(|mark| gap.contains(mark));
        if is_kept {
            self.needed += gap.len() as u64;
            self.legal.push(model::span::Span::new(start, start + gap.len()));
        }
        is_kept
    }
}

/// Whether the tokens around a gap would run together, or the gap ends a statement that has no semicolon.
fn must_stay(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '\\');
    let gap = text.get(start..end).unwrap_or_default();
    if gap.is_empty() {
        return false;
    }
    let (before, after) = (text.get(..start), text.get(end..));
    let before = before.and_then(|text| text.chars().next_back());
    let (Some(before), Some(after)) = (before, after.and_then(|text| text.chars().next())) else {
        return false;
    };
    let run_together =
        (is_word(before) && is_word(after)) || (before == after && matches!(before, '+' | '-'));
    let ends_statement = gap.contains('\n') && !matches!(before, ';' | '{' | '(' | '[' | ',' | '=' | ':');
    run_together || ends_statement
}

/// The parser counts bytes from 1.
fn offset(position: BytePos) -> usize {
    position.0.saturating_sub(FIRST_BYTE) as usize
}

struct TokenReader<'a> {
    lexer: Lexer<'a>,
    places: Places,
}

impl TokenReader<'_> {
    fn placed(&mut self, token: TokenAndSpan) -> (TokenAndSpan, Place) {
        let token = self.read_again_if_it_is_something_else(token);
        (token, self.places.take(token.token, token.had_line_break))
    }

    /// `/` may begin a regular expression and `}` may go on with a template.
    fn read_again_if_it_is_something_else(&mut self, token: TokenAndSpan) -> TokenAndSpan {
        match token.token {
            Token::Slash | Token::DivEq if self.places.begins_regexp(token.token) => {
                self.lexer.set_next_regexp(Some(token.span.lo));
                let regexp = self.lexer.next_token();
                self.lexer.set_next_regexp(None);
                TokenAndSpan { had_line_break: token.had_line_break, ..regexp }
            }
            Token::RBrace if self.places.in_template() => {
                let rest = self.lexer.rescan_template_token(token.span.lo, false);
                // The lexer leaves the `}` out of the span.
                TokenAndSpan { span: Span { lo: token.span.lo, ..rest.span }, ..rest }
            }
            _ => token,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scan, scan};
    use crate::parse::script::{input_of, syntax};

    fn scanned(text: &str) -> Scan {
        scan(text, input_of(text), syntax())
    }

    /// All brackets of `text` but eight that are really nested stand in strings, expressions and comments.
    #[track_caller]
    fn check_not_fooled(text: &str) {
        let hidden = "[".repeat(500);
        let text = text.replace("[[", &hidden);
        assert!(
            scanned(&text).deepest < 400,
            "{} in {}",
            scanned(&text).deepest,
            &text[..text.len().min(60)]
        );
    }

    #[test]
    fn brackets_in_texts_and_regular_expressions_do_not_nest() {
        check_not_fooled("'[['");
        check_not_fooled("`[[`");
        check_not_fooled("`a${b}[[`");
        check_not_fooled("/* [[ */ // [[\n x");
        check_not_fooled("a = /\\/[[]/.test(b)");
        check_not_fooled("if (a) /'[[]/.test('b')");
        check_not_fooled("return /\"[[]/");
        check_not_fooled("{ a } /'[[]/.test(b)");
        check_not_fooled("a / b / c; '[['");
        check_not_fooled("(a) / b; '/[['");
        check_not_fooled("a.if(b) / '[['.length");
        check_not_fooled("x = {} / '[['.length");
    }

    #[test]
    fn what_ends_an_operand_is_divided() {
        check_not_fooled("x = function () {} / 2 / '[['.length");
        check_not_fooled("x = class { } / 2 / '[['.length");
        check_not_fooled("x = async function () {} / 2 / '[['.length");
        check_not_fooled("x = a ? b : {} / 2 / '[['.length");
        check_not_fooled("x = of / 2 / '[['.length");
        check_not_fooled("class A { #in; b() { this.#in / 2 / '[['.length } }");
        check_not_fooled("for (; {} / 2 / '[['.length;);");
    }

    #[test]
    fn what_ends_a_statement_is_not_divided() {
        check_not_fooled("'use strict'\n{ } /'[[]/.test(b)");
        check_not_fooled("for await (a of b) /'[[]/.test(a)");
        check_not_fooled("for (a of /'[[]/.exec(b));");
        check_not_fooled("switch (a?.b) { case c?.d: {} /'[[]/.test(b) }");
        check_not_fooled("export default function () {} /'[[]/.test(b)");
        check_not_fooled("export { a as default }\n/'[[]/.test(b)");
        check_not_fooled("async function f() {} /'[[]/.test(b)");
        check_not_fooled("class A extends B { if() {} } /'[[]/.test(b)");
        check_not_fooled("do ; while (a) /'[[]/.test(b)");
        check_not_fooled("x = a => {}\n/'[[]/.test(b)");
    }

    #[test]
    fn brackets_behind_a_regular_expression_with_a_quote_do_nest() {
        let text = format!("a = /['\"`]/; {}", "(".repeat(500));
        assert!(scanned(&text).deepest >= 4_000);
    }

    #[test]
    fn comments_and_indentation_are_not_needed_and_licences_are() {
        let code =
            "export function area(width, height) {\n    // as in school\n    return width * height;\n}\n";
        let (bytes, needed) = (code.len() as u64, scanned(code).needed);
        assert!(needed < bytes * 3 / 4, "{needed} of {bytes}");
        let licence = format!("/*! {} */\n", "permission is hereby granted ".repeat(20));
        assert!(scanned(&format!("{licence}{code}")).needed > licence.len() as u64);
    }

    #[test]
    fn no_more_is_needed_than_there_is() {
        let licensed = "a\n//! licence\nb\n//! licence";
        assert_eq!(scanned(licensed).needed, licensed.len() as u64);
    }

    #[test]
    fn minified_code_is_needed_whole() {
        let code =
            "export function area(n,t){return n*t}const a=`x${area(1,2)}y`,b=/[\"']/g;for(const n of b)a(n)";
        assert_eq!(scanned(code).needed, code.len() as u64);
    }
}
