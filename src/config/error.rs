//! What can be wrong with a budget file: it cannot be read, or it says something that cannot be meant.
//!
//! One error holds every problem of the file; rendered, each stands with its own lines of the file.

use std::borrow::Cow;
use std::fmt;
use std::io;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::model::snippet::Snippet;
use crate::model::span::Span;

/// Why there is no configuration.
#[derive(Debug, Error, Diagnostic)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("cannot read {name}")]
    Unreadable {
        /// The file as people would name it.
        name: String,
        /// What the system said.
        source: io::Error,
        /// What to do.
        #[help]
        help: String,
    },
    /// The file holds something other than text.
    #[error("{name} is not UTF-8 text: byte {} cannot be read", offset + 1)]
    #[diagnostic(help("save the file as UTF-8"))]
    NotUtf8 {
        /// The file as people would name it.
        name: String,
        /// How many bytes can be read.
        offset: usize,
    },
    /// The file says something that cannot be meant.
    #[error("{}", Summary(snippet, problems.len()))]
    Invalid {
        /// The file.
        #[source_code]
        snippet: Snippet,
        /// Everything that is wrong with it, in the order of their places; never empty.
        #[related]
        problems: Vec<ConfigProblem>,
    },
}

impl ConfigError {
    /// The error that lists `problems` of the file `name`.
    pub(crate) fn invalid(name: &str, text: &str, mut problems: Vec<ConfigProblem>) -> Self {
        let snippet = Snippet::new(name, text);
        problems.sort_by_key(|problem| problem.span);
        for problem in &mut problems {
            let shown = snippet.label(problem.span);
            problem.span = Span::new(shown.offset(), shown.offset() + shown.len());
        }
        Self::Invalid { snippet, problems }
    }
}

/// `budgets.json has 3 problems`
struct Summary<'a>(&'a Snippet, usize);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            1 => write!(f, "{} has a problem", self.0.name()),
            count => write!(f, "{} has {count} problems", self.0.name()),
        }
    }
}

/// One thing that is wrong with a budget file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct ConfigProblem {
    /// What is wrong, as a phrase.
    pub message: String,
    /// The key or value at fault, cut to what can be underlined.
    pub span: Span,
    /// Why here, in a few words.
    pub label: Cow<'static, str>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic for ConfigProblem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let label = LabeledSpan::new(Some(self.label.to_string()), start, end - start);
        Some(Box::new(std::iter::once(label)))
    }
}

/// Collects what is wrong while the reading goes on.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<ConfigProblem>);

impl Problems {
    /// Notes that something is wrong at `span`.
    pub(crate) fn push(
        &mut self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<Cow<'static, str>>,
        help: impl Into<Option<String>>,
    ) {
        let problem = ConfigProblem { message: message.into(), span, label: label.into(), help: help.into() };
        self.0.push(problem);
    }

    /// How many were noted.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Everything that was noted.
    pub(crate) fn into_vec(self) -> Vec<ConfigProblem> {
        self.0
    }
}
