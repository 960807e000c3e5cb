//! Every built fixture through the real binary: its graph is what its bundler recorded, its report fits the schema,
//! adds up and agrees with itself, and report and terminal output are those that are kept in fixtures/expected.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests compare files of the repository; the helper is shared by all of them"
)]

mod support;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use support::{Project, fixture_names, fixtures};
use weighbridge::model::json_report::{self, Joined};
use weighbridge::report::json;

const UPDATE: &str = "UPDATE=1 cargo test --test fixtures";

/// A format, how its files end, and what of them is kept.
type Kept = (&'static str, &'static str, fn(&str) -> String);

/// The reports that are kept of every fixture.
const KEPT: &[Kept] = &[
    ("json", "json", str::to_owned),
    // A file is written in 80 columns and without colour on every machine.
    ("terminal", "txt", str::to_owned),
    ("codeclimate", "codeclimate.json", str::to_owned),
    ("badge", "svg", str::to_owned),
    ("github", "github.txt", str::to_owned),
    ("html", "html", without_fixed_parts),
    ("junit", "junit.xml", str::to_owned),
    ("markdown", "md", str::to_owned),
    ("openmetrics", "prom", str::to_owned),
    ("sarif", "sarif", without_rules),
    ("size-limit", "size-limit.json", str::to_owned),
];

/// The rules of SARIF, which are the same for every fixture and kept once.
const SARIF_RULES: &str = "rules.sarif.json";

/// A page without its style and its script, which are those of src/report/html, and without the hash over all.
fn without_fixed_parts(page: &str) -> String {
    let nonce = page.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).expect("a nonce").0;
    let mut page = page.replace(nonce, "…");
    for (from, to) in
        [("<style nonce=\"…\">\n", "</style>"), ("<script type=\"module\" nonce=\"…\">\n", "</script>")]
    {
        let start = page.find(from).expect("it begins") + from.len();
        let end = start + page[start..].find(to).expect("it ends");
        page.replace_range(start..end, "");
    }
    page
}

/// A fixture and what the binary says of it.
struct Checked {
    name: String,
    report: Value,
    /// The files of `KEPT`, in its order.
    texts: Vec<String>,
}

/// An edge: from, to.
type Row = (String, String);

/// Stylesheets that graphs.json gives to a chunk and the report does not: fixtures/build.mjs wrote these rows, not
/// the bundler, which has no idea which chunk a stylesheet that a plugin extracted for the whole build belongs to.
/// The document links it, and its name is not that of a chunk: it is the document's. Vite gives a script what stands
/// beside it in a document.
const STYLES_OF_A_DOCUMENT: [(&str, &str, &str); 4] = [
    ("ineffective-split", "assets/main-BIvmPg0i.js", "assets/style-DsPnO_jz.css"),
    ("rollup4-shop", "assets/main-Dci0CNka.js", "assets/style-0YyMn8TQ.css"),
    ("rollup4-system", "main-DQOgdLDp.js", "style-DsPnO_jz.css"),
    ("vite8-gallery", "assets/camps-DcnT1rYe.js", "assets/gallery-D5wWEx6h.css"),
];

/// Marks of the fixtures whose chunks are loaded by id.
const BY_ID: [&str; 5] = ["webpack", "rspack", "rsbuild", "parcel", "two-builds"];

/// Runs the binary on every fixture, once for all tests.
fn all() -> &'static [Checked] {
    static ALL: OnceLock<Vec<Checked>> = OnceLock::new();
    ALL.get_or_init(|| fixture_names().into_iter().map(checked).collect())
}

fn checked(name: String) -> Checked {
    let project = Project::new().fixture(&name);
    let mut arguments: Vec<String> =
        ["check", "dist", "--no-config", "--threads", "2"].map(Into::into).into();
    arguments.extend(KEPT.iter().map(|(format, ending, _)| format!("--report={format}=out/report.{ending}")));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = project.run(&arguments);
    assert!(matches!(outcome.status, 0 | 1), "{name}: status {}: {}", outcome.status, outcome.stderr);
    let report = serde_json::from_str(&project.read("out/report.json")).expect("the report is JSON");
    let texts = KEPT.iter().map(|(_, ending, _)| project.read(&format!("out/report.{ending}"))).collect();
    Checked { name, report, texts }
}

/// The graph of a fixture as its bundler recorded it.
fn recorded(name: &str) -> Value {
    let graphs = fs::read_to_string(fixtures().join("graphs.json")).expect("fixtures/graphs.json is there");
    let graphs: Value = serde_json::from_str(&graphs).expect("it is JSON");
    graphs[name].clone()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is not a list in {value:#}"))
}

fn texts<'v>(value: &'v Value, key: &str) -> BTreeSet<&'v str> {
    list(value, key).iter().map(text).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text"))
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is not a number"))
}

fn asset<'r>(report: &'r Value, path: &str) -> &'r Value {
    let mut assets = list(report, "assets").iter();
    assets.find(|asset| asset["path"] == path).unwrap_or_else(|| panic!("{path} is no asset"))
}

/// What assets weigh together in one metric.
fn sum<'p>(report: &Value, paths: impl IntoIterator<Item = &'p str>, metric: &str) -> u64 {
    paths.into_iter().map(|path| number(&asset(report, path)[metric])).sum()
}

fn rows(graph: &Value, key: &str) -> BTreeSet<Row> {
    list(graph, key).iter().map(|row| (text(&row[0]).to_owned(), text(&row[1]).to_owned())).collect()
}

fn edges(report: &Value, key: &str) -> BTreeSet<Row> {
    let of_chunk = |chunk: &Value| -> Vec<Row> {
        list(chunk, key).iter().map(|to| (text(&chunk["path"]).to_owned(), text(to).to_owned())).collect()
    };
    list(report, "chunks").iter().flat_map(of_chunk).collect()
}

#[track_caller]
fn check_edges(name: &str, what: &str, found: &BTreeSet<Row>, expected: &BTreeSet<Row>) {
    let missing: Vec<_> = expected.difference(found).collect();
    let extra: Vec<_> = found.difference(expected).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "{name}, {what}: missing {missing:#?}, not there {extra:#?}"
    );
}

#[test]
fn imports_and_workers_are_those_that_the_bundler_recorded() {
    for Checked { name, report, .. } in all() {
        let graph = recorded(name);
        for (key, recorded_key) in
            [("imports", "static"), ("dynamicImports", "dynamic"), ("workers", "worker")]
        {
            check_edges(name, key, &edges(report, key), &rows(&graph, recorded_key));
        }
    }
}

#[test]
fn the_stylesheets_of_chunks_are_those_that_the_bundler_recorded_but_for_known_rows() {
    for Checked { name, report, .. } in all() {
        let row = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let mut expected = rows(&recorded(name), "css");
        for (_, chunk, style) in STYLES_OF_A_DOCUMENT.into_iter().filter(|(fixture, ..)| fixture == name) {
            assert!(expected.remove(&row(chunk, style)), "{name}: {style} is not recorded for {chunk}");
        }
        check_edges(name, "css", &edges(report, "css"), &expected);
    }
}

#[test]
fn a_document_loads_the_entry_scripts_that_the_bundler_gave_it() {
    for Checked { name, report, .. } in all() {
        for entry in list(&recorded(name), "entries") {
            let audience = if entry["nomodule"] == true { "legacy" } else { "modern" };
            for script in texts(entry, "scripts") {
                let path = entry["document"].as_str().unwrap_or(script);
                let mut entries = list(report, "entries").iter();
                let found = entries.find(|found| found["path"] == path && found["audience"] == audience);
                let found = found.unwrap_or_else(|| panic!("{name}: no {audience} entry point {path}"));
                assert!(
                    texts(&found["initial"], "scripts").contains(script),
                    "{name}: {path} does not load {script}"
                );
            }
        }
        let documents: BTreeSet<_> =
            list(report, "entries").iter().map(|entry| text(&entry["path"])).collect();
        let expected = list(&recorded(name), "entries").len();
        assert_eq!(list(report, "entries").len(), expected, "{name} has other entry points: {documents:?}");
    }
}

#[test]
fn nothing_of_a_fixture_is_unreadable() {
    for Checked { name, report, .. } in all() {
        assert_eq!(report["problems"], Value::Array(Vec::new()), "{name}");
    }
}

#[test]
fn every_report_fits_the_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.schema.json");
    let schema = fs::read_to_string(schema).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    for Checked { name, report, .. } in all() {
        let errors: Vec<String> = validator
            .iter_errors(report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let mut wrong = report.clone();
        wrong["assets"][0]["raw"] = "many".into();
        assert!(!validator.is_valid(&wrong), "the schema takes anything");
    }
}

#[test]
fn totals_are_the_sums_of_the_assets() {
    for Checked { name, report, .. } in all() {
        let totals = report["totals"].as_object().expect("totals are an object");
        for (kind, total) in totals {
            let of_kind: Vec<&Value> =
                list(report, "assets")
                    .iter()
                    .filter(|asset| {
                        if kind == "all" { asset["type"] != "source-map" } else { asset["type"] == **kind }
                    })
                    .collect();
            assert_eq!(number(&total["files"]), of_kind.len() as u64, "{name}: files of {kind}");
            for metric in ["raw", "gzip", "brotli"] {
                // Source maps have no compressed size: null, not 0.
                let expected = of_kind.iter().map(|asset| asset[metric].as_u64()).sum::<Option<u64>>();
                assert_eq!(total[metric].as_u64(), expected, "{name}: {metric} of {kind}");
            }
        }
        let kinds: BTreeSet<&str> = list(report, "assets").iter().map(|asset| text(&asset["type"])).collect();
        assert!(
            kinds.iter().all(|kind| totals.contains_key(*kind)),
            "{name}: a type has no total: {kinds:?}"
        );
    }
}

#[test]
fn an_initial_load_is_the_sum_of_its_files() {
    for Checked { name, report, .. } in all() {
        for entry in list(report, "entries") {
            let initial = &entry["initial"];
            let mut files = texts(initial, "scripts");
            files.extend(texts(initial, "stylesheets"));
            files.insert(text(&entry["path"]));
            assert_eq!(number(&initial["files"]), files.len() as u64, "{name}: {entry:#}");
            for metric in ["raw", "gzip", "brotli"] {
                assert_eq!(
                    number(&initial[metric]),
                    sum(report, files.iter().copied(), metric),
                    "{name}: {entry:#}"
                );
            }
        }
    }
}

#[test]
fn what_a_split_point_adds_is_the_sum_of_what_it_loads() {
    for Checked { name, report, .. } in all() {
        for point in list(report, "splitPoints") {
            for metric in ["raw", "gzip", "brotli"] {
                let expected = sum(report, texts(point, "loads"), metric);
                assert_eq!(number(&point["adds"][metric]), expected, "{name}: {point:#}");
            }
            let loads_target = texts(point, "loads").contains(text(&point["target"]));
            assert_eq!(point["effective"], loads_target, "{name}: {point:#}");
        }
    }
}

#[test]
fn a_split_point_stands_at_its_import() {
    for Checked { name, report, .. } in all() {
        for point in list(report, "splitPoints") {
            let chunk = fixtures().join(name).join(text(&point["chunk"]));
            let chunk = fs::read_to_string(chunk).expect("the chunk is there");
            let line = chunk.split('\n').nth(usize::try_from(number(&point["line"])).expect("small") - 1);
            let units: Vec<u16> = line.expect("the line is there").encode_utf16().collect();
            let column = usize::try_from(number(&point["column"])).expect("small");
            let there = String::from_utf16_lossy(&units[column - 1..]);
            let there: String = there.chars().take(120).collect();
            // Runtimes that number their chunks load them by id: `n.e(26)`, `Promise.all([…])`, `import("aCS44")`.
            let call = there.split_once('(').map(|(before, _)| before);
            let is_import = call.is_some_and(|call| call == "import" || call.ends_with(".import"));
            let file = text(&point["target"]).rsplit('/').next().expect("it has a name");
            let is_by_url = is_import && there.contains(file);
            let is_by_id = BY_ID.iter().any(|mark| name.contains(mark))
                && call.is_some_and(|call| {
                    call == "import" || call == "Promise.all" || call.split('.').next_back() == Some("e")
                });
            let is_context = BY_ID.iter().any(|mark| name.contains(mark)) && there.starts_with(['{', '"']);
            assert!(is_by_url || is_by_id || is_context, "{name}: {there}");
        }
    }
}

#[test]
fn what_is_loaded_at_first_is_not_loaded_later() {
    for Checked { name, report, .. } in all() {
        let modern = || list(report, "entries").iter().filter(|entry| entry["audience"] == "modern");
        let initial = |entry: &Value| -> BTreeSet<String> {
            let initial = &entry["initial"];
            let files = texts(initial, "scripts").into_iter().chain(texts(initial, "stylesheets"));
            files.chain([text(&entry["path"])]).map(str::to_owned).collect()
        };
        for entry in modern() {
            for path in initial(entry) {
                assert_eq!(asset(report, &path)["load"], "initial", "{name}: {path}");
            }
        }
        for asset in list(report, "assets").iter().filter(|asset| asset["load"] == "initial") {
            let path = text(&asset["path"]);
            assert!(
                modern().any(|entry| initial(entry).contains(path)),
                "{name}: no page loads {path} at first"
            );
        }
        for point in list(report, "splitPoints") {
            // What every page that runs it has loaded is there already.
            let chunk = text(&point["chunk"]);
            let there = modern().map(initial).filter(|files| files.contains(chunk));
            let Some(there) = there.reduce(|a, b| a.intersection(&b).cloned().collect()) else { continue };
            let twice: Vec<_> =
                texts(point, "loads").into_iter().filter(|&path| there.contains(path)).collect();
            assert!(twice.is_empty(), "{name}: {chunk} loads {twice:?} again");
        }
    }
}

#[test]
fn every_path_of_the_report_is_an_asset() {
    for Checked { name, report, .. } in all() {
        let assets: BTreeSet<&str> =
            list(report, "assets").iter().map(|asset| text(&asset["path"])).collect();
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for chunk in list(report, "chunks") {
            named.insert(text(&chunk["path"]));
            named.extend(
                ["imports", "dynamicImports", "css", "workers"]
                    .map(|key| texts(chunk, key))
                    .into_iter()
                    .flatten(),
            );
        }
        for entry in list(report, "entries") {
            named.insert(text(&entry["path"]));
            named.extend(texts(&entry["initial"], "scripts"));
            named.extend(texts(&entry["initial"], "stylesheets"));
        }
        for point in list(report, "splitPoints") {
            named.extend([text(&point["chunk"]), text(&point["target"])]);
            named.extend(texts(point, "loads"));
        }
        named.extend(list(report, "findings").iter().map(|finding| text(&finding["asset"])));
        let unknown: Vec<_> = named.difference(&assets).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:?}");
        for path in assets {
            let raw = fs::metadata(fixtures().join(name).join(path)).expect("an asset is a file").len();
            assert_eq!(number(&asset(report, path)["raw"]), raw, "{name}: {path}");
        }
    }
}

#[test]
fn a_report_that_is_read_is_the_one_that_was_written() {
    for Checked { name, texts, .. } in all() {
        let text = texts.first().expect("JSON is the first of them");
        let read: json_report::Report = serde_json::from_str(text).expect("it fits its own types");
        assert_eq!(&json::render(&Joined::of(vec![read])), text, "{name}");
    }
}

#[test]
fn the_page_has_style_and_script_as_their_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/html");
    let read = |file: &Path| fs::read_to_string(file).expect("the file is there");
    let mut parts = vec![read(&folder.join("style.css"))];
    let scripts = fs::read_dir(folder.join("script")).expect("the folder is there");
    parts.extend(scripts.map(|entry| read(&entry.expect("an entry").path())));
    let at = KEPT.iter().position(|(format, ..)| *format == "html").expect("HTML is kept");
    for Checked { name, texts, .. } in all() {
        for part in &parts {
            assert_eq!(texts[at].matches(part.as_str()).count(), 1, "{name} has not once: {part}");
        }
    }
}

#[test]
fn the_reports_are_those_that_are_kept() {
    for Checked { name, texts, .. } in all() {
        for ((format, ending, kept), text) in KEPT.iter().zip(texts) {
            assert!(!text.contains('\u{1b}'), "{name}: {format} in a file has colours");
            up_to_date(&format!("{name}.{ending}"), &kept(text));
        }
    }
}

/// A SARIF document with the name of the file instead of the rules, which must be what that file holds.
#[track_caller]
fn without_rules(sarif: &str) -> String {
    let mut sarif: Value = serde_json::from_str(sarif).expect("it is JSON");
    let rules = &mut sarif["runs"][0]["tool"]["driver"]["rules"];
    up_to_date(SARIF_RULES, &format!("{rules:#}\n"));
    *rules = SARIF_RULES.into();
    format!("{sarif:#}\n")
}

#[test]
fn sarif_fits_the_schema_of_its_makers() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/sarif-2.1.0.json");
    let schema = fs::read_to_string(schema).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::options().build(&schema).expect("it is a schema");
    for Checked { name, texts, .. } in all() {
        let sarif: Value = serde_json::from_str(kept(texts, "sarif")).expect("it is JSON");
        let errors: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let run = &sarif["runs"][0];
        for result in list(run, "results") {
            let index = usize::try_from(number(&result["ruleIndex"])).expect("small");
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"], "{name}");
        }
        let mut wrong = sarif.clone();
        wrong["runs"][0]["columnKind"] = "bytes".into();
        assert!(!validator.is_valid(&wrong), "the schema takes anything");
    }
}

/// What GitLab documents: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
#[test]
fn issues_for_gitlab_are_of_the_documented_form() {
    for Checked { name, report, texts, .. } in all() {
        let issues: Value = serde_json::from_str(kept(texts, "codeclimate")).expect("it is JSON");
        let issues = issues.as_array().expect("it is a list");
        let found = list(report, "findings").len() + list(report, "breaches").len();
        assert!(found <= issues.len(), "{name}: {found} findings and breaches, {} issues", issues.len());
        let fingerprints: BTreeSet<&str> = issues.iter().map(|issue| text(&issue["fingerprint"])).collect();
        assert_eq!(fingerprints.len(), issues.len(), "{name}: a fingerprint is there twice");
        for issue in issues {
            assert!(!text(&issue["description"]).is_empty() && !text(&issue["check_name"]).is_empty());
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&text(&issue["severity"])));
            let path = text(&issue["location"]["path"]);
            assert!(!path.starts_with(['.', '/']), "{name}: {path} is not relative to the root");
            assert!(number(&issue["location"]["lines"]["begin"]) >= 1, "{name}: {issue:#}");
        }
    }
}

fn kept<'t>(texts: &'t [String], format: &str) -> &'t str {
    let place = KEPT.iter().position(|(name, ..)| *name == format).expect("the format is kept");
    texts.get(place).expect("each format has a text")
}

/// Fails unless the file in fixtures/expected is `expected`; with UPDATE in the environment, makes it so.
#[track_caller]
fn up_to_date(file: &str, expected: &str) {
    let folder = fixtures().join("expected");
    let location = folder.join(file);
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&folder).expect("the folder can be made");
        fs::write(&location, expected).expect("the file can be written");
    }
    let kept = fs::read_to_string(&location)
        .unwrap_or_else(|error| panic!("fixtures/expected/{file}: {error}; make it with {UPDATE}"));
    if kept == expected {
        return;
    }
    let (mut kept, mut expected) = (kept.split('\n'), expected.split('\n'));
    let mut line = 0;
    let (kept, expected) = loop {
        line += 1;
        match (kept.next(), expected.next()) {
            (kept, expected) if kept == expected => {}
            (kept, expected) => break (kept.unwrap_or("(ends)"), expected.unwrap_or("(ends)")),
        }
    };
    panic!(
        "fixtures/expected/{file} differs in line {line}:\n  kept: {kept}\n  now:  {expected}\n\
         if that is as it should be: {UPDATE}"
    );
}
