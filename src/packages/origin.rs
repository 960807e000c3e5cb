//! From the path of a source file to where it comes from: a package and its copy, the application, the bundler.
//!
//! The part behind the last `node_modules/` names the package, whatever stands in front: `../../`, `webpack://app/./`,
//! `turbopack:///[project]/`, a drive of Windows. The whole path up to there is the copy. Versions are in the paths of
//! pnpm (`.pnpm/ms@2.1.3/node_modules/ms`), Bun and Deno, which lay their stores out alike, and of Yarn Plug'n'Play
//! (`.yarn/cache/ms-npm-2.1.3-81ff3cfac1.zip/node_modules/ms`).

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::model::package::{Instance, Origin};
use crate::model::source_map::MapSource;

const MODULES: &str = "node_modules/";

/// Schemes in front of paths that bundlers and plug-ins make up.
const BUNDLER_PREFIXES: [&str; 8] = [
    "webpack/",
    "(webpack)/",
    "rspack/",
    "rolldown/",
    "vite/",
    "turbopack/",
    "[turbopack]/",
    "commonjsHelpers",
];

/// A source as its map names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Its path: relative to the build, or to what the map does not say.
    pub(crate) path: String,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// Reads the sources of a map that lies in `directory` of the build.
pub(crate) fn sources(written: &[MapSource], directory: &str) -> Vec<Source> {
    let mut sources: Vec<Source> =
        written.iter().map(|source| self::source(&source.path, directory)).collect();
    // The copies that were installed under another name, by their paths.
    let mut aliases: HashMap<String, String> = HashMap::new();
    for (source, written) in sources.iter().zip(written) {
        if let Origin::Instance(instance) = &source.origin
            && let Some(name) = written.banner.as_deref().and_then(|banner| real_name(banner, &instance.name))
        {
            aliases.insert(instance.path.clone(), name.to_owned());
        }
    }
    for source in &mut sources {
        if let Origin::Instance(instance) = &mut source.origin
            && let Some(name) = aliases.get(&instance.path)
        {
            instance.name.clone_from(name);
        }
    }
    sources
}

/// The package that calls itself otherwise than the folder it lies in: `"is-number-old": "npm:is-number@3"` of a
/// package.json is seen by the banner ` * is-number <https://…>`. Only a name that the folder's name contains counts:
/// packages copy files of each other, with their banners.
pub(crate) fn real_name<'b>(banner: &'b str, folder: &str) -> Option<&'b str> {
    let first = banner
        .lines()
        .map(|line| line.trim_start_matches([' ', '*', '!', '/']))
        .find(|line| !line.is_empty())?;
    let (name, url) = first.split_once(' ')?;
    let names_itself = url.starts_with("<http") && package_name(name) == Some(name) && 3 <= name.len();
    (names_itself && name != folder && folder.contains(name)).then_some(name)
}

/// Reads one source of a map that lies in `directory` of the build, or the path of a module.
pub(crate) fn source(written: &str, directory: &str) -> Source {
    let path = path(written, directory);
    let origin = origin(&path);
    Source { path, origin }
}

fn origin(path: &str) -> Origin {
    if let Some(instance) = instance(path) {
        return Origin::Instance(instance);
    }
    let is_made_up = path.starts_with('\0')
        || path.is_empty()
        || BUNDLER_PREFIXES.iter().any(|prefix| path.starts_with(prefix))
        || path.contains("/\0")
        || path.ends_with("/webpack/bootstrap");
    if is_made_up { Origin::Bundler } else { Origin::Application }
}

/// The path without scheme, query, escapes and dots; relative to the build where it leads there from `directory`.
fn path(written: &str, directory: &str) -> String {
    let decoded = percent_decode_str(written).decode_utf8_lossy().replace('\\', "/");
    // webpack's loaders stand in front of what they load.
    let loaded = decoded.rsplit_once('!').map_or(decoded.as_str(), |(_, loaded)| loaded);
    let plain = loaded.split_once('?').map_or(loaded, |(path, _)| path);
    let (is_relative, rest) = without_scheme(plain);
    let goes_up = is_relative && rest.starts_with("../");
    let base = if goes_up { directory } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(rest.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // Above what a scheme stands for there is only the outside.
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether a path is relative to its map, and the path.
fn without_scheme(path: &str) -> (bool, &str) {
    if let Some((_, rest)) = path.split_once("://") {
        // "webpack://name/./src/a.js", "webpack:///./src/a.js": the name is the library's, not a folder.
        let rest = rest.split_once('/').map_or(rest, |(_, rest)| rest);
        return (false, rest.strip_prefix("[project]/").unwrap_or(rest));
    }
    (true, path.strip_prefix("[project]/").unwrap_or(path))
}

fn instance(path: &str) -> Option<Instance> {
    let at = path.rfind(MODULES).filter(|&at| at == 0 || path.as_bytes().get(at - 1) == Some(&b'/'))?;
    let behind = &path[at + MODULES.len()..];
    let name = package_name(behind)?;
    let store = path[..at].trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    Some(Instance {
        version: stored_version(store, name),
        path: path[..at + MODULES.len() + name.len()].to_owned(),
        name: name.to_owned(),
    })
}

/// The package that a path below `node_modules/`, or an import, begins with: `@babel/runtime/helpers/x.js` is one of
/// `@babel/runtime`. `None` where that is no name npm would take.
pub(crate) fn package_name(path: &str) -> Option<&str> {
    let first = path.find('/').unwrap_or(path.len());
    let end = if path.starts_with('@') {
        let second = path.get(first + 1..).filter(|rest| !rest.is_empty())?;
        first + 1 + second.find('/').unwrap_or(second.len())
    } else {
        first
    };
    let name = &path[..end];
    let parts = name.strip_prefix('@').unwrap_or(name).split('/');
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
    };
    parts.clone().all(is_name).then_some(name).filter(|name| name.len() <= 214)
}

/// The version of `name` in the name of the folder that a package manager keeps it in.
fn stored_version(store: &str, name: &str) -> Option<String> {
    let flat = name.replace('/', "+");
    let pnpm = store
        .rsplit_once(&format!("{flat}@"))
        .filter(|(before, _)| before.is_empty() || before.ends_with('+'));
    let yarn = || store.strip_prefix(&format!("{}-npm-", name.replace('/', "-")));
    let version = match pnpm {
        Some((_, version)) => version,
        None => yarn()?,
    };
    let end = version.find(['_', '(', '/']).unwrap_or(version.len());
    let version = &version[..end];
    // Yarn appends a hash: "2.1.3-81ff3cfac1-10.zip".
    let version = if pnpm.is_none() { without_hash(version) } else { version };
    let starts_with_digit = version.starts_with(|c: char| c.is_ascii_digit());
    (starts_with_digit && version.contains('.')).then(|| version.to_owned())
}

fn without_hash(version: &str) -> &str {
    let version = version.strip_suffix(".zip").unwrap_or(version);
    let is_hash = |part: &str| 8 <= part.len() && part.chars().all(|c| c.is_ascii_hexdigit());
    let mut length = 0;
    for part in version.split('-') {
        if is_hash(part) {
            return &version[..length];
        }
        length += part.len() + usize::from(length != 0);
    }
    version
}

#[cfg(test)]
mod tests {
    use super::{package_name, real_name, source};
    use crate::model::package::Origin;

    #[track_caller]
    fn check(written: &str, name: &str, path: &str, version: Option<&str>) {
        match source(written, "assets").origin {
            Origin::Instance(instance) => {
                assert_eq!(instance.name, name, "{written}");
                assert_eq!(instance.path, path, "{written}");
                assert_eq!(instance.version.as_deref(), version, "{written}");
            }
            other => panic!("{written}: {other:?}"),
        }
    }

    #[test]
    fn packages_are_named_behind_the_last_node_modules() {
        check("../../node_modules/ms/index.js", "ms", "../node_modules/ms", None);
        check(
            "../../node_modules/debug/node_modules/ms/index.js",
            "ms",
            "../node_modules/debug/node_modules/ms",
            None,
        );
        check(
            "webpack://app/./node_modules/@babel/runtime/helpers/x.js",
            "@babel/runtime",
            "node_modules/@babel/runtime",
            None,
        );
        check("webpack:///./node_modules/ms/index.js?5e2f", "ms", "node_modules/ms", None);
        check("turbopack:///[project]/node_modules/ms/index.js", "ms", "node_modules/ms", None);
        check("node_modules/ms/index.js", "ms", "node_modules/ms", None);
        check("C:\\app\\node_modules\\ms\\index.js", "ms", "C:/app/node_modules/ms", None);
        check("../../node_modules/%40scope/a%20b/../c/x.js", "@scope/c", "../node_modules/@scope/c", None);
        check("../node_modules/css-loader/cjs.js!../node_modules/ms/x.css", "ms", "node_modules/ms", None);
    }

    #[test]
    fn stores_of_package_managers_tell_the_version() {
        let check_version =
            |written: &str, name: &str, version: Option<&str>| match source(written, "").origin {
                Origin::Instance(instance) => {
                    assert_eq!(
                        (instance.name.as_str(), instance.version.as_deref()),
                        (name, version),
                        "{written}"
                    );
                }
                other => panic!("{written}: {other:?}"),
            };
        check_version("node_modules/.pnpm/ms@2.1.3/node_modules/ms/index.js", "ms", Some("2.1.3"));
        check_version(
            "node_modules/.pnpm/@babel+runtime@7.1.0/node_modules/@babel/runtime/x.js",
            "@babel/runtime",
            Some("7.1.0"),
        );
        check_version(
            "node_modules/.pnpm/react-dom@18.2.0_react@18.2.0/node_modules/react-dom/x.js",
            "react-dom",
            Some("18.2.0"),
        );
        check_version(
            "node_modules/.pnpm/react-dom@18.2.0(react@18.2.0)/node_modules/react-dom/x.js",
            "react-dom",
            Some("18.2.0"),
        );
        check_version("node_modules/.pnpm/debug@4.3.4/node_modules/ms/index.js", "ms", None);
        check_version("node_modules/.bun/ms@2.1.3/node_modules/ms/index.js", "ms", Some("2.1.3"));
        check_version(
            ".yarn/cache/ms-npm-2.1.3-81ff3cfac1-10.zip/node_modules/ms/index.js",
            "ms",
            Some("2.1.3"),
        );
        check_version(
            ".yarn/cache/@babel-runtime-npm-7.1.0-beta.2-81ff3cfac1.zip/node_modules/@babel/runtime/x.js",
            "@babel/runtime",
            Some("7.1.0-beta.2"),
        );
    }

    #[test]
    fn what_lies_in_no_package_is_the_applications_or_the_bundlers() {
        for own in [
            "../../src/main.ts",
            "webpack://app/./src/a.js",
            "src/my_node_modules/x.js",
            "../.vite/deps/x.js",
        ] {
            assert_eq!(source(own, "assets").origin, Origin::Application, "{own}");
        }
        for made_up in [
            "webpack://app/webpack/runtime/chunk",
            "webpack:///webpack/bootstrap",
            "\0commonjsHelpers.js",
            "",
        ] {
            assert_eq!(source(made_up, "assets").origin, Origin::Bundler, "{made_up}");
        }
    }

    #[test]
    fn one_copy_has_one_path_however_deep_its_chunk_lies() {
        let copy = |written: &str, directory: &str| match source(written, directory).origin {
            Origin::Instance(instance) => instance.path,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            copy("../../node_modules/ms/i.js", "js"),
            copy("../../../node_modules/ms/i.js", "js/deep")
        );
        assert_ne!(copy("../../node_modules/ms/i.js", "js"), copy("../../../node_modules/ms/i.js", "js"));
        assert_eq!(copy("node_modules/ms/i.js", "js"), copy("node_modules/ms/i.js", ""));
    }

    #[test]
    fn an_alias_is_seen_by_the_banner_of_the_package() {
        let banner = "!\n * is-number <https://github.com/jonschlinkert/is-number>\n * MIT\n";
        assert_eq!(real_name(banner, "is-number-old"), Some("is-number"));
        assert_eq!(real_name(banner, "is-number"), None);
        assert_eq!(real_name(banner, "to-regex-range"), None, "a copied file keeps its banner");
        assert_eq!(real_name("! a long text <https://x.test>", "a-long-text"), None);
    }

    #[test]
    fn only_names_that_npm_takes_are_packages() {
        for (path, name) in [
            ("lodash", Some("lodash")),
            ("@a/b/c", Some("@a/b")),
            ("@a", None),
            ("@a/", None),
            (".pnpm/x", None),
            ("", None),
            ("a b/c", None),
        ] {
            assert_eq!(package_name(path), name, "{path}");
        }
    }
}
