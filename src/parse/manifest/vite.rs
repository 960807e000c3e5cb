//! Vite's manifest: `{ "src/main.ts": { "file", "isEntry", "imports": [keys], "dynamicImports": [keys], "css" } }`.
//!
//! Source: <https://vite.dev/guide/backend-integration>. `imports` and `dynamicImports` are Rollup's lists of the
//! chunk's own imports, `css` the stylesheets of the chunk itself; `assets` may be workers or anything else.

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::chunk_graph::EdgeKind;
use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::parse::manifest::files::Files;
use crate::parse::manifest::members::{Members, Text};

/// One file and what it loads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'t> {
    #[serde(borrow)]
    file: Text<'t>,
    #[serde(default)]
    is_entry: bool,
    #[serde(default)]
    is_dynamic_entry: bool,
    #[serde(borrow, default)]
    imports: Vec<Text<'t>>,
    #[serde(borrow, default)]
    dynamic_imports: Vec<Text<'t>>,
    #[serde(borrow, default)]
    css: Vec<Text<'t>>,
}

/// Every member is a record, and some of them are of chunks.
pub(crate) fn is_one(members: &Members<'_>) -> bool {
    let mut is_of_chunks = false;
    for (_, value) in members.iter() {
        // The last one of a text that ends too early.
        let Some(value) = value else { continue };
        let Ok(record) = serde_json::from_str::<Record<'_>>(value.get()) else { return false };
        is_of_chunks |= record.is_entry || record.is_dynamic_entry || !record.imports.is_empty();
    }
    is_of_chunks
}

/// What it says.
pub(crate) fn facts(members: &Members<'_>) -> Option<ManifestFacts> {
    let records: Option<Vec<(&str, Record<'_>)>> = members
        .iter()
        .map(|(key, value)| Some((key, serde_json::from_str::<Record<'_>>(value?.get()).ok()?)))
        .collect();
    let records = records?;
    let mut files = Files::default();
    let by_key: HashMap<&str, Option<u32>> =
        records.iter().map(|(key, record)| (*key, files.file(&record.file.0))).collect();
    for (_, record) in &records {
        // A stylesheet can be an entry of its own; only scripts load something.
        let Some(from) = files.script(&record.file.0) else { continue };
        if record.is_entry {
            files.enter(from);
        }
        for (keys, kind) in
            [(&record.imports, EdgeKind::Static), (&record.dynamic_imports, EdgeKind::Dynamic)]
        {
            for to in keys.iter().filter_map(|key| *by_key.get(&*key.0)?) {
                files.load(from, to, kind);
            }
        }
        for style in &record.css {
            if let Some(to) = files.style(&style.0) {
                files.load(from, to, EdgeKind::Stylesheet);
            }
        }
    }
    Some(files.into_facts(ManifestFormat::Vite))
}
