//! Parcel writes each `import()` into a module of its own and asks for that where the import stood:
//! `register("dsL0D", function (t) { t.exports = import("1gKX5") })`, `component: () => require("dsL0D")`.

use std::collections::HashMap;

use swc_ecma_ast::{CallExpr, Callee, Expr, Program};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::route::{RouteLoad, RouteRecord};
use crate::model::span::Span;
use crate::parse::script::{literal_text, span_of, visit_operands};

/// Adds to the code of each route that of the modules that it asks for.
pub(crate) fn follow(program: &Program, routes: &mut [RouteRecord]) {
    let mut reader = Reader::default();
    program.visit_with(&mut reader);
    let Reader { modules, mut uses } = reader;
    uses.sort_unstable();
    for load in routes.iter_mut().map(|route| &mut route.loads) {
        let asked: Vec<RouteLoad> = load
            .iter()
            .flat_map(|load| {
                let from = uses.partition_point(|(place, _)| place.start < load.span.start);
                let within = uses[from..].iter().take_while(|(place, _)| place.start < load.span.end);
                within.filter(|(place, _)| load.runs(*place)).map(|(_, id)| (id, load.owner))
            })
            .filter_map(|(id, owner)| Some(RouteLoad { span: *modules.get(id)?, except: Vec::new(), owner }))
            .collect();
        load.extend(asked);
    }
}

#[derive(Default)]
struct Reader {
    /// The code of the modules, by id.
    modules: HashMap<String, Span>,
    /// Where a function is called with an id alone.
    uses: Vec<(Span, String)>,
}

impl Visit for Reader {
    fn visit_call_expr(&mut self, node: &CallExpr) {
        let is_call = matches!(node.callee, Callee::Expr(_));
        match node.args.as_slice() {
            [id] if is_call => self.uses.extend(literal_text(&id.expr).map(|id| (span_of(node), id))),
            [id, code] if matches!(&*code.expr, Expr::Fn(_) | Expr::Arrow(_)) => {
                self.modules.extend(literal_text(&id.expr).map(|id| (id, span_of(&code.expr))));
            }
            _ => {}
        }
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}
