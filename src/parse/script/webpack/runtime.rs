//! What a runtime says in passing: what its functions are for, how it names files, which chunks have styles.

use swc_common::Spanned;
use swc_ecma_ast::{
    AssignExpr, CallExpr, Decl, Expr, ExprStmt, Function, ModuleDecl, ModuleItem, NewExpr, ObjectLit, Pat,
    Stmt, VarDeclarator,
};

use crate::model::webpack::{ChunkHint, ChunkLoad, FileName, WebpackUnit};
use crate::parse::script::webpack::containers::{Exported, exported, global_list};
use crate::parse::script::webpack::literals::{
    assigned_member, callee, id, ids, is_member, method, plain, property, spreadless,
};
use crate::parse::script::webpack::{loads, names};
use crate::parse::script::{literal_text, span_of};

/// What a function is for, by the property that it is assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing that is known.
    None,
    /// `r.e`: loads a chunk; webpack 4 has the names of files in it.
    Ensure,
    /// `r.f.miniCss`, `r.f.css`: loads a chunk's stylesheet.
    Styles,
    /// `r.f.prefetch`, `r.f.preload`: fetches chunks early, beside the one that is loaded.
    Hints,
    /// `r.f.j`: loads a chunk's script.
    Loader,
    /// `r.x`: starts a script that runs by itself once its chunks are there.
    Startup,
}

/// What the right side of an assignment is for.
pub(crate) fn role_of(assignment: &AssignExpr) -> Role {
    let Some(member) = assigned_member(assignment) else { return Role::None };
    let is_function = matches!(plain(&assignment.right), Expr::Arrow(_) | Expr::Fn(_));
    let Some(name) = property(member).filter(|_| is_function) else { return Role::None };
    let is_handler = is_member(&member.obj, "f");
    match name.as_str() {
        "miniCss" | "css" if is_handler => Role::Styles,
        "prefetch" | "preload" if is_handler => Role::Hints,
        "j" if is_handler => Role::Loader,
        "e" if matches!(plain(&member.obj), Expr::Ident(_)) => Role::Ensure,
        "x" if matches!(plain(&member.obj), Expr::Ident(_)) => Role::Startup,
        _ => Role::None,
    }
}

/// Reads `r.u = …`, `r.miniCssF = …`, `r.k = …`, `r.h = …` and `script.src = …`.
pub(crate) fn read_names(assignment: &AssignExpr, unit: &mut WebpackUnit) {
    let Some(name) = assigned_member(assignment).and_then(property) else { return };
    let value = plain(&assignment.right);
    match name.as_str() {
        "u" => unit.script_names.extend(names::of_function(value)),
        "miniCssF" | "k" => unit.style_names.extend(names::of_function(value)),
        "h" => unit.full_hash = unit.full_hash.take().or_else(|| constant(value)),
        "src" => unit.script_names.extend(source(value)),
        _ => {}
    }
}

/// The text of `() => "3f2a"`.
fn constant(function: &Expr) -> Option<String> {
    let Expr::Arrow(arrow) = function else {
        let Expr::Fn(function) = function else { return None };
        let body = function.function.body.as_ref()?;
        return match body.stmts.as_slice() {
            [Stmt::Return(returned)] => literal_text(returned.arg.as_ref()?),
            _ => None,
        };
    };
    literal_text(arrow.body.as_expr()?)
}

/// webpack 4: `script.src = function (e) { return c.p + … }(e)`, or the sum in place.
fn source(value: &Expr) -> Option<FileName> {
    match value {
        // A function with that body is read where it stands.
        Expr::Call(call) => match callee(call)? {
            Expr::Arrow(_) => names::of_function(callee(call)?),
            _ => None,
        },
        _ if names::begins_with_public_path(value) => names::of_expression(value),
        _ => None,
    }
}

/// webpack 4: `function (e) { return c.p + "static/js/" + … }`.
pub(crate) fn script_name_of(function: &Function) -> Option<FileName> {
    let [parameter] = function.params.as_slice() else { return None };
    let body = function.body.as_ref()?;
    let [Stmt::Return(returned)] = body.stmts.as_slice() else { return None };
    if !names::begins_with_public_path(returned.arg.as_ref()?) {
        return None;
    }
    names::of_body(&parameter.pat, body)
}

/// webpack 4: `"static/css/" + … + ".css"`.
pub(crate) fn style_name(value: &Expr) -> Option<FileName> {
    let Expr::Bin(sum) = plain(value) else { return None };
    let end = literal_text(&sum.right)?;
    let (_, extension) = end.rsplit_once('.')?;
    if extension == "css" { names::of_expression(value) } else { None }
}

/// A table that is looked up in a function of a role.
pub(crate) fn read_table(role: Role, table: &ObjectLit, unit: &mut WebpackUnit) {
    match role {
        Role::Styles | Role::Ensure => {
            if let Some(ids) = loads::marked_ids(table) {
                unit.styled.get_or_insert_default().extend(ids);
            }
        }
        Role::Hints => {
            let span = span_of(table.span);
            let hints = loads::lists_by_id(table).unwrap_or_default().into_iter();
            unit.hints.extend(hints.map(|(id, chunks)| ChunkHint { with: Some(id), chunks, span }));
        }
        Role::None | Role::Loader | Role::Startup => {}
    }
}

/// webpack 4, runtime and entry in one file: `x.push([0, "vendors"])` makes module 0 wait for a chunk.
pub(crate) fn deferred(call: &CallExpr) -> Option<ChunkLoad> {
    let (Expr::Ident(_), "push") = method(call)? else { return None };
    let [only] = call.args.as_slice() else { return None };
    let Expr::Array(entry) = plain(&spreadless(Some(only))?.expr) else { return None };
    let chunks: Vec<String> = ids(entry)?.into_iter().skip(1).collect();
    (!chunks.is_empty()).then(|| ChunkLoad { chunks, module: None, span: span_of(call.span()) })
}

/// The modules that a statement runs for their effect alone: `t(4142)`, `t(1), t(2)`.
pub(crate) fn run_for_effect(statement: &ExprStmt) -> Vec<String> {
    let required = |expression: &Expr| match plain(expression) {
        Expr::Call(call) => match (callee(call)?, call.args.as_slice()) {
            (Expr::Ident(_), [only]) => id(&spreadless(Some(only))?.expr),
            _ => None,
        },
        _ => None,
    };
    match plain(&statement.expr) {
        Expr::Seq(sequence) => sequence.exprs.iter().filter_map(|part| required(part)).collect(),
        only => required(only).into_iter().collect(),
    }
}

/// The route in `(window.__NEXT_P = window.__NEXT_P || []).push(["/dates", …])`; `None` for other calls.
pub(crate) fn registered_page(call: &CallExpr) -> Option<String> {
    let (Expr::Assign(list), "push") = method(call)? else { return None };
    if global_list(list)? != "__NEXT_P" {
        return None;
    }
    let Expr::Array(page) = plain(&spreadless(call.args.first())?.expr) else { return None };
    literal_text(&spreadless(page.elems.first()?.as_ref())?.expr)
}

/// Whether this makes a worker.
pub(crate) fn is_worker(new: &NewExpr) -> bool {
    let name = match plain(&new.callee) {
        Expr::Ident(name) => name.sym.to_string(),
        Expr::Member(member) => property(member).unwrap_or_default(),
        _ => return false,
    };
    let has_script = new.args.as_ref().is_some_and(|arguments| !arguments.is_empty());
    has_script && matches!(name.as_str(), "Worker" | "SharedWorker")
}

/// The ids and modules in `export const __webpack_esm_ids__ = [816]`.
pub(crate) fn exported_constants(item: &ModuleItem) -> Option<Vec<Exported>> {
    let ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) = item else { return None };
    let Decl::Var(declaration) = &export.decl else { return None };
    let read = |declarator: &VarDeclarator| {
        let Pat::Ident(name) = &declarator.name else { return None };
        exported(&name.id.sym, declarator.init.as_deref()?)
    };
    Some(declaration.decls.iter().filter_map(read).collect())
}
