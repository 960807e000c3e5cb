//! The trend as one page: a chart for each budget with its limits, each entry point's initial load, the last runs as a
//! table. Nothing is loaded from anywhere, and no script runs.

use std::fmt::Write as _;

use crate::model::json_report::Number;
use crate::report::history::chart::{class, draw, shown};
use crate::report::history::{Series, Trend};
use crate::report::text;
use crate::report::xml::escape;

/// Lines that are listed, of those that are none.
const LISTED_LINES: usize = 20;
/// Runs in the table below a chart.
const LISTED_RUNS: usize = 20;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2024;--dim:#5b6470;--page:#fff;--grid:#e3e6ea;--line:#1f6feb;--pass:#1a7f37;\
--warn:#9a6700;--fail:#cf222e}\
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--dim:#9aa4b0;--page:#14171a;--grid:#2c3238;--line:#6cb0ff;\
--pass:#56d364;--warn:#e3b341;--fail:#ff7b72}}\
body{margin:0 auto;max-width:48rem;padding:1rem;background:var(--page);color:var(--ink);\
font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
h1{font-size:1.4rem}h2{font-size:1.15rem;margin:2rem 0 0}h3{font-size:1rem;margin:1.5rem 0 0}\
p{margin:.25rem 0;color:var(--dim)}svg{width:100%;height:auto}svg text{font-size:12px;fill:var(--dim)}\
.grid{stroke:var(--grid)}.value{fill:none;stroke:var(--line);stroke-width:2}\
.limit{fill:none;stroke-width:1.5;stroke-dasharray:6 4}.limit.max,.limit.min{stroke:var(--fail)}\
.limit.warn{stroke:var(--warn)}circle{fill:var(--line)}circle.fail{fill:var(--fail)}circle.warn{fill:var(--warn)}\
strong.pass{color:var(--pass)}strong.warn{color:var(--warn)}strong.fail{color:var(--fail)}\
table{border-collapse:collapse;font-size:.875rem;width:100%}th,td{padding:.2rem .5rem;text-align:left;\
border-bottom:1px solid var(--grid)}summary{cursor:pointer;color:var(--dim)}";

/// The page.
pub fn render(trend: &Trend) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>weighbridge trend</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>weighbridge trend</h1>\n"
    );
    let _ = writeln!(page, "<p>{}</p>", runs(trend));
    bad_lines(&mut page, trend);
    let mut project = None;
    for series in &trend.series {
        if project != Some(&series.project) {
            if let Some(name) = &series.project {
                let _ = writeln!(page, "<h2>{}</h2>", escape(name));
            }
            project = Some(&series.project);
        }
        section(&mut page, series);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn runs(trend: &Trend) -> String {
    match trend.runs {
        0 => "There are no runs.".to_owned(),
        runs => format!("{}, the last one to the right.", text::counted(runs as u64, "run")),
    }
}

fn bad_lines(page: &mut String, trend: &Trend) {
    if trend.bad_lines.is_empty() {
        return;
    }
    let number = text::counted(trend.bad_lines.len() as u64, "line");
    let _ = writeln!(page, "<details><summary>{number} could not be read</summary>\n<ul>");
    for bad in trend.bad_lines.iter().take(LISTED_LINES) {
        let _ = writeln!(page, "<li>line {}: {}</li>", bad.line, escape(&bad.reason));
    }
    page.push_str("</ul></details>\n");
}

fn section(page: &mut String, series: &Series) {
    let title = match series.kind {
        "initial" => format!("Initial load of {}", series.name),
        _ => series.name.clone(),
    };
    let _ =
        writeln!(page, "<section>\n<h3>{} <small>({})</small></h3>", escape(&title), escape(&series.metric));
    if let Some(last) = series.points.last() {
        let limit = |name: &str, value: Option<Number>| {
            value.map_or(String::new(), |value| format!(", {name} {}", shown(&series.metric, value)))
        };
        let limits = [limit("limit", last.max), limit("warns above", last.warn), limit("at least", last.min)];
        let status = class(last.status.as_deref());
        let word = if status == "none" {
            String::new()
        } else {
            format!("<strong class=\"{status}\">{status}</strong> ")
        };
        let item = last.item.as_deref().map_or(String::new(), |item| format!(", {}", escape(item)));
        let value = escape(&shown(&series.metric, last.actual));
        let _ = writeln!(page, "<p>{word}{value}{}{item}</p>", escape(&limits.concat()));
    }
    page.push_str(&draw(series, &title));
    table(page, series);
    page.push_str("</section>\n");
}

fn table(page: &mut String, series: &Series) {
    page.push_str(
        "<details><summary>Last runs</summary>\n<table>\n<thead><tr><th>run</th><th>value</th><th>limit</th>\
         <th>status</th><th>commit</th><th>branch</th><th>time</th></tr></thead>\n<tbody>\n",
    );
    for point in series.points.iter().rev().take(LISTED_RUNS) {
        let text = |value: &Option<String>| value.as_deref().map_or("–".to_owned(), escape);
        let limit = point.max.or(point.min).map_or("–".to_owned(), |limit| shown(&series.metric, limit));
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            point.run,
            escape(&shown(&series.metric, point.actual)),
            escape(&limit),
            class(point.status.as_deref()).replace("none", "–"),
            text(&point.commit),
            text(&point.branch),
            text(&point.time),
        );
    }
    page.push_str("</tbody>\n</table></details>\n");
}
