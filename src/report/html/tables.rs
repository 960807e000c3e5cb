//! The tables of the page for browsers without JavaScript: the heaviest files and the findings. What is shown to all
//! others is made from the data, sorts and filters, and has everything.

use std::fmt::Write;

use crate::model::json_report::{Asset, Report};
use crate::report::html::changes;
use crate::report::text::{counted, size};
use crate::report::xml::escape;

/// So many rows a table: the page stays small, and the JSON report has the rest.
const ROWS: usize = 40;

/// Writes the tables.
pub(super) fn write(out: &mut String, report: &Report) {
    out.push_str("<noscript>\n");
    changes::write_table(out, report);
    assets(out, report);
    findings(out, report);
    out.push_str("</noscript>\n");
}

fn assets(out: &mut String, report: &Report) {
    let mut assets: Vec<&Asset> =
        report.assets.iter().filter(|asset| asset.resource_type != "source-map").collect();
    assets.sort_by_key(|asset| (std::cmp::Reverse(asset.gzip.unwrap_or(asset.raw)), &asset.path));
    open(out, "Heaviest files", assets.len(), &["File", "Type", "Loaded", "gzip", "brotli", "raw"]);
    for asset in assets.iter().take(ROWS) {
        let bytes = |bytes: Option<u64>| bytes.map_or("–".into(), size);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&asset.path),
            escape(&asset.resource_type),
            escape(asset.load.as_deref().unwrap_or("not seen")),
            bytes(asset.gzip),
            bytes(asset.brotli),
            size(asset.raw)
        );
    }
    out.push_str("</tbody></table>\n");
}

fn findings(out: &mut String, report: &Report) {
    if report.findings.is_empty() {
        return;
    }
    open(
        out,
        "Findings",
        report.findings.len(),
        &["Place", "Check", "What was found", "What to do", "Waste"],
    );
    for finding in report.findings.iter().take(ROWS) {
        let place = match (finding.line, finding.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", finding.asset),
            _ => finding.asset.clone(),
        };
        let waste = finding.waste.map_or("–".into(), size);
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&place));
        for cell in [finding.check.as_ref(), &finding.message, &finding.help, &waste] {
            let _ = write!(out, "<td>{}</td>", escape(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

fn open(out: &mut String, title: &str, all: usize, columns: &[&str]) {
    let of = if ROWS < all {
        format!("{ROWS} of {}", counted(all as u64, "row"))
    } else {
        counted(all as u64, "row")
    };
    let _ = write!(out, "<table><caption>{title}, {of}</caption>\n<thead><tr>");
    for column in columns {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}
