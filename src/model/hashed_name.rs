//! File names without the content hash that bundlers write into them.
//!
//! `index-BxY1c2_z.js` (Vite, Rollup: 8 characters of base64url), `main.3f2a91bc.chunk.js` (webpack: hex),
//! `chunk-JE2NGXMI.js` (esbuild: base32). A part counts as a hash only if it cannot be a word: it has a digit, or
//! capitals and small letters mixed the way words do not mix them.

/// The parts of a file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashedName<'a> {
    /// What stands before the hash, or the name without its extensions.
    pub stem: &'a str,
    /// The content hash, if there is one.
    pub hash: Option<&'a str>,
    /// What stands behind: `.js`, `.chunk.css`.
    pub extension: &'a str,
}

/// What Vite and Rollup cut their hashes to; they are base64url and may hold `-` and `_`.
const BASE64URL_LENGTH: usize = 8;
/// What Turbopack cuts its hashes to: 64 bits in 38 digits, small letters, `-` and `_`; the first is one of `0` to `4`.
const BASE38_LENGTH: usize = 13;
/// What Next makes the id of a build of: nanoid's default.
const BUILD_ID_LENGTH: usize = 21;
/// What the others cut theirs to; a whole SHA-256 is 64 hex digits.
const PLAIN_LENGTHS: std::ops::RangeInclusive<usize> = 5..=64;

/// Whether two file names are one name but for their hashes: `index-9pqryl8h.js` and `index-CPLIeadc.css`.
///
/// Where the hash of only one of them is recognised, the other's may look like a word: it counts if it is as long.
pub fn share_name(one: &str, other: &str) -> bool {
    let (one_name, other_name) = (HashedName::parse(one), HashedName::parse(other));
    let continues = |whole: &str, hashed: HashedName<'_>| {
        let hash = hashed.hash.unwrap_or_default();
        let rest = split_extension(whole)
            .0
            .strip_prefix(hashed.stem)
            .and_then(|rest| rest.strip_prefix(['-', '.', '_']));
        rest.is_some_and(|rest| rest.len() == hash.len() && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    match (one_name.hash, other_name.hash) {
        (Some(_), Some(_)) | (None, None) => one_name.stem == other_name.stem,
        (Some(_), None) => one_name.stem == other_name.stem || continues(other, one_name),
        (None, Some(_)) => one_name.stem == other_name.stem || continues(one, other_name),
    }
}

/// What the file with a script's licences is called behind the script's own name.
const LICENSES: &str = ".LICENSE.txt";

/// A path with `*` where its file name has a content hash, so that it names the same file in the next build:
/// `assets/index-*.js`, `_nuxt/*.js`. Two files of one build may come to the same.
pub fn without_hash(path: &str) -> String {
    // Licences that a minifier takes out of a file are named by it: `[file].LICENSE.txt` (terser-webpack-plugin).
    if let Some(file) = path.strip_suffix(LICENSES) {
        return without_hash(file) + LICENSES;
    }
    let mut name = String::with_capacity(path.len());
    let mut end = 0;
    for (start, hash) in hashes_with_places(path) {
        name.push_str(path.get(end..start).unwrap_or_default());
        name.push('*');
        end = start + hash.len();
    }
    name.push_str(path.get(end..).unwrap_or_default());
    name
}

/// The hashes in a path: those of its folders, such as the id of a build, and that of the file.
pub fn hashes(path: &str) -> impl Iterator<Item = &str> {
    hashes_with_places(path).map(|(_, hash)| hash)
}

/// The hashes in a path and where they begin, one after the other. A part with `*` has lost its own.
fn hashes_with_places(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut parts = path.split('/').peekable();
    let mut start = 0;
    std::iter::from_fn(move || {
        let part = parts.next()?;
        let found = if parts.peek().is_some() {
            is_hashed_folder(part).then_some((start, part))
        } else {
            let HashedName { stem, hash, extension } = HashedName::parse(part);
            let only = || is_only_a_hash(stem).then_some((start, stem));
            let behind = |hash: &'_ str| start + part.len() - extension.len() - hash.len();
            hash.map(|hash| (behind(hash), hash)).or_else(only)
        };
        start += part.len() + 1;
        Some(found.filter(|_| !part.contains('*')))
    })
    .flatten()
}

/// A name out of [`without_hash`] without the hash that stands before the `*`, if there is one:
/// `js/info-OHQRW6UA.*.js` is `js/info-*.*.js`. It must be as long as those of packages' own builds are.
pub fn without_inner_hashes(name: &str) -> Option<String> {
    let (start, end) = name.rsplit_once('*')?;
    let (folder, file) = start.split_at(start.rfind('/').map_or(0, |slash| slash + 1));
    let separator = file.chars().next_back().filter(|c| matches!(c, '-' | '.' | '_' | '~'))?;
    let (stem, hash) = split(file.strip_suffix(separator)?)?;
    let between = file.get(stem.len()..stem.len() + 1)?;
    (BASE64URL_LENGTH <= hash.len()).then(|| format!("{folder}{stem}{between}*{separator}*{end}"))
}

/// Of a path without a hash the names that it has if a part that looks like a word is one, each with the length of that
/// part: `UriUtil.Buqblitv.js` may be `UriUtil.*.js`, and `abcdefgh.js` may be `*.js`.
///
/// Of 1,000 hashes of 8 small letters and digits, 74 have no digit.
pub fn wordlike_hashes(path: &str) -> Vec<(String, usize)> {
    let (folder, file_name) = path.split_at(path.rfind('/').map_or(0, |slash| slash + 1));
    let (base, extension) = split_extension(file_name);
    let is_long =
        |part: &str| BASE64URL_LENGTH <= part.len() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let in_base = |base: &str| {
        let start = base.rfind(['-', '.', '_', '~']).map_or(0, |separator| separator + 1);
        base.get(start..).filter(|part| is_long(part)).map(|part| (start, part.len()))
    };
    // `-` and `_` may be in it, where it is as long as Rollup's or Turbopack's.
    let with_separators = |length: usize| {
        let start = base.len().checked_sub(length)?;
        let part = base.get(start..)?;
        let is_behind = start == 0 || base.get(..start)?.ends_with(['-', '.', '_', '~']);
        let is_of_it = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        (is_behind && is_of_it && part.contains(['-', '_'])).then_some((start, length))
    };
    let before_word = || base.rsplit_once('.').and_then(|(inner, _)| in_base(inner));
    let name = |(at, length): (usize, usize)| {
        Some((format!("{folder}{}*{}{extension}", base.get(..at)?, base.get(at + length..)?), length))
    };
    let places =
        [in_base(base), with_separators(BASE64URL_LENGTH), with_separators(BASE38_LENGTH), before_word()];
    places.into_iter().flatten().filter_map(name).collect()
}

/// `PgS8NoZQ7W56rS06Sgjvx` (Next's build id: 21 characters of base64url), or hex digits: a folder that has another name
/// in every build. Shorter ones are versions and fonts (`bootstrap5`, `SourceSans3`).
fn is_hashed_folder(name: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| name.bytes().any(|byte| kind(&byte));
    let (digits, capitals) = (has(u8::is_ascii_digit), has(u8::is_ascii_uppercase));
    let is_hex = BASE64URL_LENGTH <= name.len()
        && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && has(u8::is_ascii_lowercase);
    let is_id = BUILD_ID_LENGTH == name.len()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && capitals
        && has(u8::is_ascii_lowercase);
    digits && (is_hex || (is_id && cannot_be_a_word(name)))
}

/// `C0fDo9Is`, `3f2a91bc07d1`: as long as bundlers cut hashes to, and no word.
fn is_only_a_hash(stem: &str) -> bool {
    let longest = *PLAIN_LENGTHS.end();
    if is_base38(stem) {
        return true;
    }
    (BASE64URL_LENGTH..=longest).contains(&stem.len())
        && !is_numbered_word(stem)
        && stem
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || (stem.len() == BASE64URL_LENGTH && b"-_".contains(&b)))
        && cannot_be_a_word(stem)
}

/// `3y-im33htslo_`, and not `2024-01-02-ab`: some part of it has digits between letters.
fn is_base38(text: &str) -> bool {
    let is_mixed = |part: &str| 4 <= part.len() && cannot_be_a_word(part) && !is_numbered_word(part);
    text.len() == BASE38_LENGTH
        && text.starts_with(['0', '1', '2', '3', '4'])
        && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || matches!(b, b'-' | b'_'))
        && text.split(['-', '_']).any(is_mixed)
}

/// `bootstrap5`, `1200w`: digits stand only behind small letters, or it is a size.
fn is_numbered_word(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| c.is_ascii_digit());
    word.bytes().all(|b| b.is_ascii_lowercase()) || is_size(text)
}

/// `1200x630`, `1200w`.
fn is_size(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_unit = unit.len() < text.len() && matches!(unit, "w" | "h" | "x" | "px" | "dpi" | "ms" | "k");
    has_unit || text.split_once('x').is_some_and(|(one, other)| is_number(one) && is_number(other))
}

/// `01-02-ab`: numbers and words beside each other, and no digit within a word.
fn is_row_of_words(text: &str) -> bool {
    let is_one_kind =
        |part: &str| part.bytes().all(|b| b.is_ascii_digit()) || part.bytes().all(|b| b.is_ascii_lowercase());
    text.contains(['-', '_']) && text.split(['-', '_']).all(is_one_kind)
}

impl<'a> HashedName<'a> {
    /// Takes a file name (no folders) apart.
    pub fn parse(file_name: &'a str) -> Self {
        let (base, extension) = split_extension(file_name);
        if is_base38(base) {
            return Self { stem: base, hash: None, extension };
        }
        if let Some((stem, hash)) = split(base) {
            return Self { stem, hash: Some(hash), extension };
        }
        // `main.3f2a91bc.chunk.js`: the hash stands before a second extension.
        if let Some((inner, word)) = base.rsplit_once('.')
            && let Some((stem, hash)) = split(inner)
        {
            let extension = &file_name[file_name.len() - extension.len() - word.len() - 1..];
            return Self { stem, hash: Some(hash), extension };
        }
        Self { stem: base, hash: None, extension }
    }
}

fn split_extension(file_name: &str) -> (&str, &str) {
    match file_name.rfind('.') {
        Some(dot) if dot > 0 => file_name.split_at(dot),
        _ => (file_name, ""),
    }
}

fn split_base64url(base: &str) -> Option<(&str, &str)> {
    let start = base.len().checked_sub(BASE64URL_LENGTH)?;
    if !base.is_char_boundary(start) {
        return None;
    }
    let (before, hash) = base.split_at(start);
    let stem = before.strip_suffix(['-', '.', '_'])?;
    let is_hash = hash.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && cannot_be_a_word(hash)
        && !is_row_of_words(hash);
    (is_hash && !stem.is_empty()).then_some((stem, hash))
}

/// A name without extensions as what stands before its hash, and the hash.
fn split(base: &str) -> Option<(&str, &str)> {
    split_base38(base).or_else(|| split_base64url(base)).or_else(|| split_plain(base))
}

fn split_base38(base: &str) -> Option<(&str, &str)> {
    let (before, hash) = base.split_at_checked(base.len().checked_sub(BASE38_LENGTH)?)?;
    let stem = before.strip_suffix(['-', '.', '_', '~'])?;
    (is_base38(hash) && !stem.is_empty()).then_some((stem, hash))
}

fn split_plain(base: &str) -> Option<(&str, &str)> {
    let separator = base.rfind(['-', '.', '_', '~'])?;
    let (stem, hash) = (&base[..separator], &base[separator + 1..]);
    let is_hash = PLAIN_LENGTHS.contains(&hash.len())
        && hash.bytes().all(|b| b.is_ascii_alphanumeric())
        && cannot_be_a_word(hash)
        && !is_size(hash);
    (is_hash && !stem.is_empty()).then_some((stem, hash))
}

/// Digits beside letters, all capitals, or capitals as no writer of CamelCase puts them.
fn cannot_be_a_word(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    if digits > 0 {
        let is_hex_number = text.len() >= 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        return letters > 0 || is_hex_number;
    }
    if capitals == letters {
        return letters >= BASE64URL_LENGTH;
    }
    capitals >= 2 && !is_camel_case(text)
}

/// `DateTime`, `myRouteMap`: every word behind the first has a capital and at least two small letters.
fn is_camel_case(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_ascii_uppercase());
    let first = words.next().unwrap_or_default();
    let is_word = |rest: &str| rest.len() >= 2 && rest.bytes().all(|b| b.is_ascii_lowercase());
    (first.is_empty() || is_word(first)) && words.all(is_word)
}

#[cfg(test)]
mod tests {
    use super::{HashedName, hashes, share_name, without_hash, without_inner_hashes, wordlike_hashes};

    #[track_caller]
    fn check(name: &str, stem: &str, hash: Option<&str>, extension: &str) {
        assert_eq!(HashedName::parse(name), HashedName { stem, hash, extension }, "{name}");
    }

    #[test]
    fn the_hashes_of_every_bundler_are_found() {
        check("index-9pqryl8h.js", "index", Some("9pqryl8h"), ".js");
        check("hero-lY-cWskn.png", "hero", Some("lY-cWskn"), ".png");
        check("table-BXmxm_jU.js", "table", Some("BXmxm_jU"), ".js");
        check("index-legacy-DlZdHA-6.js", "index-legacy", Some("DlZdHA-6"), ".js");
        check("main.c08222b9.chunk.js", "main", Some("c08222b9"), ".chunk.js");
        check("chunk-JE2NGXMI.js", "chunk", Some("JE2NGXMI"), ".js");
        check("app.DwR8VN5j.js", "app", Some("DwR8VN5j"), ".js");
        check("index-CPLIeadc.css", "index", Some("CPLIeadc"), ".css");
        check("index-BbaqvbeX.css", "index", Some("BbaqvbeX"), ".css");
        check("photo-a70a2e5efd4d488a.webp", "photo", Some("a70a2e5efd4d488a"), ".webp");
    }

    #[test]
    fn words_are_not_hashes() {
        check("foo-register.js", "foo-register", None, ".js");
        check("my-component.js", "my-component", None, ".js");
        check("RouteDebounce.js", "RouteDebounce", None, ".js");
        check("jquery.min.js", "jquery.min", None, ".js");
        check("main.js", "main", None, ".js");
        check("foo-DateTime.js", "foo-DateTime", None, ".js");
        check("foo-myButton.js", "foo-myButton", None, ".js");
        check("logo-32x32.png", "logo-32x32", None, ".png");
        check("hero-1200w.jpg", "hero-1200w", None, ".jpg");
        check(".htaccess", ".htaccess", None, "");
        check("LICENSE", "LICENSE", None, "");
    }

    #[test]
    fn two_names_are_one_but_for_their_hashes() {
        assert!(share_name("index-9pqryl8h.js", "index-CPLIeadc.css"));
        assert!(share_name("main.js", "main.css"));
        assert!(share_name("index-uU1-EDJI.js", "index-greeting.css"));
        assert!(!share_name("index-9pqryl8h.js", "form-CPLIeadc.css"));
        assert!(!share_name("main.js", "styles.css"));
        assert!(!share_name("index-9pqryl8h.js", "index-legacy-CPLIeadc.css"));
    }

    #[test]
    fn a_path_without_its_hash_is_that_of_the_next_build() {
        assert_eq!(without_hash("assets/index-9pqryl8h.js"), "assets/index-*.js");
        assert_eq!(without_hash("static/js/main.c08222b9.chunk.js"), "static/js/main.*.chunk.js");
        assert_eq!(without_hash("_nuxt/C0fDo9Is.js"), "_nuxt/*.js");
        assert_eq!(without_hash("_nuxt/-lY_cW8n.js"), "_nuxt/*.js");
        assert_eq!(without_hash("_nuxt/entry.BxY1c2Zq.css"), "_nuxt/entry.*.css");
        assert_eq!(without_hash("_app/immutable/nodes/3.C1abCd2e.js"), "_app/immutable/nodes/3.*.js");
        assert_eq!(without_hash("_app/immutable/chunks/BxY1c2Zq.js"), "_app/immutable/chunks/*.js");
        assert_eq!(without_hash("main-ABCDEF12.js"), "main-*.js");
        assert_eq!(without_hash("vendors~main.3f2a91bc.js"), "vendors~main.*.js");
        assert_eq!(without_hash("main~3f2a91bc.js"), "main~*.js");
        assert_eq!(
            without_hash("_next/static/chunks/123-75bcd1b3cdbc04c4.js"),
            "_next/static/chunks/123-*.js"
        );
        assert_eq!(without_hash("_next/static/chunks/3y-im33htslo_.js"), "_next/static/chunks/*.js");
        assert_eq!(
            without_hash("_next/static/chunks/turbopack-14j5un148_i39.js"),
            "_next/static/chunks/turbopack-*.js"
        );
        assert_eq!(
            without_hash("_next/static/PgS8NoZQ7W56rS06Sgjvx/_buildManifest.js"),
            "_next/static/*/_buildManifest.js"
        );
        assert_eq!(without_hash("3f2a91bc07d1/app-3f2a91bc.js"), "*/app-*.js");
        assert_eq!(without_hash("assets/index.js"), "assets/index.js");
        assert_eq!(without_hash("docs/navigation.html"), "docs/navigation.html");
        assert_eq!(without_hash("LICENSE"), "LICENSE");
        assert_eq!(without_hash("js/t.9332691a74.js.LICENSE.txt"), "js/t.*.js.LICENSE.txt");
        for path in [
            "lib/bootstrap5.css",
            "lib/jquery331.js",
            "fonts/SourceSans3/a.woff2",
            "1.25.3/es2015/a.js",
            "posts/2024-01-02-ab.html",
            "deadbeef/a.js",
        ] {
            assert_eq!(without_hash(path), path);
        }
    }

    #[test]
    fn the_hashes_of_folders_and_of_the_file_are_given() {
        let found: Vec<_> = hashes("PgS8NoZQ7W56rS06Sgjvx/static/C0fDo9Is.js").collect();
        assert_eq!(found, ["PgS8NoZQ7W56rS06Sgjvx", "C0fDo9Is"]);
        assert_eq!(hashes("a/index.js").count(), 0);
        assert_eq!(hashes("").count(), 0);
    }

    #[test]
    fn a_hash_that_looks_like_a_word_may_be_one() {
        let names = |path: &str| wordlike_hashes(path);
        assert_eq!(names("js/UriUtil.Buqblitv.js"), [("js/UriUtil.*.js".to_owned(), 8)]);
        assert_eq!(names("_nuxt/abcdefgh.js"), [("_nuxt/*.js".to_owned(), 8)]);
        assert_eq!(names("a/index-ab-cdefg.js"), [("a/index-*.js".to_owned(), 8)]);
        assert_eq!(names("a/logo.0re-jdp_4-a92.svg"), [("a/logo.*.svg".to_owned(), 13)]);
        assert_eq!(names("main.abcdefab.chunk.js"), [("main.*.chunk.js".to_owned(), 8)]);
        assert_eq!(names("a/index.js"), []);
    }

    #[test]
    fn a_package_may_bring_hashes_of_its_own() {
        let name = without_inner_hashes("js/info-OHQRW6UA.*.js");
        assert_eq!(name.as_deref(), Some("js/info-*.*.js"));
        for name in ["js/info.*.js", "js/*.js", "js/info.js", "js/icon-v2beta.*.js"] {
            assert_eq!(without_inner_hashes(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_are_nothing_but_a_hash_keep_it() {
        check("C0fDo9Is.js", "C0fDo9Is", None, ".js");
    }
}
