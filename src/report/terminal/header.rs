//! The first lines: which build this is, what it weighs, and how that was measured.

use crate::model::asset::ResourceType;
use crate::model::baseline::{Against, Missing, sent};
use crate::model::budget::Metric;
use crate::model::build::Build;
use crate::model::bundler::{Bundler, Tool};
use crate::model::config::Origin;
use crate::model::report::Report;
use crate::model::service_worker::Precache;
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::text;

/// Writes the header.
pub(super) fn write(page: &mut Page, report: &Report) {
    let build = &report.build;
    page.line(&[piece("weighbridge ", Ink::Bold), piece(report.directory.clone(), Ink::Bold)]);
    let all = build.weigh(build.iter().map(|(id, _)| id));
    // What visitors are sent, as in the JSON report's totals.
    let sent = build.assets.iter().filter(|asset| asset.sizes.is_some()).count();
    let files = text::counted(sent as u64, "file");
    let total = format!(
        "{files}, {} gzip, {} brotli, {} raw",
        text::size(all.gzip),
        text::size(all.brotli),
        text::size(all.raw)
    );
    page.paragraph(2, &[], &total, Ink::Plain);
    let types: Vec<String> =
        ResourceType::ALL.into_iter().filter_map(|resource_type| of_type(report, resource_type)).collect();
    if !types.is_empty() {
        page.paragraph(2, &[], &types.join(", "), Ink::Dim);
    }
    for precache in &build.graph.precaches {
        page.paragraph(2, &[], &precached(report, precache), Ink::Dim);
    }
    let compression = report.config.compression;
    let budgets = match &report.config.origin {
        Origin::File(file) => format!("budgets from {}", file.name),
        Origin::CommandLine => "budgets from the command line".to_owned(),
        Origin::BuiltIn => "built-in budgets".to_owned(),
    };
    let built_by = built_by(&build.bundlers).map_or(String::new(), |words| format!("{words}, "));
    let measured =
        format!("{built_by}gzip level {}, brotli level {}, {budgets}", compression.gzip, compression.brotli);
    page.paragraph(2, &[], &measured, Ink::Dim);
    for words in [compared(report), anchored(report)].into_iter().flatten() {
        page.paragraph(2, &[], &words, Ink::Plain);
    }
}

/// `compared with base.json: of the files 41 are in both, 2 are new and 1 is gone; +12.3 kB gzip`
fn compared(report: &Report) -> Option<String> {
    let past = match &report.against {
        Against::Nothing => return None,
        Against::Missing(name, Missing::Project) => {
            return Some(format!("nothing to compare with: {name} does not have this project yet"));
        }
        Against::Missing(name, Missing::File) => {
            return Some(format!(
                "nothing to compare with: {name} is not there yet; weighbridge update writes one"
            ));
        }
        Against::Report(past) => past,
    };
    let (now, before) = (&report.build, &past.earlier.build);
    let is_same = past.earlier.directory == report.directory;
    let of = if is_same { String::new() } else { format!(" of {}", past.earlier.directory) };
    let (added, removed) = (past.added(now).len(), past.removed().len());
    let pairs = sent(now).count() - added;
    let are = |number: usize, what| match number {
        1 => format!("1 is {what}"),
        _ => format!("{} are {what}", text::count(number as u64)),
    };
    let mut words = vec![are(pairs, "in both")];
    words.extend((0 < added).then(|| are(added, "new")));
    words.extend((0 < removed).then(|| are(removed, "gone")));
    let gzip = |build: &Build| build.weigh(sent(build)).gzip;
    let change = match (gzip(before), gzip(now)) {
        (before, now) if before == now => "as many bytes gzip as before".to_owned(),
        (before, now) => format!("{} gzip", text::difference(Metric::Gzip, before, now)),
    };
    Some(format!("compared with {}{of}: of the files {}; {change}", past.name, text::list(&words)))
}

/// `anchor budgets.anchor.json: +12.3 kB gzip since then`
fn anchored(report: &Report) -> Option<String> {
    let past = match &report.anchor {
        Against::Nothing => return None,
        Against::Missing(name, Missing::Project) => {
            return Some(format!("no drift to judge: the anchor {name} does not have this project yet"));
        }
        Against::Missing(name, Missing::File) => {
            let write = "weighbridge update --anchor writes one";
            return Some(format!("no drift to judge: the anchor {name} is not there yet; {write}"));
        }
        Against::Report(past) => past,
    };
    let gzip = |build: &Build| build.weigh(sent(build)).gzip;
    let change = match (gzip(&past.earlier.build), gzip(&report.build)) {
        (before, now) if before == now => "as many bytes gzip as then".to_owned(),
        (before, now) => format!("{} gzip since then", text::difference(Metric::Gzip, before, now)),
    };
    Some(format!("anchor {}: {change}", past.name))
}

/// `service worker sw.js precaches 63 files, 1.2 MB gzip, 4.1 MB raw`
fn precached(report: &Report, precache: &Precache) -> String {
    let sizes = report.build.weigh(precache.files.iter().copied());
    let files = text::counted(precache.files.len() as u64, "file");
    let missing = match precache.missing.len() {
        0 => String::new(),
        missing => format!("; {} more on its list are not in the build", text::count(missing as u64)),
    };
    let (gzip, raw) = (text::size(sizes.gzip), text::size(sizes.raw));
    let worker = report.path(precache.service_worker);
    format!("service worker {worker} precaches {files}, {gzip} gzip, {raw} raw{missing}")
}

/// `built by Vite 8 (rolldown)`: frameworks, or else bundlers, and in parentheses what they run.
fn built_by(bundlers: &[Bundler]) -> Option<String> {
    let has_framework = bundlers.iter().any(|bundler| bundler.tool.is_framework());
    let has_vite = bundlers.iter().any(|bundler| bundler.tool == Tool::Vite);
    let is_run = |bundler: &&Bundler| {
        if has_framework { !bundler.tool.is_framework() } else { has_vite && bundler.tool == Tool::Rolldown }
    };
    let words = |bundler: &Bundler| match &bundler.version {
        Some(version) => format!("{} {version}", bundler.tool.title()),
        None => bundler.tool.title().to_owned(),
    };
    let (run, runs): (Vec<&Bundler>, Vec<&Bundler>) = bundlers.iter().partition(is_run);
    if runs.is_empty() {
        return None;
    }
    let runs: Vec<String> = runs.into_iter().map(words).collect();
    let run: Vec<String> = run.into_iter().map(words).collect();
    let parentheses = if run.is_empty() { String::new() } else { format!(" ({})", run.join(", ")) };
    Some(format!("built by {}{parentheses}", text::list(&runs)))
}

/// `12 scripts 402 kB`
fn of_type(report: &Report, resource_type: ResourceType) -> Option<String> {
    let ids: Vec<_> = report.build.of_type(resource_type).map(|(id, _)| id).collect();
    if ids.is_empty() {
        return None;
    }
    let number = ids.len() as u64;
    let files = match resource_type {
        ResourceType::Document
        | ResourceType::Script
        | ResourceType::Stylesheet
        | ResourceType::Image
        | ResourceType::Font => text::counted(number, resource_type.name()),
        ResourceType::SourceMap => text::counted(number, "source map"),
        ResourceType::Media | ResourceType::Wasm | ResourceType::Other => {
            format!("{} {resource_type}", text::count(number))
        }
    };
    // Visitors are not sent source maps: they weigh nothing.
    match resource_type {
        ResourceType::SourceMap => Some(files),
        _ => Some(format!("{files} {}", text::size(report.build.weigh(ids).gzip))),
    }
}
