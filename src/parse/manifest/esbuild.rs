//! esbuild's metafile: `{ "inputs": {}, "outputs": { path: { "imports": [{ "path", "kind" }], "entryPoint", … } } }`.
//!
//! Source: <https://esbuild.github.io/api/#metafile>. Angular writes the same as `stats.json` or
//! `browser-stats.json`. Paths are relative to where esbuild ran.

use std::collections::HashSet;

use serde::Deserialize;

use crate::model::chunk_graph::EdgeKind;
use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::parse::manifest::files::Files;
use crate::parse::manifest::members::{Entries, Members, Text};

/// One file that was written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output<'t> {
    #[serde(borrow, default)]
    imports: Vec<Import<'t>>,
    #[serde(borrow)]
    entry_point: Option<Text<'t>>,
    #[serde(borrow)]
    css_bundle: Option<Text<'t>>,
}

/// One module.
#[derive(Deserialize)]
struct Input<'t> {
    #[serde(borrow, default)]
    imports: Vec<Import<'t>>,
}

#[derive(Deserialize)]
struct Import<'t> {
    #[serde(borrow)]
    path: Text<'t>,
    #[serde(borrow)]
    kind: Text<'t>,
    #[serde(default)]
    external: bool,
}

/// It has inputs and outputs.
pub(crate) fn is_one(members: &Members<'_>) -> bool {
    members.begins("inputs", '{') && members.begins("outputs", '{')
}

/// What it says. An `entryPoint` that some module imports dynamically is nothing but that import's target, and nobody
/// loads its `cssBundle`; that of a real entry is for its page.
pub(crate) fn facts(members: &Members<'_>) -> Option<ManifestFacts> {
    let Entries(outputs) = members.read::<Entries<'_, Output<'_>>>("outputs")?;
    let mut files = Files::default();
    let imports = |output: &Output<'_>, wanted: &str| -> Vec<String> {
        let of_kind = |import: &&Import<'_>| !import.external && import.kind.0 == wanted;
        output.imports.iter().filter(of_kind).map(|import| import.path.0.clone().into_owned()).collect()
    };
    let inputs = members.read::<Entries<'_, Input<'_>>>("inputs").unwrap_or_default().0;
    let of_modules = inputs.iter().flat_map(|(_, input)| &input.imports);
    // By the module too: the import may be gone, because the code around it was never used.
    let of_outputs = outputs.iter().flat_map(|(_, output)| &output.imports);
    let lazy: HashSet<&str> = of_modules
        .chain(of_outputs)
        .filter(|import| import.kind.0 == "dynamic-import")
        .map(|import| &*import.path.0)
        .collect();
    for (path, output) in &outputs {
        files.file(&path.0);
        let Some(from) = files.script(&path.0) else { continue };
        if output
            .entry_point
            .as_ref()
            .is_some_and(|module| !lazy.contains(&*module.0) && !lazy.contains(&*path.0))
        {
            files.enter(from);
            if let Some(to) = output.css_bundle.as_ref().and_then(|style| files.style(&style.0)) {
                files.load(from, to, EdgeKind::Stylesheet);
            }
        }
        for (kind, name) in [(EdgeKind::Static, "import-statement"), (EdgeKind::Dynamic, "dynamic-import")] {
            for to in imports(output, name).iter().filter_map(|to| files.script(to)).collect::<Vec<_>>() {
                files.load(from, to, kind);
            }
        }
    }
    Some(files.into_facts(ManifestFormat::Esbuild))
}
