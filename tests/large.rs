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
/// Twice as much takes twice as long, and four times as long where the time is quadratic.
const MOST_GROWTH: f64 = 3.5;
/// Chunks of the smaller build; each has `EDGES` imports, and every tenth a page of its own.
const CHUNKS: usize = 400;
const CHUNKS_OF_A_PAGE: usize = 10;
const EDGES: usize = 20;

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

/// One run, which must find at least `edges` edges.
#[track_caller]
fn time(project: &Project, edges: usize) -> Duration {
    let start = Instant::now();
    let outcome = project.run(&["graph", "dist", "--format", "dot"]);
    let taken = start.elapsed();
    outcome.expect(0, &[]);
    let found = outcome.stdout.matches(" -> ").count();
    assert!(found >= edges, "{found} edges, not {edges}");
    taken
}

#[track_caller]
fn check(build: fn(usize) -> Project) {
    // One at a time: the tests would slow each other down.
    static CLOCK: Mutex<()> = Mutex::new(());
    let _clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let (small, large) = (build(CHUNKS), build(CHUNKS * 2));
    let (mut quick, mut slow) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        quick = quick.min(time(&small, CHUNKS * EDGES / 2));
        slow = slow.min(time(&large, CHUNKS * EDGES));
        if slow.as_secs_f64() < quick.as_secs_f64() * MOST_GROWTH {
            return;
        }
    }
    panic!("{quick:?} became {slow:?} with twice as many files");
}

#[test]
fn twice_as_many_chunks_of_webpack_take_about_twice_as_long() {
    check(webpack);
}

#[test]
fn twice_as_many_modules_take_about_twice_as_long() {
    check(esm);
}

#[test]
fn twice_as_many_chunks_of_turbopack_take_about_twice_as_long() {
    check(turbopack);
}
