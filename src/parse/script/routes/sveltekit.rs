//! SvelteKit's table of routes, in the module that its client starts with.
//!
//! ```js
//! const nodes = [() => import("../nodes/0.js"), …], dictionary = {"/": [2], "/blog/[slug]": [~5, [2, , 3], [4]]};
//! export { nodes, dictionary, … };
//! ```
//!
//! A route has its leaf (`~` where the server has data for it), its layouts and its error pages, by number. Every
//! route has layout 0, which therefore tells nothing of any.

use std::collections::HashMap;

use swc_ecma_ast::{
    ArrayLit, Decl, ExportSpecifier, Expr, Lit, ModuleDecl, ModuleExportName, ModuleItem, ObjectLit, Program,
    Prop, PropOrSpread, Stmt, UnaryOp, VarDeclarator,
};

use crate::model::route::{LoadOwner, RouteLoad, RouteRecord};
use crate::parse::script::property_name;
use crate::parse::script::routes::{path, run};

/// The routes of the table; empty where the module does not export one.
pub(crate) fn read(program: &Program) -> Vec<RouteRecord> {
    let Program::Module(module) = program else { return Vec::new() };
    let mut exported: HashMap<String, String> = HashMap::new();
    let mut values: HashMap<&str, &Expr> = HashMap::new();
    for item in &module.body {
        match item {
            ModuleItem::ModuleDecl(ModuleDecl::ExportNamed(export)) if export.src.is_none() => {
                for specifier in &export.specifiers {
                    let ExportSpecifier::Named(named) = specifier else { continue };
                    let public = named.exported.as_ref().unwrap_or(&named.orig);
                    exported.insert(name_of(public), name_of(&named.orig));
                }
            }
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
                if let Decl::Var(variables) = &export.decl {
                    let names = variables.decls.iter().filter_map(declared).map(|(name, _)| name.to_owned());
                    exported.extend(names.map(|name| (name.clone(), name)));
                    values.extend(variables.decls.iter().filter_map(declared));
                }
            }
            ModuleItem::Stmt(Stmt::Decl(Decl::Var(variables))) => {
                values.extend(variables.decls.iter().filter_map(declared));
            }
            _ => {}
        }
    }
    let value = |public: &str| values.get(exported.get(public)?.as_str()).copied();
    match (value("nodes"), value("dictionary")) {
        (Some(Expr::Array(nodes)), Some(Expr::Object(dictionary))) => routes(nodes, dictionary),
        _ => Vec::new(),
    }
}

fn as_layout(load: RouteLoad) -> RouteLoad {
    RouteLoad { owner: LoadOwner::Layout, ..load }
}

fn name_of(name: &ModuleExportName) -> String {
    match name {
        ModuleExportName::Ident(name) => name.sym.to_string(),
        ModuleExportName::Str(name) => name.value.to_string_lossy().into_owned(),
    }
}

fn declared(declarator: &VarDeclarator) -> Option<(&str, &Expr)> {
    let name = declarator.name.as_ident()?;
    Some((&name.id.sym, declarator.init.as_deref()?))
}

fn routes(nodes: &ArrayLit, dictionary: &ObjectLit) -> Vec<RouteRecord> {
    let load = |number: usize| -> Option<RouteLoad> {
        let node = nodes.elems.get(number)?.as_ref()?;
        run::load(&node.expr)
    };
    let root = load(0).map(|root| RouteLoad { owner: LoadOwner::Site, ..root });
    let route = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        let Expr::Array(numbers) = &*pair.value else { return None };
        let mut parts = numbers.elems.iter();
        let leaf = node_number(&parts.next()?.as_ref()?.expr)?;
        let layouts = parts.next().and_then(Option::as_ref).and_then(|layouts| layouts.expr.as_array());
        let layouts = layouts.into_iter().flat_map(|layouts| layouts.elems.iter().flatten());
        let layouts = layouts.filter_map(|layout| node_number(&layout.expr));
        let loads = root
            .clone()
            .into_iter()
            .chain(layouts.filter_map(load).map(as_layout))
            .chain(load(leaf))
            .collect();
        let path = path::without_groups(&property_name(&pair.key)?);
        Some(RouteRecord { path, relative: false, loads })
    };
    dictionary.props.iter().filter_map(route).collect()
}

/// `5`, `~5`, or what a minifier makes of that: `-6`.
fn node_number(expression: &Expr) -> Option<usize> {
    let whole = |expression: &Expr| match expression {
        Expr::Lit(Lit::Num(number)) if number.value.fract() == 0.0 => {
            number.value.to_string().parse::<usize>().ok()
        }
        _ => None,
    };
    match expression {
        Expr::Unary(unary) if unary.op == UnaryOp::Tilde => whole(&unary.arg),
        Expr::Unary(unary) if unary.op == UnaryOp::Minus => whole(&unary.arg)?.checked_sub(1),
        expression => whole(expression),
    }
}
