//! The tests of Parcel's facts, apart for the length of the file.

use std::sync::Arc;

use crate::model::parcel::{BundleMap, BundleReference, ParcelFacts};
use crate::parse::script::parse_script;

/// The facts, a line each.
fn described(facts: &ParcelFacts) -> Vec<String> {
    let name = |bundle: &BundleReference| match bundle.map {
        BundleMap::ImportMap => format!("map:{}", bundle.id),
        BundleMap::Manifest => format!("list:{}", bundle.id),
        BundleMap::Itself => bundle.id.clone(),
    };
    let modules = facts.modules.iter().map(|module| format!("module {}", module.id));
    let manifest = facts.manifest.iter().map(|(id, file)| format!("file {id}={file}"));
    let loads = facts.loads.iter().map(|load| {
        let bundles: Vec<String> = load.bundles.iter().map(name).collect();
        format!("load {} for {}", bundles.join(" "), load.imported.as_deref().unwrap_or("?"))
    });
    let urls = facts.urls.iter().map(|url| format!("url {}", name(url)));
    modules.chain(manifest).chain(loads).chain(urls).collect()
}

#[track_caller]
fn check(code: &str, expected: &[&str]) {
    let code = format!("var a=globalThis.parcelRequire1a2b;{code}");
    let facts = parse_script(&Arc::from(code.as_str())).facts.and_then(|facts| facts.parcel);
    assert_eq!(facts.map(|facts| described(&facts)).unwrap_or_default(), expected, "{code}");
}

#[test]
fn modules_are_registered_by_their_ids() {
    check("a.register('115l8',function(e,t){});o('7CTC2',(e,t)=>{})", &["module 115l8", "module 7CTC2"]);
    check("o.on('click',e=>{});o('a-b-c',e=>{})", &["module click"]);
}

#[test]
fn without_scope_hoisting_the_modules_stand_in_an_object() {
    check(
        "!function(){}({fb1YI:[function(e,t){},{react:'a1b2c'}],'22222':[function(){},{}]},[],'x')",
        &["module fb1YI", "module 22222"],
    );
}

#[test]
fn an_import_loads_one_bundle_or_several_together() {
    check("e.exports=import('4cPRU').then(()=>a('2HB15'))", &["load map:4cPRU for 2HB15"]);
    check(
        "Promise.all([import('4cPRU'),import('jRQo8')]).then(function(){return t.bundle.root('2HB15')})",
        &["load map:4cPRU map:jRQo8 for 2HB15"],
    );
    check("import(`4cPRU`)", &["load map:4cPRU for ?"]);
}

#[test]
fn words_paths_and_names_of_packages_are_not_ids() {
    check(
        "import('react');import('./4cPRU.js');import('@x/y');Promise.all([import('react'),fetch('4cPRU')])",
        &[],
    );
}

#[test]
fn a_stylesheet_is_loaded_by_a_module() {
    check(
        "Promise.all([a('hbgmL')(import.meta.resolve('d2Jps')),import('4cPRU')])",
        &["load map:d2Jps map:4cPRU for ?"],
    );
    check("a('hbgmL')(import.meta.resolve('d2Jps')).then(()=>a('2HB15'))", &["load map:d2Jps for 2HB15"]);
}

#[test]
fn the_url_of_a_worker_is_told_and_that_of_an_image_is_not() {
    check("let w=new URL(import.meta.resolve('5CyWw'));p=import.meta.resolve('kTK4p')", &["url map:5CyWw"]);
}

#[test]
fn browsers_without_import_maps_have_a_list() {
    check(
        "Object.assign(c.i??={},{eHr8x:'a.61bb.js','38jRe':`a.css`})",
        &["file eHr8x=a.61bb.js", "file 38jRe=a.css"],
    );
    check("t.bundle.extendImportMap({eHr8x:'a.61bb.js'})", &["file eHr8x=a.61bb.js"]);
    check("u('cMR9e').register(JSON.parse('{\"eHr8x\":\"a.61bb.js\"}'))", &["file eHr8x=a.61bb.js"]);
    check("Object.assign(x,{eHr8x:'a.61bb.js'});Object.assign({},{b:'c'})", &[]);
    check("u('cMR9e').register(JSON.parse('{\"eHr8x\":'))", &[]);
}

#[test]
fn files_are_loaded_by_that_list() {
    check(
        "Promise.all([c('6yxGH')(e('38jRe')),c('fuYSy')(e('eaDCe'))]).then(function(){return c('9BQCp')})",
        &["load list:38jRe list:eaDCe for 9BQCp"],
    );
    check("c('fuYSy')(r.bundle.resolve('jHwQt')).then(()=>c('4vJH0'))", &["load list:jHwQt for 4vJH0"]);
    check(
        "c('fuYSy')(u('4TRjt').getBundleURL('88hNw')+u('cMR9e').resolve('2TOgw'))",
        &["load list:2TOgw for ?"],
    );
    check("import('./'+i('7VXpG').resolve('bNlSt')).then(()=>i('jNGrs'))", &["load list:bNlSt for jNGrs"]);
    check(
        "i('eRw87')(new URL(i('7VXpG').resolve('kGjPQ'),import.meta.url).toString())",
        &["load list:kGjPQ for ?"],
    );
}

#[test]
fn workers_are_named_by_that_list_too() {
    check("var d=new URL(e('iOtrZ'));", &["url list:iOtrZ"]);
    check("d=f.getBundleURL('88hNw')+u('cMR9e').resolve('iOtrZ')", &["url list:iOtrZ"]);
    check("x=new URL(i('7VXpG').resolve('41Ycl'),import.meta.url).toString()", &["url list:41Ycl"]);
    check("x=new URL('w.js',import.meta.url);y='a'+b('12345')", &[]);
}

#[test]
fn parcel_1_has_names_of_files() {
    check(
        "({bS28:[function(require){require('_bundle_loader')(require.resolve('./a')).then(f)},
           {_bundle_loader:'TUK3','./a':[['a.61bb.js','xY9z'],['a.9.css','q1w2'],'a.61bb.js.map','xY9z']}]},{},['bS28'])",
        &["module bS28", "load a.61bb.js a.9.css for xY9z"],
    );
}

#[test]
fn without_parcels_global_nothing_is_parcels() {
    let facts = parse_script(&Arc::from("import('4cPRU');o('7CTC2',function(){})")).facts;
    assert!(facts.is_some_and(|facts| facts.parcel.is_none()));
}
