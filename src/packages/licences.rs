//! Packages by the licences that minifiers keep: comments in a script, `app.js.LICENSE.txt` (webpack with Terser) and
//! `app.js.LEGAL.txt` (esbuild) beside it.
//!
//! A banner names a package where it says so in a form that packages use: `name <https://…/name>`, `name v1.2.3`,
//! `react-dom.production.js`, esbuild's list of files. Prose names nothing.

use crate::packages::origin::{self, package_name};

/// What stands between the name and the version without being part of the name.
const FILLERS: [&str; 6] = ["-", "build", "framework", "javascript", "library", "version"];

/// What a banner names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    /// The package.
    pub(crate) name: String,
    /// Its version, where the banner has it.
    pub(crate) version: Option<String>,
}

/// The packages that the comments of `text` name. `is_known` says whether a name is that of a well-known package:
/// names alone count only then.
pub(crate) fn named(text: &str, is_known: &dyn Fn(&str) -> bool) -> Vec<Named> {
    let mut named: Vec<Named> =
        comments(text).into_iter().filter_map(|comment| in_comment(comment, is_known)).collect();
    named.extend(listed(text));
    named.sort();
    named.dedup();
    named
}

/// The texts of the comments; lines that begin with `//` one below the other are one.
fn comments(text: &str) -> Vec<&str> {
    let mut comments = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        let comment = &rest[at..];
        if let Some(behind) = comment.strip_prefix("/*") {
            let (block, after) = behind.split_once("*/").unwrap_or((behind, ""));
            comments.push(block);
            rest = after;
        } else if comment.starts_with("//") {
            let lines = comment.split_inclusive('\n');
            let length = lines.take_while(|line| line.trim_start().starts_with("//")).map(str::len).sum();
            comments.push(&comment[..length]);
            rest = &comment[length..];
        } else {
            rest = &comment[1..];
        }
    }
    comments
}

fn in_comment(comment: &str, is_known: &dyn Fn(&str) -> bool) -> Option<Named> {
    let mut lines = comment.lines().map(plain).filter(|line| !line.is_empty());
    let first = lines.clone().next()?;
    with_address(first)
        .or_else(|| with_version(first, comment, is_known))
        .or_else(|| lines.find_map(|line| build_file(line, is_known)))
        .or_else(|| alone(first, comment, is_known))
}

/// A line without the marks of a comment.
fn plain(line: &str) -> &str {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '!' | '/'));
    let tags = ["@license", "@preserve", "@overview"];
    tags.iter().find_map(|tag| line.strip_prefix(tag)).unwrap_or(line).trim()
}

/// `is-number <https://github.com/jonschlinkert/is-number>`
fn with_address(line: &str) -> Option<Named> {
    let (name, address) = line.split_once(' ')?;
    let address = address.strip_prefix('<')?.split_once('>')?.0.to_ascii_lowercase();
    let name = package(name)?;
    let names_itself = address.starts_with("http") && address.contains(&name);
    names_itself.then_some(Named { name, version: None })
}

/// `js-cookie v3.0.1 | MIT`, `DOMPurify 3.0.1 | (c) Cure53`, `jQuery JavaScript Library v3.7.1`
fn with_version(line: &str, comment: &str, is_known: &dyn Fn(&str) -> bool) -> Option<Named> {
    let mut words = line.split([' ', ',', ';', '|', '(', ')']).filter(|word| !word.is_empty());
    let written = words.next()?;
    // Any other word is part of the name: "jQuery Mousewheel 3.1.13" and "React Router v6.4.0" are neither of the two.
    let version = version(words.find(|word| !FILLERS.contains(&word.to_ascii_lowercase().as_str()))?)?;
    let said_twice = || package(written).filter(|name| has_address(comment, name));
    let name = known_package(written, is_known).or_else(said_twice)?;
    Some(Named { name, version: Some(version) })
}

/// Whether an address in `comment` ends with the name of a package, or goes on below it.
fn has_address(comment: &str, name: &str) -> bool {
    let comment = comment.to_ascii_lowercase();
    let ends_there = |rest: &str| {
        !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
    };
    let address = format!("/{name}");
    comment.match_indices(&address).any(|(at, address)| ends_there(&comment[at + address.len()..]))
}

/// `react-dom.production.min.js`
fn build_file(line: &str, is_known: &dyn Fn(&str) -> bool) -> Option<Named> {
    let stem = line.strip_suffix(".js")?;
    let stem = stem.strip_suffix(".min").unwrap_or(stem);
    let name = stem.strip_suffix(".production").or_else(|| stem.strip_suffix(".development"))?;
    // "react-jsx-runtime" and "use-sync-external-store-shim" are files of "react" and "use-sync-external-store".
    let mut ways =
        std::iter::successors(Some(name), |name| name.rsplit_once('-').map(|(shorter, _)| shorter));
    let name = ways.find(|name| is_known(name))?;
    Some(Named { name: name.to_owned(), version: None })
}

/// `moment.js`, with the version on a line of its own.
fn alone(line: &str, comment: &str, is_known: &dyn Fn(&str) -> bool) -> Option<Named> {
    line.strip_suffix(".js")?;
    let name = known_package(line, is_known)?;
    let label = |line: &str| line.trim_start_matches(':').trim().to_ascii_lowercase().starts_with("version");
    let mut versions = comment.lines().map(plain).filter(|line| label(line));
    let version = versions.find_map(|line| line.split([' ', ':']).find_map(version));
    Some(Named { name, version })
}

/// esbuild's list of the files whose comments it moved: `react-dom/cjs/react-dom.production.js:`.
fn listed(text: &str) -> Vec<Named> {
    let Some((_, list)) = text.split_once("Bundled license information:") else { return Vec::new() };
    let mut lines = list.lines().filter(|line| !line.trim().is_empty()).peekable();
    let mut named = Vec::new();
    while let Some(line) = lines.next() {
        let Some(folder) = listed_file(line) else { continue };
        // Its comment follows; a package under an alias calls itself by its own name there.
        let comment = std::iter::from_fn(|| lines.next_if(|line| line.starts_with(' ')));
        let banner: Vec<&str> = comment.map(|line| line.trim_matches(['(', ' '])).collect();
        let banner = banner.join("\n");
        let name = origin::real_name(&banner, folder).unwrap_or(folder);
        named.push(Named { name: name.to_owned(), version: None });
    }
    named
}

/// The package of a line such as `react-dom/cjs/react-dom.production.js:`.
fn listed_file(line: &str) -> Option<&str> {
    let path = line.trim_end().strip_suffix(':')?;
    let is_file = [".js", ".mjs", ".cjs", ".ts"].iter().any(|ending| path.ends_with(ending));
    let path = path.rsplit_once("node_modules/").map_or(path, |(_, path)| path);
    let in_folder = path.contains('/') && !path.starts_with(['/', '.', ' ']);
    (is_file && in_folder).then(|| package_name(path)).flatten()
}

/// The name of a package as a banner writes it.
fn package(written: &str) -> Option<String> {
    let name = written.to_ascii_lowercase();
    (2 < name.len() && package_name(&name) == Some(&name)).then_some(name)
}

/// The same of a well-known package. Only of those is it known whether `.js` is part of the name: that of "Chart.js" is
/// `chart.js`, that of "Moment.js" is `moment`.
fn known_package(written: &str, is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    let name = package(written)?;
    let shorter = name.strip_suffix(".js").map(str::to_owned);
    [Some(name), shorter].into_iter().flatten().find(|name| is_known(name))
}

/// `v3.7.1` or `3.7.1`
fn version(word: &str) -> Option<String> {
    let version = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let mut parts = version.splitn(3, '.');
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
    };
    let starts_right = is_number(parts.next()) && is_number(parts.next());
    let patch = parts.next()?;
    let ends_right = patch.starts_with(|c: char| c.is_ascii_digit())
        && patch.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'));
    (starts_right && ends_right).then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Named, named};

    const KNOWN: [&str; 6] = ["moment", "react-dom", "react", "jquery", "dompurify", "chart.js"];

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let found = named(text, &|name| KNOWN.contains(&name));
        let expected: Vec<Named> = expected
            .iter()
            .map(|(name, version)| Named { name: (*name).to_owned(), version: version.map(str::to_owned) })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn banners_name_packages_in_the_forms_that_packages_use() {
        check("/*!\n * is-number <https://github.com/jonschlinkert/is-number>\n */", &[("is-number", None)]);
        check("/** @license\n * Lodash <https://lodash.com/>\n * Copyright */", &[("lodash", None)]);
        check(
            "/*! js-cookie v3.0.1 | MIT https://github.com/js-cookie/js-cookie */",
            &[("js-cookie", Some("3.0.1"))],
        );
        check("/*! @license DOMPurify 3.0.1 | (c) Cure53 */", &[("dompurify", Some("3.0.1"))]);
        check(
            "/*!\n * jQuery JavaScript Library v3.7.1\n * https://jquery.com/ */",
            &[("jquery", Some("3.7.1"))],
        );
        check("/*!\n * @license React\n * react-dom.production.min.js\n */", &[("react-dom", None)]);
        check("/**\n * @license React\n * react-jsx-runtime.production.js\n */", &[("react", None)]);
        check("//! moment.js\n//! version : 2.30.1\n//! authors : Tim\n", &[("moment", Some("2.30.1"))]);
    }

    #[test]
    fn a_list_of_files_names_their_packages() {
        let list = "/*! Bundled license information:\n\nreact-dom/cjs/react-dom.production.js:\n  (**\n   * @license React\n   *)\n\n@lit/x/a.js:\n  (* y *)\n*/";
        check(list, &[("@lit/x", None), ("react-dom", None)]);
    }

    #[test]
    fn a_listed_file_under_an_alias_goes_by_its_own_name() {
        let list = "Bundled license information:\n\nis-number-old/index.js:\n  /*!\n   * is-number <https://github.com/jonschlinkert/is-number>\n   */\n";
        check(list, &[("is-number", None)]);
    }

    #[test]
    fn a_longer_name_is_not_that_of_the_package_it_begins_with() {
        check("/*!\n * jQuery Mousewheel 3.1.13\n * http://jquery.org/license\n */", &[]);
        check("/**\n * React Router v6.4.0\n *\n * @license MIT\n */", &[]);
        check("/*! jQuery UI - v1.13.2 - 2022-07-14 */", &[]);
        check("/*! probe v1.2.3 https://github.com/x/probe-image */", &[]);
    }

    #[test]
    fn only_of_known_packages_it_is_clear_whether_js_is_part_of_the_name() {
        check("/*! choices.js v10.2.0 | https://github.com/jshjohnson/Choices#readme */", &[]);
        check("/*! mark.js v8.11.1 | https://github.com/x/mark.js */", &[("mark.js", Some("8.11.1"))]);
        check("/*!\n * Chart.js v4.4.0\n * https://www.chartjs.org */", &[("chart.js", Some("4.4.0"))]);
        check("//! moment.js v2.30.1", &[("moment", Some("2.30.1"))]);
    }

    #[test]
    fn prose_names_nothing() {
        check(
            "/*! Determine if an object is a Buffer\n * @author Feross <https://feross.org>\n * @license  MIT */",
            &[],
        );
        check("/*! Copyright 2024 Google LLC. Licensed under 2.0.0 of it */", &[]);
        check("/*! The app v1.2.3 of our team */", &[]);
        check("/*! For license information please see main.js.LICENSE.txt */", &[]);
        check("/* unclosed moment.js", &[]);
        check("var glob='/**/*.js'", &[]);
    }
}
