//! The text of a script -> the paths of files that stand in it.
//!
//! A search that knows no syntax and takes a tenth of the time of parsing: whatever ends with the extension of a type of
//! file, back to what cannot stand in a path. What a URL is put together from at run time is not found, and neither is
//! one with escapes other than `\/`: of such, nothing is certain.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::asset::ResourceType;

/// No path in a build is longer.
const LONGEST: usize = 512;

/// So many bytes of paths stand in no script that a bundler made.
const MOST_BYTES: usize = 4 << 20;

/// What stands in no path of a build.
const AROUND: &[u8] = b"\"'`<>\\ \t\n\r?#,;=&|";

/// What may stand in a path (Next.js has folders in parentheses), and around one: `url(/a.png)`.
const PARENTHESES: (char, u8) = ('(', b')');

/// What stands in front of a name without `./` where it is the name of a file, and no word: `new URL("a.png", …)`.
const BASE: &[u8] = b"URL(";

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let ends = ResourceType::EXTENSIONS.iter().map(|(extension, _)| format!(".{extension}"));
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(ends).ok()
});

/// The paths, sorted, without queries; `\/` is `/`.
pub(crate) fn named_files(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut bytes_found = 0;
    for hit in FINDER.iter().flat_map(|finder| finder.find_iter(text)) {
        let ends = |next: &u8| AROUND.contains(next) || *next == PARENTHESES.1;
        if !bytes.get(hit.end()).is_none_or(ends) || bytes_found >= MOST_BYTES {
            continue;
        }
        let start = start_of_path(bytes, hit.start());
        let Some(written) = text.get(start..hit.end()) else { continue };
        let has_base = bytes.get(..start.saturating_sub(1)).is_some_and(|before| before.ends_with(BASE));
        let path = written.replace("\\/", "/");
        let inside = path.rsplit_once(PARENTHESES.0).map(|(_, path)| path);
        let may_be_meant = |path: &&str| {
            let is_relative = path.starts_with("./") || path.starts_with("../");
            let is_named = path.rsplit('/').next().is_some_and(|name| !name.starts_with('.'));
            is_named && !path.contains("://") && (is_relative || path.starts_with('/') || has_base)
        };
        let paths = [path.as_str()].into_iter().chain(inside).filter(may_be_meant);
        bytes_found += written.len();
        found.extend(paths.map(str::to_owned));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Where the path begins whose extension begins at `end`.
fn start_of_path(bytes: &[u8], end: usize) -> usize {
    let mut start = end;
    while let Some(&before) = start.checked_sub(1).and_then(|at| bytes.get(at)) {
        let is_escape = before == b'\\' && bytes.get(start) == Some(&b'/');
        if (AROUND.contains(&before) && !is_escape) || end - start == LONGEST {
            break;
        }
        start -= 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::named_files;

    #[track_caller]
    fn check(text: &str, paths: &[&str]) {
        assert_eq!(named_files(text), paths, "{text}");
    }

    #[test]
    fn paths_between_quotes_are_found() {
        check(
            "import'./b.js';import(`../a-1.mjs?v=2`);x=\"/img/a.PNG#x\"",
            &["../a-1.mjs", "./b.js", "/img/a.PNG"],
        );
        check(r#"{"a":"\/img\/a.png"}"#, &["/img/a.png"]);
        check("\"https://a.example/b.js\",'/ä/ö.svg'", &["/ä/ö.svg"]);
    }

    #[test]
    fn paths_in_html_and_css_are_found() {
        check("`<img src=/a.png srcset='/b.webp 1x,/c.webp 2x'>`", &["/a.png", "/b.webp", "/c.webp"]);
        check("`a{background:url(/a/b.jpg)}`", &["/a/b.jpg"]);
    }

    #[test]
    fn code_and_bare_names_are_no_paths() {
        check("e.svg=t.map(a.js);s('logo.png','.png','/.png',this.map)", &[]);
        check("new URL('logo.png',import.meta.url)", &["logo.png"]);
    }
}
