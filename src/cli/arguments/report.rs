//! Which reports are written where: `--report FORMAT[=PATH]`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

/// One `--report FORMAT[=PATH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRequest {
    /// Which format.
    pub format: Format,
    /// Where to; `None` for stdout.
    pub path: Option<PathBuf>,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Terminal,
    /// For other tools: docs/report.md.
    Json,
    /// For GitHub's step summary and a comment in a pull request.
    Markdown,
    /// GitHub's workflow commands: annotations in the files of a pull request.
    Github,
    /// One page with everything, for a browser.
    Html,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test reports of CI servers.
    Junit,
    /// `OpenMetrics`, for Prometheus and GitLab's metrics report.
    Openmetrics,
    /// Code Climate's issues, for GitLab's code quality report.
    Codeclimate,
    /// An SVG with the verdict.
    Badge,
}

impl FromStr for ReportRequest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("`{text}` names no file behind `=`")),
            Some((format, "-")) => (format, None),
            Some((format, path)) => (format, Some(PathBuf::from(path))),
            None => (text, None),
        };
        let formats = || Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = formats().map(|format| format.get_name().to_owned()).collect();
        match Format::from_str(format, false) {
            Ok(format) => Ok(Self { format, path }),
            Err(_) => Err(format!("there is no format `{format}`; write {}", known.join(" or "))),
        }
    }
}
