//! The pages of Next.js on Turbopack that a script starts: `__TURBOPACK_PAGE_BOOTSTRAP = {"/about": {otherChunks: […]}}`.

use swc_ecma_ast::{Expr, ObjectLit, Program, Prop, PropOrSpread};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::route::{LoadOwner, RouteLoad, RouteRecord};
use crate::parse::script::{property_name, span_of, visit_operands};

/// The word that the script must have.
pub(crate) const BOOTSTRAP: &str = "otherChunks";

/// Each page with the place of its list.
pub(crate) fn read(program: &Program) -> Vec<RouteRecord> {
    let mut reader = Reader::default();
    program.visit_with(&mut reader);
    reader.routes
}

#[derive(Default)]
struct Reader {
    routes: Vec<RouteRecord>,
}

impl Visit for Reader {
    fn visit_object_lit(&mut self, node: &ObjectLit) {
        self.routes.extend(node.props.iter().filter_map(page));
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}

fn page(property: &PropOrSpread) -> Option<RouteRecord> {
    let Prop::KeyValue(pair) = &**property.as_prop()? else { return None };
    let Expr::Object(start) = &*pair.value else { return None };
    let path = property_name(&pair.key)?;
    let is_start = |property: &PropOrSpread| {
        let pair = property.as_prop().and_then(|property| property.as_key_value());
        pair.is_some_and(|pair| property_name(&pair.key).as_deref() == Some(BOOTSTRAP))
    };
    // Next's own `/_app` and `/_error` are no pages that anybody opens.
    if !path.starts_with('/') || path.starts_with("/_") || !start.props.iter().any(is_start) {
        return None;
    }
    let load = RouteLoad { span: span_of(start), except: Vec::new(), owner: LoadOwner::Route };
    Some(RouteRecord { path, relative: false, loads: vec![load] })
}
