//! Where the build is that the rules of another tool are about.
//!
//! Their paths begin at the project, ours at the build. Takes the globs of all rules, gives the directory that they have
//! in common, and takes it off them. Where there is none, the build is the project, and everything is ignored but the
//! directories that some rule is about.

use crate::config::import::globs::is_literal;
use crate::model::globs::Globs;

/// What bundlers and frameworks call the directory that they write.
const OUTPUTS: [&str; 7] = ["dist", "build", "out", ".output", ".next", ".svelte-kit", "_site"];
/// The folders in it that hold the part for browsers.
const BROWSER_FOLDERS: [&str; 4] = ["public", "browser", "client", "output"];

/// The build, and what of it is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Places {
    /// The build, from where the paths begin.
    pub(crate) build: String,
    /// Globs for what is no part of it.
    pub(crate) ignore: Vec<String>,
}

impl Places {
    /// The build that all these globs are about.
    pub(crate) fn of<'a>(globs: impl Iterator<Item = &'a str>) -> Self {
        let mut roots: Vec<String> = Vec::new();
        let mut is_everywhere = false;
        for glob in globs {
            match root(glob) {
                Some(root) => roots.push(format!("{root}/")),
                None if glob.starts_with("**") => is_everywhere = true,
                None => roots.push(glob.to_owned()),
            }
        }
        roots.sort();
        roots.dedup();
        let all = roots.clone();
        let is_below = |root: &String| all.iter().any(|other| other != root && is_within(root, other));
        roots.retain(|root| !is_below(root));
        if let ([only], false) = (roots.as_slice(), is_everywhere)
            && let Some(folder) = only.strip_suffix('/')
            && is_literal(folder)
        {
            return Self { build: folder.to_owned(), ignore: Vec::new() };
        }
        let ignore = if is_everywhere {
            ["**/node_modules/**", "**/.git/**"].map(str::to_owned).into()
        } else {
            let kept = roots.iter().map(|root| match root.strip_suffix('/') {
                Some(folder) => format!("!{folder}/**"),
                None => format!("!{root}"),
            });
            std::iter::once("**".to_owned()).chain(kept).collect()
        };
        Self { build: ".".to_owned(), ignore }
    }

    /// A glob relative to the build.
    pub(crate) fn strip(&self, glob: &str) -> String {
        let inside = glob.strip_prefix(&self.build).and_then(|rest| rest.strip_prefix('/'));
        inside.unwrap_or(glob).to_owned()
    }
}

/// Whether a root lies in the folder that another one is.
fn is_within(root: &str, folder: &str) -> bool {
    let Some(path) = folder.strip_suffix('/') else { return false };
    root.starts_with(folder)
        || !is_literal(path) && Globs::new(&[format!("{path}/**")]).is_ok_and(|globs| globs.matches(root))
}

/// The directory that a glob is about: up to the one that a bundler writes, or else all folders that are written in full.
/// `None` for files beside the configuration, and for wildcards.
fn root(glob: &str) -> Option<String> {
    let parts: Vec<&str> = glob.split('/').collect();
    let (_, folders) = parts.split_last()?;
    if let Some(at) = folders.iter().position(|folder| OUTPUTS.contains(folder))
        && folders.iter().take(at).all(|folder| *folder != "**")
    {
        let inner = folders.iter().skip(at + 1).take_while(|folder| BROWSER_FOLDERS.contains(folder)).count();
        return Some(folders.get(..=at + inner)?.join("/"));
    }
    let literal = folders.iter().take_while(|folder| is_literal(folder)).count();
    (0 < literal).then(|| folders.get(..literal).unwrap_or_default().join("/"))
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[track_caller]
    fn check(globs: &[&str], build: &str, ignore: &[&str]) {
        let places = Places::of(globs.iter().copied());
        assert_eq!(
            (places.build.as_str(), places.ignore),
            (build, ignore.iter().map(|&one| one.into()).collect())
        );
    }

    #[test]
    fn the_build_is_the_directory_that_a_bundler_writes() {
        check(&["dist/assets/*.js", "dist/*.css"], "dist", &[]);
        check(&["build/static/js/main.*.js"], "build", &[]);
        check(&["packages/web/dist/a.js"], "packages/web/dist", &[]);
        check(&[".output/public/_nuxt/*.js"], ".output/public", &[]);
        check(&["../dist/*.js"], "../dist", &[]);
        check(&["dist/**", "dist/browser/*.js"], "dist", &[]);
    }

    #[test]
    fn a_directory_of_another_name_is_one_as_far_as_it_is_written_in_full() {
        check(&["public/js/*.js", "public/js/vendor/*.js"], "public/js", &[]);
        check(&["lib/index.js"], "lib", &[]);
    }

    #[test]
    fn several_directories_are_kept_and_the_rest_of_the_project_is_ignored() {
        check(&["lib/index.js", "dist/*.js"], ".", &["**", "!dist/**", "!lib/**"]);
        check(
            &["packages/a/dist/*.js", "packages/b/dist/*.js"],
            ".",
            &["**", "!packages/a/dist/**", "!packages/b/dist/**"],
        );
        check(&["packages/*/dist/*.js", "packages/a/dist/x.js"], ".", &["**", "!packages/*/dist/**"]);
        check(&["index.js", "dist/*.js"], ".", &["**", "!dist/**", "!index.js"]);
    }

    #[test]
    fn what_can_be_anywhere_is_not_looked_for_among_dependencies() {
        check(&["**/*.js"], ".", &["**/node_modules/**", "**/.git/**"]);
    }
}
