//! Routes: how documents, routers' records, SvelteKit and Next name them, what opening one loads, and budgets of them.

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

const PAGE: &str = "<script type=module src=/main.js></script>";

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is not a list in {value:#}"))
}

fn texts(value: &Value) -> String {
    let list = value.as_array().expect("it is a list").iter();
    list.map(|text| text.as_str().expect("it is a text")).collect::<Vec<_>>().join(" ")
}

fn report_of(files: &[(&str, &str)]) -> Value {
    let project = Project::new();
    for (path, content) in files {
        project.write(&format!("dist/{path}"), content);
    }
    project.report(&["--no-config"])
}

/// The routes of split points, a line each.
fn carried(report: &Value) -> Vec<String> {
    let splits = list(report, "splitPoints").iter();
    let told = splits.filter(|split| !list(split, "routes").is_empty());
    told.map(|split| format!("{}: {}", split["target"].as_str().expect("a text"), texts(&split["routes"])))
        .collect()
}

/// What opening each route loads, a line each.
fn opened(report: &Value) -> Vec<String> {
    let line = |route: &Value| {
        let (path, entry) =
            (route["path"].as_str().expect("a text"), route["entry"].as_str().expect("a text"));
        format!("{path} {entry}: {}", texts(&route["initial"]["scripts"]))
    };
    list(report, "routes").iter().map(line).collect()
}

/// `main.js` of a page with files that it may import: what its split points carry.
#[track_caller]
fn check(main: &str, expected: &[&str]) {
    check_with(main, &[], expected);
}

#[track_caller]
fn check_with(main: &str, more: &[(&str, &str)], expected: &[&str]) {
    let mut files =
        vec![("index.html", PAGE), ("main.js", main), ("a.js", "1"), ("b.js", "2"), ("c.js", "3")];
    files.retain(|(path, _)| !more.iter().any(|(other, _)| other == path));
    files.extend(more);
    assert_eq!(carried(&report_of(&files)), expected, "{main}");
}

#[test]
fn a_document_is_opened_by_its_path_as_it_is_typed() {
    let report = report_of(&[
        ("index.html", ""),
        ("docs/index.html", ""),
        ("about.html", ""),
        ("docs/a.b.html", ""),
        ("myindex.html", ""),
    ]);
    let routes: Vec<&str> =
        list(&report, "entries").iter().filter_map(|entry| entry["route"].as_str()).collect();
    assert_eq!(routes, ["/about", "/docs/a.b", "/docs", "/", "/myindex"]);
}

#[test]
fn routes_are_counted_from_the_folder_that_documents_name_as_the_root() {
    let report = report_of(&[
        ("browser/about/index.html", "<script src=/x/main.js></script>"),
        ("browser/index.html", "<base href=/><script src=x/main.js></script>"),
        ("browser/x/main.js", "1"),
    ]);
    assert_eq!(
        opened(&report),
        ["/ browser/index.html: browser/x/main.js", "/about browser/about/index.html: browser/x/main.js"]
    );
    let two_sites = report_of(&[
        ("one/index.html", "<script src=/a.js></script>"),
        ("one/a.js", "1"),
        ("two/index.html", "<script src=/b.js></script>"),
        ("two/b.js", "1"),
    ]);
    assert_eq!(opened(&two_sites), ["/one one/index.html: one/a.js", "/two two/index.html: two/b.js"]);
}

#[test]
fn a_script_that_is_an_entry_point_has_no_route_unless_next_gives_it_one() {
    let report = report_of(&[
        ("a.js", "import('./b.js')"),
        ("b.js", "1"),
        ("static/chunks/app/(shop)/cart/page-1f2a3b4c5d6e7f80.js", "1"),
        ("static/chunks/app/@modal/cart/page-1f2a3b4c5d6e7f80.js", "1"),
        ("static/chunks/app/cart/layout-1f2a3b4c5d6e7f80.js", "1"),
        (
            "static/chunks/pages/dates-1f2a3b4c5d6e7f80.js",
            "(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[9],{1:(e,t,n)=>{(window.__NEXT_P=window.__NEXT_P||[]).push([\"/dates\",()=>n(2)])}},e=>{e.O(0,[],()=>e(e.s=1))}])",
        ),
        (
            "static/chunks/pages/_app-1f2a3b4c5d6e7f80.js",
            "(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[8],{3:(e,t,n)=>{(window.__NEXT_P=window.__NEXT_P||[]).push([\"/_app\",()=>n(4)])}},e=>{e.O(0,[],()=>e(e.s=3))}])",
        ),
        ("static/chunks/x.js", "__turbopack_load_page_chunks__(\"/heavy\",[\"static/chunks/y.js\"])"),
        ("static/chunks/y.js", "1"),
    ]);
    let routes: Vec<String> = list(&report, "entries")
        .iter()
        .filter_map(|entry| Some(format!("{} {}", entry["route"].as_str()?, entry["path"].as_str()?)))
        .collect();
    assert_eq!(
        routes,
        [
            "/cart static/chunks/app/(shop)/cart/page-1f2a3b4c5d6e7f80.js",
            "/dates static/chunks/pages/dates-1f2a3b4c5d6e7f80.js",
            "/heavy static/chunks/x.js",
        ]
    );
}

#[test]
fn a_record_gives_its_path_to_the_imports_that_opening_it_runs() {
    check("r=[{path:'/a',component:()=>import('./a.js')}]", &["a.js: /a"]);
    check(
        "r=[{name:'a',path:`/a/:id`,components:{default:()=>import('./a.js'),side:()=>import('./b.js')}}]",
        &["a.js: /a/:id", "b.js: /a/:id"],
    );
    check(
        "r=[{path:'/a',lazy:async()=>{const{A:e}=await import('./a.js');return{Component:e}}}]",
        &["a.js: /a"],
    );
    check("r=[{path:'/a',lazy:{Component:async()=>(await import('./a.js')).A}}]", &["a.js: /a"]);
    check("r=[{path:'/a',component(){return import('./a.js')}}]", &["a.js: /a"]);
    check("r=[{path:'/a',component:d({loader:()=>import('./a.js'),delay:200})}]", &["a.js: /a"]);
    check("r=[{path:'/a',component:()=>p(()=>import('./a.js'),[])}]", &["a.js: /a"]);
    check("r=[{path:['/a','/b'],component:()=>import('./a.js')}]", &["a.js: /a /b"]);
    check(
        "r=[{path:'*',component:()=>import('./a.js')},{path:'/:all(.*)*',component:()=>import('./b.js')}]",
        &["a.js: /*", "b.js: /:all(.*)*"],
    );
}

#[test]
fn an_object_with_a_path_and_nothing_that_opening_it_runs_is_no_route() {
    check("r=[{path:'/a',lazy:true},{path:'/b',component:A}];import('./a.js')", &[]);
    check("r=[{path:'/a',load:()=>import('./a.js')}]", &[]);
    check("r=[{path:'/a',component:()=>h('button',{onClick:()=>import('./a.js')})}]", &[]);
    check("r=[{path:'/a',component:e=>{e.addEventListener('click',()=>import('./a.js'))}}]", &[]);
    check("r=[{path:'/a',component:e=>e.on(()=>import('./a.js'))}]", &[]);
    check("r=[{path:'/a',component(){const e=()=>import('./a.js');return h('a',e)}}]", &[]);
    check(
        "r=[{path:x,component:()=>import('./a.js'),children:[{path:'y',component:()=>import('./b.js')}]}]",
        &[],
    );
    check(
        "r=[{path:'./a.vue',component:()=>import('./a.js')},{path:'https://x.test/a',component:()=>import('./b.js')}]",
        &[],
    );
    check("r=[{path:'/a',getParentRoute:()=>R,component:l(()=>import('./a.js'))}]", &[]);
    check("r={component:()=>import('./a.js')}", &[]);
}

#[test]
fn a_childs_path_goes_on_behind_its_parents_and_a_layout_has_the_routes_of_its_pages() {
    check(
        "r=[{path:'/x',component:()=>import('./a.js'),children:[{path:'',component:()=>import('./b.js')},\
         {path:'y',component:()=>import('./c.js')}]}]",
        &["a.js: /x /x/y", "b.js: /x", "c.js: /x/y"],
    );
    check(
        "r=[{path:'',loadComponent:()=>import('./a.js'),children:[{path:'y',loadComponent:()=>import('./b.js')},\
         {path:'/z/',component:()=>import('./c.js')}]}]",
        &["a.js: / /y /z", "b.js: /y", "c.js: /z"],
    );
    check(
        "r=[{path:'/x',children:[{index:!0,lazy:()=>import('./a.js')},{lazy:()=>import('./b.js'),children:[\
         {path:'y',lazy:()=>import('./c.js')}]}]}]",
        &["a.js: /x", "b.js: /x/y", "c.js: /x/y"],
    );
}

#[test]
fn a_relative_path_goes_on_behind_the_route_that_loads_its_script() {
    let users = "export const r=[{path:'',loadComponent:()=>import('./b.js')},{path:'new',loadComponent:()=>import('./c.js')}]";
    check_with(
        "r=[{path:'users',loadChildren:()=>import('./a.js').then(e=>e.r)}]",
        &[("a.js", users)],
        &["b.js: /users", "c.js: /users/new", "a.js: /users /users/new"],
    );
    check_with("import('./a.js')", &[("a.js", users)], &["b.js: /", "c.js: /new"]);
    check_with(
        "r=[{path:'users',loadChildren:()=>import('./a.js')},{path:'staff',loadChildren:()=>import('./a.js')}]",
        &[("a.js", users)],
        &[
            "b.js: /staff /users",
            "c.js: /staff/new /users/new",
            "a.js: /users /users/new",
            "a.js: /staff /staff/new",
        ],
    );
}

#[test]
fn an_absolute_path_that_only_other_routes_lead_to_is_not_known() {
    let inner =
        "r=[{path:'/monitor',component:()=>import('./b.js')},{path:'/p/x',component:()=>import('./c.js')}]";
    check_with(
        "r=[{path:'/p/*',lazy:()=>import('./a.js')}]",
        &[("a.js", inner)],
        &["c.js: /p/x", "a.js: /p/*"],
    );
}

#[test]
fn a_name_stands_for_the_import_that_it_is_bound_to() {
    check("const A=lazy(()=>import('./a.js'));r=jsx(Route,{path:'/a',element:jsx(A,{})})", &["a.js: /a"]);
    check(
        "const A=React.lazy(()=>import('./a.js')),B=lazy(()=>import('./b.js'));\
         r=jsxs(Route,{path:'/',element:jsx(A,{}),children:[jsx(Route,{index:!0,element:jsx(B,{})}),\
         jsx(Route,{path:'x',element:jsx(Suspense,{children:jsx(B,{})})})]})",
        &["a.js: / /x", "b.js: / /x"],
    );
    check("const A=lazy(()=>import('./a.js'));r=jsx(Route,{path:'/a',children:jsx(A,{})})", &["a.js: /a"]);
    check("const A=lazy(()=>import('./a.js'));r=jsx(Route,{path:'/a',render:()=>jsx(A,{})})", &["a.js: /a"]);
    check("const A=()=>import('./a.js');r=[{path:'/a',component:lazyRouteComponent(A,'x')}]", &["a.js: /a"]);
    check("const A=lazy(()=>import('./a.js'));component={path:'/a',Component:A}", &["a.js: /a"]);
}

#[test]
fn a_route_of_a_file_has_its_path_in_a_call_of_its_own() {
    check(
        "const i=()=>import('./a.js'),R=f('/_layout/(x)/about_/$id')({component:l(i,'component')})",
        &["a.js: /about/$id"],
    );
    check(
        "const R=f('/about')({loader:()=>import('./a.js')}),S=f('about')({component:()=>import('./b.js')})",
        &[],
    );
}

#[test]
fn a_name_that_could_stand_for_something_else_gives_nothing() {
    check(
        "const A=lazy(()=>import('./a.js'));function f(A){return jsx(Route,{path:'/a',element:jsx(A,{})})}",
        &[],
    );
    check("var A=lazy(()=>import('./a.js'));var A=lazy(()=>import('./b.js'));r={path:'/a',component:A}", &[]);
    check("function g(){const A=lazy(()=>import('./a.js'))}r={path:'/a',component:A}", &[]);
    check(
        "const A=()=>{const e=()=>import('./a.js');return jsx('b',{onClick:e})};r={path:'/a',component:A}",
        &[],
    );
    check("const A=memo(()=>jsx(B,{onClick:()=>import('./a.js')}));r={path:'/a',element:jsx(A,{})}", &[]);
}

#[test]
fn a_route_of_webpack_holds_the_chunks_that_its_code_asks_for() {
    let main = "(()=>{var e={},r={};function n(e){}n.m=e;n.u=e=>e+'.js';n.p='/';n.f={};\
        n.e=e=>Promise.all(Object.keys(n.f).reduce((t,r)=>(n.f[r](e,t),t),[]));\
        n.f.j=(e,t)=>{};(self.webpackChunkapp=self.webpackChunkapp||[]).push=()=>{};\
        r=[{path:'/x',component:()=>Promise.all([n.e(11),n.e(12)]).then(n.bind(n,5))},{path:'/y',lazy:()=>n.e(12).then(n.bind(n,5))}]})()";
    let chunk =
        |id: u32| format!("(self.webpackChunkapp=self.webpackChunkapp||[]).push([[{id}],{{5:e=>{{}}}}])");
    let report = report_of(&[
        ("index.html", "<script src=/main.js></script>"),
        ("main.js", main),
        ("11.js", &chunk(11)),
        ("12.js", &chunk(12)),
    ]);
    assert_eq!(
        opened(&report),
        ["/ index.html: main.js", "/x index.html: 11.js 12.js main.js", "/y index.html: 12.js main.js"]
    );
}

#[test]
fn a_route_of_turbopack_holds_the_loaders_that_its_code_asks_for() {
    let push = |modules: &str| {
        format!("(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([document.currentScript,{modules}]);")
    };
    let report = report_of(&[
        ("index.html", "<script src=/_next/static/main.js></script>"),
        (
            "_next/static/main.js",
            &push(
                "7,(e,t,r)=>{r=[{path:'/x',component:()=>e.A(11)}]},\
            11,e=>{e.v(t=>Promise.all(['static/a.js'].map(t=>e.l(t))).then(()=>t(99)))}",
            ),
        ),
        ("_next/static/a.js", &push("99,e=>{}")),
    ]);
    assert_eq!(carried(&report), ["_next/static/a.js: /x"]);
}

const KIT: &str = "const e=(e,t)=>e();var n=[()=>e(()=>import('../nodes/0.js'),[]),()=>e(()=>import('../nodes/1.js'),[]),\
    ()=>e(()=>import('../nodes/2.js'),[]),()=>e(()=>import('../nodes/3.js'),[]),()=>e(()=>import('../nodes/4.js'),[]),\
    ()=>e(()=>import('../nodes/5.js'),[])],r=[];\
    const i={'/':[3],'/(shop)/cart/[id]':[~4,[2]],'/folded':[-6,[,2],[1]]};";

fn kit(exports: &str) -> Value {
    let app = format!("{KIT}export{{{exports}}};");
    let mut files = vec![
        ("index.html", "<script>Promise.all([import('/_app/entry/app.js')])</script>"),
        ("_app/entry/app.js", &app),
    ];
    let nodes = [
        "_app/nodes/0.js",
        "_app/nodes/1.js",
        "_app/nodes/2.js",
        "_app/nodes/3.js",
        "_app/nodes/4.js",
        "_app/nodes/5.js",
    ];
    files.extend(nodes.map(|path| (path, "1")));
    report_of(&files)
}

#[test]
fn sveltekits_table_gives_its_routes_to_leaves_and_layouts_but_not_to_the_root() {
    let report = kit("n as nodes,i as dictionary,r as server_loads");
    assert_eq!(
        carried(&report),
        [
            "_app/nodes/2.js: /cart/[id] /folded",
            "_app/nodes/3.js: /",
            "_app/nodes/4.js: /cart/[id]",
            "_app/nodes/5.js: /folded",
        ]
    );
    // The root layout is loaded with every route all the same.
    assert_eq!(
        opened(&report)[1],
        "/cart/[id] index.html: _app/entry/app.js _app/nodes/0.js _app/nodes/2.js _app/nodes/4.js"
    );
}

#[test]
fn a_table_that_is_not_exported_as_sveltekit_does_is_none() {
    assert_eq!(carried(&kit("n as nodes,i as other")), [""; 0]);
}

#[test]
fn a_route_is_opened_with_its_own_document_or_with_the_nearest_one_above() {
    let app = "r=[{path:'/x',component:()=>import('./a.js')},{path:'/admin/users',component:()=>import('./b.js')},\
        {path:'/nowhere',component:()=>import('./c.js')}]";
    let report = report_of(&[
        ("x.html", "<script type=module src=/main.js></script><script type=module src=/more.js></script>"),
        ("admin/index.html", PAGE),
        ("main.js", app),
        ("more.js", "1"),
        ("a.js", "1"),
        ("b.js", "1"),
        ("c.js", "1"),
    ]);
    // Which of the two documents a visitor of /nowhere gets is not known.
    assert_eq!(
        opened(&report),
        [
            "/admin admin/index.html: main.js",
            "/admin/users admin/index.html: b.js main.js",
            "/x x.html: a.js main.js more.js",
        ]
    );
}

#[test]
fn a_document_made_in_advance_runs_the_split_points_of_the_only_route_with_parameters_that_it_fits() {
    let app = "r=[{path:'/blog/:slug',component:()=>import('./a.js')},{path:'/blog/new',component:()=>import('./b.js')},\
        {path:'/:all(.*)*',component:()=>import('./c.js')}]";
    let report = report_of(&[
        ("blog/hello/index.html", PAGE),
        ("blog/new/index.html", PAGE),
        ("blog/hello/more/index.html", PAGE),
        ("main.js", app),
        ("a.js", "1"),
        ("b.js", "1"),
        ("c.js", "1"),
    ]);
    assert_eq!(
        opened(&report),
        [
            "/blog/hello blog/hello/index.html: a.js main.js",
            "/blog/hello/more blog/hello/more/index.html: main.js",
            "/blog/new blog/new/index.html: b.js main.js",
        ]
    );
}

#[test]
fn opening_a_route_loads_all_that_leads_to_it_and_its_requests_follow_each_other() {
    let report = report_of(&[
        ("index.html", PAGE),
        ("main.js", "import('./boot.js')"),
        ("boot.js", "r=[{path:'/a',component:()=>import('./a.js')}]"),
        ("a.js", "import './shared.js';import('./later.js')"),
        ("shared.js", "1"),
        ("later.js", "1"),
    ]);
    assert_eq!(opened(&report)[1], "/a index.html: a.js boot.js main.js shared.js");
    let initial = &list(&report, "routes")[1]["initial"];
    // The document, main.js, boot.js, a.js and shared.js, one after the other.
    assert_eq!((initial["files"].as_u64(), initial["depth"].as_u64()), (Some(5), Some(5)));
}

/// Two routes, the second of them heavy.
fn shop() -> Project {
    Project::new()
        .file("dist/index.html", PAGE)
        .file("dist/main.js", "r=[{path:'/light',component:()=>import('./a.js')},{path:'/heavy/[id]',component:()=>import('./b.js')}]")
        .file("dist/a.js", "1")
        .file("dist/b.js", format!("{};import('./c.js')", "x();".repeat(1_000)))
        .file("dist/c.js", "y();".repeat(500))
}

/// Name, item and raw bytes of what a budget measured.
#[track_caller]
fn check_budget(budget: &str, expected: &[(&str, u64)]) {
    let project = shop().file("budgets.json", format!(r#"{{ "budgets": [{budget}], "checks": {{}} }}"#));
    let report = project.report(&["--config", "budgets.json"]);
    let mut items: Vec<(String, u64)> = list(&report, "budgets")
        .iter()
        .map(|item| {
            (item["item"].as_str().unwrap_or("all").to_owned(), item["actual"].as_u64().unwrap_or_default())
        })
        .collect();
    items.sort();
    let expected: Vec<(String, u64)> =
        expected.iter().map(|(item, actual)| ((*item).to_owned(), *actual)).collect();
    assert_eq!(items, expected, "{budget}");
}

#[test]
fn a_budget_selects_routes_by_globs_that_begin_with_a_slash() {
    let (main, heavy) = (102, 4_017);
    let all = |entry: &str, rest: &str| {
        format!(r#"{{ "entry": {entry}, "type": "script", {rest}, "max": {{ "raw": 9 }} }}"#)
    };
    let initial = r#""load": "initial", "per": "entry""#;
    check_budget(&all(r#""/heavy/*""#, initial), &[("/heavy/[id]", main + heavy)]);
    check_budget(&all(r#""/heavy/[id]""#, initial), &[("/heavy/[id]", main + heavy)]);
    check_budget(&all(r#"["/**", "!/heavy/**", "!/"]"#, initial), &[("/light", main + 1)]);
    check_budget(
        &all(r#""/**""#, initial),
        &[("/", main), ("/heavy/[id]", main + heavy), ("/light", main + 1)],
    );
    check_budget(&all(r#"["/light", "index.html"]"#, initial), &[("/light", main + 1), ("index.html", main)]);
    check_budget(&all(r#""/heavy/*""#, r#""load": "lazy", "per": "entry""#), &[("/heavy/[id]", 2_001)]);
    check_budget(&all(r#""/heavy/*""#, r#""per": "split-point""#), &[("b.js", heavy)]);
    check_budget(&all(r#""/heavy/*""#, r#""load": "initial", "per": "total""#), &[("all", main + heavy)]);
    check_budget(
        &all(r#""/heavy/*""#, r#""load": "initial", "per": "file""#),
        &[("b.js", heavy), ("main.js", main)],
    );
}

#[test]
fn globs_without_a_slash_in_front_select_no_route() {
    let budget =
        r#"{ "entry": "**", "type": "script", "load": "initial", "per": "entry", "max": { "raw": 9 } }"#;
    check_budget(budget, &[("index.html", 102)]);
    check_budget(r#"{ "entry": "light", "per": "entry", "max": { "raw": 9 } }"#, &[("all", 0)]);
}

#[test]
fn reports_name_the_route_that_is_over_its_budget() {
    let budgets = r#"{ "budgets": [
        { "name": "Routes", "entry": "/heavy/*", "load": "initial", "per": "entry", "max": { "raw": "1 kB" } },
        { "name": "Splits", "entry": "/heavy/*", "per": "split-point", "max": { "raw": "1 kB" } } ] }"#;
    let outcome = shop().file("budgets.json", budgets).run(&["check", "dist", "--config", "budgets.json"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["opening /heavy/[id] loads b.js", "import() of /heavy/[id] in main.js:1:", "→ b.js of /heavy/[id]"]
    {
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
    let why = shop().run(&["why", "dist", "b.js"]);
    assert!(why.stdout.contains("opening /heavy/[id] loads it"), "{}", why.stdout);
}

#[test]
fn the_routes_of_real_bundlers_are_those_of_the_source() {
    for fixture in ["vite8-routes", "webpack5-routes", "parcel2-routes"] {
        let report = Project::new().fixture(fixture).report(&["--no-config"]);
        let routes: Vec<(&str, usize)> = list(&report, "routes")
            .iter()
            .map(|route| (route["path"].as_str().expect("a text"), list(route, "splitPoints").len()))
            .collect();
        let expected = [
            ("/", 1),
            ("/:rest(.*)*", 1),
            ("/map", 2),
            ("/settings", 1),
            ("/trails", 2),
            ("/trails/:trail", 2),
        ];
        assert_eq!(routes, expected, "{fixture}");
        // The guide is loaded by a click.
        let without = list(&report, "splitPoints").iter().filter(|split| list(split, "routes").is_empty());
        assert_eq!(without.count(), 1, "{fixture}");
    }
}
