//! The report where there is no room: what makes the run fail, within so many lines, whatever the build is.
//!
//! The verdict always stands there. Broken limits come in full as long as all others can be named, then in brief, then
//! as a number; errors of checks take what room is left.

use crate::model::report::Report;
use crate::model::verdict::Verdict;
use crate::report::breach::{self, Breach};
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::terminal::{TerminalStyle, changes, findings, limits, verdict};
use crate::report::text;

/// What a refused push may take: a screen of 80 × 24 and the line that git adds scroll little.
const LINES: usize = 25;
/// The least room in which a project says more than its verdict.
const LEAST_LINES: usize = 4;
/// So many lines for the verdict and the next step, at most.
const VERDICT_LINES: usize = 8;
/// So many for a broken limit in brief.
const BRIEF_LINES: usize = 2;
/// So many for errors of checks beside broken limits.
const ERROR_LINES: usize = 6;
/// So many broken limits are drawn in full.
const DRAWN: usize = 3;
const NOTES: usize = 3;
/// So many for why it grew.
const GROWTH_LINES: usize = 3;

/// A build that is over its budget.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'r> {
    /// The project's name.
    pub name: &'r str,
    /// Its report.
    pub report: &'r Report,
}

/// Only what makes the run fail and the verdict, within 25 lines; nothing at all where it passes.
pub fn render_quiet(report: &Report, style: &TerminalStyle) -> String {
    if report.verdict == Verdict::Pass { String::new() } else { within(report, style, LINES) }
}

/// Why a push is refused, within 25 lines: of the `all` projects those that are over budget. With none of them, the
/// `headline` in one line. `notes` are said either way.
pub fn render_refusal(
    refused: &[Refused<'_>],
    all: usize,
    headline: Option<&str>,
    notes: &[String],
    style: &TerminalStyle,
) -> String {
    let mut last = Page::new(*style);
    for note in notes.iter().take(NOTES) {
        last.drawn(&clipped(&paragraph(style, 0, "weighbridge: ", note, Ink::Plain), BRIEF_LINES));
    }
    if let Some(more) = notes.len().checked_sub(NOTES).filter(|&more| 0 < more) {
        last.drawn(&paragraph(style, 0, "weighbridge: ", &format!("{more} more of these"), Ink::Plain));
    }
    if let Some(headline) = headline {
        last.drawn(&clipped(&paragraph(style, 0, "weighbridge: ", headline, Ink::Plain), 1));
    }
    if refused.is_empty() {
        return last.finish();
    }
    last.drawn(&paragraph(style, 0, "skip: ", "git push --no-verify, or WEIGHBRIDGE=0 git push", Ink::Plain));
    let last = last.finish();

    let mut page = Page::new(*style);
    let number = match (refused.len(), all) {
        (1, 1) => String::new(),
        (one, all) => format!(" in {one} of {all} projects"),
    };
    let headline = format!("push refused: over budget{number}");
    page.drawn(&clipped(&paragraph(style, 0, "weighbridge: ", &headline, Ink::Bold), 1));
    let room = LINES - 1 - last.lines().count().min(LINES - 1);
    // A gap above each, and its name.
    let head = if all == 1 { 1 } else { 2 };
    let shown = refused.len().min((room / (head + LEAST_LINES)).max(1));
    let left_out = refused.len() - shown;
    let room = room - usize::from(0 < left_out);
    for one in &refused[..shown] {
        page.gap();
        if 1 < all {
            page.line(&[piece(text::shorten(one.name, page.columns()), Ink::Bold)]);
        }
        page.drawn(&within(one.report, style, (room / shown).saturating_sub(head)));
    }
    if 0 < left_out {
        page.more(0, &text::counted(left_out as u64, "more project"));
    }
    page.drawn(&last);
    page.finish()
}

/// The report in so many lines.
fn within(report: &Report, style: &TerminalStyle, lines: usize) -> String {
    let breaches = breach::breaches(report);
    let mut page = Page::new(*style);
    verdict::write(&mut page, report, &breaches);
    let verdict = clipped(&page.finish(), VERDICT_LINES.min(lines));
    let mut page = Page::new(*style);
    findings::write_errors(&mut page, report);
    let errors = page.finish();

    // Why it grew matters where a limit is broken, and there is room for both.
    let grown = changes::grown(report).filter(|_| !breaches.is_empty() && LEAST_LINES < lines);
    let grown = grown.map(|grown| clipped(&paragraph(style, 0, "", &grown, Ink::Plain), GROWTH_LINES));
    let grown = grown.unwrap_or_default();

    // One line for what is left out, one gap above the verdict.
    let told = verdict.lines().count() + grown.lines().count() + usize::from(!grown.is_empty());
    let room = lines.saturating_sub(told + 1);
    let for_errors = errors.lines().count().min(ERROR_LINES);
    let limits =
        limits_within(&breaches, style, room.saturating_sub(for_errors + usize::from(0 < for_errors)));
    let room = room.saturating_sub(limits.lines().count() + usize::from(!limits.is_empty()));
    let errors = clipped(&errors, room);

    let parts: Vec<&str> = [&errors, &limits, &grown, &verdict]
        .into_iter()
        .map(|part| part.trim_end())
        .filter(|part| !part.is_empty())
        .collect();
    let whole = parts.join("\n\n");
    clipped(&format!("{whole}\n"), lines)
}

/// The broken limits in so many lines.
fn limits_within(breaches: &[Breach<'_>], style: &TerminalStyle, lines: usize) -> String {
    let mut out = String::new();
    let mut room = lines;
    // Pictures stand apart, sentences follow each other.
    let mut is_apart = false;
    for (index, breach) in breaches.iter().enumerate() {
        let others = breaches.len() - index - 1;
        // Two others in brief, and the line that counts the rest.
        let for_others = others.min(2) * BRIEF_LINES + usize::from(0 < others) + usize::from(2 < others);
        let gap = usize::from(!out.is_empty());
        let full = Some(limits::full(breach, *style))
            .filter(|full| index < DRAWN && gap + full.lines().count() + for_others <= room);
        let gap = if full.is_some() || is_apart { gap } else { 0 };
        is_apart = full.is_some();
        let form = full.unwrap_or_else(|| clipped(&limits::brief(breach, *style), BRIEF_LINES));
        if room < gap + form.lines().count() + usize::from(0 < others) {
            if 0 < room {
                let mut page = Page::new(*style);
                let number = text::count(others as u64 + 1);
                page.more(2, &format!("{number} more: weighbridge check lists them"));
                out.push_str(&clipped(&page.finish(), room));
            }
            break;
        }
        out.push_str(if gap == 1 { "\n" } else { "" });
        room -= gap + form.lines().count();
        out.push_str(&form);
    }
    out
}

fn paragraph(style: &TerminalStyle, indent: usize, lead: &str, words: &str, ink: Ink) -> String {
    let mut page = Page::new(*style);
    page.paragraph(indent, &[piece(lead, Ink::Dim)], words, ink);
    page.finish()
}

/// The first of its lines. Each line ends its own colours.
fn clipped(text: &str, lines: usize) -> String {
    text.split_inclusive('\n').take(lines).collect()
}
