//! EDGE. Which commit was built, on which branch and when: as the command line or the CI server says. The clock is not
//! asked, nor is git: the build may lie anywhere.

#![expect(clippy::disallowed_methods, reason = "the CI server says it in the environment")]

use std::env;

use jiff::Timestamp;

use crate::cli::arguments::HistoryArguments;
use crate::model::history::Revision;

/// A CI server's variables: the commit by which it is recognised, branches with the best first, times.
struct Server {
    commit: &'static str,
    branches: &'static [&'static str],
    time: Option<&'static str>,
}

/// Jenkins comes last: what it sets is set by others, too.
const SERVERS: [Server; 6] = [
    // <https://docs.github.com/actions/reference/variables-reference>
    Server { commit: "GITHUB_SHA", branches: &["GITHUB_HEAD_REF", "GITHUB_REF_NAME"], time: None },
    // <https://docs.gitlab.com/ci/variables/predefined_variables/>
    Server {
        commit: "CI_COMMIT_SHA",
        branches: &["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME"],
        time: Some("CI_COMMIT_TIMESTAMP"),
    },
    // <https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/>
    Server { commit: "BITBUCKET_COMMIT", branches: &["BITBUCKET_BRANCH"], time: None },
    // <https://circleci.com/docs/reference/variables/>
    Server { commit: "CIRCLE_SHA1", branches: &["CIRCLE_BRANCH"], time: None },
    // <https://learn.microsoft.com/azure/devops/pipelines/build/variables>
    Server {
        commit: "BUILD_SOURCEVERSION",
        branches: &["SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCHNAME"],
        time: None,
    },
    // <https://plugins.jenkins.io/git/>
    Server { commit: "GIT_COMMIT", branches: &["GIT_BRANCH"], time: None },
];

/// Of everywhere: <https://reproducible-builds.org/docs/source-date-epoch/>.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// What the arguments say, else the CI server.
pub(crate) fn revision(arguments: &HistoryArguments) -> Revision {
    let server = SERVERS.iter().find(|server| variable(server.commit).is_some());
    let from = |name: fn(&Server) -> Option<String>| server.and_then(name);
    let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let time =
        given(&arguments.time).or_else(|| from(|server| variable(server.time?))).or_else(|| variable(EPOCH));
    Revision {
        commit: given(&arguments.commit).or_else(|| from(|server| variable(server.commit))),
        branch: given(&arguments.branch)
            .or_else(|| from(|server| server.branches.iter().find_map(|name| variable(name)))),
        time: time.map(|time| rfc3339(&time).unwrap_or(time)),
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Seconds since 1970 as a date; `None` where it is not that.
fn rfc3339(time: &str) -> Option<String> {
    let seconds: i64 = time.parse().ok()?;
    Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn seconds_are_dates() {
        assert_eq!(rfc3339("0").as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(rfc3339("951782399").as_deref(), Some("2000-02-28T23:59:59Z"));
        assert_eq!(rfc3339("951782400").as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(rfc3339("1795281260").as_deref(), Some("2026-11-21T17:14:20Z"));
        assert_eq!(rfc3339("2026-11-21T17:14:20Z"), None);
        assert_eq!(rfc3339(&u64::MAX.to_string()), None);
    }
}
