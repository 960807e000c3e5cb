//! From a URL as written to the file of the build that it names.
//!
//! In this order: the import map, origin and query stripped, the exact path, relative to the file or page,
//! below one of the folders above (a build of several sites), with leading folders stripped (a base path such
//! as `/app/`), and last the only file whose path ends so. What names no file of the build is `None`.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::hashed_name::HashedName;
use crate::model::path::joined;
use crate::model::script::{Target, UrlBase};

/// Finds files by URL.
pub(crate) struct Resolver<'a> {
    assets: &'a [Asset],
    by_path: HashMap<&'a str, AssetId>,
    by_name: HashMap<&'a str, Vec<AssetId>>,
    import_maps: Vec<ImportMap>,
}

/// The import map of one document.
pub(crate) struct ImportMap {
    /// The document.
    pub(crate) document: AssetId,
    /// Specifier to URL, in the order written.
    pub(crate) imports: Vec<(String, String)>,
}

impl<'a> Resolver<'a> {
    /// Indexes the files of a build and the import maps of its documents.
    pub(crate) fn new(assets: &'a [Asset], import_maps: Vec<ImportMap>) -> Self {
        let mut by_path = HashMap::with_capacity(assets.len());
        let mut by_name: HashMap<&str, Vec<AssetId>> = HashMap::new();
        for (index, asset) in assets.iter().enumerate() {
            by_path.insert(asset.path.as_str(), AssetId::new(index));
            by_name.entry(asset.path.file_name()).or_default().push(AssetId::new(index));
        }
        Self { assets, by_path, by_name, import_maps }
    }

    /// The type of a file.
    pub(crate) fn resource_type(&self, asset: AssetId) -> ResourceType {
        self.assets[asset.index()].resource_type
    }

    /// The name of a file.
    pub(crate) fn file_name(&self, asset: AssetId) -> &'a str {
        self.assets[asset.index()].path.file_name()
    }

    /// The file that `target`, standing in `from`, names.
    pub(crate) fn target(&self, target: &Target, from: AssetId) -> Option<AssetId> {
        match target {
            Target::Unknown => None,
            Target::Url { url, base: UrlBase::Specifier } => self.specifier(url, from),
            Target::Url { url, base: UrlBase::File } => self.url(url, self.directory(from)),
            Target::Url { url, base: UrlBase::Page } => {
                // Which page runs a script is not known: the root of the site first, then the script's folder.
                let is_rooted = url.starts_with("./") || url.starts_with("../");
                let at_root = if is_rooted { None } else { self.below(&path_of(url)?, "") };
                at_root.or_else(|| self.url(url, self.directory(from)))
            }
        }
    }

    /// The file at `path` below the folder of `from` or below one of the folders above, the nearest first: a
    /// runtime knows the public path, but not where it lies itself.
    pub(crate) fn nearest(&self, path: &str, from: AssetId) -> Option<AssetId> {
        let path = path_of(path)?;
        let path = path.trim_start_matches('/');
        let folders: Vec<&str> = ancestors(self.directory(from)).collect();
        folders.into_iter().rev().find_map(|folder| self.below(path, folder))
    }

    /// How many folders two files have in common.
    pub(crate) fn shared_folders(&self, a: AssetId, b: AssetId) -> usize {
        common_prefix(self.directory(a), self.directory(b))
    }

    /// The file that a URL in a document names, relative to its `<base href>` or to itself.
    pub(crate) fn document_url(&self, url: &str, document: AssetId, base: Option<&str>) -> Option<AssetId> {
        let directory = self.directory(document);
        match base.and_then(path_of) {
            None => self.url(url, directory),
            Some(base) => {
                let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
                let relative = !url.starts_with('/') && !url.contains("://");
                let against_base = relative.then(|| format!("{folder}/{url}"));
                let against_base = against_base.and_then(|url| self.url(&url, directory));
                against_base.or_else(|| self.url(url, directory))
            }
        }
    }

    fn directory(&self, asset: AssetId) -> &'a str {
        self.assets[asset.index()].path.directory()
    }

    fn specifier(&self, specifier: &str, from: AssetId) -> Option<AssetId> {
        if let Some(asset) = self.mapped(specifier, from) {
            return Some(asset);
        }
        let is_path =
            specifier.starts_with('/') || specifier.starts_with("./") || specifier.starts_with("../");
        let is_url = is_path || specifier.contains("://");
        if is_url { self.url(specifier, self.directory(from)) } else { None }
    }

    /// Looks a specifier up in the import maps; where pages differ, the page nearest to the script decides.
    fn mapped(&self, specifier: &str, from: AssetId) -> Option<AssetId> {
        let from = self.assets[from.index()].path.as_str();
        let found = self.import_maps.iter().filter_map(|map| {
            let url = map.lookup(specifier)?;
            let page = self.directory(map.document);
            let asset = self.url(&url, page)?;
            Some((common_prefix(page, from), asset))
        });
        // The first of equally near ones: documents are sorted by path.
        found.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, asset)| asset)
    }

    /// Resolves a path or URL that is not a bare module specifier.
    fn url(&self, url: &str, directory: &str) -> Option<AssetId> {
        let path = path_of(url)?;
        if url.contains("://") || url.starts_with("//") {
            return self.without_leading_folders(&path, true);
        }
        if let Some(rooted) = path.strip_prefix('/') {
            return ancestors(directory)
                .find_map(|folder| self.below(rooted, folder))
                .or_else(|| self.without_leading_folders(rooted, false))
                .or_else(|| self.only_one_that_ends_with(rooted));
        }
        if let Some(asset) = self.below(&path, directory) {
            return Some(asset);
        }
        let bare = path.trim_start_matches("./").trim_start_matches("../");
        self.below(bare, "")
            .or_else(|| self.without_leading_folders(bare, false))
            .or_else(|| self.only_one_that_ends_with(bare))
    }

    fn below(&self, path: &str, directory: &str) -> Option<AssetId> {
        self.by_path.get(joined(directory, path)?.as_str()).copied()
    }

    /// `/app/assets/x.js` where the build's folder is mounted at `/app/`.
    ///
    /// A URL with an origin may lead to another site: then a file at the top counts only with a hash in its name.
    fn without_leading_folders(&self, path: &str, foreign: bool) -> Option<AssetId> {
        let path = path.trim_start_matches('/');
        let mut rest = path;
        loop {
            let found = self.by_path.get(rest).copied();
            if let Some(asset) = found {
                let is_telling = rest.contains('/') || HashedName::parse(rest).hash.is_some();
                if is_telling || !foreign {
                    return Some(asset);
                }
            }
            rest = rest.split_once('/')?.1;
        }
    }

    /// The site's root lies deeper than the build's: `/main.js` for `browser/main.js`.
    fn only_one_that_ends_with(&self, path: &str) -> Option<AssetId> {
        let name = path.rsplit('/').next()?;
        let ends_so = |asset: &&AssetId| {
            let candidate = self.assets[asset.index()].path.as_str();
            candidate.strip_suffix(path).is_some_and(|before| before.ends_with('/'))
        };
        let mut found = self.by_name.get(name)?.iter().filter(ends_so);
        match (found.next(), found.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }
}

impl ImportMap {
    /// Exact entries win, then the longest prefix that ends with `/`.
    fn lookup(&self, specifier: &str) -> Option<String> {
        if let Some((_, url)) = self.imports.iter().find(|(key, _)| key == specifier) {
            return Some(url.clone());
        }
        let prefixes =
            self.imports.iter().filter(|(key, _)| key.ends_with('/') && specifier.starts_with(key));
        let (key, url) = prefixes.max_by_key(|(key, _)| key.len())?;
        Some(format!("{url}{}", &specifier[key.len()..]))
    }
}

/// The path of a URL: origin, query and fragment stripped, percent-encoding decoded; rooted if an origin was there.
pub(crate) fn path_of(url: &str) -> Option<String> {
    let url = url.trim();
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let path = match url.split_once("://") {
        Some((scheme, rest))
            if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") =>
        {
            rest.split_once('/')?.1.to_owned()
        }
        Some(_) => return None,
        None => match url.strip_prefix("//") {
            Some(rest) => rest.split_once('/')?.1.to_owned(),
            // `data:`, `blob:`, `mailto:`; a path may hold a colon only behind its first `/`.
            None if url.split('/').next().is_some_and(|first| first.contains(':')) => return None,
            None => url.to_owned(),
        },
    };
    if path.is_empty() {
        return None;
    }
    let decoded = percent_decode_str(&path).decode_utf8();
    Some(decoded.map_or_else(|_| path.clone(), Cow::into_owned))
}

/// The top of the build, then each folder on the way down to `directory`.
fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    let ends = directory.match_indices('/').map(|(index, _)| index).chain([directory.len()]);
    std::iter::once("").chain(ends.map(|end| &directory[..end]).filter(|folder| !folder.is_empty()))
}

/// How many leading folders two paths share.
fn common_prefix(a: &str, b: &str) -> usize {
    a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b && !a.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::{ImportMap, Resolver};
    use crate::model::asset::{Asset, AssetId, ResourceType};
    use crate::model::path::AssetPath;
    use crate::model::script::{Target, UrlBase};

    fn assets(paths: &[&str]) -> Vec<Asset> {
        let asset = |path: &&str| Asset {
            path: AssetPath::new(*path),
            resource_type: ResourceType::of(&AssetPath::new(*path)),
            raw: 0,
            sizes: None,
            precompressed: Vec::new(),
        };
        paths.iter().map(asset).collect()
    }

    /// The first path is the one that refers.
    #[track_caller]
    fn check(paths: &[&str], url: &str, base: UrlBase, expected: Option<&str>) {
        let assets = assets(paths);
        let resolver = Resolver::new(&assets, Vec::new());
        let found = resolver.target(&Target::url(url, base), AssetId(0));
        assert_eq!(found.map(|asset| assets[asset.index()].path.as_str()), expected, "{url} in {}", paths[0]);
    }

    #[test]
    fn a_specifier_is_relative_to_its_file_and_a_bare_one_is_a_package() {
        let paths = ["assets/a.js", "assets/b.js", "b.js", "lit"];
        check(&paths, "./b.js", UrlBase::Specifier, Some("assets/b.js"));
        check(&paths, "../b.js", UrlBase::Specifier, Some("b.js"));
        check(&paths, "/assets/b.js", UrlBase::Specifier, Some("assets/b.js"));
        check(&paths, "lit", UrlBase::Specifier, None);
    }

    #[test]
    fn a_url_of_the_file_may_be_bare() {
        check(&["chunks/a.js", "chunks/w.js", "w.js"], "w.js", UrlBase::File, Some("chunks/w.js"));
        check(&["a.js", "chunks/w.js"], "chunks/w.js", UrlBase::File, Some("chunks/w.js"));
    }

    #[test]
    fn a_url_of_the_page_is_looked_for_at_the_root_first() {
        check(&["assets/a.js", "assets/w.js", "w.js"], "w.js", UrlBase::Page, Some("w.js"));
        check(&["assets/a.js", "assets/b.css"], "assets/b.css", UrlBase::Page, Some("assets/b.css"));
    }

    #[test]
    fn queries_fragments_and_percent_encoding_are_taken_away() {
        check(&["a.js", "b c.js"], "./b%20c.js?v=1#x", UrlBase::Specifier, Some("b c.js"));
    }

    #[test]
    fn a_base_path_or_a_content_delivery_network_in_front_does_not_matter() {
        check(&["assets/a.js", "assets/x.js"], "/app/assets/x.js", UrlBase::Specifier, Some("assets/x.js"));
        check(
            &["a.js", "assets/x.js"],
            "https://cdn.test/app/assets/x.js",
            UrlBase::Specifier,
            Some("assets/x.js"),
        );
    }

    #[test]
    fn a_file_of_another_site_is_not_taken_for_one_of_the_build() {
        check(&["a.js", "vue.js"], "https://cdn.test/npm/vue.js", UrlBase::Specifier, None);
    }

    #[test]
    fn the_root_of_the_site_may_lie_deeper() {
        check(&["browser/index.html", "browser/main.js"], "/main.js", UrlBase::File, Some("browser/main.js"));
        check(&["a.js", "out/_next/x.js"], "/_next/x.js", UrlBase::File, Some("out/_next/x.js"));
    }

    #[test]
    fn two_files_that_end_alike_are_not_guessed_between() {
        check(&["a.js", "one/x.js", "two/x.js"], "/x.js", UrlBase::File, None);
    }

    #[test]
    fn what_is_no_file_is_nothing() {
        check(&["a.js"], "data:text/javascript,1", UrlBase::File, None);
        check(&["a.js"], "blob:x", UrlBase::File, None);
        check(&["a.js"], "", UrlBase::File, None);
        check(&["a.js"], "../../../../etc/passwd", UrlBase::File, None);
    }

    #[test]
    fn the_import_map_of_the_nearest_page_decides() {
        let assets =
            assets(&["one/index.html", "one/x.js", "one/y.js", "two/index.html", "two/x.js", "two/y.js"]);
        let map = |document, url: &str| ImportMap {
            document: AssetId(document),
            imports: vec![("#entry".to_owned(), url.to_owned()), ("lib/".to_owned(), "./".to_owned())],
        };
        let resolver = Resolver::new(&assets, vec![map(0, "./y.js"), map(3, "./y.js")]);
        let entry = Target::url("#entry", UrlBase::Specifier);
        assert_eq!(resolver.target(&entry, AssetId(1)), Some(AssetId(2)));
        assert_eq!(resolver.target(&entry, AssetId(4)), Some(AssetId(5)));
        assert_eq!(
            resolver.target(&Target::url("lib/x.js", UrlBase::Specifier), AssetId(4)),
            Some(AssetId(4))
        );
    }
}
