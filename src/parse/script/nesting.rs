//! How deep the syntax tree of a script will be, estimated token by token.
//!
//! Recursive parsers, visitors and destructors need stack for every level of the tree, and the parser used
//! here ends the process when the stack ends (1,061 nested functions on 8 MB). So a script is
//! looked at token by token first, and one that nests too deep is not parsed.
//!
//! Two things make a tree deep: brackets, and chains within one bracket level (`a+b+c…`, `!!!x`,
//! `a=>b=>c`, `if … else if …`, `x.y.z()`). A chain ends where its statement or list item ends. The estimate
//! is never below what the parser recurses for; on real bundles it stays under 2,000 units.

use swc_ecma_parser::unstable::Token;

/// The most units that are parsed: every shape at the limit fits the stack (the tests of `mod.rs` parse them).
pub(crate) const MOST_UNITS: u32 = 24_000;

/// What one recursion of the parser counts: a bracket, a prefix operator, an `else if`.
const RECURSION: u32 = 8;

/// What one more link of a chain that is parsed in a loop counts: `+ x`, `.x`, a call.
const LINK: u32 = 1;

/// Open brackets and the chains in each of them.
#[derive(Clone, Debug)]
pub(crate) struct Nesting {
    levels: Vec<Level>,
    units: u32,
    previous: Token,
}

#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// Units of the statement or list item that is being read.
    chain: u32,
    /// Units of the `if … else if …` chain that the statement belongs to.
    alternatives: u32,
}

impl Nesting {
    pub(crate) fn new() -> Self {
        Self { levels: vec![Level::default()], units: 0, previous: Token::Semi }
    }

    /// Takes the next token; gives the depth at it, in units.
    pub(crate) fn push(&mut self, token: Token, after_line_break: bool) -> u32 {
        self.end_what_ended(token, after_line_break);
        if token == Token::TemplateMiddle {
            self.close();
        }
        match token {
            Token::LParen
            | Token::LBracket
            | Token::LBrace
            | Token::DollarLBrace
            | Token::TemplateHead
            | Token::TemplateMiddle => {
                // A call or an index makes the chain outside one link longer.
                self.lengthen(LINK);
                self.levels.push(Level::default());
                self.units += RECURSION;
            }
            Token::RParen | Token::RBracket | Token::RBrace | Token::TemplateTail => self.close(),
            Token::Else => {
                let level = self.level();
                level.alternatives += RECURSION;
                self.units += RECURSION;
            }
            Token::Comma => self.end_chain(),
            Token::Dot | Token::OptionalChain | Token::Template | Token::NoSubstitutionTemplateLiteral => {
                self.lengthen(LINK);
            }
            token if token.is_assign_op() || is_prefix(token) => self.lengthen(RECURSION),
            token if token.is_bin_op() => {
                self.lengthen(if operand_ended(self.previous) { LINK } else { RECURSION });
            }
            _ => {}
        }
        self.previous = token;
        self.units
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn lengthen(&mut self, units: u32) {
        self.level().chain += units;
        self.units += units;
    }

    fn close(&mut self) {
        if self.levels.len() > 1
            && let Some(level) = self.levels.pop()
        {
            self.units = self.units.saturating_sub(RECURSION + level.chain + level.alternatives);
        }
    }

    fn end_chain(&mut self) {
        let level = self.level();
        let ended = std::mem::take(&mut level.chain);
        self.units = self.units.saturating_sub(ended);
    }

    fn end_alternatives(&mut self) {
        let level = self.level();
        let ended = std::mem::take(&mut level.alternatives);
        self.units = self.units.saturating_sub(ended);
    }

    /// A statement ends at `;`, behind a block, and where a line break stands between two operands.
    fn end_what_ended(&mut self, next: Token, after_line_break: bool) {
        let block_ended = self.previous == Token::RBrace && starts_statement(next);
        let line_ended = after_line_break && operand_ended(self.previous) && starts_statement(next);
        if self.previous == Token::Semi
            || block_ended
            || line_ended
            || matches!(next, Token::Case | Token::Default)
        {
            self.end_chain();
            if next != Token::Else {
                self.end_alternatives();
            }
        }
    }
}

/// Tokens that the parser recurses for without a bracket.
fn is_prefix(token: Token) -> bool {
    matches!(
        token,
        Token::Arrow
            | Token::Await
            | Token::Bang
            | Token::Colon
            | Token::Delete
            | Token::Do
            | Token::DotDotDot
            | Token::For
            | Token::If
            | Token::MinusMinus
            | Token::New
            | Token::PlusPlus
            | Token::QuestionMark
            | Token::Tilde
            | Token::TypeOf
            | Token::Void
            | Token::While
            | Token::With
            | Token::Yield
            | Token::Exp
            | Token::At
    )
}

/// Whether an operand ends with this token, so that an operator behind it is a binary one.
fn operand_ended(token: Token) -> bool {
    token.is_word()
        || matches!(
            token,
            Token::RParen
                | Token::RBracket
                | Token::RBrace
                | Token::Str
                | Token::Num
                | Token::BigInt
                | Token::Regex
                | Token::Template
                | Token::NoSubstitutionTemplateLiteral
                | Token::TemplateTail
                | Token::PlusPlus
                | Token::MinusMinus
        )
}

/// Whether this token, where a statement may start, starts one rather than going on with the expression before it.
fn starts_statement(token: Token) -> bool {
    (token.is_word() && !matches!(token, Token::In | Token::InstanceOf | Token::Else | Token::Of | Token::As))
        || matches!(token, Token::LBrace | Token::At | Token::Str | Token::Num | Token::Semi)
}

#[cfg(test)]
mod tests {
    use crate::parse::script::scan::scan;
    use crate::parse::script::{input_of, syntax};

    fn deepest(source: &str) -> u32 {
        scan(source, input_of(source), syntax()).deepest
    }

    #[track_caller]
    fn check_flat(unit: &str) {
        assert!(
            deepest(&unit.repeat(2_000)) < 200,
            "2,000 × {unit:?} is flat, not {}",
            deepest(&unit.repeat(2_000))
        );
    }

    #[track_caller]
    fn check_deep(before: &str, unit: &str) {
        let source = format!("{before}{}", unit.repeat(2_000));
        assert!(
            deepest(&source) >= 2_000,
            "{before:?} and 2,000 × {unit:?} is deep, not {}",
            deepest(&source)
        );
    }

    #[test]
    fn statements_and_list_items_one_after_the_other_are_flat() {
        check_flat("a=b+c;");
        check_flat("function f(){return 1}");
        check_flat("if(a){b()}else{c()}\n");
        check_flat("a.b(c)\n");
        check_flat("const x = y\n");
        check_flat("x(),");
        check_flat("class A{b(){}}");
        check_flat("switch(a){case 1:case 2:b;default:c}");
        check_flat("var a={b:1,c:{d:2}},e=f;");
        check_flat("`a${b}c`;");
    }

    #[test]
    fn brackets_and_chains_are_deep() {
        check_deep("", "(");
        check_deep("", "[");
        check_deep("", "function f(){");
        check_deep("a", "+b");
        check_deep("a", ".b");
        check_deep("a", "()");
        check_deep("", "!");
        check_deep("", "a=>");
        check_deep("", "a=");
        check_deep("", "a?b:");
        check_deep("", "if(a)b;else ");
        check_deep("", "if(a){b}else ");
        check_deep("", "new ");
        check_deep("", "`${");
    }
}
