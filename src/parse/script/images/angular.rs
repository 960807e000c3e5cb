//! Angular's components: a table of attributes, and functions that make nodes with them and keep them up to date.
//!
//! ```js
//! consts: [["src", "/a.png", "alt", "hero"], ["width", "640", "alt", "bound", 3, "src"]],
//! template: function (e, r) {
//!   e & 1 && (elementStart(0, "main"), element(1, "img", 0)(2, "img", 1), elementEnd())
//!   e & 2 && (advance(2), property("src", r.photo), attribute("srcset", r.photo + " 1x"))
//! }
//! ```
//!
//! Source: `AttributeMarker` and the instructions in
//! <https://github.com/angular/angular/tree/main/packages/core/src/render3>.

use std::collections::{HashMap, HashSet};

use swc_ecma_ast::{
    ArrayLit, ArrowFunctionBody, BinaryOp, CallExpr, Callee, Expr, Function, Lit, ObjectLit, Pat, Prop,
    PropOrSpread, Stmt,
};

use crate::model::span::Span;
use crate::parse::script::images::collect::Collector;
use crate::parse::script::images::element::{Element, Picture, Tag, is_read};
use crate::parse::script::images::value::{Name, Object, Value, plain, value_of};
use crate::parse::script::{literal_text, property_name, span_of};

/// A component with more functions is none.
const MOST_VIEWS: usize = 1_000;

/// A component: its table, and the function that makes its nodes.
pub(crate) struct Component {
    attributes: Vec<Object>,
    view: View,
}

/// What a function makes.
#[derive(Default)]
pub(crate) struct View {
    steps: Vec<Step>,
    /// Attributes that are bound, each with the number of its node.
    bound: Vec<(u32, String)>,
    /// The functions for nodes that are there at times.
    embedded: Vec<Name>,
    /// Whether it is not known which nodes the bindings belong to.
    is_lost: bool,
}

enum Step {
    Make { node: u32, tag: String, attributes: Option<usize>, span: Span },
    End,
}

/// Reads the definition of a component.
pub(crate) fn component(object: &ObjectLit, scope: u32) -> Option<Component> {
    let consts = property(object, "consts")?;
    let view = match property(object, "template")? {
        Expr::Fn(function) => view(&function.function, scope)?,
        other => view_of(other, scope)?,
    };
    let table = match plain(consts) {
        Expr::Array(table) => table,
        // With translations: `consts: () => { …; return [[…]] }`
        Expr::Arrow(arrow) => match &*arrow.body {
            ArrowFunctionBody::Expr(body) => list(body)?,
            ArrowFunctionBody::FunctionBody(body) => returned_list(&body.stmts)?,
        },
        Expr::Fn(function) => returned_list(&function.function.body.as_ref()?.stmts)?,
        _ => return None,
    };
    let attributes = table.elems.iter().map(|entry| {
        let entry = entry.as_ref().and_then(|entry| list(&entry.expr));
        entry.map(|entry| entry_of(entry, scope)).unwrap_or_default()
    });
    Some(Component { attributes: attributes.collect(), view })
}

fn property<'o>(object: &'o ObjectLit, name: &str) -> Option<&'o Expr> {
    object.props.iter().find_map(|property| match property {
        PropOrSpread::Prop(property) => match &**property {
            Prop::KeyValue(pair) if property_name(&pair.key).is_some_and(|key| key == name) => {
                Some(&*pair.value)
            }
            _ => None,
        },
        PropOrSpread::Spread(_) => None,
    })
}

fn list(expression: &Expr) -> Option<&ArrayLit> {
    match plain(expression) {
        Expr::Array(list) => Some(list),
        _ => None,
    }
}

fn returned_list(statements: &[Stmt]) -> Option<&ArrayLit> {
    match statements.last()? {
        Stmt::Return(returned) => list(returned.arg.as_deref()?),
        _ => None,
    }
}

/// One entry of the table: names and values, then parts of other kinds, each behind its number.
fn entry_of(entry: &ArrayLit, scope: u32) -> Object {
    let mut attributes = Object::default();
    let mut kind = None;
    let mut elements = entry.elems.iter().flatten().map(|element| plain(&element.expr));
    while let Some(element) = elements.next() {
        if let Expr::Lit(Lit::Num(number)) = element {
            kind = Some(number.value);
            continue;
        }
        let name = literal_text(element);
        match kind {
            None => {
                let value = elements.next().map_or(Value::Unknown, |value| value_of(value, scope));
                attributes.entries.extend(name.map(|name| (name, value)));
            }
            // Classes.
            Some(1.0) => {
                let class = attributes.entries.iter_mut().find(|(name, _)| name == "class");
                match (class, name) {
                    (Some((_, Value::Text(classes))), Some(name)) => {
                        classes.push(' ');
                        classes.push_str(&name);
                    }
                    (None, Some(name)) => attributes.entries.push(("class".to_owned(), Value::Text(name))),
                    _ => {}
                }
            }
            // Styles.
            Some(2.0) => {
                let value = elements.next().and_then(literal_text);
                let style = name.zip(value).map(|(name, value)| format!("{name}:{value}"));
                let style = style.map_or(Value::Unknown, Value::Text);
                match attributes.entries.iter_mut().find(|(name, _)| name == "style") {
                    Some((_, Value::Text(styles))) => match &style {
                        Value::Text(style) => {
                            styles.push(';');
                            styles.push_str(style);
                        }
                        _ => {}
                    },
                    Some(_) => {}
                    None => attributes.entries.push(("style".to_owned(), style)),
                }
            }
            // Bound, or translated.
            Some(3.0 | 6.0) => attributes.entries.extend(name.map(|name| (name, Value::Unknown))),
            // Of another namespace: its URL, a name and a value.
            Some(0.0) => {
                let name = elements.next().and_then(literal_text);
                let value = elements.next().map_or(Value::Unknown, |value| value_of(value, scope));
                attributes.entries.extend(name.map(|name| (name, value)));
                kind = None;
            }
            // Directives of templates, places for projected content.
            Some(_) => {}
        }
    }
    attributes
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
            Expr::Member(member) => crate::parse::script::member_name(member),
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

/// Adds the elements of all components.
pub(crate) fn add_elements(collector: &mut Collector<'_>) {
    let components = std::mem::take(&mut collector.components);
    let views = std::mem::take(&mut collector.views);
    let by_name: HashMap<_, &View> = views
        .iter()
        .filter_map(|(name, view)| Some(((collector.scopes.home(name)?, name.id.clone()), view)))
        .collect();
    let mut done = HashSet::new();
    for component in &components {
        let mut queue = vec![&component.view];
        let mut next = 0;
        while let Some(view) = queue.get(next).copied() {
            next += 1;
            elements_of(view, &component.attributes, &mut collector.elements);
            for name in &view.embedded {
                let Some(home) = collector.scopes.home(name) else { continue };
                let key = (home, name.id.clone());
                if let Some(embedded) = by_name.get(&key).filter(|_| queue.len() < MOST_VIEWS)
                    && done.insert(key)
                {
                    queue.push(embedded);
                }
            }
        }
    }
}

fn elements_of(view: &View, table: &[Object], elements: &mut Vec<Element>) {
    let mut picture: Option<Picture> = None;
    for step in &view.steps {
        let Step::Make { node, tag, attributes, span } = step else {
            picture = None;
            continue;
        };
        if tag == "picture" {
            picture = Some(Picture::Sources(Vec::new()));
        }
        let Some(tag) = Tag::named(tag) else { continue };
        let written = attributes.and_then(|index| table.get(index)).cloned().unwrap_or_default();
        // NgOptimizedImage: <https://angular.dev/guide/image-optimization>.
        let optimised = written.get("ngSrc").cloned();
        let is_bound = |name: &str| view.bound.iter().any(|(of, bound)| of == node && bound == name);
        let mut element = Element::new(tag, *span, written);
        for (_, name) in view.bound.iter().filter(|(of, _)| of == node) {
            element.attributes.entries.retain(|(other, _)| other != &name.to_ascii_lowercase());
            element.set(name, Value::Unknown);
        }
        element.attributes.is_open |= view.is_lost;
        if let Some(src) = optimised {
            let src = if is_bound("ngSrc") { Value::Unknown } else { src };
            element.is_managed = true;
            element.attributes.entries.retain(|(name, _)| name != "src");
            element.set("src", src);
        }
        match (tag, &mut picture) {
            (Tag::Source, Some(Picture::Sources(sources))) => sources.push(elements.len()),
            (Tag::Img, Some(picture)) => element.picture = picture.clone(),
            _ => {}
        }
        elements.push(element);
    }
}
