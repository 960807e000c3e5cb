//! Why a file of another tool cannot be imported.

use miette::Diagnostic;
use thiserror::Error;

use crate::config::error::{ConfigError, Problems};

/// Why nothing is imported.
#[derive(Debug, Error, Diagnostic)]
pub enum ImportError {
    /// It is no JSON, or says what its tool would not accept.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Invalid(#[from] ConfigError),
    /// It is a program.
    #[error("{name} is a program, and weighbridge runs none")]
    #[diagnostic(code(weighbridge::import::program), help("{help}"))]
    Program {
        /// The file as people would name it.
        name: String,
        /// What to do.
        help: String,
    },
    /// It is YAML.
    #[error("{name} is YAML, not JSON")]
    #[diagnostic(code(weighbridge::import::yaml), help("{help}"))]
    Yaml {
        /// The file as people would name it.
        name: String,
        /// What to do.
        help: String,
    },
    /// There is nothing in it.
    #[error("{name} is empty")]
    #[diagnostic(
        code(weighbridge::import::empty),
        help("name the file with the budgets of the other tool, such as package.json or .size-limit.json")
    )]
    Empty {
        /// The file as people would name it.
        name: String,
    },
    /// Nobody writes so many rules by hand.
    #[error("{name} has more than {most} rules")]
    #[diagnostic(
        code(weighbridge::import::too_many),
        help("put rules about similar files together: one with a glob such as \"dist/**/*.js\"")
    )]
    TooMany {
        /// The file as people would name it.
        name: String,
        /// So many are read.
        most: usize,
    },
    /// No tool that is known writes such files.
    #[error("{name} is not the budget file of a tool that is known")]
    #[diagnostic(
        code(weighbridge::import::unknown),
        help(
            "these are read: size-limit, bundlesize, bundlewatch, BundleMon, Lighthouse's budget.json, lighthouserc.json, angular.json, webpack's `performance` as JSON, nextBundleAnalysis; without --from, weighbridge init proposes budgets from what the build weighs"
        )
    )]
    Unknown {
        /// The file as people would name it.
        name: String,
    },
    /// Several tools could have written it.
    #[error("{name} can be of several tools: {tools}")]
    #[diagnostic(
        code(weighbridge::import::several),
        help("name one: weighbridge init --from {name}#{first}")
    )]
    Several {
        /// The file as people would name it.
        name: String,
        /// Their keys.
        tools: String,
        /// One of them.
        first: String,
    },
    /// What is behind the `#` is not in it.
    #[error("{name} has no budgets of {tool}")]
    #[diagnostic(
        code(weighbridge::import::absent),
        help("leave out what stands behind the #, or name another file")
    )]
    Absent {
        /// The file as people would name it.
        name: String,
        /// Whose budgets were wanted.
        tool: &'static str,
    },
}

impl ImportError {
    /// The error for a text that is no JSON: what it is instead, if that is plain.
    pub(crate) fn of_no_json(text: &str, name: &str, problems: Problems) -> Self {
        if text.trim().is_empty() {
            return Self::Empty { name: name.to_owned() };
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let has_ending = |endings: &[&str]| {
            file.rsplit_once('.')
                .is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()))
        };
        if has_ending(&["js", "cjs", "mjs"]) || is_program(text) {
            let help = format!(
                "print what it exports, and import that: node -e \"import('./{name}').then(it => console.log(JSON.stringify(it.default)))\" > exported.json && weighbridge init --from exported.json"
            );
            return Self::Program { name: name.to_owned(), help };
        }
        if has_ending(&["ts", "cts", "mts"]) {
            let help = format!(
                "print what it exports, and import that: npx tsx -e \"import('./{name}').then(it => console.log(JSON.stringify(it.default)))\" > exported.json && weighbridge init --from exported.json"
            );
            return Self::Program { name: name.to_owned(), help };
        }
        if has_ending(&["yaml", "yml"]) || is_yaml(text) {
            let help = format!(
                "write it as JSON, and import that: npx js-yaml {name} > as.json && weighbridge init --from as.json"
            );
            return Self::Yaml { name: name.to_owned(), help };
        }
        ConfigError::invalid(name, text, problems.into_vec()).into()
    }
}

/// Whether a line of the text begins as no JSON does, but as programs do.
fn is_program(text: &str) -> bool {
    const BEGINNINGS: [&str; 7] =
        ["module.exports", "exports.", "export ", "import ", "const ", "require(", "'use strict'"];
    text.lines().any(|line| BEGINNINGS.iter().any(|beginning| line.starts_with(beginning)))
}

/// Whether the first line that says something is a key or an item of YAML.
fn is_yaml(text: &str) -> bool {
    let lines = text.lines().map(str::trim_end);
    let Some(first) = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#')) else {
        return false;
    };
    let is_key = |(key, rest): (&str, &str)| {
        !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            && (rest.is_empty() || rest.starts_with(' '))
    };
    first == "---" || first.starts_with("- ") || first.split_once(':').is_some_and(is_key)
}
