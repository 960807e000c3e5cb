//! Elements that scripts walk to: made one by one, or out of HTML, with attributes that are set later.
//!
//! ```js
//! const t = document.createElement("img"); t.src = hero; t.alt = "hero"
//! t = element("img"), attr(t, "src", hero), attr(t, "alt", "hero")                 // Svelte 4
//! var T = template('<main><h1> </h1> <img alt="hero"/></main>')
//! var a = T(), b = child(a), c = sibling(b, 2); set_attribute(c, "src", hero)       // Svelte 5
//! var a = T(), b = a.firstChild, c = b.nextSibling; setAttribute(c, "src", hero)    // Solid
//! ```
//!
//! Helpers have no names that are known: what is called with a node and a number goes on by so many nodes, what is
//! called with a node alone goes into it, if there is
//! anything in it. Where that leads nowhere, nothing is certain of the elements of the template.

use std::collections::{HashMap, HashSet};

use swc_ecma_ast::{ArrowFunctionBody, CallExpr, Callee, Expr, Id, Lit, MemberExpr};

use crate::model::span::Span;
use crate::parse::script::images::collect::{Collector, Template};
use crate::parse::script::images::element::{Element, Maker, Tag, is_read};
use crate::parse::script::images::html;
use crate::parse::script::images::pieces::Piece;
use crate::parse::script::images::scopes::Scopes;
use crate::parse::script::images::texts::inside;
use crate::parse::script::images::value::{Object, Value, plain, short_text};
use crate::parse::script::{literal_text, member_name, span_of};

/// Components with longer chains of nodes are none.
const MOST_STEPS: u32 = 2_000;

/// Something that is done to a node.
pub(crate) struct Change {
    node: Value,
    what: What,
}

enum What {
    /// An attribute is set.
    Set(String, Value),
    /// Its class or style may be set.
    Styled,
    /// Any attribute may be set.
    Spread,
    /// Other code has it, and may set what it likes if it knows the DOM.
    GivenAway,
}

impl What {
    fn sets_url(&self) -> bool {
        matches!(self, Self::Set(name, _) if matches!(name.as_str(), "src" | "srcset" | "sizes" | "alt" | "loading"))
    }
}

/// HTML that a function is called with, and whether that makes several nodes. `text` is the script.
pub(crate) fn template_call(init: &Expr, text: &str) -> Option<(Piece, bool)> {
    let Expr::Call(call) = plain(init) else { return None };
    let (Callee::Expr(_), [html, rest @ ..]) = (&call.callee, call.args.as_slice()) else { return None };
    let html = plain(&html.expr);
    let html_text = short_text(html).filter(|html| html::has_image(html))?.to_owned();
    let is_constant =
        |argument: &swc_ecma_ast::ExprOrSpread| matches!(&*argument.expr, Expr::Lit(_) | Expr::Unary(_));
    if !rest.iter().all(is_constant) {
        return None;
    }
    // Svelte's flags: the lowest means that there are several nodes.
    let is_fragment = rest.first().is_some_and(|flags| match &*flags.expr {
        Expr::Lit(Lit::Num(flags)) => (flags.value % 2.0 - 1.0).abs() < f64::EPSILON,
        _ => false,
    });
    Some((Piece::Text(html_text, inside(span_of(html), text)), is_fragment))
}

/// The element that `init` makes at `span`.
pub(crate) fn created(span: Span, init: &Expr) -> Element {
    let mut element = Element::new(Tag::Img, span, Object::default());
    element.maker = match plain(init) {
        Expr::New(_) => Maker::Image,
        Expr::Call(call) => match &call.callee {
            Callee::Expr(callee) if matches!(&**callee, Expr::Member(_)) => Maker::Dom,
            _ => Maker::Markup,
        },
        _ => Maker::Dom,
    };
    element
}

/// Notes `node.src = …`.
pub(crate) fn assigned(collector: &mut Collector<'_>, member: &MemberExpr, right: &Expr) {
    if !collector.has_nodes() {
        return;
    }
    match (member_name(member), plain(&member.obj)) {
        // `node.style.width = …`
        (_, Expr::Member(style)) if member_name(style) == Some("style") => {
            change(collector, &style.obj, What::Styled);
        }
        (Some(name), object) if is_read(name) => {
            let value = collector.value(right);
            change(collector, object, What::Set(name.to_owned(), value));
        }
        _ => {}
    }
}

/// Notes `node.setAttribute("src", …)`, `attr(node, "src", …)` and what else may set attributes.
pub(crate) fn called(collector: &mut Collector<'_>, call: &CallExpr) {
    if !collector.has_nodes() {
        return;
    }
    let Callee::Expr(callee) = &call.callee else { return };
    if let Expr::Member(method) = plain(callee) {
        match (member_name(method), call.args.as_slice()) {
            (Some("setAttribute" | "toggleAttribute" | "removeAttribute"), [name, rest @ ..]) => {
                if let Some(name) = literal_text(&name.expr).filter(|name| is_read(name)) {
                    let value = rest.first().map_or(Value::Unknown, |value| collector.value(&value.expr));
                    change(collector, &method.obj, What::Set(name, value));
                }
                return;
            }
            (Some("assign"), [node, _, ..]) => change(collector, &node.expr, What::Spread),
            _ => {
                if let Expr::Member(list) = plain(&method.obj)
                    && member_name(list) == Some("classList")
                {
                    change(collector, &list.obj, What::Styled);
                }
            }
        }
    }
    match call.args.as_slice() {
        [node] if matches!(plain(callee), Expr::Ident(_)) => change(collector, &node.expr, What::GivenAway),
        [node, name, rest @ ..] => match literal_text(&name.expr) {
            Some(name) if is_read(&name) => {
                let value = rest.first().map_or(Value::Unknown, |value| collector.value(&value.expr));
                change(collector, &node.expr, What::Set(name, value));
            }
            Some(_) => {}
            None => {
                change(collector, &node.expr, What::Styled);
                if std::iter::once(name).chain(rest).any(|argument| may_be_attributes(&argument.expr)) {
                    change(collector, &node.expr, What::Spread);
                }
            }
        },
        _ => {}
    }
}

/// Notes that a function gives a node to its caller.
pub(crate) fn given_away(collector: &mut Collector<'_>, node: Option<&Expr>) {
    if collector.has_nodes()
        && let Some(node) = node
    {
        change(collector, node, What::GivenAway);
    }
}

fn change(collector: &mut Collector<'_>, node: &Expr, what: What) {
    if matches!(plain(node), Expr::Ident(_) | Expr::Member(_) | Expr::Call(_)) {
        let node = collector.value(node);
        collector.changes.push(Change { node, what });
    }
}

/// An object of attributes, or a function that gives one.
fn may_be_attributes(argument: &Expr) -> bool {
    match plain(argument) {
        Expr::Object(_) | Expr::Call(_) | Expr::Ident(_) | Expr::Member(_) => true,
        Expr::Arrow(arrow) => match &*arrow.body {
            ArrowFunctionBody::Expr(body) => matches!(plain(body), Expr::Object(_) | Expr::Call(_)),
            ArrowFunctionBody::FunctionBody(_) => false,
        },
        _ => false,
    }
}

/// Does to the elements what is done to their nodes.
pub(crate) fn apply(collector: &mut Collector<'_>) {
    let changes = std::mem::take(&mut collector.changes);
    if changes.is_empty() {
        return;
    }
    let mut walker = Walker {
        scopes: &collector.scopes,
        templates: &collector.templates,
        created: &collector.created,
        steppers: steppers(&collector.scopes),
        places: HashMap::new(),
    };
    for Change { node, what } in changes {
        let affected = match walker.place(&node, MOST_STEPS) {
            None | Some(At::Fragment(_)) => continue,
            Some(At::Created(index)) => index..index + 1,
            Some(At::Node(template, node)) => {
                let Some(template) = walker.templates.get(template) else { continue };
                match template.nodes.element(node) {
                    Some(index) => index..index + 1,
                    // No `<div>` has a `srcset`: the walk has taken a wrong turn.
                    None if what.sets_url() && !template.nodes.takes_url(node) => {
                        open(&mut collector.elements, template);
                        continue;
                    }
                    None => continue,
                }
            }
            Some(At::Lost(template)) => {
                walker.templates.get(template).iter().for_each(|it| open(&mut collector.elements, it));
                continue;
            }
        };
        for element in collector.elements.get_mut(affected).unwrap_or_default() {
            match &what {
                What::Set(name, value) => element.set(name, value.clone()),
                What::Styled => {
                    element.set("class", Value::Unknown);
                    element.set("style", Value::Unknown);
                }
                What::Spread => element.attributes.open(),
                What::GivenAway if matches!(element.maker, Maker::Dom | Maker::Image) => {
                    element.attributes.is_open = true;
                }
                What::GivenAway => {}
            }
        }
    }
}

/// Nothing is certain of the elements of a template any more.
fn open(elements: &mut [Element], template: &Template) {
    for element in elements.get_mut(template.elements.clone()).unwrap_or_default() {
        element.attributes.is_open = true;
    }
}

/// The functions that are called with a node and a number somewhere, by the scope that declares them.
fn steppers(scopes: &Scopes) -> HashSet<(u32, Id)> {
    let steps = scopes.values().filter_map(|value| match value {
        Value::Called(callee, arguments) => match (&**callee, arguments.as_slice()) {
            (Value::Name(name), [_, Value::Number(_), ..]) => Some(scopes.key(name)),
            _ => None,
        },
        _ => None,
    });
    steps.collect()
}

/// Where a walk over nodes has come to.
#[derive(Clone, Copy)]
enum At {
    /// An element that was made by itself.
    Created(usize),
    /// All nodes of a template.
    Fragment(usize),
    /// A node of a template.
    Node(usize, usize),
    /// Somewhere in a template.
    Lost(usize),
}

struct Walker<'a> {
    scopes: &'a Scopes,
    templates: &'a [Template],
    created: &'a HashMap<u32, usize>,
    steppers: HashSet<(u32, Id)>,
    places: HashMap<(u32, Id), Option<At>>,
}

impl Walker<'_> {
    /// The node that a value is.
    fn place(&mut self, value: &Value, steps: u32) -> Option<At> {
        let steps = steps.checked_sub(1)?;
        match value {
            Value::Created(span) => self.created.get(&span.start).map(|&index| At::Created(index)),
            Value::Name(name) => {
                let key = (self.scopes.home(name)?, name.id.clone());
                if let Some(&known) = self.places.get(&key) {
                    return known;
                }
                // A node that is walked to from itself.
                self.places.insert(key.clone(), None);
                let scopes = self.scopes;
                let place = scopes.value(name).and_then(|value| self.place(value, steps));
                self.places.insert(key, place);
                place
            }
            Value::Member(object, name) => match name.as_str() {
                "firstChild" => self.place(object, steps).map(|at| self.first_child(at)),
                "nextSibling" => self.place(object, steps).map(|at| self.next(at, 1)),
                "lastChild" | "previousSibling" | "firstElementChild" | "nextElementSibling" | "children" => {
                    self.place(object, steps).map(Self::lost)
                }
                _ => None,
            },
            Value::Called(callee, arguments) => self.called(callee, arguments, steps),
            _ => None,
        }
    }

    fn called(&mut self, callee: &Value, arguments: &[Value], steps: u32) -> Option<At> {
        if let Value::Member(object, name) = callee
            && name == "cloneNode"
        {
            return self.template(object).or_else(|| self.place(object, steps));
        }
        let Some(first) = arguments.first() else { return self.template(callee) };
        // Solid's templates for pages that were rendered in advance.
        if let Some(root) = self.template(first) {
            return Some(root);
        }
        let at = self.place(first, steps)?;
        let helper = match callee {
            Value::Name(name) => Some(self.scopes.key(name)),
            _ => None,
        };
        let mut is_stepper = helper.as_ref().is_some_and(|helper| self.steppers.contains(helper));
        if let At::Node(template, node) = at
            && let Some(helper) = helper.filter(|_| !is_stepper)
            && self.templates.get(template).is_some_and(|it| it.nodes.first_child(node).is_none())
        {
            // There is no way but on.
            self.steppers.insert(helper);
            is_stepper = true;
        }
        Some(match arguments.get(1) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked just before"
            )]
            Some(Value::Number(count)) if (0.0..1e6).contains(count) => self.next(at, *count as u32),
            None | Some(Value::True | Value::Nothing) if is_stepper => self.next(at, 1),
            None | Some(Value::True | Value::Nothing) => self.first_child(at),
            Some(_) => Self::lost(at),
        })
    }

    /// What calling a template gives.
    fn template(&self, value: &Value) -> Option<At> {
        let value = match value {
            Value::Name(name) => self.scopes.value(name)?,
            value => value,
        };
        let Value::Template(index) = value else { return None };
        let template = self.templates.get(*index)?;
        if template.is_fragment && template.nodes.are_several() {
            return Some(At::Fragment(*index));
        }
        Some(template.nodes.first().map_or(At::Lost(*index), |node| At::Node(*index, node)))
    }

    fn first_child(&self, at: At) -> At {
        self.step(at, |nodes, from| match from {
            Some(node) => nodes.first_child(node),
            None => nodes.first(),
        })
    }

    fn next(&self, at: At, count: u32) -> At {
        self.step(at, |nodes, from| nodes.next(from?, count))
    }

    fn step(&self, at: At, step: impl FnOnce(&html::Nodes, Option<usize>) -> Option<usize>) -> At {
        let (template, from) = match at {
            At::Fragment(template) => (template, None),
            At::Node(template, node) => (template, Some(node)),
            At::Created(_) | At::Lost(_) => return at,
        };
        let nodes = self.templates.get(template).map(|template| &template.nodes);
        match nodes.and_then(|nodes| step(nodes, from)) {
            Some(node) => At::Node(template, node),
            None => At::Lost(template),
        }
    }

    fn lost(at: At) -> At {
        match at {
            At::Fragment(template) | At::Node(template, _) | At::Lost(template) => At::Lost(template),
            At::Created(index) => At::Created(index),
        }
    }
}
