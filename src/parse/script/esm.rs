//! ECMAScript modules: `import`, `export … from`, `import()`, and URLs made with `import.meta.url`.

use swc_ecma_ast::{CallExpr, Callee, Expr, MemberProp, MetaPropKind, NewExpr, Str};

use crate::model::script::{Target, UrlBase};
use crate::parse::script::literal_text;

/// The target of a static import.
pub(crate) fn specifier(source: &Str) -> Target {
    Target::url(source.value.to_string_lossy(), UrlBase::Specifier)
}

/// The target of an `import()`; `None` for other calls.
pub(crate) fn dynamic_import(call: &CallExpr) -> Option<Target> {
    let Callee::Import(_) = call.callee else { return None };
    let argument = call.args.first()?;
    Some(match literal_text(&argument.expr) {
        Some(url) => Target::url(url, UrlBase::Specifier),
        None => url_of(&argument.expr).unwrap_or(Target::Unknown),
    })
}

/// The URL that an expression comes to, where the code shows it: a literal, `new URL("x", import.meta.url)`,
/// its `.href`, `"" + …`, and calls that pass their only argument on (Trusted Types).
pub(crate) fn url_of(expression: &Expr) -> Option<Target> {
    if let Some(url) = literal_text(expression) {
        return Some(Target::url(url, UrlBase::Page));
    }
    match expression {
        Expr::New(new) => new_url(new),
        Expr::Member(member) => match &member.prop {
            MemberProp::Ident(name) if name.sym == *"href" => url_of(&member.obj),
            _ => None,
        },
        Expr::Bin(sum) => match (literal_text(&sum.left), literal_text(&sum.right)) {
            (Some(left), _) if left.is_empty() => url_of(&sum.right),
            (_, Some(right)) if right.is_empty() => url_of(&sum.left),
            _ => None,
        },
        Expr::Paren(parenthesised) => url_of(&parenthesised.expr),
        Expr::Call(call) => match (&call.callee, call.args.as_slice()) {
            (Callee::Expr(callee), []) => match &**callee {
                Expr::Member(method) if is_to_string(&method.prop) => url_of(&method.obj),
                _ => None,
            },
            (Callee::Expr(_), [only]) if only.spread.is_none() => match &*only.expr {
                Expr::New(new) => new_url(new),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

fn is_to_string(property: &MemberProp) -> bool {
    matches!(property, MemberProp::Ident(name) if name.sym == *"toString")
}

/// `new URL(x, import.meta.url)`, also in the forms of minifiers and of SystemJS (`t.meta.url`).
fn new_url(new: &NewExpr) -> Option<Target> {
    let Expr::Ident(constructor) = &*new.callee else { return None };
    if constructor.sym != *"URL" {
        return None;
    }
    let arguments = new.args.as_deref()?;
    let (url, base) = (arguments.first()?, arguments.get(1));
    match base {
        None => url_of(&url.expr),
        Some(base) if is_module_url(&base.expr) => match literal_text(&url.expr) {
            Some(url) => Some(Target::url(url, UrlBase::File)),
            // `new URL(new URL("x", import.meta.url).href, import.meta.url)`
            None => url_of(&url.expr),
        },
        Some(_) => None,
    }
}

/// `import.meta.url`, `"" + import.meta.url`, `t.meta.url`.
fn is_module_url(expression: &Expr) -> bool {
    match expression {
        Expr::Member(member) => {
            let is_url = matches!(&member.prop, MemberProp::Ident(name) if name.sym == *"url");
            is_url
                && match &*member.obj {
                    Expr::MetaProp(meta) => meta.kind == MetaPropKind::ImportMeta,
                    Expr::Member(inner) => {
                        matches!(&inner.prop, MemberProp::Ident(name) if name.sym == *"meta")
                    }
                    _ => false,
                }
        }
        Expr::Bin(sum) => {
            literal_text(&sum.left).is_some_and(|left| left.is_empty()) && is_module_url(&sum.right)
        }
        Expr::Tpl(template) => matches!(template.exprs.as_slice(), [only] if is_module_url(only)),
        Expr::Paren(parenthesised) => is_module_url(&parenthesised.expr),
        _ => false,
    }
}
