//! The broken limits, each with its place in budgets.json, what broke it and what to do.

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use crate::model::budget::Bound;
use crate::model::verdict::Verdict;
use crate::report::breach::Breach;
use crate::report::diagnostic::BreachDiagnostic;
use crate::report::terminal::TerminalStyle;
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::text;

const SHOWN: usize = 3;

/// Writes a diagnostic for each.
pub(super) fn write(page: &mut Page, breaches: &[Breach<'_>]) {
    for breach in breaches.iter().take(SHOWN) {
        page.gap();
        page.drawn(&full(breach, page.style()));
    }
    if let Some(more) = breaches.len().checked_sub(SHOWN).filter(|&more| 0 < more) {
        page.gap();
        let (limits, are, list) =
            if more == 1 { ("limit", "is", "lists it") } else { ("limits", "are", "lists them") };
        page.more(
            2,
            &format!("{} more {limits} {are} exceeded; the table above {list}", text::count(more as u64)),
        );
    }
}

/// A broken limit in full: the place where it stands if it stands in a file, what broke it and what to do.
pub(super) fn full(breach: &Breach<'_>, style: TerminalStyle) -> String {
    let mut page = Page::new(style);
    let handler = GraphicalReportHandler::new_themed(theme(style))
        .with_width(page.columns())
        .with_links(false)
        .without_syntax_highlighting();
    let diagnostic = BreachDiagnostic::new(breach, page.columns());
    let mut drawn = String::new();
    if diagnostic.has_source() && handler.render_report(&mut drawn, &diagnostic).is_ok() {
        page.drawn(&drawn);
    } else {
        write_plain(&mut page, breach, &diagnostic.to_string());
        page.paragraph(2, &[piece("help: ", Ink::Dim)], diagnostic.help_text(), Ink::Plain);
    }
    page.finish()
}

/// A broken limit in a sentence.
pub(super) fn brief(breach: &Breach<'_>, style: TerminalStyle) -> String {
    let mut page = Page::new(style);
    write_plain(&mut page, breach, &breach.message());
    page.finish()
}

/// Said in full, as miette's own default asks the environment; with no more colours than the rest of the report.
fn theme(style: TerminalStyle) -> GraphicalTheme {
    let ansi = ThemeStyles::ansi();
    let quiet = ansi.linum;
    let highlights = vec![ansi.error];
    let colored = ThemeStyles { help: quiet, link: quiet, highlights, ..ansi };
    GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { colored } else { ThemeStyles::none() },
    }
}

/// What is wrong, with both values.
fn write_plain(page: &mut Page, breach: &Breach<'_>, message: &str) {
    let values = breach.standing().map(|standing| (standing.bound, standing.values()));
    let values = match values {
        Some((Bound::Growth | Bound::Drift, _)) => format!(": {}", breach.label()),
        Some((Bound::Min, (actual, limit))) => format!(": {actual} measured, at least {limit} wanted"),
        Some((_, (actual, limit))) => format!(": {actual} measured, {limit} allowed"),
        None => String::new(),
    };
    let mark = piece("× ", Ink::Verdict(Verdict::Fail));
    page.paragraph(2, &[mark], &format!("{message}{values}"), Ink::Plain);
}

#[cfg(test)]
mod tests {
    use crate::model::budget::{Bound, Metric, Per};
    use crate::model::chunk_graph::Audience;
    use crate::model::config::Origin;
    use crate::model::verdict::{Item, Outcome, Verdict};
    use crate::report::breach;
    use crate::report::terminal::render;
    use crate::report::terminal::sample::Sample;
    use crate::report::terminal::tests::{check, style};

    #[test]
    fn sizes_that_would_look_the_same_are_exact() {
        let mut sample = Sample::new();
        let script = sample.file("a.js", 102_401);
        sample.budget_file("{ \"B\": { \"gzip\": \"100 KiB\" } }");
        let budget = sample.budget("B", Per::File, &[(Metric::Gzip, Bound::Max, 102_400, "\"100 KiB\"")]);
        sample.judge(budget, Item::File(script), Metric::Gzip, 102_401, &[]);
        check(
            &sample.done(),
            &["102,401 B gzip  102,400 B  +1 B over", "\"B\" is 1 B over its limit", "─ 102,401 B measured"],
            &["102 kB measured"],
        );
    }

    #[test]
    fn a_limit_at_column_200_000_is_shown_in_part() {
        let mut sample = Sample::new();
        let script = sample.file("a.js", 5_000);
        sample.budget_file(&format!(
            "{{ \"x\": \"{}\", \"B\": \"4 kB\", \"y\": \"{}\" }}",
            "é".repeat(200_000),
            "z".repeat(90_000)
        ));
        let budget = sample.budget("B\"", Per::File, &[(Metric::Gzip, Bound::Max, 4_000, "\"4 kB\"")]);
        sample.judge(budget, Item::File(script), Metric::Gzip, 5_000, &[]);
        let report = sample.done();
        check(&report, &["[budgets.json:1:200017]", "\"4 kB\"", "─ 5 kB measured"], &[]);
        assert!(render(&report, &style(80)).len() < 2_500);
    }

    #[test]
    fn many_items_over_one_limit_share_a_diagnostic() {
        let mut sample = Sample::new();
        let chart = sample.file("chart.js", 40_000);
        let budget = sample.budget("Pages", Per::Entry, &[(Metric::Gzip, Bound::Max, 30_000, "")]);
        for number in 0..5 {
            let page = sample.file(&format!("{number}.html"), 100);
            sample.judge(budget, Item::Entry(page), Metric::Gzip, 49_000 - number * 1_000, &[chart]);
        }
        sample.origin(Origin::CommandLine);
        check(
            &sample.done(),
            &[
                "  × \"Pages\" is up to 19 kB over its limit in 5 entry points: 49 kB measured,\n",
                "    30 kB allowed\n",
                "  help: 0.html (49 kB), 1.html (48 kB), 2.html (47 kB) and 2 more; 0.html loads\n",
                "        chart.js (40 kB): load what the first screen does not need with\n",
                "        import(), or raise the limit\n",
            ],
            &[],
        );
    }

    #[test]
    fn every_kind_of_limit_says_what_to_do() {
        let mut sample = Sample::new();
        let (page, photo, script) =
            (sample.file("index.html", 900), sample.file("a.png", 90_000), sample.file("a.js", 8_000));
        sample.entry(page, Audience::Modern, &[script, photo]);
        sample.split(script, 5, photo, true);
        let count = sample.budget("Requests", Per::Entry, &[(Metric::Count, Bound::Max, 2, "")]);
        sample.judge(count, Item::Entry(page), Metric::Count, 3, &[page, photo, script]);
        let time = sample.budget("Time", Per::Entry, &[(Metric::Time, Bound::Max, 1_000, "")]);
        sample.judge(time, Item::Entry(page), Metric::Time, 1_450, &[photo, script, page]);
        let least = sample.budget("Least", Per::Total, &[(Metric::Gzip, Bound::Min, 500_000, "")]);
        sample.judge(least, Item::Total, Metric::Gzip, 98_900, &[photo, script, page]);
        let missing = sample.budget("Fonts", Per::Total, &[]);
        sample.skip(missing, Outcome::Unmatched(Verdict::Fail));
        let split = sample.budget("Route", Per::SplitPoint, &[(Metric::Gzip, Bound::Max, 80_000, "")]);
        sample.judge(split, Item::SplitPoint(0), Metric::Gzip, 90_000, &[photo]);
        let one = sample.budget("One", Per::Entry, &[(Metric::Gzip, Bound::Max, 5_000, "")]);
        sample.judge(one, Item::Entry(page), Metric::Gzip, 8_000, &[]);
        let packages = sample.budget("Charts", Per::Package, &[]);
        sample.skip(packages, Outcome::UnknownSize);
        let report = sample.done();
        check(
            &report,
            &[
                "\"Requests\" is 1 file over its limit: 3 files measured, 2 files allowed",
                "index.html loads 3 files: merge small chunks, or raise the limit",
                "\"Time\" is 450 ms over its limit: 1.45 s measured, 1 s allowed",
                "index.html loads 98.9 kB gzip in 3 steps, most of it a.png (90 kB): ship",
                "\"Least\" is 401 kB below its minimum: 98.9 kB measured, at least 500 kB",
                "  ✗ Fonts     matches nothing in the build\n",
                "  – Charts    not judged: the size of the package is not known; build with",
                "… and 3 more limits are exceeded; the table above lists them\n",
                "FAIL  6 of 7 budgets exceeded: Requests (+1 file), Time (+450 ms), Least\n      (-401 kB) and 3 more",
                "next: merge small chunks\n",
            ],
            &[],
        );
        let wordings: Vec<_> = breach::breaches(&report).iter().map(|breach| breach.help(80)).collect();
        assert!(wordings[3].starts_with("correct what the budget selects"), "{}", wordings[3]);
        assert!(wordings[5].starts_with("index.html loads 8 kB: "), "{}", wordings[5]);
        assert_eq!(
            wordings[4],
            "import() in a.js:1:6 loads a.png (90 kB): split off what its first view does not need, or raise the limit"
        );
    }

    #[test]
    fn a_budget_that_matches_nothing_is_never_passed() {
        let mut sample = Sample::new();
        sample.file("index.html", 900);
        sample.budget_file("{\n  \"budgets\": [\n    {\n      \"name\": \"Fonts\"\n    }\n  ]\n}\n");
        let fonts = sample.budget("Fonts", Per::Total, &[]);
        sample.skip(fonts, Outcome::Unmatched(Verdict::Fail));
        check(
            &sample.done(),
            &[
                "  ✗ Fonts  matches nothing in the build\n",
                "  × \"Fonts\" matches nothing in the build\n   ╭─[budgets.json:4:16]\n",
                "FAIL  1 of 1 budget failed: Fonts (matches nothing)\nnext: correct what the budget selects",
            ],
            &[],
        );
    }
}
