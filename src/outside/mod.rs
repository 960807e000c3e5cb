//! What other tools measured of the running site: their result files in, [`Measurement`]s out.
//!
//! A file is of its tool and whole, or it is refused with what is wrong: nothing is guessed of half of one. What a good
//! file does not hold, or what its tool could not measure, is no value, and never a zero.

mod k6;
mod lighthouse;

use serde_json::Value as Json;
use serde_json::error::Category;

use crate::model::json_report::Number;
use crate::model::outside::{Measurement, Measurements, Tool};

/// Why a file is no result of its tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutsideError {
    /// It ends in the middle.
    HalfWritten {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// It is something else: what.
    Other(String),
    /// The tool says itself that it measured nothing: why.
    Nothing(String),
}

/// One file of a tool: what messages and reports call it, and its text.
#[derive(Clone, Copy, Debug)]
pub struct OutsideFile<'a> {
    /// The tool that wrote it.
    pub tool: Tool,
    /// Its path as people would write it.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Reads the files of all tools.
///
/// # Errors
///
/// The first file that is none of its tool, by its place in `files`.
pub fn read(files: &[OutsideFile<'_>]) -> Result<Measurements, (usize, OutsideError)> {
    let (mut pages, mut tests) = (Vec::new(), Vec::new());
    for (index, file) in files.iter().enumerate() {
        let json = parsed(file).map_err(|error| (index, error))?;
        match file.tool {
            Tool::Lighthouse => pages.push(lighthouse::read(&json).map_err(|error| (index, error))?),
            Tool::K6 => {
                let values = k6::read(&json).map_err(|error| (index, error))?;
                tests.push(Measurement { tool: Tool::K6, name: Some(file.name.to_owned()), values });
            }
        }
    }
    if let [only] = tests.as_mut_slice() {
        only.name = None;
    }
    tests.sort_by(|a, b| a.name.cmp(&b.name));
    let mut all = lighthouse::one_of_each_page(pages);
    all.extend(tests);
    Ok(Measurements { all })
}

fn parsed(file: &OutsideFile<'_>) -> Result<Json, OutsideError> {
    let text = file.text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(OutsideError::Other("it is empty".to_owned()));
    }
    match serde_json::from_str(text) {
        Ok(json) => match other_kind(&json, file.tool) {
            Some(kind) => Err(OutsideError::Other(kind.to_owned())),
            None => Ok(json),
        },
        // k6's stream of points has a document in each line.
        Err(error) if error.line() > 1 && k6::is_stream(text) => {
            Err(OutsideError::Other(k6::STREAM.to_owned()))
        }
        Err(error) if error.classify() == Category::Eof => {
            Err(OutsideError::HalfWritten { line: error.line(), column: error.column() })
        }
        Err(error) => Err(OutsideError::Other(format!("it is no JSON: {error}"))),
    }
}

/// What a document is, where that is known and something else than what the tool writes.
fn other_kind(json: &Json, tool: Tool) -> Option<&'static str> {
    let has = |key: &str| json.get(key).is_some();
    let is_summary = k6::is_summary(json);
    let is_result = lighthouse::is_result(json);
    match tool {
        Tool::Lighthouse if is_result => None,
        Tool::K6 if is_summary => None,
        Tool::Lighthouse if is_summary => Some("it is a summary of k6: give it with --k6"),
        Tool::K6 if is_result => Some("it is a result of Lighthouse: give it with --lighthouse"),
        _ if has("traceEvents") => {
            Some("it is a trace of DevTools, from which Lighthouse has not made a result")
        }
        _ if has("schemaVersion") && has("verdict") => Some("it is a report of weighbridge itself"),
        Tool::K6 if json.get("type").is_some() && has("metric") => Some(k6::STREAM),
        _ => None,
    }
}

/// A measured number in millionths; `None` for what is no number of 0 or more.
fn millionths(json: Option<&Json>) -> Option<u64> {
    Number::from_float(json?.as_f64()?)?.as_millionths()
}
