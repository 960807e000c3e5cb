//! The marks of all files in, the tools that made the build out, each with its evidence.
//!
//! Of a family the first that is recognised counts: webpack 5's list of chunks is also Rspack 1's. A build may
//! have several families: a framework on its bundler, a page with somebody else's widget. Without a mark there is
//! no bundler; a version is told only where the code shows it.

use crate::model::asset::{Asset, ResourceType};
use crate::model::bundler::{Bundler, Mark, Marker, Tool};
use crate::model::hashed_name::HashedName;

/// The tools, frameworks first. `marks` runs parallel to `assets`, which are sorted by path.
pub fn bundlers(assets: &[Asset], marks: &[Vec<Mark>]) -> Vec<Bundler> {
    let seen = Seen { assets, marks };
    let webpack = rspack(&seen).or_else(|| webpack(&seen));
    let single =
        [next(&seen), nuxt(&seen), sveltekit(&seen), astro(&seen), angular(&seen), turbopack(&seen), webpack];
    let mut bundlers: Vec<_> = single.into_iter().flatten().collect();
    bundlers.extend(parcel(&seen));
    let vite = vite(&seen);
    bundlers.extend(if vite.is_empty() { esbuild(&seen).into_iter().collect() } else { vite });
    bundlers
}

/// All marks of a build.
struct Seen<'a> {
    assets: &'a [Asset],
    marks: &'a [Vec<Mark>],
}

/// A mark and the file that it stands in.
#[derive(Clone, Copy)]
struct Sighting<'a> {
    asset: &'a Asset,
    mark: &'a Mark,
}

impl<'a> Seen<'a> {
    /// Every file of one type with this mark, sorted by path.
    fn all(&self, resource_type: ResourceType, marker: Marker) -> impl Iterator<Item = Sighting<'a>> {
        let files = self.assets.iter().zip(self.marks);
        files.filter(move |(asset, _)| asset.resource_type == resource_type).filter_map(
            move |(asset, marks)| {
                let mark = marks.iter().find(|mark| mark.marker == marker)?;
                Some(Sighting { asset, mark })
            },
        )
    }

    /// The first script with this mark. Documents may hold code that is only shown.
    fn script(&self, marker: Marker) -> Option<Sighting<'a>> {
        self.all(ResourceType::Script, marker).next()
    }

    fn document(&self, marker: Marker) -> Option<Sighting<'a>> {
        self.all(ResourceType::Document, marker).next()
    }

    /// The version that a script shows with this mark.
    fn version(&self, marker: Marker) -> Option<String> {
        self.all(ResourceType::Script, marker).find_map(|sighting| sighting.mark.version.clone())
    }

    /// Whether a file lies in `folder`, at the top or deeper.
    fn has_folder(&self, folder: &str) -> bool {
        self.assets.iter().any(|asset| {
            let before = asset.path.as_str().find(folder).map(|at| &asset.path.as_str()[..at]);
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    }
}

impl Sighting<'_> {
    fn bundler(self, tool: Tool, version: Option<String>, what: &str) -> Bundler {
        Bundler { tool, version, evidence: format!("{what} in {}", self.asset.path) }
    }
}

fn next(seen: &Seen<'_>) -> Option<Bundler> {
    let sighting = seen.script(Marker::Next).filter(|_| seen.has_folder("_next/"))?;
    Some(sighting.bundler(Tool::Next, seen.version(Marker::Next), "window.next={version:…}"))
}

fn nuxt(seen: &Seen<'_>) -> Option<Bundler> {
    let sighting = seen.script(Marker::Nuxt).filter(|_| seen.has_folder("_nuxt/"))?;
    Some(sighting.bundler(Tool::Nuxt, None, "__NUXT__"))
}

fn sveltekit(seen: &Seen<'_>) -> Option<Bundler> {
    let sighting = seen.document(Marker::Sveltekit).or_else(|| seen.script(Marker::Sveltekit));
    let sighting = sighting.filter(|_| seen.has_folder("_app/immutable/"))?;
    Some(sighting.bundler(Tool::Sveltekit, None, "__sveltekit_…"))
}

fn astro(seen: &Seen<'_>) -> Option<Bundler> {
    if let Some(sighting) = seen.document(Marker::AstroGenerator) {
        return Some(sighting.bundler(Tool::Astro, sighting.mark.version.clone(), "<meta name=generator>"));
    }
    let sighting = seen.document(Marker::AstroIsland).filter(|_| seen.has_folder("_astro/"))?;
    Some(sighting.bundler(Tool::Astro, None, "<astro-island>"))
}

fn angular(seen: &Seen<'_>) -> Option<Bundler> {
    let sighting = seen.script(Marker::AngularComponent)?;
    Some(sighting.bundler(Tool::Angular, seen.version(Marker::AngularVersion), "ɵcmp"))
}

fn turbopack(seen: &Seen<'_>) -> Option<Bundler> {
    let sighting = seen.script(Marker::TurbopackPush)?;
    Some(sighting.bundler(Tool::Turbopack, None, "globalThis.TURBOPACK.push"))
}

fn rspack(seen: &Seen<'_>) -> Option<Bundler> {
    if let Some(sighting) = seen.script(Marker::RspackVersion) {
        return Some(sighting.bundler(Tool::Rspack, sighting.mark.version.clone(), "bundler=rspack@…"));
    }
    let names = [(Marker::RspackChunk, "self.rspackChunk…"), (Marker::RspackAttribute, "data-rspack")];
    names.into_iter().find_map(|(marker, what)| Some(seen.script(marker)?.bundler(Tool::Rspack, None, what)))
}

fn webpack(seen: &Seen<'_>) -> Option<Bundler> {
    let version = |version: &str| Some(version.to_owned());
    if let Some(sighting) = seen.script(Marker::WebpackEsmIds) {
        return Some(sighting.bundler(Tool::Webpack, version("5"), "__webpack_esm_ids__"));
    }
    // The list alone could be Rspack's; the attribute of the runtime's script elements is webpack's alone.
    if let Some(sighting) = seen.script(Marker::WebpackAttribute) {
        return Some(sighting.bundler(Tool::Webpack, version("5"), "data-webpack"));
    }
    let sighting = seen.script(Marker::WebpackJsonp)?;
    Some(sighting.bundler(Tool::Webpack, version("4"), "window.webpackJsonp"))
}

fn parcel(seen: &Seen<'_>) -> Option<Bundler> {
    let names = [
        (Marker::ParcelRequire, "2", "parcelRequire…"),
        (Marker::ParcelPrelude, "1", "parcelRequire=function"),
    ];
    names.into_iter().find_map(|(marker, version, what)| {
        Some(seen.script(marker)?.bundler(Tool::Parcel, Some(version.to_owned()), what))
    })
}

/// Vite and, where it shows, Rolldown, which Vite bundles with since version 8; Rolldown alone without Vite.
fn vite(seen: &Seen<'_>) -> Vec<Bundler> {
    let rolldown = rolldown(seen);
    let names = [
        (Marker::ViteMapDeps, "__vite__mapDeps"),
        (Marker::VitePreloadErrorTemplate, "vite:preloadError"),
        (Marker::VitePreloadError, "vite:preloadError"),
    ];
    let sighting =
        names.into_iter().find_map(|(marker, what)| seen.script(marker).map(|sighting| (sighting, what)));
    let version = rolldown.as_ref().map(|_| "8".to_owned());
    let vite = sighting.map(|(sighting, what)| sighting.bundler(Tool::Vite, version, what));
    vite.into_iter().chain(rolldown).collect()
}

/// The text that its helper for `require` holds is no evidence: libraries that were bundled with it have that too.
fn rolldown(seen: &Seen<'_>) -> Option<Bundler> {
    if let Some(sighting) = seen.script(Marker::VitePreloadErrorTemplate) {
        return Some(sighting.bundler(Tool::Rolldown, None, "`vite:preloadError` between backticks"));
    }
    let is_runtime = |asset: &&Asset| {
        asset.resource_type == ResourceType::Script
            && HashedName::parse(asset.path.file_name()).stem == "rolldown-runtime"
    };
    let runtime = seen.assets.iter().find(is_runtime)?;
    let evidence = format!("the file name {}", runtime.path);
    Some(Bundler { tool: Tool::Rolldown, version: None, evidence })
}

/// Its helpers come with libraries too; in a file that is named as it names files they are its own.
fn esbuild(seen: &Seen<'_>) -> Option<Bundler> {
    let has_its_name = |sighting: &Sighting<'_>| {
        let hash = HashedName::parse(sighting.asset.path.file_name()).hash;
        hash.is_some_and(|hash| {
            hash.len() == 8 && hash.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
        })
    };
    let sighting = seen.all(ResourceType::Script, Marker::Esbuild).find(has_its_name)?;
    Some(sighting.bundler(Tool::Esbuild, None, "its helpers and file names"))
}
