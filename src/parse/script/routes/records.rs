//! The routers' records: objects with a path and something that is loaded when the path is opened.
//!
//! ```js
//! { path: "/settings", component: () => import("./settings.js"), children: [{ path: "mail", component: … }] }
//! { path: "users", loadChildren: () => import("./users.js").then(m => m.routes) }    // Angular
//! { path: "/", lazy: () => import("./home.js") }                                     // React Router
//! createFileRoute("/about")({ component: lazyRouteComponent(() => import("./about.js")) })   // TanStack Router
//! const Home = lazy(() => import("./home.js")); jsx(Route, { path: "/", element: jsx(Home, {}) })
//! ```
//!
//! A record without an import gives nothing, and a path that is not written out gives nothing for its children.

use std::collections::BTreeMap;

use swc_ecma_ast::{
    ArrowExpr, CallExpr, Callee, Expr, ExprOrSpread, Function, Ident, KeyValueProp, ObjectLit, Program, Prop,
    PropName, UnaryOp,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::route::{LoadOwner, RouteLoad, RouteRecord};
use crate::parse::script::routes::bindings::{Bindings, NameUse};
use crate::parse::script::routes::{path, run};
use crate::parse::script::{literal_text, span_of, visit_operands};

/// The properties whose functions are run when the path is opened.
pub(crate) const LOADERS: [&str; 7] =
    ["component", "components", "Component", "element", "lazy", "loadComponent", "loadChildren"];
const CHILDREN: &str = "children";
/// No site nests its layouts so deep.
const MOST_PARENTS: usize = 32;
const MOST_PATHS: usize = 16;
const MOST_LOADS: usize = 64;
/// How the router of `TanStack` names the parent: the path goes on behind one that is not seen.
const UNSEEN_PARENT: &str = "getParentRoute";

/// Every record of a program.
pub(crate) fn read(program: &Program) -> Vec<RouteRecord> {
    let mut reader = Reader::default();
    program.visit_with(&mut reader);
    reader.nest_file_routes();
    let uses = reader.records.iter().flat_map(|record| &record.own.names);
    let bindings = Bindings::of(program, uses);
    let records = &reader.records;
    let own: Vec<Vec<RouteLoad>> = records.iter().map(|record| record.own.resolved(&bindings)).collect();
    let of_record = |index: usize| own.get(index).into_iter().flatten().cloned();
    let routes =
        records.iter().enumerate().filter(|(_, record)| record.is_route).flat_map(|(index, record)| {
            let parents = std::iter::successors(record.parent, |&parent| records.get(parent)?.parent);
            let layouts = parents.take(MOST_PARENTS).flat_map(of_record);
            let layouts = layouts.map(|load| RouteLoad { owner: LoadOwner::Layout, ..load });
            let loads: Vec<RouteLoad> = of_record(index).chain(layouts).take(MOST_LOADS).collect();
            let paths = if loads.is_empty() { &[] } else { record.paths.as_slice() };
            let route = move |path: &String| RouteRecord {
                path: path::normalised(path),
                relative: !path.starts_with('/'),
                loads: loads.clone(),
            };
            paths.iter().map(route)
        });
    routes.collect()
}

/// One object of a router.
struct Record {
    /// The path as far as it is seen, behind the parents'; several of them mean the same. None where some part is not
    /// known.
    paths: Vec<String>,
    /// Whether a visitor can open it: it has a path or is its parent's index.
    is_route: bool,
    own: Loaders,
    parent: Option<usize>,
}

/// What a record runs.
#[derive(Default)]
struct Loaders {
    loads: Vec<RouteLoad>,
    names: Vec<NameUse>,
}

impl Loaders {
    fn resolved(&self, bindings: &Bindings) -> Vec<RouteLoad> {
        let named = self.names.iter().filter_map(|used| bindings.load(used));
        self.loads.iter().chain(named).take(MOST_LOADS).cloned().collect()
    }
}

#[derive(Default)]
struct Reader {
    records: Vec<Record>,
    /// Records by the whole path of their file, which is not what visitors type.
    file_routes: BTreeMap<String, usize>,
    /// The record whose children are being walked.
    parent: Option<usize>,
    /// Whether the walk is in code whose paths go on behind something that is not seen.
    hidden: bool,
}

/// How an object gives its path.
enum Path {
    Written(Vec<String>),
    None,
    Unknown,
}

impl Reader {
    /// `/_layout/about` stands in `/_layout`.
    fn nest_file_routes(&mut self) {
        for (path, index) in &self.file_routes {
            let above = path.rmatch_indices('/').map(|(end, _)| &path[..end]);
            let parent = above.take(MOST_PARENTS).find_map(|above| self.file_routes.get(above)).copied();
            if let Some(record) = self.records.get_mut(*index) {
                record.parent = parent;
            }
        }
    }

    /// Walks what stands in a record.
    fn below<N: VisitWith<Self>>(&mut self, node: &N, parent: Option<usize>, hidden: bool) {
        let outer =
            (std::mem::replace(&mut self.parent, parent), std::mem::replace(&mut self.hidden, hidden));
        node.visit_with(self);
        (self.parent, self.hidden) = outer;
    }

    fn record(&mut self, node: &ObjectLit, shape: &Shape<'_>) {
        let path = shape.path();
        let top = [String::new()];
        let before = match self.parent.and_then(|parent| self.records.get(parent)) {
            _ if self.hidden || shape.has_unseen_parent => &[],
            Some(parent) => parent.paths.as_slice(),
            None => top.as_slice(),
        };
        let is_route = match &path {
            Path::Written(_) => true,
            Path::None => self.parent.is_some() && shape.is_index,
            Path::Unknown => false,
        };
        let paths: Vec<String> = match &path {
            Path::Written(paths) => {
                let behind = |before: &String| -> Vec<String> {
                    paths.iter().map(|path| path::join(before, path)).collect()
                };
                before.iter().flat_map(behind).take(MOST_PATHS).collect()
            }
            Path::None => before.to_vec(),
            Path::Unknown => Vec::new(),
        };
        let is_unknown = paths.is_empty();
        let own = if is_unknown { Loaders::default() } else { shape.loaders(&paths) };
        let this = self.records.len();
        self.records.push(Record { paths, is_route, own, parent: self.parent });
        for property in &node.props {
            match property.as_prop().and_then(|property| property.as_key_value()) {
                Some(pair) if key_text(&pair.key) == Some(CHILDREN) => {
                    self.below(&pair.value, Some(this), is_unknown);
                }
                // Records in a component's code go on behind a path that only the running router knows.
                Some(pair) => self.below(&pair.value, None, true),
                None => self.below(property, None, true),
            }
        }
    }
}

impl Visit for Reader {
    fn visit_object_lit(&mut self, node: &ObjectLit) {
        let shape = Shape::of(node);
        let is_record = match shape.path {
            Some(_) => shape.has_children || !shape.loaders.is_empty(),
            // A layout or an index: it stands among children, or has some.
            None => !shape.loaders.is_empty() && (shape.has_children || self.parent.is_some()),
        };
        if is_record {
            self.record(node, &shape);
        } else {
            node.visit_children_with(self);
        }
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        if let Some((path, options)) = file_route(node)
            && !self.hidden
        {
            let shape = Shape::of(options);
            // `/_layout` is what the pages below it share.
            let is_route = path.rsplit('/').next().is_some_and(|folder| !folder.starts_with('_'));
            let paths = vec![path::without_layouts(&path)];
            self.file_routes.insert(path, self.records.len());
            self.records.push(Record { paths, is_route, own: shape.loaders(&[]), parent: None });
        }
        node.visit_children_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        visit_operands(node, self);
    }
}

/// The path and the options of `createFileRoute("/about")({component: …})`, where no other path stands in them.
fn file_route(call: &CallExpr) -> Option<(String, &ObjectLit)> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let Expr::Call(with_path) = &**callee else { return None };
    let ([path], [options]) = (with_path.args.as_slice(), call.args.as_slice()) else { return None };
    let path = route_text(&path.expr).filter(|path| path.starts_with('/'))?;
    match &*options.expr {
        Expr::Object(options) if Shape::of(options).path.is_none() => Some((path, options)),
        _ => None,
    }
}

/// What a record may have, of one object.
#[derive(Default)]
struct Shape<'o> {
    path: Option<&'o Prop>,
    loaders: Vec<&'o Prop>,
    /// What it shows: `children` and `render`.
    shown: Vec<&'o KeyValueProp>,
    has_children: bool,
    is_index: bool,
    has_unseen_parent: bool,
}

impl<'o> Shape<'o> {
    fn of(object: &'o ObjectLit) -> Self {
        let mut shape = Self::default();
        for property in object.props.iter().filter_map(|property| property.as_prop()) {
            let key = match &**property {
                Prop::Shorthand(name) => Some(&*name.sym),
                Prop::KeyValue(pair) => key_text(&pair.key),
                Prop::Method(method) => key_text(&method.key),
                _ => None,
            };
            match key {
                Some("path") => shape.path = Some(property),
                Some("index") => shape.is_index = true,
                Some(CHILDREN | "render") => {
                    shape.has_children = true;
                    shape.shown.extend(property.as_key_value());
                }
                Some(UNSEEN_PARENT) => shape.has_unseen_parent = true,
                Some(key) if LOADERS.contains(&key) => shape.loaders.push(property),
                _ => {}
            }
        }
        shape
    }

    fn path(&self) -> Path {
        let value = match self.path {
            None => return Path::None,
            Some(Prop::KeyValue(pair)) => &*pair.value,
            Some(_) => return Path::Unknown,
        };
        match value {
            // `path: void 0`
            Expr::Unary(unary) if unary.op == UnaryOp::Void => Path::None,
            Expr::Array(several) => {
                let path = |element: &Option<ExprOrSpread>| route_text(&element.as_ref()?.expr);
                let paths: Option<Vec<String>> = several.elems.iter().map(path).collect();
                paths.filter(|paths| !paths.is_empty()).map_or(Path::Unknown, Path::Written)
            }
            value => route_text(value).map_or(Path::Unknown, |path| Path::Written(vec![path])),
        }
    }

    fn loaders(&self, paths: &[String]) -> Loaders {
        let mut loaders = Loaders::default();
        // `<Route path="/x"><Page/></Route>` and `render={() => <Page/>}`, which have no relative paths.
        if self.path.is_some() && paths.iter().all(|path| path.starts_with('/')) {
            for shown in &self.shown {
                let shown = match &*shown.value {
                    Expr::Arrow(arrow) => arrow.body.as_expr().map(|body| &**body),
                    shown => Some(shown),
                };
                if let Some(shown) = shown {
                    names(shown, &mut loaders.names);
                }
            }
        }
        for property in &self.loaders {
            match property {
                Prop::KeyValue(pair) => {
                    loaders.loads.extend(run::load(&pair.value));
                    names(&pair.value, &mut loaders.names);
                }
                Prop::Method(method) => loaders.loads.extend(run::load_of_method(&method.function)),
                Prop::Shorthand(name) => loaders.names.push(used(name)),
                _ => {}
            }
        }
        loaders
    }
}

fn route_text(value: &Expr) -> Option<String> {
    literal_text(value).filter(|path| path::is_route(path))
}

fn key_text(key: &PropName) -> Option<&str> {
    match key {
        PropName::Ident(name) => Some(&name.sym),
        PropName::Str(name) => name.value.as_str(),
        _ => None,
    }
}

fn used(name: &Ident) -> NameUse {
    NameUse { name: name.sym.to_string(), place: span_of(name.span) }
}

/// The names in an expression, but not those in its functions and in other records.
fn names(expression: &Expr, into: &mut Vec<NameUse>) {
    struct Names<'n>(&'n mut Vec<NameUse>);
    impl Visit for Names<'_> {
        fn visit_ident(&mut self, node: &Ident) {
            self.0.push(used(node));
        }
        fn visit_object_lit(&mut self, node: &ObjectLit) {
            let shape = Shape::of(node);
            if shape.path.is_none() && shape.loaders.is_empty() {
                node.visit_children_with(self);
            }
        }
        fn visit_arrow_expr(&mut self, _: &ArrowExpr) {}
        fn visit_function(&mut self, _: &Function) {}
        fn visit_expr(&mut self, node: &Expr) {
            visit_operands(node, self);
        }
    }
    expression.visit_with(&mut Names(into));
}
