//! An expression -> what can be said of it without the rest of the program.
//!
//! Minifiers move everything into names, so a value is kept as written, with the names and the scopes that they are
//! used in; `resolve.rs` follows them once the whole program has been walked.

use std::rc::Rc;

use swc_ecma_ast::{
    BinExpr, BinaryOp, CallExpr, Callee, Expr, Id, Lit, MemberExpr, NewExpr, ObjectLit, Prop, PropOrSpread,
    Tpl, UnaryOp,
};

use crate::model::span::Span;
use crate::parse::script::{literal_text, member_name, property_name, span_of};

/// Deeper expressions name no file.
const MOST_DEPTH: u32 = 6;
/// No `srcset` has more parts.
const MOST_PIECES: usize = 64;
/// No element and no asset module has more properties.
const MOST_PROPERTIES: usize = 64;
/// Longer texts are no URL, no list of candidates and no attribute.
const MOST_TEXT: usize = 4096;

/// A name and the scope that it is used in.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// The name.
    pub(crate) id: Id,
    /// Where it is used.
    pub(crate) scope: u32,
}

/// An expression, as far as it is understood.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A text that is written out.
    Text(String),
    /// A number.
    Number(f64),
    /// `null`, `undefined`, `false`.
    Nothing,
    /// `true`.
    True,
    /// A name.
    Name(Name),
    /// `x.name`
    Member(Box<Value>, String),
    /// A template or a sum.
    Joined(Vec<Value>),
    /// `new URL(x, import.meta.url)`
    FileUrl(Box<Value>),
    /// `import.meta.resolve(x)`
    Specifier(Box<Value>),
    /// `require(id)`
    Module(String),
    /// A call of a name or a method.
    Called(Box<Value>, Vec<Value>),
    /// An object.
    Object(Rc<Object>),
    /// An `<img>` that is made here: `document.createElement("img")`, `new Image`, a framework's `element("img")`.
    Created(Span),
    /// HTML that is made into nodes whenever it is called; its index.
    Template(usize),
    /// A variable that has no value yet.
    Unset,
    /// Anything else.
    Unknown,
}

/// The properties of an object literal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object {
    /// By name, in their order.
    pub(crate) entries: Vec<(String, Value)>,
    /// Whether it has more than these: `...x`, computed names.
    pub(crate) is_open: bool,
}

impl Object {
    /// The value of `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// Reads `expression`, which stands in `scope`.
pub(crate) fn value_of(expression: &Expr, scope: u32) -> Value {
    read(expression, scope, MOST_DEPTH)
}

/// Reads an object, which stands in `scope`.
pub(crate) fn object_of(object: &ObjectLit, scope: u32) -> Object {
    read_object(object, scope, MOST_DEPTH)
}

/// Without parentheses, and behind the commas of `(0, f)`.
pub(crate) fn plain(mut expression: &Expr) -> &Expr {
    loop {
        expression = match expression {
            Expr::Paren(inner) => &inner.expr,
            Expr::Seq(list) => match list.exprs.last() {
                Some(value) => value,
                None => return expression,
            },
            other => return other,
        };
    }
}

/// The text of a literal, as `literal_text` gives it, but without a copy.
pub(crate) fn short_text(literal: &Expr) -> Option<&str> {
    match literal {
        Expr::Lit(Lit::Str(text)) => text.value.as_str(),
        Expr::Tpl(template) if template.exprs.is_empty() => {
            template.quasis.first()?.cooked.as_ref()?.as_str()
        }
        _ => None,
    }
}

/// The operands of a sum, from left to right; `None` for other expressions.
pub(crate) fn operands(sum: &BinExpr) -> Option<Vec<&Expr>> {
    if sum.op != BinaryOp::Add {
        return None;
    }
    let mut found: Vec<&Expr> = vec![&sum.right];
    let mut left = plain(&sum.left);
    while let Expr::Bin(inner) = left {
        if inner.op != BinaryOp::Add {
            break;
        }
        found.push(&inner.right);
        left = plain(&inner.left);
    }
    found.push(left);
    found.reverse();
    Some(found)
}

/// The operands of `"a".concat(b, "c")`, which is what minifiers for old browsers make of a template.
pub(crate) fn concatenated(call: &CallExpr) -> Option<Vec<&Expr>> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Member(method) = plain(callee) else { return None };
    if member_name(method) != Some("concat") || call.args.iter().any(|argument| argument.spread.is_some()) {
        return None;
    }
    let first = plain(&method.obj);
    short_text(first)?;
    Some(std::iter::once(first).chain(call.args.iter().map(|argument| &*argument.expr)).collect())
}

/// A data URL without its data; other texts as they are.
pub(crate) fn without_data(text: &str) -> &str {
    let is_data = text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    match text.find(',') {
        Some(comma) if is_data => &text[..=comma],
        _ => text,
    }
}

fn read(expression: &Expr, scope: u32, depth: u32) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return Value::Unknown };
    match plain(expression) {
        Expr::Lit(Lit::Null(_)) => Value::Nothing,
        Expr::Lit(Lit::Bool(flag)) => of_flag(flag.value),
        Expr::Lit(Lit::Num(number)) => Value::Number(number.value),
        literal @ Expr::Lit(Lit::Str(_)) => text(literal),
        Expr::Tpl(template) if template.exprs.is_empty() => text(expression),
        Expr::Tpl(template) => read_template(template, scope, depth),
        Expr::Bin(sum) => read_sum(sum, scope, depth),
        // `!0`, `void 0`
        Expr::Unary(unary) => match (unary.op, &*unary.arg) {
            (UnaryOp::Bang, Expr::Lit(Lit::Num(number))) => of_flag(number.value == 0.0),
            (UnaryOp::Void, Expr::Lit(_)) => Value::Nothing,
            (UnaryOp::Minus, Expr::Lit(Lit::Num(number))) => Value::Number(-number.value),
            _ => Value::Unknown,
        },
        Expr::Ident(name) if name.sym == *"undefined" => Value::Nothing,
        Expr::Ident(name) => Value::Name(Name { id: name.to_id(), scope }),
        Expr::Member(member) => read_member(member, scope, depth),
        Expr::New(new) => read_new(new, scope, depth),
        Expr::Call(call) => read_call(call, scope, depth),
        Expr::Assign(assignment) => read(&assignment.right, scope, depth),
        Expr::Object(object) if object.props.len() <= MOST_PROPERTIES => {
            Value::Object(Rc::new(read_object(object, scope, depth)))
        }
        _ => Value::Unknown,
    }
}

fn of_flag(flag: bool) -> Value {
    if flag { Value::True } else { Value::Nothing }
}

fn text(literal: &Expr) -> Value {
    let Some(text) = literal_text(literal) else { return Value::Unknown };
    let text = without_data(&text);
    if text.len() <= MOST_TEXT { Value::Text(text.to_owned()) } else { Value::Unknown }
}

fn read_template(template: &Tpl, scope: u32, depth: u32) -> Value {
    if template.quasis.len() > MOST_PIECES {
        return Value::Unknown;
    }
    let mut pieces = Vec::new();
    for (index, quasi) in template.quasis.iter().enumerate() {
        let Some(cooked) = &quasi.cooked else { return Value::Unknown };
        let cooked = cooked.to_string_lossy();
        if cooked.len() > MOST_TEXT {
            return Value::Unknown;
        }
        if !cooked.is_empty() {
            pieces.push(Value::Text(cooked.into_owned()));
        }
        pieces.extend(template.exprs.get(index).map(|hole| read(hole, scope, depth)));
    }
    Value::Joined(pieces)
}

fn read_sum(sum: &BinExpr, scope: u32, depth: u32) -> Value {
    match operands(sum) {
        Some(operands) if operands.len() <= MOST_PIECES => {
            Value::Joined(operands.into_iter().map(|operand| read(operand, scope, depth)).collect())
        }
        _ => Value::Unknown,
    }
}

fn read_member(member: &MemberExpr, scope: u32, depth: u32) -> Value {
    match member_name(member) {
        Some(name) => Value::Member(Box::new(read(&member.obj, scope, depth)), name.to_owned()),
        None => Value::Unknown,
    }
}

fn read_new(new: &NewExpr, scope: u32, depth: u32) -> Value {
    let arguments = new.args.as_deref().unwrap_or_default();
    match (constructor(new), arguments) {
        (Some("URL"), [url, _]) if is_file_url(new) => {
            Value::FileUrl(Box::new(read(&url.expr, scope, depth)))
        }
        // webpack, for files that stylesheets in scripts name: `new URL(require(12), n.b)`
        (Some("URL"), [url, base]) if is_page_url(&base.expr) => match read(&url.expr, scope, depth) {
            module @ Value::Module(_) => module,
            _ => Value::Unknown,
        },
        (Some("Image"), _) => Value::Created(span_of(new)),
        _ => Value::Unknown,
    }
}

/// `new URL(x, import.meta.url)`
pub(crate) fn is_file_url(new: &NewExpr) -> bool {
    let arguments = new.args.as_deref().unwrap_or_default();
    constructor(new) == Some("URL") && matches!(arguments, [_, base] if is_own_url(&base.expr))
}

/// The last name of what `new` makes: `URL`, `window.Image`.
fn constructor(new: &NewExpr) -> Option<&str> {
    match plain(&new.callee) {
        Expr::Ident(name) => Some(&name.sym),
        Expr::Member(member) => member_name(member),
        _ => None,
    }
}

/// Whether an expression is the URL of the script: `import.meta.url`, `"" + import.meta.url`, `context.meta.url`.
fn is_own_url(expression: &Expr) -> bool {
    match plain(expression) {
        Expr::Bin(sum) => is_own_url(&sum.right),
        Expr::Tpl(template) => template.exprs.last().is_some_and(|hole| is_own_url(hole)),
        Expr::Member(member) if member_name(member) == Some("url") => match plain(&member.obj) {
            Expr::MetaProp(_) => true,
            Expr::Member(meta) => member_name(meta) == Some("meta"),
            _ => false,
        },
        _ => false,
    }
}

/// `n.b`, the name of the page's URL in the runtime of webpack.
fn is_page_url(expression: &Expr) -> bool {
    matches!(plain(expression), Expr::Member(member) if member_name(member) == Some("b"))
}

fn read_call(call: &CallExpr, scope: u32, depth: u32) -> Value {
    let Callee::Expr(callee) = &call.callee else { return Value::Unknown };
    if call.args.len() > MOST_PIECES || call.args.iter().any(|argument| argument.spread.is_some()) {
        return Value::Unknown;
    }
    let callee = plain(callee);
    let mut arguments = call.args.iter().map(|argument| &*argument.expr);
    if let Expr::Member(method) = callee {
        match (member_name(method), plain(&method.obj)) {
            (Some("resolve"), Expr::MetaProp(_)) => {
                let argument = arguments.next().map_or(Value::Unknown, |url| read(url, scope, depth));
                return Value::Specifier(Box::new(argument));
            }
            (Some("concat"), Expr::Array(_)) => return Value::Unknown,
            // What minifiers for old browsers make of a template.
            (Some("concat"), first) => {
                let pieces = std::iter::once(first).chain(arguments);
                return Value::Joined(pieces.map(|piece| read(piece, scope, depth)).collect());
            }
            _ => {}
        }
    }
    let is_name = match callee {
        Expr::Ident(_) | Expr::Member(_) => true,
        // `n.n(wrapper)()(url)`, minified: `u()(d)`
        Expr::Call(inner) => inner.args.is_empty(),
        _ => false,
    };
    if !is_name || call.args.len() > 4 {
        return Value::Unknown;
    }
    if let [argument] = call.args.as_slice() {
        match plain(&argument.expr) {
            Expr::Lit(Lit::Num(id)) => return Value::Module(id.value.to_string()),
            written => match short_text(written) {
                Some("img") => return Value::Created(span_of(call)),
                Some(id) => return Value::Module(id.to_owned()),
                None => {}
            },
        }
    }
    let arguments = arguments.map(|argument| read_argument(argument, scope, depth)).collect();
    Value::Called(Box::new(read(callee, scope, depth)), arguments)
}

/// What calls are followed through: wrappers of a name, steps from a node. All else is not worth reading.
fn read_argument(argument: &Expr, scope: u32, depth: u32) -> Value {
    match plain(argument) {
        Expr::Ident(_)
        | Expr::Member(_)
        | Expr::Call(_)
        | Expr::Unary(_)
        | Expr::Lit(Lit::Num(_) | Lit::Bool(_)) => read(argument, scope, depth),
        _ => Value::Unknown,
    }
}

fn read_object(object: &ObjectLit, scope: u32, depth: u32) -> Object {
    let mut read_in = Object::default();
    for property in &object.props {
        match property {
            PropOrSpread::Prop(property) => match &**property {
                Prop::KeyValue(pair) => match property_name(&pair.key) {
                    Some(name) => read_in.entries.push((name, read(&pair.value, scope, depth))),
                    None => read_in.open(),
                },
                Prop::Shorthand(name) => {
                    let value = Value::Name(Name { id: name.to_id(), scope });
                    read_in.entries.push((name.sym.to_string(), value));
                }
                Prop::Getter(getter) => match property_name(&getter.key) {
                    Some(name) => read_in.entries.push((name, Value::Unknown)),
                    None => read_in.open(),
                },
                Prop::Assign(_) | Prop::Setter(_) | Prop::Method(_) => {}
            },
            PropOrSpread::Spread(_) => read_in.open(),
        }
    }
    read_in
}

impl Object {
    /// Something comes behind that may say other things of all that is there.
    pub(crate) fn open(&mut self) {
        self.is_open = true;
        for (_, value) in &mut self.entries {
            *value = Value::Unknown;
        }
    }
}
