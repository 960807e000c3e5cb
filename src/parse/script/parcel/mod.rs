//! Parcel's bundles: a script's tree in, the modules that it registers and the bundles that it loads out.
//!
//! ```js
//! o("7CTC2", (e, t) => { e.exports = Promise.all([import("4cPRU"), import("jRQo8")]).then(() => a("2HB15")) })
//! a("hbgmL")(import.meta.resolve("d2Jps"))             // a stylesheet; ids by the page's import map
//! new URL(import.meta.resolve("5CyWw"))                // a worker
//! Object.assign(c.i ??= {}, {eHr8x: "a.61bb.js"})      // ids by a list: for browsers without import maps
//! t.bundle.extendImportMap({eHr8x: "a.61bb.js"})       //   the same without scope hoisting
//! u("cMR9e").register(JSON.parse('{"eHr8x":"a.js"}'))  //   the same before Parcel 2.13
//! c("fuYSy")(e("eHr8x")).then(() => c("4vJH0"))        // loads by such a list
//! c("fuYSy")(u("4TRjt").getBundleURL("88hNw") + u("cMR9e").resolve("eHr8x"))
//! import("./" + i("7VXpG").resolve("eHr8x"))
//! ({fb1YI: [function (require, module, exports) {}, {"react": "a1b2c"}]})     // modules without scope hoisting
//! ({bS28: [function (require) { require("_bundle_loader")(require.resolve("./a")) },
//!   {"./a": [["a.61bb.js", "xY9z"], "xY9z"]}]})                               // Parcel 1
//! ```
//!
//! Leaves out on purpose the URLs of images (`x = import.meta.resolve("kTK4p")`) and ids that a list may hold
//! but that nothing loads.

mod modules;

use std::collections::HashMap;

use swc_ecma_ast::{
    ArrayLit, ArrowFunctionBody, AssignOp, CallExpr, Callee, Expr, ExprOrSpread, FunctionBody, MetaPropKind,
    NewExpr, ObjectLit, Program, Prop, PropOrSpread, Stmt,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::parcel::{BundleLoad, BundleMap, BundleReference, ParcelFacts};
use crate::parse::script::parcel::modules::Import;
use crate::parse::script::{literal_text, member_name, property_name, span_of};

/// The facts of a program; `None` where Parcel has not made it.
pub(crate) fn read(program: &Program, text: &str) -> Option<Box<ParcelFacts>> {
    // The name of Parcel's global; each project has its own letters behind it.
    if !text.contains("parcelRequire") {
        return None;
    }
    let mut reader = Reader::default();
    program.visit_with(&mut reader);
    let mut facts = reader.facts;
    facts.requires.sort_by_key(|asked| asked.span);
    (facts != ParcelFacts::default()).then(|| Box::new(facts))
}

#[derive(Default)]
struct Reader {
    facts: ParcelFacts,
    /// Parcel 1: what the module that is being walked imports dynamically, by the name that its code has for it.
    files: HashMap<String, Import>,
}

impl Reader {
    /// Keeps what an expression loads; `then` is what is called when it has come.
    fn load(&mut self, expression: &Expr, then: Option<&Expr>) -> bool {
        let Some(bundles) = loaded_bundles(expression) else { return false };
        let imported = then.and_then(imported_module);
        self.facts.loads.push(BundleLoad { bundles, imported, span: span_of(expression) });
        true
    }

    /// Keeps what `require("_bundle_loader")(require.resolve("./a"))` loads.
    fn load_of_parcel_1(&mut self, expression: &Expr) -> bool {
        let Some(import) = modules::resolved_name(expression).and_then(|name| self.files.get(&name)) else {
            return false;
        };
        let span = span_of(expression);
        let bundle = |file: &String| BundleReference {
            id: file.clone(),
            map: BundleMap::Itself,
            is_import: false,
            span,
        };
        let bundles = import.files.iter().map(bundle).collect();
        self.facts.loads.push(BundleLoad { bundles, imported: import.module.clone(), span });
        true
    }

    fn url(&mut self, expression: &Expr) {
        if let Some((id, map)) = bundle_url(expression) {
            self.facts.urls.push(BundleReference { id, map, is_import: false, span: span_of(expression) });
        }
    }
}

impl Visit for Reader {
    fn visit_call_expr(&mut self, node: &CallExpr) {
        self.facts.modules.extend(modules::registered(node));
        self.facts.requires.extend(modules::required(node));
        if let Some(entries) = manifest(node) {
            self.facts.manifest.extend(entries);
        }
        node.visit_children_with(self);
    }

    fn visit_object_lit(&mut self, node: &ObjectLit) {
        for property in &node.props {
            let Some(Prop::KeyValue(pair)) = property.as_prop().map(|property| &**property) else {
                property.visit_with(self);
                continue;
            };
            if let Some((module, dependencies)) = modules::listed(pair) {
                self.facts.modules.extend(module);
                let outer = std::mem::replace(&mut self.files, modules::imported_files(dependencies));
                pair.value.visit_with(self);
                self.files = outer;
            } else {
                pair.visit_with(self);
            }
        }
    }

    fn visit_expr(&mut self, node: &Expr) {
        if let Some((object, argument)) = then_call(node)
            && self.load(object, Some(argument))
        {
            // What asks for the imported module is no `require` of its own.
            if imported_module(argument).is_none() {
                argument.visit_with(self);
            }
            return;
        }
        if self.load_of_parcel_1(node) || self.load(node, None) {
            return;
        }
        if is_made_url(node) {
            self.url(node);
        }
        // As in `visitor.rs`: a chain of `+` is as deep as it is long.
        let mut node = node;
        while let Expr::Bin(binary) = node {
            binary.right.visit_with(self);
            node = &binary.left;
        }
        node.visit_children_with(self);
    }
}

/// `(object, argument)` of `object.then(argument)`.
fn then_call(expression: &Expr) -> Option<(&Expr, &Expr)> {
    let Expr::Call(call) = expression else { return None };
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(method) = &**callee else { return None };
    let first = call.args.first()?;
    (member_name(method)? == "then").then_some((&method.obj, &first.expr))
}

/// The bundles of `Promise.all([…])`, or of one load.
fn loaded_bundles(expression: &Expr) -> Option<Vec<BundleReference>> {
    let Expr::Call(call) = expression else { return None };
    if let Some(list) = promises(call) {
        let bundles: Vec<BundleReference> =
            list.elems.iter().flatten().filter_map(|element| loaded_bundle(&element.expr)).collect();
        // Words such as `import("react")` are left to the packages that they name.
        let is_parcel =
            |bundle: &BundleReference| bundle.map == BundleMap::Manifest || looks_like_id(&bundle.id);
        return bundles.iter().any(is_parcel).then_some(bundles);
    }
    let bundle = loaded_bundle(expression)?;
    let is_word = matches!(call.callee, Callee::Import(_)) && bundle.map == BundleMap::ImportMap;
    (!is_word || looks_like_id(&bundle.id)).then(|| vec![bundle])
}

/// The list of `Promise.all([…])`.
fn promises(call: &CallExpr) -> Option<&ArrayLit> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(method) = &**callee else { return None };
    let Expr::Ident(object) = &*method.obj else { return None };
    let [only] = call.args.as_slice() else { return None };
    match &*only.expr {
        Expr::Array(list) if object.sym == *"Promise" && member_name(method)? == "all" => Some(list),
        _ => None,
    }
}

/// The bundle of `import("4cPRU")`, `import("./" + n.resolve("4cPRU"))` or `loader("hbgmL")(url)`.
fn loaded_bundle(expression: &Expr) -> Option<BundleReference> {
    let Expr::Call(call) = expression else { return None };
    let [only] = call.args.as_slice() else { return None };
    let (id, map) = match &call.callee {
        Callee::Import(_) => match literal_text(&only.expr) {
            Some(id) if is_id(&id) => (id, BundleMap::ImportMap),
            Some(_) => return None,
            None => bundle_url(&only.expr)?,
        },
        Callee::Expr(callee) => {
            let Expr::Call(loader) = &**callee else { return None };
            one_text(&loader.args)?;
            bundle_url(&only.expr)?
        }
        Callee::Super(_) => return None,
    };
    let is_import = matches!(call.callee, Callee::Import(_));
    Some(BundleReference { id, map, is_import, span: span_of(expression) })
}

/// The bundle whose URL an expression comes to.
fn bundle_url(expression: &Expr) -> Option<(String, BundleMap)> {
    match expression {
        Expr::Paren(parenthesised) => bundle_url(&parenthesised.expr),
        // `new URL(x)`, `new URL(x, import.meta.url)`
        Expr::New(new) if is_url(new) => bundle_url(&new.args.as_deref()?.first()?.expr),
        // `base + x`
        Expr::Bin(sum) => bundle_url(&sum.right).filter(|(_, map)| *map == BundleMap::Manifest),
        // `new URL(x).href`
        Expr::Member(member) if matches!(&*member.obj, Expr::New(_)) => bundle_url(&member.obj),
        Expr::Call(call) => {
            let Callee::Expr(callee) = &call.callee else { return None };
            let named = || one_text(&call.args).filter(|id| is_id(id));
            match &**callee {
                Expr::Ident(_) => Some((named()?, BundleMap::Manifest)),
                Expr::Member(method) => match (&*method.obj, member_name(method)?) {
                    (Expr::MetaProp(meta), "resolve") if meta.kind == MetaPropKind::ImportMeta => {
                        Some((named()?, BundleMap::ImportMap))
                    }
                    (_, "resolve") => Some((named()?, BundleMap::Manifest)),
                    // `new URL(x).toString()`
                    (Expr::New(_), "toString") => bundle_url(&method.obj),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether an expression makes the URL of a bundle in the way of workers: `new URL(x)`, `getBundleURL("a") + x`.
fn is_made_url(expression: &Expr) -> bool {
    match expression {
        Expr::New(new) => is_url(new),
        Expr::Bin(sum) => match &*sum.left {
            Expr::Call(call) => match &call.callee {
                Callee::Expr(callee) => {
                    matches!(&**callee, Expr::Member(method) if member_name(method) == Some("getBundleURL"))
                }
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn is_url(new: &NewExpr) -> bool {
    matches!(&*new.callee, Expr::Ident(name) if name.sym == *"URL")
}

/// The module that is asked for when the bundles have come: `() => a("2HB15")`, `() => t.bundle.root("2HB15")`.
fn imported_module(then: &Expr) -> Option<String> {
    let returned = |body: &FunctionBody| match body.stmts.as_slice() {
        [Stmt::Return(only)] => only.arg.as_deref().and_then(asked_module),
        _ => None,
    };
    match then {
        Expr::Paren(parenthesised) => imported_module(&parenthesised.expr),
        Expr::Fn(function) => function.function.body.as_ref().and_then(returned),
        Expr::Arrow(arrow) => match &*arrow.body {
            ArrowFunctionBody::Expr(value) => asked_module(value),
            ArrowFunctionBody::FunctionBody(body) => returned(body),
        },
        _ => None,
    }
}

fn asked_module(value: &Expr) -> Option<String> {
    match value {
        Expr::Call(call) => one_text(&call.args).filter(|id| is_id(id)),
        _ => None,
    }
}

/// The entries of a list of bundles; `None` for other calls.
fn manifest(call: &CallExpr) -> Option<Vec<(String, String)>> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(method) = &**callee else { return None };
    match (member_name(method)?, call.args.as_slice()) {
        ("assign", [to, from]) => match (&*to.expr, &*from.expr) {
            // `c.i ??= {}`; without the assignment, it is any object of the app's.
            (Expr::Assign(assignment), Expr::Object(list)) if assignment.op == AssignOp::NullishAssign => {
                Some(texts(list))
            }
            _ => None,
        },
        ("extendImportMap", [list]) => match &*list.expr {
            Expr::Object(list) => Some(texts(list)),
            _ => None,
        },
        // `register(JSON.parse("{…}"))`, also behind the URL of the script.
        ("register", [.., list]) => {
            let Expr::Call(parse) = &*list.expr else { return None };
            let Callee::Expr(callee) = &parse.callee else { return None };
            let is_json = matches!(&**callee, Expr::Member(method) if member_name(method) == Some("parse"));
            let map = if is_json { one_text(&parse.args)? } else { return None };
            let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&map).ok()?;
            Some(map.into_iter().filter_map(|(id, name)| Some((id, name.as_str()?.to_owned()))).collect())
        }
        _ => None,
    }
}

/// The properties of an object whose values are texts.
fn texts(object: &ObjectLit) -> Vec<(String, String)> {
    let entry = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        Some((property_name(&pair.key)?, literal_text(&pair.value)?))
    };
    object.props.iter().filter_map(entry).collect()
}

/// The only argument, if it is a text.
fn one_text(arguments: &[ExprOrSpread]) -> Option<String> {
    match arguments {
        [only] if only.spread.is_none() => literal_text(&only.expr),
        _ => None,
    }
}

/// Letters and digits only, as Parcel's base 62.
fn is_id(text: &str) -> bool {
    text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// An id and no English word. One id in a hundred is taken for a word; nothing is lost by that but that the
/// import is told of as one of a module's.
fn looks_like_id(text: &str) -> bool {
    text.bytes().any(|byte| !byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests;
