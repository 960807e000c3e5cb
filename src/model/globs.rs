//! Sets of glob patterns with the meaning that frontend tools give them.
//!
//! `*` and `?` stay within one folder, `**` crosses folders, `{a,b}` lists alternatives, a leading `!`
//! takes files out again. A path is in the set when some pattern takes it in (or there is none that
//! takes in) and none takes it out; the order of the patterns does not matter.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Patterns, compiled once and asked often.
#[derive(Clone, Debug)]
pub struct Globs {
    written: Vec<String>,
    taken_in: Option<GlobSet>,
    taken_out: GlobSet,
}

/// A pattern that does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadGlob {
    /// Which of the patterns.
    pub index: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl Globs {
    /// Compiles `patterns`; gives every pattern that does not compile.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<Self, Vec<BadGlob>> {
        let (mut taken_in, mut taken_out) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        let (mut any_taken_in, mut bad) = (false, Vec::new());
        for (index, pattern) in patterns.iter().enumerate() {
            let pattern = pattern.as_ref();
            let (out, glob) = match pattern.strip_prefix('!') {
                Some(glob) => (true, glob),
                None => (false, pattern),
            };
            let glob = glob.strip_prefix("./").unwrap_or(glob);
            match GlobBuilder::new(glob).literal_separator(true).build() {
                Ok(glob) if out => {
                    taken_out.add(glob);
                }
                Ok(glob) => {
                    any_taken_in = true;
                    taken_in.add(glob);
                }
                Err(error) => bad.push(BadGlob { index, reason: error.kind().to_string() }),
            }
        }
        let whole = |error: globset::Error| vec![BadGlob { index: 0, reason: error.kind().to_string() }];
        if !bad.is_empty() {
            return Err(bad);
        }
        Ok(Self {
            written: patterns.iter().map(|pattern| pattern.as_ref().to_owned()).collect(),
            taken_in: if any_taken_in { Some(taken_in.build().map_err(whole)?) } else { None },
            taken_out: taken_out.build().map_err(whole)?,
        })
    }

    /// The set without any file.
    pub fn none() -> Self {
        Self { written: Vec::new(), taken_in: Some(GlobSet::empty()), taken_out: GlobSet::empty() }
    }

    /// Whether `path` is in the set.
    pub fn matches(&self, path: &str) -> bool {
        self.taken_in.as_ref().is_none_or(|globs| globs.is_match(path)) && !self.taken_out.is_match(path)
    }

    /// Whether a route or page is in the set: one that is written in full is meant, whatever its brackets and question
    /// marks would be in a glob.
    pub fn matches_route(&self, route: &str) -> bool {
        self.matches(route) || self.written.iter().any(|written| written == route)
    }

    /// The patterns as written.
    pub fn written(&self) -> &[String] {
        &self.written
    }
}

#[cfg(test)]
mod tests {
    use super::Globs;

    #[track_caller]
    fn check(patterns: &[&str], inside: &[&str], outside: &[&str]) {
        let globs = Globs::new(patterns).expect("the patterns compile");
        for path in inside {
            assert!(globs.matches(path), "{path} is in {patterns:?}");
        }
        for path in outside {
            assert!(!globs.matches(path), "{path} is not in {patterns:?}");
        }
    }

    #[test]
    fn a_star_stays_within_its_folder() {
        check(&["*.js"], &["a.js"], &["assets/a.js"]);
        check(&["assets/*.js"], &["assets/a.js"], &["assets/deep/a.js", "a.js"]);
    }

    #[test]
    fn two_stars_cross_folders_and_none() {
        check(&["**/*.js"], &["a.js", "assets/deep/a.js"], &["a.css"]);
        check(&["storybook/**"], &["storybook/a", "storybook/a/b.js"], &["storybook"]);
    }

    #[test]
    fn an_exclamation_mark_takes_out_wherever_it_stands() {
        check(&["!*-legacy-*.js", "*.js"], &["a.js"], &["a-legacy-1.js"]);
        check(&["!*.map"], &["a.js"], &["a.map"]);
    }

    #[test]
    fn braces_list_alternatives_and_a_leading_dot_slash_is_nothing() {
        check(&["./**/*.{js,css}"], &["a.js", "b/c.css"], &["a.html"]);
    }

    #[test]
    fn a_pattern_that_does_not_compile_is_named() {
        let bad = Globs::new(&["a", "[z"]).expect_err("`[z` has no end");
        assert_eq!(bad.len(), 1);
        assert_eq!(bad[0].index, 1);
    }
}
