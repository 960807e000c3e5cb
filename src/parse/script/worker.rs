//! Scripts that run in other threads: workers, service workers, and what workers load with `importScripts`.

use swc_ecma_ast::{CallExpr, Callee, Expr, MemberProp, NewExpr};

use crate::model::script::{Target, UrlBase};
use crate::parse::script::esm::url_of;
use crate::parse::script::literal_text;

/// The script of `new Worker(…)` or `new SharedWorker(…)`; `None` for other constructors.
pub(crate) fn new_worker(new: &NewExpr) -> Option<Target> {
    let constructor = match &*new.callee {
        Expr::Ident(name) => &name.sym,
        // `new globalThis.Worker(…)`
        Expr::Member(member) => match &member.prop {
            MemberProp::Ident(name) => &name.sym,
            _ => return None,
        },
        _ => return None,
    };
    if *constructor != *"Worker" && *constructor != *"SharedWorker" {
        return None;
    }
    let script = new.args.as_deref()?.first()?;
    Some(url_of(&script.expr).unwrap_or(Target::Unknown))
}

/// The script of `navigator.serviceWorker.register(…)`; `None` for other calls.
pub(crate) fn registered_worker(call: &CallExpr) -> Option<Target> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(method) = &**callee else { return None };
    let Expr::Member(container) = &*method.obj else { return None };
    if !is_named(&method.prop, "register") || !is_named(&container.prop, "serviceWorker") {
        return None;
    }
    Some(url_of(&call.args.first()?.expr).unwrap_or(Target::Unknown))
}

/// The scripts of `importScripts(…)`; `None` for other calls.
pub(crate) fn imported_scripts(call: &CallExpr) -> Option<Vec<Target>> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let is_import = match &**callee {
        Expr::Ident(name) => name.sym == *"importScripts",
        Expr::Member(method) => is_named(&method.prop, "importScripts"),
        _ => false,
    };
    is_import.then(|| {
        // Relative to the worker's own file, unlike in a page.
        let target = |url| Target::url(url, UrlBase::File);
        call.args.iter().filter_map(|argument| literal_text(&argument.expr)).map(target).collect()
    })
}

fn is_named(property: &MemberProp, expected: &str) -> bool {
    matches!(property, MemberProp::Ident(name) if name.sym == *expected)
}
