//! The code that webpack 4 and 5 and Rspack write around modules: containers, runtimes, loads.
//!
//! Minifiers rename everything but properties, so all shapes are recognised by those (`.e`, `.u`, `.O`, `.f.j`,
//! …) and by what stands around them. A number that looks like a chunk's id and is none names no file of the
//! build and comes to nothing in the graph.
//! `containers.rs` reads chunk files, `names.rs` file names, `loads.rs` what loads chunks; here is the walk.

mod containers;
mod literals;
mod loads;
mod names;
mod runtime;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrowExpr, AssignExpr, BinExpr, BinaryOp, CallExpr, Expr, ExprStmt, Function, MemberExpr, MemberProp,
    ModuleItem, NewExpr, ObjectLit, Program, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::script::{ReferenceKind, ScriptFacts, Target};
use crate::model::span::Span;
use crate::model::webpack::{ChunkFile, ChunkHint, ChunkLoad, ModuleSpan, WebpackFacts, WebpackUnit};
use crate::parse::script::webpack::containers::{Exported, pushed};
use crate::parse::script::webpack::literals::{id_passed_to, is_member, plain};
use crate::parse::script::webpack::loads::ContextEntry;
use crate::parse::script::webpack::runtime::Role;
use crate::parse::script::{literal_text, span_of};

/// Adds what `program` says of webpack's chunks to its facts, and takes away what only looked like an import.
pub(crate) fn read(program: &Program, facts: &mut ScriptFacts) {
    let mut reader = Reader::new(span_of(program.span()));
    match program {
        Program::Module(module) => module.body.iter().for_each(|item| reader.statement(item)),
        Program::Script(script) => script.body.iter().for_each(|statement| reader.statement(statement)),
    }
    let Reader { units, claimed, .. } = reader.finished();
    if !claimed.is_empty() {
        facts.references.retain(|reference| {
            let is_claimed = claimed.iter().any(|claimed| claimed.contains(reference.span));
            !is_claimed || (reference.kind == ReferenceKind::Worker && reference.target != Target::Unknown)
        });
    }
    if !units.is_empty() {
        facts.webpack = Some(Box::new(WebpackFacts { units }));
    }
}

/// Walks over one program.
struct Reader {
    /// Units that are complete.
    units: Vec<WebpackUnit>,
    /// What stands around the containers, over all statements.
    rest: WebpackUnit,
    /// The unit that is being read.
    unit: WebpackUnit,
    /// What cannot be decided before the end of the unit.
    open: Undecided,
    /// The functions around the current node, from the whole program inwards.
    functions: Vec<Span>,
    /// What the code that is being walked is for.
    role: Role,
    /// Whether the worker that is being made was understood.
    worker: Option<(Span, bool)>,
    /// Places whose references are something else than they look.
    claimed: Vec<Span>,
    /// Modules of the module format, which count only beside ids.
    exported_modules: Vec<ModuleSpan>,
}

/// What needs something that stands elsewhere in the unit.
#[derive(Default)]
struct Undecided {
    /// Context maps with the function around them.
    contexts: Vec<(Span, Vec<ContextEntry>)>,
    /// Where and at which index code begins to read chunks from a context map, in the order of the places.
    first_chunks: Vec<(Span, usize)>,
    /// Chunk files with the function around them and their own place.
    chunk_files: Vec<(Span, Span, Vec<ChunkFile>)>,
    /// `x.f.j = …`: the function around it and its own place.
    loaders: Vec<(Span, Span)>,
    /// webpack 4's `x.push([0, "vendors"])` with the function around it.
    deferred: Vec<(Span, ChunkLoad)>,
    /// Modules that are run for their effect alone.
    run_for_effect: HashSet<String>,
    /// The functions in which a chunk-loading global is read.
    reads: Vec<Span>,
}

impl Reader {
    fn new(program: Span) -> Self {
        Self {
            units: Vec::new(),
            rest: WebpackUnit::default(),
            unit: WebpackUnit::default(),
            open: Undecided::default(),
            functions: vec![program],
            role: Role::None,
            worker: None,
            claimed: Vec::new(),
            exported_modules: Vec::new(),
        }
    }

    /// One statement of the program: a runtime is one, whatever else is in the file.
    fn statement(&mut self, statement: &impl VisitWith<Self>) {
        statement.visit_with(self);
        let unit = self.close();
        if unit.globals.is_empty() {
            self.rest.absorb(unit);
        } else if !unit.is_empty() {
            self.units.push(unit);
        }
    }

    /// The unit that was being read, complete.
    fn close(&mut self) -> WebpackUnit {
        let mut open = std::mem::take(&mut self.open);
        let mut unit = std::mem::take(&mut self.unit);
        open.first_chunks.sort_unstable();
        for (function, entries) in open.contexts {
            let from = open.first_chunks.partition_point(|(place, _)| place.start < function.start);
            let first = open.first_chunks[from..].iter().find(|(place, _)| function.contains(*place));
            let first = first.map(|(_, index)| *index);
            // "./de" and "./de.js" are two names of one module.
            let mut met = HashSet::new();
            let loads = entries.into_iter().filter_map(|entry| entry.load(first));
            unit.loads.extend(loads.filter(|load| met.insert((load.module.clone(), load.chunks.clone()))));
        }
        for (function, place, files) in open.chunk_files {
            let belongs = |(around, loader): &(Span, Span)| *around == function || loader.contains(place);
            if open.loaders.iter().any(belongs) {
                self.claimed.push(place);
                unit.chunk_files.extend(files);
            }
        }
        let deferred = open.deferred.into_iter().filter(|(function, _)| open.reads.contains(function));
        unit.entry_dependencies.extend(deferred.map(|(_, load)| load));
        unit.loads.sort_by_key(|load| load.span);
        unit
    }

    fn finished(mut self) -> Self {
        let mut rest = std::mem::take(&mut self.rest);
        if !rest.chunk_ids.is_empty() {
            rest.modules = std::mem::take(&mut self.exported_modules);
        }
        let mut runtimes = self.units.iter_mut().filter(|unit| !unit.is_container);
        match (runtimes.next(), runtimes.next()) {
            // A runtime without a function around it.
            (Some(only), None) if rest.chunk_ids.is_empty() => only.absorb(rest),
            _ => self.units.push(rest),
        }
        for unit in self.units.iter_mut().filter(|unit| !unit.opaque_worker) {
            unit.script_urls.clear();
        }
        self.units.retain(|unit| !unit.is_empty());
        self
    }

    fn function(&self) -> Span {
        self.functions.last().copied().unwrap_or_default()
    }

    fn within<N: VisitWith<Self>>(&mut self, function: Span, node: &N) {
        self.functions.push(function);
        node.visit_children_with(self);
        self.functions.pop();
    }

    fn with_role<N: VisitWith<Self>>(&mut self, role: Role, node: &N) {
        let outer = std::mem::replace(&mut self.role, role);
        node.visit_with(self);
        self.role = outer;
    }

    fn exported(&mut self, exported: Exported) {
        match exported {
            Exported::Ids(ids) => self.unit.chunk_ids.extend(ids),
            Exported::Modules(modules) => self.exported_modules.extend(modules),
        }
    }

    /// A push container is a unit of its own.
    fn container(&mut self, call: &CallExpr, container: containers::Container) {
        let unit = std::mem::take(&mut self.unit);
        let open = std::mem::take(&mut self.open);
        call.args.visit_with(self);
        let run = std::mem::take(&mut self.open.run_for_effect);
        let mut inner = self.close();
        inner.style_modules = containers::empty_modules(call);
        inner.style_modules.retain(|empty| run.contains(empty));
        inner.globals = vec![container.global];
        inner.is_container = true;
        inner.chunk_ids = container.chunk_ids;
        inner.modules = container.modules;
        inner.runs_entry = container.runs_entry;
        if !container.entry_dependencies.is_empty() {
            let span = span_of(call.span());
            let chunks = container.entry_dependencies;
            inner.entry_dependencies.push(ChunkLoad { chunks, module: None, span });
        }
        self.units.push(inner);
        self.unit = unit;
        self.open = open;
    }

    /// A sum: `n.p + n.u(213)` is the URL of a chunk that runs by itself, `n.p + "0.js"` that of a script.
    fn sum(&mut self, sum: &BinExpr) {
        if sum.op != BinaryOp::Add || !is_member(&sum.left, "p") {
            return;
        }
        let span = span_of(sum.span());
        if let Expr::Call(call) = plain(&sum.right)
            && let Some(chunk) = id_passed_to(call, "u")
        {
            let (span, understood) = match &mut self.worker {
                Some((span, understood)) => (*span, Some(understood)),
                None => (span, None),
            };
            if let Some(understood) = understood {
                *understood = true;
            }
            self.unit.workers.push(ChunkLoad { chunks: vec![chunk], module: None, span });
        } else if let Some(url) = literal_text(&sum.right) {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let extension = path.rsplit_once('.').map(|(_, extension)| extension);
            if extension.is_some_and(|extension| matches!(extension, "js" | "mjs" | "cjs")) {
                self.unit.script_urls.push((url, span));
            }
        }
    }

    fn call(&mut self, node: &CallExpr) {
        if let Some(load) = loads::load(node) {
            match self.role {
                Role::Startup => {}
                _ => self.unit.loads.push(load),
            }
        } else if let Some((load, is_hint)) = loads::waits_for(node) {
            if !is_hint {
                self.unit.entry_dependencies.push(load);
            }
        } else if let Some(chunks) = loads::mapped(node, &["E", "G"]) {
            self.unit.hints.push(ChunkHint { with: None, chunks, span: span_of(node.span()) });
        } else if let Some(index) = loads::first_chunk_index(node) {
            self.open.first_chunks.push((span_of(node.span()), index));
        } else if let Some(load) = runtime::deferred(node) {
            self.open.deferred.push((self.function(), load));
        }
        self.unit.pages.extend(runtime::registered_page(node));
        if self.role == Role::Startup {
            let chunk = id_passed_to(node, "e").map(|chunk| vec![chunk]);
            if let Some(chunks) = chunk.or_else(|| loads::mapped(node, &["e"])) {
                let span = span_of(node.span());
                self.unit.entry_dependencies.push(ChunkLoad { chunks, module: None, span });
            }
        }
    }
}

impl Visit for Reader {
    fn visit_module_item(&mut self, node: &ModuleItem) {
        if let Some(exported) = runtime::exported_constants(node) {
            for constant in exported {
                self.exported(constant);
            }
        }
        node.visit_children_with(self);
    }

    fn visit_expr_stmt(&mut self, node: &ExprStmt) {
        self.open.run_for_effect.extend(runtime::run_for_effect(node));
        node.visit_children_with(self);
    }

    fn visit_function(&mut self, node: &Function) {
        if let Some(name) = runtime::script_name_of(node) {
            self.unit.script_names.push(name);
        }
        self.within(span_of(node.span), node);
    }

    fn visit_arrow_expr(&mut self, node: &ArrowExpr) {
        self.within(span_of(node.span), node);
    }

    fn visit_assign_expr(&mut self, node: &AssignExpr) {
        if let Some(global) = containers::global_list(node) {
            self.unit.globals.push(global);
            self.open.reads.push(self.function());
        } else if let Some(exported) = containers::assigned_to_exports(node) {
            self.exported(exported);
        }
        runtime::read_names(node, &mut self.unit);
        let role = runtime::role_of(node);
        if role == Role::Loader {
            self.open.loaders.push((self.function(), span_of(node.span)));
        }
        node.left.visit_with(self);
        let role = if role == Role::None { self.role } else { role };
        self.with_role(role, &node.right);
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        if self.role == Role::Ensure
            && let Some(name) = node.init.as_deref().and_then(runtime::style_name)
        {
            self.unit.style_names.push(name);
        }
        node.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        if let Some(container) = pushed(node) {
            self.container(node, container);
            return;
        }
        self.call(node);
        node.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        if !runtime::is_worker(node) {
            node.visit_children_with(self);
            return;
        }
        let span = span_of(node.span());
        let outer = self.worker.replace((span, false));
        node.visit_children_with(self);
        match std::mem::replace(&mut self.worker, outer) {
            Some((_, true)) => self.claimed.push(span),
            _ => self.unit.opaque_worker = true,
        }
    }

    fn visit_object_lit(&mut self, node: &ObjectLit) {
        if let Some(entries) = loads::context(node) {
            self.open.contexts.push((self.function(), entries));
        } else if let Some(files) = loads::chunk_files(node) {
            self.open.chunk_files.push((self.function(), span_of(node.span), files));
        } else if let Some(files) = loads::style_files(node) {
            self.unit.style_files.extend(files);
        }
        node.visit_children_with(self);
    }

    fn visit_member_expr(&mut self, node: &MemberExpr) {
        if let (Expr::Object(table), MemberProp::Computed(_)) = (plain(&node.obj), &node.prop) {
            runtime::read_table(self.role, table, &mut self.unit);
        }
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        // A chain of thousands of `+` is as deep as it is long: walk down its left side without recursion.
        let mut node = node;
        while let Expr::Bin(binary) = node {
            self.sum(binary);
            binary.right.visit_with(self);
            node = &binary.left;
        }
        node.visit_children_with(self);
    }
}
