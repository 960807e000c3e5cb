//! Any script as webpack's runtime beside some chunks: whatever it says, names of files come of it or none.
#![no_main]

use std::collections::BTreeMap;

use weighbridge::model::chunk_graph::Via;
use weighbridge_fuzz::build;

const CHUNKS: [(&str, &str); 7] = [
    ("static/js/23.a754.js", "(self.webpackChunka=self.webpackChunka||[]).push([[23],{5:(e,t,n)=>{n.e(4).then(n.bind(n,6))}}]);"),
    ("static/js/about.chunk.js", "(self.webpackChunka=self.webpackChunka||[]).push([[\"about\"],{7:()=>{}}]);"),
    ("static/js/4.b00c.js", "(window.webpackJsonp=window.webpackJsonp||[]).push([[4],{6:function(e,t){}}]);"),
    ("static/css/23.c0de.css", "a{color:red}"),
    ("935.js", "exports.id=935,exports.ids=[935],exports.modules={8:()=>{}};"),
    ("0.js", "webpackJsonp([0],{1:function(e,t){}})"),
    ("index.html", "<!doctype html><script src=/static/js/runtime.js></script><script src=/static/js/23.a754.js></script>"),
];

weighbridge_fuzz::target!(|data| {
    let mut files: BTreeMap<String, Vec<u8>> =
        CHUNKS.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    files.insert("static/js/runtime.js".to_owned(), data.to_vec());
    let (build, _) = build::build(&files);
    for edge in build.graph.edges.iter().filter(|edge| edge.via == Via::Webpack) {
        assert!(edge.to.index() < build.assets.len());
    }
});
