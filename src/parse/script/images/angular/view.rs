//! The functions of Angular's components that make nodes, and which of their attributes are bound.

use std::collections::HashMap;

use swc_ecma_ast::{ArrowFunctionBody, BinaryOp, CallExpr, Callee, Expr, Function, Lit, Pat, Stmt};

use crate::model::span::Span;
use crate::parse::script::images::element::is_read;
use crate::parse::script::images::value::{Name, plain};
use crate::parse::script::{literal_text, member_name, span_of};

/// What a function makes.
#[derive(Default)]
pub(crate) struct View {
    /// The calls that make its nodes, in their order.
    pub(crate) steps: Vec<Step>,
    /// Attributes that are bound, each with the number of its node.
    pub(crate) bound: Vec<(u32, String)>,
    /// The functions for nodes that are there at times.
    pub(crate) embedded: Vec<Name>,
    /// Whether it is not known which nodes the bindings belong to.
    pub(crate) is_lost: bool,
}

/// One of the calls that make nodes.
pub(crate) enum Step {
    /// Starts an element, or makes one that is empty.
    Make { node: u32, tag: String, attributes: Option<usize>, span: Span },
    /// Ends an element.
    End,
}

/// The function that makes nodes which `init` is.
pub(crate) fn view_of(init: &Expr, scope: u32) -> Option<View> {
    match init {
        Expr::Fn(function) => view(&function.function, scope),
        Expr::Arrow(arrow) => match (&*arrow.body, arrow.params.first()) {
            (ArrowFunctionBody::FunctionBody(body), Some(flags)) => view_in(flags, &body.stmts, scope),
            (ArrowFunctionBody::Expr(body), Some(flags)) => {
                let mut reader =
                    Reader { flags: flag_name(flags)?, scope, made: Vec::new(), kept: Vec::new() };
                reader.expression(body);
                reader.into_view()
            }
            _ => None,
        },
        _ => None,
    }
}

/// What `function` makes, if it is one that makes nodes.
pub(crate) fn view(function: &Function, scope: u32) -> Option<View> {
    view_in(&function.params.first()?.pat, &function.body.as_ref()?.stmts, scope)
}

fn view_in(flags: &Pat, statements: &[Stmt], scope: u32) -> Option<View> {
    let mut reader = Reader { flags: flag_name(flags)?, scope, made: Vec::new(), kept: Vec::new() };
    for statement in statements {
        match statement {
            Stmt::Expr(statement) => reader.expression(&statement.expr),
            Stmt::If(choice) => {
                let part = reader.part(&choice.test);
                if let Some(part) = part {
                    reader.statement(&choice.cons, part);
                }
            }
            _ => {}
        }
    }
    reader.into_view()
}

fn flag_name(flags: &Pat) -> Option<&str> {
    match flags {
        Pat::Ident(name) => Some(&name.id.sym),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Make,
    Keep,
}

/// The calls of a function, those that make nodes and those that keep them up to date.
struct Reader<'f> {
    flags: &'f str,
    scope: u32,
    made: Vec<&'f CallExpr>,
    kept: Vec<&'f CallExpr>,
}

impl<'f> Reader<'f> {
    /// `flags & 1`, `flags & 2`
    fn part(&self, test: &Expr) -> Option<Part> {
        let Expr::Bin(binary) = plain(test) else { return None };
        let is_flags = matches!(plain(&binary.left), Expr::Ident(name) if name.sym == *self.flags);
        match plain(&binary.right) {
            Expr::Lit(Lit::Num(bit)) if binary.op == BinaryOp::BitAnd && is_flags => match bit.value {
                1.0 => Some(Part::Make),
                2.0 => Some(Part::Keep),
                _ => None,
            },
            _ => None,
        }
    }

    fn expression(&mut self, expression: &'f Expr) {
        match expression {
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::Seq(list) => list.exprs.iter().for_each(|expression| self.expression(expression)),
            Expr::Bin(binary) if binary.op == BinaryOp::LogicalAnd => {
                if let Some(part) = self.part(&binary.left) {
                    self.calls(&binary.right, part);
                }
            }
            _ => {}
        }
    }

    fn statement(&mut self, statement: &'f Stmt, part: Part) {
        match statement {
            Stmt::Expr(statement) => self.calls(&statement.expr, part),
            Stmt::Block(block) => {
                block
                    .stmts
                    .iter()
                    .filter(|it| !matches!(it, Stmt::Block(_)))
                    .for_each(|it| self.statement(it, part));
            }
            _ => {}
        }
    }

    fn calls(&mut self, expression: &'f Expr, part: Part) {
        match expression {
            Expr::Paren(inner) => self.calls(&inner.expr, part),
            Expr::Seq(list) => list.exprs.iter().for_each(|expression| self.calls(expression, part)),
            Expr::Call(call) if part == Part::Make => self.made.push(call),
            Expr::Call(call) => self.kept.push(call),
            _ => {}
        }
    }

    fn into_view(self) -> Option<View> {
        let mut view = View::default();
        for call in self.made {
            for call in chain(call) {
                view.make(call, self.scope);
            }
        }
        if view.steps.is_empty() && view.embedded.is_empty() {
            return None;
        }
        view.keep(&self.kept);
        Some(view)
    }
}

/// `f(1)(2)(3)`, from the first call to the last.
fn chain(call: &CallExpr) -> Vec<&CallExpr> {
    let mut calls = vec![call];
    let mut call = call;
    while let Callee::Expr(callee) = &call.callee
        && let Expr::Call(inner) = &**callee
    {
        calls.push(inner);
        call = inner;
    }
    calls.reverse();
    calls
}

/// What the first call of a chain calls.
fn chained(call: &CallExpr) -> Option<&str> {
    let first = *chain(call).first()?;
    match &first.callee {
        Callee::Expr(callee) => match plain(callee) {
            Expr::Ident(name) => Some(&name.sym),
            Expr::Member(member) => member_name(member),
            _ => None,
        },
        _ => None,
    }
}

impl View {
    fn make(&mut self, call: &CallExpr, scope: u32) {
        let mut arguments = call.args.iter().map(|argument| plain(&argument.expr));
        let Some(first) = arguments.next() else {
            self.steps.push(Step::End);
            return;
        };
        let Some(node) = number(first) else { return };
        let Some(second) = arguments.next() else { return };
        if let Some(tag) = literal_text(second) {
            let attributes = arguments.next().and_then(number).map(|index| index as usize);
            let span = Span { start: span_of(first).start, end: span_of(call).end };
            self.steps.push(Step::Make { node, tag, attributes, span });
            return;
        }
        let functions = std::iter::once(second).chain(arguments).filter_map(|argument| match argument {
            Expr::Ident(name) => Some(Name { id: name.to_id(), scope }),
            _ => None,
        });
        self.embedded.extend(functions);
    }

    /// Bindings belong to the node that was advanced to before.
    fn keep(&mut self, calls: &[&CallExpr]) {
        let is_advance = |call: &&&CallExpr| match call.args.as_slice() {
            [] => true,
            [count] => number(plain(&count.expr)).is_some(),
            _ => false,
        };
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let names: Vec<&str> = calls.iter().filter(is_advance).filter_map(|call| chained(call)).collect();
        for name in &names {
            *counts.entry(name).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or_default();
        // `nextContext()` has the same shape; it stands at the start, and seldom twice.
        let advance = names.iter().rev().find(|name| counts.get(**name) == Some(&most)).copied();
        self.is_lost = counts.values().filter(|count| **count == most).count() > 1 && counts.len() > 1;
        let mut node = 0;
        for call in calls {
            if is_advance(&call) {
                if advance.is_some() && chained(call) == advance {
                    let count = call.args.first().and_then(|count| number(plain(&count.expr))).unwrap_or(1);
                    node = u32::saturating_add(node, count);
                }
                continue;
            }
            for call in chain(call) {
                let name = call.args.first().and_then(|name| literal_text(&name.expr));
                self.bound
                    .extend(name.filter(|name| is_read(name) || name == "ngSrc").map(|name| (node, name)));
            }
        }
    }
}

fn number(expression: &Expr) -> Option<u32> {
    match expression {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just before")]
        Expr::Lit(Lit::Num(number)) if (0.0..1e6).contains(&number.value) => Some(number.value as u32),
        _ => None,
    }
}
