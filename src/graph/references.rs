//! URLs that certainly name no file of the build, and what else their texts say of files.
//!
//! Most of what the resolver does not find is no mistake: routes, placeholders, what the server or the deployment
//! makes. Certain is a URL that leads into a folder to which the build writes files: a stylesheet's own folder, the
//! chunks beside a chunk, and below the path at which the documents' other URLs show that the build is mounted.

use std::collections::HashSet;

use crate::graph::resolve::{Resolver, path_of};
use crate::model::asset::{AssetId, Encoding, ResourceType};
use crate::model::build::{Build, Facts};
use crate::model::document::DocumentFacts;
use crate::model::hashed_name::HashedName;
use crate::model::image::{ImageElement, ImageUrl, PlacedUse};
use crate::model::path::{AssetPath, joined};
use crate::model::reference::{BrokenReference, References};
use crate::model::script::{ReferenceKind, ScriptFacts, Target, UrlBase};
use crate::model::span::Span;
use crate::model::style::StyleFacts;

/// Looks at every URL of a build whose graph and images are known. `left_out` are files that are there and not looked at.
pub fn references(build: &Build, left_out: &[AssetPath]) -> References {
    let resolver = Resolver::new(&build.assets, crate::graph::import_maps(&build.facts));
    let mut reader = Reader::new(build, &resolver, left_out);
    for (id, _) in build.iter() {
        match build.facts(id) {
            Facts::Document(facts) => reader.document(id, facts),
            // What nobody loads is broken for nobody.
            Facts::Stylesheet(facts) if build.graph.load(id).is_some() => reader.style(id, facts),
            Facts::Script(facts) if build.graph.load(id).is_some() && !facts.has_errors => {
                reader.script(id, facts);
            }
            _ => {}
        }
    }
    for placed in &build.image_uses {
        reader.image(placed);
    }
    reader.found.broken.sort();
    reader.found.broken.dedup_by(|one, other| (one.from, &one.path) == (other.from, &other.path));
    reader.found
}

/// The scripts of which something could be broken, of a build of whose scripts no more is known than the paths of files
/// that stand in them (`named`).
pub fn suspects(build: &Build, named: &[(AssetId, Vec<String>)], left_out: &[AssetPath]) -> Vec<AssetId> {
    let resolver = Resolver::new(&build.assets, crate::graph::import_maps(&build.facts));
    let reader = Reader::new(build, &resolver, left_out);
    let may_be =
        |(id, paths): &&(AssetId, Vec<String>)| paths.iter().any(|path| reader.may_be_broken(*id, path));
    named.iter().filter(may_be).map(|(id, _)| *id).collect()
}

/// The path in front of the build's own, as the rooted URLs of the documents show it: `/`, `/app/`. `None` where
/// they show none, or several.
fn mount(build: &Build, resolver: &Resolver<'_>) -> Option<String> {
    let mut mounts = HashSet::new();
    for (id, _) in build.of_type(ResourceType::Document) {
        let Facts::Document(facts) = build.facts(id) else { continue };
        for (url, _) in urls_of(facts) {
            let Some(path) = path_of(url).filter(|_| is_rooted(url)) else { continue };
            let Some(asset) = resolver.document_url(url, id, facts.base.as_deref()) else { continue };
            // Without this, the site's root lies deeper than the build's.
            mounts.insert(path.strip_suffix(build.path(asset))?.to_owned());
        }
    }
    let mut mounts = mounts.into_iter();
    mounts.next().filter(|mount| mount.ends_with('/') && mounts.next().is_none())
}

/// The URLs of scripts, stylesheets and hints.
fn urls_of(facts: &DocumentFacts) -> impl Iterator<Item = (&str, Span)> {
    let scripts = facts.scripts.iter().filter_map(|script| Some((script.src.as_deref()?, script.span)));
    let styles = facts.stylesheets.iter().map(|link| (link.url.as_str(), link.span));
    scripts.chain(styles).chain(facts.hints.iter().map(|hint| (hint.url.as_str(), hint.span)))
}

struct Reader<'a> {
    build: &'a Build,
    resolver: &'a Resolver<'a>,
    /// All files, those that are left out as well.
    there: HashSet<&'a str>,
    /// The folders that hold files themselves.
    folders: HashSet<&'a str>,
    mount: Option<String>,
    found: References,
}

impl<'a> Reader<'a> {
    fn new(build: &'a Build, resolver: &'a Resolver<'a>, left_out: &'a [AssetPath]) -> Self {
        let paths = || build.assets.iter().map(|asset| &asset.path).chain(left_out);
        Self {
            build,
            resolver,
            there: paths().map(AssetPath::as_str).collect(),
            folders: paths().map(AssetPath::directory).collect(),
            mount: mount(build, resolver),
            found: References::default(),
        }
    }

    /// Whether what stands in a script as a path could be reported, if the script uses it as one.
    fn may_be_broken(&self, from: AssetId, path: &str) -> bool {
        let path = if is_rooted(path) { self.below_mount(path) } else { self.beside(from, path) };
        path.is_some_and(|path| self.is_chunk_folder(&path))
    }

    fn document(&mut self, from: AssetId, facts: &DocumentFacts) {
        let base = facts.base.as_deref();
        for (url, span) in urls_of(facts) {
            if let Some(asset) = self.resolver.document_url(url, from, base) {
                self.note_query(url, asset);
                continue;
            }
            let path = if is_rooted(url) {
                self.below_mount(url)
            } else if base.is_none_or(|base| matches!(base, "." | "./")) {
                self.beside(from, url)
            } else {
                None
            };
            let Some(path) = path.filter(|path| self.is_chunk_folder(path)) else { continue };
            self.report(from, span, url, path);
        }
    }

    fn style(&mut self, from: AssetId, facts: &StyleFacts) {
        let resolve = |url: &str| self.resolver.target(&Target::url(url, UrlBase::File), from);
        let urls: Vec<_> =
            facts.imports.iter().chain(&facts.urls).map(|url| (url, resolve(&url.url))).collect();
        let files: HashSet<String> =
            urls.iter().filter_map(|(_, to)| Some(self.font_family((*to)?))).collect();
        for (url, to) in urls {
            if let Some(to) = to {
                self.note_query(&url.url, to);
                if self.build.asset(to).resource_type != ResourceType::Stylesheet {
                    self.found.in_styles.entry(to).or_insert(from);
                }
                continue;
            }
            if is_rooted(&url.url) {
                continue;
            }
            let Some(path) = self.beside(from, &url.url) else { continue };
            // Formats for browsers of long ago are left out on purpose: the first that is known is taken.
            let is_old_font = matches!(extension(&path), "eot" | "ttf" | "otf" | "woff" | "svg");
            if is_old_font && files.contains(&without_hash(&path)) {
                continue;
            }
            let climbs = url.url.starts_with("../");
            if self.folders.contains(folder(&path)) || !climbs {
                self.report(from, url.span, &url.url, path);
            }
        }
    }

    fn script(&mut self, from: AssetId, facts: &ScriptFacts) {
        for reference in &facts.references {
            let preloads = reference.preloads.iter().map(|target| (target, ReferenceKind::Dynamic));
            for (target, kind) in [(&reference.target, reference.kind)].into_iter().chain(preloads) {
                let Target::Url { url, base } = target else { continue };
                if let Some(asset) = self.resolver.target(target, from) {
                    self.note_query(url, asset);
                    continue;
                }
                let is_module = matches!(base, UrlBase::Specifier | UrlBase::File);
                let is_relative = url.starts_with("./") || url.starts_with("../");
                if !is_module || !is_relative || kind == ReferenceKind::Worker {
                    continue;
                }
                let Some(path) = self.beside(from, url).filter(|path| self.is_chunk_folder(path)) else {
                    continue;
                };
                // What is imported when it is needed may be made by the server, or may be missed on purpose.
                if kind == ReferenceKind::Static || is_hashed(&path) {
                    self.report(from, reference.span, url, path);
                }
            }
        }
    }

    /// A use of an image. Those of stylesheets are among the URLs of the stylesheet; what a framework's component makes
    /// of a URL is not known, and neither is what becomes of a constant.
    fn image(&mut self, placed: &PlacedUse) {
        let written = &placed.written;
        if written.is_managed || matches!(written.element, ImageElement::Meta | ImageElement::Script) {
            return;
        }
        let from = placed.place;
        let facts = self.build.facts(from);
        let is_read = match facts {
            Facts::Document(_) => true,
            Facts::Script(facts) => self.build.graph.load(from).is_some() && !facts.has_errors,
            _ => false,
        };
        if !is_read {
            return;
        }
        let is_beside = matches!(facts, Facts::Document(facts)
            if facts.base.as_deref().is_none_or(|base| matches!(base, "." | "./")));
        let srcset = written.srcset.known().into_iter().flatten().zip(&placed.srcset);
        let sources = written.picture.known().into_iter().flatten().zip(&placed.sources);
        let sources =
            sources.flat_map(|(source, files)| source.srcset.known().into_iter().flatten().zip(files));
        let candidates = srcset.chain(sources).map(|(candidate, file)| (candidate.url.as_ref(), *file));
        for (url, file) in [(written.src.known(), placed.src)].into_iter().chain(candidates) {
            let Some(ImageUrl { url, base: relative_to }) = url.filter(|_| file.is_none()) else { continue };
            let path = if is_rooted(url) {
                self.below_mount(url)
            } else if *relative_to != UrlBase::Page || is_beside {
                self.beside(from, url)
            } else {
                // Which page runs a script is not known.
                None
            };
            if let Some(path) = path.filter(|path| self.is_chunk_folder(path)) {
                self.report(from, written.span, url, path);
            }
        }
    }

    fn note_query(&mut self, url: &str, asset: AssetId) {
        if url.contains('?') {
            self.found.with_query.insert(asset);
        }
    }

    fn report(&mut self, from: AssetId, span: Span, url: &str, path: String) {
        self.found.broken.push(BrokenReference { from, span, url: url.to_owned(), path });
    }

    /// Where a relative URL leads to; `None` where that cannot be known, or where a file is.
    fn beside(&self, from: AssetId, url: &str) -> Option<String> {
        let path = joined(self.build.asset(from).path.directory(), &path_of(url)?)?;
        self.missing(url, path)
    }

    fn below_mount(&self, url: &str) -> Option<String> {
        let path = path_of(url)?;
        let path = joined("", path.strip_prefix(self.mount.as_deref()?)?)?;
        self.missing(url, path)
    }

    fn missing(&self, url: &str, path: String) -> Option<String> {
        let is_file = ResourceType::of(&AssetPath::new(path.as_str())) != ResourceType::Other;
        let is_plain = !url.contains("://") && !url.starts_with("//") && !is_template(url);
        // Where only the compressed forms are kept, the server unpacks them.
        let forms = [Encoding::Gzip, Encoding::Brotli, Encoding::Zstd];
        let is_there = self.there.contains(path.as_str())
            || forms.iter().any(|form| self.there.contains(format!("{path}{}", form.extension()).as_str()));
        (is_file && is_plain && !is_there).then_some(path)
    }

    /// Whether the build writes into the folder of `path`; into its top, only what has a hash in its name is sure to
    /// come from the build.
    fn is_chunk_folder(&self, path: &str) -> bool {
        let folder = folder(path);
        self.folders.contains(folder) && (!folder.is_empty() || is_hashed(path))
    }

    fn font_family(&self, asset: AssetId) -> String {
        let path = self.build.path(asset);
        if matches!(extension(path), "woff2" | "woff") { without_hash(path) } else { String::new() }
    }
}

fn is_rooted(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//")
}

/// Whether something is put into the URL before a browser sees it: `{{ base }}`, `<%= x %>`, `__BASE__`, `%URL%`.
fn is_template(url: &str) -> bool {
    let is_placeholder = |part: &str| part.len() > 4 && part.starts_with("__") && part.ends_with("__");
    let is_escape = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    url.contains(['{', '}', '<', '>', '$', '`', '"', '\'', '\\', '*', '[', ']', '|'])
        || url.split(['/', '.', '-']).any(is_placeholder)
        || url.split('%').skip(1).any(|rest| !is_escape(rest))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn is_hashed(path: &str) -> bool {
    HashedName::parse(file_name(path)).hash.is_some()
}

/// The name by which the formats of one font belong together.
fn without_hash(path: &str) -> String {
    HashedName::parse(file_name(path)).stem.to_owned()
}
