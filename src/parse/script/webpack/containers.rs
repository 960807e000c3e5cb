//! Chunk files: the containers that say which chunks a file is, and which modules are in it.
//!
//! ```js
//! (self.webpackChunkapp = self.webpackChunkapp || []).push([[816], { 2554(a, s, e) { … } }, e => { … }])
//! (window.webpackJsonp = window.webpackJsonp || []).push([[1], [, function (e, t, n) { … }], [[9, 2, 4]], [5]])
//! export const __webpack_esm_ids__ = [816]; export const __webpack_esm_modules__ = { … }
//! exports.ids = [816], exports.modules = { … }
//! ```

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrayLit, ArrowFunctionBody, AssignExpr, CallExpr, Callee, Expr, ExprOrSpread, ObjectLit, Prop,
    PropOrSpread,
};

use crate::model::webpack::{ChunkHint, ModuleSpan};
use crate::parse::script::span_of;
use crate::parse::script::webpack::literals::{
    assigned_member, callee, id, ids, key, method, plain, property, spreadless,
};

/// A push container.
pub(crate) struct Container {
    /// The chunk-loading global.
    pub(crate) global: String,
    /// The chunks in it.
    pub(crate) chunk_ids: Vec<String>,
    /// Their modules.
    pub(crate) modules: Vec<ModuleSpan>,
    /// Whether it runs code.
    pub(crate) runs_entry: bool,
    /// Chunks that webpack 4 waits for before it runs the entry module.
    pub(crate) entry_dependencies: Vec<String>,
    /// Chunks that webpack 4 fetches when this one is there.
    pub(crate) prefetched: Option<ChunkHint>,
}

/// What a call pushes; `None` for other calls.
pub(crate) fn pushed(call: &CallExpr) -> Option<Container> {
    let (global, pushed): (String, Vec<Option<&ExprOrSpread>>) =
        if let (Some((object, "push")), [only]) = (method(call), call.args.as_slice()) {
            let Expr::Array(pushed) = plain(&spreadless(Some(only))?.expr) else { return None };
            (chunk_global(object)?, pushed.elems.iter().map(Option::as_ref).collect())
        } else {
            // webpack 2 and 3: `webpackJsonp([0], { … }, [12])`
            let Expr::Ident(function) = callee(call)? else { return None };
            let is_loader = function.sym.starts_with("webpackJsonp");
            if is_loader {
                (function.sym.to_string(), call.args.iter().map(Some).collect())
            } else {
                return None;
            }
        };
    let element = |index: usize| Some(plain(&spreadless(pushed.get(index).copied().flatten())?.expr));
    let Expr::Array(chunk_ids) = element(0)? else { return None };
    let chunk_ids = ids(chunk_ids)?;
    let modules = modules(element(1)?)?;
    let entry_dependencies = match element(2) {
        Some(Expr::Array(entries)) => entries.elems.iter().flatten().flat_map(waited_for).collect(),
        _ => Vec::new(),
    };
    let runs_entry = match element(2) {
        Some(Expr::Array(entries)) => !entries.elems.is_empty(),
        Some(Expr::Arrow(_) | Expr::Fn(_)) => true,
        _ => false,
    };
    let prefetched = match element(3) {
        Some(Expr::Array(list)) => {
            ids(list).map(|chunks| ChunkHint { with: None, chunks, span: span_of(list.span) })
        }
        _ => None,
    };
    Some(Container { global, chunk_ids, modules, runs_entry, entry_dependencies, prefetched })
}

/// The modules of a container with nothing in them, by id: what is left of a stylesheet that went into a file.
pub(crate) fn empty_modules(call: &CallExpr) -> Vec<String> {
    let Some(Expr::Array(pushed)) = call.args.first().map(|argument| plain(&argument.expr)) else {
        return Vec::new();
    };
    let Some(Some(modules)) = pushed.elems.get(1) else { return Vec::new() };
    let empty_function = |value: &Expr| match plain(value) {
        Expr::Fn(function) => function.function.body.as_ref().is_some_and(|body| body.stmts.is_empty()),
        Expr::Arrow(arrow) => {
            matches!(&*arrow.body, ArrowFunctionBody::FunctionBody(body) if body.stmts.is_empty())
        }
        _ => false,
    };
    match plain(&modules.expr) {
        Expr::Object(object) => {
            let empty = |property: &PropOrSpread| match &**property.as_prop()? {
                Prop::KeyValue(pair) if empty_function(&pair.value) => key(&pair.key),
                Prop::Method(method) => {
                    let body = method.function.body.as_ref()?;
                    if body.stmts.is_empty() { key(&method.key) } else { None }
                }
                _ => None,
            };
            object.props.iter().filter_map(empty).collect()
        }
        Expr::Array(list) => {
            let is_empty = |(_, element): &(usize, &Option<ExprOrSpread>)| {
                element.as_ref().is_some_and(|element| empty_function(&element.expr))
            };
            list.elems.iter().enumerate().filter(is_empty).map(|(index, _)| index.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

/// `[9, 2, 4]`: the entry module 9 runs when the chunks 2 and 4 are there.
fn waited_for(entry: &ExprOrSpread) -> Vec<String> {
    let chunks = match plain(&entry.expr) {
        Expr::Array(entry) => ids(entry),
        _ => None,
    };
    chunks.unwrap_or_default().into_iter().skip(1).collect()
}

/// The global in `self.x = self.x || []`, or in a bare `self.webpackChunkapp`.
fn chunk_global(object: &Expr) -> Option<String> {
    match plain(object) {
        Expr::Assign(assignment) => global_list(assignment),
        Expr::Member(member) => property(member).filter(|name| has_known_name(name)),
        Expr::Ident(name) => Some(name.sym.to_string()).filter(|name| has_known_name(name)),
        _ => None,
    }
}

/// Whether a global's name is one that bundlers choose by themselves.
fn has_known_name(name: &str) -> bool {
    ["webpackChunk", "webpackJsonp", "rspackChunk"].iter().any(|known| name.starts_with(known))
}

/// The name in `object.name = object.name || []` and `object.name ||= []`; `None` for other assignments.
pub(crate) fn global_list(assignment: &AssignExpr) -> Option<String> {
    let name = property(assigned_member(assignment)?)?;
    let is_list = match plain(&assignment.right) {
        Expr::Array(list) => list.elems.is_empty() && assignment.op.as_str() == "||=",
        Expr::Bin(either) => {
            let is_itself = matches!(plain(&either.left), Expr::Member(member) if property(member).as_ref() == Some(&name));
            let is_empty = matches!(plain(&either.right), Expr::Array(list) if list.elems.is_empty());
            either.op.as_str() == "||" && is_itself && is_empty
        }
        _ => false,
    };
    is_list.then_some(name)
}

/// The modules of `{ 2554(a, s, e) { … } }`, `[, function (e, t, n) { … }]` and `Array(25).concat([ … ])`.
pub(crate) fn modules(expression: &Expr) -> Option<Vec<ModuleSpan>> {
    match plain(expression) {
        Expr::Object(object) => of_object(object),
        Expr::Array(list) => of_list(list, 0),
        Expr::Call(call) => {
            let (object, "concat") = method(call)? else { return None };
            let Expr::Call(holes) = object else { return None };
            let Expr::Ident(constructor) = callee(holes)? else { return None };
            let [Some(list), Some(length)] =
                [call.args.first(), holes.args.first()].map(|element| spreadless(element))
            else {
                return None;
            };
            let (Expr::Array(list), true) = (plain(&list.expr), constructor.sym == *"Array") else {
                return None;
            };
            of_list(list, id(&length.expr)?.parse().ok()?)
        }
        _ => None,
    }
}

fn of_object(object: &ObjectLit) -> Option<Vec<ModuleSpan>> {
    let module = |property: &PropOrSpread| {
        let property = property.as_prop()?;
        let name = match &**property {
            Prop::KeyValue(pair) => &pair.key,
            Prop::Method(method) => &method.key,
            _ => return None,
        };
        Some(ModuleSpan { id: key(name)?, span: span_of(property.span()) })
    };
    object.props.iter().map(module).collect()
}

fn of_list(list: &ArrayLit, first: usize) -> Option<Vec<ModuleSpan>> {
    let mut modules = Vec::new();
    for (index, element) in list.elems.iter().enumerate() {
        let Some(element) = element else { continue };
        if matches!(plain(&element.expr), Expr::Lit(_)) {
            // A hole, written as 0 or null.
            continue;
        }
        spreadless(Some(element))?;
        modules.push(ModuleSpan { id: (first + index).to_string(), span: span_of(element.span()) });
    }
    Some(modules)
}

/// What an exported constant of a chunk in module or `CommonJS` format holds.
pub(crate) enum Exported {
    /// The chunks.
    Ids(Vec<String>),
    /// Their modules.
    Modules(Vec<ModuleSpan>),
}

/// Reads `ids = [816]` and `modules = { … }` under the names that webpack and Rspack have given them.
pub(crate) fn exported(name: &str, value: &Expr) -> Option<Exported> {
    let trimmed = name.trim_matches('_');
    let bare = ["webpack_esm_", "rspack_esm_", "webpack_", "rspack_"]
        .iter()
        .find_map(|prefix| trimmed.strip_prefix(prefix))
        .unwrap_or(trimmed);
    match (bare, plain(value)) {
        ("ids", Expr::Array(list)) => Some(Exported::Ids(ids(list)?)),
        ("modules", Expr::Object(_)) => Some(Exported::Modules(modules(value)?)),
        _ => None,
    }
}

/// `exports.ids = …`, `exports.modules = …`.
pub(crate) fn assigned_to_exports(assignment: &AssignExpr) -> Option<Exported> {
    let member = assigned_member(assignment)?;
    let Expr::Ident(object) = plain(&member.obj) else { return None };
    if object.sym != *"exports" {
        return None;
    }
    exported(&property(member)?, &assignment.right)
}

/// Whether a call is `import(…)`.
pub(crate) fn is_import(call: &CallExpr) -> bool {
    matches!(call.callee, Callee::Import(_))
}
