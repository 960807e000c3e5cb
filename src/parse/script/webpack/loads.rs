//! Code that loads chunks when it runs.
//!
//! ```js
//! Promise.all([t.e(23), t.e(816)]).then(t.bind(t, 2554))        t.e(136).then(() => t(136))
//! { "./de.js": [6120, [120]], "./fr.js": [543, 7, 9] }          // a context: import(`./${name}.js`)
//! n.O(0, [979], () => n(6903))                                  // the entry module waits for chunk 979
//! { 23: () => import("/js/23.c1.js") }                          // chunk files of the module format
//! ```

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, CallExpr, Expr, Lit, MemberProp, ObjectLit, Prop, PropOrSpread, Stmt,
};

use crate::model::script::Target;
use crate::model::span::Span;
use crate::model::webpack::{ChunkFile, ChunkLoad};
use crate::parse::script::esm;
use crate::parse::script::span_of;
use crate::parse::script::webpack::containers::is_import;
use crate::parse::script::webpack::literals::{
    callee, ensured_chunk, id, ids, is_member_of_identifier, key, method, plain, spreadless,
};

/// The chunks and the module of `….then(…)`; `None` for other calls.
pub(crate) fn load(call: &CallExpr) -> Option<ChunkLoad> {
    let (object, "then") = method(call)? else { return None };
    let chunks = match ensured_chunk(object) {
        Some(chunk) => vec![chunk],
        None => ensured_together(object)?,
    };
    let module = call.args.first().and_then(|run| required_module(&run.expr));
    Some(ChunkLoad { chunks, module, span: span_of(call.span()) })
}

/// `Promise.all([t.e(23), t.e(816)])` and `Promise.all([23, 816].map(t.e, t))`.
fn ensured_together(expression: &Expr) -> Option<Vec<String>> {
    let Expr::Call(all) = plain(expression) else { return None };
    let (object, "all") = method(all)? else { return None };
    let Expr::Ident(promise) = object else { return None };
    if promise.sym != *"Promise" {
        return None;
    }
    match plain(&spreadless(all.args.first())?.expr) {
        Expr::Array(list) if !list.elems.is_empty() => {
            list.elems.iter().map(|element| ensured_chunk(&spreadless(element.as_ref())?.expr)).collect()
        }
        Expr::Call(map) => mapped(map, &["e"]),
        _ => None,
    }
}

/// The ids in `[23, 816].map(t.e, t)`, where the method is one of `names`.
pub(crate) fn mapped(call: &CallExpr, names: &[&str]) -> Option<Vec<String>> {
    let (Expr::Array(list), "map") = method(call)? else { return None };
    let function = &spreadless(call.args.first())?.expr;
    if names.iter().any(|name| is_member_of_identifier(function, name)) { ids(list) } else { None }
}

/// The module that is run in the end: `t.bind(t, 2554)`, `t.t.bind(t, 19, 7)`, `() => t(2554)`, `() => t.t(2554, 7)`.
fn required_module(run: &Expr) -> Option<String> {
    match plain(run) {
        Expr::Call(bound) => {
            let (_, "bind") = method(bound)? else { return None };
            id(&spreadless(bound.args.get(1))?.expr)
        }
        Expr::Arrow(ArrowExpr { body, .. }) => match &**body {
            ArrowFunctionBody::Expr(value) => called_with_id(value),
            ArrowFunctionBody::FunctionBody(body) => first_required(&body.stmts),
        },
        Expr::Fn(function) => first_required(&function.function.body.as_ref()?.stmts),
        _ => None,
    }
}

fn first_required(statements: &[Stmt]) -> Option<String> {
    statements.iter().find_map(|statement| match statement {
        Stmt::Return(returned) => called_with_id(returned.arg.as_ref()?),
        Stmt::Expr(expression) => called_with_id(&expression.expr),
        _ => None,
    })
}

fn called_with_id(value: &Expr) -> Option<String> {
    let call = match plain(value) {
        Expr::Call(call) => call,
        // Module Federation: `() => () => t(2554)`
        Expr::Arrow(_) | Expr::Fn(_) => return required_module(value),
        Expr::Seq(sequence) => return sequence.exprs.iter().find_map(|part| called_with_id(part)),
        _ => return None,
    };
    let is_require = match callee(call)? {
        Expr::Ident(_) => true,
        other => is_member_of_identifier(other, "t"),
    };
    if is_require { id(&spreadless(call.args.first())?.expr) } else { None }
}

/// `n.O(result, [979], () => n(6903))`: the chunks that the entry module waits for, and whether the call is
/// about something else, namely what to fetch once the chunk itself is there (it has a priority as fourth argument).
pub(crate) fn waits_for(call: &CallExpr) -> Option<(ChunkLoad, bool)> {
    if !is_member_of_identifier(callee(call)?, "O") {
        return None;
    }
    let Expr::Array(list) = plain(&spreadless(call.args.get(1))?.expr) else { return None };
    let (Expr::Arrow(_) | Expr::Fn(_)) = plain(&call.args.get(2)?.expr) else { return None };
    let load = ChunkLoad { chunks: ids(list)?, module: None, span: span_of(call.span()) };
    Some((load, call.args.len() > 3))
}

/// One value of a context map: the module, and what follows it.
pub(crate) struct ContextEntry {
    module: String,
    /// Ids in the list itself; with a namespace mode in front in some versions.
    flat: Vec<String>,
    /// Ids in a list of their own.
    nested: Option<Vec<String>>,
    span: Span,
}

impl ContextEntry {
    /// What the entry loads. `first_chunk` is the index, from the module on, at which the code that uses the map
    /// begins to read chunks; `None` where that is not known.
    pub(crate) fn load(self, first_chunk: Option<usize>) -> Option<ChunkLoad> {
        let chunks = match (self.nested, first_chunk) {
            (Some(nested), _) => nested,
            (None, Some(first)) => self.flat.into_iter().skip(first.saturating_sub(1)).collect(),
            (None, None) => self.flat,
        };
        let module = Some(self.module);
        (!chunks.is_empty()).then_some(ChunkLoad { chunks, module, span: self.span })
    }
}

/// The entries of a context map whose modules are in chunks of their own; `None` for other objects.
pub(crate) fn context(object: &ObjectLit) -> Option<Vec<ContextEntry>> {
    if object.props.is_empty() {
        return None;
    }
    object.props.iter().map(context_entry).collect()
}

fn context_entry(property: &PropOrSpread) -> Option<ContextEntry> {
    let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
    let path = key(&pair.key)?;
    if !path.starts_with("./") && !path.starts_with("../") && path != "." {
        return None;
    }
    let Expr::Array(value) = plain(&pair.value) else { return None };
    let (module, rest) = value.elems.split_first()?;
    let module = id(&spreadless(module.as_ref())?.expr)?;
    if rest.is_empty() {
        return None;
    }
    let mut entry = ContextEntry { module, flat: Vec::new(), nested: None, span: span_of(pair.span()) };
    for element in rest {
        match plain(&spreadless(element.as_ref())?.expr) {
            Expr::Array(chunks) => entry.nested = Some(ids(chunks)?),
            other => entry.flat.push(id(other)?),
        }
    }
    Some(entry)
}

/// Where the code that uses a context map begins to read chunks: `n.e(t[1])`, `t.slice(2).map(n.e)`.
pub(crate) fn first_chunk_index(call: &CallExpr) -> Option<usize> {
    let (object, name) = method(call)?;
    let index = match (name, object) {
        ("e", Expr::Ident(_)) => index_of_identifier(&spreadless(call.args.first())?.expr)?,
        ("map", Expr::Call(slice)) => {
            let ((Expr::Ident(_), "slice"), true) =
                (method(slice)?, is_member_of_identifier(&call.args.first()?.expr, "e"))
            else {
                return None;
            };
            id(&spreadless(slice.args.first())?.expr)?
        }
        _ => return None,
    };
    index.parse().ok()
}

fn index_of_identifier(expression: &Expr) -> Option<String> {
    let Expr::Member(member) = plain(expression) else { return None };
    let MemberProp::Computed(index) = &member.prop else { return None };
    let (Expr::Ident(_), Expr::Lit(Lit::Num(_))) = (plain(&member.obj), plain(&index.expr)) else {
        return None;
    };
    id(&index.expr)
}

/// The chunk files in `{ 23: () => import("/js/23.js") }`; `None` for other objects.
pub(crate) fn chunk_files(object: &ObjectLit) -> Option<Vec<ChunkFile>> {
    if object.props.is_empty() {
        return None;
    }
    let file = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        let Expr::Call(import) = plain(returned(&pair.value)?) else { return None };
        let target = if is_import(import) { esm::dynamic_import(import)? } else { return None };
        Some(ChunkFile { id: key(&pair.key)?, target })
    };
    object.props.iter().map(file).collect()
}

/// The chunks' stylesheets in `{ 23: () => new URL("/css/23.css", import.meta.url).href }`; `None` for other objects.
pub(crate) fn style_files(object: &ObjectLit) -> Option<Vec<ChunkFile>> {
    if object.props.is_empty() {
        return None;
    }
    let file = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        let target = esm::url_of(returned(&pair.value)?)?;
        let is_style = matches!(&target, Target::Url { url, .. } if url.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("css")));
        if is_style { Some(ChunkFile { id: key(&pair.key)?, target }) } else { None }
    };
    object.props.iter().map(file).collect()
}

/// What a function does nothing but return.
fn returned(function: &Expr) -> Option<&Expr> {
    let body = match plain(function) {
        Expr::Arrow(arrow) => match &*arrow.body {
            ArrowFunctionBody::Expr(value) => return Some(value),
            ArrowFunctionBody::FunctionBody(body) => body,
        },
        Expr::Fn(function) => function.function.body.as_ref()?,
        _ => return None,
    };
    match body.stmts.as_slice() {
        [Stmt::Return(returned)] => returned.arg.as_deref(),
        _ => None,
    }
}

/// The chunks that have a stylesheet, in `{ 245: 1 }[e]`; `None` for other objects.
pub(crate) fn marked_ids(object: &ObjectLit) -> Option<Vec<String>> {
    let marked = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        let mark = if matches!(plain(&pair.value), Expr::Lit(Lit::Num(_))) { id(&pair.value) } else { None };
        if mark.as_deref() == Some("1") { key(&pair.key) } else { None }
    };
    object.props.iter().map(marked).collect()
}

/// The lists in `{ 816: [120, 480] }`; `None` for other objects.
pub(crate) fn lists_by_id(object: &ObjectLit) -> Option<Vec<(String, Vec<String>)>> {
    let list = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        let Expr::Array(list) = plain(&pair.value) else { return None };
        Some((key(&pair.key)?, ids(list)?))
    };
    object.props.iter().map(list).collect()
}
