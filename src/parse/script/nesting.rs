//! How deep the syntax tree of a script will be, estimated token by token.
//!
//! Recursive parsers, visitors and destructors need stack for every level of the tree, and the parser used
//! here ends the process when the stack ends (1,061 nested functions on 8 MB). So a script is
//! looked at token by token first, and one that nests too deep is not parsed.
//!
//! Three things make a tree deep: brackets, and within one bracket level the chains of an expression (`a+b+c…`,
//! `!!!x`, `a=>b=>c`, `x.y.z()`) and the heads of statements (`if … else if …`, `do do do`). A chain ends where its
//! statement or list item ends, a head where nothing goes on with the statement. The estimate is meant never to be
//! below what the parser recurses for; of 3,022 scripts of real builds the deepest had 2,845 units.

use swc_ecma_parser::unstable::Token;

use crate::parse::script::place::{Ended, Place};

/// The most units that are parsed. The worst shapes at the limit (calls, members, parentheses, arrows, methods) need
/// less than a fifth of the stack, optimised or not; the tests of `mod.rs` parse them in a third.
pub(crate) const MOST_UNITS: u32 = 40_000;

/// What one recursion of the parser counts: a bracket, a prefix operator, an `else if`.
const RECURSION: u32 = 8;

/// What one more link of a chain that is parsed in a loop counts: `+ x`, `.x`, a call.
const LINK: u32 = 1;

/// Open brackets and the chains in each of them.
#[derive(Clone, Debug)]
pub(crate) struct Nesting {
    outer: Vec<Level>,
    level: Level,
    units: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// Units of the expression or list item that is being read.
    chain: u32,
    /// Units of the `if (…)`, `else`, `while (…)`, `label:` … that the statement is the body of. A `,` does not
    /// end them, nor does a `;` in front of an `else`.
    heads: u32,
}

impl Nesting {
    pub(crate) fn new() -> Self {
        Self { outer: Vec::new(), level: Level::default(), units: 0 }
    }

    /// Takes the next token; gives the depth at it, in units.
    pub(crate) fn push(&mut self, token: Token, place: Place) -> u32 {
        match place.ended {
            Ended::Nothing => {}
            Ended::Part => self.end_chain(),
            Ended::Statement => {
                self.end_chain();
                self.end_heads();
            }
        }
        if place.is_name {
            return self.units;
        }
        match token {
            Token::LParen | Token::LBracket | Token::LBrace | Token::DollarLBrace | Token::TemplateHead => {
                // A call or an index makes the chain outside one link longer.
                self.lengthen(LINK);
                self.open();
            }
            Token::TemplateMiddle => {
                self.close();
                self.open();
            }
            Token::RParen | Token::RBracket | Token::RBrace | Token::TemplateTail => self.close(),
            // It ends a `do` rather than begin a statement.
            Token::While if place.ended == Ended::Part => {}
            Token::If | Token::For | Token::While | Token::With | Token::Do | Token::Else => {
                self.begin_body();
            }
            Token::Colon if place.is_label => self.begin_body(),
            Token::Comma | Token::Semi => self.end_chain(),
            Token::Dot
            | Token::Template
            | Token::NoSubstitutionTemplateLiteral
            | Token::In
            | Token::InstanceOf => self.lengthen(LINK),
            token if token.is_assign_op() || is_prefix(token) => self.lengthen(RECURSION),
            token if token.is_bin_op() => {
                self.lengthen(if place.behind_operand { LINK } else { RECURSION });
            }
            _ => {}
        }
        self.units
    }

    fn open(&mut self) {
        self.outer.push(std::mem::take(&mut self.level));
        self.units += RECURSION;
    }

    fn close(&mut self) {
        if let Some(outer) = self.outer.pop() {
            let closed = std::mem::replace(&mut self.level, outer);
            self.units = self.units.saturating_sub(RECURSION + closed.chain + closed.heads);
        }
    }

    fn lengthen(&mut self, units: u32) {
        self.level.chain += units;
        self.units += units;
    }

    fn begin_body(&mut self) {
        self.level.heads += RECURSION;
        self.units += RECURSION;
    }

    fn end_chain(&mut self) {
        let ended = std::mem::take(&mut self.level.chain);
        self.units = self.units.saturating_sub(ended);
    }

    fn end_heads(&mut self) {
        let ended = std::mem::take(&mut self.level.heads);
        self.units = self.units.saturating_sub(ended);
    }
}

/// Tokens that the parser recurses for without a bracket.
fn is_prefix(token: Token) -> bool {
    matches!(
        token,
        Token::Arrow
            | Token::At
            | Token::Await
            | Token::Bang
            | Token::Class
            | Token::Colon
            | Token::Delete
            | Token::DotDotDot
            | Token::Exp
            | Token::Extends
            | Token::Function
            | Token::MinusMinus
            | Token::New
            | Token::PlusPlus
            | Token::QuestionMark
            | Token::Tilde
            | Token::TypeOf
            | Token::Void
            | Token::Yield
    )
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
        check_flat("do a;while(b)");
        check_flat("do if(a)b;else c\nwhile(d)\n");
        check_flat("if(a)return\n");
        check_flat("class A extends B{if(){}x=c+d\nelse(){}}");
        check_flat("a:for(;;)break a\n");
        check_flat("try{}catch{}finally{}");
        check_flat("a=b=>{}\n");
        check_flat("!a\n");
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
        check_deep("x=", "class extends ");
        check_deep("", "typeof\n");
        check_deep("", "do\n");
        check_deep("", "if(a)b;else\n");
        check_deep("a", ".default");
        check_deep("", "a.case?b:");
        check_deep("a", " in b");
        check_deep("a", " instanceof b");
        check_deep("a+", "++\na+");
        check_deep("", "if(a)b,");
        check_deep("", "a:");
    }

    #[test]
    fn heads_are_open_until_nothing_goes_on_with_their_statement() {
        let ifs = "if(a)".repeat(2_000);
        let reopened = |so_far: &str| deepest(&format!("{ifs}{so_far}{ifs}"));
        for so_far in
            ["b;else ", "{}else ", "b\nelse ", "try{}catch{", "try\n{}finally{", "do b;while(", "b,"]
        {
            assert!(reopened(so_far) > 2 * 16_000, "behind {so_far:?}, not {}", reopened(so_far));
        }
        for so_far in ["b;", "{}", "b\n", "try{}catch{}", "do b;while(c)", "return\n"] {
            assert!(reopened(so_far) < 2 * 16_000, "behind {so_far:?}, not {}", reopened(so_far));
        }
    }
}
