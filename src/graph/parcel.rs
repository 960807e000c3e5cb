//! Parcel: files that are loaded by the id of a bundle, which the page's import map or a list in a script knows.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::graph::esm::LocatedImport;
use crate::graph::group::{self, Group};
use crate::graph::resolve::Resolver;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::parcel::{BundleLoad, BundleMap, BundleReference, ParcelFacts};
use crate::model::script::{Target, UrlBase};
use crate::model::span::Span;

/// Adds the edges of all scripts, and their dynamic imports. Gives how many ids of bundles name no file.
///
/// `import("4cPRU")` is a module's import too, so it has an edge already: the one that is made here, which knows
/// what is loaded together, takes its place.
pub(crate) fn edges(
    facts: &[Facts],
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
    located: &mut Vec<LocatedImport>,
) -> usize {
    let bundles = Bundles::new(facts, resolver);
    let spans: HashSet<(AssetId, Span)> = scripts(facts)
        .flat_map(|(from, facts)| facts.loads.iter().map(move |load| (from, load)))
        .flat_map(|(from, load)| load.bundles.iter().map(move |bundle| (from, bundle.span)))
        .collect();
    edges.retain(|edge| edge.span.is_none_or(|span| !spans.contains(&(edge.from, span))));
    located.retain(|import| !spans.contains(&(import.chunk, import.span)));

    let mut unresolved = 0;
    for (from, facts) in scripts(facts) {
        for load in &facts.loads {
            let (group, missing) = bundles.group(from, load);
            unresolved += missing;
            group::add(group, resolver, edges, located);
        }
        for url in &facts.urls {
            let to = bundles.file(url, from);
            let script = to.filter(|&to| resolver.resource_type(to) == ResourceType::Script);
            edges.extend(script.map(|to| Edge {
                from,
                to,
                kind: EdgeKind::Worker,
                via: Via::Parcel,
                span: Some(url.span),
            }));
        }
    }
    unresolved
}

/// The images whose URLs scripts make out of the ids of bundles: the script, the place and the file.
pub(crate) fn images<'a>(
    facts: &'a [Facts],
    resolver: &'a Resolver<'a>,
) -> impl Iterator<Item = (AssetId, &'a BundleReference, AssetId)> {
    let bundles = Bundles::new(facts, resolver);
    let urls = scripts(facts).flat_map(|(from, facts)| facts.urls.iter().map(move |url| (from, url)));
    let placed = urls.filter_map(move |(from, url)| Some((from, url, bundles.file(url, from)?)));
    placed.filter(|(_, _, file)| resolver.resource_type(*file) == ResourceType::Image)
}

fn scripts(facts: &[Facts]) -> impl Iterator<Item = (AssetId, &ParcelFacts)> {
    facts.iter().enumerate().filter_map(|(index, facts)| match facts {
        Facts::Script(facts) => Some((AssetId::new(index), facts.parcel.as_deref()?)),
        _ => None,
    })
}

/// What all files say of bundles and modules.
struct Bundles<'a, 'r> {
    resolver: &'r Resolver<'r>,
    /// The lists of all scripts: for each id, the script that has the list, and the file.
    manifest: HashMap<&'a str, Vec<(AssetId, AssetId)>>,
    /// For each id of a module, the scripts that bring it.
    modules: HashMap<&'a str, Vec<AssetId>>,
    requires: HashMap<AssetId, BTreeSet<&'a str>>,
}

impl<'a, 'r> Bundles<'a, 'r> {
    fn new(facts: &'a [Facts], resolver: &'r Resolver<'r>) -> Self {
        let mut manifest: HashMap<&str, Vec<(AssetId, AssetId)>> = HashMap::new();
        let mut modules: HashMap<&str, Vec<AssetId>> = HashMap::new();
        let mut requires = HashMap::new();
        for (script, facts) in scripts(facts) {
            requires.insert(script, facts.requires.iter().map(|asked| asked.id.as_str()).collect());
            for module in &facts.modules {
                modules.entry(&module.id).or_default().push(script);
            }
            for (id, name) in &facts.manifest {
                if let Some(file) = resolver.target(&Target::url(name, UrlBase::File), script) {
                    manifest.entry(id).or_default().push((script, file));
                }
            }
        }
        Self { resolver, manifest, modules, requires }
    }

    /// The file of a bundle; by the list of the same script before that of another.
    fn file(&self, bundle: &BundleReference, from: AssetId) -> Option<AssetId> {
        match bundle.map {
            BundleMap::ImportMap => self.resolver.target(&Target::url(&bundle.id, UrlBase::Specifier), from),
            BundleMap::Itself => self.resolver.target(&Target::url(&bundle.id, UrlBase::File), from),
            BundleMap::Manifest => {
                let found = self.manifest.get(bundle.id.as_str())?;
                let own = found.iter().find(|(script, _)| *script == from);
                own.or_else(|| found.first()).map(|(_, file)| *file)
            }
        }
    }

    /// The files that are loaded together, and how many ids name no file.
    fn group(&self, from: AssetId, load: &BundleLoad) -> (Group, usize) {
        let mut files: Vec<AssetId> =
            load.bundles.iter().filter_map(|bundle| self.file(bundle, from)).collect();
        let missing = load.bundles.len() - files.len();
        if files.is_empty() {
            files = self.files_by_modules(from, load);
        }
        let brings =
            |file: &&AssetId| load.imported.as_deref().is_some_and(|id| self.holders(id).contains(file));
        // Shared bundles come first, the bundle that was imported last.
        let is_script = |file: &&AssetId| self.resolver.resource_type(**file) == ResourceType::Script;
        let main = files.iter().find(brings).or_else(|| files.iter().rfind(is_script)).copied();
        (Group { from, span: load.span, files, main, via: Via::Parcel }, missing)
    }

    /// Where the import map is not in the build, as in pages that a server makes: the only script that brings the
    /// imported module, and the shared ones that bring what it asks for, if they are as many as are loaded.
    fn files_by_modules(&self, from: AssetId, load: &BundleLoad) -> Vec<AssetId> {
        let scripts = load.bundles.iter().filter(|bundle| bundle.is_import).count();
        let imported = load.imported.as_deref().and_then(|id| self.only_holder(id));
        let Some(main) = imported.filter(|&main| main != from && scripts > 0) else { return Vec::new() };
        let mut files = vec![main];
        let mut next = 0;
        while next < files.len() && files.len() <= scripts {
            for id in self.requires.get(&files[next]).into_iter().flatten() {
                if let Some(shared) = self.only_holder(id)
                    && shared != from
                    && files.len() <= scripts
                    && !files.contains(&shared)
                {
                    files.push(shared);
                }
            }
            next += 1;
        }
        if files.len() == scripts { files } else { vec![main] }
    }

    fn holders(&self, module: &str) -> &[AssetId] {
        self.modules.get(module).map_or(&[], Vec::as_slice)
    }

    fn only_holder(&self, module: &str) -> Option<AssetId> {
        match self.holders(module) {
            [only] => Some(*only),
            _ => None,
        }
    }
}
