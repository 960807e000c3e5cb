//! `weighbridge init`: a budget file that fits the build, and that is never overwritten.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;

use support::{Project, fixture_names, unwrapped};

const PAGE: &str = "<!doctype html><html lang=en><title>a</title><script type=module src=/a.js></script>";

fn small() -> Project {
    Project::new().file("dist/index.html", PAGE).file("dist/a.js", "console.log(1)")
}

#[test]
fn what_it_writes_passes_on_every_fixture() {
    for name in fixture_names() {
        let project = Project::new().fixture(&name);
        let outcome = project.run(&["init", "dist"]);
        assert_eq!(outcome.status, 0, "{name}: {}", outcome.stderr);
        let outcome = project.run(&["check", "--no-encode"]);
        let written = project.read("budgets.json");
        assert_eq!(outcome.status, 0, "{name}: {}\n{}\n{written}", outcome.stdout, outcome.stderr);
        assert!(unwrapped(&outcome.stdout).contains("budgets from budgets.json"), "{name}");
    }
}

#[test]
fn a_build_that_grows_over_its_head_room_fails() {
    let project = small();
    assert_eq!(project.run(&["init"]).status, 0);
    assert_eq!(project.run(&["check"]).status, 0);
    let noise: Vec<String> =
        (0..2_000).map(|number: u32| format!("{:x}", number.wrapping_mul(2_654_435_761))).collect();
    let noise = noise.concat();
    project.write("dist/a.js", format!("console.log('{noise}')"));
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.status, 1);
    assert!(outcome.stdout.contains("First load JS"), "{}", outcome.stdout);
}

#[test]
fn each_budget_says_in_a_line_what_it_is_about() {
    let project = Project::new().fixture("vite8-shop");
    let outcome = project.run(&["init", "--headroom", "25 %"]);
    outcome.expect(0, &[]);
    let text = project.read("budgets.json");
    for expected in [
        "\"$schema\": \"https://weighbridge.dev/schema/budgets.schema.json\"",
        "\"build\": \"dist\"",
        "and 25 % head-room",
        "    // The scripts that an entry point loads before any import(). Measured: ",
        " gzip, the most in index.html.\n    { \"name\": \"First load JS\", \"type\": \"script\", \"load\": \"initial\", \"per\": \"entry\", \"max\": { \"gzip\": \"",
        "{ \"name\": \"A lazy load\", \"per\": \"split-point\", \"max\": { \"gzip\": \"",
        "{ \"name\": \"Everything else\", \"rest\": true, \"per\": \"file\", \"max\": { \"raw\": \"",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in:\n{text}");
    }
    // There is no such chunk.
    assert!(!text.contains("Vendor"), "{text}");
    for expected in ["wrote budgets.json: ", "25 % above what dist weighs", "next: weighbridge check", "CI"] {
        assert!(unwrapped(&outcome.stdout).contains(expected), "{expected:?} is not in:\n{}", outcome.stdout);
    }
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let project = small().file("budgets.json", "{}");
    project.run(&["init", "dist"]).expect(2, &["budgets.json is there already", "--stdout"]);
    assert_eq!(project.read("budgets.json"), "{}");
    let outcome = project.run(&["init", "dist", "--stdout"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.starts_with("{\n") && outcome.stdout.ends_with("}\n"), "{}", outcome.stdout);
    assert_eq!(project.read("budgets.json"), "{}");
}

#[test]
fn the_same_build_gives_the_same_file() {
    let project = Project::new().fixture("webpack5-shop");
    let once = project.run(&["init", "dist", "--stdout"]).stdout;
    assert_eq!(once, project.run(&["init", "dist", "--stdout", "--threads", "1"]).stdout);
    project.run(&["init", "dist"]).expect(0, &[]);
    assert_eq!(once, project.read("budgets.json"));
}

#[test]
fn the_build_is_found_where_bundlers_write_it() {
    for directory in ["build", "out", ".output/public", "dist/shop/browser", "dist/client"] {
        let project = Project::new()
            .file(&format!("{directory}/index.html"), PAGE)
            .file(&format!("{directory}/a.js"), "console.log(1)");
        project.run(&["init"]).expect(0, &[]);
        let text = project.read("budgets.json");
        assert!(text.contains(&format!("\"build\": \"{directory}\"")), "{directory}: {text}");
    }
}

#[test]
fn what_is_not_clear_is_asked_for() {
    let none = Project::new().file("dist/notes.txt", "nothing to see");
    none.run(&["init"]).expect(2, &["there is no build directory here", "weighbridge init dist"]);
    none.run(&["init", "dist"]).expect(2, &["there is no page and no script in `dist`"]);
    none.run(&["init", "elsewhere"]).expect(2, &["elsewhere"]);
    let two = small().file("build/index.html", PAGE);
    two.run(&["init"])
        .expect(2, &["several directories here can be the build: dist, build", "weighbridge init dist"]);
    small().run(&["init", "--headroom", "ten"]).expect(2, &["cannot read --headroom", "5 %"]);
    assert!(!none.path("budgets.json").exists() && !two.path("budgets.json").exists());
}

#[test]
fn the_schema_of_an_installed_package_is_named() {
    let project = small().file("node_modules/weighbridge/schema/budgets.schema.json", "{}");
    project.run(&["init"]).expect(0, &[]);
    let text = project.read("budgets.json");
    assert!(text.contains("\"./node_modules/weighbridge/schema/budgets.schema.json\""), "{text}");
}

#[test]
fn a_check_that_fails_today_only_warns_and_says_when_it_need_not() {
    let project = Project::new().fixture("vite8-well-done");
    fs::remove_file(project.path("dist/assets/fixture-sans-9OH99OS0.woff2")).expect("it can be deleted");
    project.run(&["init"]).expect(0, &[]);
    let text = project.read("budgets.json");
    assert!(text.contains("// Found in "), "{text}");
    assert!(text.contains("\"broken-reference\": \"warn\""), "{text}");
    assert_eq!(project.run(&["check", "--no-encode"]).status, 0);
}

#[test]
#[cfg(unix)]
fn a_name_from_the_build_ends_no_comment() {
    let project =
        Project::new().file("dist/in\n\"x\": 1, //\u{202e}.html", PAGE).file("dist/a.js", "console.log(1)");
    project.run(&["init"]).expect(0, &[]);
    let text = project.read("budgets.json");
    assert!(!text.contains('\u{202e}') && text.contains("in\\n\"x\""), "{text}");
    assert_eq!(project.run(&["check"]).status, 0);
}

#[test]
fn a_directory_elsewhere_is_not_named_as_if_it_were_here() {
    let (project, other) = (Project::new(), small());
    let directory = other.path("dist");
    let outcome = project.run(&["init", directory.to_str().expect("the path is UTF-8")]);
    outcome.expect(0, &[]);
    let text = project.read("budgets.json");
    let written = text.lines().find_map(|line| line.trim().strip_prefix("\"build\": \""));
    if let Some(written) = written {
        let named = project.path(written.trim_end_matches("\","));
        assert_eq!(
            fs::canonicalize(named).expect("it is there"),
            fs::canonicalize(directory).expect("it is there")
        );
    }
}

#[test]
fn a_preset_says_of_each_budget_what_it_is_and_what_it_comes_to_today() {
    let noise: Vec<String> =
        (0..60_000_u32).map(|number| format!("{:x}", number.wrapping_mul(2_654_435_761))).collect();
    let noise = noise.concat();
    let project =
        Project::new().file("dist/index.html", PAGE).file("dist/a.js", format!("console.log('{noise}')"));
    let outcome = project.run(&["init", "--preset", "strict"]);
    outcome.expect(0, &[]);
    for expected in ["wrote budgets.json: 3 budgets of the preset \"strict\"", "fails now, by 2 budgets"] {
        assert!(unwrapped(&outcome.stdout).contains(expected), "{}", outcome.stdout);
    }
    let text = project.read("budgets.json");
    for expected in [
        "  \"build\": \"dist\",\n  \"unmatched\": \"ignore\",\n  // For visitors with a phone of 200 dollars",
        "    // Document, scripts and stylesheets: 130 kB, and 170 kB where little of it is script.\n    // Today: ",
        " of 170 kB (index.html): fails.\n    { \"name\": \"Initial load\", \"load\": \"initial\", \"per\": \"entry\", ",
        "\"max\": { \"gzip\": \"170 kB\" }, \"warn\": { \"gzip\": \"130 kB\" } }",
        "    // Today: nothing in the build is what it is about.\n    { \"name\": \"A lazy load\"",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in:\n{text}");
    }
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("On a slow network"), "{}", outcome.stdout);
}

#[test]
fn every_preset_can_be_judged_and_is_written_once() {
    for preset in ["default", "strict", "lighthouse", "webpack", "vite", "angular"] {
        let project = Project::new().fixture("vite8-shop");
        let outcome = project.run(&["init", "--preset", preset]);
        outcome.expect(0, &[]);
        let expected = format!("of the preset \"{preset}\"");
        assert!(outcome.stdout.contains(&expected), "{}", outcome.stdout);
        let judged = project.run(&["check", "--no-encode"]);
        assert!(matches!(judged.status, 0 | 1), "{preset}: {}", judged.stderr);
        let again = project.run(&["init", "--preset", preset, "--stdout"]);
        again.expect(0, &[]);
        assert_eq!(again.stdout, project.read("budgets.json"), "{preset}");
        project.run(&["init", "--preset", preset]).expect(2, &["budgets.json is there already"]);
    }
    let project = small();
    project.run(&["init", "--preset", "stricter"]).expect(2, &["strict"]);
    project.run(&["init", "--preset", "vite", "--from", "a.json"]).expect(2, &["cannot be used with"]);
    project.run(&["init", "--preset", "vite", "--headroom", "5 %"]).expect(2, &["cannot be used with"]);
}
