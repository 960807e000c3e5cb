//! The modules that bundlers keep apart, where they are nothing but the URL of a file.
//!
//! ```js
//! 169: function (e, t, n) { e.exports = n.p + "static/a.png" }       // webpack, Rspack
//! 12: (e, t, n) => { n.d(t, { A: () => s }); const s = { src: … } }  // Next.js
//! 10659, e => { e.q("/_next/static/media/a.png") }                   // Turbopack
//! "8GtjD": [function (e, t) { t.exports = import.meta.resolve("xJkov") }, { … }]   // Parcel
//! ```

use swc_ecma_ast::{
    ArrayLit, ArrowFunctionBody, CallExpr, Callee, Expr, ExprOrSpread, FunctionBody, Lit, MemberExpr, Prop,
    PropOrSpread, Stmt,
};
use swc_ecma_visit::VisitWith;

use crate::model::parcel::ParcelFacts;
use crate::parse::script::images::collect::Collector;
use crate::parse::script::images::resolve::{Modules, names_image};
use crate::parse::script::images::value::{Value, plain};
use crate::parse::script::{literal_text, member_name, property_name};

/// Longer specifiers of Parcel name no file.
const MOST_ALIAS: usize = 512;

/// Whether the value of a property is the code of a module.
pub(crate) fn is_factory(value: &Expr) -> bool {
    match value {
        Expr::Fn(function) => !function.function.params.is_empty(),
        Expr::Arrow(arrow) => !arrow.params.is_empty(),
        Expr::Array(list) => matches!(
            list.elems.as_slice(),
            [Some(ExprOrSpread { expr, .. }), Some(_)] if matches!(**expr, Expr::Fn(_) | Expr::Arrow(_))
        ),
        _ => false,
    }
}

/// The id of the module that `call` registers: `l.register("8GtjD", function (t, e) { … })`.
pub(crate) fn registered(call: &CallExpr) -> Option<String> {
    match call.args.as_slice() {
        [id, factory] if is_factory(&factory.expr) => literal_text(&id.expr),
        _ => None,
    }
}

/// What a module of Parcel calls the others: `[function, { "url:./a.png": "8GtjD" }]`.
pub(crate) fn aliases(collector: &mut Collector<'_>, value: &Expr) {
    let Expr::Array(list) = value else { return };
    let Some(Some(names)) = list.elems.get(1) else { return };
    let Expr::Object(names) = &*names.expr else { return };
    for property in &names.props {
        let PropOrSpread::Prop(property) = property else { continue };
        let Prop::KeyValue(pair) = &**property else { continue };
        let (Some(name), Some(id)) = (property_name(&pair.key), literal_text(&pair.value)) else { continue };
        if name.len() > MOST_ALIAS || name == id {
            continue;
        }
        let exports = collector.modules.entry(name).or_default();
        match exports.as_slice() {
            [] => exports.push((String::new(), Value::Module(id))),
            [(_, Value::Module(other))] if *other == id => {}
            _ => *exports = vec![(String::new(), Value::Unknown)],
        }
    }
}

/// Parcel's list of bundles: `n("kTK4p")` is the URL of the file that goes by this id.
pub(crate) fn add_bundles(modules: &mut Modules, parcel: Option<&ParcelFacts>) {
    for (id, name) in parcel.into_iter().flat_map(|facts| &facts.manifest) {
        let url = Value::FileUrl(Box::new(Value::Text(name.clone())));
        modules.entry(id.clone()).or_insert_with(|| vec![(String::new(), url)]);
    }
}

/// The elements of a list; a function in it is a module, with the number in front of it or its place for its id.
pub(crate) fn listed(collector: &mut Collector<'_>, list: &ArrayLit) {
    // A module of Parcel: it goes by the key of the list.
    if let [Some(_), Some(names)] = list.elems.as_slice()
        && matches!(*names.expr, Expr::Object(_))
    {
        list.elems.visit_with(collector);
        return;
    }
    let mut before = None;
    for (index, element) in list.elems.iter().enumerate() {
        let Some(element) = element else { continue };
        if matches!(*element.expr, Expr::Fn(_) | Expr::Arrow(_)) && is_factory(&element.expr) {
            let id = before.take().unwrap_or_else(|| index.to_string());
            collector.in_module(Some(id), |collector| element.visit_with(collector));
            continue;
        }
        before = match &*element.expr {
            Expr::Lit(Lit::Num(id)) => Some(id.value.to_string()),
            Expr::Lit(Lit::Str(id)) => id.value.as_str().map(str::to_owned),
            _ => None,
        };
        element.visit_with(collector);
    }
}

/// `e.exports = …`, `t.default = …`, `t.a = …`
pub(crate) fn assigned(collector: &mut Collector<'_>, member: &MemberExpr, right: &Expr) {
    let name = match member_name(member) {
        Some("exports") => "",
        Some(name @ ("default" | "a")) => name,
        _ => return,
    };
    if collector.module.is_some() && matches!(&*member.obj, Expr::Ident(_)) {
        let value = collector.value(right);
        export(collector, name, value);
    }
}

/// `n.d(t, { A: () => s })`, `e.s(["default", 0, {…}], 12)`, `e.q("/a.png")`, `e.v("/a.png")`
pub(crate) fn called(collector: &mut Collector<'_>, call: &CallExpr) {
    let Callee::Expr(callee) = &call.callee else { return };
    let Expr::Member(method) = &**callee else { return };
    if collector.module.is_none() || !matches!(&*method.obj, Expr::Ident(_)) {
        return;
    }
    match (member_name(method), call.args.as_slice()) {
        (Some("q" | "v"), [url, ..]) => {
            let url = plain(&url.expr);
            if literal_text(url).is_some_and(|url| names_image(&url)) || matches!(url, Expr::Object(_)) {
                let value = collector.value(url);
                export(collector, "", value);
            }
        }
        (Some("d"), [_, getters]) => {
            if let Expr::Object(getters) = plain(&getters.expr) {
                for property in &getters.props {
                    let PropOrSpread::Prop(property) = property else { continue };
                    let Prop::KeyValue(pair) = &**property else { continue };
                    if let (Some(name), Some(value)) = (property_name(&pair.key), returned(&pair.value)) {
                        let value = collector.value(value);
                        export(collector, &name, value);
                    }
                }
            }
        }
        // webpack 4: `n.d(t, "a", function () { return s })`
        (Some("d"), [_, name, getter]) => {
            if let (Some(name), Some(value)) = (literal_text(&name.expr), returned(&getter.expr)) {
                let value = collector.value(value);
                export(collector, &name, value);
            }
        }
        (Some("s"), [list, ..]) => {
            if let Expr::Array(list) = plain(&list.expr) {
                turbopack_exports(collector, list);
            }
        }
        _ => {}
    }
}

/// Names, each with what it is: `"default", 0, value` or `"default", () => value`.
fn turbopack_exports(collector: &mut Collector<'_>, list: &ArrayLit) {
    let elements: Vec<&Expr> = list.elems.iter().flatten().map(|element| &*element.expr).collect();
    let mut rest = elements.as_slice();
    while let [name, after @ ..] = rest {
        rest = after;
        let Some(name) = literal_text(name) else { continue };
        let value = match after {
            [Expr::Lit(Lit::Num(_)), value, ..] => Some(*value),
            [getter, ..] => returned(getter),
            [] => None,
        };
        if let Some(value) = value {
            let value = collector.value(value);
            export(collector, &name, value);
        }
    }
}

/// What a function without parameters gives.
fn returned(getter: &Expr) -> Option<&Expr> {
    let of_block = |block| -> Option<&Expr> {
        let block: &FunctionBody = block;
        match block.stmts.as_slice() {
            [Stmt::Return(returned)] => returned.arg.as_deref(),
            _ => None,
        }
    };
    match plain(getter) {
        Expr::Arrow(arrow) if arrow.params.is_empty() => match &*arrow.body {
            ArrowFunctionBody::Expr(value) => Some(value),
            ArrowFunctionBody::FunctionBody(block) => of_block(block),
        },
        Expr::Fn(function) if function.function.params.is_empty() => {
            function.function.body.as_ref().and_then(of_block)
        }
        _ => None,
    }
}

fn export(collector: &mut Collector<'_>, name: &str, value: Value) {
    // Only what may be a URL; all other modules are none of our business.
    let is_candidate =
        matches!(value, Value::Unknown | Value::Number(_) | Value::Nothing | Value::True | Value::Unset);
    let Some(module) = &collector.module else { return };
    if is_candidate {
        return;
    }
    let exports = collector.modules.entry(module.clone()).or_default();
    match exports.iter_mut().find(|(other, _)| other == name) {
        // Another module with this id, or one that says two things.
        Some((_, other)) => *other = Value::Unknown,
        None => exports.push((name.to_owned(), value)),
    }
}
