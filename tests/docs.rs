//! What the documents name is there: links with their anchors, files, recipes, and every command of weighbridge with its
//! options.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests read files of the repository and fail by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser};
use comrak::nodes::{Node, NodeValue};
use comrak::{Anchorizer, Arena, Options, parse_document};
use percent_encoding::percent_decode_str;
use regex::Regex;
use weighbridge::cli::Arguments;

/// Options of other tools that the documents name.
const OTHERS_OPTIONS: [&str; 7] = [
    "--ignore-scripts",
    "--minify",
    "--no-optional",
    "--omit",
    "--output",
    "--sourcemap",
    "--summary-export",
];

/// What stands for something in a command.
const PLACEHOLDERS: [(&str, &str); 2] = [("FORMAT", "json"), ("CHECK", "missing-split-point")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The documents that people read, from the repository's root.
fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<PathBuf> = [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "data/README.md",
        "fixtures/README.md",
        "npm/weighbridge/README.md",
        "tests/schemas/README.md",
    ]
    .map(PathBuf::from)
    .into();
    for entry in fs::read_dir(root().join("docs")).expect("docs is there") {
        let name = entry.expect("docs can be read").file_name();
        if Path::new(&name).extension().is_some_and(|extension| extension == "md") {
            documents.push(Path::new("docs").join(name));
        }
    }
    documents.sort();
    documents
}

/// A document's parts.
#[derive(Default)]
struct Document {
    links: Vec<String>,
    anchors: BTreeSet<String>,
    /// Code spans.
    spans: Vec<String>,
    /// Fenced blocks, each with its language.
    blocks: Vec<(String, String)>,
}

impl Document {
    fn open(path: &Path) -> Self {
        let mut options = Options::default();
        options.extension.table = true;
        let arena = Arena::new();
        let text = read(&root().join(path));
        let mut document = Self::default();
        let mut anchors = Anchorizer::new();
        for node in parse_document(&arena, &text, &options).descendants() {
            match &node.data().value {
                NodeValue::Heading(_) => {
                    document.anchors.insert(anchors.anchorize(&text_of(node)));
                }
                NodeValue::Link(link) | NodeValue::Image(link) => document.links.push(link.url.clone()),
                NodeValue::Code(code) => document.spans.push(code.literal.clone()),
                NodeValue::CodeBlock(block) => {
                    let language = block.info.split(' ').next().unwrap_or_default().to_owned();
                    document.blocks.push((language, block.literal.clone()));
                }
                _ => {}
            }
        }
        document
    }
}

fn text_of(node: Node<'_>) -> String {
    let text = |node: Node<'_>| match &node.data().value {
        NodeValue::Text(text) => text.to_string(),
        NodeValue::Code(code) => code.literal.clone(),
        _ => String::new(),
    };
    node.descendants().map(text).collect()
}

/// Fails with all that is wrong at once.
#[track_caller]
fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut followed = 0;
    for path in documents() {
        let document = Document::open(&path);
        for link in &document.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = percent_decode_str(file).decode_utf8_lossy();
            let target = if file.is_empty() {
                path.clone()
            } else {
                path.parent().unwrap_or(Path::new("")).join(file.as_ref())
            };
            followed += 1;
            if !root().join(&target).exists() {
                wrong.push(format!("{}: {link} is not there", path.display()));
            } else if !anchor.is_empty() && !Document::open(&target).anchors.contains(anchor) {
                wrong.push(format!("{}: {link}: no heading has that anchor", path.display()));
            }
        }
    }
    nothing(&wrong);
    assert!(60 < followed, "only {followed} links");
}

#[test]
fn every_document_can_be_reached_from_the_readme() {
    let mut reached = BTreeSet::from([PathBuf::from("README.md")]);
    let mut next = vec![PathBuf::from("README.md")];
    while let Some(path) = next.pop() {
        for link in Document::open(&path).links {
            let file = link.split('#').next().unwrap_or_default();
            let target = path.parent().unwrap_or(Path::new("")).join(file);
            let Ok(target) = fs::canonicalize(root().join(target)) else { continue };
            let home = fs::canonicalize(root()).expect("the repository is there");
            let Ok(target) = target.strip_prefix(home).map(Path::to_owned) else { continue };
            if target.extension().is_some_and(|extension| extension == "md") && reached.insert(target.clone())
            {
                next.push(target);
            }
        }
    }
    let lost: Vec<String> = documents()
        .into_iter()
        .filter(|path| path.starts_with("docs") && !reached.contains(path))
        .map(|path| format!("{}: no document on the way from README.md links to it", path.display()))
        .collect();
    nothing(&lost);
}

/// The words of a shell command up to what ends it; quotes are taken off.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for character in command.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), inside) => word.get_or_insert_default().push(inside),
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, '|' | ';' | '&' | '>' | ')') => break,
            (None, '#') if word.is_none() => break,
            (None, ' ' | '\t') => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// The commands of weighbridge in a line, as words: where a shell, or a file that holds commands, would start one.
fn commands(line: &str, starts: &Regex) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in starts.find_iter(line) {
        // `"build": "vite build && weighbridge check dist"` ends with the quote it stands in.
        let before = &line[..start.start()];
        let quoted = ['"', '\''].into_iter().find(|quote| before.matches(*quote).count() % 2 == 1);
        let rest = &line[start.end()..];
        let rest = quoted.and_then(|quote| rest.split(quote).next()).unwrap_or(rest);
        let mut command = vec!["weighbridge".to_owned()];
        command.extend(
            words(rest)
                .into_iter()
                .map(|word| PLACEHOLDERS.iter().fold(word, |word, (name, value)| word.replace(name, value))),
        );
        found.push(command);
    }
    found
}

/// What is wrong with a command.
fn mistake(command: &[String], is_whole: bool) -> Option<String> {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion, MissingRequiredArgument};
    let error = Arguments::try_parse_from(command).err()?;
    match error.kind() {
        DisplayHelp | DisplayVersion => None,
        // `weighbridge merge` in a sentence.
        MissingRequiredArgument if !is_whole => None,
        _ => Some(error.to_string()),
    }
}

#[test]
fn every_command_in_the_documents_can_be_typed() {
    // In a block: where a command begins. `npx`, `npx --no`, a prompt, a variable and the keys of YAML stand before it.
    let in_block = Regex::new(
        r#"(?:^|[|;&"'`(:-]|\b(?:npx|exec|run|x)(?: --\w+)*|\$|=\S*|^\s*(?:- )?\w+:|--)\s*weighbridge(?:@[\d.]+)? "#,
    )
    .expect("it is a pattern");
    let in_source = Regex::new(r"cargo run (?:--release )?-- ").expect("it is a pattern");
    // A line that a shell, or a folded text of YAML, goes on with.
    let continued = Regex::new(r"\\\n|\n\s+(--)").expect("it is a pattern");
    let in_span = Regex::new(r"^(?:npx (?:--\w+ )*)?weighbridge(?:@[\d.]+)? ").expect("it is a pattern");
    let mut wrong = Vec::new();
    let mut typed = 0;
    for path in documents() {
        // What others printed, or said of earlier versions, is none.
        if path.ends_with("CHANGELOG.md") {
            continue;
        }
        let document = Document::open(&path);
        let lines =
            document.blocks.iter().filter(|(language, _)| language != "text").flat_map(|(language, text)| {
                let lines = continued.replace_all(text, " $1");
                let lines: Vec<String> = lines.lines().map(str::to_owned).collect();
                let printed = language == "console";
                lines.into_iter().filter(move |line| !printed || line.starts_with("$ "))
            });
        let whole = lines.flat_map(|line| [commands(&line, &in_block), commands(&line, &in_source)].concat());
        let mut found: Vec<(bool, Vec<String>)> = whole.map(|command| (true, command)).collect();
        let spans = document.spans.iter().flat_map(|span| commands(span, &in_span));
        found.extend(spans.map(|command| (false, command)));
        for (is_whole, command) in found {
            typed += 1;
            if let Some(mistake) = mistake(&command, is_whole) {
                wrong.push(format!("{}: {command:?}: {mistake}", path.display()));
            }
        }
    }
    nothing(&wrong);
    assert!(60 < typed, "only {typed} commands");
}

#[test]
fn a_command_is_found_where_it_stands() {
    let starts = Regex::new(r#"(?:^|[|;&"'`(:-])\s*weighbridge "#).expect("it is a pattern");
    let found = |line: &str| commands(line, &starts);
    assert_eq!(found("weighbridge check dist # says"), [["weighbridge", "check", "dist"]]);
    assert_eq!(
        found(r#"{ "build": "vite && weighbridge check dist" },"#),
        [["weighbridge", "check", "dist"]]
    );
    assert_eq!(
        found("weighbridge check --limit '170 kB' | less")[0].last().map(String::as_str),
        Some("170 kB")
    );
    assert!(mistake(&found("weighbridge check --lymit 1")[0], false).is_some());
    assert!(mistake(&found("weighbridge chek")[0], false).is_some());
    assert!(mistake(&found("weighbridge merge")[0], true).is_some());
    assert!(mistake(&found("weighbridge merge")[0], false).is_none());
}

/// All options of a command and of those below it.
fn options(command: &clap::Command) -> BTreeSet<String> {
    let own =
        command.get_arguments().filter_map(|argument| argument.get_long()).map(|name| format!("--{name}"));
    own.chain(command.get_subcommands().flat_map(options)).collect()
}

#[test]
fn every_option_that_the_documents_name_is_there() {
    let known = options(&Arguments::command());
    let mut wrong = Vec::new();
    for path in documents() {
        for span in Document::open(&path).spans {
            let option = span.split([' ', '=']).next().unwrap_or_default();
            let named = option.starts_with("--") && 2 < option.len();
            if named && !known.contains(option) && !OTHERS_OPTIONS.contains(&option) {
                wrong.push(format!("{}: `{span}`: there is no {option}", path.display()));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn every_file_that_the_documents_name_is_there() {
    let ours = Regex::new(
        r"^(?:\.ci|\.github|action|docs|fixtures|npm|schema|src|tests)/[\w./-]*$|^data/[\w-]+\.\w+$",
    )
    .expect("it is a pattern");
    // Files and folders of src/ without the src/; a file alone is told in the text about its folder.
    let source = Regex::new(r"^\w+/(?:\w+/)*(?:\w+\.rs)?$").expect("it is a pattern");
    let mut wrong = Vec::new();
    let mut named = 0;
    for path in documents() {
        let architecture = path.ends_with("architecture.md");
        // The others name files of what they lie beside.
        if !path.starts_with("docs")
            && !["README.md", "CONTRIBUTING.md"].map(Path::new).contains(&path.as_path())
        {
            continue;
        }
        for span in Document::open(&path).spans {
            // A page of some build.
            if Path::new(&span).extension().is_some_and(|extension| extension == "html") {
                continue;
            }
            let there = if architecture && source.is_match(&span) {
                ["", "src", "src/parse/script"].iter().any(|folder| root().join(folder).join(&span).exists())
            } else if ours.is_match(&span) {
                [Path::new(""), path.parent().unwrap_or(Path::new(""))]
                    .iter()
                    .any(|folder| root().join(folder).join(&span).exists())
            } else {
                continue;
            };
            named += 1;
            if !there {
                wrong.push(format!("{}: `{span}` is not there", path.display()));
            }
        }
    }
    nothing(&wrong);
    assert!(40 < named, "only {named} files");
}

/// The files that are run, by what runs them: a command of `just`, a step of CI, a line of CONTRIBUTING.md.
#[test]
fn what_is_run_is_there() {
    let run = Regex::new(r"(?:\bnode|\bbash) ((?:\.ci|data|fixtures|fuzz|npm|tests)/[\w./-]+)")
        .expect("it is a pattern");
    let mut wrong = Vec::new();
    let mut found = BTreeSet::new();
    for file in [
        "justfile",
        ".ci/run",
        "CONTRIBUTING.md",
        ".github/workflows/ci.yml",
        ".github/workflows/release.yml",
    ] {
        let text = read(&root().join(file));
        for path in run.captures_iter(&text).filter_map(|captures| captures.get(1)) {
            found.insert(path.as_str().to_owned());
            if !root().join(path.as_str()).exists() {
                wrong.push(format!("{file}: {} is not there", path.as_str()));
            }
        }
    }
    let ci = read(&root().join(".ci/run"));
    let tests = run
        .captures_iter(&read(&root().join("justfile")))
        .filter_map(|captures| Some(captures.get(1)?.as_str().to_owned()))
        .filter(|path| (path.starts_with("tests/") || path.starts_with("fuzz/")) && !ci.contains(path))
        .map(|path| format!(".ci/run does not run {path}"))
        .collect::<Vec<_>>();
    wrong.extend(tests);
    let recipes = Regex::new(r"(?m)^([\w-]+)(?: [\w -]+)?:").expect("it is a pattern");
    let justfile = read(&root().join("justfile"));
    let recipes: BTreeSet<&str> =
        recipes.captures_iter(&justfile).filter_map(|captures| Some(captures.get(1)?.as_str())).collect();
    for path in documents() {
        for span in Document::open(&path).spans {
            let Some(recipe) = span.strip_prefix("just ") else { continue };
            if !recipes.contains(recipe) {
                wrong.push(format!("{}: there is no `{span}`", path.display()));
            }
        }
    }
    let contributing = read(&root().join("CONTRIBUTING.md"));
    for recipe in recipes.iter().filter(|name| is_named(&justfile, name)) {
        if !contributing.contains(&format!("`just {recipe}`")) {
            wrong.push(format!("CONTRIBUTING.md does not list `just {recipe}`"));
        }
    }
    nothing(&wrong);
    assert!(12 < found.len(), "only {found:?}");
}

/// Whether a recipe says what it needs beyond cargo.
fn is_named(justfile: &str, recipe: &str) -> bool {
    let lines: Vec<&str> = justfile.lines().collect();
    lines.windows(2).any(|pair| pair[0].starts_with("# Needs ") && pair[1] == format!("{recipe}:"))
}
