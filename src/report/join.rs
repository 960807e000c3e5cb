//! Joins the reports of several files into one.
//!
//! The order of the files says nothing, the same report twice is one, and joined reports are joined like the reports
//! in them. What would have to be decided is an error: two reports of one project, sizes that cannot be compared.

use std::collections::BTreeMap;

use crate::model::json_report::{Compression, Joined, Report};

/// The reports of one file.
#[derive(Debug)]
pub struct Source {
    /// The file, for errors.
    pub name: String,
    /// What it holds.
    pub reports: Vec<Report>,
}

/// Why reports cannot be joined. `one` and `other` are the files.
#[derive(Debug, PartialEq, Eq)]
pub enum JoinError {
    /// Two reports of one project that are not the same.
    Conflict {
        /// The project.
        project: String,
        /// A file.
        one: String,
        /// Another one.
        other: String,
    },
    /// Sizes that were made in different ways.
    Compression {
        /// A file.
        one: String,
        /// Another one.
        other: String,
        /// How the sizes in `one` were made.
        one_way: String,
        /// How those in `other` were.
        other_way: String,
    },
}

/// Joins reports. One without a project's name is called by its build directory.
pub fn join(sources: Vec<Source>) -> Result<Joined, JoinError> {
    let mut first: Option<(String, Compression)> = None;
    let mut projects: BTreeMap<String, (String, Report)> = BTreeMap::new();
    for Source { name, reports } in sources {
        for mut report in reports {
            let project = report.project.get_or_insert_with(|| report.build.directory.clone()).clone();
            let compression = &report.build.compression;
            let (one, first) = first.get_or_insert_with(|| (name.clone(), compression.clone()));
            if first != compression {
                return Err(JoinError::Compression {
                    one: one.clone(),
                    other: name,
                    one_way: way(first),
                    other_way: way(compression),
                });
            }
            match projects.get(&project) {
                None => {
                    projects.insert(project, (name.clone(), report));
                }
                Some((_, known)) if *known == report => {}
                Some((one, _)) => {
                    return Err(JoinError::Conflict { one: one.clone(), other: name, project });
                }
            }
        }
    }
    Ok(Joined::of(projects.into_values().map(|(_, report)| report).collect()))
}

fn way(compression: &Compression) -> String {
    format!("gzip level {}, brotli level {}", compression.gzip, compression.brotli)
}
