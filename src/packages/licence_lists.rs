//! Packages by the lists of licences that bundlers write for a whole build: Angular's `3rdpartylicenses.txt`, Vite's
//! `.vite/license.md`. They say what is in the build, and not in which script.

use crate::model::package::{Evidence, PackageMark};
use crate::packages::origin::package_name;

/// The packages that a list names, in its order; empty for a text that is no such list.
pub(crate) fn named(text: &str) -> Vec<PackageMark> {
    let mut lines = text.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let named = match line.strip_prefix("Package: ") {
            Some(name) if lines.peek().is_some_and(|next| next.starts_with("License: ")) => {
                Some((name, None))
            }
            Some(_) => None,
            None => line.strip_prefix("## ").and_then(with_version),
        };
        let Some((name, version)) = named else { continue };
        if package_name(name) == Some(name) {
            found.push(PackageMark {
                name: name.to_owned(),
                evidence: Evidence::Licence,
                version: version.map(str::to_owned),
                span: None,
                framework: None,
            });
        }
    }
    found
}

/// `react - 19.1.0 (MIT)`
fn with_version(heading: &str) -> Option<(&str, Option<&str>)> {
    let (name, rest) = heading.split_once(" - ")?;
    let (version, licence) = rest.split_once(" (")?;
    (licence.ends_with(')') && version.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((name, Some(version)))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let found = named(text);
        let found: Vec<_> = found.iter().map(|mark| (mark.name.as_str(), mark.version.as_deref())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn both_kinds_of_lists_are_read() {
        check(
            "-----\nPackage: @angular/core\nLicense: \"MIT\"\n\nPackage: rxjs\nLicense: \"Apache-2.0\"\n",
            &[("@angular/core", None), ("rxjs", None)],
        );
        check(
            "# Licenses\n\n## react - 19.1.0 (MIT)\n\nMIT License\n\n## @a/b - 1.0.0-rc.1 (ISC)\n",
            &[("react", Some("19.1.0")), ("@a/b", Some("1.0.0-rc.1"))],
        );
    }

    #[test]
    fn other_texts_name_nothing() {
        check("Package: this is prose\nLicense: none", &[]);
        check("Package: rxjs\n", &[]);
        check("## Usage - how to (short)\n## a b - 1.0 (MIT)", &[]);
        check("", &[]);
    }
}
