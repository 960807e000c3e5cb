//! Packages by what the modules of a registry import: Parcel without scope hoisting keeps each specifier beside the id that
//! it stands for, `{a1b2c: [function…, {"lodash/debounce": "d3e4f"}], d3e4f: [function…, {"./isObject": "g5h6i"}]}`.
//!
//! A module that somebody imports by a bare name belongs to that package, and what it imports by relative paths does,
//! too. A module for which the names differ belongs to nobody. For production Parcel hashes most specifiers, relative
//! ones among them: then the bare names that are left tell of packages, but not of all of their modules.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::package::Origin;
use crate::model::parcel::ParcelModule;
use crate::packages::bare_imports::package;

/// What Parcel itself adds to a bundle comes from packages of its own.
const BUNDLER: &str = "@parcel/";

/// Where the modules come from, by id, as far as that is known for whole packages.
pub(crate) fn origins(modules: &[ParcelModule]) -> BTreeMap<&str, Origin> {
    if specifiers(modules).any(|(specifier, _)| is_hash(specifier)) {
        return BTreeMap::new();
    }
    let imports: HashMap<&str, &[(String, String)]> =
        modules.iter().map(|module| (module.id.as_str(), module.imports.as_slice())).collect();
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, id) in specifiers(modules).filter_map(|(specifier, id)| Some((package(specifier)?, id))) {
        names.entry(id).or_default().insert(name);
    }
    let mut open: Vec<(&str, &str)> =
        names.iter().flat_map(|(id, names)| names.iter().map(|name| (*id, *name))).collect();
    let roots: BTreeSet<&str> = names.keys().copied().collect();
    while let Some((id, name)) = open.pop() {
        for (specifier, inside) in imports.get(id).copied().unwrap_or_default() {
            let is_inside = specifier.starts_with('.') && !roots.contains(inside.as_str());
            if is_inside && names.entry(inside).or_default().insert(name) {
                open.push((inside, name));
            }
        }
    }
    let origin = |names: BTreeSet<&str>| match names.first()? {
        _ if names.len() > 1 => None,
        name if name.starts_with(BUNDLER) => Some(Origin::Bundler),
        name => Some(Origin::Package((*name).to_owned())),
    };
    names.into_iter().filter_map(|(id, names)| Some((id, origin(names)?))).collect()
}

/// The packages of which modules are in the script, sorted.
pub(crate) fn names(modules: &[ParcelModule]) -> BTreeSet<&str> {
    let here: HashSet<&str> = modules.iter().map(|module| module.id.as_str()).collect();
    let inside = specifiers(modules).filter(|(specifier, id)| here.contains(id) && !is_hash(specifier));
    inside.filter_map(|(specifier, _)| package(specifier).filter(|name| !name.starts_with(BUNDLER))).collect()
}

fn specifiers(modules: &[ParcelModule]) -> impl Iterator<Item = (&str, &str)> {
    modules.iter().flat_map(|module| &module.imports).map(|(specifier, id)| (specifier.as_str(), id.as_str()))
}

/// Whether Parcel has written a hash in place of a specifier: 64 bits as hexadecimal digits without leading zeros, of
/// which one in 16 million has fewer than 11.
fn is_hash(specifier: &str) -> bool {
    (11..=16).contains(&specifier.len()) && specifier.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{names, origins};
    use crate::model::package::Origin;
    use crate::model::parcel::ParcelModule;
    use crate::model::span::Span;

    #[test]
    fn modules_belong_to_the_package_by_whose_name_or_from_whose_inside_they_are_imported() {
        let module = |id: &str, imports: &[(&str, &str)]| ParcelModule {
            id: id.to_owned(),
            span: Span::new(0, 0),
            imports: imports.iter().map(|(name, id)| ((*name).to_owned(), (*id).to_owned())).collect(),
        };
        let modules = [
            module("main", &[("./app", "app"), ("lodash/debounce", "deb"), ("ms", "ms"), ("fork", "fork")]),
            module("app", &[("@parcel/transformer-js/src/esmodule-helpers.js", "help"), ("@x/ms", "fork")]),
            module("deb", &[("./isObject", "isobj"), ("./now", "now")]),
            module("isobj", &[("./now", "now"), ("fs", "fs")]),
            module("ms", &[("../shared", "both")]),
            module("help", &[]),
            module("now", &[("../shared", "both")]),
        ];
        let package = |name: &str| Origin::Package(name.to_owned());
        let expected = [
            ("deb", package("lodash")),
            ("help", Origin::Bundler),
            ("isobj", package("lodash")),
            ("ms", package("ms")),
            ("now", package("lodash")),
        ];
        assert_eq!(origins(&modules).into_iter().collect::<Vec<_>>(), expected);
        // Nothing of `lodash/debounce` is known to be all of lodash where relative paths may be hashes.
        let hashed = [
            module("main", &[("10aaddd6b8c5820", "app"), ("ms", "ms"), ("react", "elsewhere")]),
            module("ms", &[]),
        ];
        assert!(origins(&hashed).is_empty());
        assert_eq!(names(&hashed).into_iter().collect::<Vec<_>>(), ["ms"]);
    }
}
