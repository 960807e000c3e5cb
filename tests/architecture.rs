//! What docs/architecture.md promises of the sources, held as rules over a file's path and text.
//!
//! Each rule is a pure function that gives its violations. One test proves that it fails on a small source that
//! breaks it, another holds it over the repository.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the tests look at the sources they belong to"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longer files do more than one thing.
const MOST_LINES: usize = 400;

/// Names that say nothing of what is in the box.
const BOXES: [&str; 5] = ["util", "utils", "helpers", "common", "misc"];

/// Files of a repository that are read as text are no larger.
const LARGEST_TEXT: u64 = 200_000;

/// The formats that are made from the JSON report's types alone, and what these formats share: files and folders of
/// `src/report`. `json` makes those types of a run, `terminal` shows what they leave out.
const BEHIND_THE_WAIST: [&str; 12] = [
    "badge",
    "codeclimate",
    "github",
    "history",
    "html",
    "issues",
    "join",
    "junit",
    "markdown",
    "openmetrics",
    "sarif",
    "size_limit",
];

/// What these may know of the model: the report's types, and words that hold nothing of a build.
const WAIST: [&str; 6] = ["budget", "check", "hashed_name", "history", "json_report", "outside"];

/// What these may know of their neighbours. `judged` has the words for limits out of `wording`, from numbers alone.
const BESIDE_THE_WAIST: [&str; 6] = ["changes", "explanation", "issues", "judged", "text", "xml"];

/// A file of the repository: its path with `/` between the parts, and its text.
struct Source {
    path: String,
    text: String,
}

// ---------------------------------------------------------------------------------------------------------------
// The rules
// ---------------------------------------------------------------------------------------------------------------

/// Stages know the model and themselves; the pipeline knows the stages; the rim knows everything.
fn imports_that_are_not_allowed(source: &Source) -> Vec<String> {
    let module = module_of(&source.path);
    let imported = first_names_behind("crate", &code_of(&source.text));
    let mut violations: Vec<String> = imported
        .into_iter()
        .filter(|target| !may_import(module, target))
        .map(|target| format!("{}: `{module}` must not know `{target}`", source.path))
        .collect();
    violations.dedup();
    violations
}

fn may_import(module: &str, target: &str) -> bool {
    match module {
        "lib" | "main" | "cli" => true,
        "pipeline" => !matches!(target, "cli" | "main"),
        _ => target == "model" || target == module,
    }
}

/// A report that was read from a file says the same as one just made: formats know nothing that is not in it.
fn formats_that_look_past_the_report(source: &Source) -> Vec<String> {
    let inside = source.path.strip_prefix("src/report/").unwrap_or_default();
    let format = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    if !BEHIND_THE_WAIST.contains(&format) || is_test_file(&source.path) {
        return Vec::new();
    }
    let code = without_test_modules(&code_of(&source.text));
    // `crate::model::a`, and `model::a` in a group behind `crate::`.
    let named = |module: &str| {
        let mut names = first_names_behind(&format!("crate::{module}"), &code);
        names.extend(first_names_behind(module, &code));
        names
    };
    let models = named("model").into_iter().filter(|name| !WAIST.contains(&name.as_str()));
    let models = models.map(|name| format!("model::{name}"));
    let may_know = |name: &str| name == format || BESIDE_THE_WAIST.contains(&name);
    let neighbours = named("report").into_iter().filter(|name| !may_know(name));
    let neighbours = neighbours.map(|name| format!("report::{name}"));
    let told =
        |name| format!("{}: `{format}` must not know `{name}`: it is made from json_report", source.path);
    let mut violations: Vec<String> = models.chain(neighbours).map(told).collect();
    violations.dedup();
    violations
}

/// A path from the crate's root says where a thing lives; `super` is for the tests at the end of a file.
fn parents_named_by_super(source: &Source) -> Vec<String> {
    if is_test_file(&source.path) {
        return Vec::new();
    }
    let code = without_test_modules(&code_of(&source.text));
    let lines = lines_with(&code, |line| has_word(line, "super") && line.contains("super::"));
    lines
        .map(|line| format!("{}:{line}: write the path from `crate::` on instead of `super::`", source.path))
        .collect()
}

/// `forbid` in Cargo.toml holds it for the library and the binary; this holds it for every file, also those of tests.
fn unsafe_code(source: &Source) -> Vec<String> {
    let code = code_of(&source.text);
    lines_with(&code, |line| has_word(line, "unsafe"))
        .map(|line| {
            format!("{}:{line}: no `unsafe` here: use a crate that is known for its own", source.path)
        })
        .collect()
}

/// Files do one thing.
fn files_that_are_too_long(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    if lines <= MOST_LINES {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines, {MOST_LINES} are allowed: split it by what it does", source.path)]
}

/// Files open with what they take, give and leave alone.
fn files_without_a_header(source: &Source) -> Vec<String> {
    let has_header = source.text.strip_prefix("//!").is_some_and(|rest| rest.starts_with(' '));
    if has_header { Vec::new() } else { vec![format!("{}: does not open with `//! …`", source.path)] }
}

/// Whatever reads, writes, looks at the environment or at the clock says EDGE in its first line. A pure file that
/// must do it at one place says there why: `#[expect(clippy::disallowed_methods, reason = "…")]`.
fn edges_that_do_not_say_so(source: &Source) -> Vec<String> {
    if is_test_file(&source.path) {
        return Vec::new();
    }
    let code = without_test_modules(&code_of(&source.text));
    let says_edge = source.text.lines().next().is_some_and(|line| has_word(line, "EDGE"));
    let has_reason = code.contains("#[expect(clippy::disallowed_methods, reason =");
    match touches_the_machine(&code) {
        Some(what) if !says_edge && !has_reason => {
            vec![format!("{}: uses {what}, and its first line does not say EDGE", source.path)]
        }
        _ => Vec::new(),
    }
}

/// What code uses that a pure file does not.
fn touches_the_machine(code: &str) -> Option<&'static str> {
    let std_modules = first_names_behind("std", code);
    let from_std = |name: &str| std_modules.iter().any(|module| module == name);
    if from_std("fs") || has_path(code, "fs::") {
        Some("std::fs")
    } else if from_std("env") || has_path(code, "env::") {
        Some("std::env")
    } else if has_call(code, "stdout") {
        Some("stdout")
    } else if has_call(code, "stderr") {
        Some("stderr")
    } else if has_path(code, "Instant::now") || has_path(code, "SystemTime::now") {
        Some("the clock")
    } else if has_word(code, "disallowed_methods") {
        Some("disallowed methods")
    } else {
        None
    }
}

/// Whoever reads an error wants to know what to do.
fn errors_without_a_next_step(source: &Source) -> Vec<String> {
    let text = without_test_modules(&source.text);
    let mut violations = Vec::new();
    for start in ["#[diagnostic(", "miette!("] {
        for (at, _) in text.match_indices(start) {
            let (call, rest) = text[at..].split_at(bracketed(&text[at..]));
            // A field of the variant can be the help: what follows is looked at up to the next error.
            let item = rest.split("#[error").next().unwrap_or(rest);
            let is_helped = has_word(call, "help") || has_word(call, "transparent");
            let by_field = start.starts_with('#') && item.contains("#[help]");
            if !is_helped && !by_field {
                let line = text[..at].matches('\n').count() + 1;
                violations.push(format!("{}:{line}: an error says what to do: give it a help", source.path));
            }
        }
    }
    violations
}

/// Where the first bracket of `text` is closed.
fn bracketed(text: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in code_of(text).char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return at.min(text.len()),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

/// Modules are named after what they do.
fn modules_named_after_nothing(source: &Source) -> Vec<String> {
    let stem = source.path.strip_suffix(".rs").unwrap_or(&source.path);
    let mut names: Vec<&str> = stem.split('/').collect();
    let code = code_of(&source.text);
    names.extend(words_behind("mod", &code));
    let boxes = names.into_iter().filter(|name| BOXES.contains(name));
    boxes
        .map(|name| format!("{}: `{name}` says nothing: name the module after what it does", source.path))
        .collect()
}

/// Nothing is put off, and no lint is silenced without the compiler watching whether it still has to be.
fn things_put_off(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    for word in ["TODO", "FIXME"] {
        let lines = lines_with(&source.text, |line| has_word(line, word));
        violations.extend(lines.map(|line| format!("{}:{line}: {word}", source.path)));
    }
    let code = code_of(&source.text);
    for (text, instead) in [
        ("todo!", "write it"),
        ("unimplemented!", "write it"),
        ("#[allow(", "use #[expect(…, reason = \"…\")]"),
        ("#![allow(", "use #![expect(…, reason = \"…\")]"),
    ] {
        let lines = lines_with(&code, |line| line.contains(text));
        violations.extend(lines.map(|line| format!("{}:{line}: `{text}`: {instead}", source.path)));
    }
    violations
}

/// Nothing names the machine that it was written on.
fn paths_of_a_machine(source: &Source) -> Vec<String> {
    // Put together here, so that this file does not name them.
    let places = [("/", "work/"), ("/", "root/"), ("/tmp/", "weighbridge")].map(|(a, b)| format!("{a}{b}"));
    let mut violations = Vec::new();
    for place in places {
        let lines = lines_with(&source.text, |line| names_place(line, &place));
        violations.extend(lines.map(|line| format!("{}:{line}: names {place}", source.path)));
    }
    violations
}

/// Whether a line has `place` at the beginning of a path: `https://x.test/work/` and `../root/` are no such places.
fn names_place(line: &str, place: &str) -> bool {
    let continues =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '}' | ')' | '*' | '>');
    line.match_indices(place).any(|(at, _)| !line[..at].ends_with(continues))
}

// ---------------------------------------------------------------------------------------------------------------
// Reading Rust: as much as the rules need
// ---------------------------------------------------------------------------------------------------------------

/// The top-level module that a file of `src` belongs to.
fn module_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let first = inside.split('/').next().unwrap_or(inside);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Files that are nothing but tests: `tests.rs`, and what lies in a folder `tests`.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The text with spaces for comments and for what is between quotes; its lines stay where they are.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_inside_word = code.ends_with(is_word);
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            1 + quoted(&rest[1..], '"')
        } else if let Some(length) = raw_string(rest).filter(|_| !is_inside_word) {
            length
        } else if let Some(length) = character(rest) {
            length
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

/// The length of the comment that `text` begins with; block comments nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length up to and including the quote that ends what `text` begins with.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The length of the raw string that `text` begins with, if it does.
fn raw_string(text: &str) -> Option<usize> {
    let behind_prefix = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = behind_prefix.len() - behind_prefix.trim_start_matches('#').len();
    let content = behind_prefix[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = content.find(&end).map_or(content.len(), |at| at + end.len());
    Some(text.len() - content.len() + length)
}

/// The length of the character literal that `text` begins with; `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    let is_literal = first == '\\' || inside[first.len_utf8()..].starts_with('\'');
    is_literal.then(|| 1 + quoted(inside, '\''))
}

/// Code with spaces for its modules under `#[cfg(test)]`.
fn without_test_modules(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let behind = &rest[at + MARK.len()..];
        let item = behind.find(['{', ';']).unwrap_or(behind.len());
        let is_module = has_word(&behind[..item], "mod");
        let end = if is_module && behind[item..].starts_with('{') { braced(behind, item) } else { 0 };
        kept.push_str(&rest[..at]);
        kept.extend(rest[at..at + MARK.len() + end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &behind[end..];
    }
    kept + rest
}

/// Where the brace that opens at `open` is closed.
fn braced(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at + 1;
        }
    }
    code.len()
}

/// The names that stand directly behind `root::`, also in groups: `crate::a::B`, `crate::{a, b::{C, D}}`.
fn first_names_behind(root: &str, code: &str) -> Vec<String> {
    let start = format!("{root}::");
    let mut names = Vec::new();
    for (at, _) in code.match_indices(&start) {
        if code[..at].ends_with(is_word) || code[..at].ends_with("::") {
            continue;
        }
        let behind = code[at + start.len()..].trim_start();
        if behind.starts_with('{') {
            names.extend(group(&behind[1..braced(behind, 0).max(2) - 1]).into_iter().filter_map(first_word));
        } else {
            names.extend(first_word(behind));
        }
    }
    names
}

/// The members of a group, whatever is in their own groups.
fn group(inside: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (0_u32, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                members.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    members.push(&inside[start..]);
    members
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.trim_start().chars().take_while(|&c| is_word(c)).collect();
    (!word.is_empty()).then_some(word)
}

/// The words that stand behind each `keyword`.
fn words_behind<'c>(keyword: &str, code: &'c str) -> Vec<&'c str> {
    let words: Vec<&str> = code.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
    words.windows(2).filter(|pair| pair[0] == keyword).map(|pair| pair[1]).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether `text` has `word` with nothing of a word around it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_word) && !text[at + word.len()..].starts_with(is_word))
}

/// Whether `code` has `path` from the beginning of a word on.
fn has_path(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| !code[..at].ends_with(is_word))
}

/// Whether `code` calls a function of that name, which is not a method.
fn has_call(code: &str, name: &str) -> bool {
    let call = format!("{name}(");
    code.match_indices(&call).any(|(at, _)| !code[..at].ends_with(is_word) && !code[..at].ends_with('.'))
}

/// The numbers of the lines that `wanted` holds for.
fn lines_with<'t>(text: &'t str, wanted: impl Fn(&str) -> bool + 't) -> impl Iterator<Item = usize> + 't {
    text.lines().enumerate().filter(move |(_, line)| wanted(line)).map(|(index, _)| index + 1)
}

// ---------------------------------------------------------------------------------------------------------------
// Over the repository
// ---------------------------------------------------------------------------------------------------------------

/// Every Rust file of `src`.
fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let is_rust = |path: &String| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    for path in files_below("src").into_iter().filter(is_rust) {
        let text = fs::read_to_string(root().join(&path)).expect("a source is UTF-8");
        sources.push(Source { path, text });
    }
    assert!(sources.len() > 20, "src was not found");
    sources
}

/// Every text of the repository: what git tracks or, without git, what belongs to it.
fn repository_texts() -> Vec<Source> {
    let paths = tracked_by_git().unwrap_or_else(|| {
        let mut paths: Vec<String> =
            ["src", "tests", "docs", "fixtures", "schema"].into_iter().flat_map(files_below).collect();
        paths.extend(["README.md", "Cargo.toml", "clippy.toml"].map(str::to_owned));
        paths
    });
    let text = |path: String| {
        let location = root().join(&path);
        let is_small = fs::metadata(&location).is_ok_and(|metadata| metadata.len() <= LARGEST_TEXT);
        let text = if is_small { fs::read_to_string(location).ok() } else { None };
        text.map(|text| Source { path, text })
    };
    paths.into_iter().filter_map(text).collect()
}

/// `None` where there is no git, or no repository.
fn tracked_by_git() -> Option<Vec<String>> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().ok()?;
    let listed = String::from_utf8(output.stdout).ok()?;
    let paths: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
    (output.status.success() && !paths.is_empty()).then_some(paths)
}

fn files_below(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(root().join(folder)) else { return files };
    for entry in entries {
        let entry = entry.expect("an entry can be read");
        let name = entry.file_name().into_string().expect("names are UTF-8");
        let path = format!("{folder}/{name}");
        if !entry.file_type().expect("it has a type").is_dir() {
            files.push(path);
        } else if name != "node_modules" {
            files.extend(files_below(&path));
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

#[track_caller]
fn hold(rule: fn(&Source) -> Vec<String>, sources: &[Source]) {
    let violations: Vec<String> = sources.iter().flat_map(rule).collect();
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn stages_know_the_model_and_no_other_stage() {
    hold(imports_that_are_not_allowed, &sources());
}

#[test]
fn formats_are_made_from_the_json_report_alone() {
    let sources = sources();
    for format in BEHIND_THE_WAIST {
        let (file, folder) = (format!("src/report/{format}.rs"), format!("src/report/{format}/"));
        let is_there = sources.iter().any(|source| source.path == file || source.path.starts_with(&folder));
        assert!(is_there, "src/report/{format} is gone: take it off the list");
    }
    hold(formats_that_look_past_the_report, &sources);
}

#[test]
fn every_format_stands_behind_the_waist() {
    let sources = sources();
    let dispatch = sources.iter().find(|source| source.path == "src/cli/formats.rs");
    let code = code_of(&dispatch.expect("formats are dispatched there").text);
    let line = code.split("use crate::report::{").nth(1).and_then(|rest| rest.split('}').next());
    let formats = group(line.expect("it names the formats")).into_iter().filter_map(first_word);
    let others: Vec<String> =
        formats.filter(|name| name != "json" && !BEHIND_THE_WAIST.contains(&name.as_str())).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn no_file_names_its_parent_by_super() {
    hold(parents_named_by_super, &sources());
}

#[test]
fn no_file_holds_unsafe_code() {
    hold(unsafe_code, &sources());
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml is there");
    assert!(manifest.contains("unsafe_code = \"forbid\""), "the compiler must hold it, too");
}

#[test]
fn no_file_is_longer_than_400_lines() {
    hold(files_that_are_too_long, &sources());
}

#[test]
fn every_file_says_in_its_header_what_it_is() {
    hold(files_without_a_header, &sources());
}

#[test]
fn only_files_marked_edge_touch_the_machine() {
    hold(edges_that_do_not_say_so, &sources());
}

#[test]
fn every_error_says_what_to_do() {
    hold(errors_without_a_next_step, &sources());
}

#[test]
fn no_module_is_a_box_for_anything() {
    hold(modules_named_after_nothing, &sources());
}

#[test]
fn nothing_is_put_off_or_silenced() {
    hold(things_put_off, &sources());
}

#[test]
fn nothing_in_the_repository_names_the_machine_it_was_written_on() {
    let texts = repository_texts();
    assert!(texts.len() > 50, "the repository was not found");
    hold(paths_of_a_machine, &texts);
}

// ---------------------------------------------------------------------------------------------------------------
// Each rule fails when it is broken
// ---------------------------------------------------------------------------------------------------------------

/// Holds that `rule` gives as many violations for `text` as expected, and that each names the file.
#[track_caller]
fn check(rule: fn(&Source) -> Vec<String>, path: &str, text: &str, expected: usize) {
    let violations = rule(&Source { path: path.to_owned(), text: text.to_owned() });
    assert_eq!(violations.len(), expected, "{path}: {text:?} gave {violations:?}");
    for violation in violations {
        assert!(violation.starts_with(path), "{violation:?} does not name its file");
    }
}

#[test]
fn an_import_between_stages_is_found_however_it_is_written() {
    let rule = imports_that_are_not_allowed;
    check(rule, "src/judge/select.rs", "use crate::graph::build_graph;", 1);
    check(rule, "src/walk.rs", "fn f() { crate::parse::parse() }", 1);
    check(rule, "src/walk.rs", "use crate::{graph, model::asset::Asset, parse::{script, style}};", 2);
    check(rule, "src/walk.rs", "use crate::{\n    model::{graph, parse},\n};", 0);
    check(
        rule,
        "src/graph/mod.rs",
        "use crate::graph::resolve::Resolver;\nuse crate::model::asset::Asset;",
        0,
    );
    check(rule, "src/graph/tests.rs", "use crate::parse::parse;", 1);
    check(rule, "src/baseline/mod.rs", "use crate::report::json;", 1);
}

#[test]
fn the_model_knows_nothing_and_the_rim_everything() {
    let rule = imports_that_are_not_allowed;
    check(rule, "src/model/build.rs", "use crate::model::asset::Asset;\nuse crate::walk::Walked;", 1);
    check(
        rule,
        "src/pipeline.rs",
        "use crate::{checks, graph, judge, walk};\nuse crate::cli::ExitStatus;",
        1,
    );
    check(rule, "src/cli/check.rs", "use crate::pipeline;\nuse crate::report::json;", 0);
    check(rule, "src/lib.rs", "pub use crate::cli::run;", 0);
}

#[test]
fn a_format_that_knows_the_run_is_found_and_tests_may_make_one() {
    let rule = formats_that_look_past_the_report;
    check(rule, "src/report/html/tables.rs", "use crate::model::report::Report;", 1);
    check(rule, "src/report/badge/mod.rs", "use crate::{model::build::Build, report::{text, wording}};", 2);
    check(rule, "src/report/junit/suite.rs", "use crate::report::terminal::render;", 1);
    check(rule, "src/report/issues.rs", "fn f() { crate::report::breach::breaches() }", 1);
    check(rule, "src/report/sarif/mod.rs", "use crate::report::{html, issues::Issue, sarif::uri, xml};", 1);
    check(
        rule,
        "src/report/junit/suite.rs",
        "use crate::model::{budget::Metric, json_report::{report, Joined}};\n\
         use crate::report::{judged, text::{self, size}};",
        0,
    );
    let tests = "use crate::model::json_report::Report;\n\
                 #[cfg(test)]\nmod tests {\n    use crate::report::terminal::sample;\n}";
    check(rule, "src/report/codeclimate/mod.rs", tests, 0);
    // These make the types, show what they leave out, or have the words.
    for path in ["src/report/json/mod.rs", "src/report/terminal/mod.rs", "src/report/breach.rs"] {
        check(rule, path, "use crate::model::report::Report;", 0);
    }
}

#[test]
fn an_error_that_leaves_one_alone_is_found() {
    let rule = errors_without_a_next_step;
    check(rule, "src/a.rs", "#[error(\"x\")]\n#[diagnostic(code(a::b))]\nX,", 1);
    check(rule, "src/a.rs", "#[diagnostic(code(a::b), help(\"do (this\"))]\nX,", 0);
    check(rule, "src/a.rs", "#[diagnostic(code(a::b))]\nX(#[help] String),\n#[error(\"y\")]", 0);
    check(rule, "src/a.rs", "#[diagnostic(code(a::b))]\nX,\n#[error(\"y\")]\nY(#[help] String),", 1);
    check(rule, "src/a.rs", "#[diagnostic(transparent)]\nX(Y),", 0);
    check(rule, "src/a.rs", "miette!(code = \"a\", \"x\")", 1);
    check(rule, "src/a.rs", "miette!(code = \"a\", help = help, \"x\")", 0);
}

#[test]
fn what_is_said_in_comments_and_texts_is_no_import() {
    let rule = imports_that_are_not_allowed;
    check(
        rule,
        "src/model/asset.rs",
        "/// See [`walk`](crate::walk).\n/* crate::graph /* crate::x */ crate::y */",
        0,
    );
    check(
        rule,
        "src/model/asset.rs",
        r##"const A: &str = "\"crate::walk"; const B: &str = r#"" crate::walk"#;"##,
        0,
    );
    check(
        rule,
        "src/model/asset.rs",
        "const A: char = '\"'; use crate::walk::Walked; const B: char = '\"';",
        1,
    );
    check(rule, "src/model/asset.rs", "fn f<'a>(x: &'a str) -> &'a str { crate::walk::f(x) }", 1);
    check(rule, "src/model/asset.rs", "pub(crate) static A: u32 = 1; pub(in crate::model) mod b;", 0);
}

#[test]
fn super_is_found_outside_of_tests() {
    let rule = parents_named_by_super;
    check(rule, "src/graph/esm.rs", "use super::resolve::Resolver;", 1);
    check(rule, "src/graph/esm.rs", "pub(super) struct A;\n// super::B", 0);
    check(
        rule,
        "src/graph/esm.rs",
        "fn f() {}\n#[cfg(test)]\nmod tests {\n    use super::f;\n    fn g() {}\n}",
        0,
    );
    check(
        rule,
        "src/graph/esm.rs",
        "#[cfg(test)]\nmod tests { fn g() { \"}\"; } }\nfn f() { super::g() }",
        1,
    );
    check(rule, "src/graph/esm.rs", "#[cfg(test)]\nmod tests;\nfn f() { super::g() }", 1);
    check(rule, "src/graph/esm.rs", "#[cfg(test)]\nuse super::f;", 1);
    check(rule, "src/graph/tests.rs", "use super::f;", 0);
    check(rule, "src/config/tests/refused.rs", "use super::CHECKS;", 0);
}

#[test]
fn unsafe_code_is_found() {
    check(unsafe_code, "src/judge.rs", "fn f() { unsafe { g() } }\n", 1);
    check(unsafe_code, "tests/judge.rs", "unsafe fn f() {}\n", 1);
    check(unsafe_code, "src/judge.rs", "// unsafe\nlet is_unsafe = \"unsafe\";\n", 0);
}

#[test]
fn a_file_of_401_lines_is_found() {
    check(files_that_are_too_long, "src/judge.rs", &"x\n".repeat(400), 0);
    check(files_that_are_too_long, "src/judge.rs", &"x\n".repeat(401), 1);
    let long = Source { path: "src/judge.rs".to_owned(), text: "x\n".repeat(401) };
    assert!(files_that_are_too_long(&long)[0].contains("split it by what it does"));
}

#[test]
fn a_file_without_a_header_is_found() {
    check(files_without_a_header, "src/judge.rs", "//! Judges.\n", 0);
    check(files_without_a_header, "src/judge.rs", "// Judges.\n", 1);
    check(files_without_a_header, "src/judge.rs", "\n//! Judges.\n", 1);
    check(files_without_a_header, "src/judge.rs", "//!\n", 1);
    check(files_without_a_header, "src/judge.rs", "", 1);
}

#[test]
fn an_edge_that_does_not_say_so_is_found() {
    let rule = edges_that_do_not_say_so;
    for text in [
        "use std::fs;",
        "use std::{io, fs};",
        "fn f() { fs::read(path) }",
        "fn f() { std::env::var(name) }",
        "use std::env::{self, consts};",
        "fn f() { io::stdout().lock() }",
        "fn f() { io::stderr() }",
        "fn f() { Instant::now() }",
        "fn f() { std::time::SystemTime::now() }",
        "#![expect(clippy::disallowed_methods, reason = \"because\")]",
    ] {
        check(rule, "src/judge.rs", &format!("//! Judges.\n{text}"), 1);
        check(rule, "src/judge.rs", &format!("//! EDGE. Judges.\n{text}"), 0);
        check(rule, "src/judge.rs", &format!("//! Judges.\n//! EDGE.\n{text}"), 1);
        check(rule, "src/judge.rs", &format!("//! Judges.\n#[cfg(test)]\nmod tests {{\n{text}\n}}"), 0);
    }
    check(
        rule,
        "src/judge.rs",
        "//! Judges.\n// fs::read\nfn f() { env!(\"X\"); offs::x(); style.stdout(); }",
        0,
    );
}

#[test]
fn an_exception_from_the_edges_has_its_reason_where_it_is_made() {
    let rule = edges_that_do_not_say_so;
    let with = |attribute: &str| format!("//! Waits.\n{attribute}\nfn f() {{ Instant::now() }}");
    let path = "src/parse/script/time_limit.rs";
    check(rule, path, &with(""), 1);
    check(rule, path, &with("#[expect(clippy::disallowed_methods, reason = \"it ends\")]"), 0);
    check(rule, path, &with("#[expect(clippy::disallowed_methods)]"), 1);
    check(rule, path, &with("#![expect(clippy::disallowed_methods, reason = \"all of it\")]"), 1);
    check(rule, path, &with("// #[expect(clippy::disallowed_methods, reason = \"it ends\")]"), 1);
}

#[test]
fn a_box_for_anything_is_found() {
    let rule = modules_named_after_nothing;
    check(rule, "src/utils.rs", "//! Things.", 1);
    check(rule, "src/graph/helpers/mod.rs", "//! Things.", 1);
    check(rule, "src/graph/mod.rs", "mod common;", 1);
    check(rule, "src/graph/mod.rs", "pub(crate) mod util {\n    mod misc {}\n}", 2);
    check(rule, "src/graph/mod.rs", "mod uncommon;\n// mod util;", 0);
}

#[test]
fn what_is_put_off_is_found() {
    let rule = things_put_off;
    check(rule, "src/judge.rs", concat!("// TO", "DO: later"), 1);
    check(rule, "src/judge.rs", concat!("/// FIX", "ME"), 1);
    check(rule, "src/judge.rs", "fn f() { todo!() }\nfn g() { unimplemented!(\"soon\") }", 2);
    check(rule, "src/judge.rs", "#![allow(dead_code)]\n#[allow(unused)]\nfn f() {}", 2);
    check(
        rule,
        "src/judge.rs",
        "#[expect(dead_code, reason = \"soon\")]\nfn f() { let autodo = \"todo!\"; }",
        0,
    );
}

#[test]
fn a_path_of_a_machine_is_found() {
    let rule = paths_of_a_machine;
    check(rule, "docs/a.md", concat!("see `/wo", "rk/main/src`"), 1);
    check(rule, "docs/a.md", concat!("\"/ro", "ot/.cargo\"\n(/tmp/weigh", "bridge-1)"), 2);
    check(rule, "docs/a.md", concat!("https://example.test/wo", "rk/ and ../ro", "ot/ and /tmp/x"), 0);
}
