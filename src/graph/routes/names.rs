//! The routes of entry points: a document's is its path as a visitor types it, a script's the page of Next.js that it is.
//!
//! The build's folder need not be the site's: where all documents that name files from the root (`/assets/a.js`) agree
//! on the folder in which these lie (`browser/`), routes are counted from there.

use std::collections::HashMap;

use crate::graph::routes::Read;
use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::build::Facts;
use crate::model::chunk_graph::{EdgeKind, EntryPoint, Via};
use crate::model::document::DocumentFacts;
use crate::model::hashed_name::HashedName;
use crate::model::span::Span;

/// Where webpack writes the pages of Next's app router.
const APP: &str = "static/chunks/app/";

/// Gives the entry points their routes.
pub(crate) fn name(read: &Read<'_>, entries: &mut [EntryPoint]) {
    let root = site_root(read);
    for entry in entries {
        let asset = &read.assets[entry.asset.index()];
        entry.route = match &read.facts[entry.asset.index()] {
            _ if asset.resource_type == ResourceType::Document => {
                Some(of_document(asset.path.as_str(), &root))
            }
            facts => of_script(asset, facts),
        };
    }
}

/// `docs/index.html` is `/docs`, `about.html` is `/about`.
fn of_document(path: &str, root: &str) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let without_extension = path.rsplit_once('.').map_or(path, |(name, _)| name);
    let is_index = without_extension == "index" || without_extension.ends_with("/index");
    let typed = if is_index {
        &without_extension[..without_extension.len() - "index".len()]
    } else {
        without_extension
    };
    format!("/{}", typed.trim_end_matches('/'))
}

/// The folder of the site with its `/`, or nothing where that is the build's or not known.
fn site_root(read: &Read<'_>) -> String {
    let roots = read.documents.iter().filter_map(|document| root_of(read, document.document));
    let mut roots: Vec<String> = roots.flatten().collect();
    roots.sort_unstable();
    roots.dedup();
    match roots.as_slice() {
        [only] => only.clone(),
        _ => String::new(),
    }
}

/// The folders in which a document's files lie that it names from the root of the site.
fn root_of(read: &Read<'_>, document: AssetId) -> Option<Vec<String>> {
    let Facts::Document(facts) = &read.facts[document.index()] else { return None };
    let start = read.edges.partition_point(|edge| edge.from < document);
    let edges = read.edges[start..].iter().take_while(|edge| edge.from == document);
    let by_element = edges
        .filter(|edge| edge.via == Via::Html && matches!(edge.kind, EdgeKind::Static | EdgeKind::Stylesheet));
    let urls = rooted_urls(facts);
    let root = |(to, span): (AssetId, Span)| {
        let before = read.assets[to.index()].path.as_str().strip_suffix(urls.get(&span)?.as_str())?;
        (before.is_empty() || before.ends_with('/')).then(|| before.to_owned())
    };
    Some(by_element.filter_map(|edge| Some((edge.to, edge.span?))).filter_map(root).collect())
}

/// The URLs of a document's elements from the site's root, without their leading `/`; relative ones are left out.
fn rooted_urls(facts: &DocumentFacts) -> HashMap<Span, String> {
    let scripts = facts.scripts.iter().filter_map(|script| Some((script.span, script.src.as_deref()?)));
    let links = facts.stylesheets.iter().map(|link| (link.span, link.url.as_str()));
    let base = facts.base.as_deref();
    scripts.chain(links).filter_map(|(span, url)| Some((span, rooted(url, base)?))).collect()
}

fn rooted(url: &str, base: Option<&str>) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    if path.starts_with("//") || path.contains("://") {
        return None;
    }
    if let Some(path) = path.strip_prefix('/') {
        return Some(path.to_owned());
    }
    // `<base href="/">`
    let base = base?.strip_prefix('/').filter(|base| !base.starts_with('/'))?;
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = path.trim_start_matches("./");
    Some(if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") })
}

/// The page of Next.js that a script is.
fn of_script(asset: &Asset, facts: &Facts) -> Option<String> {
    let Facts::Script(script) = facts else { return None };
    let webpack = script.webpack.iter().flat_map(|facts| &facts.units).flat_map(|unit| &unit.pages);
    let turbopack = script.turbopack.iter().flat_map(|facts| &facts.pages);
    let mut pages = webpack.chain(turbopack);
    match (pages.next(), pages.next()) {
        // `/_app` and `/_error` are no pages that anybody opens.
        (Some(page), None) => {
            Some(page.clone()).filter(|page| page.starts_with('/') && !page.starts_with("/_"))
        }
        (None, _) => of_app_router(asset),
        _ => None,
    }
}

/// `static/chunks/app/(shop)/cart/page-1a2b.js` is `/cart`.
fn of_app_router(asset: &Asset) -> Option<String> {
    let (_, path) = asset.path.as_str().split_once(APP)?;
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    if HashedName::parse(file).stem != "page" {
        return None;
    }
    let is_group = |folder: &str| folder.starts_with('(') && folder.ends_with(')');
    let folders: Vec<&str> =
        folders.split('/').filter(|folder| !folder.is_empty() && !is_group(folder)).collect();
    // A slot of a page, or a page that stands in for another.
    let is_no_page = |folder: &&str| folder.starts_with(['@', '(', '_']);
    (!folders.iter().any(is_no_page)).then(|| format!("/{}", folders.join("/")))
}
