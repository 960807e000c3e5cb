//! The check before a push, with the real git: `weighbridge hook`.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use support::{Outcome, Project};

const BUDGETS: &str = r#"{ "build": "dist", "compression": "cdn", "checks": {}, "budgets": [
  { "name": "Scripts", "type": "script", "max": { "raw": "1 kB" } }
] }
"#;

/// A repository with a remote, both in a folder of their own, and no other configuration of git.
struct Repository {
    project: Project,
}

impl Repository {
    fn new() -> Self {
        let project = Project::new();
        fs::remove_dir(project.path(".git")).unwrap();
        fs::create_dir_all(project.path("home/bin")).unwrap();
        let repository = Self { project };
        repository.git_in(".", &["init", "-q", "--bare", "remote.git"]);
        repository.git_in(".", &["init", "-q", "-b", "main", "work"]);
        repository.git(&["remote", "add", "origin", "../remote.git"]);
        repository
    }

    /// With a page whose script has so many bytes.
    fn built(self, bytes: usize) -> Self {
        self.build(bytes);
        self
    }

    fn build(&self, bytes: usize) {
        self.write("dist/index.html", "<!doctype html><script type=module src=/a.js></script>");
        self.write("dist/a.js", format!("console.log('{}')", "x".repeat(bytes)));
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        self.project.write(&format!("work/{path}"), content);
    }

    fn read(&self, path: &str) -> String {
        self.project.read(&format!("work/{path}"))
    }

    fn has(&self, path: &str) -> bool {
        self.project.path("work").join(path).exists()
    }

    fn isolated<'c>(&self, command: &'c mut Command, folder: &str) -> &'c mut Command {
        let home = self.project.path("home");
        let tool = Path::new(env!("CARGO_BIN_EXE_weighbridge")).parent().unwrap();
        let path = format!("{}:{}", tool.display(), std::env::var("PATH").unwrap());
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "WEIGHBRIDGE", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        command
            .current_dir(self.project.path(folder))
            .env("HOME", &home)
            .env("PATH", path)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
            .env("GIT_AUTHOR_NAME", "a")
            .env("GIT_AUTHOR_EMAIL", "a@example.com")
            .env("GIT_COMMITTER_NAME", "a")
            .env("GIT_COMMITTER_EMAIL", "a@example.com")
    }

    fn git_in(&self, folder: &str, arguments: &[&str]) -> Output {
        let output = self.isolated(Command::new("git").args(arguments), folder).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn git(&self, arguments: &[&str]) -> Output {
        self.git_in("work", arguments)
    }

    fn hook_in(&self, folder: &str, arguments: &[&str]) -> Outcome {
        let mut command = self.project.command(&[&["hook"], arguments].concat());
        Outcome::from(self.isolated(&mut command, folder).output().expect("the binary runs"))
    }

    fn hook(&self, arguments: &[&str]) -> Outcome {
        self.hook_in("work", arguments)
    }

    /// Commits all and pushes; what stderr says, and whether the remote took it.
    fn push(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
        self.push_from("work", arguments, variables)
    }

    fn push_from(&self, folder: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
        self.git_in(folder, &["add", "-A"]);
        self.git_in(folder, &["commit", "-q", "--allow-empty", "-m", "c"]);
        let mut command = Command::new("git");
        let command = self.isolated(command.args(["push", "-q", "origin", "HEAD"]).args(arguments), folder);
        let output = command.envs(variables.iter().copied()).output().expect("git runs");
        (output.status.success(), String::from_utf8(output.stderr).expect("output is UTF-8"))
    }
}

#[track_caller]
fn check_message(message: &str, texts: &[&str]) {
    assert!(message.lines().count() <= 25 + 1, "with git's own line:\n{message}");
    for line in message.lines().filter(|line| !line.starts_with("error: ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    for text in texts {
        assert!(message.contains(text), "{text:?} is not in:\n{message}");
    }
}

#[test]
fn a_push_within_budget_passes_and_one_over_budget_is_refused() {
    let repository = Repository::new().built(100);
    repository.write("budgets.json", BUDGETS);
    repository.hook(&["install"]).expect(0, &[]);
    let (passed, message) = repository.push(&[], &[]);
    assert!(passed, "{message}");
    assert_eq!(message, "weighbridge: within budget\n");
    repository.build(2_000);
    let (passed, message) = repository.push(&[], &[]);
    assert!(!passed, "{message}");
    let words = [
        "push refused: over budget",
        "\"Scripts\" is 1.02 kB over its limit",
        "budgets.json:2",
        "help: ",
        "FAIL",
        "--no-verify",
        "WEIGHBRIDGE=0 git push",
    ];
    check_message(&message, &words);
    let (passed, message) = repository.push(&[], &[("WEIGHBRIDGE", "0")]);
    assert!(passed && message.contains("skipped, since WEIGHBRIDGE is 0"), "{message}");
    let (passed, message) = repository.push(&["--no-verify"], &[]);
    assert!(passed && message.is_empty(), "{message}");
}

#[test]
fn a_missing_build_says_to_build_first_and_is_refused_only_if_asked_for() {
    let repository = Repository::new();
    repository.write("budgets.json", BUDGETS);
    repository.write("package.json", r#"{"scripts":{"build":"vite build"}}"#);
    repository.write("pnpm-lock.yaml", "");
    repository.hook(&["install"]).expect(0, &[]);
    let (passed, message) = repository.push(&[], &[]);
    assert!(passed, "{message}");
    check_message(&message, &["no build in dist", "build first: pnpm run build"]);
    repository.hook(&["install", "--require-build"]).expect(0, &[]);
    let (passed, message) = repository.push(&[], &[]);
    assert!(!passed, "{message}");
    check_message(&message, &["build first: pnpm run build"]);
}

#[test]
fn a_second_install_changes_nothing_and_remove_gives_back_what_was_there() {
    let repository = Repository::new();
    let first = repository.hook(&["install"]);
    assert!(first.stdout.contains("installed in .git/hooks/pre-push"), "{}", first.stdout);
    let file = repository.read(".git/hooks/pre-push");
    let second = repository.hook(&["install"]);
    assert!(second.stdout.contains("already installed"), "{}", second.stdout);
    assert_eq!(repository.read(".git/hooks/pre-push"), file);
    repository.hook(&["remove"]).expect(0, &[]);
    assert!(!repository.has(".git/hooks/pre-push"));
    let third = repository.hook(&["remove"]);
    third.expect(0, &[]);
    assert!(third.stdout.contains("nothing to remove"), "{}", third.stdout);
}

#[cfg(unix)]
#[test]
fn an_existing_hook_keeps_its_lines_its_mode_and_what_git_tells_it() {
    use std::os::unix::fs::PermissionsExt;

    let repository = Repository::new().built(100);
    repository.write("budgets.json", BUDGETS);
    let mine = "#!/bin/sh\nset -eu\necho \"to $1\" >>seen\nwhile read -r local id rest; do echo \"$local\" >>seen; done\nexec true\n";
    repository.write(".git/hooks/pre-push", mine);
    let hook = repository.project.path("work/.git/hooks/pre-push");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o700)).unwrap();
    repository.hook(&["install"]).expect(0, &[]);
    assert_eq!(fs::metadata(&hook).unwrap().permissions().mode() & 0o777, 0o700);
    let (passed, message) = repository.push(&[], &[]);
    assert!(passed, "{message}");
    assert_eq!(repository.read("seen"), "to origin\nHEAD\n");
    fs::remove_file(repository.project.path("work/seen")).unwrap();
    repository.build(2_000);
    assert!(!repository.push(&[], &[]).0);
    assert!(!repository.has("seen"), "what follows a refusal is not run");
    repository.hook(&["remove"]).expect(0, &[]);
    assert_eq!(repository.read(".git/hooks/pre-push"), mine);
}

#[test]
fn a_hook_of_another_language_is_left_alone() {
    let repository = Repository::new();
    repository.write(".git/hooks/pre-push", "#!/usr/bin/env python3\nprint(1)\n");
    repository.hook(&["install"]).expect(2, &["is no shell script", "weighbridge hook run --refs"]);
    assert_eq!(repository.read(".git/hooks/pre-push"), "#!/usr/bin/env python3\nprint(1)\n");
}

#[test]
fn what_cannot_be_read_is_neither_written_over_nor_taken_for_no_hook() {
    let repository = Repository::new();
    repository.write(".git/hooks/pre-push/inside", "somebody's");
    for what in ["install", "remove"] {
        repository.hook(&[what]).expect(2, &["cannot read the hook", "so it stays as it is"]);
    }
    assert_eq!(repository.read(".git/hooks/pre-push/inside"), "somebody's");
}

#[test]
fn core_hooks_path_worktrees_subdirectories_and_submodules_are_gits_business() {
    let repository = Repository::new().built(2_000);
    repository.write("budgets.json", BUDGETS);
    repository.git(&["config", "core.hooksPath", ".githooks"]);
    repository.write("src/a.js", "1");
    repository.hook_in("work/src", &["install"]).expect(0, &[]);
    assert!(repository.has(".githooks/pre-push") && !repository.has(".git/hooks/pre-push"));
    assert!(!repository.push(&[], &[]).0);
    repository.hook_in("work/src", &["remove"]).expect(0, &[]);
    repository.git(&["config", "--unset", "core.hooksPath"]);

    repository.git(&["worktree", "add", "-q", "../tree"]);
    repository.hook_in("tree", &["install"]).expect(0, &[]);
    assert!(repository.has(".git/hooks/pre-push"));
    let (passed, message) = repository.push_from("tree", &[], &[]);
    // dist was committed above, so the worktree has it.
    assert!(!passed && message.contains("push refused"), "{message}");

    repository.git(&["-c", "protocol.file.allow=always", "submodule", "add", "-q", "../work", "sub"]);
    repository.hook_in("work/sub", &["install"]).expect(0, &[]);
    assert!(repository.has(".git/modules/sub/hooks/pre-push"));
}

#[test]
fn where_nobody_pushes_from_nothing_is_written() {
    let repository = Repository::new();
    repository.hook_in("remote.git", &["install"]).expect(2, &["bare repository"]);
    repository.hook_in("home", &["install"]).expect(2, &["no git repository"]);
    repository.git(&["config", "--global", "core.hooksPath", "~/hooks"]);
    repository.hook(&["install"]).expect(2, &["set for more than this repository"]);
    assert!(!repository.project.path("home/hooks").exists());
}

#[test]
fn tools_that_write_the_hooks_are_told_of_and_not_written_over() {
    for (file, content, words) in [
        ("lefthook.yml", "", ["pre-push:\n  jobs:", "use_stdin: true"]),
        (
            ".pre-commit-config.yaml",
            "repos: []\n",
            ["stages: [pre-push]", "pre-commit install --hook-type pre-push"],
        ),
        ("package.json", r#"{"simple-git-hooks":{}}"#, ["\"pre-push\": ", "npx simple-git-hooks"]),
    ] {
        let repository = Repository::new();
        repository.write(file, content);
        let outcome = repository.hook(&["install"]);
        outcome.expect(2, &[]);
        for word in words {
            assert!(outcome.stdout.contains(word), "{}", outcome.stdout);
        }
        assert!(!repository.has(".git/hooks/pre-push"));
    }
}

#[test]
fn with_husky_9_the_lines_stand_in_the_file_that_people_write() {
    let repository = Repository::new();
    repository.git(&["config", "core.hooksPath", ".husky/_"]);
    repository.write(".husky/_/h", "#!/usr/bin/env sh\n");
    repository.write(".husky/_/pre-push", "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"\n");
    repository.write(".husky/pre-push", "npm test\n");
    repository.hook(&["install"]).expect(0, &[]);
    assert!(repository.read(".husky/pre-push").ends_with("# weighbridge <<<\nnpm test\n"));
    assert!(!repository.read(".husky/_/pre-push").contains("weighbridge"));
    repository.hook(&["remove"]).expect(0, &[]);
    assert_eq!(repository.read(".husky/pre-push"), "npm test\n");
}

#[test]
fn a_check_that_is_called_by_hand_is_not_called_twice() {
    let repository = Repository::new();
    repository.git(&["config", "core.hooksPath", ".husky"]);
    let mine = "#!/bin/sh\nnpx weighbridge hook run\n";
    repository.write(".husky/pre-push", mine);
    let outcome = repository.hook(&["install"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("already there"), "{}", outcome.stdout);
    assert_eq!(repository.read(".husky/pre-push"), mine);
}

#[test]
fn a_deleted_branch_is_not_checked() {
    let repository = Repository::new().built(2_000);
    repository.write("budgets.json", BUDGETS);
    let (passed, message) = repository.push(&["HEAD:refs/heads/gone"], &[]);
    assert!(passed, "{message}");
    repository.hook(&["install"]).expect(0, &[]);
    let mut command = Command::new("git");
    let command = repository.isolated(command.args(["push", "-q", "origin", ":gone"]), "work");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_tool_that_is_not_installed_lets_the_push_through_and_says_so() {
    let repository = Repository::new().built(2_000);
    repository.write("budgets.json", BUDGETS);
    repository.hook(&["install"]).expect(0, &[]);
    let mut command = Command::new("git");
    let command = repository.isolated(command.args(["push", "-q", "origin", "HEAD:refs/heads/main"]), "work");
    let git = String::from_utf8(Command::new("sh").args(["-c", "command -v git"]).output().unwrap().stdout)
        .unwrap();
    let folder = Path::new(git.trim()).parent().unwrap();
    repository.git(&["commit", "-q", "--allow-empty", "-m", "c"]);
    let output = command.env("PATH", format!("{}:/bin", folder.display())).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{message}");
    assert!(message.contains("weighbridge: not installed"), "{message}");
}

#[test]
fn warnings_do_not_refuse_a_push() {
    let repository = Repository::new().built(2_000);
    repository.write("budgets.json", BUDGETS.replace("\"max\"", "\"warn\""));
    let outcome = repository.hook(&["run"]);
    outcome.expect(0, &[]);
    assert_eq!(outcome.stderr, "weighbridge: within budget, with warnings: see weighbridge check\n");
}

#[test]
fn a_source_that_was_written_after_the_build_is_said() {
    let repository = Repository::new().built(100);
    repository.write("budgets.json", BUDGETS);
    repository.write("src/App.tsx", "1");
    repository.write(".gitignore", "dist\n");
    repository.git(&["add", "-A"]);
    let at = |path: &str, seconds: u64| {
        let file = fs::File::options().write(true).open(repository.project.path("work").join(path)).unwrap();
        let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        file.set_times(fs::FileTimes::new().set_modified(time)).unwrap();
    };
    at("dist/a.js", 1_700_000_000);
    at("dist/index.html", 1_700_000_000);
    at("src/App.tsx", 1_700_000_060);
    let outcome = repository.hook(&["run"]);
    outcome.expect(0, &[]);
    assert!(
        outcome.stderr.contains("dist may be out of date: src/App.tsx was written after it"),
        "{}",
        outcome.stderr
    );
    at("src/App.tsx", 1_600_000_000);
    assert_eq!(repository.hook(&["run"]).stderr, "weighbridge: within budget\n");
}

#[test]
fn projects_are_the_budget_files_that_name_a_build() {
    let repository = Repository::new();
    assert!(repository.hook(&["run"]).stderr.contains("nothing to check"));
    repository.write("finance/budgets.json", r#"{"2026": 12}"#);
    repository.write("finance/old/budgets.json", "not JSON");
    assert!(repository.hook(&["run"]).stderr.contains("nothing to check"));
    repository.write("apps/web/budgets.json", BUDGETS);
    repository.write("apps/web/package.json", r#"{"scripts":{"build":"vite build"}}"#);
    let outcome = repository.hook_in("work/apps", &["run"]);
    outcome
        .expect(0, &["no build in web/dist, so it was not checked;", "build first: cd web && npm run build"]);
    repository.write("budgets.json", "{ \"build\": 1 }");
    repository
        .hook(&["run", "."])
        .expect(2, &["\"build\" is a string, not a number", "skip: git push --no-verify"]);
}

#[test]
fn of_several_projects_only_those_over_budget_are_told_and_warnings_refuse_nothing() {
    let repository = Repository::new();
    let page = "<!doctype html><html lang=en><title>x</title><script type=module src=a.js></script>";
    for (app, bytes) in [("docs", 100), ("shop", 2_000), ("web", 2_000)] {
        let budgets = if app == "web" { BUDGETS.replace("\"max\"", "\"warn\"") } else { BUDGETS.to_owned() };
        repository.write(&format!("apps/{app}/budgets.json"), budgets);
        repository.write(&format!("apps/{app}/dist/index.html"), page);
        repository.write(&format!("apps/{app}/dist/a.js"), format!("console.log('{}')", "x".repeat(bytes)));
    }
    let outcome = repository.hook(&["run"]);
    outcome.expect(1, &[]);
    check_message(&outcome.stderr, &["push refused: over budget in 1 of 3 projects", "apps/shop"]);
    assert!(!outcome.stderr.contains("apps/web"), "{}", outcome.stderr);
    // A folder, its build and its budget file are the same project.
    for web in ["apps/web", "apps/web/dist", "apps/web/budgets.json"] {
        let outcome = repository.hook(&["run", "apps/docs", web]);
        outcome.expect(0, &[]);
        assert_eq!(
            outcome.stderr,
            "weighbridge: 2 builds, within budget, with warnings: see weighbridge check\n"
        );
    }
}

#[test]
fn growth_limits_are_for_ci_and_are_not_spoken_of_before_a_push() {
    let budgets = BUDGETS.replace(
        "\"max\": { \"raw\": \"1 kB\" }",
        "\"max\": { \"raw\": \"1 kB\" }, \"growth\": { \"brotli\": \"0 B\" }",
    );
    assert_ne!(budgets, BUDGETS);
    let repository = Repository::new().built(100);
    repository.write("budgets.json", &budgets);
    let outcome = repository.hook(&["run"]);
    outcome.expect(0, &[]);
    assert_eq!(outcome.stderr, "weighbridge: within budget\n");
    repository.build(2_000);
    let refused = repository.hook(&["run"]);
    refused.expect(1, &[]);
    for word in ["baseline", "not judged"] {
        assert!(!refused.stderr.contains(word), "{}", refused.stderr);
    }
    // With nothing but growth to judge, there is nothing to refuse.
    repository.write("budgets.json", budgets.replace("\"max\": { \"raw\": \"1 kB\" }, ", ""));
    let outcome = repository.hook(&["run"]);
    outcome.expect(0, &[]);
    assert_eq!(outcome.stderr, "weighbridge: within budget\n");
}

#[test]
fn a_refusal_of_many_projects_with_many_broken_budgets_and_long_names_fits_a_screen() {
    for (projects, budgets, name) in [(1, 1, 5_000), (1, 200, 90), (2, 200, 12), (3, 3, 300), (12, 40, 30)] {
        let repository = Repository::new();
        for project in 0..projects {
            let folder = format!("apps/{}{project}", "a".repeat(name.min(200)));
            let budgets: Vec<String> = (0..budgets)
                .map(|number| {
                    let name = format!("{number} {}", "long name ".repeat(name / 10));
                    format!(
                        "{{ \"name\": \"{name}\", \"type\": \"script\", \"max\": {{ \"raw\": \"{} B\" }} }}",
                        number + 1
                    )
                })
                .collect();
            repository.write(
                &format!("{folder}/budgets.json"),
                format!(
                    "{{ \"build\": \"dist\", \"compression\": \"cdn\", \"budgets\": [\n{}\n] }}",
                    budgets.join(",\n")
                ),
            );
            repository.write(
                &format!("{folder}/dist/index.html"),
                "<script type=module src=a.js></script><img src=gone.png>",
            );
            repository.write(&format!("{folder}/dist/a.js"), "console.log('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')");
        }
        let outcome = repository.hook(&["run"]);
        assert_eq!(outcome.status, 1, "{}", outcome.stderr);
        assert!(
            outcome.stderr.lines().count() <= 25,
            "{} lines:\n{}",
            outcome.stderr.lines().count(),
            outcome.stderr
        );
        check_message(&outcome.stderr, &["push refused: over budget", "FAIL", "skip: git push --no-verify"]);
        if std::env::var_os("SHOW").is_some() {
            println!("--- {projects} × {budgets}\n{}", outcome.stderr);
        }
    }
}
