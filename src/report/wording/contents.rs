//! What findings about the contents of files say: packages, modules, and what else is inside of scripts.

use crate::model::asset::AssetId;
use crate::model::budget::Metric;
use crate::model::finding::{ContentFinding, LighterWay, PackageCopy};
use crate::model::legacy_code::LegacyCode;
use crate::model::report::Report;
use crate::report::text;

/// So many names say what is meant; the others are counted.
const NAMED: usize = 3;

/// What was seen: a sentence fragment.
pub(super) fn message(report: &Report, facts: &ContentFinding) -> String {
    match facts {
        ContentFinding::UnminifiedAsset { waste_basis_points } => {
            // Two digits are more than enough for a share.
            let share = text::basis_points(waste_basis_points / 100 * 100);
            format!("{share} of the file is white space and comments")
        }
        ContentFinding::HeavyPackage { package, gzip, allowed, entries } => {
            let (gzip, allowed) = text::compared(Metric::Gzip, *gzip, *allowed);
            let entries = loads(report, entries);
            format!("{package} takes {gzip} gzip of the initial load of {entries}; {allowed} are allowed")
        }
        ContentFinding::DuplicatePackage { package, copies, entry } => {
            let number = text::counted(copies.len() as u64, "time");
            let labels: Vec<String> = copies.iter().map(copy).collect();
            let entry = report.path(*entry);
            format!("{package} is there {number} in what {entry} can load: {}", some(&labels))
        }
        ContentFinding::DuplicateModule { modules, kept, entry, is_initial } => {
            let (kept, entry) = (report.path(*kept), report.path(*entry));
            let together = if *is_initial { "at first" } else { "before" };
            let is = if modules.len() == 1 { "is" } else { "are" };
            format!("{} {is} in {kept} too, which {entry} loads {together}", some(modules))
        }
        ContentFinding::ReplaceablePackage { package, gzip, entry, is_initial, lighter } => {
            let entry = report.path(*entry);
            let load = if *is_initial { "at first" } else { "later" };
            let LighterWay { why, instead, gzip: after, .. } = lighter;
            match (gzip, after) {
                (Some(gzip), Some(after)) => {
                    let (gzip, after) = (text::size(*gzip), text::size(*after));
                    format!(
                        "{package} takes {gzip} gzip, loaded {load} by {entry}, and {instead} would take {after}: {why}"
                    )
                }
                (Some(gzip), None) => {
                    format!("{package} takes {} gzip, loaded {load} by {entry}: {why}", text::size(*gzip))
                }
                (None, _) => format!("{package} is loaded {load} by {entry}: {why}"),
            }
        }
        ContentFinding::LegacyJavascript { polyfills, transforms, is_whole } => {
            legacy(polyfills, transforms, *is_whole)
        }
        ContentFinding::InlinedData { files, bytes, largest, media_type, allowed } => {
            let (largest, allowed) = text::compared(Metric::Raw, *largest, *allowed);
            if *files == 1 {
                return format!(
                    "holds a file of {largest} ({media_type}) as a data: URL; {allowed} are allowed"
                );
            }
            let (files, bytes) = (text::counted(*files as u64, "file"), text::size(*bytes));
            format!(
                "holds {files} of {bytes} as data: URLs, the largest of {largest} ({media_type}); {allowed} are allowed for each"
            )
        }
        ContentFinding::InlinedSourceMap { bytes, raw } => {
            let (share, bytes, raw) = (text::percent(*bytes, *raw), text::size(*bytes), text::size(*raw));
            format!("{bytes} of {raw} are its source map ({share})")
        }
        ContentFinding::PublicSourceMap { maps, bytes, sources } => {
            let (maps, bytes) = (text::counted(*maps as u64, "source map"), text::size(*bytes));
            let sources = match *sources {
                0 => String::new(),
                sources => {
                    format!(", made from {} of the project", text::counted(sources as u64, "source file"))
                }
            };
            format!("{maps} of {bytes} in the build can be read by everybody{sources}")
        }
    }
}

/// What to do next: an imperative.
pub(super) fn help(report: &Report, facts: &ContentFinding) -> String {
    match facts {
        ContentFinding::UnminifiedAsset { .. } => {
            "switch on the bundler's minifier for production builds".to_owned()
        }
        ContentFinding::HeavyPackage { package, .. } => format!(
            "load {package} with import() where it is needed, or look for a lighter package; if the page needs it at \
             once, put it into the check's \"ignore\""
        ),
        ContentFinding::DuplicatePackage { package, .. } => format!(
            "see who wants which with `npm ls {package}` (`pnpm why`, `yarn why`), and bring them to one version or \
             one place"
        ),
        ContentFinding::DuplicateModule { kept, .. } => {
            let kept = report.path(*kept);
            format!("let both import it from one chunk: build this file together with {kept}")
        }
        ContentFinding::ReplaceablePackage { lighter, .. } => lighter.how.clone(),
        ContentFinding::LegacyJavascript { .. } => {
            "set the transpiler's targets to browsers with modules, or look for a newer build of the package that it \
             comes from"
                .to_owned()
        }
        ContentFinding::InlinedData { .. } => {
            "let the bundler write a file of its own: lower its limit for inlining, or import it as a URL".to_owned()
        }
        ContentFinding::InlinedSourceMap { .. } => {
            "write the source map into a file of its own, or not at all".to_owned()
        }
        ContentFinding::PublicSourceMap { .. } => {
            "upload the maps to where errors are reported, and delete *.map before the build goes out".to_owned()
        }
    }
}

/// `index.html`, `index.html and 3 more pages`.
fn loads(report: &Report, entries: &[AssetId]) -> String {
    let first = entries.first().map(|&entry| report.path(entry)).unwrap_or_default();
    match entries.len() {
        0 | 1 => first.to_owned(),
        more => format!("{first} and {}", text::counted(more as u64 - 1, "other entry point")),
    }
}

fn copy(copy: &PackageCopy) -> String {
    match copy.gzip {
        Some(gzip) => format!("{} ({} gzip)", copy.label, text::size(gzip)),
        None => copy.label.clone(),
    }
}

/// The first of them, and how many there are beside.
pub(super) fn some(names: &[String]) -> String {
    if names.len() <= NAMED {
        return text::list(names);
    }
    let mut shown: Vec<String> = names.iter().take(NAMED - 1).cloned().collect();
    shown.push(format!("{} more", text::count((names.len() + 1 - NAMED) as u64)));
    text::list(&shown)
}

fn legacy(polyfills: &[String], transforms: &[LegacyCode], is_whole: bool) -> String {
    let mut parts = Vec::new();
    if !polyfills.is_empty() {
        let number = text::counted(polyfills.len() as u64, "polyfill");
        let names: Vec<String> =
            polyfills.iter().map(|name| name.trim_start_matches("es.").to_owned()).collect();
        parts.push(format!("{number} for what every browser with modules has ({})", some(&names)));
    }
    let name = |transform: &LegacyCode| match transform {
        LegacyCode::Classes => Some("classes".to_owned()),
        LegacyCode::Generators => Some("generators and async functions".to_owned()),
        LegacyCode::Spread => Some("spread".to_owned()),
        LegacyCode::Polyfill(_) => None,
    };
    let transforms: Vec<String> = transforms.iter().filter_map(name).collect();
    if !transforms.is_empty() {
        parts.push(format!("a transpiler's helpers for {}", text::list(&transforms)));
    }
    let whole = if is_whole { "was transpiled as a whole for browsers without modules: " } else { "" };
    format!("{whole}holds {}", parts.join(", and "))
}

#[cfg(test)]
mod tests {
    use crate::model::asset::AssetId;
    use crate::model::finding::{ContentFinding, LighterWay, PackageCopy};
    use crate::model::legacy_code::LegacyCode;
    use crate::report::terminal::sample::Sample;

    #[track_caller]
    fn check(facts: &ContentFinding, expected: &str) {
        let mut sample = Sample::new();
        for path in ["a.html", "b.html", "c.html"] {
            sample.file(path, 10);
        }
        let report = sample.done();
        assert_eq!(super::message(&report, facts), expected);
        assert!(super::help(&report, facts).len() > 20, "{facts:?}");
    }

    #[test]
    fn many_names_are_counted_and_few_are_said() {
        let entries = vec![AssetId(0), AssetId(1), AssetId(2)];
        let heavy = |entries: &[AssetId]| ContentFinding::HeavyPackage {
            package: "p".to_owned(),
            gzip: 70_001,
            allowed: 70_000,
            entries: entries.to_vec(),
        };
        check(
            &heavy(&entries[..1]),
            "p takes 70,001 B gzip of the initial load of a.html; 70,000 B are allowed",
        );
        check(
            &heavy(&entries),
            "p takes 70,001 B gzip of the initial load of a.html and 2 other entry points; 70,000 B are allowed",
        );
        let copy = |label: &str, gzip| PackageCopy { label: label.to_owned(), gzip };
        let copies = |number: usize| ContentFinding::DuplicatePackage {
            package: "p".to_owned(),
            copies: ["1.0.0", "2.0.0", "3.0.0", "4.0.0"][..number]
                .iter()
                .map(|version| copy(version, None))
                .collect(),
            entry: AssetId(0),
        };
        check(&copies(2), "p is there 2 times in what a.html can load: 1.0.0 and 2.0.0");
        check(&copies(4), "p is there 4 times in what a.html can load: 1.0.0, 2.0.0 and 2 more");
    }

    #[test]
    fn a_lighter_way_has_a_number_only_where_both_are_known() {
        let replaceable = |gzip, after| ContentFinding::ReplaceablePackage {
            package: "p".to_owned(),
            gzip,
            entry: AssetId(0),
            is_initial: true,
            lighter: LighterWay {
                why: "it brings all".to_owned(),
                instead: "q".to_owned(),
                how: "replace every use of p by q".to_owned(),
                gzip: after,
            },
        };
        check(
            &replaceable(Some(72_000), Some(7_000)),
            "p takes 72 kB gzip, loaded at first by a.html, and q would take 7 kB: it brings all",
        );
        check(
            &replaceable(Some(72_000), None),
            "p takes 72 kB gzip, loaded at first by a.html: it brings all",
        );
        check(&replaceable(None, Some(7_000)), "p is loaded at first by a.html: it brings all");
    }

    #[test]
    fn legacy_code_is_told_by_what_it_is() {
        let legacy =
            |polyfills: &[&str], transforms: &[LegacyCode], is_whole| ContentFinding::LegacyJavascript {
                polyfills: polyfills.iter().map(|&name| name.to_owned()).collect(),
                transforms: transforms.to_vec(),
                is_whole,
            };
        check(
            &legacy(&["es.array.fill", "es.map"], &[LegacyCode::Spread], false),
            "holds 2 polyfills for what every browser with modules has (array.fill and map), and a transpiler's helpers \
             for spread",
        );
        check(
            &legacy(&[], &[LegacyCode::Classes, LegacyCode::Generators], true),
            "was transpiled as a whole for browsers without modules: holds a transpiler's helpers for classes and \
             generators and async functions",
        );
    }
}
