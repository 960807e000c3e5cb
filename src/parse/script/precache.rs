//! The lists of files that service workers fetch when they are installed.
//!
//! ```js
//! precacheAndRoute([{ url: "assets/a.js", revision: null }, "/b.js"], {})           // Workbox, whatever its name is
//! self.__precacheManifest = [{ "url": "/a.js" }].concat(self.__precacheManifest||[]) // Workbox 3 and 4
//! var precacheConfig = [["/index.html", "5e2f…"]];                                  // sw-precache
//! addEventListener("install", e => e.waitUntil(caches.open(n).then(c => c.addAll(["/", "/a.js"]))));
//! ```
//!
//! A list with an item that is only known at run time is not read.
//!
//! Sources: <https://developer.chrome.com/docs/workbox/modules/workbox-precaching>,
//! <https://github.com/GoogleChromeLabs/sw-precache>, <https://developer.mozilla.org/docs/Web/API/Cache/addAll>.

use std::collections::HashMap;

use swc_ecma_ast::{
    ArrayLit, AssignExpr, AssignTarget, BinaryOp, CallExpr, Callee, Expr, ExprOrSpread, MemberProp,
    ObjectLit, Pat, Program, Prop, PropOrSpread, SimpleAssignTarget, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::service_worker::PrecacheList;
use crate::parse::script::{literal_text, property_name, visit_operands};

/// Functions of Workbox that take a list.
const TAKE_LISTS: [&str; 3] = ["precacheAndRoute", "precache", "addToCacheList"];

/// The list in `program`, whose text is `text`; `None` where there is none.
pub(crate) fn read(program: &Program, text: &str) -> Option<Box<PrecacheList>> {
    let has = |mark: &str| text.contains(mark);
    let is_workbox = has("workbox") || has("precache");
    // A service worker by hand; a page's own code may fill a cache, but is not installed.
    let is_by_hand = has(".addAll(") && (has("\"install\"") || has("'install'") || has("`install`"));
    if !is_workbox && !is_by_hand {
        return None;
    }
    let mut reader = Reader { is_workbox, is_by_hand, ..Reader::default() };
    program.visit_with(&mut reader);
    for added in std::mem::take(&mut reader.added) {
        let urls = reader.texts(&added, 0);
        reader.urls.extend(urls.unwrap_or_default());
    }
    let urls = reader.urls;
    (!urls.is_empty()).then(|| Box::new(PrecacheList { urls }))
}

#[derive(Default)]
struct Reader {
    is_workbox: bool,
    is_by_hand: bool,
    /// Whether an array here is certainly a list: its items need no revision.
    is_list: bool,
    urls: Vec<String>,
    /// The arrays that names are bound to.
    bound: HashMap<String, ArrayLit>,
    /// What is given to `addAll`.
    added: Vec<Expr>,
}

impl Visit for Reader {
    fn visit_array_lit(&mut self, node: &ArrayLit) {
        match self.is_workbox.then(|| urls(node, self.is_list)).flatten() {
            Some(urls) => self.urls.extend(urls),
            None => node.visit_children_with(self),
        }
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        let name = called(node);
        if self.is_by_hand && name == Some("addAll") {
            self.added.extend(node.args.first().map(|list| (*list.expr).clone()));
        }
        let is_joined = self.is_list && name == Some("concat");
        let is_list = self.is_workbox && name.is_some_and(|name| TAKE_LISTS.contains(&name)) || is_joined;
        self.within(is_list, |reader| node.visit_children_with(reader));
    }

    fn visit_assign_expr(&mut self, node: &AssignExpr) {
        let is_list = match &node.left {
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => {
                matches!(&member.prop, MemberProp::Ident(name) if name.sym == *"__precacheManifest")
            }
            _ => false,
        };
        self.within(is_list, |reader| node.visit_children_with(reader));
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        if let (Pat::Ident(name), Some(value)) = (&node.name, node.init.as_deref())
            && let Expr::Array(list) = value
        {
            if name.id.sym == *"precacheConfig"
                && let Some(urls) = pairs(list)
            {
                self.urls.extend(urls);
                return;
            }
            if self.is_by_hand {
                self.bound.insert(name.id.sym.to_string(), list.clone());
            }
        }
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}

impl Reader {
    fn within(&mut self, is_list: bool, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.is_list, is_list);
        walk(self);
        self.is_list = outer;
    }

    /// The texts that an expression is a list of; names are followed, a few deep.
    fn texts(&self, list: &Expr, depth: usize) -> Option<Vec<String>> {
        const MOST_NAMES: usize = 4;
        let list = match list {
            Expr::Array(list) => list,
            Expr::Ident(name) if depth < MOST_NAMES => self.bound.get(&*name.sym)?,
            _ => return None,
        };
        let mut texts = Vec::new();
        for item in list.elems.iter().flatten() {
            match item {
                ExprOrSpread { spread: Some(_), expr } => texts.extend(self.texts(expr, depth + 1)?),
                ExprOrSpread { expr, .. } => texts.push(path_text(expr)?),
            }
        }
        Some(texts)
    }
}

/// A text, also behind the site's base path, which is only known at run time: `base + "/a.js"`.
fn path_text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Bin(sum) if sum.op == BinaryOp::Add && matches!(&*sum.left, Expr::Ident(_)) => {
            literal_text(&sum.right).filter(|path| path.starts_with('/'))
        }
        _ => literal_text(expression),
    }
}

/// The name of the function that is called.
fn called(call: &CallExpr) -> Option<&str> {
    let Callee::Expr(callee) = &call.callee else { return None };
    match &**callee {
        Expr::Ident(name) => Some(&name.sym),
        Expr::Member(method) => match &method.prop {
            MemberProp::Ident(name) => Some(&name.sym),
            _ => None,
        },
        _ => None,
    }
}

/// The URLs of a list of Workbox; `None` for other arrays. Unless it `is_list` by where it stands, every item needs a
/// revision, be it `null`.
fn urls(list: &ArrayLit, is_list: bool) -> Option<Vec<String>> {
    if list.elems.is_empty() {
        return None;
    }
    let item = |element: &Option<ExprOrSpread>| match &*element.as_ref()?.expr {
        Expr::Object(entry) => url(entry, is_list),
        text if is_list => literal_text(text),
        _ => None,
    };
    list.elems.iter().map(item).collect()
}

fn url(entry: &ObjectLit, is_list: bool) -> Option<String> {
    let (mut url, mut has_revision) = (None, false);
    for property in &entry.props {
        let PropOrSpread::Prop(property) = property else { return None };
        let Prop::KeyValue(pair) = &**property else { return None };
        match property_name(&pair.key)?.as_str() {
            "url" => url = Some(literal_text(&pair.value)?),
            "revision" => has_revision = true,
            "integrity" => {}
            _ => return None,
        }
    }
    url.filter(|_| has_revision || is_list)
}

/// The URLs of sw-precache's list: each with the hash of its content.
fn pairs(list: &ArrayLit) -> Option<Vec<String>> {
    let pair = |element: &Option<ExprOrSpread>| {
        let Expr::Array(pair) = &*element.as_ref()?.expr else { return None };
        let [Some(url), Some(_)] = pair.elems.as_slice() else { return None };
        literal_text(&url.expr)
    };
    list.elems.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::parse::script::parse_script;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = parse_script(&Arc::from(text)).facts.expect("it is parsed");
        let urls = facts.precache.map_or(Vec::new(), |list| list.urls);
        assert_eq!(urls, expected, "{text}");
    }

    #[test]
    fn lists_of_workbox_are_found_by_what_is_in_them() {
        check(
            r#"define(["./workbox-1"],function(e){e.precacheAndRoute([{url:"a.js",revision:null},{url:"b.css",revision:"1"}],{})})"#,
            &["a.js", "b.css"],
        );
        // Bundled: the function has another name.
        check(
            r#"try{self["workbox:core:7.0.0"]&&_()}catch{}Q([{"revision":null,"url":"a.js"}].concat([]))"#,
            &["a.js"],
        );
        check(r#"workbox.precaching.precacheAndRoute(["/a.js",{url:"/b.js"}])"#, &["/a.js", "/b.js"]);
        check(
            r#"self.__precacheManifest=[{"url":"a.js"},{"revision":"1","url":"b.js"}].concat(self.__precacheManifest||[])"#,
            &["a.js", "b.js"],
        );
    }

    #[test]
    fn arrays_of_other_things_are_none() {
        check(r#"workbox;f([{url:"a.js"}])"#, &[]);
        check(r#"workbox;f([{url:"a.js",revision:"1",title:"x"}])"#, &[]);
        check(r#"precacheAndRoute([{url:a,revision:"1"},{url:"b.js",revision:"1"}])"#, &[]);
        check("precacheAndRoute(self.__WB_MANIFEST)", &[]);
        check(r#"f([{url:"a.js",revision:null}])"#, &[]);
    }

    #[test]
    fn the_list_of_sw_precache_is_found() {
        check(
            r#""use strict";var precacheConfig=[["/","1"],["/a.js","2"]],cacheName="sw-precache-v3";"#,
            &["/", "/a.js"],
        );
        check(r#"var precacheConfig=[["/","1"],f()];"#, &[]);
    }

    #[test]
    fn lists_by_hand_are_found_also_behind_a_base_path() {
        let install = "self.addEventListener('install',e=>e.waitUntil(caches.open(n).then(c=>c.addAll(";
        check(&format!("{install}['/','./a.js']))));"), &["/", "./a.js"]);
        check(
            &format!(r#"const t=base(),a=[t+"/a.js"],b=[t+"/b.png"],c=[...a,...b];{install}c))));"#),
            &["/a.js", "/b.png"],
        );
        check(&format!("const a=['/a.js',b];{install}a))));"), &[]);
        check(&format!("const a=[...a,'/x'];{install}a))));"), &[]);
        check("caches.open(n).then(c=>c.addAll(['/a.js']))", &[]);
    }
}
