//! Which pages a `path` of Lighthouse's budget.json is about, as globs of routes or of documents.
//!
//! A path is a prefix of what stands behind the site's name, with at most one `*`, which crosses folders, and a `$` at
//! its end where it is no prefix (Lighthouse 11.7.1, `core/config/budget.js`). Routes have no `/` at their end and no
//! `.html`; where a file speaks of `.html`, all its paths are told by documents instead.

/// How pages are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// As visitors type them: `/blog`.
    Route,
    /// As they lie in the build: `blog.html`.
    Document,
    /// As a browser asked for them, with all that stands in the address: `/blog/?page=2`.
    Address,
}

/// A path that was taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pages {
    /// What the path begins with; with its `/`.
    before: String,
    /// What comes somewhere behind that.
    after: Option<String>,
    /// Whether nothing may follow.
    is_end: bool,
}

/// Why a path names no pages of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPages {
    /// Lighthouse does not read it.
    Invalid(&'static str),
    /// It has a `?`.
    Query,
}

impl Pages {
    /// Every page.
    pub(crate) fn all() -> Self {
        Self { before: "/".to_owned(), after: None, is_end: false }
    }

    /// Those of a path.
    pub(crate) fn of(path: &str) -> Result<Self, NoPages> {
        if !path.starts_with('/') {
            return Err(NoPages::Invalid("a path begins with /"));
        }
        if 1 < path.matches('*').count() {
            return Err(NoPages::Invalid("a path has one * at most"));
        }
        let (path, is_end) = path.strip_suffix('$').map_or((path, false), |path| (path, true));
        if path.contains('$') {
            return Err(NoPages::Invalid("a path has $ at its end only"));
        }
        if path.contains('?') {
            return Err(NoPages::Query);
        }
        let (before, after) =
            path.split_once('*').map_or((path, None), |(before, after)| (before, Some(after)));
        // Whatever follows a `*` at the end is part of it.
        let is_end = is_end && after.is_none_or(|after| !after.is_empty());
        let after = after.filter(|after| !after.is_empty()).map(str::to_owned);
        Ok(Self { before: before.to_owned(), after, is_end })
    }

    /// Whether it is about every page.
    pub(crate) fn are_all(&self) -> bool {
        *self == Self::all()
    }

    /// Whether every page of `other` is one of these.
    pub(crate) fn cover(&self, other: &Self) -> bool {
        let is_prefix = self.after.is_none() && !self.is_end;
        self == other || (is_prefix && other.before.starts_with(&self.before))
    }

    /// Whether it speaks of documents by their names.
    pub(crate) fn name_documents(&self) -> bool {
        self.before.contains(".htm") || self.after.as_ref().is_some_and(|after| after.contains(".htm"))
    }

    /// The globs that together are about the same pages.
    pub(crate) fn globs(&self, named: By) -> Vec<String> {
        let folder = self.before.ends_with('/');
        let start = match named {
            By::Route | By::Address => self.before.as_str(),
            By::Document => self.before.trim_start_matches('/'),
        };
        if self.are_all() {
            return vec![if named == By::Document { "**" } else { "/**" }.to_owned()];
        }
        let after = self.after.as_deref().map(|after| {
            if self.is_end && named != By::Address { after.trim_end_matches('/') } else { after }
        });
        match after.filter(|after| !after.is_empty()) {
            Some(after) => {
                let (start, after) = (literal(start), literal(after));
                let through = [format!("{start}*{after}"), format!("{start}*/**/*{after}")];
                if self.is_end {
                    through.iter().flat_map(|page| of_page(page, named)).collect()
                } else {
                    through.iter().flat_map(|page| [format!("{page}*"), format!("{page}*/**")]).collect()
                }
            }
            None if named == By::Address && self.is_end => vec![literal(start)],
            None if self.is_end && self.after.is_none() => {
                of_page(&literal(start.trim_end_matches('/')), named)
            }
            None if named == By::Address && folder => vec![format!("{}**", literal(start))],
            // `/blog/` begins what lies in the folder, and its own page.
            None if folder => {
                let inside = literal(start);
                let mut globs = of_page(inside.trim_end_matches('/'), named);
                globs.push(format!("{inside}**"));
                globs
            }
            None => vec![format!("{}*", literal(start)), format!("{}*/**", literal(start))],
        }
    }
}

/// The one page of that path, which is a glob already.
fn of_page(page: &str, named: By) -> Vec<String> {
    match named {
        By::Route if page.is_empty() => vec!["/".to_owned()],
        By::Route | By::Address => vec![page.to_owned()],
        By::Document if page.is_empty() => vec!["index.html".to_owned()],
        By::Document if page.contains(".htm") => vec![page.to_owned()],
        By::Document => vec![format!("{page}.html"), format!("{page}/index.html")],
    }
}

/// A text in which no character means anything to a glob.
fn literal(text: &str) -> String {
    let mut glob = String::new();
    for character in text.chars() {
        if matches!(character, '?' | '[' | ']' | '{' | '}' | '\\' | '!') {
            glob.extend(['[', character, ']']);
        } else {
            glob.push(character);
        }
    }
    // `[!]` would be a class without end.
    glob.replace("[!]", "!")
}

#[cfg(test)]
mod tests {
    use super::{By, NoPages, Pages};
    use crate::model::globs::Globs;

    #[track_caller]
    fn check(path: &str, about: &[&str], not_about: &[&str]) {
        let pages = Pages::of(path).expect("it can be read");
        let globs = Globs::new(&pages.globs(By::Route)).expect("they compile");
        for route in about {
            assert!(globs.matches(route), "{route} is of {path}: {:?}", globs.written());
        }
        for route in not_about {
            assert!(!globs.matches(route), "{route} is not of {path}: {:?}", globs.written());
        }
    }

    #[test]
    fn a_path_is_a_prefix() {
        check("/", &["/", "/blog", "/blog/a"], &[]);
        check("/*", &["/", "/blog", "/blog/a"], &[]);
        check("/blog", &["/blog", "/blog/a", "/blog/a/b", "/blogroll", "/blogroll/a"], &["/", "/a/blog"]);
        check("/blog/", &["/blog", "/blog/a", "/blog/a/b"], &["/blogroll", "/"]);
        check("/blog/*", &["/blog", "/blog/a", "/blog/a/b"], &["/blogroll", "/"]);
    }

    #[test]
    fn a_dollar_ends_it() {
        check("/$", &["/"], &["/blog"]);
        check("/blog$", &["/blog"], &["/blog/a", "/blogroll"]);
        check("/blog/$", &["/blog"], &["/blog/a"]);
        check("/*$", &["/", "/blog"], &[]);
    }

    #[test]
    fn a_star_crosses_folders() {
        check("/a*b", &["/ab", "/axb", "/ax/yb", "/ax/y/zbc/d", "/abc"], &["/a", "/b", "/xab"]);
        check("/a*/b", &["/a/b", "/ax/b", "/a/x/y/b/c"], &["/ab"]);
        check("/a*b$", &["/ab", "/a/x/b"], &["/abc", "/a/b/c"]);
        check("/a/*/edit$", &["/a/1/edit", "/a/1/2/edit"], &["/a/1/edit/x", "/a/1"]);
    }

    #[test]
    fn brackets_in_a_path_are_meant_as_they_are() {
        check("/blog/[slug]$", &["/blog/[slug]"], &["/blog/s"]);
        check("/a{b}!", &["/a{b}!"], &["/ab"]);
    }

    #[test]
    fn a_path_with_html_is_about_documents() {
        let check = |path: &str, expected: &[&str]| {
            let pages = Pages::of(path).expect("it can be read");
            assert!(pages.name_documents() == path.contains("htm"), "{path}");
            assert_eq!(pages.globs(By::Document), expected, "{path}");
        };
        check("/about.html$", &["about.html"]);
        check("/docs/*.html$", &["docs/*.html", "docs/*/**/*.html"]);
        check("/", &["**"]);
        check("/$", &["index.html"]);
        check("/blog$", &["blog.html", "blog/index.html"]);
        check("/blog/", &["blog.html", "blog/index.html", "blog/**"]);
    }

    #[test]
    fn an_address_is_taken_to_the_letter() {
        let check = |path: &str, about: &[&str], not_about: &[&str]| {
            let pages = Pages::of(path).expect("it can be read").globs(By::Address);
            let globs = Globs::new(&pages).expect("they compile");
            for address in about {
                assert!(globs.matches_route(address), "{address} is of {path}: {pages:?}");
            }
            for address in not_about {
                assert!(!globs.matches_route(address), "{address} is not of {path}: {pages:?}");
            }
        };
        check("/", &["/", "/blog", "/blog/", "/blog?page=2"], &[]);
        check("/$", &["/"], &["/blog"]);
        check("/blog", &["/blog", "/blog/", "/blog/a", "/blog?page=2", "/blogroll"], &["/"]);
        check("/blog/", &["/blog/", "/blog/a", "/blog/a/b"], &["/blog", "/blogroll"]);
        check("/blog$", &["/blog"], &["/blog/", "/blog/a"]);
        check("/blog/$", &["/blog/"], &["/blog", "/blog/a"]);
        check("/docs/*.html$", &["/docs/a.html", "/docs/a/b.html"], &["/docs/a.html?x", "/docs/"]);
        check("/a/*/edit", &["/a/1/edit", "/a/1/2/edit/x", "/a/1/edits"], &["/a/edit"]);
    }

    #[test]
    fn a_prefix_covers_what_begins_with_it() {
        let check = |one: &str, other: &str, expected: bool| {
            let (one, other) = (Pages::of(one).expect("a path"), Pages::of(other).expect("a path"));
            assert_eq!(one.cover(&other), expected);
        };
        check("/", "/blog/*/edit$", true);
        check("/blog", "/blog/a", true);
        check("/blog/a", "/blog", false);
        check("/blog$", "/blog$", true);
        check("/blog$", "/blog", false);
        check("/blog*a", "/blog/a", false);
    }

    #[test]
    fn what_lighthouse_does_not_read_is_refused() {
        for path in ["blog", "/a*b*c", "/a$b", "/$a$"] {
            assert!(matches!(Pages::of(path), Err(NoPages::Invalid(_))), "{path}");
        }
        assert_eq!(Pages::of("/search?q="), Err(NoPages::Query));
    }
}
