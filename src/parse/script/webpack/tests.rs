//! Each shape in a few lines of our own.

use crate::model::chunk_graph::Via;
use crate::model::script::ScriptFacts;
use crate::model::webpack::{ChunkLoad, IdSet, WebpackUnit};
use crate::parse::script::parse_unlimited;

fn facts(text: &str) -> ScriptFacts {
    parse_unlimited(text).facts.unwrap_or_default()
}

/// What the units say, one line each, in an order of its own.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let facts = facts(text);
    let units = facts.webpack.map(|webpack| webpack.units).unwrap_or_default();
    let lines: Vec<String> = units.iter().flat_map(described).collect();
    assert_eq!(lines, expected, "{text}");
}

fn described(unit: &WebpackUnit) -> Vec<String> {
    let globals = unit.globals.join("|");
    let mut lines = Vec::new();
    if !unit.chunk_ids.is_empty() {
        let modules: Vec<&str> = unit.modules.iter().map(|module| module.id.as_str()).collect();
        lines.push(format!("{globals} is {}: {}", unit.chunk_ids.join(","), modules.join(",")));
    }
    let load = |verb: &str, load: &ChunkLoad| {
        let module = load.module.as_ref().map_or(String::new(), |module| format!(" for {module}"));
        format!("{globals} {verb} {}{module}", load.chunks.join(","))
    };
    lines.extend(unit.loads.iter().map(|found| load("loads", found)));
    lines.extend(unit.entry_dependencies.iter().map(|found| load("waits for", found)));
    lines.extend(unit.workers.iter().map(|found| load("runs", found)));
    for hint in &unit.hints {
        let with = hint.with.as_ref().map_or(String::new(), |with| format!(" with {with}"));
        lines.push(format!("{globals} fetches {}{with}", hint.chunks.join(",")));
    }
    lines.extend(unit.chunk_files.iter().map(|file| format!("{globals} file of {}", file.id)));
    lines.extend(unit.script_urls.iter().map(|(url, _)| format!("{globals} url {url}")));
    if let Some(test) = &unit.without_script {
        let not = if test.negated { "all but " } else { "" };
        let (IdSet::One(ids) | IdSet::Pattern(ids)) = &test.ids;
        lines.push(format!("{globals} no script of {not}{ids}"));
    }
    if unit.is_remote_entry {
        lines.push(format!("{globals} is a remote entry"));
    }
    if !unit.script_names.is_empty() || !unit.style_names.is_empty() {
        let (scripts, styles) = (unit.script_names.len(), unit.style_names.len());
        lines.push(format!(
            "{globals} names {scripts} {styles} {}",
            unit.styled.clone().unwrap_or_default().join(",")
        ));
    }
    lines
}

#[test]
fn a_container_says_which_chunks_and_modules_it_is() {
    let push = "(self.webpackChunkapp = self.webpackChunkapp || []).push";
    check(
        &format!("{push}([[816], {{ 25(a) {{}}, x: function () {{}} }}])"),
        &["webpackChunkapp is 816: 25,x"],
    );
    check(&format!("{push}([['a', 7], {{}}])"), &["webpackChunkapp is a,7: "]);
    check(&format!("{push}([[1], [, function () {{}}, 0, () => {{}}]])"), &["webpackChunkapp is 1: 1,3"]);
    check(&format!("{push}([[1], Array(25).concat([() => {{}}])])"), &["webpackChunkapp is 1: 25"]);
    check("(window['mine'] = window['mine'] || []).push([[1], {}])", &["mine is 1: "]);
    check("(self.mine ||= []).push([[1], {}])", &["mine is 1: "]);
    check("webpackJsonp([3], { 9: function () {} })", &["webpackJsonp is 3: 9"]);
}

#[test]
fn a_container_may_be_a_module() {
    check(
        "export const __webpack_esm_ids__ = [7]; export const __webpack_esm_modules__ = { 9() {} };",
        &[" is 7: 9"],
    );
    check("export const id = 7, ids = [7], modules = { 9() {} };", &[" is 7: 9"]);
    check("exports.id = 7, exports.ids = [7], exports.modules = { 9() {} };", &[" is 7: 9"]);
}

#[test]
fn other_lists_are_no_containers() {
    check("(window.__NEXT_P = window.__NEXT_P || []).push(['/', () => n(1)])", &[]);
    check("(self.q = self.q || []).push([[1], 2])", &[]);
    check("list.push([[1], {}])", &[]);
    check("export const ids = [1, 2]; export const names = {};", &[" is 1,2: "]);
}

#[test]
fn chunks_that_are_loaded_together_are_one_load() {
    check("Promise.all([t.e(1), t.e('b')]).then(t.bind(t, 9))", &[" loads 1,b for 9"]);
    check("t.e(1).then(() => t(9))", &[" loads 1 for 9"]);
    check("t.e(1, 'high').then(function () { return t.t(9, 7) })", &[" loads 1 for 9"]);
    check("t.e(1).then(t.t.bind(null, 9, 7))", &[" loads 1 for 9"]);
    check("x = { './B': () => t.e(1).then(() => () => t(9)) }", &[" loads 1 for 9"]);
    check("t.e(1).then((() => { a(t(9)) }).bind(null, t)).catch(t.oe)", &[" loads 1"]);
}

#[test]
fn calls_of_other_methods_named_e_are_no_loads() {
    check("t.e(1)", &[]);
    check("a.b.e(1).then(f)", &[]);
    check("t.e(x).then(f)", &[]);
    check("Promise.all([t.e(1), f()]).then(g)", &[]);
}

#[test]
fn a_context_map_loads_each_of_its_modules_once() {
    check("var m = { './de': [9, [1, 2]], './de.js': [9, [1, 2]] }", &[" loads 1,2 for 9"]);
    check("var m = { './de.js': [9, 1] }; function f(r) { return n.e(m[r][1]) }", &[" loads 1 for 9"]);
    check(
        "(function () { var m = { './a': [9, 7, 1], './b': [8, 7, 2] }; function f(t) { return n.e(t[2]) } })()",
        &[" loads 1 for 9", " loads 2 for 8"],
    );
    check("(() => { var m = { './a': [9, 7, 1, 2] }; t.slice(2).map(n.e) })()", &[" loads 1,2 for 9"]);
    check("var m = { './a': 9, './b': 8 }", &[]);
    check("var m = { a: [9, 1] }", &[]);
}

#[test]
fn an_entry_waits_for_chunks() {
    let push = "(self.w = self.w || []).push";
    check(
        &format!("{push}([[5], {{}}, e => {{ e.O(0, [6, 7], () => e(9)), e.O() }}])"),
        &["w is 5: ", "w waits for 6,7"],
    );
    check(&format!("{push}([[5], [], [[9, 6, 7]]])"), &["w is 5: ", "w waits for 6,7"]);
    check("n.x = () => Promise.all([n.e(1), n.e(2)]).then(t)", &[" waits for 1", " waits for 2"]);
    check("n.x = () => Promise.all([1, 2, 3].map(n.e, n)).then(t)", &[" waits for 1,2,3"]);
}

#[test]
fn an_entry_with_its_runtime_in_webpack_4_waits_for_chunks() {
    let text = "!function () { var d = [], j = window.webpackJsonp = window.webpackJsonp || []; d.push([0, 'v']); \
                s.src = function (e) { return n.p + e + '.js' }(c); function app() { points.push([3, 4]) } }()";
    check(text, &["webpackJsonp waits for v", "webpackJsonp names 1 0 "]);
}

#[test]
fn what_is_fetched_early_is_a_hint() {
    check("e.O(0, [5], () => { [1, 2].map(e.E) }, 5)", &[" fetches 1,2"]);
    let push = "(self.w = self.w || []).push";
    check(&format!("{push}([[1], {{}}, 0, [2, 3]])"), &["w is 1: ", "w fetches 2,3"]);
    check(&format!("{push}([[1], {{}}, [[9, 5]], [2]])"), &["w is 1: ", "w waits for 5", "w fetches 2"]);
    check("r.f.prefetch = (e, t) => { var t = { 8: [1, 2] }[e] }", &[" fetches 1,2 with 8"]);
}

#[test]
fn a_runtime_names_files() {
    check("r.u = e => 'js/' + e + '.' + { 1: 'a' }[e] + '.js'", &[" names 1 0 "]);
    check("r.u = e => { if (e === 1) return 'a.js'; return `${e}.js` }", &[" names 1 0 "]);
    check("r.u = e => other(e)", &[]);
    check(
        "r.miniCssF = e => e + '.css', r.f.miniCss = (e, t) => { ({ 4: 1 })[e] && t.push(1) }",
        &[" names 0 1 4"],
    );
    check(
        "c.e = function (e) { ({ 7: 1 })[e] && new Promise(function () { var n = 'css/' + e + '.css' }); \
         s.src = function (e) { return c.p + e + '.js' }(e) }",
        &[" names 1 1 7"],
    );
}

#[test]
fn a_worker_is_a_chunk_or_a_script() {
    check("new Worker(new URL(n.p + n.u(213), n.b), { type: void 0 })", &[" runs 213"]);
    check("new Worker(n.tu(new URL(n.p + n.u('w'), n.b)))", &[" runs w"]);
    check("var u = n.p + '0.worker.js'; new Worker(u)", &[" url 0.worker.js"]);
    check("e.exports = n.p + 'logo.js'", &[]);
}

#[test]
fn a_worker_that_is_understood_is_not_an_unknown_one() {
    let references = |text| facts(text).references.len();
    assert_eq!(references("new Worker(new URL(n.p + n.u(213), n.b))"), 0);
    assert_eq!(references("new Worker(anything)"), 1);
}

#[test]
fn the_chunk_files_of_a_runtime_are_no_imports_of_it() {
    let runtime = "(() => { const e = { 23: () => import('/js/23.js') }; t.f.j = (n, s) => { e[n]() } })()";
    check(runtime, &[" file of 23"]);
    assert_eq!(facts(runtime).references, []);
    // The same without a loader of chunks is somebody's table of routes.
    let routes = facts("const routes = { a: () => import('./a.js') }");
    assert_eq!(routes.references.iter().map(|reference| reference.via).collect::<Vec<_>>(), [Via::Esm]);
}

#[test]
fn two_builds_in_one_file_are_two_units() {
    let text = "(self.a = self.a || []).push([[1], { 5() { n.e(2).then(f) } }]); \
                (self.b = self.b || []).push([[1], { 6() { n.e(3).then(f) } }])";
    check(text, &["a is 1: 5", "a loads 2", "b is 1: 6", "b loads 3"]);
}

#[test]
fn a_runtime_says_which_chunks_have_no_script() {
    let check = |branch: &str, expected: &str| {
        let loader = format!(
            "r.u = e => e + '.js', r.f.j = (e, t) => {{ if (0 !== n) if (n) t.push(n); else {branch} }}"
        );
        check(&loader, &[&format!(" no script of {expected}"), " names 1 0 "]);
    };
    check("if (332 != e) { l(e) } else o[e] = 0", "332");
    check("if ('runtime' === e) { o[e] = 0 } else l(e)", "runtime");
    check("if (/^(4(3|74)|513)$/.test(e)) o[e] = 0; else { l(e) }", "^(4(3|74)|513)$");
    check("if (!/^(43|513)$/.test(e)) { l(e) } else { o[e] = 0 }", "^(43|513)$");
    check("if (5 == e) { l(e) } else o[e] = 0", "all but 5");
    check("if (/^(43|513)$/.test(e)) { l(e) } else o[e] = 0", "all but ^(43|513)$");
    check("332 != e ? l(e) : o[e] = 0", "332");
}

#[test]
fn other_branches_say_nothing_of_scripts() {
    let check = |branch: &str| {
        check(&format!("r.u = e => e + '.js', r.f.j = (e, t) => {{ {branch} }}"), &[" names 1 0 "]);
    };
    check("if (332 != e) { l(e) } else o[e] = 1");
    check("if (332 != x) { l(e) } else o[e] = 0");
    check("if (332 != e) o[e] = 0; else o[e] = 0");
    check("if (/^4+$/.test(e)) o[e] = 0; else l(e)");
    check("if (/^(4|5)$/i.test(e)) o[e] = 0; else l(e)");
    check("if (!!/^(4|5)$/.test(e)) o[e] = 0; else l(e)");
    check("if (a < e) o[e] = 0; else l(e)");
}

#[test]
fn a_remote_entry_exports_get_and_init_beside_its_modules() {
    let exposes =
        "'./Widget': () => r.e(659).then(() => () => r(659)), '.': () => r.e(1).then(() => () => r(2))";
    let loads = [" loads 659 for 659", " loads 1 for 2"];
    let remote = [&loads[..], &[" is a remote entry"]].concat();
    check(
        &format!(
            "x = {{ 250(e, t, r) {{ const o = {{ {exposes} }}; r.d(t, {{ get: () => n, init: () => i }}) }} }}"
        ),
        &remote,
    );
    check(
        &format!("r.initializeExposesData = {{ moduleMap: {{ {exposes} }}, shareScope: 'default' }}"),
        &remote,
    );
    // A module of somebody's, with functions of these names.
    check("x = { 250(e, t, r) { r.d(t, { get: () => n, init: () => i }) } }", &[]);
    check(
        &format!("x = {{ 250(e, t, r) {{ const o = {{ {exposes} }}; r.d(t, {{ get: () => n }}) }} }}"),
        &loads,
    );
    check(
        &format!(
            "x = {{ 250() {{ const o = {{ {exposes} }} }}, 251(e, t, r) {{ r.d(t, {{ get: () => n, init: () => i }}) }} }}"
        ),
        &loads,
    );
}
