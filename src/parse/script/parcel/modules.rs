//! Parcel's modules: what a script registers, what its modules import, and where they are asked for.

use std::collections::HashMap;

use swc_ecma_ast::{CallExpr, Callee, Expr, ExprOrSpread, KeyValueProp, ObjectLit, Prop, PropOrSpread};

use crate::model::parcel::{ModuleUse, ParcelModule};
use crate::parse::script::parcel::{is_id, one_text};
use crate::parse::script::{literal_text, member_name, property_name, span_of};

/// The files that an import loads, and the module that it imports.
pub(super) struct Import {
    pub(super) files: Vec<String>,
    pub(super) module: Option<String>,
}

/// Where `a("2HB15")` asks for a module.
pub(super) fn required(call: &CallExpr) -> Option<ModuleUse> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let is_function = matches!(&**callee, Expr::Ident(_));
    let id = if is_function { one_text(&call.args).filter(|id| is_id(id))? } else { return None };
    Some(ModuleUse { id, span: span_of(call) })
}

/// The module of `o("7CTC2", function (module, exports) {…})`.
pub(super) fn registered(call: &CallExpr) -> Option<ParcelModule> {
    let [id, code] = call.args.as_slice() else { return None };
    let is_code = matches!(&*code.expr, Expr::Fn(_) | Expr::Arrow(_));
    let id = if is_code { literal_text(&id.expr).filter(|id| is_id(id))? } else { return None };
    Some(ParcelModule { id, span: span_of(&code.expr), imports: Vec::new() })
}

/// The module of `a1b2c: [function (require, module, exports) {…}, {"react": "d3e4f"}]`, and its dependencies as they are
/// written.
pub(super) fn listed(pair: &KeyValueProp) -> Option<(Option<ParcelModule>, &ObjectLit)> {
    let Expr::Array(list) = &*pair.value else { return None };
    let [Some(code), Some(dependencies)] = list.elems.as_slice() else { return None };
    let (Expr::Fn(_) | Expr::Arrow(_), Expr::Object(dependencies)) = (&*code.expr, &*dependencies.expr)
    else {
        return None;
    };
    let import = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        Some((property_name(&pair.key)?, literal_text(&pair.value)?))
    };
    let imports = dependencies.props.iter().filter_map(import).collect();
    let module = property_name(&pair.key).map(|id| ParcelModule { id, span: span_of(&code.expr), imports });
    Some((module, dependencies))
}

/// Those dependencies that are loaded dynamically: `{"./a": [["a.61bb.js", "xY9z"], "a.61bb.js.map", "xY9z"]}`.
pub(super) fn imported_files(dependencies: &ObjectLit) -> HashMap<String, Import> {
    let import = |property: &PropOrSpread| {
        let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
        let Expr::Array(list) = &*pair.value else { return None };
        let file = |element: &ExprOrSpread| match &*element.expr {
            Expr::Array(file) => literal_text(&file.elems.first()?.as_ref()?.expr),
            _ => None,
        };
        let files = list.elems.iter().flatten().filter_map(file).collect();
        let module = list.elems.last().and_then(|last| literal_text(&last.as_ref()?.expr));
        Some((property_name(&pair.key)?, Import { files, module }))
    };
    dependencies.props.iter().filter_map(import).collect()
}

/// The name in `require("_bundle_loader")(require.resolve("./a"))`.
pub(super) fn resolved_name(expression: &Expr) -> Option<String> {
    let Expr::Call(call) = expression else { return None };
    let Callee::Expr(loader) = &call.callee else { return None };
    let [only] = call.args.as_slice() else { return None };
    let (Expr::Call(_), Expr::Call(resolve)) = (&**loader, &*only.expr) else { return None };
    let Callee::Expr(callee) = &resolve.callee else { return None };
    match &**callee {
        Expr::Member(method) if member_name(method)? == "resolve" => one_text(&resolve.args),
        _ => None,
    }
}
