//! Modules that a bundler kept apart in a script without numbering them: `CommonJS` under esbuild, Rolldown and Rollup.
//!
//! `var a=n(((e,t)=>{…}))` (Rolldown, esbuild), `var require_a=__commonJS({"node_modules/a/index.js"(e,t){…}})`
//! (esbuild, not minified), `function ap(){return fo||(fo=1,…)}` (Rollup). And those that go by their paths in a table,
//! `{"./node_modules/a/index.js":(function(e){…}),…}`, as webpack writes for development: also where it has no chunks.

use swc_common::Spanned;
use swc_ecma_ast::{BinaryOp, CallExpr, Expr, FnDecl, ObjectLit, Prop, PropOrSpread, Stmt, VarDeclarator};

use crate::model::script::Factory;
use crate::parse::script::{property_name, span_of};

/// The module that a variable holds.
pub(crate) fn declared(node: &VarDeclarator) -> Option<Factory> {
    let Expr::Call(call) = unparenthesised(node.init.as_deref()?) else { return None };
    let [argument] = call.args.as_slice() else { return None };
    let id = match unparenthesised(&argument.expr) {
        Expr::Arrow(_) | Expr::Fn(_) if is_plain(call) => None,
        Expr::Object(object) => match object.props.as_slice() {
            [PropOrSpread::Prop(prop)] => match &**prop {
                Prop::Method(method) => Some(property_name(&method.key).filter(|key| key.contains('/'))?),
                Prop::KeyValue(pair) if matches!(&*pair.value, Expr::Fn(_) | Expr::Arrow(_)) => {
                    Some(property_name(&pair.key).filter(|key| key.contains('/'))?)
                }
                _ => return None,
            },
            _ => return None,
        },
        _ => return None,
    };
    Some(Factory { id, span: span_of(call) })
}

/// Whether a function is called by its name: methods of objects are no module wrappers.
fn is_plain(call: &CallExpr) -> bool {
    call.callee.as_expr().is_some_and(|callee| matches!(unparenthesised(callee), Expr::Ident(_)))
}

/// The module that a function runs once.
pub(crate) fn run_once(node: &FnDecl) -> Option<Factory> {
    let body = node.function.body.as_ref().filter(|_| node.function.params.is_empty())?;
    let runs_once = match body.stmts.first()? {
        Stmt::Return(statement) => statement.arg.as_deref().is_some_and(runs_once),
        // function requireA(){if(hasRequiredA)return a;hasRequiredA=1;…}
        Stmt::If(statement) => {
            matches!(&*statement.test, Expr::Ident(_)) && matches!(&*statement.cons, Stmt::Return(_))
        }
        _ => false,
    };
    runs_once.then(|| Factory { id: None, span: span_of(node) })
}

/// The modules of a table by path; none of a table that names no package: other objects have functions by paths, too.
pub(crate) fn table(node: &ObjectLit) -> Vec<Factory> {
    let modules: Vec<Factory> = node.props.iter().filter_map(by_path).collect();
    let is_package = |module: &Factory| module.id.as_deref().is_some_and(|id| id.contains("node_modules/"));
    if modules.iter().any(is_package) { modules } else { Vec::new() }
}

fn by_path(prop: &PropOrSpread) -> Option<Factory> {
    let (key, span) = match prop {
        PropOrSpread::Prop(prop) => match &**prop {
            Prop::KeyValue(pair) => match unparenthesised(&pair.value) {
                Expr::Fn(_) | Expr::Arrow(_) => (&pair.key, span_of(pair.value.span())),
                _ => return None,
            },
            Prop::Method(method) => (&method.key, span_of(method.span())),
            _ => return None,
        },
        PropOrSpread::Spread(_) => return None,
    };
    let id = property_name(key).filter(|key| key.contains('/'))?;
    Some(Factory { id: Some(id), span })
}

/// `fo||(fo=1,…)`, alone or before commas.
fn runs_once(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        Expr::Seq(sequence) => sequence.exprs.first().is_some_and(|first| runs_once(first)),
        Expr::Bin(binary) if binary.op == BinaryOp::LogicalOr => {
            let Expr::Ident(flag) = unparenthesised(&binary.left) else { return false };
            let first = match unparenthesised(&binary.right) {
                Expr::Seq(sequence) => sequence.exprs.first().map(|first| unparenthesised(first)),
                other => Some(other),
            };
            matches!(first, Some(Expr::Assign(set)) if set.left.as_ident().is_some_and(|name| name.sym == flag.sym))
        }
        _ => false,
    }
}

/// Parentheses are few in what a bundler writes around a module: a loop of bounded length.
fn unparenthesised(mut expression: &Expr) -> &Expr {
    while let Expr::Paren(inner) = expression {
        expression = &inner.expr;
    }
    expression
}
