//! The functions that make file names from chunk ids, as expressions that can be evaluated later.
//!
//! ```js
//! r.u = e => "js/" + (124 === e ? "lodash-route" : e) + "." + { 23: "a754" }[e] + ".js"
//! i.src = function (e) { return c.p + "js/" + ({}[e] || e) + "." + { 0: "25c3" }[e] + ".js" }(e)   // webpack 4
//! ```

use std::collections::BTreeMap;

use swc_ecma_ast::{
    ArrowFunctionBody, BinExpr, BinaryOp, CallExpr, CondExpr, Expr, FunctionBody, Lit, MemberExpr,
    MemberProp, ObjectLit, Pat, Prop, PropOrSpread, Stmt, Tpl, UnaryOp,
};

use crate::model::webpack::{FileName, NameExpression};
use crate::parse::script::literal_text;
use crate::parse::script::webpack::literals::{is_member, key, method, number_text, plain, spreadless};

/// Real names are a handful of levels deep; what is deeper is something else.
const MOST_LEVELS: u32 = 64;

/// The name that a function of one parameter returns.
pub(crate) fn of_function(function: &Expr) -> Option<FileName> {
    match plain(function) {
        Expr::Arrow(arrow) => {
            let mut reader = Reader::with_parameter(arrow.params.first()?)?;
            match &*arrow.body {
                ArrowFunctionBody::Expr(value) => reader.read(value, 0),
                ArrowFunctionBody::FunctionBody(body) => reader.returned(body),
            }
        }
        Expr::Fn(function) => {
            of_body(&function.function.params.first()?.pat, function.function.body.as_ref()?)
        }
        _ => None,
    }
}

/// The name that a function's body returns.
pub(crate) fn of_body(parameter: &Pat, body: &FunctionBody) -> Option<FileName> {
    Reader::with_parameter(parameter)?.returned(body)
}

/// A name made in place: its only variable is the chunk's id.
pub(crate) fn of_expression(expression: &Expr) -> Option<FileName> {
    Reader { parameter: None }.read(expression, 0)
}

/// Whether an expression is a sum that begins with the public path: `n.p + …`.
pub(crate) fn begins_with_public_path(expression: &Expr) -> bool {
    let mut expression = plain(expression);
    let mut is_sum = false;
    while let Expr::Bin(BinExpr { op: BinaryOp::Add, left, .. }) = expression {
        expression = plain(left);
        is_sum = true;
    }
    is_sum && is_member(expression, "p")
}

struct Reader {
    /// The name of the variable that holds the id; the first one met where it is not known yet.
    parameter: Option<String>,
}

impl Reader {
    fn with_parameter(parameter: &Pat) -> Option<Self> {
        let name = parameter.as_ident()?.id.sym.to_string();
        Some(Self { parameter: Some(name) })
    }

    /// `return a`, or `if (test) return a; … return b`.
    fn returned(&mut self, body: &FunctionBody) -> Option<NameExpression> {
        let mut arms = Vec::new();
        for statement in &body.stmts {
            match statement {
                Stmt::If(branch) if branch.alt.is_none() => {
                    let returned = match &*branch.cons {
                        Stmt::Return(returned) => returned.arg.as_ref()?,
                        Stmt::Block(block) => match block.stmts.as_slice() {
                            [Stmt::Return(returned)] => returned.arg.as_ref()?,
                            _ => return None,
                        },
                        _ => return None,
                    };
                    arms.push((self.read(&branch.test, 1)?, self.read(returned, 1)?));
                }
                Stmt::Return(returned) => {
                    let value = returned.arg.as_ref();
                    let otherwise =
                        value.map_or(Some(NameExpression::Undefined), |value| self.read(value, 1))?;
                    return Some(choice(arms, otherwise));
                }
                _ => return None,
            }
        }
        Some(choice(arms, NameExpression::Undefined))
    }

    fn read(&mut self, expression: &Expr, level: u32) -> Option<NameExpression> {
        if level > MOST_LEVELS {
            return None;
        }
        if let Some(text) = literal_text(expression) {
            return Some(NameExpression::Text(text));
        }
        match plain(expression) {
            Expr::Lit(Lit::Num(number)) => Some(NameExpression::Text(number_text(number.value))),
            Expr::Tpl(template) => self.template(template, level),
            Expr::Ident(name) if name.sym == *"undefined" => Some(NameExpression::Undefined),
            Expr::Ident(name) => {
                let parameter = self.parameter.get_or_insert_with(|| name.sym.to_string());
                (*parameter == *name.sym).then_some(NameExpression::Id)
            }
            Expr::Unary(unary) if unary.op == UnaryOp::Void => Some(NameExpression::Undefined),
            Expr::Bin(binary) => self.binary(binary, level),
            Expr::Cond(conditional) => self.conditional(conditional, level),
            Expr::Member(member) => self.member(member, level),
            Expr::Call(call) => self.call(call, level),
            _ => None,
        }
    }

    fn template(&mut self, template: &Tpl, level: u32) -> Option<NameExpression> {
        let mut parts = Vec::new();
        for (index, quasi) in template.quasis.iter().enumerate() {
            let text = quasi.cooked.as_ref().map(|cooked| cooked.to_string_lossy().into_owned());
            parts.push(NameExpression::Text(text.unwrap_or_else(|| quasi.raw.to_string())));
            if let Some(inner) = template.exprs.get(index) {
                parts.push(self.read(inner, level + 1)?);
            }
        }
        Some(NameExpression::Sum(parts))
    }

    fn binary(&mut self, binary: &BinExpr, level: u32) -> Option<NameExpression> {
        let operands = |reader: &mut Self| {
            // A chain is as deep as it is long on its left side.
            let mut reversed = vec![reader.read(&binary.right, level + 1)?];
            let mut left = plain(&binary.left);
            while let Expr::Bin(inner) = left
                && inner.op == binary.op
            {
                reversed.push(reader.read(&inner.right, level + 1)?);
                left = plain(&inner.left);
            }
            reversed.push(reader.read(left, level + 1)?);
            reversed.reverse();
            Some(reversed)
        };
        match binary.op {
            BinaryOp::Add => Some(NameExpression::Sum(operands(self)?)),
            BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => Some(NameExpression::First(operands(self)?)),
            BinaryOp::LogicalAnd => Some(NameExpression::Both(operands(self)?)),
            BinaryOp::EqEq | BinaryOp::EqEqEq | BinaryOp::NotEq | BinaryOp::NotEqEq => {
                Some(NameExpression::Equal {
                    left: Box::new(self.read(&binary.left, level + 1)?),
                    right: Box::new(self.read(&binary.right, level + 1)?),
                    negated: matches!(binary.op, BinaryOp::NotEq | BinaryOp::NotEqEq),
                })
            }
            _ => None,
        }
    }

    /// `a ? b : c ? d : e` is as deep as it is long: hundreds of pages each have an arm.
    fn conditional(&mut self, first: &CondExpr, level: u32) -> Option<NameExpression> {
        let mut arms = vec![(self.read(&first.test, level + 1)?, self.read(&first.cons, level + 1)?)];
        let mut rest = plain(&first.alt);
        while let Expr::Cond(next) = rest {
            arms.push((self.read(&next.test, level + 1)?, self.read(&next.cons, level + 1)?));
            rest = plain(&next.alt);
        }
        Some(choice(arms, self.read(rest, level + 1)?))
    }

    fn member(&mut self, member: &MemberExpr, level: u32) -> Option<NameExpression> {
        match (plain(&member.obj), &member.prop) {
            // The public path: where the build's folder is mounted.
            (Expr::Ident(_), MemberProp::Ident(name)) if name.sym == *"p" => {
                Some(NameExpression::Text(String::new()))
            }
            (Expr::Object(table), MemberProp::Computed(computed)) => Some(NameExpression::Lookup {
                table: self.table(table, level + 1)?,
                key: Box::new(self.read(&computed.expr, level + 1)?),
            }),
            _ => None,
        }
    }

    fn table(&mut self, object: &ObjectLit, level: u32) -> Option<BTreeMap<String, NameExpression>> {
        let mut entry = |property: &PropOrSpread| {
            let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
            Some((key(&pair.key)?, self.read(&pair.value, level)?))
        };
        object.props.iter().map(&mut entry).collect()
    }

    fn call(&mut self, call: &CallExpr, level: u32) -> Option<NameExpression> {
        let (object, name) = method(call)?;
        if name == "h" && call.args.is_empty() && matches!(object, Expr::Ident(_)) {
            return Some(NameExpression::FullHash);
        }
        if name != "concat" {
            return None;
        }
        let mut parts = vec![self.read(object, level + 1)?];
        for argument in &call.args {
            parts.push(self.read(&spreadless(Some(argument))?.expr, level + 1)?);
        }
        Some(NameExpression::Sum(parts))
    }
}

fn choice(arms: Vec<(NameExpression, NameExpression)>, otherwise: NameExpression) -> NameExpression {
    if arms.is_empty() {
        return otherwise;
    }
    NameExpression::Choice { arms, otherwise: Box::new(otherwise) }
}
