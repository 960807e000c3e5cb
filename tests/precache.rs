//! What service workers fetch when they are installed: in the reports, and as a budget.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::{Value, json};
use support::Project;

/// A site whose page registers `sw.js`.
fn site() -> Project {
    Project::new()
        .file("dist/index.html", "<!doctype html><script type=module src=/assets/app.js></script>")
        .file("dist/assets/app.js", "navigator.serviceWorker.register('/sw.js')")
        .file("dist/assets/big.js", format!("f('{}')", "x".repeat(5_000)))
        .file("dist/about/index.html", "<p>about")
        .file("dist/logo.png", "not really")
}

fn raw(project: &Project, files: &[&str]) -> u64 {
    files.iter().map(|file| project.read(&format!("dist/{file}")).len() as u64).sum()
}

/// The lists as `path: files, missing`, and the bytes of the first.
#[track_caller]
fn check(project: &Project, worker: &str, files: &[&str], missing: &[&str]) {
    let report = project.report(&[]);
    let lists = report["precache"].as_array().expect("it is a list");
    let [list] = lists.as_slice() else { panic!("{lists:#?}") };
    assert_eq!(list["serviceWorker"], worker);
    assert_eq!(list["files"], files.len(), "{list}");
    assert_eq!(list["raw"], raw(project, files), "{list}");
    assert_eq!(list["missing"], json!(missing), "{list}");
    let size = |name: &str| list[name].as_u64().unwrap_or_default();
    assert!(size("brotli") > 0 && size("gzip") > 0, "{list}");
}

#[test]
fn workbox_in_a_file_of_its_own() {
    let project = site().file(
        "dist/sw.js",
        r#"define(["./workbox-1"],function(e){self.skipWaiting();e.precacheAndRoute([
            {url:"assets/app.js",revision:null},{url:"assets/big.js",revision:null},{url:"index.html",revision:"1"},
            {url:"gone.js",revision:"1"},{url:"https://cdn.test/x.js",revision:null}],{})});"#,
    );
    check(&project, "sw.js", &["assets/app.js", "assets/big.js", "index.html"], &["gone.js"]);
    let header = project.run(&["check", "dist", "--no-config"]).stdout;
    let header = support::unwrapped(&header);
    assert!(header.contains("service worker sw.js precaches 3 files, "), "{header}");
    assert!(header.contains("; 1 more on its list are not in the build"), "{header}");
}

#[test]
fn workbox_bundled_into_the_service_worker() {
    let project = site().file(
        "dist/sw.js",
        r#"try{self["workbox:precaching:7.0.0"]&&_()}catch{}var t=e=>e;t([{"revision":"1","url":"index.html"},{"revision":null,"url":"assets/big.js"}]);"#,
    );
    check(&project, "sw.js", &["index.html", "assets/big.js"], &[]);
}

#[test]
fn a_list_in_a_script_that_the_service_worker_imports() {
    let project = site()
        .file("dist/sw.js", "importScripts('/precache-manifest.1.js');workbox.precaching.precacheAndRoute(self.__precacheManifest)")
        .file("dist/precache-manifest.1.js", r#"self.__precacheManifest=[{"url":"/assets/big.js"},{"revision":"1","url":"/index.html"}].concat([])"#);
    check(&project, "sw.js", &["assets/big.js", "index.html"], &[]);
}

#[test]
fn sw_precache_and_lists_by_hand() {
    let project = site().file(
        "dist/sw.js",
        r#"var precacheConfig = [["/","1"],["/about","2"],["/assets/app.js","3"]];var cacheName="sw-precache-v3";"#,
    );
    check(&project, "sw.js", &["index.html", "about/index.html", "assets/app.js"], &[]);
    project.write(
        "dist/sw.js",
        "const files=['./','about/','logo.png'];addEventListener('install',e=>e.waitUntil(caches.open('1').then(c=>c.addAll(files))));",
    );
    check(&project, "sw.js", &["index.html", "about/index.html", "logo.png"], &[]);
}

/// What Angular writes.
fn ngsw() -> Value {
    json!({
        "configVersion": 1,
        "index": "/index.html",
        "assetGroups": [
            { "name": "app", "installMode": "prefetch", "urls": ["/index.html", "/assets/app.js"], "patterns": [] },
            { "name": "assets", "installMode": "lazy", "urls": ["/logo.png"], "patterns": [] },
        ],
        "hashTable": {},
    })
}

#[test]
fn angular_prefetches_some_groups() {
    let project = site().file("dist/ngsw.json", ngsw().to_string());
    check(&project, "ngsw.json", &["index.html", "assets/app.js"], &[]);
    project.write("dist/ngsw-worker.js", "f()");
    check(&project, "ngsw-worker.js", &["index.html", "assets/app.js"], &[]);
}

#[test]
fn a_build_without_a_list_has_none() {
    for worker in [
        "addEventListener('fetch',e=>e)",
        "importScripts('workbox.js');precacheAndRoute(self.__WB_MANIFEST)",
        "precacheAndRoute([",
        "workbox;f([{url:location.href,revision:null}])",
    ] {
        assert_eq!(site().file("dist/sw.js", worker).report(&[])["precache"], json!([]), "{worker}");
    }
    let cut = ngsw().to_string();
    let project = site().file("dist/ngsw.json", &cut[..cut.len() / 2]);
    assert_eq!(project.report(&[])["precache"], json!([]));
}

#[test]
fn a_service_worker_that_cannot_be_parsed_is_a_problem_and_no_list() {
    let report = site().file("dist/sw.js", "precacheAndRoute([{url:'index.html',revision:").report(&[]);
    assert_eq!(report["precache"], json!([]));
    let problems = report["problems"].as_array().expect("problems are a list");
    assert!(problems.iter().any(|problem| problem["asset"] == "sw.js"), "{problems:?}");
}

#[test]
fn a_list_of_a_megabyte_is_read() {
    let entries: Vec<String> =
        (0..25_000).map(|number| format!("{{url:'assets/missing-{number:06}.js',revision:null}}")).collect();
    let text = format!("precacheAndRoute([{{url:'index.html',revision:null}},{}])", entries.join(","));
    assert!(text.len() > 1_000_000);
    let report = site().file("dist/sw.js", text).report(&[]);
    assert_eq!(report["precache"][0]["files"], 1);
    assert_eq!(report["precache"][0]["missing"].as_array().map(Vec::len), Some(25_000));
}

#[test]
fn what_is_ignored_is_not_missed() {
    let project = site().file(
        "dist/sw.js",
        "precacheAndRoute([{url:'/logo.png',revision:'1'},{url:'/index.html',revision:'1'}])",
    );
    project.write("budgets.json", json!({ "ignore": ["*.png"] }).to_string());
    check(&project, "sw.js", &["index.html"], &[]);
}

/// A site whose service worker fetches `big.js` and the page.
fn with_budget(budget: &Value) -> Project {
    let config = json!({ "budgets": [budget], "checks": { "inlined-data": "off" } });
    site()
        .file(
            "dist/sw.js",
            "precacheAndRoute([{url:'assets/big.js',revision:null},{url:'index.html',revision:'1'}])",
        )
        .file("budgets.json", config.to_string())
}

#[test]
fn a_budget_limits_what_is_precached() {
    let project = with_budget(&json!({ "load": "precache", "max": { "raw": "5 kB", "count": 2 } }));
    let report = project.report(&[]);
    let [raw_limit, count] = report["budgets"].as_array().map(Vec::as_slice).unwrap_or_default() else {
        panic!("{:#}", report["budgets"])
    };
    assert_eq!(raw_limit["actual"], raw(&project, &["assets/big.js", "index.html"]));
    assert_eq!((&raw_limit["status"], &count["status"]), (&json!("fail"), &json!("pass")));
    assert_eq!(raw_limit["name"], "precached");
}

#[test]
fn a_budget_of_one_kind_of_precached_files_and_file_by_file() {
    let project = with_budget(
        &json!({ "load": "precache", "type": "script", "per": "file", "max": { "raw": "9 kB" } }),
    );
    let report = project.report(&[]);
    let items: Vec<&Value> =
        report["budgets"].as_array().into_iter().flatten().map(|budget| &budget["item"]).collect();
    assert_eq!(items, ["assets/big.js"]);
}

#[test]
fn a_budget_of_the_precache_that_matches_nothing_does_not_pass() {
    let project = with_budget(&json!({ "load": "precache", "max": { "raw": "9 kB" } }));
    project.write("dist/sw.js", "f()");
    project.run(&["check", "dist"]).expect(1, &[]);
}

#[test]
fn what_is_precached_does_not_depend_on_the_page() {
    for more in [json!({ "per": "entry" }), json!({ "per": "split-point" }), json!({ "entry": "index.html" })]
    {
        let mut budget = json!({ "load": "precache", "max": { "raw": 1 } });
        for (key, value) in more.as_object().into_iter().flatten() {
            budget[key] = value.clone();
        }
        let message = "what a service worker fetches does not depend on the page";
        with_budget(&budget).run(&["check", "dist"]).expect(2, &[message]);
    }
}
