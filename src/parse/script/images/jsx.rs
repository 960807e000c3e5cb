//! Elements that are made by calls: a tag, and an object of attributes.
//!
//! ```js
//! (0, r.jsx)("img", { src: hero, alt: "hero" })                              // React, Preact, Solid's own h
//! r.createElement("picture", null, r.createElement("source", …), …)          // before React 17
//! _createElementVNode("img", { src: hero, alt: "hero" }, null, -1)           // Vue
//! _createElementVNode("img", _hoisted_1), _createVNode("img", mergeProps({…}, $attrs))
//! (0, r.jsx)(o.Image, { src: hero, alt: "hero" })                            // next/image and its like
//! ```

use swc_ecma_ast::{CallExpr, Callee, Expr, ExprOrSpread, Lit, ObjectLit, Prop, PropOrSpread};
use swc_ecma_visit::VisitWith;

use crate::parse::script::images::collect::Collector;
use crate::parse::script::images::element::{Element, Maker, Picture, Tag};
use crate::parse::script::images::value::{Object, object_of, plain, short_text};
use crate::parse::script::{literal_text, member_name, property_name, span_of};

/// Notes the element that `call` makes; true if that has walked its arguments too.
pub(crate) fn called(collector: &mut Collector<'_>, call: &CallExpr) -> bool {
    let Callee::Expr(callee) = &call.callee else { return false };
    let [first, rest @ ..] = call.args.as_slice() else { return false };
    if first.spread.is_some() {
        return false;
    }
    let first = plain(&first.expr);
    match short_text(first) {
        Some("picture") => {
            let picture =
                if is_plain_picture(rest) { Picture::Sources(Vec::new()) } else { Picture::Unknown };
            collector.pictures.push((picture, collector.depth));
            call.args.visit_with(collector);
            collector.pictures.pop();
            return true;
        }
        Some(tag) => {
            if let (Some(tag), Some(props)) = (Tag::named(tag), rest.first()) {
                element(collector, tag, &props.expr, call);
            }
        }
        None => match (first, rest.first().map(|second| plain(&second.expr))) {
            // Vue's `withDirectives(element, [[directive, value]])`: a directive may set any attribute.
            (Expr::Call(_), Some(Expr::Array(directives))) if is_list_of_lists(directives) => {
                collector.has_directives = true;
                call.args.visit_with(collector);
                collector.has_directives = false;
                return true;
            }
            (Expr::Ident(_) | Expr::Member(_) | Expr::Call(_), Some(Expr::Object(props)))
                if has_key(props, "src") && !is_assign(callee) =>
            {
                let mut element =
                    Element::new(Tag::Img, span_of(call), object_of(props, collector.scopes.current()));
                element.is_managed = true;
                element.maker = Maker::Component;
                add(collector, element);
            }
            _ => {}
        },
    }
    false
}

fn element(collector: &mut Collector<'_>, tag: Tag, props: &Expr, call: &CallExpr) {
    let scope = collector.scopes.current();
    let mut attributes = match plain(props) {
        Expr::Object(object) => object_of(object, scope),
        Expr::Lit(Lit::Null(_)) | Expr::Unary(_) => Object::default(),
        // `mergeProps({…}, $attrs)`, `Object.assign({…}, props)`
        Expr::Call(merge) => merged(merge, scope),
        Expr::Ident(_) => {
            let mut element = Element::new(tag, span_of(call), Object::default());
            element.props = Some(collector.value(props));
            add(collector, element);
            return;
        }
        _ => return,
    };
    if collector.has_directives {
        collector.has_directives = false;
        attributes.is_open = true;
    }
    add(collector, Element::new(tag, span_of(call), attributes));
}

/// Later objects say other things of the same attributes.
fn merged(merge: &CallExpr, scope: u32) -> Object {
    let mut all = Object::default();
    for argument in &merge.args {
        match plain(&argument.expr) {
            Expr::Object(object) if argument.spread.is_none() => {
                let object = object_of(object, scope);
                if object.is_open {
                    all.open();
                }
                for (name, value) in object.entries {
                    all.entries.retain(|(other, _)| *other != name);
                    all.entries.push((name, value));
                }
            }
            _ => all.open(),
        }
    }
    all
}

/// Adds an element to the `<picture>` that is being walked, if there is one.
fn add(collector: &mut Collector<'_>, mut element: Element) {
    let index = collector.elements.len();
    let depth = collector.depth;
    if let Some((picture, made_in)) = collector.pictures.last_mut() {
        match (element.tag, &mut *picture) {
            (Tag::Source, Picture::Sources(sources)) if *made_in == depth => sources.push(index),
            // In a loop: there may be any number of them.
            (Tag::Source, picture) => *picture = Picture::Unknown,
            (Tag::Img, picture) => element.picture = picture.clone(),
            _ => {}
        }
    }
    collector.add(element);
}

/// Whether all that stands in a `<picture>` is written out.
fn is_plain_picture(arguments: &[ExprOrSpread]) -> bool {
    let [props, rest @ ..] = arguments else { return true };
    let children = match plain(&props.expr) {
        Expr::Object(props) => props.props.iter().find_map(|property| match property {
            PropOrSpread::Prop(property) => match &**property {
                Prop::KeyValue(pair) if property_name(&pair.key).as_deref() == Some("children") => {
                    Some(&pair.value)
                }
                _ => None,
            },
            PropOrSpread::Spread(_) => None,
        }),
        _ => None,
    };
    let children = children.map(|children| &**children).into_iter();
    let rest = rest.iter().filter(|argument| argument.spread.is_none()).map(|argument| &*argument.expr);
    let is_spread = arguments.iter().any(|argument| argument.spread.is_some());
    !is_spread && children.chain(rest).all(is_plain_child)
}

fn is_plain_child(child: &Expr) -> bool {
    match plain(child) {
        Expr::Array(list) => {
            list.elems.iter().flatten().all(|child| child.spread.is_none() && is_plain_child(&child.expr))
        }
        Expr::Call(call) => {
            let tag = call.args.first().and_then(|tag| literal_text(&tag.expr));
            // A component may be the image; it is not a source.
            tag.is_some()
                || matches!(call.args.as_slice(), [_, props, ..] if matches!(plain(&props.expr), Expr::Object(_)))
        }
        // Texts, and what Vue says of the children.
        Expr::Lit(_) | Expr::Unary(_) => true,
        Expr::Tpl(template) => template.exprs.is_empty(),
        _ => false,
    }
}

fn is_list_of_lists(list: &swc_ecma_ast::ArrayLit) -> bool {
    list.elems.first().is_some_and(
        |first| matches!(first, Some(ExprOrSpread { expr, .. }) if matches!(**expr, Expr::Array(_))),
    )
}

fn has_key(object: &ObjectLit, name: &str) -> bool {
    object.props.iter().any(|property| match property {
        PropOrSpread::Prop(property) => match &**property {
            Prop::KeyValue(pair) => property_name(&pair.key).is_some_and(|key| key == name),
            Prop::Shorthand(key) => key.sym == *name,
            _ => false,
        },
        PropOrSpread::Spread(_) => false,
    })
}

/// `Object.assign(x, {…})` makes no element.
fn is_assign(callee: &Expr) -> bool {
    matches!(plain(callee), Expr::Member(member) if member_name(member) == Some("assign"))
}
