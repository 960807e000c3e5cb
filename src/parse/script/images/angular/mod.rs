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

mod view;

use std::collections::{HashMap, HashSet};

use swc_ecma_ast::{ArrayLit, ArrowFunctionBody, Expr, Lit, ObjectLit, Prop, PropOrSpread, Stmt};

use crate::parse::script::images::angular::view::Step;
use crate::parse::script::images::collect::Collector;
use crate::parse::script::images::element::{Element, Picture, Tag};
use crate::parse::script::images::value::{Object, Value, plain, value_of};
use crate::parse::script::{literal_text, property_name};

pub(crate) use view::{View, view, view_of};

/// A component with more functions is none.
const MOST_VIEWS: usize = 1_000;

/// A component: its table, and the function that makes its nodes.
pub(crate) struct Component {
    attributes: Vec<Object>,
    view: View,
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
                    Some((_, Value::Text(styles))) => {
                        if let Value::Text(style) = &style {
                            styles.push(';');
                            styles.push_str(style);
                        }
                    }
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
