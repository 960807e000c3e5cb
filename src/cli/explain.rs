//! EDGE. `weighbridge explain`: what a check does, why it matters, how to mend it, what can be set.

use miette::{Report, miette};

use crate::checks::{self, CHECKS};
use crate::cli::arguments::ExplainArguments;
use crate::cli::{ExitStatus, output};
use crate::model::suggestion::did_you_mean;
use crate::report::explanation;

/// Explains one check, or lists them all.
pub(crate) fn run(arguments: &ExplainArguments) -> Result<ExitStatus, Report> {
    let text = match &arguments.check {
        None => explanation::list(CHECKS),
        Some(id) => explanation::of(checks::find(id).ok_or_else(|| unknown(id))?),
    };
    output::to_stdout(&text)?;
    Ok(ExitStatus::WithinBudget)
}

fn unknown(id: &str) -> Report {
    let ids: Vec<&str> = CHECKS.iter().map(|check| check.id).collect();
    let help = match did_you_mean(id, &ids) {
        Some(near) => format!("did you mean `{near}`? `weighbridge explain` lists all checks"),
        None => "`weighbridge explain` lists all checks".to_owned(),
    };
    miette!(code = "weighbridge::explain::unknown", help = help, "there is no check `{id}`")
}
