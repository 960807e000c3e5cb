//! The rows that a page of Next's app router carries along -> the scripts of its client components.
//!
//! ```html
//! <script>self.__next_f.push([1,"7:\"static/chunks/a.js\"\n8:I[6583,[\"756\",\"$7\"],\"default\"]\n"])</script>
//! ```
//!
//! React reads the rows while the page loads and fetches at once what an `I` row names. Rows may be cut anywhere
//! between two pushes, so they are read when the document has ended. Leaves out on purpose: what the rows render
//! (its scripts and stylesheets are elements of the document too), hints (`HL`), and binary pushes.
//!
//! Source: <https://github.com/facebook/react/blob/main/packages/react-client/src/ReactFlightClient.js>,
//! `processBinaryChunk`, `resolveModule`.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::model::document::LinkedFile;
use crate::model::span::Span;

const PUSH: &str = "__next_f.push(";
/// Rows of so many bytes, whatever they hold: texts and typed arrays.
const TAGS_WITH_LENGTH: &str = "TAOoUSsLlGgMmVb";

/// What has been pushed so far.
#[derive(Default)]
pub(crate) struct Flight {
    rows: String,
    /// Where in `rows` each push begins, and the script element that it stands in.
    pushes: Vec<(usize, Span)>,
}

impl Flight {
    /// Adds what the code between the tags of `script` pushes.
    pub(crate) fn add(&mut self, code: &str, script: Span) {
        let mut rest = code;
        while let Some(at) = rest.find(PUSH) {
            rest = &rest[at + PUSH.len()..];
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            let Some(Ok(Value::Array(pushed))) = values.next() else { continue };
            rest = &rest[values.byte_offset()..];
            if let [Value::Number(kind), Value::String(text)] = pushed.as_slice()
                && kind.as_u64() == Some(1)
            {
                self.pushes.push((self.rows.len(), script));
                self.rows.push_str(text);
            }
        }
    }

    /// The scripts of all `I` rows, each once, as URLs of the page.
    pub(crate) fn into_scripts(self) -> Vec<LinkedFile> {
        let rows = rows(&self.rows);
        let mut texts: HashMap<&str, String> = HashMap::new();
        for row in rows.iter().filter(|row| row.content.starts_with('"')) {
            if let Ok(text) = serde_json::from_str(row.content) {
                texts.insert(row.id, text);
            }
        }
        let (mut scripts, mut seen) = (Vec::new(), HashSet::new());
        for row in rows {
            let Some(import) = row.content.strip_prefix('I') else { continue };
            let Ok(import) = serde_json::from_str::<Value>(import) else { continue };
            let mut found = Vec::new();
            collect_texts(&import, &mut found);
            for text in found {
                let text = match text.strip_prefix('$') {
                    Some(id) => texts.get(id).map_or("", String::as_str),
                    None => text,
                };
                if let Some(url) = script_url(text)
                    && seen.insert(url.clone())
                {
                    scripts.push(LinkedFile { url, span: self.script_at(row.start) });
                }
            }
        }
        scripts
    }

    /// The element that the row beginning at `start` was pushed by.
    fn script_at(&self, start: usize) -> Span {
        let behind = self.pushes.partition_point(|(begin, _)| *begin <= start);
        behind.checked_sub(1).and_then(|index| self.pushes.get(index)).map_or(Span::default(), |push| push.1)
    }
}

struct Row<'a> {
    start: usize,
    /// Its number, in hexadecimal digits; none for hints.
    id: &'a str,
    /// The tag, if it has one, and the value.
    content: &'a str,
}

/// Rows end with a line feed; those with a length have none, and may hold some.
fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let line = rest.split('\n').next().unwrap_or(rest);
        let end_of_line = start + line.len() + 1;
        let row = line.split_once(':').filter(|(id, _)| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some((id, content)) = row else {
            start = end_of_line;
            continue;
        };
        if let Some((before, length)) = length_of(content) {
            start = start.saturating_add(id.len() + 1 + before).saturating_add(length);
        } else {
            rows.push(Row { start, id, content });
            start = end_of_line;
        }
    }
    rows
}

/// `T4a2,…`: how many bytes stand before the value, and how many it has.
fn length_of(content: &str) -> Option<(usize, usize)> {
    let behind_tag = content.strip_prefix(|tag| TAGS_WITH_LENGTH.contains(tag))?;
    let (length, _) = behind_tag.split_once(',')?;
    Some((1 + length.len() + 1, usize::from_str_radix(length, 16).ok()?))
}

fn collect_texts<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect_texts(value, texts)),
        Value::Object(values) => values.values().for_each(|value| collect_texts(value, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// webpack's chunks are named from the folder `_next` on.
fn script_url(text: &str) -> Option<String> {
    let path = text.split(['?', '#']).next().unwrap_or(text);
    let is_script = path.rsplit_once('.').is_some_and(|(_, extension)| extension == "js");
    let url = if text.starts_with("static/") { format!("/_next/{text}") } else { text.to_owned() };
    is_script.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::Flight;
    use crate::model::span::Span;

    /// `pushes` are pushed one after the other, the first by an element at 0, the next at 1, ...
    #[track_caller]
    fn check(pushes: &[&str], expected: &[(&str, u32)]) {
        let mut flight = Flight::default();
        for (index, text) in pushes.iter().enumerate() {
            let code = format!("self.__next_f.push([1,{}])", serde_json::json!(text));
            flight.add(&code, Span::new(index, index));
        }
        let scripts = flight.into_scripts();
        let found: Vec<_> = scripts.iter().map(|script| (script.url.as_str(), script.span.start)).collect();
        assert_eq!(found, expected, "{pushes:?}");
    }

    #[test]
    fn the_chunks_of_a_client_component_are_loaded() {
        check(
            &[
                "6:\"static/chunks/a.js\"\n8:I[6583,[\"756\",\"$6\",\"974\",\"static/chunks/b.js\"],\"default\"]\n",
            ],
            &[("/_next/static/chunks/a.js", 0), ("/_next/static/chunks/b.js", 0)],
        );
        check(&["3:\"/x/_next/a.js?dpl=1\"\n4:I[1,[\"$3\"],\"\"]\n"], &[("/x/_next/a.js?dpl=1", 0)]);
    }

    #[test]
    fn a_row_may_be_cut_between_two_elements_and_its_path_may_come_later() {
        check(
            &["0:null\n8:I[1,[\"7\",\"$", "9\"],\"x\"]\n9:\"static/a.js\"\n"],
            &[("/_next/static/a.js", 0)],
        );
    }

    #[test]
    fn what_is_only_text_is_not_loaded() {
        let row = "1:I[1,[\"static/no.js\"],\"\"]\n";
        check(
            &[&format!("0:T{:x},é\n{row}2:I[1,[\"static/a.js\"],\"\"]\n", row.len() + 3)],
            &[("/_next/static/a.js", 0)],
        );
        check(
            &["0:\"static/a.js\"\n1:[\"$\",\"script\",{\"src\":\"/b.js\"}]\n:HL[\"/c.js\",\"script\"]\n"],
            &[],
        );
    }

    #[test]
    fn what_is_damaged_is_passed_over() {
        check(&["zz\n:::\nI[\n1:I[\n2:Tffffffffffffffff,\n3:I[1,[\"static/a.js\"]]\n"], &[]);
        check(&["2:Txyz,\n3:I[1,[\"static/a.js\"]]\n"], &[("/_next/static/a.js", 0)]);
        let mut flight = Flight::default();
        for code in
            ["self.__next_f.push([1,\"", "self.__next_f.push([0])", "__next_f.push(1)", "__next_f.push("]
        {
            flight.add(code, Span::default());
        }
        assert!(flight.into_scripts().is_empty());
    }
}
