//! The text of `<script type=importmap>` -> specifiers and their URLs.
//!
//! Several maps of one document are merged as browsers do: what an earlier one says stays. An entry of a
//! scope is kept only where no entry for all scripts has its name, for the graph does not know scopes; so a
//! specifier that two scopes map differently has the first one's URL. `integrity` and entries that are `null`
//! are left out.
//!
//! Source: <https://html.spec.whatwg.org/multipage/webappapis.html#import-maps>.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::model::span::Lines;

/// The entries of a document's import maps so far.
#[derive(Default)]
pub(crate) struct ImportMaps {
    imports: Vec<(String, String)>,
    scoped: Vec<(String, String)>,
}

impl ImportMaps {
    /// Adds the map that stands at `offset` in `document`; the error is the message of a problem.
    pub(crate) fn add(&mut self, document: &str, offset: usize, map: &str) -> Result<(), String> {
        let parsed = serde_json::from_str(map).map_err(|error| message(&error, document, offset, map))?;
        let Value::Object(sections) = parsed else {
            return Err("the import map is no JSON object".to_owned());
        };
        let imports = section(&sections, "imports")?;
        let scopes = section(&sections, "scopes")?;
        self.imports.extend(imports.into_iter().flat_map(entries));
        let scopes = scopes.into_iter().flat_map(Map::values).filter_map(Value::as_object);
        self.scoped.extend(scopes.flat_map(entries));
        Ok(())
    }

    /// All entries, one for a specifier, in the order written and those of scopes last.
    pub(crate) fn into_entries(self) -> Vec<(String, String)> {
        let mut seen = HashSet::new();
        let mut entries = self.imports;
        entries.extend(self.scoped);
        entries.retain(|(specifier, _)| seen.insert(specifier.clone()));
        entries
    }
}

fn section<'v>(
    sections: &'v Map<String, Value>,
    name: &str,
) -> Result<Option<&'v Map<String, Value>>, String> {
    match sections.get(name) {
        None => Ok(None),
        Some(Value::Object(section)) => Ok(Some(section)),
        Some(_) => Err(format!("`{name}` of the import map is no object")),
    }
}

fn entries(map: &Map<String, Value>) -> impl Iterator<Item = (String, String)> {
    map.iter().filter_map(|(specifier, url)| Some((specifier.clone(), url.as_str()?.to_owned())))
}

/// The error with its place in the document instead of the one in the map.
fn message(error: &serde_json::Error, document: &str, offset: usize, map: &str) -> String {
    let written = error.to_string();
    let place_in_map = format!(" at line {} column {}", error.line(), error.column());
    let reason = written.strip_suffix(&place_in_map).unwrap_or(&written);
    let line_start: usize =
        map.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = offset + line_start + error.column().saturating_sub(1);
    let place = u32::try_from(at).ok().and_then(|at| Lines::new(document).place(at));
    match place {
        Some(place) => {
            format!(
                "the import map is not valid JSON: {reason} (line {}, column {})",
                place.line, place.column
            )
        }
        None => format!("the import map is not valid JSON: {reason}"),
    }
}
