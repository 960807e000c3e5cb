//! SystemJS modules, as Rollup's `system` format and Vite's legacy plugin write them:
//! `System.register(["./a.js"], function (exports, context) { … context.import("./b.js") … })`.

use swc_ecma_ast::{CallExpr, Callee, Expr, ExprOrSpread, MemberProp};

use crate::model::script::{Target, UrlBase};
use crate::parse::script::literal_text;

/// The dependencies that `System.register([name], [dependencies], factory)` names; `None` for other calls.
pub(crate) fn registered_dependencies(call: &CallExpr) -> Option<Vec<Target>> {
    let (object, method) = method_call(call)?;
    if method != "register" || !is_system(object) {
        return None;
    }
    let list = call.args.iter().find_map(|argument| match &*argument.expr {
        Expr::Array(list) => Some(list),
        _ => None,
    })?;
    let text =
        |element: &Option<ExprOrSpread>| element.as_ref().and_then(|element| literal_text(&element.expr));
    Some(list.elems.iter().filter_map(text).map(|url| Target::url(url, UrlBase::Specifier)).collect())
}

/// The target of `context.import("./b.js")` or `System.import("/a.js")`; `None` for other calls.
///
/// The context has a minified name, so every method `import` counts whose only argument is a relative or
/// rooted path; a call on anything else names no file of the build and comes to nothing in the graph.
pub(crate) fn dynamic_import(call: &CallExpr) -> Option<Target> {
    let (object, method) = method_call(call)?;
    let [only] = call.args.as_slice() else { return None };
    if method != "import" {
        return None;
    }
    let url = literal_text(&only.expr)?;
    let base = if is_system(object) { UrlBase::Page } else { UrlBase::Specifier };
    let is_path = url.starts_with("./") || url.starts_with("../") || url.starts_with('/');
    (is_path || is_system(object)).then(|| Target::url(url, base))
}

fn method_call(call: &CallExpr) -> Option<(&Expr, &str)> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(member) = &**callee else { return None };
    let MemberProp::Ident(method) = &member.prop else { return None };
    Some((&member.obj, &method.sym))
}

fn is_system(expression: &Expr) -> bool {
    match expression {
        Expr::Ident(name) => name.sym == *"System",
        Expr::Member(member) => matches!(&member.prop, MemberProp::Ident(name) if name.sym == *"System"),
        _ => false,
    }
}
