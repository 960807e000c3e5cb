//! A text -> the marks that bundlers and frameworks left in it.
//!
//! One pass over the text for all markers. A name alone is no mark, since documentation, loaders and tests of a
//! bundler have it too: what stands around it must be what the tool writes. What follows from the marks is not
//! decided here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::model::bundler::{Mark, Marker};

/// What is looked for, and what it may be a mark of.
const NAMES: [(&str, Marker); 22] = [
    ("TURBOPACK", Marker::TurbopackPush),
    ("export const __webpack_esm_ids__", Marker::WebpackEsmIds),
    ("rspackChunk", Marker::RspackChunk),
    ("bundler=rspack@", Marker::RspackVersion),
    ("data-rspack", Marker::RspackAttribute),
    ("webpackChunk", Marker::WebpackChunk),
    ("data-webpack", Marker::WebpackAttribute),
    ("webpackJsonp", Marker::WebpackJsonp),
    ("parcelRequire", Marker::ParcelRequire),
    ("parcelRequire=function(", Marker::ParcelPrelude),
    ("__vite__mapDeps=", Marker::ViteMapDeps),
    ("vite:preloadError", Marker::VitePreloadError),
    ("Dynamic require of \"", Marker::Esbuild),
    ("/*! Bundled license information:", Marker::Esbuild),
    ("window.next={version:", Marker::Next),
    ("__NUXT__", Marker::Nuxt),
    ("__sveltekit_", Marker::Sveltekit),
    ("<astro-island ", Marker::AstroIsland),
    ("content=\"Astro v", Marker::AstroGenerator),
    ("ɵcmp", Marker::AngularComponent),
    ("\\u0275cmp", Marker::AngularComponent),
    ("ng-version", Marker::AngularVersion),
];

/// How far behind the name of a global list its `push` stands at most: the name is written twice.
const PUSH_WITHIN: usize = 240;

static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(NAMES.map(|(name, _)| name)).ok());

/// Every marker of `text` once, sorted.
pub(crate) fn marks(text: &str) -> Vec<Mark> {
    let Some(finder) = FINDER.as_ref() else { return Vec::new() };
    let mut found: BTreeMap<Marker, Option<String>> = BTreeMap::new();
    for hit in finder.find_overlapping_iter(text) {
        let (_, marker) = NAMES[hit.pattern().as_usize()];
        let (before, after) = (&text[..hit.start()], &text[hit.end()..]);
        let Some((marker, version)) = mark(marker, before, after) else { continue };
        // The first version counts; a mark without one does not hide it.
        let known = found.entry(marker).or_default();
        if known.is_none() {
            *known = version;
        }
    }
    found.into_iter().map(|(marker, version)| Mark { marker, version }).collect()
}

/// The mark that the name between `before` and `after` is, if it is one.
fn mark(name: Marker, before: &str, after: &str) -> Option<(Marker, Option<String>)> {
    let mut version = None;
    let is_mark = match name {
        Marker::TurbopackPush | Marker::RspackChunk | Marker::WebpackChunk | Marker::WebpackJsonp => {
            is_global(before) && is_pushed(after)
        }
        Marker::RspackVersion | Marker::AstroGenerator => {
            version = version_at(after);
            version.is_some()
        }
        Marker::RspackAttribute | Marker::WebpackAttribute => {
            before.ends_with(['"', '\'', '`']) && after.starts_with(['"', '\'', '`'])
        }
        Marker::ParcelRequire => {
            let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
            digits == 4 && !after[4..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        }
        Marker::VitePreloadError => {
            if before.ends_with('`') && after.starts_with('`') {
                return Some((Marker::VitePreloadErrorTemplate, None));
            }
            before.ends_with(['"', '\'']) && after.starts_with(['"', '\''])
        }
        Marker::Next => {
            version = after.strip_prefix(['"', '\'', '`']).and_then(version_at);
            true
        }
        Marker::Sveltekit => after.starts_with(|c: char| c.is_ascii_alphanumeric()),
        Marker::AngularComponent => after.trim_start().starts_with(['=', ':']),
        Marker::AngularVersion => {
            let value = after.trim_start_matches(['"', '\'', '`', ',', ' ', '=']);
            version = version_at(value).filter(|_| value.len() < after.len());
            version.is_some()
        }
        Marker::WebpackEsmIds
        | Marker::ParcelPrelude
        | Marker::ViteMapDeps
        | Marker::VitePreloadErrorTemplate
        | Marker::Esbuild
        | Marker::Nuxt
        | Marker::AstroIsland => true,
    };
    is_mark.then_some((name, version))
}

/// `self.`, `globalThis["`
fn is_global(before: &str) -> bool {
    let object = before.strip_suffix('.').or_else(|| {
        let quote = before.strip_suffix(['"', '\'', '`'])?;
        quote.strip_suffix('[')
    });
    object.is_some_and(|object| {
        ["self", "window", "globalThis", "this", "global"].iter().any(|name| object.ends_with(name))
    })
}

/// `=self.x||[]).push(`
fn is_pushed(after: &str) -> bool {
    let end = after.char_indices().nth(PUSH_WITHIN).map_or(after.len(), |(end, _)| end);
    let near = &after[..end];
    near.find("[]").is_some_and(|list| near[list + 2..].trim_start_matches(')').starts_with(".push("))
}

/// `16.4.6`, `4.0.0-rc.1`
fn version_at(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let version = text[..end].trim_end_matches(['.', '-']);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit()) && version.contains('.');
    (is_version && version.len() <= 40).then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = marks(text)
            .into_iter()
            .map(|mark| match mark.version {
                Some(version) => format!("{:?} {version}", mark.marker),
                None => format!("{:?}", mark.marker),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lists_that_chunks_are_pushed_to_are_marks() {
        check("(self.webpackChunkmy_app=self.webpackChunkmy_app||[]).push([[1],{}])", &["WebpackChunk"]);
        check("(self[\"webpackChunka\"] = self[\"webpackChunka\"] || []).push([[1]", &["WebpackChunk"]);
        check("(window.webpackJsonp=window.webpackJsonp||[]).push([[1],{}])", &["WebpackJsonp"]);
        check("(self.rspackChunka=self.rspackChunka||[]).push([[1],{}])", &["RspackChunk"]);
        check("(globalThis[\"TURBOPACK\"] || (globalThis[\"TURBOPACK\"] = [])).push({})", &["TurbopackPush"]);
    }

    #[test]
    fn names_alone_are_no_marks() {
        check("self.__TURBOPACK_CHUNK_LOADING_GLOBAL__", &[]);
        check("'the list webpackChunk is renamed'; webpackJsonp; self.rspackChunk", &[]);
        check("parcelRequire(1); // data-webpack, vite:preloadError, bundler=rspack@latest", &[]);
        check("cmp(a, b); strcmp=1; no ng-version here; __sveltekit_", &[]);
    }

    #[test]
    fn runtimes_and_helpers_are_marks() {
        check("s.setAttribute(\"data-webpack\",u)", &["WebpackAttribute"]);
        check("s.getAttribute('data-rspack')", &["RspackAttribute"]);
        check("parcelRequired4b1;parcelRequire=function(e,r){}", &["ParcelRequire", "ParcelPrelude"]);
        check("new Event(\"vite:preloadError\")", &["VitePreloadError"]);
        check("new Event(`vite:preloadError`)", &["VitePreloadErrorTemplate"]);
        check("static ɵcmp=x;A.\\u0275cmp=h({})", &["AngularComponent"]);
    }

    #[test]
    fn a_version_is_read_where_it_stands_as_a_text() {
        check("ruid=\"bundler=rspack@1.7.12\"", &["RspackVersion 1.7.12"]);
        check("window.next={version:\"16.4.6\",appDir:!0}", &["Next 16.4.6"]);
        check("window.next={version:n.version}", &["Next"]);
        check("[`ng-version`,`22.2.6`]", &["AngularVersion 22.2.6"]);
        check("<meta content=\"Astro v7.0.0-rc.1\">", &["AstroGenerator 7.0.0-rc.1"]);
    }
}
