//! Metrics for Prometheus, for the textfile collector of its node exporter and for GitLab's metrics report.
//!
//! The text is `OpenMetrics` (<https://prometheus.io/docs/specs/om/open_metrics_spec/>) and Prometheus' older text format
//! at once: gauges alone, no timestamps, and `# UNIT` and `# EOF`, which the older format takes for comments. Files go
//! by their names without content hashes, so that a series lives on in the next build; where several come to one name,
//! the worst of them stands for all. How many series there can be is bounded.

mod budgets;
mod exposition;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Entry, Joined, Report};
use crate::report::openmetrics::exposition::{Exposition, Family};

/// So many entry points of a project have series, the heaviest first.
const MOST_ENTRIES: usize = 100;
/// So many packages, likewise.
const MOST_PACKAGES: usize = 100;

const BUILD_INFO: Family = Family {
    name: "weighbridge_build_info",
    unit: None,
    help: "What weighed the build and how hard it compressed; always 1.",
};
const VERDICT: Family = Family {
    name: "weighbridge_verdict",
    unit: None,
    help: "1 for the verdict of the run, 0 for the others.",
};
const INITIAL_BYTES: Family = Family {
    name: "weighbridge_initial_load_bytes",
    unit: Some("bytes"),
    help: "What an entry point loads before any dynamic import.",
};
const INITIAL_REQUESTS: Family = Family {
    name: "weighbridge_initial_load_requests",
    unit: None,
    help: "How many files that are, the document included.",
};
const INITIAL_DEPTH: Family = Family {
    name: "weighbridge_initial_load_depth",
    unit: None,
    help: "How many of these requests must follow each other.",
};
const ASSET_BYTES: Family = Family {
    name: "weighbridge_asset_bytes",
    unit: Some("bytes"),
    help: "What all files of a resource type weigh.",
};
const ASSET_FILES: Family = Family {
    name: "weighbridge_asset_files",
    unit: None,
    help: "How many files of a resource type there are.",
};
const PACKAGE_BYTES: Family = Family {
    name: "weighbridge_package_bytes",
    unit: Some("bytes"),
    help: "What an npm package takes in all chunks, where that is known; compressed sizes are shares.",
};
const FINDINGS: Family = Family {
    name: "weighbridge_findings",
    unit: None,
    help: "How many findings a check that ran has, by the severity of its findings.",
};
const WASTE: Family = Family {
    name: "weighbridge_waste_bytes",
    unit: Some("bytes"),
    help: "Bytes (gzip) that visitors would not load if the findings of a check were mended, where that is measured.",
};
const PROBLEMS: Family = Family {
    name: "weighbridge_problems",
    unit: None,
    help: "How many files could not be read or understood.",
};
const OMITTED: Family = Family {
    name: "weighbridge_omitted_items",
    unit: None,
    help: "How many items have no series of their own, since there are too many.",
};

/// The text, ending with `# EOF`.
pub fn render(joined: &Joined) -> String {
    let mut out = Exposition::default();
    for (project, report) in joined.named() {
        out.project(&project);
        run(&mut out, report);
        initial_loads(&mut out, report);
        budgets::budgets(&mut out, report);
        totals(&mut out, report);
        packages(&mut out, report);
        findings(&mut out, report);
    }
    out.text()
}

fn run(out: &mut Exposition, report: &Report) {
    let compression = &report.build.compression;
    let labels = [
        ("version", &*report.tool.version),
        ("directory", &report.build.directory),
        ("gzip_level", &compression.gzip.to_string()),
        ("brotli_quality", &compression.brotli.to_string()),
    ];
    out.sample(&BUILD_INFO, &labels, 1);
    for verdict in ["pass", "warn", "fail"] {
        out.sample(&VERDICT, &[("verdict", verdict)], u64::from(report.verdict == verdict));
    }
    out.sample(&PROBLEMS, &[], report.problems.len() as u64);
}

fn initial_loads(out: &mut Exposition, report: &Report) {
    let mut entries: Vec<&Entry> = report.entries.iter().collect();
    entries.sort_by_key(|entry| (Reverse(entry.initial.gzip), &entry.path));
    let mut seen = BTreeSet::new();
    entries.retain(|entry| seen.insert((without_hash(&entry.path), entry.audience.clone())));
    omit(out, "entries", &mut entries, MOST_ENTRIES);
    for entry in entries {
        let (path, initial) = (without_hash(&entry.path), &entry.initial);
        let labels = [("entry", &*path), ("audience", &*entry.audience)];
        out.encodings(&INITIAL_BYTES, &labels, [Some(initial.raw), Some(initial.gzip), Some(initial.brotli)]);
        out.sample(&INITIAL_REQUESTS, &labels, initial.files);
        out.sample(&INITIAL_DEPTH, &labels, u64::from(initial.depth));
    }
}

/// By type alone: a sum of all beside its parts would be counted twice by `sum()`.
fn totals(out: &mut Exposition, report: &Report) {
    for (resource_type, total) in report.totals.iter().filter(|(resource_type, _)| *resource_type != "all") {
        let labels = [("type", &**resource_type)];
        out.encodings(&ASSET_BYTES, &labels, [Some(total.raw), total.gzip, total.brotli]);
        out.sample(&ASSET_FILES, &labels, total.files);
    }
}

fn packages(out: &mut Exposition, report: &Report) {
    let mut packages: Vec<_> = report.packages.iter().filter(|package| package.bytes.is_some()).collect();
    packages.sort_by_key(|package| (Reverse(package.gzip), Reverse(package.bytes), &package.name));
    omit(out, "packages", &mut packages, MOST_PACKAGES);
    for package in packages {
        let labels = [("package", &*package.name)];
        out.encodings(&PACKAGE_BYTES, &labels, [package.bytes, package.gzip, package.brotli]);
    }
}

/// Checks that ran and found nothing have 0, so that a graph sees the fall.
fn findings(out: &mut Exposition, report: &Report) {
    for check in &report.checks {
        let of_check = || report.findings.iter().filter(|finding| finding.check == check.id);
        let count = of_check().filter(|finding| finding.severity == check.severity).count();
        out.sample(&FINDINGS, &[("check", &check.id), ("severity", &check.severity)], count as u64);
        let waste: Vec<u64> = of_check().filter_map(|finding| finding.waste).collect();
        if !waste.is_empty() {
            out.sample(&WASTE, &[("check", &check.id)], waste.into_iter().fold(0, u64::saturating_add));
        }
    }
}

/// Leaves so many of a list, and says how many it left out.
fn omit<T>(out: &mut Exposition, of: &str, items: &mut Vec<T>, most: usize) {
    out.sample(&OMITTED, &[("of", of)], items.len().saturating_sub(most) as u64);
    items.truncate(most);
}

#[cfg(test)]
mod tests {
    use super::{MOST_ENTRIES, render};
    use crate::model::json_report::{Joined, Report};
    use crate::report::json;
    use crate::report::terminal::sample;

    fn shop(project: Option<&str>) -> Report {
        Report { project: project.map(str::to_owned), ..json::document(&sample::shop(200_000)) }
    }

    #[track_caller]
    fn has(text: &str, lines: &[&str]) {
        for line in lines {
            assert!(text.lines().any(|found| found == *line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn initial_loads_and_budgets_are_gauges() {
        let text = render(&Joined::of(vec![shop(None)]));
        has(
            &text,
            &[
                "# HELP weighbridge_initial_load_bytes What an entry point loads before any dynamic import.",
                "# TYPE weighbridge_initial_load_bytes gauge",
                "# UNIT weighbridge_initial_load_bytes bytes",
                "weighbridge_initial_load_bytes{entry=\"index.html\",audience=\"modern\",encoding=\"gzip\"} 281952",
                "weighbridge_initial_load_requests{entry=\"index.html\",audience=\"modern\"} 5",
                "weighbridge_budget_actual_bytes{budget=\"First load JS\",item=\"index.html\",encoding=\"gzip\"} 273000",
                "weighbridge_budget_limit_bytes{budget=\"First load JS\",item=\"index.html\",encoding=\"gzip\",bound=\"max\"} 170000",
                "weighbridge_budget_limit_seconds{budget=\"Slow phone\",item=\"index.html\",bound=\"max\"} 3.000",
                "weighbridge_budget_status{budget=\"Vendor\",status=\"skipped\"} 1",
                "weighbridge_verdict{verdict=\"fail\"} 1",
            ],
        );
        assert!(text.ends_with("\n# EOF\n"));
        assert!(text.contains("item=\"assets/index-*.js\""), "{text}");
    }

    #[test]
    fn the_heaviest_stands_for_all_that_come_to_one_name() {
        let mut report = shop(None);
        for (entry, path) in report.entries.iter_mut().zip(["a-CkP0a1b2.html", "a-9pqryl8h.html"]) {
            path.clone_into(&mut entry.path);
        }
        let text = render(&Joined::of(vec![report]));
        has(&text, &["weighbridge_initial_load_requests{entry=\"a-*.html\",audience=\"modern\"} 5"]);
        assert_eq!(text.matches("weighbridge_initial_load_requests{").count(), 1);
    }

    #[test]
    fn there_are_no_more_series_than_can_be_kept() {
        let mut report = shop(None);
        let entry = report.entries[0].clone();
        report.entries.clear();
        for number in 0..MOST_ENTRIES + 7 {
            let mut entry = entry.clone();
            entry.path = format!("page{number}.html");
            report.entries.push(entry);
        }
        let text = render(&Joined::of(vec![report]));
        assert_eq!(text.matches("weighbridge_initial_load_requests{").count(), MOST_ENTRIES);
        has(&text, &["weighbridge_omitted_items{of=\"entries\"} 7"]);
    }

    #[test]
    fn projects_share_families_and_are_told_apart_by_a_label() {
        let text = render(&Joined::of(vec![shop(Some("shop")), shop(Some("admin \"2\""))]));
        assert_eq!(text.matches("# TYPE weighbridge_verdict gauge").count(), 1);
        has(
            &text,
            &[
                "weighbridge_verdict{project=\"admin \\\"2\\\"\",verdict=\"fail\"} 1",
                "weighbridge_verdict{project=\"shop\",verdict=\"fail\"} 1",
            ],
        );
        let mut samples: Vec<&str> =
            text.lines().filter_map(|line| line.rsplit_once(' ').map(|(series, _)| series)).collect();
        samples.sort_unstable();
        assert!(samples.windows(2).all(|pair| pair[0] != pair[1] || pair[0].starts_with('#')));
    }
}
