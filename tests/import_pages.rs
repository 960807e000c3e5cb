//! `init --from` for the tools that judge pages and applications: Lighthouse, Lighthouse CI, Angular, webpack and
//! nextBundleAnalysis. Each reads the examples of its tool's own documentation.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use support::Project;
use weighbridge::config::{Imported, import, parse};
use weighbridge::model::verdict::Verdict;
use weighbridge::report::budget_file::object;

/// What a file comes to: its budgets as they are written, and what is left out, each with the beginning of its reason.
#[track_caller]
fn check(text: &str, budgets: &[&str], left_out: &[(&str, &str)]) -> Imported {
    let imported = import(text, "a.json", None).unwrap_or_else(|error| panic!("{error:?}"));
    let written: Vec<String> = imported.budgets.iter().map(|one| object(&one.budget)).collect();
    assert_eq!(written, budgets);
    // What is written is read as the same.
    let file = format!("{{ \"budgets\": [{}] }}", written.join(",\n"));
    let read = parse(&file, "budgets.json", &[]).unwrap_or_else(|error| panic!("{error:?}\n{file}"));
    let again: Vec<String> = read.budgets.iter().map(object).collect();
    assert_eq!(again, written);
    let told: Vec<(&str, &str)> = imported
        .left_out
        .iter()
        .zip(left_out.iter().map(|(_, reason)| reason.len()).chain(std::iter::repeat(0)))
        .map(|(one, length)| (one.what.as_str(), one.reason.get(..length).unwrap_or(&one.reason)))
        .collect();
    assert_eq!(told, left_out);
    imported
}

/// The mistakes of a file.
#[track_caller]
fn check_refused(text: &str, expected: &[&str]) {
    let project = Project::new().file("a.json", text);
    project.run(&["init", "--from", "a.json", "--stdout"]).expect(2, expected);
}

#[test]
fn the_example_of_lighthouse_is_carried_over() {
    // https://github.com/GoogleChrome/lighthouse/blob/v11.7.1/docs/performance-budgets.md
    let imported = check(
        r#"[{
            "path": "/*",
            "options": { "firstPartyHostnames": ["*.my-site.com", "my-site.cdn.com"] },
            "timings": [
                { "metric": "interactive", "budget": 5000 },
                { "metric": "first-meaningful-paint", "budget": 2000 }
            ],
            "resourceSizes": [
                { "resourceType": "total", "budget": 500 },
                { "resourceType": "script", "budget": 150 }
            ],
            "resourceCounts": [{ "resourceType": "third-party", "budget": 100 }]
        }]"#,
        &[
            r#"{ "name": "total", "load": "initial", "entry": "/**", "per": "entry", "max": { "gzip": "500 KiB" } }"#,
            r#"{ "name": "script", "type": "script", "load": "initial", "entry": "/**", "per": "entry", "max": { "gzip": "150 KiB" } }"#,
            r#"{ "name": "Lighthouse", "max": { "lighthouse.tti": "5000 ms" } }"#,
        ],
        &[
            ("first-meaningful-paint", "weighbridge reads no such value"),
            ("third-party", "what other hosts send is not in the build"),
        ],
    );
    assert_eq!(imported.unmatched, Some(Verdict::Warn));
    assert!(
        imported.budgets[0].notes[0].contains("images, fonts and media"),
        "{:?}",
        imported.budgets[0].notes
    );
}

#[test]
fn of_lighthouse_s_budgets_the_last_that_is_about_a_page_applies_alone() {
    // https://github.com/GoogleChrome/budget.json
    check(
        r#"[
            {
                "path": "/*",
                "resourceSizes": [
                    { "resourceType": "total", "budget": 300 },
                    { "resourceType": "script", "budget": 150 },
                ],
                "resourceCounts": [{ "resourceType": "third-party", "budget": 10 }]
            },
            { "path": "/blog", "resourceSizes": [{ "resourceType": "total", "budget": 200 }] }
        ]"#,
        &[
            r#"{ "name": "total", "load": "initial", "entry": ["/**", "!/blog*", "!/blog*/**"], "per": "entry", "max": { "gzip": "300 KiB" } }"#,
            r#"{ "name": "script", "type": "script", "load": "initial", "entry": ["/**", "!/blog*", "!/blog*/**"], "per": "entry", "max": { "gzip": "150 KiB" } }"#,
            r#"{ "name": "/blog: total", "load": "initial", "entry": ["/blog*", "/blog*/**"], "per": "entry", "max": { "gzip": "200 KiB" } }"#,
        ],
        &[("third-party", "what other hosts send")],
    );
    // The other way round, the first is about no page.
    check(
        r#"[
            { "path": "/blog", "resourceSizes": [{ "resourceType": "total", "budget": 200 }] },
            { "resourceCounts": [{ "resourceType": "script", "budget": 4 }] }
        ]"#,
        &[
            r#"{ "name": "script", "type": "script", "load": "initial", "entry": "/**", "per": "entry", "max": { "count": 4 } }"#,
        ],
        &[("path /blog", "a later budget is about all its pages")],
    );
}

#[test]
fn sizes_and_numbers_of_one_type_are_one_budget_and_what_a_page_shows_is_left_out() {
    check(
        r#"[{
            "resourceSizes": [
                { "resourceType": "stylesheet", "budget": 0.5 },
                { "resourceType": "document", "budget": 18 },
                { "resourceType": "image", "budget": 200 },
                { "resourceType": "font", "budget": 100 },
                { "resourceType": "media", "budget": 100 },
                { "resourceType": "other", "budget": 10 }
            ],
            "resourceCounts": [{ "resourceType": "stylesheet", "budget": 2 }]
        }]"#,
        &[
            r#"{ "name": "stylesheet", "type": "stylesheet", "load": "initial", "entry": "/**", "per": "entry", "max": { "gzip": "512 B", "count": 2 } }"#,
            r#"{ "name": "document", "type": "document", "load": "initial", "entry": "/**", "per": "entry", "max": { "gzip": "18 KiB" } }"#,
        ],
        &[
            ("image", "which images a page loads"),
            ("font", "which fonts a page loads"),
            ("media", "which media files a page loads"),
            ("other", "a build does not show"),
        ],
    );
}

#[test]
fn the_timings_of_a_path_are_judged_of_its_pages() {
    let imported = check(
        r#"[
            { "timings": [
                { "metric": "largest-contentful-paint", "budget": 2500 },
                { "metric": "cumulative-layout-shift", "budget": 0.1 },
                { "metric": "max-potential-fid", "budget": 100 }
            ] },
            { "path": "/blog/*", "timings": [{ "metric": "speed-index", "budget": 3400.5 }] },
            { "path": "/about.html$", "timings": [{ "metric": "total-blocking-time", "budget": 0 }] }
        ]"#,
        &[
            r#"{ "name": "Lighthouse", "page": ["/**", "!/blog/**", "!/about.html"], "max": { "lighthouse.lcp": "2500 ms", "lighthouse.cls": 0.1 } }"#,
            r#"{ "name": "/blog/*: Lighthouse", "page": ["/blog/**", "!/about.html"], "max": { "lighthouse.si": "3400.5 ms" } }"#,
            r#"{ "name": "/about.html$: Lighthouse", "page": "/about.html", "max": { "lighthouse.tbt": "0 ms" } }"#,
        ],
        &[("max-potential-fid", "weighbridge reads no such value")],
    );
    assert!(imported.notes[0].contains("--lighthouse lhr.json, and skipped without"), "{:?}", imported.notes);
    assert!(!imported.notes.iter().any(|note| note.contains("gzip")), "{:?}", imported.notes);
    let one = r#"{ "metric": "interactive", "budget": 1 }"#;
    check_refused(&format!(r#"[{{ "timings": [{one}, {one}] }}]"#), &["stands here twice"]);
    check_refused(r#"[{ "timings": [{ "metric": "lcp", "budget": 1 }] }]"#, &["lcp"]);
    check_refused(r#"[{ "timings": [{ "metric": "interactive", "budget": -1 }] }]"#, &["less than 0"]);
}

#[test]
fn what_lighthouse_ci_asserts_of_scores_and_audits_is_judged_of_lighthouse_s_results() {
    // https://github.com/GoogleChrome/lighthouse-ci/blob/main/docs/configuration.md#assertions
    let imported = check(
        r#"{ "ci": { "assert": { "assertions": {
            "categories:performance": ["error", { "minScore": 0.85 }],
            "categories.accessibility": "error",
            "categories:seo": ["warn", { "minScore": 0.9 }],
            "categories:best-practices": ["error", { "minScore": 90 }],
            "categories:pwa": ["error", { "minScore": 0.5 }],
            "first-contentful-paint": ["warn", { "maxNumericValue": 2000, "aggregationMethod": "median" }],
            "largest-contentful-paint": ["error", { "maxNumericValue": 2500.25 }],
            "cumulative-layout-shift": ["error", { "maxNumericValue": 0.1 }],
            "total-blocking-time": ["error", { "minScore": 0.9 }],
            "speed-index": "error",
            "interactive": ["off", { "maxNumericValue": 1 }],
            "server-response-time": ["error", { "maxNumericValue": 600 }]
        } } } }"#,
        &[
            r#"{ "name": "Lighthouse", "max": { "lighthouse.lcp": "2500.25 ms", "lighthouse.cls": 0.1 }, "warn": { "lighthouse.fcp": "2000 ms" }, "min": { "lighthouse.performance": 0.85, "lighthouse.accessibility": 0.9 } }"#,
        ],
        &[
            (
                "categories:seo",
                "it only warns, and a lower limit fails here; if it may fail, write \"min\": { \"lighthouse.seo\": 0.9 }",
            ),
            ("categories:best-practices", "a score is from 0 to 1"),
            ("categories:pwa", "weighbridge reads no such value"),
            ("total-blocking-time", "weighbridge reads the value of an audit, not its score"),
            ("speed-index", "weighbridge reads the value of an audit, not its score"),
            ("server-response-time", "only a browser measures it"),
        ],
    );
    assert!(imported.notes.iter().any(|note| note.contains("the best value")), "{:?}", imported.notes);
    check(
        r#"{ "ci": { "assert": { "assertMatrix": [
            { "matchingUrlPattern": ".*", "assertions": { "interactive": ["error", { "maxNumericValue": 5000 }] } },
            { "matchingUrlPattern": "https?://[^/]+/blog", "assertions": { "interactive": ["warn", { "maxNumericValue": 3000 }] } }
        ] } } }"#,
        &[
            r#"{ "name": "Lighthouse", "max": { "lighthouse.tti": "5000 ms" } }"#,
            r#"{ "name": "https?://[^/]+/blog: Lighthouse", "page": ["/blog*", "/blog*/**"], "warn": { "lighthouse.tti": "3000 ms" } }"#,
        ],
        &[],
    );
}

#[test]
fn the_summary_tells_what_warns_and_what_another_tool_measures() {
    let project = build(2_000).file(
        "lighthouserc.json",
        r#"{ "ci": { "assert": { "assertions": {
            "resource-summary:script:count": ["warn", { "maxNumericValue": 0 }],
            "categories:performance": ["error", { "minScore": 0.9 }]
        } } } }"#,
    );
    let outcome = project.run(&["init", "dist", "--from", "lighthouserc.json"]);
    assert!(outcome.stdout.contains("  warns   script "), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains("  -       Lighthouse  judged with --lighthouse FILE"),
        "{}",
        outcome.stdout
    );
}

/// Lighthouse's result over one page, as far as it is read.
fn result(address: &str, score: f64, paint: f64) -> String {
    format!(
        r#"{{ "lighthouseVersion": "12.0.0", "finalDisplayedUrl": "http://localhost{address}",
            "categories": {{ "performance": {{ "score": {score} }} }},
            "audits": {{ "largest-contentful-paint": {{ "score": 1, "numericValue": {paint} }} }} }}"#
    )
}

#[test]
fn an_imported_assertion_passes_and_fails_as_the_results_do() {
    let assertions = r#"{ "ci": { "assert": { "assertMatrix": [
        { "matchingUrlPattern": ".*", "assertions": { "categories:performance": ["error", { "minScore": 0.9 }] } },
        { "matchingUrlPattern": "http://localhost/blog", "assertions": { "largest-contentful-paint": ["error", { "maxNumericValue": 2500 }] } }
    ] } } }"#;
    let project = build(2_000);
    judged(&project, assertions);
    for (address, score, paint, expected) in [
        ("/", 0.9, 9_000.0, 0),
        ("/", 0.89, 1_000.0, 1),
        ("/blog/a", 0.9, 2_500.0, 0),
        ("/blog/a", 1.0, 2_500.1, 1),
    ] {
        project.write("lhr.json", result(address, score, paint));
        let outcome = project.run(&["check", "--no-encode", "--lighthouse", "lhr.json"]);
        assert_eq!(
            outcome.status, expected,
            "{address} {score} {paint}: {}{}",
            outcome.stdout, outcome.stderr
        );
    }
}

#[test]
fn what_lighthouse_would_not_read_is_no_budget() {
    check_refused(r#"[{ "resourceSizes": [{ "resourceType": "scripts", "budget": 1 }] }]"#, &["scripts"]);
    check_refused(r#"[{ "resourceSizes": [{ "resourceType": "script", "budget": "1" }] }]"#, &["a number"]);
    check_refused(r#"[{ "resourceSizes": [{ "resourceType": "script" }] }]"#, &["\"budget\" is missing"]);
    check_refused(r#"[{ "path": "blog", "resourceSizes": [] }]"#, &["a path begins with /"]);
    check_refused(r#"[{ "resourceSizes": [], "budget": 1 }]"#, &["unknown key \"budget\""]);
    let twice = r#"{ "resourceType": "script", "budget": 1 }"#;
    check_refused(&format!(r#"[{{ "resourceSizes": [{twice}, {twice}] }}]"#), &["stands here twice"]);
}

#[test]
fn the_assertions_of_lighthouse_ci_are_in_bytes() {
    // https://github.com/GoogleChrome/lighthouse-ci/blob/main/docs/configuration.md#resource-summary
    check(
        r#"{ "ci": { "assert": {
            "preset": "lighthouse:no-pwa",
            "assertions": {
                "resource-summary:document:size": ["error", { "maxNumericValue": 14000 }],
                "resource-summary:font:count": ["warn", { "maxNumericValue": 1 }],
                "resource-summary:third-party:count": ["warn", { "maxNumericValue": 5 }],
                "resource-summary.script.size": ["warn", { "maxNumericValue": 300000 }],
                "resource-summary:script:count": ["error", { "maxNumericValue": 10 }],
                "resource-summary:stylesheet:size": "error",
                "resource-summary:total:size": "off",
                "categories:performance": ["error", { "minScore": 0.9 }],
                "unminified-javascript": "error",
                "uses-http2": "off"
            }
        } } }"#,
        &[
            r#"{ "name": "document", "type": "document", "load": "initial", "entry": "/**", "per": "entry", "max": { "gzip": "14 kB" } }"#,
            r#"{ "name": "script", "type": "script", "load": "initial", "entry": "/**", "per": "entry", "max": { "count": 10 }, "warn": { "gzip": "300 kB" } }"#,
            r#"{ "name": "Lighthouse", "min": { "lighthouse.performance": 0.9 } }"#,
        ],
        &[
            ("preset lighthouse:no-pwa", "it is about what a browser"),
            ("resource-summary:stylesheet:size", "it has no maxNumericValue"),
            ("unminified-javascript", "the check unminified-asset"),
            ("resource-summary:font", "which fonts"),
            ("resource-summary:third-party", "what other hosts"),
        ],
    );
}

#[test]
fn all_entries_of_an_assert_matrix_that_match_a_page_apply() {
    check(
        r#"{ "ci": { "assert": { "assertMatrix": [
            { "matchingUrlPattern": ".*", "assertions": { "resource-summary:script:count": ["error", { "maxNumericValue": 9 }] } },
            { "matchingUrlPattern": "https?://[^/]+/blog", "assertions": { "resource-summary:script:count": ["error", { "maxNumericValue": 3 }] } },
            { "matchingUrlPattern": "(de|en)/", "assertions": { "resource-summary:script:count": ["error", { "maxNumericValue": 3 }] } }
        ] } } }"#,
        &[
            r#"{ "name": "script", "type": "script", "load": "initial", "entry": "/**", "per": "entry", "max": { "count": 9 } }"#,
            r#"{ "name": "https?://[^/]+/blog: script", "type": "script", "load": "initial", "entry": ["/blog*", "/blog*/**"], "per": "entry", "max": { "count": 3 } }"#,
        ],
        &[("matchingUrlPattern (de|en)/", "which pages of a build a regular expression means")],
    );
    check(
        r#"{ "ci": { "assert": { "budgetsFile": "./budget.json" } } }"#,
        &[],
        &[("budgetsFile ./budget.json", "import it by itself: weighbridge init --from ./budget.json")],
    );
}

/// angular.json of a new application, with other budgets.
fn angular(budgets: &str) -> String {
    format!(
        r#"{{ "version": 1, "projects": {{ "shop": {{ "projectType": "application", "architect": {{ "build": {{
            "builder": "@angular/build:application",
            "options": {{ "outputPath": "dist/shop" }},
            "configurations": {{ "production": {{ "budgets": {budgets} }}, "development": {{ "optimization": false }} }},
            "defaultConfiguration": "production"
        }} }} }} }} }}"#
    )
}

#[test]
fn the_budgets_of_a_new_angular_application_are_carried_over() {
    // https://angular.dev/tools/cli/build#configure-size-budgets
    let imported = check(
        &angular(
            r#"[
                { "type": "initial", "maximumWarning": "500kB", "maximumError": "1MB" },
                { "type": "anyComponentStyle", "maximumWarning": "4kB", "maximumError": "8kB" }
            ]"#,
        ),
        &[
            r#"{ "name": "initial", "files": ["**/*.js", "**/*.css"], "load": "initial", "per": "entry", "max": { "raw": "1 MB" }, "warn": { "raw": "500 kB" } }"#,
        ],
        &[("anyComponentStyle", "the styles of components")],
    );
    assert_eq!(imported.build.as_deref(), Some("dist/shop/browser"));
    assert!(
        imported.notes.contains(&"The budgets are those of the configuration \"production\".".to_owned())
    );
}

#[test]
fn every_type_and_every_bound_of_angular_has_its_budget() {
    check(
        &angular(
            r#"[
                { "type": "all", "maximumError": "2mb", "minimumError": "100kb" },
                { "type": "allScript", "baseline": "400kb", "maximumError": "10%", "minimumWarning": "5%" },
                { "type": "any", "maximumWarning": "200kb" },
                { "type": "anyScript", "maximumError": "150000" },
                { "type": "bundle", "name": "vendor", "baseline": "400kb", "maximumError": "10%" },
                { "type": "bundle", "maximumError": "10kb" },
                { "type": "initial", "maximumError": "10 KiB" },
                { "type": "initial", "maximumWarning": "2mb", "maximumError": "1mb" },
                { "type": "everything", "maximumError": "1mb" },
                { "type": "initial" }
            ]"#,
        ),
        &[
            r#"{ "name": "all", "files": ["**/*.js", "**/*.css"], "max": { "raw": "2 MB" }, "min": { "raw": "100 kB" } }"#,
            r#"{ "name": "allScript", "files": "**/*.js", "max": { "raw": "440 kB" } }"#,
            r#"{ "name": "any", "files": ["**/*.js", "**/*.css"], "per": "file", "warn": { "raw": "200 kB" } }"#,
            r#"{ "name": "anyScript", "files": "**/*.js", "per": "file", "max": { "raw": "150 kB" } }"#,
            r#"{ "name": "vendor", "files": ["**/vendor.{js,css}", "**/vendor-????????.{js,css}", "**/vendor.*.{js,css}"], "max": { "raw": "440 kB" } }"#,
            r#"{ "name": "initial", "files": ["**/*.js", "**/*.css"], "load": "initial", "per": "entry", "max": { "raw": "1 MB" } }"#,
        ],
        &[
            ("allScript: minimumWarning", "a lower limit fails"),
            ("bundle", "without a name"),
            ("initial: maximumError", "Angular cannot read it"),
            ("initial: maximumWarning", "it warns where maximumError fails"),
            ("everything", "Angular has no such type"),
            ("initial", "it limits nothing"),
        ],
    );
}

#[test]
fn of_several_projects_and_configurations_one_is_carried_over() {
    let budgets = |size: &str| format!(r#""budgets": [{{ "type": "all", "maximumError": "{size}" }}]"#);
    let text = format!(
        r#"{{ "projects": {{
            "library": {{ "architect": {{ "build": {{ "builder": "@angular/build:ng-packagr" }} }} }},
            "shop": {{ "architect": {{ "build": {{
                "builder": "@angular-devkit/build-angular:browser",
                "options": {{ "outputPath": "dist/shop", {} }},
                "configurations": {{ "staging": {{ {} }}, "production": {{ {} }} }}
            }} }} }},
            "admin": {{ "targets": {{ "build": {{ "options": {{ {} }} }} }} }}
        }} }}"#,
        budgets("1mb"),
        budgets("2mb"),
        budgets("3mb"),
        budgets("4mb"),
    );
    let imported = check(
        &text,
        &[r#"{ "name": "all", "files": ["**/*.js", "**/*.css"], "max": { "raw": "3 MB" } }"#],
        &[
            ("the budgets of the configuration \"staging\"", "a budget file is about one configuration"),
            ("the budgets of options", "a budget file is about one configuration"),
            ("project admin", "a budget file is about one build, and this one is about that of shop"),
        ],
    );
    assert_eq!(imported.build.as_deref(), Some("dist/shop"));
    // Nx's project.json.
    let nx = r#"{ "name": "shop", "targets": { "build": { "executor": "@angular/build:application", "options": {
        "outputPath": { "base": "../../dist/shop", "browser": "" }, "budgets": [{ "type": "any", "maximumError": "1kb" }] } } } }"#;
    let imported = check(
        nx,
        &[r#"{ "name": "any", "files": ["**/*.js", "**/*.css"], "per": "file", "max": { "raw": "1 kB" } }"#],
        &[],
    );
    assert_eq!(imported.build.as_deref(), Some("../../dist/shop"));
}

#[test]
fn the_limits_of_webpack_warn_unless_its_hints_fail() {
    // https://webpack.js.org/configuration/performance/
    let asset = |bound: &str, size: &str| {
        format!(r#"{{ "name": "maxAssetSize", "per": "file", "{bound}": {{ "raw": "{size}" }} }}"#)
    };
    let entry = |bound: &str, size: &str| {
        format!(
            r#"{{ "name": "maxEntrypointSize", "files": ["**/*.{{js,mjs,cjs}}", "**/*.css"], "load": "initial", "per": "entry", "{bound}": {{ "raw": "{size}" }} }}"#
        )
    };
    check(
        r#"{ "mode": "production", "performance": { "maxEntrypointSize": 400000, "maxAssetSize": 100000 } }"#,
        &[&asset("warn", "100 kB"), &entry("warn", "400 kB")],
        &[],
    );
    check(
        r#"{ "performance": { "hints": "error", "duplicatePackages": true, "unsplitVendors": true, "all": false } }"#,
        &[&asset("max", "250 kB"), &entry("max", "250 kB")],
        &[
            ("duplicatePackages", "the check duplicate-package"),
            ("unsplitVendors", "it is no limit on a size"),
        ],
    );
    check(r#"{ "maxAssetSize": 1024 }"#, &[&asset("warn", "1 KiB"), &entry("warn", "250 kB")], &[]);
    check(r#"{ "performance": { "hints": false } }"#, &[], &[("performance", "hints are switched off")]);
    check(r#"{ "performance": false }"#, &[], &[("performance", "it is switched off")]);
    check_refused(r#"{ "performance": { "maxAssetSize": "244 KiB" } }"#, &["a number of bytes"]);
}

#[test]
fn the_budget_of_next_is_in_bytes_and_its_percentage_one_of_the_budget() {
    // https://github.com/hashicorp/nextjs-bundle-analysis#budget-number
    let imported = check(
        r#"{ "name": "shop", "nextBundleAnalysis": { "budget": 358400, "budgetPercentIncreaseRed": 20, "minimumChangeThreshold": 500, "showDetails": true } }"#,
        &[
            r#"{ "name": "First load", "type": "script", "load": "initial", "entry": "/**", "per": "entry", "max": { "gzip": "350 KiB" }, "growth": { "gzip": "71679 B" } }"#,
        ],
        &[("minimumChangeThreshold", "a change of up to 10 bytes")],
    );
    assert_eq!(imported.build.as_deref(), Some(".next"));
    let imported = check(
        r#"{ "nextBundleAnalysis": { "budget": null, "budgetPercentIncreaseRed": 20, "buildOutputDirectory": "build/" } }"#,
        &[
            r#"{ "name": "First load", "type": "script", "load": "initial", "entry": "/**", "per": "entry", "growth": { "gzip": "20 %" } }"#,
        ],
        &[],
    );
    assert_eq!(imported.build.as_deref(), Some("build"));
    check_refused(r#"{ "nextBundleAnalysis": { "budget": "350 kB" } }"#, &["\"budget\" is a number"]);
}

const PAGE: &str = "<!doctype html><html lang=en><title>a</title><script src=/main-ABCD1234.js></script>";

/// A page with a script of `bytes` bytes, and a page in a folder with one of ten.
fn build(bytes: usize) -> Project {
    let script = |bytes: usize| format!("f(\"{}\")", "x".repeat(bytes - 5));
    Project::new()
        .file("dist/index.html", PAGE)
        .file("dist/main-ABCD1234.js", script(bytes))
        .file("dist/blog/index.html", PAGE.replace("main-ABCD1234", "blog/b"))
        .file("dist/blog/b.js", script(10))
}

/// Imports into a build and judges it: the exit status.
#[track_caller]
fn judged(project: &Project, text: &str) -> i32 {
    let from = project.path("rival.json");
    std::fs::write(from, text).expect("it can be written");
    let outcome = project.run(&["init", "dist", "--from", "rival.json"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let outcome = project.run(&["check", "--no-encode"]);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
    outcome.status
}

#[test]
fn a_size_that_is_equal_to_an_imported_limit_passes_and_one_byte_more_does_not() {
    let quiet = |text: &str| text.to_owned();
    for (text, limit) in [
        (angular(r#"[{ "type": "initial", "maximumError": "2kB" }]"#), 2_000),
        (angular(r#"[{ "type": "bundle", "name": "main", "maximumError": "2000" }]"#), 2_000),
        (angular(r#"[{ "type": "anyScript", "baseline": "1kb", "maximumError": "100%" }]"#), 2_000),
        (angular(r#"[{ "type": "allScript", "maximumError": "2kb" }]"#), 1_990),
        (quiet(r#"{ "performance": { "hints": "error", "maxAssetSize": 2000 } }"#), 2_000),
        (quiet(r#"{ "performance": { "hints": "error", "maxEntrypointSize": 2000 } }"#), 2_000),
    ] {
        for (bytes, expected) in [(limit - 1, 0), (limit, 0), (limit + 1, 1)] {
            assert_eq!(judged(&build(bytes), &text), expected, "{bytes} bytes: {text}");
        }
    }
}

#[test]
fn an_imported_path_is_about_its_pages_alone() {
    let counts = |path: &str, most: u32| {
        format!(
            r#"[{{ "path": "{path}", "resourceCounts": [{{ "resourceType": "script", "budget": {most} }}] }}]"#
        )
    };
    for (path, most, expected) in
        [("/blog", 0, 1), ("/blog", 1, 0), ("/$", 0, 1), ("/", 1, 0), ("/shop", 0, 0)]
    {
        assert_eq!(judged(&build(2_000), &counts(path, most)), expected, "{path} {most}");
    }
    // What is about no page says so.
    let project = build(2_000);
    judged(&project, &counts("/shop", 0));
    let outcome = project.run(&["check", "--no-encode"]);
    assert!(outcome.stdout.contains("/shop: script"), "{}", outcome.stdout);
}
