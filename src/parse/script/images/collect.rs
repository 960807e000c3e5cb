//! One walk over a program: the elements, the names and the modules in it.

use std::collections::HashMap;

use swc_ecma_ast::{
    ArrayLit, ArrowExpr, AssignExpr, AssignOp, AssignTarget, BindingIdent, BlockStmt, CallExpr, CatchClause,
    ClassDecl, Constructor, Expr, FnDecl, ForInStmt, ForOfStmt, ForStmt, Function, ImportSpecifier,
    KeyValueProp, MethodProp, ObjectLit, Pat, Program, ReturnStmt, SimpleAssignTarget, SwitchStmt, Tpl,
    VarDecl, VarDeclKind, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::span::Span;
use crate::parse::script::images::angular::{Component, View};
use crate::parse::script::images::constants::Constants;
use crate::parse::script::images::element::{Element, Picture};
use crate::parse::script::images::html::{self, Nodes};
use crate::parse::script::images::nodes::Change;
use crate::parse::script::images::pieces::Joined;
use crate::parse::script::images::resolve::Modules;
use crate::parse::script::images::scopes::Scopes;
use crate::parse::script::images::value::{Name, Value, concatenated, operands, plain, value_of};
use crate::parse::script::images::{angular, jsx, modules, nodes};
use crate::parse::script::{property_name, span_of};

/// More belong to no build.
pub(crate) const MOST_ELEMENTS: usize = 50_000;

/// What one walk finds.
pub(crate) struct Collector<'t> {
    /// The text of the script.
    pub(crate) text: &'t str,
    /// What names stand for.
    pub(crate) scopes: Scopes,
    /// The modules in it.
    pub(crate) modules: Modules,
    /// The elements, in the order in which they are met.
    pub(crate) elements: Vec<Element>,
    /// By the start of the call that makes an element without attributes, the element.
    pub(crate) created: HashMap<u32, usize>,
    /// The nodes of HTML that is called.
    pub(crate) templates: Vec<Template>,
    /// What is done to nodes.
    pub(crate) changes: Vec<Change>,
    /// URLs that are written out.
    pub(crate) constants: Constants,
    /// Texts that read as CSS.
    pub(crate) styles: Vec<Joined>,
    /// Angular's components.
    pub(crate) components: Vec<Component>,
    /// The functions that make the nodes of Angular's components, by name.
    pub(crate) views: Vec<(Name, View)>,
    /// The `<picture>`s that are being walked, each with the function it stands in.
    pub(crate) pictures: Vec<(Picture, u32)>,
    /// How many functions are around.
    pub(crate) depth: u32,
    /// The module that is being walked.
    pub(crate) module: Option<String>,
    /// Whether the next element has directives, which may set any attribute.
    pub(crate) has_directives: bool,
    /// Whether names are being declared for the whole function.
    in_function: bool,
}

/// HTML that is called to make nodes of it.
#[derive(Debug)]
pub(crate) struct Template {
    /// Its nodes.
    pub(crate) nodes: Nodes,
    /// Whether calling it gives its nodes together and not the first of them.
    pub(crate) is_fragment: bool,
    /// Its elements.
    pub(crate) elements: std::ops::Range<usize>,
}

impl<'t> Collector<'t> {
    /// Walks `program`.
    pub(crate) fn walk(program: &Program, text: &'t str) -> Self {
        let mut collector = Self {
            text,
            scopes: Scopes::new(),
            modules: Modules::new(),
            elements: Vec::new(),
            created: HashMap::new(),
            templates: Vec::new(),
            changes: Vec::new(),
            constants: Constants::default(),
            styles: Vec::new(),
            components: Vec::new(),
            views: Vec::new(),
            pictures: Vec::new(),
            depth: 0,
            module: None,
            has_directives: false,
            in_function: true,
        };
        program.visit_with(&mut collector);
        collector.scopes.finish();
        collector
    }

    /// Reads an expression in the scope that is being walked.
    pub(crate) fn value(&self, expression: &Expr) -> Value {
        value_of(expression, self.scopes.current())
    }

    /// Adds an element.
    pub(crate) fn add(&mut self, element: Element) -> usize {
        if self.elements.len() < MOST_ELEMENTS {
            self.elements.push(element);
        }
        self.elements.len().saturating_sub(1)
    }

    /// Whether there are nodes whose attributes may be set.
    pub(crate) fn has_nodes(&self) -> bool {
        !self.templates.is_empty() || !self.created.is_empty()
    }

    /// Walks the code of a module.
    pub(crate) fn in_module(&mut self, id: Option<String>, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.module, id);
        walk(self);
        self.module = outer;
    }

    fn in_scope(&mut self, is_function: bool, walk: impl FnOnce(&mut Self)) {
        let outer = self.scopes.enter(is_function);
        self.depth += u32::from(is_function);
        walk(self);
        self.depth -= u32::from(is_function);
        self.scopes.leave(outer);
    }

    /// The value of `name = init`; HTML that a function is called with is read once, as nodes.
    fn initial(&mut self, init: &Expr) -> Value {
        if let Some((pieces, is_fragment)) = nodes::template_call(init, self.text) {
            let index = self.templates.len();
            let first = self.elements.len();
            let nodes = html::read(vec![pieces], self.text, &mut self.elements);
            let elements = first..self.elements.len();
            self.templates.push(Template { nodes, is_fragment, elements });
            return Value::Template(index);
        }
        let value = self.value(init);
        if let Value::Created(span) = value {
            self.create(span, init);
        }
        value
    }

    fn create(&mut self, span: Span, init: &Expr) {
        let element = nodes::created(span, init);
        let index = self.add(element);
        self.created.insert(span.start, index);
    }
}

impl Visit for Collector<'_> {
    fn visit_function(&mut self, node: &Function) {
        self.in_scope(true, |collector| node.visit_children_with(collector));
    }

    fn visit_arrow_expr(&mut self, node: &ArrowExpr) {
        self.in_scope(true, |collector| node.visit_children_with(collector));
    }

    fn visit_constructor(&mut self, node: &Constructor) {
        self.in_scope(true, |collector| node.visit_children_with(collector));
    }

    fn visit_block_stmt(&mut self, node: &BlockStmt) {
        self.in_scope(false, |collector| node.visit_children_with(collector));
    }

    fn visit_for_stmt(&mut self, node: &ForStmt) {
        self.in_scope(false, |collector| node.visit_children_with(collector));
    }

    fn visit_for_in_stmt(&mut self, node: &ForInStmt) {
        self.in_scope(false, |collector| node.visit_children_with(collector));
    }

    fn visit_for_of_stmt(&mut self, node: &ForOfStmt) {
        self.in_scope(false, |collector| node.visit_children_with(collector));
    }

    fn visit_switch_stmt(&mut self, node: &SwitchStmt) {
        self.in_scope(false, |collector| node.visit_children_with(collector));
    }

    fn visit_catch_clause(&mut self, node: &CatchClause) {
        self.in_scope(false, |collector| {
            let outer = std::mem::replace(&mut collector.in_function, false);
            node.visit_children_with(collector);
            collector.in_function = outer;
        });
    }

    fn visit_fn_decl(&mut self, node: &FnDecl) {
        self.scopes.declare(node.ident.to_id(), false, Value::Unknown);
        if let Some(view) = angular::view(&node.function, self.scopes.current()) {
            self.views.push((Name { id: node.ident.to_id(), scope: self.scopes.current() }, view));
        }
        node.function.visit_with(self);
    }

    fn visit_class_decl(&mut self, node: &ClassDecl) {
        self.scopes.declare(node.ident.to_id(), false, Value::Unknown);
        node.class.visit_with(self);
    }

    fn visit_import_specifier(&mut self, node: &ImportSpecifier) {
        self.scopes.declare(node.local().to_id(), true, Value::Unknown);
    }

    /// Parameters and patterns; plain variables come through their declarators.
    fn visit_binding_ident(&mut self, node: &BindingIdent) {
        self.scopes.declare(node.id.to_id(), self.in_function, Value::Unknown);
    }

    fn visit_var_decl(&mut self, node: &VarDecl) {
        let outer = std::mem::replace(&mut self.in_function, node.kind == VarDeclKind::Var);
        node.decls.visit_with(self);
        self.in_function = outer;
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        let in_function = self.in_function;
        match (&node.name, node.init.as_deref()) {
            (Pat::Ident(name), None) => self.scopes.declare(name.id.to_id(), in_function, Value::Unset),
            (Pat::Ident(name), Some(init)) => {
                let value = self.initial(init);
                let is_read = matches!(value, Value::Template(_));
                self.scopes.declare(name.id.to_id(), in_function, value);
                if let Some(view) = angular::view_of(init, self.scopes.current()) {
                    self.views.push((Name { id: name.id.to_id(), scope: self.scopes.current() }, view));
                }
                if !is_read {
                    init.visit_with(self);
                }
            }
            (pattern, init) => {
                pattern.visit_with(self);
                if let Some(init) = init {
                    init.visit_with(self);
                }
            }
        }
    }

    fn visit_assign_expr(&mut self, node: &AssignExpr) {
        match (&node.left, node.op) {
            (AssignTarget::Simple(SimpleAssignTarget::Ident(name)), AssignOp::Assign) => {
                let value = self.initial(&node.right);
                let is_read = matches!(value, Value::Template(_));
                self.scopes.assign(name.id.to_id(), value);
                if !is_read {
                    node.right.visit_with(self);
                }
                return;
            }
            (AssignTarget::Simple(SimpleAssignTarget::Ident(name)), _) => {
                self.scopes.assign(name.id.to_id(), Value::Unknown);
            }
            (AssignTarget::Simple(SimpleAssignTarget::Member(member)), AssignOp::Assign) => {
                modules::assigned(self, member, &node.right);
                nodes::assigned(self, member, &node.right);
                member.visit_with(self);
            }
            (left, _) => left.visit_with(self),
        }
        node.right.visit_with(self);
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        modules::called(self, node);
        nodes::called(self, node);
        if let Some(id) = modules::registered(node) {
            self.in_module(Some(id), |collector| node.visit_children_with(collector));
        } else if let Some(operands) = concatenated(node) {
            self.sum(&operands, span_of(node));
        } else if !jsx::called(self, node) {
            node.visit_children_with(self);
        }
    }

    fn visit_return_stmt(&mut self, node: &ReturnStmt) {
        if let Some(Expr::Ident(_)) = node.arg.as_deref().map(plain) {
            nodes::given_away(self, node.arg.as_deref());
        }
        node.visit_children_with(self);
    }

    fn visit_object_lit(&mut self, node: &ObjectLit) {
        self.components.extend(angular::component(node, self.scopes.current()));
        node.visit_children_with(self);
    }

    fn visit_array_lit(&mut self, node: &ArrayLit) {
        modules::listed(self, node);
    }

    fn visit_key_value_prop(&mut self, node: &KeyValueProp) {
        if modules::is_factory(&node.value) {
            modules::aliases(self, &node.value);
            self.in_module(property_name(&node.key), |collector| node.visit_children_with(collector));
        } else {
            node.visit_children_with(self);
        }
    }

    fn visit_method_prop(&mut self, node: &MethodProp) {
        let id = if node.function.params.is_empty() { None } else { property_name(&node.key) };
        self.in_module(id, |collector| node.visit_children_with(collector));
    }

    fn visit_tpl(&mut self, node: &Tpl) {
        self.template(node);
        node.exprs.visit_with(self);
    }

    fn visit_expr(&mut self, node: &Expr) {
        let mut node = node;
        while let Expr::Bin(binary) = node {
            if let Some(operands) = operands(binary) {
                self.sum(&operands, span_of(node));
                return;
            }
            binary.right.visit_with(self);
            node = &binary.left;
        }
        match node {
            Expr::Lit(_) => self.literal(node),
            Expr::Tpl(template) if template.exprs.is_empty() => self.literal(node),
            Expr::New(new) if self.constants.add_new(new) => {}
            node => node.visit_children_with(self),
        }
    }
}
