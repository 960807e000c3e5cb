//! What pages of Astro and of Next's app router load beside their script elements, seen in the report of the binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::json;
use support::Project;

/// Beside a page with this body: `a.js` with `a-part.js`, `renderer.js`, `before.js`. `initial` is what the page
/// loads at first, `lazy` what it loads later.
#[track_caller]
fn check(body: &str, initial: &[&str], lazy: &[&str]) {
    check_split_points(body, initial, lazy, &[]);
}

#[track_caller]
fn check_split_points(body: &str, initial: &[&str], lazy: &[&str], targets: &[&str]) {
    let project = Project::new()
        .file("dist/index.html", body)
        // Without it, the scripts of a build whose pages load none would be entry points themselves.
        .file("dist/other.html", "<script src=main.js></script>")
        .file("dist/main.js", "0")
        .file("dist/_next/static/a.js", "import './a-part.js'")
        .file("dist/_next/static/a-part.js", "1")
        .file("dist/before.js", "2")
        .file("dist/renderer.js", "3");
    let report = project.report(&["--no-config"]);
    assert_eq!(report["entries"][0]["initial"]["scripts"], json!(initial), "{body}");
    let assets = report["assets"].as_array().expect("assets are a list");
    let later: Vec<_> =
        assets.iter().filter(|asset| asset["load"] == "lazy").map(|asset| &asset["path"]).collect();
    assert_eq!(json!(later), json!(lazy), "{body}");
    let split_points = report["splitPoints"].as_array().expect("split points are a list");
    let found: Vec<_> = split_points.iter().map(|point| &point["target"]).collect();
    assert_eq!(json!(found), json!(targets), "{body}");
    assert_eq!(report["problems"], json!([]), "{body}");
    let named = |finding: &serde_json::Value| finding["check"] == "ineffective-split-point";
    assert!(!report["findings"].as_array().expect("a list").iter().any(named), "{body}");
}

/// An island of `a.js` with these attributes.
fn island(attributes: &str) -> String {
    format!(
        "<astro-island component-url=/_next/static/a.js renderer-url=/renderer.js {attributes}></astro-island>"
    )
}

const ISLAND: [&str; 3] = ["_next/static/a-part.js", "_next/static/a.js", "renderer.js"];
const FLIGHT: [&str; 2] = ["_next/static/a-part.js", "_next/static/a.js"];

#[test]
fn islands_that_every_visit_fetches_are_in_the_initial_load() {
    for client in ["client=load", "client=only", "client=idle", ""] {
        check(&island(client), &ISLAND, &[]);
    }
}

#[test]
fn islands_that_wait_for_something_are_split_points() {
    for client in ["client=visible", "client=media", "client=of-our-own"] {
        check_split_points(&island(client), &[], &ISLAND, &["_next/static/a.js"]);
    }
}

#[test]
fn what_comes_before_hydration_does_not_wait() {
    let island = island("client=visible before-hydration-url=/before.js");
    check_split_points(&island, &["before.js"], &ISLAND, &["_next/static/a.js"]);
}

#[test]
fn an_island_that_waits_beside_one_that_does_not_adds_nothing() {
    check(&format!("{}{}", island("client=visible"), island("client=load")), &ISLAND, &[]);
}

#[test]
fn a_template_that_is_never_rendered_has_no_islands() {
    check(&format!("<template>{}</template>", island("client=load")), &[], &[]);
}

#[test]
fn client_components_of_the_app_router_are_in_the_initial_load() {
    let push = |text: &str| format!("<script>self.__next_f.push([1,{}])</script>", json!(text));
    check(&push("1:I[2,[\"3\",\"static/a.js\"],\"default\"]\n"), &FLIGHT, &[]);
    check(&push("1:I[2,[\"3\",\"static/%61.js\"],\"default\"]\n"), &FLIGHT, &[]);
    let cut = push("1:I[2,[\"/prefix/_next/st") + &push("atic/a.js?dpl=1\"],\"default\"]\n");
    check(&cut, &FLIGHT, &[]);
    check(&push("1:[\"$\",\"p\",null,{\"children\":\"static/a.js\"}]\n"), &[], &[]);
}

#[test]
fn a_build_whose_pages_have_nothing_but_islands_that_wait_has_no_scripts_for_entry_points() {
    let project = Project::new()
        .file("dist/index.html", island("client=visible"))
        .file("dist/_next/static/a.js", "1")
        .file("dist/renderer.js", "2");
    let report = project.report(&["--no-config"]);
    let entries = report["entries"].as_array().expect("entries are a list");
    assert_eq!(entries.len(), 1, "{entries:#?}");
}
