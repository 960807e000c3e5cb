//! The tests of Turbopack's facts, apart for the length of the file.

use std::sync::Arc;

use crate::model::turbopack::{ChunkListKind, ModuleUseKind, TurbopackFacts};
use crate::parse::script::parse_script;

const PUSH: &str = "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push";

/// The facts, a line each.
fn described(facts: &TurbopackFacts) -> Vec<String> {
    let modules = facts.modules.iter().map(|module| format!("module {}", module.id));
    let loaders = facts.loaders.iter().map(|loader| {
        let imported = loader.imported.as_deref().unwrap_or("?");
        format!("loader {} of {imported}: {}", loader.id, loader.chunks.join(" "))
    });
    let workers = facts.workers.iter().map(|worker| {
        let entry = worker.entry.as_deref().unwrap_or("?");
        format!("worker {} at {entry}: {}", worker.id, worker.chunks.join(" "))
    });
    let uses = facts.uses.iter().map(|module| match module.kind {
        ModuleUseKind::Load => format!("load {}", module.id),
        ModuleUseKind::Call => format!("call {}", module.id),
    });
    let lists = facts.lists.iter().map(|list| match list.kind {
        ChunkListKind::Bootstrap => format!("bootstrap {}", list.chunks.join(" ")),
        ChunkListKind::Page => format!("page {}", list.chunks.join(" ")),
    });
    modules.chain(loaders).chain(workers).chain(uses).chain(lists).collect()
}

#[track_caller]
fn check(code: &str, expected: &[&str]) {
    let facts = parse_script(&Arc::from(code)).facts.and_then(|facts| facts.turbopack);
    assert_eq!(facts.map(|facts| described(&facts)).unwrap_or_default(), expected, "{code}");
}

/// With the facts of what is pushed behind the script.
#[track_caller]
fn check_pushed(modules: &str, expected: &[&str]) {
    check(&format!("{PUSH}([document.currentScript,{modules}]);"), expected);
}

#[test]
fn a_push_brings_modules_and_several_ids_may_share_one_code() {
    check_pushed(
        "11,e=>{},'[app]/b.js',33,(e,t,r)=>{},44,function(e){}",
        &["module 11", "module [app]/b.js", "module 33", "module 44"],
    );
}

#[test]
fn the_global_has_several_forms() {
    let pushed = "([0,11,e=>{}])";
    for global in [
        "(globalThis['TURBOPACK']||(globalThis['TURBOPACK']=[])).push",
        "(globalThis.TURBOPACK=globalThis.TURBOPACK||[]).push",
        "(globalThis.TURBOPACK_shop||=[]).push",
        "TURBOPACK.push",
        "(()=>{'use strict';TURBOPACK.push",
    ] {
        let end = if global.starts_with("(()") { "})()" } else { "" };
        check(&format!("{global}{pushed}{end}"), &["module 11"]);
    }
}

#[test]
fn the_word_alone_or_another_list_is_no_push() {
    check("var a='TURBOPACK';a.push([0,11,e=>{}])", &[]);
    check("(self.webpackChunk=self.webpackChunk||[]).push([[0],{11:e=>{}}]);self.TURBOPACK_X=1", &[]);
    check("TURBOPACK.push(11,e=>{})", &[]);
}

#[test]
fn modules_may_stand_in_an_object() {
    check_pushed("{11:e=>{e.A(22)},'[app]/b.js':(e=>{})}", &["module 11", "module [app]/b.js", "load 22"]);
}

#[test]
fn a_loader_names_its_chunks_and_what_it_imports() {
    check_pushed(
        "11,e=>{e.v(t=>Promise.all(['static/a.css',`static/b.js`].map(t=>e.l(t))).then(()=>t(99)))}",
        &["module 11", "loader 11 of 99: static/a.css static/b.js"],
    );
    check_pushed(
        "11,(e)=>{e.v((t)=>{return Promise.all([{path:'static/a.js',included:[5]}].map((c)=>e.l(c))).then(()=>{return t('[app]/x');});});}",
        &["module 11", "loader 11 of [app]/x: static/a.js"],
    );
    check_pushed(
        "11,e=>{e.v(t=>Promise.all([e.l('static/a.js'),e.l('static/b.js')]).then(()=>t(99)))}",
        &["module 11", "loader 11 of 99: static/a.js static/b.js"],
    );
}

#[test]
fn what_is_loaded_already_has_no_loader() {
    check_pushed("11,e=>{e.v(t=>Promise.resolve().then(()=>t(99)))}", &["module 11"]);
}

#[test]
fn other_values_that_a_module_exports_are_no_loaders() {
    check_pushed(
        "11,e=>{e.v({list:['static/a.js']})},12,e=>{e.v(['static/a.js'])}",
        &["module 11", "module 12"],
    );
    check_pushed(
        "11,e=>{e.v('/_next/static/media/w.js')},12,e=>{x.v(e.b(['a.js']))}",
        &["module 11", "module 12"],
    );
}

#[test]
fn an_import_stands_where_its_loader_is_asked_for() {
    check_pushed(
        "11,e=>{lazy(()=>e.A(22));e.a(async(t,r)=>{await e.A('[app]/x')})}",
        &["module 11", "load 22", "load [app]/x"],
    );
}

#[test]
fn the_entries_of_a_glob_are_imports() {
    check_pushed(
        "11,e=>{e.f({'./de.js':{id:()=>22,module:()=>e.A(22)},'./en.js':{id:()=>33,module:()=>e.A(33)}}).import(x)}",
        &["module 11", "load 22", "load 33"],
    );
}

#[test]
fn methods_of_the_apps_own_objects_are_not_turbopacks() {
    check_pushed("11,e=>{x.A(22);x.r(33)(Worker);e.A(y)}", &["module 11"]);
    check("e.A(22);var a='TURBOPACK'", &[]);
}

#[test]
fn workers_have_had_several_forms() {
    let chunks = "['static/a.js','static/b.js']";
    let found = ["module 11", "worker 11 at static/w.js: static/a.js static/b.js"];
    check_pushed(&format!("11,e=>{{e.v(e.r(7).f('static/w.js',{chunks}))}}"), &found);
    check_pushed(&format!("11,e=>{{e.v(e.b('static/w.js',{chunks},!1))}}"), &found);
    check_pushed(&format!("11,e=>{{e.v(function(C,o){{return e.b(C,'static/w.js',{chunks},o)}})}}"), &found);
    let without_entry = ["module 11", "worker 11 at ?: static/a.js static/b.js"];
    check_pushed(&format!("11,e=>{{e.v(e.b({chunks}))}}"), &without_entry);
}

#[test]
fn a_worker_is_made_where_its_module_is_called_or_given_to_the_constructor() {
    check_pushed(
        "11,e=>{e.r(22)(Worker,{type:'module'});new SharedWorker(e.r(33));new Thing(e.r(44))}",
        &["module 11", "call 22", "call 33"],
    );
}

#[test]
fn the_start_of_a_page_is_a_list() {
    check(
        &format!("{PUSH}({{'otherChunks':['static/a.js'],'runtimeModuleIds':[1]}})"),
        &["bootstrap static/a.js"],
    );
    check_pushed("{otherChunks:['static/a.js'],runtimeModuleIds:[1]}", &["bootstrap static/a.js"]);
    check(
        "__turbopack_load_page_chunks__('/a',['static/a.css','static/a.js'])",
        &["bootstrap static/a.css static/a.js"],
    );
}

#[test]
fn the_starts_of_other_pages_are_pages() {
    check(
        "self.__TURBOPACK_PAGE_BOOTSTRAP={'/a':{otherChunks:['static/a.js']},'/b':{otherChunks:[]}}",
        &["page static/a.js"],
    );
}

#[test]
fn a_file_that_is_cut_off_gives_what_is_there_or_nothing() {
    let whole = format!(
        "{PUSH}([0,11,e=>{{e.v(t=>Promise.all(['a.js'].map(t=>e.l(t))).then(()=>t(9)))}},12,e=>{{e.A(11)}}])"
    );
    for end in 0..whole.len() {
        let facts = parse_script(&Arc::from(&whole[..end])).facts.and_then(|facts| facts.turbopack);
        let described = facts.map(|facts| described(&facts)).unwrap_or_default();
        assert!(
            described.iter().all(|line| !line.starts_with("loader") || line.ends_with(": a.js")),
            "{end}"
        );
    }
}
