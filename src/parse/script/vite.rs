//! Vite's lists of the files that a split point needs.
//!
//! ```js
//! const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/a.js","assets/a.css"])))=>i.map(i=>d[i]);
//! preload(() => import(`./a.js`), __vite__mapDeps([0, 1]))                   // relative to the site's base
//! preload(() => import("./a.js"), __vite__mapDeps([0, 1]), import.meta.url)  // "./" items: to this file
//! preload(() => import("./a.js"), ["./a.js", "./a.css"])                     // before Vite 5.1
//! ```

use swc_ecma_ast::{ArrayLit, CallExpr, Callee, Expr, Lit, Pat, VarDeclarator};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::script::{Target, UrlBase};
use crate::parse::script::literal_text;

const MAP_DEPS: &str = "__vite__mapDeps";

/// The list of a chunk, if this is the declaration that holds it.
pub(crate) fn map_deps(declarator: &VarDeclarator) -> Option<Vec<String>> {
    let Pat::Ident(name) = &declarator.name else { return None };
    if name.id.sym != *MAP_DEPS {
        return None;
    }
    let mut first = FirstTextList::default();
    declarator.init.visit_with(&mut first);
    first.list
}

/// What a call of Vite's preload function fetches beside its `import()`; `None` for other calls.
pub(crate) fn preloads(call: &CallExpr, map_deps: &[String]) -> Option<Vec<Target>> {
    let Callee::Expr(_) = &call.callee else { return None };
    let (load, files) = (call.args.first()?, call.args.get(1)?);
    if !matches!(&*load.expr, Expr::Arrow(_) | Expr::Fn(_)) {
        return None;
    }
    let urls = match &*files.expr {
        Expr::Array(list) => texts(list)?,
        Expr::Call(picked) => picked_from(picked, map_deps)?,
        _ => return None,
    };
    Some(urls.into_iter().map(target).collect())
}

fn target(url: String) -> Target {
    let relative_to_file = url.starts_with("./") || url.starts_with("../");
    Target::url(url, if relative_to_file { UrlBase::File } else { UrlBase::Page })
}

fn picked_from(call: &CallExpr, map_deps: &[String]) -> Option<Vec<String>> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Ident(name) = &**callee else { return None };
    if name.sym != *MAP_DEPS {
        return None;
    }
    let Expr::Array(indices) = &*call.args.first()?.expr else { return None };
    let picked = indices.elems.iter().flatten().filter_map(|element| match &*element.expr {
        Expr::Lit(Lit::Num(number)) => map_deps.get(index(number.value)),
        _ => None,
    });
    Some(picked.cloned().collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; bundlers write indices"
)]
fn index(number: f64) -> usize {
    number as usize
}

/// The elements of a list that holds nothing but literal texts.
fn texts(list: &ArrayLit) -> Option<Vec<String>> {
    list.elems
        .iter()
        .map(|element| element.as_ref().and_then(|element| literal_text(&element.expr)))
        .collect()
}

#[derive(Default)]
struct FirstTextList {
    list: Option<Vec<String>>,
}

impl Visit for FirstTextList {
    fn visit_array_lit(&mut self, node: &ArrayLit) {
        if self.list.is_none() && !node.elems.is_empty() {
            self.list = texts(node);
        }
    }
}
