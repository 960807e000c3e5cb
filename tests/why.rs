//! `weighbridge why`: the shortest way from the entry points to a chunk, told by the real binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use support::{Outcome, Project, unwrapped};

/// Asks on `project`'s `dist` for `name`; stdout must hold each of `texts`, whatever its line breaks.
#[track_caller]
fn check_on(project: &Project, name: &str, texts: &[&str]) -> Outcome {
    let outcome = project.run(&["why", "dist", name]);
    outcome.expect(0, &[]);
    let said = unwrapped(&outcome.stdout);
    for text in texts {
        assert!(said.contains(&unwrapped(text)), "{text:?} is not in:\n{}", outcome.stdout);
    }
    outcome
}

#[track_caller]
fn check(fixture: &str, name: &str, texts: &[&str]) -> Outcome {
    check_on(&Project::new().fixture(fixture), name, texts)
}

/// A page with one module script, `a.js`.
fn page() -> Project {
    Project::new().file("dist/index.html", "<script type=module src=a.js></script>")
}

#[test]
fn a_lazy_chunk_is_reached_by_the_import_that_loads_it() {
    check(
        "vite8-shop",
        "assets/account-ChevGS5h.js",
        &[
            "script, 1.83 kB raw, lazy",
            "1 file loads it: assets/index-CzUUkgW3.js",
            "lazy from index.html",
            "9:5 script (html) → assets/index-CzUUkgW3.js",
            "2:68280 dynamic import (esm) → assets/account-ChevGS5h.js",
        ],
    );
}

#[test]
fn each_entry_point_has_its_way_and_those_with_the_same_share_it() {
    check(
        "multi-page",
        "layout-CR0sGDqH.js",
        &[
            "in the initial load of about/index.html",
            "in the initial load of admin/index.html",
            "5 files load it",
        ],
    );
    check(
        "no-html",
        "chunk-EPWNORPB.js",
        &["in the initial load of embed-WOJD5E5K.js and 1 more entry point"],
    );
}

#[test]
fn stylesheets_and_workers_have_ways_too() {
    check(
        "vite8-shop",
        "assets/account-D3lOdUyR.css",
        &["stylesheet (mapdeps) → assets/account-D3lOdUyR.css"],
    );
    check("vite8-shop", "search-worker", &["worker (esm) → assets/search-worker-BdJlPeEN.js"]);
}

#[test]
fn what_only_browsers_without_modules_load_says_so() {
    check(
        "vite8-legacy",
        "export-legacy",
        &["only for browsers without modules", "lazy from index.html, in browsers without modules"],
    );
}

#[test]
fn a_name_is_a_path_or_its_end_or_has_no_hash_or_is_a_glob() {
    let account = "assets/account-ChevGS5h.js";
    for name in [account, "account-ChevGS5h.js", "account.js", "account", "**/account-*.js", "account-*.js"] {
        check("vite8-shop", name, &[account]);
    }
    check("vite8-shop", "./dist/assets/account-ChevGS5h.js", &[account]);
    // The exact name wins over everything that it could mean as a glob.
    let project = page().file("dist/a.js", "import('./[slug].js'); import('./s.js')");
    let project = project.file("dist/[slug].js", "1").file("dist/s.js", "2");
    let outcome = check_on(&project, "[slug].js", &["→ [slug].js"]);
    assert!(!outcome.stdout.contains("→ s.js"), "{}", outcome.stdout);
}

#[test]
fn an_unknown_name_is_status_2_and_says_what_was_perhaps_meant() {
    let project = Project::new().fixture("vite8-shop");
    project
        .run(&["why", "dist", "acount"])
        .expect(2, &["no script, stylesheet or package", "did you mean `account`?"]);
    project
        .run(&["why", "dist", "!a"])
        .expect(2, &["no script, stylesheet or package of `dist` is called `!a`"]);
    project.run(&["why", "nowhere", "a"]).expect(2, &["nowhere"]);
}

#[test]
fn a_file_that_nothing_loads_says_so() {
    let project = page().file("dist/a.js", "1").file("dist/orphan.js", "2");
    check_on(&project, "orphan.js", &["loaded by no entry point", "no file loads it"]);
}

#[test]
fn fewer_dynamic_imports_count_more_than_fewer_steps() {
    let project = page()
        .file("dist/a.js", "import './b.js'; import('./goal.js')")
        .file("dist/b.js", "import './c.js'")
        .file("dist/c.js", "import './goal.js'")
        .file("dist/goal.js", "1");
    let outcome =
        check_on(&project, "goal.js", &["in the initial load of index.html", "→ c.js", "→ goal.js"]);
    assert!(!outcome.stdout.contains("dynamic"), "{}", outcome.stdout);
}

#[test]
fn a_circle_of_imports_has_an_end() {
    let project = page()
        .file("dist/a.js", "import './b.js'")
        .file("dist/b.js", "import './a.js'; import('./goal.js')")
        .file("dist/goal.js", "import './b.js'");
    check_on(&project, "goal.js", &["lazy from index.html", "dynamic import (esm) → goal.js"]);
}

#[test]
fn what_could_not_be_read_may_hide_a_way() {
    let project = page().file("dist/a.js", "import(").file("dist/goal.js", "1");
    check_on(&project, "goal.js", &["1 problem while reading the build"]);
}
