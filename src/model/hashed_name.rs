//! File names without the content hash that bundlers write into them.
//!
//! `index-BxY1c2_z.js` (Vite, Rollup: 8 characters of base64url), `main.3f2a91bc.chunk.js` (webpack: hex),
//! `chunk-JE2NGXMI.js` (esbuild: base32). A part counts as a hash only if it cannot be a word:
//! it has a digit, or capitals and small letters mixed the way words do not mix them.

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

/// A path with `*` where its file name has a content hash, so that it names the same file in the next build:
/// `assets/index-*.js`, `_nuxt/*.js`. Two files of one build may come to the same.
pub fn without_hash(path: &str) -> String {
    let (folder, file_name) = path.split_at(path.rfind('/').map_or(0, |slash| slash + 1));
    let HashedName { stem, hash, extension } = HashedName::parse(file_name);
    match hash {
        Some(hash) => {
            let before = file_name.len() - extension.len() - hash.len();
            format!("{folder}{}*{extension}", file_name.get(..before).unwrap_or(stem))
        }
        None if is_only_a_hash(stem) => format!("{folder}*{extension}"),
        None => path.to_owned(),
    }
}

/// `C0fDo9Is`, `3f2a91bc07d1`: as long as bundlers cut hashes to, and no word.
fn is_only_a_hash(stem: &str) -> bool {
    let longest = *PLAIN_LENGTHS.end();
    (BASE64URL_LENGTH..=longest).contains(&stem.len())
        && stem
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || (stem.len() == BASE64URL_LENGTH && b"-_".contains(&b)))
        && cannot_be_a_word(stem)
}

impl<'a> HashedName<'a> {
    /// Takes a file name (no folders) apart.
    pub fn parse(file_name: &'a str) -> Self {
        let (base, extension) = split_extension(file_name);
        if let Some((stem, hash)) = split_base64url(base).or_else(|| split_plain(base)) {
            return Self { stem, hash: Some(hash), extension };
        }
        // `main.3f2a91bc.chunk.js`: the hash stands before a second extension.
        if let Some((inner, word)) = base.rsplit_once('.')
            && let Some((stem, hash)) = split_plain(inner)
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
    let is_hash =
        hash.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') && cannot_be_a_word(hash);
    (is_hash && !stem.is_empty()).then_some((stem, hash))
}

fn split_plain(base: &str) -> Option<(&str, &str)> {
    let separator = base.rfind(['-', '.', '_', '~'])?;
    let (stem, hash) = (&base[..separator], &base[separator + 1..]);
    let is_hash = PLAIN_LENGTHS.contains(&hash.len())
        && hash.bytes().all(|b| b.is_ascii_alphanumeric())
        && cannot_be_a_word(hash);
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
    use super::{HashedName, share_name, without_hash};

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
        assert_eq!(without_hash("assets/index.js"), "assets/index.js");
        assert_eq!(without_hash("docs/navigation.html"), "docs/navigation.html");
        assert_eq!(without_hash("LICENSE"), "LICENSE");
    }

    #[test]
    fn names_that_are_nothing_but_a_hash_keep_it() {
        check("C0fDo9Is.js", "C0fDo9Is", None, ".js");
    }
}
