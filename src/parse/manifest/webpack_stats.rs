//! The statistics of webpack and Rspack: `webpack --json`, `stats.toJson()`.
//!
//! Source: <https://webpack.js.org/api/stats/>. A chunk says which modules ask for it (`origins`); where it is also
//! said which chunks hold these modules, that is an edge between files. Else only the groups of chunks are known
//! that come before it (`parents`): one of their files loads it. What several compilers wrote has `children`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::model::asset::ResourceType;
use crate::model::chunk_graph::EdgeKind;
use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::model::path::AssetPath;
use crate::parse::manifest::files::Files;
use crate::parse::manifest::members::{Entries, Id, Members, Text};

/// What one compiler wrote.
#[derive(Deserialize)]
struct Compilation<'t> {
    #[serde(borrow, default)]
    chunks: Vec<Chunk<'t>>,
    #[serde(borrow, default)]
    modules: Vec<Module<'t>>,
    #[serde(borrow, default)]
    entrypoints: Entries<'t, EntryPoint>,
}

#[derive(Deserialize)]
struct Chunk<'t> {
    id: Id,
    #[serde(borrow, default)]
    names: Vec<Text<'t>>,
    #[serde(borrow, default)]
    files: Vec<Text<'t>>,
    #[serde(default)]
    parents: Vec<Id>,
    #[serde(borrow, default)]
    origins: Vec<Origin<'t>>,
    #[serde(borrow, default)]
    modules: Vec<Module<'t>>,
    /// Whether the runtime is in it.
    #[serde(default)]
    entry: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Origin<'t> {
    #[serde(borrow)]
    module_identifier: Option<Text<'t>>,
}

#[derive(Deserialize)]
struct Module<'t> {
    #[serde(borrow)]
    identifier: Option<Text<'t>>,
    #[serde(default)]
    chunks: Vec<Id>,
    /// Those that were concatenated.
    #[serde(borrow, default)]
    modules: Vec<Self>,
}

#[derive(Deserialize)]
struct EntryPoint {
    #[serde(default)]
    chunks: Vec<Id>,
}

/// It has chunks, or is a list of what has; and something that only webpack writes.
pub(crate) fn is_one(members: &Members<'_>) -> bool {
    let has_signature =
        ["entrypoints", "namedChunkGroups", "assetsByChunkName"].iter().any(|name| members.begins(name, '{'));
    let of_several = members.begins("children", '[') && members.has("errors") && members.has("warnings");
    (members.begins("chunks", '[') && has_signature) || (of_several && !members.has("chunks"))
}

/// What it says.
pub(crate) fn facts(members: &Members<'_>) -> Option<ManifestFacts> {
    let mut files = Files::default();
    if members.has("chunks") {
        let compilation = Compilation {
            chunks: members.read("chunks")?,
            modules: members.read("modules").unwrap_or_default(),
            entrypoints: members.read("entrypoints").unwrap_or_default(),
        };
        add(&compilation, &mut files);
    } else {
        for compilation in members.read::<Vec<Compilation<'_>>>("children")? {
            files.begin_output();
            add(&compilation, &mut files);
        }
    }
    Some(files.into_facts(ManifestFormat::WebpackStats))
}

fn add(compilation: &Compilation<'_>, files: &mut Files) {
    let scripts: HashMap<&Id, u32> = compilation
        .chunks
        .iter()
        .filter_map(|chunk| Some((&chunk.id, files.script(of_type(chunk, ResourceType::Script)?)?)))
        .collect();
    for chunk in &compilation.chunks {
        let Some(&script) = scripts.get(&chunk.id) else { continue };
        if let Some(style) = of_type(chunk, ResourceType::Stylesheet).and_then(|style| files.style(style)) {
            files.load(script, style, EdgeKind::Stylesheet);
        }
    }
    let initial = add_entries(compilation, &scripts, files);
    let holders = holders(compilation, &scripts);
    for chunk in &compilation.chunks {
        let Some(&to) = scripts.get(&chunk.id) else { continue };
        if initial.contains(&chunk.id) {
            continue;
        }
        let kind = if chunk.entry { EdgeKind::Worker } else { EdgeKind::Dynamic };
        let mut askers =
            chunk.origins.iter().filter_map(|origin| origin.module_identifier.as_ref()).peekable();
        if askers.peek().is_some() && askers.clone().all(|asker| holders.contains_key(&*asker.0)) {
            for holder in askers.filter_map(|asker| holders.get(&*asker.0)).flatten() {
                files.load(*holder, to, kind);
            }
        } else {
            let parents = chunk.parents.iter().filter_map(|id| scripts.get(id).copied()).collect();
            files.load_by_one_of(parents, to, kind);
        }
    }
}

/// Notes the entry points and what they wait for; gives the chunks that are loaded with them.
fn add_entries<'c>(
    compilation: &'c Compilation<'_>,
    scripts: &HashMap<&Id, u32>,
    files: &mut Files,
) -> HashSet<&'c Id> {
    let mut initial = HashSet::new();
    let by_id: HashMap<&Id, &Chunk<'_>> = compilation.chunks.iter().map(|chunk| (&chunk.id, chunk)).collect();
    for (name, entry) in &compilation.entrypoints.0 {
        initial.extend(&entry.chunks);
        let is_own = |id: &&Id| by_id.get(id).is_some_and(|chunk| chunk.names.iter().any(|own| own == name));
        let Some(own) = entry.chunks.iter().find(is_own).and_then(|id| scripts.get(id)) else { continue };
        files.enter(*own);
        for other in entry.chunks.iter().filter_map(|id| scripts.get(id)) {
            files.load(*own, *other, EdgeKind::Static);
        }
    }
    initial
}

/// The scripts of the chunks that hold a module, by its identifier.
fn holders<'c>(compilation: &'c Compilation<'_>, scripts: &HashMap<&Id, u32>) -> HashMap<&'c str, Vec<u32>> {
    let mut wanted: HashMap<&str, Vec<u32>> = HashMap::new();
    for origin in compilation.chunks.iter().flat_map(|chunk| &chunk.origins) {
        if let Some(Text(Cow::Borrowed(identifier))) = &origin.module_identifier {
            wanted.insert(identifier, Vec::new());
        } else if let Some(identifier) = &origin.module_identifier {
            wanted.insert(&identifier.0, Vec::new());
        }
    }
    for chunk in &compilation.chunks {
        let Some(&script) = scripts.get(&chunk.id) else { continue };
        note(&chunk.modules, &[script], &mut wanted);
    }
    for module in &compilation.modules {
        let of_module: Vec<u32> = module.chunks.iter().filter_map(|id| scripts.get(id).copied()).collect();
        note(std::slice::from_ref(module), &of_module, &mut wanted);
    }
    wanted.retain(|_, holders| !holders.is_empty());
    wanted
}

/// Notes the holders of modules and of what was concatenated into them; as deep as the parser lets objects nest.
fn note(modules: &[Module<'_>], holders: &[u32], wanted: &mut HashMap<&str, Vec<u32>>) {
    for module in modules {
        if let Some(known) = module.identifier.as_ref().and_then(|name| wanted.get_mut(&*name.0)) {
            known.extend(holders);
        }
        note(&module.modules, holders, wanted);
    }
}

/// The first file of a type; more than one of a type is what development servers add.
fn of_type<'c>(chunk: &'c Chunk<'_>, wanted: ResourceType) -> Option<&'c str> {
    let is_it = |file: &&str| {
        let path = file.split(['?', '#']).next().unwrap_or(file);
        ResourceType::of(&AssetPath::new(path)) == wanted
    };
    chunk.files.iter().map(|file| &*file.0).find(is_it)
}
