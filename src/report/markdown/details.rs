//! What is looked up rather than read: folded tables of everything.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::json_report::{Encodings, Finding, Image, Report};
use crate::report::markdown::changes;
use crate::report::markdown::gfm::{self, Where};
use crate::report::markdown::page::Page;
use crate::report::markdown::summary;
use crate::report::{judged, text};

const PACKAGES: usize = 30;
const IMAGES: usize = 30;
const PER_CHECK: usize = 20;
/// Whoever wants all of them has the JSON report.
const LIMITS: usize = 200;
const OTHERS: usize = 50;

/// Writes a fold for each kind of thing that there is.
pub(super) fn write(page: &mut Page, report: &Report) {
    changes::write_details(page, report);
    // Findings are many and have long texts: they leave room for what is behind them.
    let room = page.room();
    page.within(room / 2, |page| findings(page, report));
    split_points(page, report);
    packages(page, report);
    images(page, report);
    totals(page, report);
    problems(page, report);
    budgets(page, report);
}

fn budgets(page: &mut Page, report: &Report) {
    if report.budgets.is_empty() {
        return;
    }
    let mut sorted: Vec<_> = report.budgets.iter().collect();
    sorted.sort_by_key(|budget| Reverse(judged::badness(&budget.status)));
    let title = format!("Everything that was judged: {}", text::counted(sorted.len() as u64, "limit"));
    page.fold(&title, |page| {
        let rows: Vec<Vec<String>> = sorted
            .into_iter()
            .map(|budget| {
                let item = judged::item(budget, report)
                    .map_or("all together".to_owned(), |item| gfm::name(&item, Where::Cell));
                let metric = budget.metric.as_deref().map_or("–", summary::unit).to_owned();
                let name = gfm::sentence(&budget.name, Where::Cell);
                [name, item, metric].into_iter().chain(summary::numbers(budget)).collect()
            })
            .collect();
        let head = ["budget", "what<", "metric<", "before", "now", "change", "target", "status<"];
        page.table(&head, &rows, LIMITS, "limit");
    });
}

fn findings(page: &mut Page, report: &Report) {
    if report.findings.is_empty() {
        return;
    }
    let mut checks: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        checks.entry(&finding.check).or_default().push(finding);
    }
    let waste = |findings: &[&Finding]| findings.iter().filter_map(|finding| finding.waste).sum::<u64>();
    let is_error = |findings: &[&Finding]| findings.iter().any(|finding| finding.severity == "error");
    let mut checks: Vec<(&str, Vec<&Finding>)> = checks.into_iter().collect();
    checks.sort_by_key(|(check, found)| {
        (Reverse(is_error(found)), Reverse(waste(found)), Reverse(found.len()), *check)
    });
    let number = text::counted(report.findings.len() as u64, "finding");
    let kinds = text::counted(checks.len() as u64, "check");
    page.fold(&format!("By check: {number} of {kinds}"), |page| {
        for (check, mut found) in checks {
            found.sort_by_key(|finding| Reverse(finding.waste));
            let mark = summary::mark(if is_error(&found) { "fail" } else { "warn" });
            let number = text::counted(found.len() as u64, "finding");
            let wasted = match waste(&found) {
                0 => String::new(),
                waste => format!(", {} gzip wasted", text::size(waste)),
            };
            // One remedy for all of them stands above the table, several beside what each is for.
            let common = found.first().map(|first| &first.help);
            let common = common.filter(|help| found.iter().all(|finding| finding.help == **help));
            let fix =
                common.map_or(String::new(), |help| format!("<br>{}", gfm::sentence(help, Where::Line)));
            let title = format!("{mark} **{}** – {number}{wasted}{fix}", gfm::name(check, Where::Line));
            if !page.block(&title) {
                return;
            }
            let rows: Vec<Vec<String>> = found
                .iter()
                .map(|finding| {
                    let place = judged::place(&finding.asset, finding.line, finding.column);
                    let message = gfm::sentence(&finding.message, Where::Cell);
                    let message = match common {
                        Some(_) => message,
                        None => format!("{message}<br>{}", gfm::sentence(&finding.help, Where::Cell)),
                    };
                    vec![
                        gfm::name(&place, Where::Cell),
                        message,
                        finding.waste.map_or("–".to_owned(), text::size),
                    ]
                })
                .collect();
            page.table(&["where", "what<", "wasted, gzip"], &rows, PER_CHECK, "finding");
        }
    });
}

fn split_points(page: &mut Page, report: &Report) {
    let points = || report.split_points.iter().filter(|point| !point.effective && point.audience == "modern");
    let number = points().count() as u64;
    if number == 0 {
        return;
    }
    page.fold(&format!("Split points without effect: {}", text::count(number)), |page| {
        let rows: Vec<Vec<String>> = points()
            .map(|point| {
                let place = judged::place(&point.chunk, Some(point.line), Some(point.column));
                vec![gfm::name(&place, Where::Cell), gfm::name(&point.target, Where::Cell)]
            })
            .collect();
        page.table(&["import()", "loads what is there already<"], &rows, OTHERS, "split point");
    });
}

fn packages(page: &mut Page, report: &Report) {
    let mut weighed: Vec<_> = report.packages.iter().filter(|package| package.gzip.is_some()).collect();
    if weighed.is_empty() {
        return;
    }
    weighed.sort_by_key(|package| (Reverse(package.gzip), Reverse(package.bytes), package.name.as_str()));
    page.fold(&format!("Heaviest packages, of {}", text::count(report.packages.len() as u64)), |page| {
        let size = |bytes: Option<u64>| bytes.map_or("–".to_owned(), text::size);
        let rows: Vec<Vec<String>> = weighed
            .into_iter()
            .map(|package| {
                let name = format!("{} {}", package.name, package.versions.join(" and "));
                vec![
                    gfm::name(name.trim(), Where::Cell),
                    size(package.gzip),
                    size(package.brotli),
                    size(package.bytes),
                    if package.initial { "at first" } else { "later" }.to_owned(),
                ]
            })
            .collect();
        let head = ["package", "gzip", "Brotli", "raw", "loaded<"];
        page.table(&head, &rows, PACKAGES, "package");
    });
}

fn images(page: &mut Page, report: &Report) {
    let mut saving: Vec<(u64, String, &Image, u64)> = report
        .images
        .iter()
        .filter_map(|image| {
            let (raw, (saved, how)) = (image.raw?, best(image.raw?, image.encodings.as_ref()?)?);
            Some((saved, how, image, raw))
        })
        .collect();
    if saving.is_empty() {
        return;
    }
    saving.sort_by(|a, b| (b.0, &a.2.path).cmp(&(a.0, &b.2.path)));
    page.fold(&format!("Images that could be smaller: {}", text::count(saving.len() as u64)), |page| {
        let rows: Vec<Vec<String>> = saving
            .into_iter()
            .map(|(saved, how, image, raw)| {
                let path =
                    image.path.as_deref().map_or("–".to_owned(), |path| gfm::name(path, Where::Cell));
                vec![path, text::size(raw), text::size(saved), how]
            })
            .collect();
        page.table(&["image", "raw", "saves", "by<"], &rows, IMAGES, "image");
    });
}

/// What saves most: another format, or fewer pixels. What several save does not add up.
fn best(raw: u64, encodings: &Encodings) -> Option<(u64, String)> {
    let forms = [("WebP", &encodings.webp), ("AVIF", &encodings.avif), ("JPEG", &encodings.jpeg)];
    let formats = forms.into_iter().filter_map(|(name, form)| {
        let form = form.as_ref()?;
        Some((raw.saturating_sub(form.bytes), format!("{name}{}", estimated(form.measured))))
    });
    let sizes = [(&encodings.resized, ""), (&encodings.on_phones, " on phones")];
    let sizes = sizes.into_iter().filter_map(|(size, where_)| {
        let size = size.as_ref()?;
        Some((
            size.saving,
            format!("{} × {} pixels{where_}{}", size.width, size.height, estimated(size.measured)),
        ))
    });
    formats
        .chain(sizes)
        .filter(|(saved, _)| 0 < *saved)
        .reduce(|best, next| if best.0 < next.0 { next } else { best })
}

fn estimated(measured: bool) -> &'static str {
    if measured { "" } else { " (an estimate)" }
}

fn totals(page: &mut Page, report: &Report) {
    page.fold("Sizes by type", |page| {
        let size = |bytes: Option<u64>| bytes.map_or("–".to_owned(), text::size);
        let rows: Vec<Vec<String>> = report
            .totals
            .iter()
            .map(|(kind, total)| {
                let kind = gfm::sentence(kind, Where::Cell);
                vec![
                    kind,
                    text::count(total.files),
                    size(total.gzip),
                    size(total.brotli),
                    text::size(total.raw),
                ]
            })
            .collect();
        page.table(&["type", "files", "gzip", "Brotli", "raw"], &rows, usize::MAX, "type");
    });
}

fn problems(page: &mut Page, report: &Report) {
    if report.problems.is_empty() {
        return;
    }
    let number = text::counted(report.problems.len() as u64, "problem");
    page.fold(&format!("{number}: what could not be read or understood"), |page| {
        let rows: Vec<Vec<String>> = report
            .problems
            .iter()
            .map(|problem| {
                let asset =
                    problem.asset.as_deref().map_or("–".to_owned(), |asset| gfm::name(asset, Where::Cell));
                vec![asset, gfm::sentence(&problem.message, Where::Cell)]
            })
            .collect();
        page.table(&["file", "what happened<"], &rows, OTHERS, "problem");
    });
}
