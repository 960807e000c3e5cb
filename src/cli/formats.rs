//! Which renderer writes which format. The report for people is made from the run itself, all others from the JSON
//! report's types, so that `merge` can write them, too.

use crate::checks::CHECKS;
use crate::cli::arguments::Format;
use crate::model::json_report::Joined;
use crate::report::{
    badge, codeclimate, github, html, json, junit, markdown, openmetrics, sarif, size_limit,
};

/// The text of a report that is not for the terminal.
pub(crate) fn rendered(format: Format, joined: &Joined) -> String {
    match format {
        Format::Terminal | Format::Markdown => markdown::render(joined),
        Format::Json => json::render(joined),
        Format::Github => github::render(joined),
        Format::Html => html::render(joined),
        Format::Sarif => sarif::render(joined, CHECKS),
        Format::Junit => junit::render(joined),
        Format::Openmetrics => openmetrics::render(joined),
        Format::Codeclimate => codeclimate::render(joined),
        Format::Badge => badge::render(joined),
        Format::SizeLimit => size_limit::render(joined),
    }
}
