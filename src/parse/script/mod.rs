//! The text of a script in, its facts out.
//!
//! Parsed as a module first and as a script where that fails; a syntax error that the parser gets over leaves
//! facts and a problem. Never panics, never recurses beyond its stack, ends in time: see `scan.rs`, `nesting.rs`, `time_limit.rs`.
//! One file a mechanism: `esm.rs`, `system.rs`, `vite.rs`, `worker.rs`; runtimes that number their modules:
//! `webpack/`, `turbopack/`, `parcel/`. `routes/` reads what names the site's routes, `images/` where components use
//! images, `precache.rs` what service workers fetch.

mod brackets;
mod esm;
mod factories;
mod images;
mod nesting;
mod parcel;
mod place;
mod precache;
mod routes;
mod scan;
mod system;
mod time_limit;
mod turbopack;
mod visitor;
mod vite;
mod webpack;
mod worker;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{EsVersion, Expr, Lit, MemberExpr, MemberProp, Program, PropName};
use swc_ecma_parser::error::Error;
use swc_ecma_parser::{EsSyntax, Lexer, Parser, StringInput, Syntax};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::script::{Minification, ScriptFacts};
use crate::model::span::Span;
use crate::parse::script::visitor::Visitor;

/// The stack that a thread needs to parse scripts on, in bytes. It is reserved, not used up.
/// Unoptimised code needs several times as much.
pub const STACK_BYTES: usize = if cfg!(debug_assertions) { 512 << 20 } else { 64 << 20 };

/// The parser's position of the first byte; 0 means "nowhere" to it.
const FIRST_BYTE: u32 = 1;

/// What parsing a script gave.
#[derive(Debug)]
pub struct ParsedScript {
    /// Its facts; `None` where nothing could be read.
    pub facts: Option<ScriptFacts>,
    /// What went wrong: a message, and the place where there is one.
    pub problem: Option<(String, Option<Span>)>,
}

impl ParsedScript {
    fn unreadable(message: &str) -> Self {
        Self { facts: None, problem: Some((message.to_owned(), None)) }
    }
}

/// Parses one script, but not for longer than a minute. Must run on a thread with [`STACK_BYTES`] of stack.
pub fn parse_script(text: &Arc<str>) -> ParsedScript {
    time_limit::within_limit(text, parse_unlimited)
        .unwrap_or_else(|| ParsedScript::unreadable("was not parsed: it took too long"))
}

fn parse_unlimited(text: &str) -> ParsedScript {
    if u32::try_from(text.len()).is_err() {
        return ParsedScript::unreadable("was not parsed: larger than 4 GiB");
    }
    // The parser asserts; what trips it must not take the other files down.
    let parsed = catch_unwind(AssertUnwindSafe(|| parse_safely(text)));
    parsed.unwrap_or_else(|_| ParsedScript::unreadable("was not parsed: the parser failed on it"))
}

fn parse_safely(text: &str) -> ParsedScript {
    let scan = scan::scan(text, input_of(text), syntax());
    if scan.deepest > nesting::MOST_UNITS {
        return ParsedScript::unreadable("was not parsed: its code nests too deep");
    }
    if scan.tokens > scan::MOST_TOKENS {
        return ParsedScript::unreadable("was not parsed: it has more than 8 million tokens");
    }
    let mut parser = Parser::new_from(Lexer::new(syntax(), EsVersion::latest(), input_of(text), None));
    // Tries a module, then a script.
    let program: Program = match parser.parse_program() {
        Ok(program) => program,
        Err(error) => {
            return ParsedScript { facts: None, problem: Some(described(&error, "was not parsed")) };
        }
    };
    let mut facts = Visitor::facts_of(&program);
    webpack::read(&program, &mut facts);
    facts.turbopack = turbopack::read(&program, text);
    facts.parcel = parcel::read(&program, text);
    facts.routes = routes::read(&program, text, facts.parcel.as_deref());
    facts.precache = precache::read(&program, text);
    facts.images = images::read(&program, text, facts.parcel.as_deref());
    facts.minification = Some(Minification { bytes: text.len() as u64, needed: scan.needed });
    facts.legal_comments = scan.legal;
    let problem = parser.take_errors().first().map(|error| described(error, "has a syntax error"));
    facts.has_errors = problem.is_some();
    ParsedScript { facts: Some(facts), problem }
}

fn described(error: &Error, what: &str) -> (String, Option<Span>) {
    (format!("{what}: {}", error.kind().msg()), Some(span_of(error.span())))
}

fn syntax() -> Syntax {
    Syntax::Es(EsSyntax {
        import_attributes: true,
        explicit_resource_management: true,
        ..EsSyntax::default()
    })
}

fn input_of(text: &str) -> StringInput<'_> {
    // `parse_unlimited` has made sure that the length fits.
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX - FIRST_BYTE) + FIRST_BYTE;
    StringInput::new(text, BytePos(FIRST_BYTE), BytePos(end))
}

/// A place in the text, counted from 0.
fn span_of(node: impl Spanned) -> Span {
    let span = node.span();
    Span { start: span.lo.0.saturating_sub(FIRST_BYTE), end: span.hi.0.saturating_sub(FIRST_BYTE) }
}

/// Walks an expression. A chain of thousands of `+` is as deep as it is long: it is walked down its left side
/// without recursion.
fn visit_operands<V: Visit>(mut node: &Expr, visitor: &mut V) {
    while let Expr::Bin(binary) = node {
        binary.right.visit_with(visitor);
        node = &binary.left;
    }
    node.visit_children_with(visitor);
}

/// The text of a string literal or of a template without expressions: minifiers write either.
fn literal_text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(Lit::Str(string)) => Some(string.value.to_string_lossy().into_owned()),
        Expr::Tpl(template) if template.exprs.is_empty() => {
            let part = template.quasis.first()?;
            let cooked = part.cooked.as_ref().map(|cooked| cooked.to_string_lossy().into_owned());
            cooked.or_else(|| Some(part.raw.to_string()))
        }
        Expr::Paren(parenthesised) => literal_text(&parenthesised.expr),
        _ => None,
    }
}

/// The name of `a.name` or `a["name"]`, where it has no escapes.
fn member_name(member: &MemberExpr) -> Option<&str> {
    match &member.prop {
        MemberProp::Ident(name) => Some(&name.sym),
        MemberProp::Computed(computed) => match &*computed.expr {
            Expr::Lit(Lit::Str(name)) => name.value.as_str(),
            _ => None,
        },
        MemberProp::PrivateName(_) => None,
    }
}

/// The key of a property that is a name, a text or a number.
fn property_name(key: &PropName) -> Option<String> {
    match key {
        PropName::Ident(name) => Some(name.sym.to_string()),
        PropName::Str(name) => Some(name.value.to_string_lossy().into_owned()),
        PropName::Num(number) => Some(number.value.to_string()),
        PropName::Computed(_) | PropName::BigInt(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::script::nesting::MOST_UNITS;
    use crate::parse::script::{STACK_BYTES, input_of, parse_safely, scan, syntax};

    /// `open` so often that not one more would be parsed, in a third of the stack that there is.
    #[track_caller]
    fn check_fits(before: &str, open: &str, inner: &str, close: &str) {
        let nested = |times: usize| [before, &open.repeat(times), inner, &close.repeat(times)].concat();
        let units = |text: &str| scan::scan(text, input_of(text), syntax()).deepest;
        let per_hundred = units(&nested(200)) - units(&nested(100));
        let first = units(&nested(100)) - per_hundred;
        let text = nested(((MOST_UNITS - first) * 100 / per_hundred) as usize);
        assert!(units(&text) > MOST_UNITS - 100, "{open} is not at the limit: {}", units(&text));
        let small = std::thread::Builder::new().stack_size(STACK_BYTES / 3);
        let parsed = small.spawn(move || parse_safely(&text).facts.is_some());
        assert!(parsed.is_ok_and(|thread| thread.join().is_ok_and(|parsed| parsed)), "{open} is not parsed");
    }

    #[test]
    fn the_worst_shapes_at_the_limit_fit_the_stack() {
        check_fits("", "(", "1", ")");
        check_fits("a", "()", "", "");
        check_fits("a", ".b", "", "");
        check_fits("a", "``", "", "");
        check_fits("x=", "a=>", "1", "");
        check_fits("x=", "(a,", "b", ")");
        check_fits("x=", "{a(){return ", "1", "}}");
        check_fits("", "function f(){", "", "}");
        check_fits("x=", "function(){return ", "1", "}");
        check_fits("x=", "class extends ", "a", "{}");
    }
}
