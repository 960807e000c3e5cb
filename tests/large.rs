//! Builds of thousands of files: reading how they hang together takes time in proportion to their size.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking and look at the clock; the helper is shared by all of them"
)]

mod support;

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use support::Project;

/// How often each size is timed at most; the quickest counts, since a busy machine only ever makes it slower.
const RUNS: usize = 12;
/// Twice as much takes twice as long, and four times as long where all of the time is quadratic.
const MOST_GROWTH: f64 = 3.0;
/// Chunks of the smaller build; each has `EDGES` imports, and every tenth a page of its own.
const CHUNKS: usize = 400;
const CHUNKS_OF_A_PAGE: usize = 10;
const EDGES: usize = 20;
/// Of pages that are judged as many more: what is done for each file by itself must not hide the rest.
const PAGES_A_CHUNK: usize = 2;

/// Where the imports of a chunk lead: to its neighbours, and far away. There are circles of every length.
fn targets(from: usize, chunks: usize) -> impl Iterator<Item = usize> {
    let far = (2..EDGES).map(move |step| (from * 31 + step * step * 17) % chunks);
    [(from + 1) % chunks, (from + chunks - 1) % chunks].into_iter().chain(far)
}

/// Writes the page of a chunk, if it has one.
fn write_page(project: &Project, chunk: usize, content: &str) {
    if chunk.is_multiple_of(CHUNKS_OF_A_PAGE) {
        project.write(&format!("dist/{chunk}.html"), content);
    }
}

fn webpack(chunks: usize) -> Project {
    let mut table = String::new();
    let project = Project::new();
    for id in 0..chunks {
        write!(table, "{id}:\"h{id}\",").expect("a text takes everything");
        let mut loads = String::new();
        for to in targets(id, chunks) {
            let also = (to + 7) % chunks;
            write!(loads, "Promise.all([n.e({to}),n.e({also})]).then(n.bind(n,{to}));").expect("it does");
        }
        let waits = format!("e=>{{e.O(0,[{},{}],()=>e({id}))}}", id * 3 % chunks, id * 5 % chunks);
        let push = "(self.webpackChunkbig=self.webpackChunkbig||[]).push";
        let chunk = format!("{push}([[{id}],{{{id}(e,t,n){{{loads}}}}},{waits}])");
        project.write(&format!("dist/js/{id}.h{id}.js"), &chunk);
        let page = format!("<script src=/js/runtime.js></script><script src=/js/{id}.h{id}.js></script>");
        write_page(&project, id, &page);
    }
    let runtime = format!(
        "(()=>{{r.u=e=>'js/'+e+'.'+{{{table}}}[e]+'.js';\
         var c=self.webpackChunkbig=self.webpackChunkbig||[]}})()"
    );
    project.write("dist/js/runtime.js", &runtime);
    project
}

fn esm(chunks: usize) -> Project {
    let project = Project::new();
    for id in 0..chunks {
        let mut code = String::new();
        for (index, to) in targets(id, chunks).enumerate() {
            let import =
                if index < 3 { format!("import'./{to}.js';") } else { format!("import('./{to}.js');") };
            code.push_str(&import);
        }
        project.write(&format!("dist/js/{id}.js"), &code);
        write_page(&project, id, &format!("<script type=module src=/js/{id}.js></script>"));
    }
    project
}

fn turbopack(chunks: usize) -> Project {
    let project = Project::new();
    for id in 0..chunks {
        let uses: Vec<String> = targets(id, chunks).map(|to| format!("e.A({});", 100_000 + to)).collect();
        let uses = uses.concat();
        let files: Vec<String> = (0..3).map(|step| format!("'static/{}.js'", (id + step) % chunks)).collect();
        let chunk = format!(
            "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([document.currentScript,{id},e=>{{{uses}}},\
             {loader},e=>{{e.v(t=>Promise.all([{files}].map(t=>e.l(t))).then(()=>t({id})))}}])",
            loader = 100_000 + id,
            files = files.join(",")
        );
        project.write(&format!("dist/_next/static/{id}.js"), &chunk);
        write_page(&project, id, &format!("<script src=/_next/static/{id}.js></script>"));
    }
    project
}

/// Pages with a stylesheet and an image each, and a router that can load the code of each of them on every page.
fn pages(chunks: usize) -> Project {
    let project = Project::new();
    let mut router = String::new();
    for id in 0..chunks * PAGES_A_CHUNK {
        write!(router, "import('./{id}.js');").expect("a text takes everything");
        let image = format!("<img src=/img/{id}.svg class=c{id} alt=x>");
        let head = format!("<link rel=stylesheet href=/css/{id}.css><script type=module src=/js/router.js>");
        project.write(&format!("dist/{id}.html"), format!("<!doctype html>{head}</script>{image}"));
        project.write(&format!("dist/css/{id}.css"), format!(".c{id}{{width:{id}px}}"));
        let code = format!(
            "import{{j}}from'./router.js';export default()=>j('img',{{src:'/img/{id}.svg',alt:'x'}})"
        );
        project.write(&format!("dist/js/{id}.js"), &code);
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {id} 9'/>");
        project.write(&format!("dist/img/{id}.svg"), &svg);
    }
    project.write("dist/js/router.js", format!("{router}export const j=0"));
    project.write("budgets.json", r#"{ "compression": { "gzip": 1, "brotli": 0 }, "budgets": [] }"#);
    project
}

/// How the files hang together; there must be at least so many edges.
#[track_caller]
fn graph(project: &Project, edges: usize) {
    let outcome = project.run(&["graph", "dist", "--format", "dot"]);
    outcome.expect(0, &[]);
    let found = outcome.stdout.matches(" -> ").count();
    assert!(found >= edges, "{found} edges, not {edges}");
}

/// All checks; there must be findings.
#[track_caller]
fn judge(project: &Project, _: usize) {
    let outcome = project.run(&["check", "dist", "--config", "budgets.json", "--no-cache"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("missing-image-size"), "{}", outcome.stdout);
}

#[track_caller]
fn time(run: fn(&Project, usize), project: &Project, edges: usize) -> Duration {
    let start = Instant::now();
    run(project, edges);
    start.elapsed()
}

#[track_caller]
fn check(build: fn(usize) -> Project, run: fn(&Project, usize)) {
    // One at a time: the tests would slow each other down.
    static CLOCK: Mutex<()> = Mutex::new(());
    let _clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let (small, large) = (build(CHUNKS), build(CHUNKS * 2));
    let (mut quick, mut slow) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        quick = quick.min(time(run, &small, CHUNKS * EDGES / 2));
        slow = slow.min(time(run, &large, CHUNKS * EDGES));
        if slow.as_secs_f64() < quick.as_secs_f64() * MOST_GROWTH {
            return;
        }
    }
    panic!("{quick:?} became {slow:?} with twice as many files");
}

#[test]
fn twice_as_many_chunks_of_webpack_take_about_twice_as_long() {
    check(webpack, graph);
}

#[test]
fn twice_as_many_modules_take_about_twice_as_long() {
    check(esm, graph);
}

#[test]
fn twice_as_many_chunks_of_turbopack_take_about_twice_as_long() {
    check(turbopack, graph);
}

#[test]
fn twice_as_many_pages_that_can_load_everything_are_judged_in_about_twice_the_time() {
    check(pages, judge);
}
