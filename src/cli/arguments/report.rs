//! Which reports are written where: `--report FORMAT[=PATH]`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use crate::report::text;

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
    /// What size-limit prints with `--json`, for size-limit-action.
    SizeLimit,
}

impl Format {
    /// How it is called on the command line.
    pub fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
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
        let known: Vec<String> = Format::value_variants().iter().map(|format| format.name()).collect();
        match Format::from_str(format, false) {
            Ok(format) => Ok(Self { format, path }),
            Err(_) => Err(format!("there is no format `{format}`; write {}", text::alternatives(&known))),
        }
    }
}
