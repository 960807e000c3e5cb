//! The files that a manifest names, each once.

use std::collections::{HashMap, HashSet};

use crate::model::asset::ResourceType;
use crate::model::chunk_graph::EdgeKind;
use crate::model::manifest::{ManifestFacts, ManifestFormat, StatedEdge};
use crate::model::path::AssetPath;

/// Puts the facts of a manifest together. What is neither script nor stylesheet has no part in them.
#[derive(Default)]
pub(crate) struct Files {
    names: Vec<String>,
    known: HashMap<String, u32>,
    entries: Vec<u32>,
    edges: HashSet<StatedEdge>,
}

impl Files {
    /// The script or stylesheet of that name; `None` for other files.
    pub(crate) fn file(&mut self, name: &str) -> Option<u32> {
        if let Some(&known) = self.known.get(name) {
            return Some(known);
        }
        type_of(name)?;
        let index = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.to_owned());
        self.known.insert(name.to_owned(), index);
        Some(index)
    }

    /// The script of that name.
    pub(crate) fn script(&mut self, name: &str) -> Option<u32> {
        if type_of(name)? == ResourceType::Script { self.file(name) } else { None }
    }

    /// The stylesheet of that name.
    pub(crate) fn style(&mut self, name: &str) -> Option<u32> {
        if type_of(name)? == ResourceType::Stylesheet { self.file(name) } else { None }
    }

    /// Files named from here on are those of another output, whatever their names.
    pub(crate) fn begin_output(&mut self) {
        self.known.clear();
    }

    /// Notes what something outside of the build starts.
    pub(crate) fn enter(&mut self, file: u32) {
        self.entries.push(file);
    }

    /// Notes that one file loads another.
    pub(crate) fn load(&mut self, from: u32, to: u32, kind: EdgeKind) {
        self.load_by_one_of(vec![from], to, kind);
    }

    /// Notes that one of some files loads another.
    pub(crate) fn load_by_one_of(&mut self, mut from: Vec<u32>, to: u32, kind: EdgeKind) {
        from.sort_unstable();
        from.dedup();
        if !from.is_empty() && !from.contains(&to) {
            self.edges.insert(StatedEdge { from, to, kind });
        }
    }

    /// All of it, sorted.
    pub(crate) fn into_facts(mut self, format: ManifestFormat) -> ManifestFacts {
        self.entries.sort_unstable();
        self.entries.dedup();
        let mut edges: Vec<StatedEdge> = self.edges.into_iter().collect();
        edges.sort_unstable();
        ManifestFacts { format, files: self.names, entries: self.entries, edges }
    }
}

/// Scripts and stylesheets, by the extension of a path or URL.
fn type_of(name: &str) -> Option<ResourceType> {
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let resource_type = ResourceType::of(&AssetPath::new(path));
    matches!(resource_type, ResourceType::Script | ResourceType::Stylesheet).then_some(resource_type)
}
