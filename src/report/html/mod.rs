//! The report as one page: HTML, style, script and data in a single file that asks nothing of any network.
//!
//! Takes the joined reports, gives the page's bytes. The verdict, what broke and the summary are written as HTML, so
//! that they are there without JavaScript and on paper; map, tables and graph are made in the browser from the data.
//! What is fixed lies beside this file as `page.html`, `style.css` and the parts of the script.
//!
//! Names from the build are data. The page's Content-Security-Policy (<https://www.w3.org/TR/CSP3/>) lets run only the
//! style and the script that bear its nonce, and the nonce is a hash of all that the page holds: no name can know it.

mod changes;
mod data;
mod plain;
mod summary;
mod tables;

use crate::model::json_report::Joined;
use crate::report::{changes as told, text, xml};

/// The page around everything; `{{…}}` are the places that are filled.
const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// The script's parts in their order. They share one scope, that of the page's only module.
const SCRIPT: [&str; 12] = [
    include_str!("script/text.js"),
    include_str!("script/dom.js"),
    include_str!("script/data.js"),
    include_str!("script/squarify.js"),
    include_str!("script/treemap.js"),
    include_str!("script/table.js"),
    include_str!("script/lists.js"),
    include_str!("script/changes.js"),
    include_str!("script/graph.js"),
    include_str!("script/findings.js"),
    include_str!("script/detail.js"),
    include_str!("script/app.js"),
];

/// The whole page.
pub fn render(joined: &Joined) -> String {
    let script = SCRIPT.join("\n");
    let data = data::block(joined);
    let plain = plain::render(joined);
    let nonce = nonce(&[STYLE, &script, &data, &plain]);
    let title = title(joined);
    let parts = [
        ("nonce", nonce.as_str()),
        ("colour", colour(&joined.verdict)),
        ("title", &title),
        ("style", STYLE),
        ("plain", &plain),
        ("data", &data),
        ("script", &script),
        ("version", env!("CARGO_PKG_VERSION")),
    ];
    filled(PAGE, &parts)
}

/// The template with its places filled. What is filled in is not looked at again.
fn filled(template: &str, parts: &[(&str, &str)]) -> String {
    let mut out =
        String::with_capacity(template.len() + parts.iter().map(|(_, part)| part.len()).sum::<usize>());
    let mut pieces = template.split("{{");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or(("", piece));
        out.push_str(parts.iter().find(|(key, _)| *key == name).map_or("", |(_, part)| part));
        out.push_str(rest);
    }
    out
}

/// 128 bits that are the same for the same page, and that nothing on it can have foreseen.
fn nonce(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}

/// The verdict as a word of ours: reports can be read from files that others wrote.
fn verdict(word: &str) -> &'static str {
    match word {
        "fail" => "fail",
        "warn" => "warn",
        _ => "pass",
    }
}

/// The verdict in the browser's tab, `#` percent-encoded.
fn colour(word: &str) -> &'static str {
    match verdict(word) {
        "fail" => "%23c62b22",
        "warn" => "%23d08a0a",
        _ => "%232b9a57",
    }
}

/// `FAIL dist – weighbridge`, or the number of projects.
fn title(joined: &Joined) -> String {
    let what = match joined.projects.as_slice() {
        [only] => only.project.clone().unwrap_or_else(|| only.build.directory.clone()),
        several => text::counted(several.len() as u64, "project"),
    };
    let stamp = if joined.projects.iter().all(told::is_all) && !joined.projects.is_empty() {
        "Changes of".to_owned()
    } else {
        verdict(&joined.verdict).to_uppercase()
    };
    let title = format!("{stamp} {what} – weighbridge");
    xml::escape(&title)
}

#[cfg(test)]
mod tests {
    use super::{PAGE, SCRIPT, STYLE, filled};

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let parts = [("a", "{{b}}"), ("b", "x")];
        assert_eq!(filled("<{{a}}|{{b}}|{{c}}>", &parts), "<{{b}}|x|>");
    }

    #[test]
    fn the_fixed_parts_cannot_end_their_elements_and_name_no_address() {
        for part in SCRIPT.iter().chain([&STYLE]) {
            assert!(!part.contains("</"), "{part}");
        }
        for part in SCRIPT.iter().chain([&STYLE, &PAGE]) {
            let addresses = part.replace("http://www.w3.org/2000/svg", "");
            assert!(!addresses.contains("://") && !addresses.contains("@import"), "{part}");
        }
    }

    #[test]
    fn the_script_makes_no_markup_and_no_code_from_texts() {
        for part in SCRIPT {
            for way in
                ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
            {
                assert!(!part.contains(way), "{way} in {part}");
            }
        }
    }
}
