//! Which part of an expression runs when its route is opened, and which only later.
//!
//! ```js
//! () => import("./a.js").then(m => m.A)                      // all of it
//! () => preload(() => import("./a.js"), [...])               // Vite
//! () => Promise.all([n.e(1), n.e(2)]).then(n.bind(n, 3))     // webpack
//! async () => { const { A } = await import("./a.js"); return { Component: A } }
//! () => jsx("button", { onClick: () => import("./b.js") })   // the import runs later
//! ```

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, CallExpr, Callee, Expr, Function, FunctionBody, Lit, ObjectLit, Pat, Prop,
    PropOrSpread, Stmt, VarDecl,
};

use crate::model::route::{LoadOwner, RouteLoad};
use crate::model::span::Span;
use crate::parse::script::{member_name, property_name, span_of};

/// Code with more parts than this that run later is no loader.
const MOST_EXCEPT: usize = 64;

/// The code of `value` as far as it runs at once; `None` where no function in it does, so that nothing is loaded.
pub(crate) fn load(value: &Expr) -> Option<RouteLoad> {
    let mut run = Run::default();
    match value {
        // `components: { default: () => import(…) }`, `lazy: { Component: () => import(…) }`
        Expr::Object(object) => run.values(object),
        Expr::Arrow(arrow) => run.arrow(arrow),
        Expr::Fn(function) => run.function(&function.function),
        value => run.expression(value),
    }
    run.into_load(span_of(value))
}

/// The same for a method: `component() { return import(…) }`.
pub(crate) fn load_of_method(function: &Function) -> Option<RouteLoad> {
    let mut run = Run::default();
    run.function(function);
    run.into_load(span_of(function))
}

#[derive(Default)]
struct Run {
    except: Vec<Span>,
    /// Whether something is called in a function that runs.
    calls: bool,
    depth: u32,
}

impl Run {
    fn into_load(self, span: Span) -> Option<RouteLoad> {
        let is_loader = self.calls && self.except.len() <= MOST_EXCEPT;
        is_loader.then_some(RouteLoad { span, except: self.except, owner: LoadOwner::Route })
    }

    fn later(&mut self, node: impl Spanned) {
        self.except.push(span_of(node));
    }

    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::Await(inner) => self.expression(&inner.arg),
            Expr::Seq(list) => list.exprs.iter().for_each(|expression| self.expression(expression)),
            Expr::Cond(choice) => {
                self.later(&choice.test);
                self.expression(&choice.cons);
                self.expression(&choice.alt);
            }
            // `(await import(…)).A`
            Expr::Member(member) => self.expression(&member.obj),
            Expr::Array(list) => {
                list.elems.iter().flatten().for_each(|element| self.expression(&element.expr));
            }
            Expr::Call(call) => self.call(call),
            Expr::Ident(_) | Expr::Lit(_) => {}
            // `defineAsyncComponent({ loader: () => import(…) })`
            Expr::Object(object) => self.object(object),
            other => self.later(other),
        }
    }

    fn call(&mut self, call: &CallExpr) {
        // `preload(() => …)` and `lazy(() => …)` call what they are given, as does `then`; `x.addEventListener(…)` does
        // so when something happens.
        let mut calls_its_argument = true;
        if let Callee::Expr(callee) = &call.callee {
            match &**callee {
                Expr::Member(method) => {
                    self.expression(&method.obj);
                    calls_its_argument = self.depth == 0 || member_name(method) == Some("then");
                }
                // `(0, r.lazy)(…)`, `f(…)(…)`
                callee => self.expression(callee),
            }
        }
        self.calls |= 0 < self.depth;
        for (index, argument) in call.args.iter().enumerate() {
            let is_called = index == 0 && calls_its_argument;
            match &*argument.expr {
                // A function that needs something is called with it: later.
                Expr::Arrow(arrow) if is_called && arrow.params.is_empty() => self.arrow(arrow),
                Expr::Fn(function) if is_called && function.function.params.is_empty() => {
                    self.function(&function.function);
                }
                argument => self.expression(argument),
            }
        }
    }

    fn object(&mut self, object: &ObjectLit) {
        for property in &object.props {
            match property {
                PropOrSpread::Prop(property) => match &**property {
                    Prop::KeyValue(pair) if property_name(&pair.key).as_deref() == Some("loader") => {
                        self.value(&pair.value);
                    }
                    Prop::KeyValue(pair) if matches!(&*pair.value, Expr::Lit(Lit::Num(_) | Lit::Bool(_))) => {
                    }
                    property => self.later(property),
                },
                PropOrSpread::Spread(spread) => self.later(&spread.expr),
            }
        }
    }

    /// Every value of an object that is one loader each.
    fn values(&mut self, object: &ObjectLit) {
        for property in &object.props {
            match property {
                PropOrSpread::Prop(property) => match &**property {
                    Prop::KeyValue(pair) => self.value(&pair.value),
                    property => self.later(property),
                },
                PropOrSpread::Spread(spread) => self.later(&spread.expr),
            }
        }
    }

    fn value(&mut self, value: &Expr) {
        match value {
            Expr::Arrow(arrow) => self.arrow(arrow),
            Expr::Fn(function) => self.function(&function.function),
            value => self.expression(value),
        }
    }

    fn arrow(&mut self, arrow: &ArrowExpr) {
        arrow.params.iter().for_each(|parameter: &Pat| self.later(parameter));
        self.depth += 1;
        match &*arrow.body {
            ArrowFunctionBody::Expr(body) => self.expression(body),
            ArrowFunctionBody::FunctionBody(body) => self.block(body),
        }
        self.depth -= 1;
    }

    fn function(&mut self, function: &Function) {
        function.params.iter().for_each(|parameter| self.later(parameter));
        self.depth += 1;
        function.body.iter().for_each(|body| self.block(body));
        self.depth -= 1;
    }

    fn block(&mut self, block: &FunctionBody) {
        for statement in &block.stmts {
            match statement {
                Stmt::Return(returned) => returned.arg.iter().for_each(|value| self.expression(value)),
                Stmt::Expr(awaited) if matches!(&*awaited.expr, Expr::Await(_)) => {
                    self.expression(&awaited.expr);
                }
                Stmt::Decl(swc_ecma_ast::Decl::Var(declaration)) => self.declaration(declaration),
                other => self.later(other),
            }
        }
    }

    /// `const { A } = await import(…)`; without `await` it is a function for later, or a hook.
    fn declaration(&mut self, declaration: &VarDecl) {
        for declarator in &declaration.decls {
            self.later(&declarator.name);
            match declarator.init.as_deref() {
                Some(value @ (Expr::Await(_) | Expr::Member(_))) => self.expression(value),
                Some(other) => self.later(other),
                None => {}
            }
        }
    }
}
