//! What the names in a route's component stand for: `const Page = lazy(() => import("./page.js"))`.
//!
//! Minifiers use a name many times, so a name is looked up outwards from where it is used, function by function,
//! and means nothing where a function has it twice.

use std::collections::{HashMap, HashSet};

use swc_ecma_ast::{
    ArrowExpr, BindingIdent, ClassDecl, Constructor, Expr, FnDecl, Function, Ident, ImportSpecifier, Pat,
    Program, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::route::RouteLoad;
use crate::model::span::Span;
use crate::parse::script::routes::run;
use crate::parse::script::{span_of, visit_operands};

/// A name and where it is used.
#[derive(Clone, Debug)]
pub(crate) struct NameUse {
    /// The name.
    pub(crate) name: String,
    /// Where it is used.
    pub(crate) place: Span,
}

/// What names are declared to be, function by function.
#[derive(Default)]
pub(crate) struct Bindings {
    /// The function around each function; the first is the whole program.
    around: Vec<usize>,
    /// By function and name.
    declared: HashMap<(usize, String), Declared>,
    /// By the place of a name, the function in which it is used.
    used_in: HashMap<u32, usize>,
}

enum Declared {
    Once(Option<RouteLoad>),
    Again,
}

impl Bindings {
    /// Finds the declarations of the names in `uses`.
    pub(crate) fn of<'u>(program: &Program, uses: impl Iterator<Item = &'u NameUse>) -> Self {
        let mut finder = Finder::default();
        for used in uses {
            finder.names.insert(used.name.clone());
            finder.places.insert(used.place.start);
        }
        if !finder.names.is_empty() {
            finder.bindings.around.push(0);
            program.visit_with(&mut finder);
        }
        finder.bindings
    }

    /// What is loaded by what the name stands for; `None` where that is nothing, or not known.
    pub(crate) fn load(&self, used: &NameUse) -> Option<&RouteLoad> {
        let mut function = *self.used_in.get(&used.place.start)?;
        loop {
            match self.declared.get(&(function, used.name.clone())) {
                Some(Declared::Once(load)) => return load.as_ref(),
                Some(Declared::Again) => return None,
                None if function == 0 => return None,
                None => function = *self.around.get(function)?,
            }
        }
    }
}

#[derive(Default)]
struct Finder {
    names: HashSet<String>,
    places: HashSet<u32>,
    /// The function that is being walked.
    function: usize,
    bindings: Bindings,
}

impl Finder {
    fn declare(&mut self, name: &str, load: impl FnOnce() -> Option<RouteLoad>) {
        if self.names.contains(name) {
            let declared = self.bindings.declared.entry((self.function, name.to_owned()));
            declared
                .and_modify(|declared| *declared = Declared::Again)
                .or_insert_with(|| Declared::Once(load()));
        }
    }

    fn within<N: VisitWith<Self>>(&mut self, node: &N) {
        let outer = self.function;
        self.function = self.bindings.around.len();
        self.bindings.around.push(outer);
        node.visit_children_with(self);
        self.function = outer;
    }
}

impl Visit for Finder {
    fn visit_function(&mut self, node: &Function) {
        self.within(node);
    }

    fn visit_arrow_expr(&mut self, node: &ArrowExpr) {
        self.within(node);
    }

    fn visit_constructor(&mut self, node: &Constructor) {
        self.within(node);
    }

    fn visit_fn_decl(&mut self, node: &FnDecl) {
        self.declare(&node.ident.sym, || None);
        node.visit_children_with(self);
    }

    fn visit_class_decl(&mut self, node: &ClassDecl) {
        self.declare(&node.ident.sym, || None);
        node.visit_children_with(self);
    }

    fn visit_import_specifier(&mut self, node: &ImportSpecifier) {
        self.declare(&node.local().sym, || None);
    }

    /// Parameters and patterns; plain variables come through their declarators.
    fn visit_binding_ident(&mut self, node: &BindingIdent) {
        self.declare(&node.id.sym, || None);
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        match &node.name {
            Pat::Ident(name) => {
                self.declare(&name.id.sym, || {
                    node.init.as_deref().filter(|value| can_load(value)).and_then(run::load)
                });
            }
            pattern => pattern.visit_with(self),
        }
        node.init.visit_with(self);
    }

    fn visit_ident(&mut self, node: &Ident) {
        let place = span_of(node.span).start;
        if self.places.contains(&place) {
            self.bindings.used_in.insert(place, self.function);
        }
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}

/// `lazy(…)` and `() => import(…)`.
fn can_load(value: &Expr) -> bool {
    matches!(value, Expr::Call(_) | Expr::Arrow(_) | Expr::Fn(_))
}
