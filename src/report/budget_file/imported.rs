//! What is said of an imported budget file: each rule as it is judged today, and what is not carried over.

use crate::model::budget::{Bound, Metric};
use crate::model::outside::Tool;
use crate::model::verdict::Verdict;
use crate::report::budget_file::proposal::value;
use crate::report::text;

/// An import, as people are told of it.
#[derive(Clone, Debug)]
pub struct ImportedFile {
    /// The budget file that was written; `None` where it went to stdout.
    pub written: Option<String>,
    /// The file that was read.
    pub from: String,
    /// Its tool.
    pub tool: &'static str,
    /// The build that was measured.
    pub measured: Option<String>,
    /// Where the build should be; there is none to be measured.
    pub missing: Option<String>,
    /// Whether the budget file names the build.
    pub names_build: bool,
    /// Every rule, in the order of the budgets.
    pub rules: Vec<Rule>,
    /// What is not carried over.
    pub not_carried: Vec<NotCarried>,
    /// What else to know.
    pub notes: Vec<String>,
}

/// Something that is not carried over.
#[derive(Clone, Debug)]
pub struct NotCarried {
    /// Its line in the file.
    pub line: Option<usize>,
    /// What.
    pub what: String,
    /// Why.
    pub reason: String,
}

impl NotCarried {
    /// `"time" (line 4): …`
    pub fn sentence(&self) -> String {
        let line = self.line.map_or(String::new(), |line| format!(" (line {line})"));
        format!("{}{line}: {}", self.what, self.reason)
    }
}

/// A rule as it is judged today.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The budget's name.
    pub name: String,
    /// What it comes to.
    pub today: Today,
    /// What people should know of it.
    pub notes: Vec<String>,
}

/// What a rule comes to today.
#[derive(Clone, Debug)]
pub enum Today {
    /// There is no build.
    NotMeasured,
    /// Nothing in the build is what it is about.
    Nothing {
        /// What that comes to; `None` where it is ignored.
        verdict: Option<Verdict>,
    },
    /// It has no limit that can be judged without a baseline, or its size cannot be known.
    NotJudged,
    /// Another tool measures it, whose results were not given.
    Outside(Tool),
    /// It was measured.
    Measured {
        /// What was.
        metric: Metric,
        /// The worst value.
        actual: u64,
        /// Its limit, and on which side of it the value may be.
        limit: Option<(Bound, u64)>,
        /// Of what; `None` for a sum.
        item: Option<String>,
        /// What that comes to.
        verdict: Verdict,
        /// How many items come to the same.
        alike: u64,
        /// Whether the limit is so close that another compressor could come to another verdict.
        is_close: bool,
    },
}

impl ImportedFile {
    /// What is said when the file is written.
    pub fn summary(&self) -> String {
        let mut out = String::new();
        let budgets = text::counted(self.rules.len() as u64, "budget");
        let from = text::printable(&self.from);
        match &self.written {
            Some(file) => {
                text::push(&mut out, format_args!("wrote {file}: {budgets} of {} from {from}\n", self.tool));
            }
            None => text::push(&mut out, format_args!("{budgets} of {} from {from}\n", self.tool)),
        }
        match (&self.measured, &self.missing) {
            (Some(build), _) => {
                text::push(&mut out, format_args!("\ntoday, in {}:\n", text::printable(build)));
                self.push_rules(&mut out);
            }
            (None, Some(missing)) => text::push(
                &mut out,
                format_args!(
                    "nothing is measured: there is no build in {}; build first, and run weighbridge check\n",
                    text::printable(missing)
                ),
            ),
            (None, None) => {}
        }
        self.push_close(&mut out);
        self.push_notes(&mut out);
        if !self.not_carried.is_empty() {
            out.push_str("\nnot carried over:\n");
            for one in &self.not_carried {
                text::push(&mut out, format_args!("  {}\n", text::printable(&one.sentence())));
            }
        }
        if self.written.is_some() {
            let check = if self.names_build { "weighbridge check" } else { "weighbridge check DIRECTORY" };
            text::push(&mut out, format_args!("\nnext: {check}\n"));
        }
        out
    }

    fn push_rules(&self, out: &mut String) {
        let columns = self.rules.iter().map(|rule| text::width(&rule.name)).max().unwrap_or_default();
        for rule in &self.rules {
            let gap = " ".repeat(columns - text::width(&rule.name));
            let verdict = rule.today.word();
            let (name, told) = (text::printable(&rule.name), rule.today.told());
            text::push(out, format_args!("  {verdict:<6}  {name}{gap}  {}\n", text::printable(&told)));
        }
    }

    fn push_close(&self, out: &mut String) {
        let is_close = |rule: &&Rule| matches!(rule.today, Today::Measured { is_close: true, .. });
        let close: Vec<String> =
            self.rules.iter().filter(is_close).map(|rule| text::printable(&rule.name).into_owned()).collect();
        if !close.is_empty() {
            let these = text::list(&close);
            text::push(
                out,
                format_args!(
                    "\nwithin 0.5 % of the limit: {these}. Compressors differ by so much: {} may say otherwise.\n",
                    self.tool
                ),
            );
        }
    }

    fn push_notes(&self, out: &mut String) {
        let of_rules =
            self.rules.iter().flat_map(|rule| rule.notes.iter().map(|note| format!("{}: {note}", rule.name)));
        let notes: Vec<String> = self.notes.iter().cloned().chain(of_rules).collect();
        if !notes.is_empty() {
            out.push_str("\nnotes:\n");
            for note in &notes {
                text::push(out, format_args!("  {}\n", text::printable(note)));
            }
        }
    }
}

impl Today {
    /// `passes`; `-` where nothing was judged.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Measured { verdict: Verdict::Fail, .. }
            | Self::Nothing { verdict: Some(Verdict::Fail) } => "fails",
            Self::Measured { verdict: Verdict::Warn, .. }
            | Self::Nothing { verdict: Some(Verdict::Warn) } => "warns",
            Self::Measured { .. } | Self::Nothing { verdict: Some(Verdict::Pass) } => "passes",
            Self::Nothing { verdict: None } | Self::NotMeasured | Self::NotJudged | Self::Outside(_) => "-",
        }
    }

    /// `31.2 kB gzip of 35 kB (index.html)`
    pub(crate) fn told(&self) -> String {
        match self {
            Self::NotMeasured => String::new(),
            Self::Nothing { .. } => "nothing in the build is what it is about".to_owned(),
            Self::NotJudged => "not judged without a baseline".to_owned(),
            Self::Outside(tool) => format!("judged with --{} FILE", tool.prefix()),
            Self::Measured { metric, actual, limit, item, verdict, alike, .. } => {
                let place = item.as_ref().map_or(String::new(), |item| format!(" ({item})"));
                let Some((bound, limit)) = limit else {
                    return format!("{}{place}", value(*metric, *actual));
                };
                let (actual, limit) = text::compared(*metric, *actual, *limit);
                let more = match (verdict, alike) {
                    (Verdict::Pass, _) | (_, 0 | 1) => String::new(),
                    (_, several) => format!(", and {} more", several - 1),
                };
                let unit = if matches!(metric, Metric::Raw | Metric::Gzip | Metric::Brotli) {
                    metric.name()
                } else {
                    ""
                };
                let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                let least = if *bound == Bound::Min { "at least " } else { "" };
                format!("{actual}{unit} of {least}{limit}{place}{more}")
            }
        }
    }
}
