//! Turbopack's chunks: a script's tree in, the modules that it brings and the lists of chunks that it has out.
//!
//! ```js
//! (globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([document.currentScript,
//!   11107, e => { e.v(t => Promise.all(["static/chunks/a.css","static/chunks/b.js"].map(t => e.l(t))).then(() => t(53707))) },
//!   82043, e => { e.v(e.r(10914).f("static/chunks/worker.js", ["static/chunks/c.js"])) },   // before 16.2: e.b([…])
//!   72630, 4711, (e, t, r) => { e.A(11107); e.r(82043)(Worker, {type: "module"}) }]);
//! push({otherChunks: ["static/chunks/d.js"], runtimeModuleIds: [1]})                      // the start of a page
//! __TURBOPACK_PAGE_BOOTSTRAP = {"/about": {otherChunks: [], runtimeModuleIds: []}}         // the start of other pages
//! __turbopack_load_page_chunks__("/about", ["static/chunks/e.js"])
//! ```
//!
//! The global may be called `TURBOPACK_…`; modules may also stand in an object, as they did before Next 16.
//! The word `TURBOPACK` alone proves nothing: other bundlers' builds of Next have it too. Leaves out on purpose
//! which modules a module asks for (`e.i(1)`): that makes the browser load nothing.

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrayLit, CallExpr, Callee, Expr, ExprOrSpread, Lit, MemberExpr, NewExpr, ObjectLit, Pat, Program, Prop,
    PropOrSpread,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::turbopack::{
    ChunkList, ChunkListKind, ChunkLoader, ModuleUse, ModuleUseKind, TurbopackFacts, TurbopackModule,
    WorkerLoader,
};
use crate::parse::script::visit_operands;
use crate::parse::script::{literal_text, member_name, property_name, span_of};

const PAGE_CHUNKS: &str = "__turbopack_load_page_chunks__";

/// The facts of a program; `None` where Turbopack has not made it.
pub(crate) fn read(program: &Program, text: &str) -> Option<Box<TurbopackFacts>> {
    // Keeps the second walk over the tree away from the scripts of all other bundlers.
    if !text.contains("TURBOPACK") && !text.contains(PAGE_CHUNKS) {
        return None;
    }
    let mut reader = Reader::default();
    program.visit_with(&mut reader);
    let facts = reader.facts;
    (facts != TurbopackFacts::default()).then(|| Box::new(facts))
}

#[derive(Default)]
struct Reader {
    facts: TurbopackFacts,
    /// Whether the walk is inside the arguments of a push.
    in_push: bool,
    /// The module whose code is being walked.
    module: Option<CurrentModule>,
    /// The value that this module exports, while it is being walked.
    value: Option<Value>,
}

/// A module while its code is walked.
struct CurrentModule {
    ids: Vec<String>,
    /// What its code calls Turbopack's functions on.
    context: String,
}

/// What `e.v(…)` exports, as far as it tells a loader or a worker.
#[derive(Default)]
struct Value {
    /// The parameter of the function that is exported.
    parameter: Option<String>,
    /// Whether it calls `e.l(…)`, which loads a chunk.
    loads: bool,
    chunks: Vec<String>,
    imported: Option<String>,
    worker: Option<(Option<String>, Vec<String>)>,
}

impl Reader {
    /// What is pushed: the script, then modules; or the start of a page.
    fn pushed(&mut self, list: &ArrayLit) {
        let mut ids = Vec::new();
        for element in list.elems.iter().skip(1).flatten() {
            match without_parentheses(&element.expr) {
                Expr::Object(modules) => self.object(modules),
                code => match (module_id(code), first_parameter(code)) {
                    (Some(id), _) => {
                        ids.push(id);
                        continue;
                    }
                    (None, Some(context)) => self.module(std::mem::take(&mut ids), context, code),
                    (None, None) => code.visit_with(self),
                },
            }
            ids.clear();
        }
    }

    /// Modules by their ids, or the start of a page.
    fn object(&mut self, object: &ObjectLit) {
        if other_chunks(object).is_some() {
            object.visit_with(self);
            return;
        }
        for property in &object.props {
            let PropOrSpread::Prop(property) = property else { continue };
            let Prop::KeyValue(pair) = &**property else { continue };
            let code = without_parentheses(&pair.value);
            if let (Some(id), Some(context)) = (property_name(&pair.key), first_parameter(code)) {
                self.module(vec![id], context, code);
            }
        }
    }

    fn module(&mut self, ids: Vec<String>, context: String, code: &Expr) {
        let span = span_of(code);
        self.facts.modules.extend(ids.iter().map(|id| TurbopackModule { id: id.clone(), span }));
        let outer = self.module.replace(CurrentModule { ids, context });
        code.visit_children_with(self);
        self.module = outer;
    }

    /// The name of one of Turbopack's functions, if the call is one.
    fn own_function<'c>(&self, call: &'c CallExpr) -> Option<&'c str> {
        let Callee::Expr(callee) = &call.callee else { return None };
        let Expr::Member(method) = &**callee else { return None };
        self.is_context(method).then(|| member_name(method)).flatten()
    }

    fn is_context(&self, method: &MemberExpr) -> bool {
        let Expr::Ident(object) = &*method.obj else { return false };
        self.module.as_ref().is_some_and(|module| module.context == *object.sym)
    }

    /// The module that `e.r(82043)` asks for.
    fn required(&self, expression: &Expr) -> Option<String> {
        let Expr::Call(call) = without_parentheses(expression) else { return None };
        if self.own_function(call)? != "r" {
            return None;
        }
        module_id(&call.args.first()?.expr)
    }

    fn add_use(&mut self, id: String, kind: ModuleUseKind, node: impl Spanned) {
        self.facts.uses.push(ModuleUse { id, kind, span: span_of(node) });
    }

    /// Walks what a module exports, and keeps it if it is a loader or a worker.
    fn exported(&mut self, call: &CallExpr) {
        let parameter = call.args.first().and_then(|value| first_parameter(&value.expr));
        self.value = Some(Value { parameter, ..Value::default() });
        call.args.visit_with(self);
        let (Some(value), Some(module)) = (self.value.take(), &self.module) else { return };
        if value.loads && !value.chunks.is_empty() {
            for id in &module.ids {
                let (chunks, imported) = (value.chunks.clone(), value.imported.clone());
                self.facts.loaders.push(ChunkLoader { id: id.clone(), chunks, imported });
            }
        } else if let Some((entry, chunks)) = value.worker {
            for id in &module.ids {
                let (id, entry, chunks) = (id.clone(), entry.clone(), chunks.clone());
                self.facts.workers.push(WorkerLoader { id, entry, chunks, span: span_of(call) });
            }
        }
    }

    /// A call inside of what a module exports.
    fn call_in_value(&mut self, call: &CallExpr) {
        let own_function = self.own_function(call);
        let Some(value) = &mut self.value else { return };
        let Some(first) = call.args.first() else { return };
        if own_function.is_some_and(|name| matches!(name, "l" | "L")) {
            value.loads = true;
            value.chunks.extend(chunk_path(first));
        }
        if let (Callee::Expr(callee), Some(parameter)) = (&call.callee, &value.parameter)
            && matches!(&**callee, Expr::Ident(callee) if callee.sym == **parameter)
        {
            value.imported = module_id(&first.expr).or(value.imported.take());
        }
        let list = call.args.iter().enumerate().find_map(|(index, argument)| {
            let Expr::Array(list) = &*argument.expr else { return None };
            let chunks = chunk_paths(list).filter(|chunks| chunks.iter().all(|chunk| is_script(chunk)))?;
            Some((index, chunks))
        });
        if let Some((index, chunks)) = list {
            let entry = call.args[..index].iter().rev().find_map(|argument| literal_text(&argument.expr));
            value.worker = Some((entry, chunks));
        }
    }
}

impl Visit for Reader {
    fn visit_call_expr(&mut self, node: &CallExpr) {
        if let Some(argument) = pushed_to_turbopack(node) {
            let outer = std::mem::replace(&mut self.in_push, true);
            match argument {
                Expr::Array(list) => self.pushed(list),
                other => other.visit_with(self),
            }
            self.in_push = outer;
            return;
        }
        if let Some((page, chunks)) = page_chunks(node) {
            self.facts.pages.extend(page);
            self.facts.lists.push(ChunkList { kind: ChunkListKind::Bootstrap, chunks, span: span_of(node) });
        }
        if self.value.is_some() {
            self.call_in_value(node);
        } else if self.own_function(node) == Some("v") {
            self.exported(node);
            return;
        }
        if self.own_function(node) == Some("A") {
            if let Some(id) = node.args.first().and_then(|id| module_id(&id.expr)) {
                self.add_use(id, ModuleUseKind::Load, node);
            }
        } else if let Callee::Expr(callee) = &node.callee
            && let Some(id) = self.required(callee)
        {
            self.add_use(id, ModuleUseKind::Call, node);
        }
        node.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        let first = node.args.iter().flatten().next();
        if let Some(id) = first.and_then(|argument| self.required(&argument.expr))
            && matches!(&*node.callee, Expr::Ident(name) if name.sym.ends_with("Worker"))
        {
            self.add_use(id, ModuleUseKind::Call, node);
        }
        node.visit_children_with(self);
    }

    fn visit_array_lit(&mut self, node: &ArrayLit) {
        if let Some(value) = &mut self.value {
            value.chunks.extend(chunk_paths(node).into_iter().flatten());
        }
        node.visit_children_with(self);
    }

    fn visit_object_lit(&mut self, node: &ObjectLit) {
        if self.module.is_none()
            && let Some(chunks) = other_chunks(node)
        {
            let kind = if self.in_push { ChunkListKind::Bootstrap } else { ChunkListKind::Page };
            self.facts.lists.push(ChunkList { kind, chunks, span: span_of(node) });
        }
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}

/// What is pushed, if the call pushes to Turbopack's list.
fn pushed_to_turbopack(call: &CallExpr) -> Option<&Expr> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(method) = &**callee else { return None };
    let [only] = call.args.as_slice() else { return None };
    (member_name(method)? == "push" && is_global(&method.obj)).then(|| without_parentheses(&only.expr))
}

/// `TURBOPACK`, `globalThis.TURBOPACK`, `globalThis["TURBOPACK"]`, and any of them `|| (… = [])`.
fn is_global(expression: &Expr) -> bool {
    match without_parentheses(expression) {
        Expr::Ident(name) => name.sym.starts_with("TURBOPACK"),
        Expr::Member(member) => member_name(member).is_some_and(|name| name.starts_with("TURBOPACK")),
        // Not down the left side: a chain of `+` may be long.
        Expr::Bin(binary) => {
            matches!(without_parentheses(&binary.left), Expr::Ident(_) | Expr::Member(_))
                && is_global(&binary.left)
        }
        Expr::Assign(assignment) => {
            let target = assignment.left.as_simple();
            target
                .and_then(|target| target.as_member())
                .and_then(member_name)
                .is_some_and(|name| name.starts_with("TURBOPACK"))
        }
        _ => false,
    }
}

/// The page and the list of `__turbopack_load_page_chunks__("/about", […])`.
fn page_chunks(call: &CallExpr) -> Option<(Option<String>, Vec<String>)> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let is_loader = match &**callee {
        Expr::Ident(name) => name.sym == *PAGE_CHUNKS,
        Expr::Member(member) => member_name(member) == Some(PAGE_CHUNKS),
        _ => false,
    };
    let [page, list] = call.args.as_slice() else { return None };
    match &*list.expr {
        Expr::Array(list) if is_loader => Some((literal_text(&page.expr), chunk_paths(list)?)),
        _ => None,
    }
}

/// The list of `{otherChunks: […]}`.
fn other_chunks(object: &ObjectLit) -> Option<Vec<String>> {
    object.props.iter().find_map(|property| {
        let PropOrSpread::Prop(property) = property else { return None };
        let Prop::KeyValue(pair) = &**property else { return None };
        match &*pair.value {
            Expr::Array(list) if property_name(&pair.key)? == "otherChunks" => chunk_paths(list),
            _ => None,
        }
    })
}

/// The paths of a list that holds nothing but chunks; `None` for an empty one too.
fn chunk_paths(list: &ArrayLit) -> Option<Vec<String>> {
    let paths: Option<Vec<String>> =
        list.elems.iter().map(|element| element.as_ref().and_then(chunk_path)).collect();
    paths.filter(|paths| !paths.is_empty())
}

/// `"static/chunks/a.js"` or `{path: "static/chunks/a.js", included: […]}`.
fn chunk_path(element: &ExprOrSpread) -> Option<String> {
    let path = match &*element.expr {
        Expr::Object(chunk) => chunk.props.iter().find_map(|property| {
            let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
            if property_name(&pair.key)? == "path" { literal_text(&pair.value) } else { None }
        })?,
        text => literal_text(text)?,
    };
    (is_script(&path) || has_extension(&path, ".css")).then_some(path)
}

fn is_script(path: &str) -> bool {
    has_extension(path, ".js") || has_extension(path, ".mjs")
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.split(['?', '#']).next().is_some_and(|path| path.ends_with(extension))
}

/// The id of a module: a number or a text.
fn module_id(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(Lit::Num(number)) => Some(number.value.to_string()),
        _ => literal_text(expression),
    }
}

/// The name of a function's first parameter.
fn first_parameter(function: &Expr) -> Option<String> {
    let parameter = match without_parentheses(function) {
        Expr::Arrow(arrow) => arrow.params.first(),
        Expr::Fn(function) => function.function.params.first().map(|parameter| &parameter.pat),
        _ => None,
    }?;
    match parameter {
        Pat::Ident(name) => Some(name.id.sym.to_string()),
        _ => None,
    }
}

fn without_parentheses(mut expression: &Expr) -> &Expr {
    while let Expr::Paren(parenthesised) = expression {
        expression = &parenthesised.expr;
    }
    expression
}

#[cfg(test)]
mod tests;
