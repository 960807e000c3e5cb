//! Where the files of a manifest lie in the build.
//!
//! Paths in a manifest are relative to the bundler's output folder, to where the bundler ran, or URLs: below which
//! folder of the build they are found, and without how many of their own leading folders, is taken from the files
//! themselves. One such base holds for a whole manifest.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use petgraph::unionfind::UnionFind;

use crate::graph::resolve::path_of;
use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::model::path::AssetPath;
use crate::model::path::joined;

/// So many files are asked for where they lie.
const ASKED: usize = 24;
/// So many files of the same name are looked at: every folder of a site may have its `index.js`.
const MOST_NAMESAKES: usize = 24;

/// So many bases are tried.
const MOST_BASES: usize = 16;

/// Whether a manifest describes this build.
pub(crate) enum Found {
    /// All that it names is there.
    Here(Located),
    /// Not all is: what is to be said of it.
    Elsewhere(String),
}

/// A file of a manifest: `None` where it is missing, `Some(None)` where it is there and no asset.
type Place = Option<Option<AssetId>>;

/// The files of a manifest in the build.
pub(crate) struct Located(Vec<Option<AssetId>>);

impl Located {
    /// The asset that a file of the manifest is; `None` for one of another output that the manifest describes, too.
    pub(crate) fn asset(&self, file: u32) -> Option<AssetId> {
        self.0.get(file as usize).copied().flatten()
    }

    /// All of them.
    pub(crate) fn assets(&self) -> impl Iterator<Item = AssetId> {
        self.0.iter().copied().flatten()
    }
}

/// How the paths of a manifest become those of the build.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Base<'a> {
    /// The folder that they are below.
    folder: &'a str,
    /// How many of their leading folders are taken away.
    taken: usize,
}

/// Finds the files that a manifest names. `left_out` are paths of files that are there, but are no assets.
pub(crate) fn locate(
    facts: &ManifestFacts,
    path: &AssetPath,
    assets: &[Asset],
    left_out: &HashSet<&str>,
) -> Found {
    let mut by_path: HashMap<&str, AssetId> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for (index, asset) in assets.iter().enumerate() {
        if matches!(asset.resource_type, ResourceType::Script | ResourceType::Stylesheet) {
            by_path.insert(asset.path.as_str(), AssetId::new(index));
            by_name.entry(asset.path.file_name()).or_default().push(asset.path.as_str());
        }
    }
    let paths: Vec<Option<String>> = facts.files.iter().map(|file| path_of(file)).collect();
    let names: Vec<Option<&str>> = paths.iter().map(Option::as_deref).collect();
    let place = |place: &str| {
        let found = by_path.get(place).copied();
        (found.is_some() || left_out.contains(place)).then_some(found)
    };
    let is_script = |name: Option<&str>| {
        let path = AssetPath::new(name.unwrap_or_default());
        ResourceType::of(&path) == ResourceType::Script
    };
    // The first of equally good ones is the nearest.
    let found = |files: &Vec<Place>| files.iter().flatten().count();
    let all = bases(&names, path, &by_name).into_iter().rev().map(|base| base.apply(&names, &place));
    let files = all.max_by_key(found).unwrap_or_else(|| vec![None; names.len()]);
    let is_there: Vec<bool> = files.iter().map(Option::is_some).collect();
    let (counted, missing) = missing(facts, &is_there, &|file| is_script(names[file]));
    match missing.first() {
        None => Found::Here(Located(files.into_iter().map(Option::flatten).collect())),
        Some(&first) => {
            let example = names[first].unwrap_or(&facts.files[first]);
            let (others, are) = if missing.len() == 1 { ("", "is") } else { (" and others", "are") };
            Found::Elsewhere(format!(
                "describes another build: {} of the {counted} scripts and stylesheets that it names {are} missing \
                 ({}{others}); it is not used",
                missing.len(),
                example.trim_start_matches('/'),
            ))
        }
    }
}

impl Base<'_> {
    /// Where the files of those names lie. Different names are different files: of several that this base makes the
    /// same, only the first is there.
    fn apply(self, names: &[Option<&str>], look: &dyn Fn(&str) -> Place) -> Vec<Place> {
        let mut taken_by: HashMap<String, &str> = HashMap::new();
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let found = name.and_then(|name| {
                let place = self.place(name)?;
                let found = look(&place)?;
                (*taken_by.entry(place).or_insert(name) == name).then_some(found)
            });
            places.push(found);
        }
        places
    }

    fn place(self, name: &str) -> Option<String> {
        let mut rest = name.trim_start_matches('/');
        for _ in 0..self.taken {
            rest = rest.split_once('/')?.1;
        }
        joined(self.folder, rest)
    }
}

/// The bases that some files of the manifest speak for; the nearest to the manifest first.
fn bases<'a>(
    names: &[Option<&str>],
    manifest: &AssetPath,
    by_name: &HashMap<&'a str, Vec<&'a str>>,
) -> Vec<Base<'a>> {
    // How many parts of a path some file shares with its name, and how many files speak for it.
    let mut votes: HashMap<Base<'a>, (usize, usize)> = HashMap::new();
    // From all over the list: where several outputs are in it, they follow each other.
    let step = (names.len() / ASKED).max(1);
    for name in names.iter().step_by(step).flatten() {
        let name = name.trim_start_matches('/');
        let file_name = name.rsplit('/').next().unwrap_or(name);
        for path in by_name.get(file_name).into_iter().flatten().take(MOST_NAMESAKES) {
            let (base, shared) = shared_end(path, name);
            let (most_shared, files) = votes.entry(base).or_default();
            *most_shared = shared.max(*most_shared);
            *files += 1;
        }
    }
    let shared = |base: &Base<'_>| {
        let folders = base.folder.split('/').zip(manifest.directory().split('/'));
        folders.take_while(|(a, b)| a == b && !a.is_empty()).count()
    };
    let depth = |base: &Base<'_>| base.folder.split('/').filter(|part| !part.is_empty()).count();
    let distance = |base: &Base<'_>| {
        (depth(base) - shared(base), Reverse(shared(base)), base.taken, base.folder.to_owned())
    };
    let mut bases: Vec<(Base<'a>, (usize, usize))> = votes.into_iter().collect();
    bases.sort_by_cached_key(|(base, votes)| (Reverse(*votes), distance(base)));
    bases.truncate(MOST_BASES);
    bases.sort_by_cached_key(|(base, _)| distance(base));
    bases.into_iter().map(|(base, _)| base).collect()
}

/// The base that makes `path` of `name`: what is before their common end; and how many parts that end has.
fn shared_end<'a>(path: &'a str, name: &str) -> (Base<'a>, usize) {
    let mut shared = 0;
    let (mut path, mut name) = (path, name);
    loop {
        let (folder, path_part) = path.rsplit_once('/').unwrap_or(("", path));
        let (rest, name_part) = name.rsplit_once('/').unwrap_or(("", name));
        if path_part != name_part || path.is_empty() || name.is_empty() {
            let taken = name.split('/').filter(|part| !part.is_empty()).count();
            return (Base { folder: path, taken }, shared);
        }
        shared += 1;
        (path, name) = (folder, rest);
    }
}

/// How many files count, and which of these are missing.
///
/// A record of several outputs (one for a server) is complete where those parts are that this build has a script of;
/// a part is what hangs together. Stylesheets tell nothing: both outputs have the same.
fn missing(
    facts: &ManifestFacts,
    is_there: &[bool],
    is_script: &dyn Fn(usize) -> bool,
) -> (usize, Vec<usize>) {
    let all = 0..is_there.len();
    let may_have_parts = matches!(facts.format, ManifestFormat::Esbuild | ManifestFormat::WebpackStats);
    if !may_have_parts || !is_there.contains(&true) {
        return (all.len(), all.filter(|&file| !is_there[file]).collect());
    }
    let mut parts = UnionFind::<usize>::new(is_there.len());
    for edge in &facts.edges {
        for &from in &edge.from {
            parts.union(from as usize, edge.to as usize);
        }
    }
    let part_of = parts.into_labeling();
    let here: HashSet<usize> =
        all.clone().filter(|&file| is_there[file] && is_script(file)).map(|file| part_of[file]).collect();
    let counted: Vec<usize> = all.filter(|&file| here.is_empty() || here.contains(&part_of[file])).collect();
    (counted.len(), counted.into_iter().filter(|&file| !is_there[file]).collect())
}
