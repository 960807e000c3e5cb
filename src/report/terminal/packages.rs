//! The packages that weigh most in what pages load at first.

use std::cmp::Reverse;

use crate::model::asset::Sizes;
use crate::model::package::Package;
use crate::model::report::Report;
use crate::report::terminal::columns::Columns;
use crate::report::terminal::page::{Ink, Page};
use crate::report::text;

const SHOWN: usize = 10;
const NAMED: usize = 12;
const INDENT: usize = 2;

/// Writes the table; nothing for a build in whose initial load no package is known.
pub(super) fn write(page: &mut Page, report: &Report) {
    let packages = || report.build.packages.all.iter().filter(|package| package.is_initial);
    let mut weighed: Vec<(&Package, Sizes)> =
        packages().filter_map(|package| Some((package, package.initial?))).collect();
    weighed.sort_by_key(|(package, sizes)| (Reverse(sizes.gzip), Reverse(sizes.raw), package.name.as_str()));
    let unweighed: Vec<String> = packages().filter(|package| package.initial.is_none()).map(name).collect();
    if weighed.is_empty() && unweighed.is_empty() {
        return;
    }
    if weighed.is_empty() {
        page.heading("Packages in the initial load");
    } else {
        let columns = Columns::of(page, report);
        page.gap();
        page.line(&columns.head("Packages in the initial load", ""));
        for (package, sizes) in weighed.iter().take(SHOWN) {
            page.line(&columns.row(INDENT, &text::shorten(&name(package), columns.name(INDENT)), *sizes, ""));
        }
    }
    if SHOWN < weighed.len() {
        let rest: Sizes = weighed[SHOWN..].iter().map(|(_, sizes)| *sizes).sum();
        let more = text::counted((weighed.len() - SHOWN) as u64, "more package");
        page.more(INDENT, &format!("{more}, together {} gzip", text::size(rest.gzip)));
    }
    if !unweighed.is_empty() {
        let mut names: Vec<String> = unweighed.iter().take(NAMED).cloned().collect();
        if NAMED < unweighed.len() {
            names.push(format!("{} more", text::count((unweighed.len() - NAMED) as u64)));
        }
        let hint = "build with source maps to see sizes";
        page.paragraph(INDENT, &[], &format!("size not known: {}; {hint}", text::list(&names)), Ink::Dim);
    }
}

/// `react-dom 19.1.0`
fn name(package: &Package) -> String {
    if package.versions.is_empty() {
        return package.name.clone();
    }
    format!("{} {}", package.name, package.versions.join(" and "))
}
