//! What names stand for: scopes, declarations and assignments, as the language has them.

use std::collections::HashMap;

use swc_ecma_ast::Id;

use crate::parse::script::images::value::{Name, Value};

/// The scopes of a program and what is declared in them.
pub(crate) struct Scopes {
    scopes: Vec<Scope>,
    current: u32,
    declared: HashMap<(u32, Id), Bound>,
    assigned: Vec<(Name, Value)>,
}

struct Scope {
    around: u32,
    is_function: bool,
}

enum Bound {
    Once(Value),
    Again,
}

impl Scopes {
    pub(crate) fn new() -> Self {
        let program = Scope { around: 0, is_function: true };
        Self { scopes: vec![program], current: 0, declared: HashMap::new(), assigned: Vec::new() }
    }

    /// The scope that is being walked.
    pub(crate) fn current(&self) -> u32 {
        self.current
    }

    /// Enters a scope; gives the one to come back to.
    pub(crate) fn enter(&mut self, is_function: bool) -> u32 {
        let outer = self.current;
        self.scopes.push(Scope { around: outer, is_function });
        self.current = u32::try_from(self.scopes.len() - 1).unwrap_or(u32::MAX);
        outer
    }

    /// Goes back to the scope that `enter` gave.
    pub(crate) fn leave(&mut self, outer: u32) {
        self.current = outer;
    }

    /// Declares a name in the scope that is being walked, or in its function.
    pub(crate) fn declare(&mut self, id: Id, in_function: bool, value: Value) {
        let mut scope = self.current;
        while in_function && let Some(block) = self.scopes.get(scope as usize).filter(|it| !it.is_function) {
            scope = block.around;
        }
        let declared = self.declared.entry((scope, id));
        declared.and_modify(|bound| *bound = Bound::Again).or_insert(Bound::Once(value));
    }

    /// Notes `name = value`.
    pub(crate) fn assign(&mut self, id: Id, value: Value) {
        self.assigned.push((Name { id, scope: self.current }, value));
    }

    /// Joins declarations and assignments: what has no value at first and is given one once has that value.
    pub(crate) fn finish(&mut self) {
        for (name, value) in std::mem::take(&mut self.assigned) {
            let Some(scope) = self.home(&name) else { continue };
            if let Some(bound) = self.declared.get_mut(&(scope, name.id)) {
                *bound = match bound {
                    Bound::Once(Value::Unset) => Bound::Once(value),
                    _ => Bound::Again,
                };
            }
        }
    }

    /// The scope that declares a name.
    pub(crate) fn home(&self, name: &Name) -> Option<u32> {
        let mut key = (name.scope, name.id.clone());
        loop {
            if self.declared.contains_key(&key) {
                return Some(key.0);
            }
            if key.0 == 0 {
                return None;
            }
            key.0 = self.scopes.get(key.0 as usize)?.around;
        }
    }

    /// A name with the scope that declares it: the same for all uses of one variable.
    pub(crate) fn key(&self, name: &Name) -> (u32, Id) {
        // What no scope declares is a global.
        (self.home(name).unwrap_or(u32::MAX), name.id.clone())
    }

    /// What a name stands for; `None` where that is several things, or not known.
    pub(crate) fn value(&self, name: &Name) -> Option<&Value> {
        let scope = self.home(name)?;
        match self.declared.get(&(scope, name.id.clone()))? {
            Bound::Once(value) => Some(value),
            Bound::Again => None,
        }
    }

    /// What all names stand for, in no order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        self.declared.values().filter_map(|bound| match bound {
            Bound::Once(value) => Some(value),
            Bound::Again => None,
        })
    }
}
