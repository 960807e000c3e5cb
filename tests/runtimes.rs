//! Bundlers whose runtime loads files by the ids of modules or bundles: the edges and split points of small builds.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::Value;
use support::Project;

/// What loads what, and what the split points load, a line each.
fn described(report: &Value) -> Vec<String> {
    let texts = |list: &Value| -> Vec<String> {
        let list = list.as_array().expect("it is a list");
        list.iter().map(|text| text.as_str().expect("it is a text").to_owned()).collect()
    };
    let mut lines = Vec::new();
    for chunk in report["chunks"].as_array().expect("it is a list") {
        let path = chunk["path"].as_str().expect("it is a text");
        for kind in ["imports", "dynamicImports", "css", "workers"] {
            lines.extend(texts(&chunk[kind]).iter().map(|to| format!("{kind} {path} {to}")));
        }
    }
    for split_point in report["splitPoints"].as_array().expect("it is a list") {
        let chunk = split_point["chunk"].as_str().expect("it is a text");
        lines.push(format!("split {chunk}: {}", texts(&split_point["loads"]).join(" ")));
    }
    lines
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let project = Project::new();
    for (path, content) in files {
        project.write(&format!("dist/{path}"), content);
    }
    assert_eq!(described(&project.report(&["--no-config"])), expected);
}

/// A file of a build that Turbopack made.
fn turbopack(modules: &str) -> String {
    format!("(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([document.currentScript,{modules}]);")
}

const LOADER: &str = "11,e=>{e.v(t=>Promise.all(['static/shared.js','static/route.css','static/route.js']\
    .map(t=>e.l(t))).then(()=>t(99)))}";

#[test]
fn turbopacks_import_stands_where_the_loader_is_called_and_not_where_it_is() {
    check(
        &[
            (
                "index.html",
                "<script src=/_next/static/main.js></script><script src=/_next/static/load.js></script>",
            ),
            ("_next/static/main.js", &turbopack("1,e=>{e.A(11)}")),
            ("_next/static/load.js", &turbopack(LOADER)),
            ("_next/static/shared.js", &turbopack("98,e=>{}")),
            ("_next/static/route.js", &turbopack("99,e=>{}")),
            ("_next/static/route.css", "a{}"),
        ],
        &[
            "dynamicImports _next/static/main.js _next/static/route.js",
            "dynamicImports _next/static/main.js _next/static/shared.js",
            "css _next/static/route.js _next/static/route.css",
            "split _next/static/main.js: _next/static/route.css _next/static/route.js _next/static/shared.js",
        ],
    );
}

#[test]
fn turbopacks_worker_is_its_entry_and_not_the_copy_of_its_source() {
    let modules = "1,e=>{e.r(22)(Worker)},21,e=>{e.q('/_next/static/media/w.js')},\
        22,e=>{e.v(e.r(7).f('static/worker.js',['static/code.js']))}";
    check(
        &[
            ("index.html", "<script src=/_next/static/main.js></script>"),
            ("_next/static/main.js", &turbopack(modules)),
            ("_next/static/worker.js", "importScripts()"),
            ("_next/static/code.js", &turbopack("5,e=>{}")),
            ("_next/static/media/w.js", "import ms from 'ms'"),
        ],
        &[
            "workers _next/static/main.js _next/static/worker.js",
            "imports _next/static/worker.js _next/static/code.js",
        ],
    );
}

#[test]
fn turbopacks_ids_that_are_not_there_and_files_that_are_cut_off_make_no_edge() {
    check(
        &[
            ("index.html", "<script src=/_next/static/main.js></script>"),
            (
                "_next/static/main.js",
                &turbopack("1,e=>{e.A(12345);e.A(11)},11,e=>{e.v(t=>e.l('static/gone.js'))}"),
            ),
            ("_next/static/cut.js", &turbopack(LOADER)[..140]),
            ("_next/static/route.js", &turbopack("99,e=>{}")),
        ],
        &[],
    );
}

#[test]
fn turbopacks_other_pages_are_loaded_later_and_the_page_itself_is_not_told_of() {
    let manifest = "self.__TURBOPACK_PAGE_BOOTSTRAP={'/':{otherChunks:['static/a.js']},\
        '/b':{otherChunks:['static/b.css','static/b.js']}}";
    check(
        &[
            (
                "index.html",
                "<script>(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push({otherChunks:['static/a.js']})\
                </script><script src=/_next/static/_buildManifest.js></script>",
            ),
            ("_next/static/_buildManifest.js", manifest),
            ("_next/static/a.js", &turbopack("1,e=>{}")),
            ("_next/static/b.js", &turbopack("2,e=>{}")),
            ("_next/static/b.css", "a{}"),
            ("_next/static/page-b.js", "__turbopack_load_page_chunks__('/b',['static/b.css','static/b.js'])"),
        ],
        &[
            "dynamicImports _next/static/_buildManifest.js _next/static/a.js",
            "dynamicImports _next/static/_buildManifest.js _next/static/b.js",
            "css _next/static/b.js _next/static/b.css",
            "imports _next/static/page-b.js _next/static/b.js",
            "css _next/static/page-b.js _next/static/b.css",
            "split _next/static/_buildManifest.js: _next/static/b.css _next/static/b.js",
        ],
    );
}

const PARCEL_ENTRY: &str = "var o=globalThis.parcelRequire1a2b;\
    o.register('7CTC2',(e,t)=>{e.exports=Promise.all([import('4cPRU'),o('hbgmL')(import.meta.resolve('d2Jps')),\
    import('jRQo8')]).then(()=>o('2HB15'))});w=new URL(import.meta.resolve('5CyWw'));\
    i=new URL(import.meta.resolve('kTK4p'));new Worker(w);import('zzzZ9');";

/// The bundles of that entry.
const PARCEL_BUNDLES: [(&str, &str); 5] = [
    ("Route.4cff11aa.js", "parcelRequire1a2b.register('shar1',(e,t)=>{})"),
    ("Route.61bb22cc.js", "var o=parcelRequire1a2b;o.register('2HB15',(e,t)=>{o('shar1')})"),
    ("Route.d2ee33dd.css", "a{}"),
    ("worker.5caa44ee.js", "postMessage(1)"),
    ("hero.png", ""),
];

#[test]
fn parcels_ids_are_those_of_the_import_map() {
    let page = "<script type=importmap>{\"imports\":{\"4cPRU\":\"/Route.4cff11aa.js\",\"jRQo8\":\"/Route.61bb22cc.js\",\
        \"d2Jps\":\"/Route.d2ee33dd.css\",\"5CyWw\":\"/worker.5caa44ee.js\",\"kTK4p\":\"/hero.png\"}}</script>\
        <script type=module src=/main.js></script>";
    let mut files = vec![("index.html", page), ("main.js", PARCEL_ENTRY)];
    files.extend(PARCEL_BUNDLES);
    check(
        &files,
        &[
            "css Route.61bb22cc.js Route.d2ee33dd.css",
            "dynamicImports main.js Route.4cff11aa.js",
            "dynamicImports main.js Route.61bb22cc.js",
            "workers main.js worker.5caa44ee.js",
            "split main.js: Route.4cff11aa.js Route.61bb22cc.js Route.d2ee33dd.css",
        ],
    );
}

#[test]
fn parcels_ids_without_an_import_map_are_told_by_the_modules() {
    // The stylesheet and the worker are not known: no module tells of them.
    let mut files =
        vec![("index.html", "<script type=module src=/main.js></script>"), ("main.js", PARCEL_ENTRY)];
    files.extend(PARCEL_BUNDLES);
    check(
        &files,
        &[
            "dynamicImports main.js Route.4cff11aa.js",
            "dynamicImports main.js Route.61bb22cc.js",
            "split main.js: Route.4cff11aa.js Route.61bb22cc.js",
        ],
    );
}

#[test]
fn parcels_ids_name_no_file_where_two_scripts_bring_the_module() {
    let mut files =
        vec![("index.html", "<script type=module src=/main.js></script>"), ("main.js", PARCEL_ENTRY)];
    files.extend(PARCEL_BUNDLES);
    files.push(("other.js", "parcelRequire1a2b.register('2HB15',(e,t)=>{})"));
    check(&files, &[]);
}

#[test]
fn parcels_list_serves_browsers_without_import_maps() {
    let entry = "var c=globalThis.parcelRequire1a2b;c.register('k2juq',function(t,r){t.exports=Promise.all(\
        [c('6yxGH')(e('d2Jps')),c('fuYSy')(e('4cPRU')),c('fuYSy')(e('jRQo8'))]).then(function(){return c('2HB15')})});\
        Object.assign(c.i??={},{'4cPRU':'Route.4cff11aa.js',jRQo8:'Route.61bb22cc.js',d2Jps:'Route.d2ee33dd.css',\
        '5CyWw':'worker.5caa44ee.js',kTK4p:'hero.png'});i=e('kTK4p');new Worker(new URL(e('5CyWw')));f('x')(e('notID'))";
    let mut files = vec![("index.html", "<script defer src=/main.js></script>"), ("main.js", entry)];
    files.extend(PARCEL_BUNDLES);
    check(
        &files,
        &[
            "css Route.61bb22cc.js Route.d2ee33dd.css",
            "dynamicImports main.js Route.4cff11aa.js",
            "dynamicImports main.js Route.61bb22cc.js",
            "workers main.js worker.5caa44ee.js",
            "split main.js: Route.4cff11aa.js Route.61bb22cc.js Route.d2ee33dd.css",
        ],
    );
}

#[test]
fn parcel_1_names_the_files() {
    let entry = "parcelRequire=function(){}({bS28:[function(require,module,exports){\
        require('_bundle_loader')(require.resolve('./route')).then(f)},\
        {_bundle_loader:'TUK3','./route':[['Route.61bb22cc.js','xY9z'],'Route.61bb22cc.js.map','xY9z']}]},{},['bS28'])";
    check(
        &[
            ("index.html", "<script src=main.js></script>"),
            ("main.js", entry),
            ("Route.61bb22cc.js", "parcelRequire=function(){}({xY9z:[function(require){},{}]},{},[])"),
        ],
        &["dynamicImports main.js Route.61bb22cc.js", "split main.js: Route.61bb22cc.js"],
    );
}

/// A push container of webpack.
fn pushed(id: &str, code: &str) -> String {
    format!("(self.webpackChunkapp=self.webpackChunkapp||[]).push([[{id}],{{{id}(e,t,n){{{code}}}}}]);")
}

#[test]
fn webpack_4_fetches_chunks_early() {
    let runtime = "!function(){var c=window.webpackJsonp=window.webpackJsonp||[];\
        s.src=function(e){return t.p+''+({}[e]||e)+'.'+{1:'aa',2:'bb'}[e]+'.js'}(e)}();";
    let entry = "(window.webpackJsonp=window.webpackJsonp||[]).push([[0],{5:function(e,t,n){\
        n.e(1).then(n.bind(null,6))}},[[5,9]],[2]])";
    let chunk =
        |id: u8| format!("(window.webpackJsonp=window.webpackJsonp||[]).push([[{id}],[function(){{}}]])");
    let project = Project::new()
        .file("dist/index.html", "<script src=runtime.js></script><script src=main.js></script>")
        .file("dist/runtime.js", runtime)
        .file("dist/main.js", entry)
        .file("dist/1.aa.js", chunk(1))
        .file("dist/2.bb.js", chunk(2));
    let graph = project.run(&["graph", "dist", "--format", "json"]).stdout;
    let graph: Value = serde_json::from_str(&graph).expect("it is JSON");
    let of_main =
        graph["edges"].as_array().expect("it is a list").iter().filter(|edge| edge["from"] == "main.js");
    let lines: Vec<String> = of_main.map(|edge| format!("{} {}", edge["kind"], edge["to"])).collect();
    assert_eq!(lines, ["\"dynamic\" \"1.aa.js\"", "\"preload\" \"2.bb.js\"", "\"static\" \"runtime.js\""]);
}

#[test]
fn a_context_of_12_000_modules_is_read() {
    let modules: Vec<String> = (0..12_000).map(|id| format!("'./{id}.js':[{id},{}],", id % 50 + 1)).collect();
    let modules = modules.concat();
    let main = pushed("0", &format!("var m={{{modules}}};function f(r){{return n.e(m[r][1])}}"));
    let chunks: Vec<(String, String)> =
        (1..=50).map(|id| (format!("{id}.js"), pushed(&id.to_string(), ""))).collect();
    let mut files = vec![("index.html", "<script src=main.js></script>"), ("main.js", main.as_str())];
    files.extend(chunks.iter().map(|(path, content)| (path.as_str(), content.as_str())));
    let project = Project::new();
    for (path, content) in files {
        project.write(&format!("dist/{path}"), content);
    }
    let report = project.report(&["--no-config"]);
    let edges = described(&report).into_iter().filter(|line| line.starts_with("dynamicImports main.js "));
    assert_eq!(edges.count(), 50);
    assert_eq!(report["unresolved"], 0);
}

#[test]
fn a_remote_entry_is_opened_by_other_sites_and_is_an_entry_point() {
    let remote = "var app;(()=>{var m={250(e,t,r){const o={'./Widget':()=>Promise.all([r.e(197),r.e(2)])\
        .then(()=>()=>r(2))};r.d(t,{get:()=>n,init:()=>i})}};r.u=e=>e+'.js';\
        r.f.j=(t,o)=>{if(197!=t){r.l(r.p+r.u(t))}else e[t]=0};var c=self.webpackChunkapp=self.webpackChunkapp||[]})()";
    let project = Project::new();
    for (path, content) in [
        ("index.html", "<script src=main.js></script>"),
        ("main.js", pushed("1", "n.e(2).then(n.bind(n,2))").as_str()),
        ("2.js", &pushed("2", "")),
        ("orphan.js", "1"),
        ("remoteEntry.js", remote),
    ] {
        project.write(&format!("dist/{path}"), content);
    }
    let report = project.report(&["--no-config"]);
    let entries: Vec<&Value> = report["entries"].as_array().expect("it is a list").iter().collect();
    let paths: Vec<&Value> = entries.iter().map(|entry| &entry["path"]).collect();
    assert_eq!(paths, ["index.html", "remoteEntry.js"]);
    assert_eq!(report["unresolved"], 0);
    let edges = described(&report);
    assert!(edges.contains(&"dynamicImports remoteEntry.js 2.js".to_owned()), "{edges:?}");
}

/// The edges of a report's chunks, without the split points.
fn edges(report: &Value) -> Vec<String> {
    described(report).into_iter().filter(|line| !line.starts_with("split ")).collect()
}

/// Cuts the largest scripts of a fixture at many places: there is a problem or nothing was lost, and no new edge.
#[track_caller]
fn check_cut(fixture: &str) {
    // Compressing is not what is tested here.
    let budgets =
        r#"{ "compression": { "gzip": 1, "brotli": 0 }, "budgets": [{ "max": { "raw": "1 GB" } }] }"#;
    let project = Project::new().fixture(fixture).file("budgets.json", budgets);
    let whole = project.report(&[]);
    let known = edges(&whole);
    let raw = |asset: &Value| asset["raw"].as_u64().unwrap_or_default();
    let assets = whole["assets"].as_array().expect("it is a list").iter();
    let mut scripts: Vec<&Value> = assets.filter(|asset| asset["type"] == "script").collect();
    scripts.sort_by_key(|asset| raw(asset));
    let half = scripts.len() / 2;
    for asset in scripts.iter().rev().take(2).chain(&scripts[half..=half]) {
        let path = format!("dist/{}", asset["path"].as_str().expect("it is a text"));
        let content = project.read(&path);
        for step in 1..8 {
            let cut = content.floor_char_boundary(content.len() * step / 8);
            project.write(&path, &content[..cut]);
            let report = project.report(&[]);
            let new: Vec<String> = edges(&report).into_iter().filter(|edge| !known.contains(edge)).collect();
            assert!(new.is_empty(), "{path} cut at {cut}: {new:?}");
            let problems = report["problems"].as_array().expect("it is a list");
            let is_told = problems
                .iter()
                .any(|problem| format!("dist/{}", problem["asset"].as_str().unwrap_or("")) == path);
            assert!(is_told, "{path} cut at {cut} is no problem: {problems:?}");
        }
        project.write(&path, &content);
    }
}

#[test]
fn a_chunk_of_webpack_that_is_cut_off_is_a_problem_and_loads_nothing_new() {
    check_cut("webpack5-shop");
    check_cut("webpack4-shop");
    check_cut("two-builds");
}

#[test]
fn a_chunk_of_rspack_that_is_cut_off_is_a_problem_and_loads_nothing_new() {
    check_cut("rspack-shop");
    check_cut("rsbuild-shop");
}

#[test]
fn a_bundle_of_parcel_that_is_cut_off_is_a_problem_and_loads_nothing_new() {
    check_cut("parcel2-shop");
}
