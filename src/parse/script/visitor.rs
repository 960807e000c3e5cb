//! One walk over the syntax tree; each mechanism is asked about the nodes that it knows.

use swc_common::Spanned;
use swc_ecma_ast::{
    CallExpr, ExportAll, Expr, FnDecl, ImportDecl, NamedExport, NewExpr, ObjectLit, Program, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::chunk_graph::Via;
use crate::model::script::{Factory, Reference, ReferenceKind, ScriptFacts, Target};
use crate::parse::script::visit_operands;
use crate::parse::script::{esm, factories, span_of, system, vite, worker};

/// Collects the facts of one program.
#[derive(Default)]
pub(crate) struct Visitor {
    facts: ScriptFacts,
    /// The list that `__vite__mapDeps` picks from.
    map_deps: Vec<String>,
    /// The preloads of the call that is being walked, for the first `import()` in it.
    preloads: Option<Vec<Target>>,
    /// Whether the walk is in a module that was kept apart: modules in it are not of the bundler's making.
    in_factory: bool,
}

impl Visitor {
    /// The facts of `program`, references in the order of their places.
    pub(crate) fn facts_of(program: &Program) -> ScriptFacts {
        let mut visitor = Self::default();
        program.visit_with(&mut visitor);
        let mut facts = visitor.facts;
        facts.references.sort_by_key(|reference| reference.span);
        facts
    }

    fn add(&mut self, kind: ReferenceKind, target: Target, via: Via, node: impl Spanned) {
        let preloads = match kind {
            ReferenceKind::Dynamic => self.preloads.take().unwrap_or_default(),
            ReferenceKind::Static | ReferenceKind::Worker => Vec::new(),
        };
        self.facts.references.push(Reference { kind, target, via, span: span_of(node), preloads });
    }
}

impl Visitor {
    /// Walks what may be modules that were kept apart; the outermost count.
    fn walk_factory(&mut self, factories: impl IntoIterator<Item = Factory>, walk: impl FnOnce(&mut Self)) {
        let mut factories = factories.into_iter().peekable();
        if self.in_factory || factories.peek().is_none() {
            walk(self);
            return;
        }
        self.facts.factories.extend(factories);
        self.in_factory = true;
        walk(self);
        self.in_factory = false;
    }
}

impl Visit for Visitor {
    fn visit_import_decl(&mut self, node: &ImportDecl) {
        self.add(ReferenceKind::Static, esm::specifier(&node.src), Via::Esm, node);
    }

    fn visit_named_export(&mut self, node: &NamedExport) {
        if let Some(source) = &node.src {
            self.add(ReferenceKind::Static, esm::specifier(source), Via::Esm, node);
        }
    }

    fn visit_export_all(&mut self, node: &ExportAll) {
        self.add(ReferenceKind::Static, esm::specifier(&node.src), Via::Esm, node);
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        if let Some(list) = vite::map_deps(node) {
            self.map_deps = list;
        }
        self.walk_factory(factories::declared(node), |visitor| node.visit_children_with(visitor));
    }

    fn visit_object_lit(&mut self, node: &ObjectLit) {
        self.walk_factory(factories::table(node), |visitor| node.visit_children_with(visitor));
    }

    fn visit_fn_decl(&mut self, node: &FnDecl) {
        self.walk_factory(factories::run_once(node), |visitor| node.visit_children_with(visitor));
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        if let Some(target) = esm::dynamic_import(node) {
            self.add(ReferenceKind::Dynamic, target, Via::Esm, node);
        } else if let Some(target) = system::dynamic_import(node) {
            self.add(ReferenceKind::Dynamic, target, Via::System, node);
        } else if let Some(target) = worker::registered_worker(node) {
            self.add(ReferenceKind::Worker, target, Via::Esm, node);
        } else if let Some(targets) = worker::imported_scripts(node) {
            for target in targets {
                self.add(ReferenceKind::Static, target, Via::Esm, node);
            }
        } else if let Some(dependencies) = system::registered_dependencies(node) {
            for target in dependencies {
                self.add(ReferenceKind::Static, target, Via::System, node);
            }
        } else if let Some(preloads) = vite::preloads(node, &self.map_deps) {
            let outer = self.preloads.replace(preloads);
            node.visit_children_with(self);
            self.preloads = outer;
            return;
        }
        node.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        if let Some(target) = worker::new_worker(node) {
            self.add(ReferenceKind::Worker, target, Via::Esm, node);
        }
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}
