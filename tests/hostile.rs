//! Files that would kill, stall or fool a parser: each is weighed, the run ends by itself and in time, and what was
//! not parsed is told.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs::File;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use support::{Outcome, Project, unwrapped};

/// So long may a run take, in the unoptimised binary too. Less than the minute after which the parser is no longer
/// waited for: that nothing needs.
const PATIENCE: Duration = Duration::from_secs(50);

/// How long until a run is looked at again.
const GLANCE: Duration = Duration::from_millis(20);

/// What a run on one hostile file gave.
struct Seen {
    report: Value,
    path: &'static str,
}

/// Weighs a build of one hostile file, beside a page that loads `a.js` and a chunk to be imported.
///
/// The run must end in time, by itself and without a panic, and the file must be weighed to the byte.
#[track_caller]
fn weigh(path: &'static str, content: impl AsRef<[u8]>) -> Seen {
    let content = content.as_ref();
    // Compressing is not what is tested here.
    let budgets =
        r#"{ "compression": { "gzip": 1, "brotli": 0 }, "budgets": [{ "max": { "raw": "1 GB" } }] }"#;
    let project = Project::new()
        .file("budgets.json", budgets)
        .file("dist/index.html", "<!doctype html><script type=module src=a.js></script>")
        .file("dist/lazy.js", "export const answer = 42;\n")
        .file(&format!("dist/{path}"), content);
    let outcome = in_time(&project, &["check", "dist", "--report", "json=report.json"]);
    assert!(matches!(outcome.status, 0 | 1), "status {}: {}", outcome.status, outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    let report = project.read("report.json");
    let report: Value = serde_json::from_str(&report).expect("the report is JSON");
    let assets = report["assets"].as_array().expect("it is an array");
    let asset = assets.iter().find(|asset| asset["path"] == path).expect("the file is weighed");
    assert_eq!(asset["raw"], content.len());
    let seen = Seen { report, path };
    let told = unwrapped(&outcome.stdout).contains("Problems");
    assert_eq!(told, seen.problem().is_some(), "the report for people tells of it, too:\n{}", outcome.stdout);
    seen
}

/// Runs the binary, but not for longer than is bearable.
#[track_caller]
fn in_time(project: &Project, arguments: &[&str]) -> Outcome {
    let pipe = |name: &str| Stdio::from(File::create(project.path(name)).expect("a file can be made"));
    let mut command = project.command(arguments);
    let mut child = command.stdout(pipe("stdout")).stderr(pipe("stderr")).spawn().expect("the binary runs");
    let mut waited = Duration::ZERO;
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        if waited > PATIENCE {
            child.kill().expect("it can be ended");
            child.wait().expect("it can be waited for");
            panic!("it did not end in {PATIENCE:?}");
        }
        sleep(GLANCE);
        waited += GLANCE;
    };
    let (stdout, stderr) = (project.read("stdout"), project.read("stderr"));
    let status = status.code().unwrap_or_else(|| panic!("it was ended by {status}: {stderr}"));
    Outcome { status, stdout, stderr }
}

impl Seen {
    /// What the report says is wrong with the file.
    fn problem(&self) -> Option<&str> {
        let problems = self.report["problems"].as_array().expect("it is an array");
        let found = problems.iter().find(|problem| problem["asset"] == self.path)?;
        found["message"].as_str()
    }

    fn imports_lazily(&self) -> bool {
        let chunks = self.report["chunks"].as_array().expect("it is an array");
        let chunk = chunks.iter().find(|chunk| chunk["path"] == self.path).expect("the script is a chunk");
        chunk["dynamicImports"] == json!(["lazy.js"])
    }
}

/// A script that is parsed whole: a dynamic import behind it is found, and there is nothing to tell.
#[track_caller]
fn check_parsed(code: &str) {
    let seen = weigh("a.js", format!("{code}\n;import(\"./lazy.js\")"));
    let shown: String = code.chars().take(200).collect();
    assert_eq!(seen.problem(), None, "{shown}");
    assert!(seen.imports_lazily(), "the import is not found behind {shown}");
}

/// A script that is not parsed, and why.
#[track_caller]
fn check_not_parsed(code: impl AsRef<[u8]>, why: &str) {
    let seen = weigh("a.js", code);
    let said = seen.problem().expect("the report tells that it was not parsed");
    assert!(said.starts_with("was not parsed") && said.contains(why), "{said}");
}

/// A script that is too deep, and that nobody would write; told, not parsed.
#[track_caller]
fn check_too_deep(code: &str) {
    check_not_parsed(code, "nests too deep");
}

/// A script of which some recursion is so deep that it may be parsed or not, as long as the run ends well.
#[track_caller]
fn check_survived(code: &str) {
    let seen = weigh("a.js", format!("{code}\n;import(\"./lazy.js\")"));
    assert!(seen.problem().is_some() || seen.imports_lazily(), "neither parsed nor told of");
}

/// `open` so many times, then `inner`, then `close` as many times.
fn nested(times: usize, open: &str, inner: &str, close: &str) -> String {
    [&open.repeat(times), inner, &close.repeat(times)].concat()
}

// Brackets.

#[test]
fn functions_nested_5_000_deep_are_not_parsed() {
    check_too_deep(&nested(5_000, "function f(){", "", "}"));
}

#[test]
fn a_hundred_thousand_parentheses_are_not_parsed() {
    check_too_deep(&"(".repeat(100_000));
    check_too_deep(&nested(100_000, "(", "1", ")"));
}

#[test]
fn a_hundred_thousand_square_brackets_are_not_parsed() {
    check_too_deep(&"[".repeat(100_000));
    check_too_deep(&nested(100_000, "[", "1", "]"));
    check_too_deep(&format!("var {}=b", nested(100_000, "[", "a", "]")));
}

#[test]
fn deep_objects_are_not_parsed() {
    check_too_deep(&format!("x={}", nested(20_000, "{a:", "1", "}")));
    check_too_deep(&format!("var {}=b", nested(20_000, "{a:", "b", "}")));
    check_too_deep(&nested(20_000, "({[", "1", "]:1})"));
}

#[test]
fn deep_blocks_classes_and_switches_are_not_parsed() {
    check_too_deep(&nested(20_000, "{", "", "}"));
    check_too_deep(&nested(20_000, "class A{b(){", "", "}}"));
    check_too_deep(&nested(20_000, "switch(a){case 1:", "", "}"));
    check_too_deep(&nested(20_000, "try{", "", "}finally{}"));
}

#[test]
fn template_literals_nested_20_000_deep_are_not_parsed() {
    check_too_deep(&nested(20_000, "`${", "1", "}`"));
}

#[test]
fn closing_brackets_without_opening_ones_are_not_parsed() {
    check_not_parsed(")".repeat(100_000), "at 1:1");
    check_not_parsed("}".repeat(100_000), "at 1:1");
}

// Chains.

#[test]
fn prefix_operators_50_000_deep_are_not_parsed() {
    check_too_deep(&format!("{}1", "!".repeat(50_000)));
    check_too_deep(&format!("{}1", "- ".repeat(50_000)));
    check_too_deep(&format!("{}1", "typeof ".repeat(50_000)));
    check_too_deep(&format!("{}a", "new ".repeat(50_000)));
}

#[test]
fn a_chain_of_100_000_arrows_is_not_parsed() {
    check_too_deep(&format!("{}1", "a=>".repeat(100_000)));
    check_too_deep(&format!("{}1", "async a=>".repeat(100_000)));
}

#[test]
fn a_chain_of_40_000_else_ifs_is_not_parsed() {
    check_too_deep(&format!("{}c", "if(a)b;else ".repeat(40_000)));
    check_too_deep(&format!("{}{{c}}", "if(a){b}else ".repeat(40_000)));
}

#[test]
fn ternaries_10_000_deep_are_not_parsed() {
    check_too_deep(&format!("{}1", "a?b:".repeat(10_000)));
    check_too_deep(&format!("{}1{}", "a?".repeat(10_000), ":1".repeat(10_000)));
}

#[test]
fn statements_nested_without_braces_are_not_parsed() {
    check_too_deep(&format!("{}b", "if(a)".repeat(20_000)));
    check_too_deep(&format!("{}b", "for(;;)".repeat(20_000)));
    check_too_deep(&nested(20_000, "do ", "b;", "while(a);"));
}

#[test]
fn a_sum_of_30_000_texts_is_parsed() {
    check_parsed(&format!("x=\"a\"{}", "+\"b\"".repeat(30_000)));
}

#[test]
fn a_chain_of_5_000_calls_is_parsed() {
    check_parsed(&format!("a{}", ".a().b()".repeat(5_000)));
}

#[test]
fn a_chain_of_100_000_operators_or_members_ends_well() {
    check_survived(&format!("a{}", "+a".repeat(100_000)));
    check_survived(&format!("a{}", ".a".repeat(100_000)));
    check_survived(&format!("a{}", "()".repeat(100_000)));
    check_survived(&format!("a{}", "``".repeat(100_000)));
}

#[test]
fn arguments_that_could_be_parameters_do_not_take_exponential_time() {
    check_parsed(&format!("{}1{}", "(a=".repeat(500), ")".repeat(500)));
    check_parsed(&format!("{}1{}", "(a=".repeat(500), ")=>1".repeat(500)));
    check_parsed(&format!("{}1{}", "async(a=".repeat(500), ")=>1".repeat(500)));
}

// Depth that is easily overlooked: where these are parsed, the process ends or takes minutes, in one profile or the
// other.

#[test]
fn operators_at_the_ends_of_lines_are_as_deep_as_on_one_line() {
    check_too_deep(&format!("{}1", "typeof\n".repeat(1_000_000)));
    check_too_deep(&format!("{}a", "new\n".repeat(1_000_000)));
}

#[test]
fn dos_at_the_ends_of_lines_are_as_deep_as_on_one_line() {
    check_too_deep(&nested(500_000, "do\n", "b;", "while(a);"));
}

#[test]
fn an_else_at_the_end_of_a_line_goes_on_with_the_chain() {
    check_too_deep(&format!("{}c", "if(a)b;else\n".repeat(100_000)));
}

#[test]
fn classes_that_extend_classes_without_end_end_well() {
    check_too_deep(&format!("x={}", nested(300_000, "class extends ", "a", "{}")));
}

#[test]
fn a_chain_of_the_operator_in_ends_well() {
    check_too_deep(&format!("a{}", " in a".repeat(2_000_000)));
}

#[test]
fn a_property_called_default_does_not_hide_depth() {
    check_too_deep(&format!("{}1", "a.default?b:".repeat(1_000_000)));
    check_too_deep(&format!("a{}", ".default".repeat(3_000_000)));
}

#[test]
fn ifs_in_front_of_a_semicolon_and_an_else_are_still_open() {
    check_too_deep(&format!("{}b", format!("{}b;else ", "if(a)".repeat(1_000)).repeat(1_000)));
}

#[test]
fn ifs_in_front_of_a_comma_are_still_open() {
    check_too_deep(&nested(800, &format!("{}x,function(){{", "if(a)".repeat(1_000)), "", "}"));
}

#[test]
fn ifs_in_front_of_a_catch_are_still_open() {
    check_too_deep(&nested(800, &format!("{}try{{}}catch(e){{", "if(a)".repeat(1_000)), "", "}"));
}

#[test]
fn brackets_behind_a_division_of_a_function_are_no_regular_expression() {
    check_too_deep(&format!("x=function(){{}}/{}/1", nested(500_000, "(", "1", ")")));
    check_too_deep(&format!("x=class{{}}/{}/1", nested(500_000, "(", "1", ")")));
}

#[test]
fn brackets_behind_a_division_of_an_object_in_a_ternary_are_no_regular_expression() {
    check_too_deep(&format!("x=a?b:{{}}/{}/1", nested(500_000, "(", "1", ")")));
}

#[test]
fn brackets_behind_a_regular_expression_behind_a_block_are_no_text() {
    check_too_deep(&format!("\"use strict\"\n{{}}\n/\"/.a;{}//\"", nested(500_000, "(", "1", ")")));
    check_too_deep(&format!("x=a[0]\n{{}}\n/\"/.a;{}//\"", nested(500_000, "(", "1", ")")));
}

#[test]
fn brackets_behind_a_regular_expression_behind_for_await_are_no_text() {
    let code = format!("/\"/.a,{}//\"", nested(500_000, "(", "1", ")"));
    check_too_deep(&format!("async()=>{{for await(a of b){code}\n}}"));
}

// Regular expressions and divisions that a naive look at the text mistakes for each other.

/// `piece` 5,000 times, one to a line and all on one: brackets that were wrongly counted in each would add up to
/// "too deep".
#[track_caller]
fn check_not_fooled(piece: &str) {
    check_parsed(
        &format!(
            "{piece}
"
        )
        .repeat(5_000),
    );
    check_parsed(&piece.repeat(5_000));
}

#[test]
fn brackets_and_quotes_in_a_regular_expression_nest_nothing() {
    check_not_fooled(r#"a=/["'`([{]/g;"#);
    check_not_fooled(r"a=/\/[(/\]]\(\[\{/.test(b);");
    check_not_fooled(r#"a=[/["(]/,/['(]/];b(/[`{]/,!/["(]/.test(a)?/[(]/:/[[]/);"#);
    check_not_fooled(r#"a=`${/["'`({]/.test(b)?"((":'[['}((`;"#);
    check_not_fooled(r#"a=b=>/["'(]/.test(b);"#);
    check_not_fooled(r#"a={return:/["(]/,b:/['(]/};a.return=/["(]/;"#);
}

#[test]
fn a_statement_may_begin_with_a_regular_expression() {
    check_not_fooled(r#"if(a)/["'([]/.test(b);"#);
    check_not_fooled(r#"while(a.b(c))/["'([]/.test(b);"#);
    check_not_fooled(r#"for(a of b)/["'([]/.test(a);"#);
    check_not_fooled(r#"if(a){}else/["'([]/.test(b);"#);
    check_not_fooled(r#"do/["'([]/.test(b);while(a)"#);
    check_not_fooled(r#"{a}/["'([]/.test(b);"#);
    check_not_fooled(r#"a:{}/["'([]/.test(b);"#);
    check_not_fooled("function f(){}/[\"'([]/.test(b);");
    check_not_fooled("{class A{}/[\"'([]/.test(b)}");
    check_not_fooled(r#"switch(a){case/["(]/:{}/['(]/.test(a);default:/["(]/.test(b)}"#);
    check_not_fooled("a++;/[\"'([]/.test(b);");
}

#[test]
fn words_in_front_of_a_regular_expression_are_operators() {
    check_not_fooled(r#"(function(){return/["'([]/.test(b)})();"#);
    check_not_fooled(
        r#"a=typeof/["'([]/;void/["'([]/;delete/["'([]/.a;a=b in/["'([]/;a=b instanceof/["'([]/;"#,
    );
    check_not_fooled(r#"a=function*(){yield/["'([]/};b=async()=>{await/["'([]/};"#);
    check_not_fooled(r#"a=()=>{throw/["'([]/};"#);
}

#[test]
fn a_loop_over_promises_may_have_a_regular_expression_as_its_body() {
    check_not_fooled(r#"a=async()=>{for await(a of b)/["'([]/.test(a)};"#);
}

#[test]
fn what_follows_a_value_is_a_division() {
    check_not_fooled(r#"a=b/c;"((/";"#);
    check_not_fooled(r#"a=(b)/2;"((/";"#);
    check_not_fooled(r#"a=b[0]/2;"((/";"#);
    check_not_fooled(r#"a=b()/2;"((/";"#);
    check_not_fooled(r#"a=b++/2;"((/";"#);
    check_not_fooled(r#"a=`b${c}`/2;"((/";"#);
    check_not_fooled(r#"a=`b`/2;"((/";a="b"/2;"((/";a=/b/g/2;"((/";a=1n/2n;"((/";a=.5/2;"((/";"#);
    check_not_fooled(r#"a=this/2;"((/";a=null/2;"((/";a=true/2;"((/";a=import.meta/2;"((/";"#);
    check_not_fooled(r#"a=b.return/2;"((/";a=b?.typeof/2;"((/";a=b.if(c)/2;"((/";a=b.default/2;"((/";"#);
    check_not_fooled(r#"a={}/2;"((/";a={b:{}}/2;"((/";(({})/2);"((/";a=[{}]/2;"((/";"#);
    check_not_fooled("a=b\n/2/c;\"((/\";");
}

#[test]
fn what_follows_a_function_or_a_class_as_a_value_is_a_division() {
    check_not_fooled(r#"a=function(){}/2;"((/";"#);
    check_not_fooled(r#"a=class{}/2;"((/";"#);
}

#[test]
fn what_follows_an_object_in_a_ternary_is_a_division() {
    check_not_fooled(r#"a=b?c:{}/2;"((/";"#);
}

#[test]
fn of_is_a_name_where_no_loop_is() {
    check_not_fooled(r#"a=of/2;"((/";"#);
}

#[test]
fn private_names_are_names() {
    check_not_fooled(r#"(class{#a;b(){this.#a/2;"((/"}});"#);
}

#[test]
fn private_names_may_be_keywords() {
    check_not_fooled(r#"(class{#in;b(){this.#in/2;"((/"}});"#);
}

#[test]
fn a_line_that_begins_with_a_regular_expression_behind_an_arrow_function_ends_well() {
    // Valid, but the parser itself refuses it: it takes the `/` for a division. What it says is not ours to decide;
    // that the file is weighed and told is.
    let seen = weigh("a.js", "a=()=>{}\n/[\"'([]/.test(b);".repeat(5_000));
    let said = seen.problem().expect("the report tells of it");
    assert!(said.starts_with("was not parsed"), "{said}");
    // It even gets over what is no more than that, so the brackets behind are its own.
    check_too_deep(&format!("a=()=>{{}}\n/{}/1", nested(100_000, "(", "1", ")")));
}

#[test]
fn comments_hide_brackets_and_regular_expressions_hide_comments() {
    check_not_fooled("a/*((*//2;\"((/*\";");
    check_not_fooled("a=/[/*]/;b=\"(*/\";// ((\n");
    check_not_fooled(r"a=/[*]\/*/.test(b)?1:2;");
}

// Texts that are not what they should be.

#[test]
fn two_hundred_thousand_statements_are_parsed() {
    check_parsed(&"a=b+c(d);\n".repeat(200_000));
    check_parsed(&"function f(a){if(a){return b}else{c()}}".repeat(50_000));
}

#[test]
fn a_line_of_5_mb_is_parsed_and_its_places_are_told() {
    let line = "f(1234,\"text\");".repeat(350_000);
    assert!(line.len() > 5_000_000);
    let seen = weigh("a.js", format!("{line}import(\"./lazy.js\")"));
    assert_eq!(seen.problem(), None);
    let split_point = &seen.report["splitPoints"][0];
    assert_eq!((&split_point["line"], &split_point["column"]), (&json!(1), &json!(line.len() + 1)));
}

#[test]
fn a_text_of_5_mb_is_parsed() {
    check_parsed(&format!("x=\"{}\"", "a(".repeat(2_500_000)));
}

#[test]
fn a_file_of_nul_bytes_is_not_parsed() {
    check_not_parsed(vec![0; 100_000], "at 1:1");
}

#[test]
fn bytes_that_are_not_utf_8_stand_for_one_character_each() {
    let seen = weigh("a.js", b"x=\"\xff\xfe\x80\";import(\"./lazy.js\")");
    assert_eq!(seen.problem(), None);
    assert!(seen.imports_lazily());
    let split_point = &seen.report["splitPoints"][0];
    assert_eq!((&split_point["line"], &split_point["column"]), (&json!(1), &json!(9)));
    check_not_parsed(vec![0xff; 100_000], "at 1:1");
}

#[test]
fn a_byte_order_mark_is_no_code() {
    let seen = weigh("a.js", "\u{feff}import(\"./lazy.js\")");
    assert_eq!(seen.problem(), None);
    assert!(seen.imports_lazily());
}

#[test]
fn a_line_ends_with_cr_lf_too() {
    let seen = weigh("a.js", "a();\r\nb();\r\n\r\n  import(\"./lazy.js\")\r\n");
    assert_eq!(seen.problem(), None);
    let split_point = &seen.report["splitPoints"][0];
    assert_eq!((&split_point["line"], &split_point["column"]), (&json!(4), &json!(3)));
}

#[test]
fn what_is_never_closed_is_told() {
    for code in [
        "a=\"text",
        "a='text\n'",
        "a=`text",
        "a=`${b",
        "/* comment",
        "a=/regex",
        "a=/[regex/",
        "f(",
        "{",
        "a=[",
    ] {
        let seen = weigh("a.js", format!("b();\n{code}"));
        let said = seen.problem().unwrap_or_else(|| panic!("nothing is told of {code:?}"));
        assert!(said.contains("at 2:") || said.contains("at 3:"), "{code:?}: {said}");
    }
}

#[test]
fn a_ternary_without_its_other_half_is_told_with_its_place() {
    check_not_parsed("b();\na ? b", "at 2:");
}

#[test]
fn a_file_that_is_no_script_is_told() {
    check_not_parsed("<!doctype html><title>404</title>", "at 1:1");
    check_not_parsed("\u{1f}\u{8b}\u{8}\0\0\0", "at 1:1");
}

#[test]
fn a_broken_script_does_not_take_its_neighbours_down() {
    let project = Project::new()
        .file("dist/index.html", "<!doctype html><script type=module src=b.js></script>")
        .file("dist/a.js", "(".repeat(100_000))
        .file("dist/b.js", "import(\"./c.js\")")
        .file("dist/c.js", "a ? b")
        .file("dist/d.js", vec![0; 1_000]);
    let report = project.report(&[]);
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(3));
    assert_eq!(report["splitPoints"][0]["target"], "c.js");
}

// Documents and stylesheets.

/// A document that is read to its end: the script behind `html` is found.
#[track_caller]
fn check_document(html: &str) -> Seen {
    let seen = weigh("page.html", format!("{html}<script type=module src=lazy.js></script>"));
    let entries = seen.report["entries"].as_array().expect("it is an array");
    let page = entries.iter().find(|entry| entry["path"] == "page.html").expect("it is an entry point");
    assert_eq!(page["initial"]["scripts"], json!(["lazy.js"]));
    seen
}

#[test]
fn elements_nested_50_000_deep_are_read() {
    check_document(&"<div>".repeat(50_000));
    check_document(&nested(50_000, "<svg>", "", "</svg>"));
    check_document(&nested(50_000, "<template>", "", "</template>"));
}

#[test]
fn an_attribute_of_1_mb_is_read() {
    check_document(&format!("<p title=\"{}\">", "a>'".repeat(350_000)));
    check_document(&format!("<p {}>", "a ".repeat(500_000)));
}

#[test]
fn markup_that_never_ends_is_weighed() {
    for html in ["<p title=\"", "<!--", "<script>", "<", "<p a=", "</", "<![CDATA[", "<style>"] {
        weigh("page.html", format!("<title>a</title>{html}{}", "a".repeat(100_000)));
    }
}

#[test]
fn inline_scripts_that_are_too_deep_are_weighed() {
    let deep = nested(100_000, "(", "1", ")");
    check_document(&format!("<script>{deep}</script>"));
    check_document(&format!("<script type=module>{}</script>", "!".repeat(100_000)));
}

#[test]
fn an_import_map_that_is_not_json_is_told_with_its_place() {
    let seen = check_document("<title>a</title>\n<script type=importmap>{ \"imports\": { a } }</script>\n");
    let said = seen.problem().expect("the report tells of it");
    assert!(said.contains("import map is not valid JSON") && said.contains("line 2"), "{said}");
}

#[test]
fn an_import_map_that_nests_without_end_is_told() {
    let deep = format!("{{\"imports\":{}}}", nested(100_000, "{\"a\":", "1", "}"));
    let seen = check_document(&format!("<script type=importmap>{deep}</script>"));
    assert!(seen.problem().is_some());
}

#[test]
fn a_document_of_nul_bytes_is_weighed() {
    weigh("page.html", vec![0; 100_000]);
}

/// A stylesheet that is read to its end.
#[track_caller]
fn check_stylesheet(css: impl AsRef<[u8]>) {
    assert_eq!(weigh("a.css", css).problem(), None);
}

#[test]
fn blocks_nested_50_000_deep_are_read() {
    check_stylesheet("a{".repeat(50_000));
    check_stylesheet(nested(50_000, "@media a{", "a{b:c}", "}"));
    check_stylesheet(format!("a{{b:{}}}", nested(50_000, "calc(", "1", ")")));
    check_stylesheet(nested(50_000, "a[", "b", "]{}"));
}

#[test]
fn stylesheets_that_never_end_are_weighed() {
    for css in ["a{b:\"", "a{b:url(", "/*", "@import ", "a{b:url(\"", "\\", "@", "}"] {
        check_stylesheet(format!("a{{b:c}}{css}{}", "a".repeat(100_000)));
    }
    check_stylesheet(vec![0; 100_000]);
    check_stylesheet(vec![0xff; 100_000]);
}
