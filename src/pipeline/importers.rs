//! EDGE. The source files that import a package: read anew from the source maps of the scripts that it is in.

use std::collections::BTreeSet;

use crate::model::build::Build;
use crate::model::chain::Importer;
use crate::model::file::FoundFile;
use crate::model::package::{MapPlace, Origin, Package};
use crate::model::source_map::MapTarget;
use crate::parse::source_map::{self, ImportFinder};
use crate::{packages, walk};

/// The importers of `package`, its own files left out; those of the application first. `files` are those of the build.
/// Empty where no source map holds the texts of sources.
pub fn importers(files: &[FoundFile], build: &Build, package: &Package) -> Vec<Importer> {
    let finder = ImportFinder::new(&package.name);
    let mut importers: BTreeSet<Importer> = BTreeSet::new();
    // Sources are bundled apart from what they import: the maps of all scripts are looked at.
    for (id, _) in build.iter() {
        let Some(place) = build.contents.get(id.index()).and_then(|contents| contents.map.as_ref()) else {
            continue;
        };
        let (directory, bytes) = match place {
            MapPlace::File(path) => (path.directory(), file(files, path.as_str())),
            MapPlace::Inline => (build.asset(id).path.directory(), inline(files, build.path(id))),
        };
        for source in source_map::texts(&bytes.unwrap_or_default()) {
            let Some(line) = finder.line(&source.text) else { continue };
            let (path, origin) = packages::source(&source.path, directory);
            let owner = match &origin {
                Origin::Instance(instance) => Some(instance.name.clone()),
                Origin::Application => None,
                _ => continue,
            };
            if owner.as_ref() != Some(&package.name) {
                importers.insert(Importer { package: owner, path, line });
            }
        }
    }
    importers.into_iter().collect()
}

fn file(files: &[FoundFile], path: &str) -> Option<Vec<u8>> {
    let index = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
    let file = files.get(index).filter(|file| file.bytes <= source_map::LARGEST_MAP)?;
    walk::read(file).ok()
}

fn inline(files: &[FoundFile], script: &str) -> Option<Vec<u8>> {
    let bytes = file(files, script)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let MapTarget::Inline(url) = source_map::reference(text)?.target else { return None };
    source_map::data_url(text.get(url.start as usize..url.end as usize)?).ok()
}
