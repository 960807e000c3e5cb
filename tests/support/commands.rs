//! Workflow commands as GitHub's runner reads them (`ActionCommand.cs` of actions/runner): `::name k=v,k=v::data` at the
//! beginning of a line, behind white space, and the older `##[name k=v;k=v]data` anywhere in it.

use std::collections::BTreeMap;

/// A command with its values unescaped.
#[derive(Debug)]
pub struct Annotation {
    /// `error`
    pub command: String,
    /// Its properties.
    pub properties: BTreeMap<String, String>,
    /// Its message.
    pub message: String,
}

impl Annotation {
    /// Its title.
    pub fn title(&self) -> &str {
        &self.properties["title"]
    }

    /// A property that is a number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.properties.get(name).map(|value| value.parse().expect("it is a number"))
    }
}

/// Every line as a command; fails if one is none, or if it holds another.
#[track_caller]
pub fn read(output: &str) -> Vec<Annotation> {
    let lines: Vec<&str> = output.split_terminator(['\n', '\r']).collect();
    lines.into_iter().map(|line| parse(line).unwrap_or_else(|| panic!("no command: {line:?}"))).collect()
}

/// Whether the runner would take a line for a command of either kind, whatever its name.
pub fn acts(line: &str) -> bool {
    parse(line).is_some() || line.split_once("##[").is_some_and(|(_, rest)| rest.contains(']'))
}

fn parse(line: &str) -> Option<Annotation> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (info, data) = rest.split_once("::")?;
    let (command, properties) = info.split_once(' ').unwrap_or((info, ""));
    if command.is_empty() {
        return None;
    }
    let properties = properties.trim().split(',').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let value = value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        Some((name.to_owned(), value.replace("%25", "%")))
    });
    let message = data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    Some(Annotation { command: command.to_owned(), properties: properties.collect(), message })
}
