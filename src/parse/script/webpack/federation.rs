//! Module Federation: chunks that have no script, and the scripts that hosts open.
//!
//! ```js
//! r.f.j = (e, t) => { … if (332 != e) { … r.l(r.p + r.u(e)) … } else o[e] = 0 }      // 332 comes from elsewhere
//! const o = { "./Widget": () => r.e(659).then(() => () => r(659)) }; r.d(t, { get: () => n, init: () => i })
//! ```

use swc_ecma_ast::{
    AssignExpr, AssignOp, BinaryOp, CallExpr, CondExpr, Expr, IfStmt, Lit, MemberProp, ObjectLit, Prop,
    PropOrSpread, Stmt, UnaryOp,
};

use crate::model::webpack::{IdSet, IdTest};
use crate::parse::script::literal_text;
use crate::parse::script::webpack::literals::{
    assigned_member, id, key, method, plain, property, spreadless,
};

/// The chunks that `if (332 != e) { … } else o[e] = 0` takes for loaded at once; `None` for other statements.
pub(crate) fn without_script(branch: &IfStmt) -> Option<IdTest> {
    let expression = |statement| only_expression(statement).and_then(marked_as_loaded);
    let no = branch.alt.as_deref().and_then(expression);
    test_for(&branch.test, expression(&branch.cons), no)
}

/// The same as `332 != e ? … : o[e] = 0`.
pub(crate) fn without_script_in_choice(choice: &CondExpr) -> Option<IdTest> {
    test_for(&choice.test, marked_as_loaded(&choice.cons), marked_as_loaded(&choice.alt))
}

fn test_for(test: &Expr, yes: Option<&str>, no: Option<&str>) -> Option<IdTest> {
    let (name, negated) = match (yes, no) {
        (Some(name), None) => (name, false),
        (None, Some(name)) => (name, true),
        _ => return None,
    };
    let mut found = id_test(test, name)?;
    found.negated ^= negated;
    Some(found)
}

fn only_expression(statement: &Stmt) -> Option<&Expr> {
    match statement {
        Stmt::Expr(only) => Some(plain(&only.expr)),
        Stmt::Block(block) => match block.stmts.as_slice() {
            [Stmt::Expr(only)] => Some(plain(&only.expr)),
            _ => None,
        },
        _ => None,
    }
}

/// The variable in `o[e] = 0`.
fn marked_as_loaded(expression: &Expr) -> Option<&str> {
    let Expr::Assign(assignment) = plain(expression) else { return None };
    let MemberProp::Computed(index) = &assigned_member(assignment)?.prop else { return None };
    let Expr::Ident(name) = plain(&index.expr) else { return None };
    let is_zero = matches!(plain(&assignment.right), Expr::Lit(Lit::Num(number)) if number.value == 0.0);
    (is_zero && assignment.op == AssignOp::Assign).then_some(&*name.sym)
}

/// A test of the variable `name`.
fn id_test(test: &Expr, name: &str) -> Option<IdTest> {
    let is_variable =
        |expression: &Expr| matches!(plain(expression), Expr::Ident(found) if found.sym == *name);
    match plain(test) {
        Expr::Unary(unary) if unary.op == UnaryOp::Bang => {
            // More than one is not written, and would have to be counted.
            let positive = match plain(&unary.arg) {
                Expr::Unary(_) => None,
                inner => id_test(inner, name),
            }?;
            Some(IdTest { negated: !positive.negated, ..positive })
        }
        Expr::Bin(binary) => {
            let negated = match binary.op {
                BinaryOp::EqEq | BinaryOp::EqEqEq => false,
                BinaryOp::NotEq | BinaryOp::NotEqEq => true,
                _ => return None,
            };
            let other = match (is_variable(&binary.left), is_variable(&binary.right)) {
                (true, false) => &binary.right,
                (false, true) => &binary.left,
                _ => return None,
            };
            Some(IdTest { ids: IdSet::One(id(other)?), negated })
        }
        Expr::Call(call) => {
            let (Expr::Lit(Lit::Regex(pattern)), "test", [tested]) =
                (method(call)?.0, method(call)?.1, &*call.args)
            else {
                return None;
            };
            // Bundlers write every id out; what could stand for endless texts is something else.
            let is_plain = pattern.flags.is_empty() && !pattern.exp.contains(['{', '*', '+', '?']);
            let is_it = is_plain && is_variable(&spreadless(Some(tested))?.expr);
            is_it.then(|| IdTest { ids: IdSet::Pattern(pattern.exp.to_string()), negated: false })
        }
        _ => None,
    }
}

/// Whether these are the modules that a remote offers: `{ "./Widget": () => … }`.
pub(crate) fn is_map_of_exposes(object: &ObjectLit) -> bool {
    let is_expose = |property: &PropOrSpread| {
        let (name, is_function) = match property.as_prop().map(|property| &**property) {
            Some(Prop::KeyValue(pair)) => {
                (key(&pair.key), matches!(plain(&pair.value), Expr::Arrow(_) | Expr::Fn(_)))
            }
            Some(Prop::Method(method)) => (key(&method.key), true),
            _ => return false,
        };
        is_function && name.is_some_and(|name| name == "." || name.starts_with("./"))
    };
    !object.props.is_empty() && object.props.iter().all(is_expose)
}

/// Whether a call exports nothing but `get` and `init`: `r.d(t, { get: () => n, init: () => i })`.
pub(crate) fn exports_get_and_init(call: &CallExpr) -> bool {
    let exports = || {
        let (Expr::Ident(_), "d") = method(call)? else { return None };
        let mut names: Vec<String> = match plain(&spreadless(call.args.get(1))?.expr) {
            Expr::Object(object) if object.props.len() == 2 => {
                object.props.iter().filter_map(property_key).collect()
            }
            Expr::Array(list) if list.elems.len() <= 6 => {
                list.elems.iter().flatten().filter_map(|element| literal_text(&element.expr)).collect()
            }
            _ => return None,
        };
        names.sort_unstable();
        Some(names)
    };
    exports().is_some_and(|names| names == ["get", "init"])
}

fn property_key(property: &PropOrSpread) -> Option<String> {
    match &**property.as_prop()? {
        Prop::KeyValue(pair) => key(&pair.key),
        Prop::Method(method) => key(&method.key),
        _ => None,
    }
}

/// Rspack: `r.initializeExposesData = { moduleMap: { "./Widget": … }, … }`.
pub(crate) fn gives_exposes(assignment: &AssignExpr) -> bool {
    let is_it = |name: &str| name == "initializeExposesData";
    let named = assigned_member(assignment).and_then(property).is_some_and(|name| is_it(&name));
    let Expr::Object(data) = plain(&assignment.right) else { return false };
    named && data.props.iter().any(|property| property_key(property).is_some_and(|name| name == "moduleMap"))
}
