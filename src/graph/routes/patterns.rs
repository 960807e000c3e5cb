//! Routes with parameters, and the paths that they stand for: `/blog/[slug]`, `/user/:id`, `/posts/$id`.

use std::collections::HashMap;

/// A site with more routes of one length than this is not looked through for each of its documents.
const MOST_PATTERNS: usize = 256;

/// The routes with parameters of one part each, by the number of their parts.
pub(crate) struct Patterns<'a> {
    by_length: HashMap<usize, Vec<&'a str>>,
}

impl<'a> Patterns<'a> {
    /// Of all routes those that have parameters; what takes any number of parts is left out.
    pub(crate) fn of(routes: impl Iterator<Item = &'a str>) -> Self {
        let mut by_length: HashMap<usize, Vec<&str>> = HashMap::new();
        for route in routes.filter(|route| parts(route).any(is_parameter)) {
            by_length.entry(parts(route).count()).or_default().push(route);
        }
        Self { by_length }
    }

    /// The only route that stands for `path`; `None` where there are several, since routers differ in which they take.
    pub(crate) fn only_match(&self, path: &str) -> Option<&'a str> {
        let candidates = self.by_length.get(&parts(path).count())?;
        if MOST_PATTERNS < candidates.len() {
            return None;
        }
        let fits = |(pattern, part): (&str, &str)| pattern == part || is_parameter(pattern);
        let mut matching = candidates.iter().filter(|pattern| parts(pattern).zip(parts(path)).all(fits));
        match (matching.next(), matching.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').skip(1)
}

/// `[slug]`, `:id` and `$id`, but not `[...rest]`, `[[lang]]`, `:id?` and `:all(.*)*`.
fn is_parameter(part: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '='))
    };
    let in_brackets = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
    // Nuxt writes `:slug()`.
    let named = part.strip_prefix(':').map(|name| name.strip_suffix("()").unwrap_or(name));
    in_brackets.or(named).or(part.strip_prefix('$')).is_some_and(is_name)
}
