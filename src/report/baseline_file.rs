//! The file of `weighbridge update` as text: one line a file, package or entry point, so that a diff shows what
//! changed; and such a file read back, as well as the other kind of baseline, a JSON report.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::model::baseline_file::{BaselineDocument, FORMAT, Project};
use crate::model::json_report::Report;
use crate::report::json::{self, ReadError};
use crate::report::text::push;

/// The version that is read and written.
const SCHEMA_VERSION: u64 = 1;

/// What a text that is to be compared with holds.
#[derive(Debug)]
pub enum Past {
    /// JSON reports.
    Reports(Vec<Report>),
    /// What `update` kept.
    Kept(BaselineDocument),
}

/// What every version of the format has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    format: Option<String>,
    schema_version: Option<u64>,
}

/// Reads a baseline of either kind.
pub fn read(bytes: &[u8]) -> Result<Past, ReadError> {
    let text = json::utf8(bytes)?;
    let head: Head = serde_json::from_str(text).map_err(|error| json::read_error(&error))?;
    if head.format.as_deref() != Some(FORMAT) {
        return json::read(bytes).map(Past::Reports);
    }
    match head.schema_version {
        Some(SCHEMA_VERSION) => {}
        Some(version) if SCHEMA_VERSION < version => return Err(ReadError::Newer { version, writer: None }),
        _ => return Err(ReadError::NoReport("its \"schemaVersion\" was never one".to_owned())),
    }
    serde_json::from_str(text).map(Past::Kept).map_err(|error| json::read_error(&error))
}

/// Whether a text that cannot be read was a file of `update`: cut short, or with the marks of a merge in it.
pub fn was_one(bytes: &[u8]) -> bool {
    bytes.trim_ascii().is_empty() || bytes.windows(FORMAT.len()).any(|window| window == FORMAT.as_bytes())
}

/// The JSON Schema of the file.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(BaselineDocument);
    schema.insert("$id".to_owned(), "https://weighbridge.dev/schema/baseline.schema.json".into());
    schema.to_value()
}

/// The file, ending with a line feed.
pub fn render(document: &BaselineDocument) -> String {
    let mut text = String::from("{\n");
    if let Some(schema) = &document.schema {
        push(&mut text, format_args!("  \"$schema\": {},\n", line(schema)));
    }
    push(&mut text, format_args!("  \"format\": {},\n", line(&document.format)));
    push(&mut text, format_args!("  \"schemaVersion\": {},\n", document.schema_version));
    let projects: Vec<String> = document.projects.iter().map(project).collect();
    push(&mut text, format_args!("  \"projects\": [{}]\n}}\n", projects.join(", ")));
    text
}

fn project(project: &Project) -> String {
    let mut text = String::from("{\n");
    if let Some(name) = &project.project {
        push(&mut text, format_args!("    \"project\": {},\n", line(name)));
    }
    push(&mut text, format_args!("    \"directory\": {},\n", line(&project.directory)));
    push(&mut text, format_args!("    \"compression\": {},\n", line(&project.compression)));
    if let Some(knows) = project.knows {
        push(&mut text, format_args!("    \"knows\": {knows},\n"));
    }
    let lists = [
        list("files", &project.files),
        list("packages", &project.packages),
        list("entries", &project.entries),
        list("routes", &project.routes),
        list("splitPoints", &project.split_points),
    ];
    text += &lists.join(",\n");
    text + "\n  }"
}

fn list(key: &str, items: &[impl Serialize]) -> String {
    if items.is_empty() {
        return format!("    \"{key}\": []");
    }
    let lines: Vec<String> = items.iter().map(|item| format!("      {}", line(item))).collect();
    format!("    \"{key}\": [\n{}\n    ]", lines.join(",\n"))
}

fn line(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // Neither these types nor a vector can fail.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, OneLine));
    String::from_utf8(bytes).unwrap_or_default()
}

/// JSON on one line, with spaces for people.
struct OneLine;

impl Formatter for OneLine {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(if first { b" " } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b" }")
    }
}
