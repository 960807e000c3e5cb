//! Ids, names and the few shapes of expressions that all of webpack's code is made of.

use swc_ecma_ast::{
    ArrayLit, AssignExpr, AssignTarget, CallExpr, Callee, Expr, ExprOrSpread, Lit, MemberExpr, MemberProp,
    PropName, SimpleAssignTarget,
};

use crate::parse::script::literal_text;

/// An id as written: a number or a text.
pub(crate) fn id(expression: &Expr) -> Option<String> {
    match plain(expression) {
        Expr::Lit(Lit::Num(number)) => Some(number_text(number.value)),
        other => literal_text(other),
    }
}

/// A list of nothing but ids.
pub(crate) fn ids(list: &ArrayLit) -> Option<Vec<String>> {
    list.elems.iter().map(|element| id(&spreadless(element.as_ref())?.expr)).collect()
}

/// The expression of a list's element, unless it is a hole or `...x`.
pub(crate) fn spreadless(element: Option<&ExprOrSpread>) -> Option<&ExprOrSpread> {
    element.filter(|element| element.spread.is_none())
}

/// A number as JavaScript prints it, for those that ids are.
pub(crate) fn number_text(number: f64) -> String {
    // Also whole ones: Rust prints 1e21 in digits, but no id is as large.
    format!("{number}")
}

/// The key of a property, if it is written.
pub(crate) fn key(name: &PropName) -> Option<String> {
    match name {
        PropName::Ident(name) => Some(name.sym.to_string()),
        PropName::Str(text) => Some(text.value.to_string_lossy().into_owned()),
        PropName::Num(number) => Some(number_text(number.value)),
        PropName::Computed(computed) => id(&computed.expr),
        PropName::BigInt(_) => None,
    }
}

/// Without parentheses around it.
pub(crate) fn plain(expression: &Expr) -> &Expr {
    let mut expression = expression;
    while let Expr::Paren(parenthesised) = expression {
        expression = &parenthesised.expr;
    }
    expression
}

/// The property that a member expression names: `a.b` or `a["b"]`.
pub(crate) fn property(member: &MemberExpr) -> Option<String> {
    match &member.prop {
        MemberProp::Ident(name) => Some(name.sym.to_string()),
        MemberProp::Computed(computed) => literal_text(&computed.expr),
        MemberProp::PrivateName(_) => None,
    }
}

/// Whether this is `something.name`.
pub(crate) fn is_member(expression: &Expr, name: &str) -> bool {
    match plain(expression) {
        Expr::Member(member) => is_named(member, name),
        _ => false,
    }
}

/// Whether this is `identifier.name`.
pub(crate) fn is_member_of_identifier(expression: &Expr, name: &str) -> bool {
    match plain(expression) {
        Expr::Member(member) => is_named(member, name) && matches!(plain(&member.obj), Expr::Ident(_)),
        _ => false,
    }
}

fn is_named(member: &MemberExpr, name: &str) -> bool {
    matches!(&member.prop, MemberProp::Ident(property) if property.sym == *name)
}

/// The member that an assignment is to.
pub(crate) fn assigned_member(assignment: &AssignExpr) -> Option<&MemberExpr> {
    match &assignment.left {
        AssignTarget::Simple(SimpleAssignTarget::Member(member)) => Some(member),
        _ => None,
    }
}

/// The callee of a call, without parentheses.
pub(crate) fn callee(call: &CallExpr) -> Option<&Expr> {
    match &call.callee {
        Callee::Expr(callee) => Some(plain(callee)),
        _ => None,
    }
}

/// The object and the name of the method that a call calls.
pub(crate) fn method(call: &CallExpr) -> Option<(&Expr, &str)> {
    let Expr::Member(member) = callee(call)? else { return None };
    let MemberProp::Ident(name) = &member.prop else { return None };
    Some((plain(&member.obj), &name.sym))
}

/// The id in `n.e(23)` and `n.e(23, "high")`; `None` for other expressions.
pub(crate) fn ensured_chunk(expression: &Expr) -> Option<String> {
    let Expr::Call(call) = plain(expression) else { return None };
    id_passed_to(call, "e")
}

/// The id in `n.name(23)`; `None` for other calls.
pub(crate) fn id_passed_to(call: &CallExpr, name: &str) -> Option<String> {
    let (object, called) = method(call)?;
    let is_it = called == name && matches!(object, Expr::Ident(_)) && call.args.len() <= 2;
    if is_it { id(&spreadless(call.args.first())?.expr) } else { None }
}
