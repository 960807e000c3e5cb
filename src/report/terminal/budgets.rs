//! The table of budgets: each broken limit, and each budget that holds in one line.
//!
//! Budgets that hold stand first and those that fail last: the end of the output is what is seen first.

use std::collections::BTreeSet;

use crate::model::budget::{Bound, Budget};
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement, Verdict};
use crate::report::terminal::page::{Ink, Page, left, piece, right};
use crate::report::text;
use crate::report::wording::{self, Standing};

/// So many lines for budgets that hold, and so many for limits that do not.
const SHOWN: usize = 20;
/// A budget with many broken limits shows at least so many.
const LEAST_OF_ONE_BUDGET: usize = 3;
const WIDEST: usize = 140;
const WIDEST_NAME: usize = 24;
/// With less than this an item says nothing: the limits give way, which stand in budgets.json, too.
const LEAST_ITEM: usize = 16;

struct Row {
    verdict: Option<Verdict>,
    name: String,
    item: String,
    actual: String,
    unit: &'static str,
    limit: String,
    room: String,
    /// A note on a line of its own below.
    note: Option<String>,
}

/// Writes the table.
pub(super) fn write(page: &mut Page, report: &Report) {
    page.heading("Budgets");
    let mut budgets: Vec<_> = report
        .config
        .budgets
        .iter()
        .enumerate()
        .map(|(index, budget)| {
            let judgements: Vec<_> =
                report.judgements.iter().filter(|judgement| judgement.budget == index).collect();
            let verdict =
                judgements.iter().map(|judgement| judgement.outcome.verdict()).max().unwrap_or_default();
            (verdict, budget, judgements)
        })
        .collect();
    if budgets.is_empty() {
        page.paragraph(2, &[], "there are none", Ink::Dim);
        return;
    }
    budgets.sort_by_key(|(verdict, ..)| *verdict);
    let holding = budgets.iter().filter(|(verdict, ..)| *verdict == Verdict::Pass).count();
    let broken = budgets.len() - holding;
    let share = SHOWN.checked_div(broken).unwrap_or_default().max(LEAST_OF_ONE_BUDGET);
    let mut rows = Vec::new();
    for (_, budget, judgements) in budgets.iter().take(SHOWN.min(holding)) {
        rows.push(passing(report, budget, judgements));
    }
    for (_, budget, judgements) in budgets[holding..].iter().take(SHOWN) {
        rows.extend(breaking(report, budget, judgements, share));
    }
    write_rows(page, &rows);
    if SHOWN < holding {
        page.more(2, &format!("{}, all within", text::counted((holding - SHOWN) as u64, "more budget")));
    }
    if SHOWN < broken {
        page.more(2, &format!("{} over", text::counted((broken - SHOWN) as u64, "more budget")));
    }
}

/// The one line of a budget that holds: what is nearest to its limit stands for all.
fn passing(report: &Report, budget: &Budget, judgements: &[&Judgement]) -> Row {
    let measured = judgements.iter().filter_map(|judgement| Some((judgement, Standing::of(judgement)?)));
    let nearest = measured.reduce(|best, next| if best.1.used() < next.1.used() { next } else { best });
    let skipped = judgements.iter().find_map(|judgement| wording::reason(judgement.outcome));
    let Some((judgement, standing)) = nearest else {
        let reason = skipped.unwrap_or("nothing was measured");
        return Row::without_numbers(None, budget, reason);
    };
    let items: BTreeSet<(u8, usize)> =
        judgements.iter().filter_map(|judgement| key(&judgement.item)).collect();
    let note = match (items.len() as u64, &judgement.item) {
        (0 | 1, _) => skipped.map(str::to_owned),
        (files, Item::Entry(_)) => Some(format!("{}, all within", text::counted(files, "entry point"))),
        (files, Item::SplitPoint(_)) => Some(format!("{}, all within", text::counted(files, "split point"))),
        (files, _) => Some(format!("{}, all within", text::counted(files, "file"))),
    };
    Row { note, ..Row::of(report, budget, judgement, standing, Verdict::Pass) }
}

/// The lines of a budget that does not hold: what is beyond its limits, worst first.
fn breaking(report: &Report, budget: &Budget, judgements: &[&Judgement], most: usize) -> Vec<Row> {
    let mut broken: Vec<_> = judgements.iter().filter(|one| Verdict::Pass < one.outcome.verdict()).collect();
    // Failures before warnings; within them the order is worst first already.
    broken.sort_by_key(|judgement| std::cmp::Reverse(judgement.outcome.verdict()));
    let mut rows: Vec<Row> = broken
        .iter()
        .take(most)
        .map(|judgement| {
            let verdict = judgement.outcome.verdict();
            match (wording::reason(judgement.outcome), Standing::of(judgement)) {
                (None, Some(standing)) => Row::of(report, budget, judgement, standing, verdict),
                (reason, _) => {
                    Row::without_numbers(Some(verdict), budget, reason.unwrap_or("could not be measured"))
                }
            }
        })
        .collect();
    let more = broken.len().saturating_sub(most) as u64;
    let within = judgements.len() - broken.len();
    let others = match within as u64 {
        0 => String::new(),
        1 => "1 other is within".to_owned(),
        number => format!("{} others are within", text::count(number)),
    };
    let note = match (more, others.is_empty()) {
        (0, true) => None,
        (0, false) => Some(others),
        (more, true) => Some(format!("{} more are over", text::count(more))),
        (more, false) => Some(format!("{} more are over, {others}", text::count(more))),
    };
    // One name is enough for all lines of a budget.
    for row in rows.iter_mut().skip(1) {
        row.name.clear();
    }
    if let Some(last) = rows.last_mut() {
        last.note = note;
    }
    rows
}

fn key(item: &Item) -> Option<(u8, usize)> {
    match item {
        Item::Total => None,
        Item::File(asset) => Some((0, asset.index())),
        Item::Entry(asset) => Some((1, asset.index())),
        Item::SplitPoint(index) => Some((2, *index)),
    }
}

impl Row {
    fn of(
        report: &Report,
        budget: &Budget,
        judgement: &Judgement,
        standing: Standing,
        verdict: Verdict,
    ) -> Self {
        let (actual, limit) = standing.values();
        let number = |text: String| {
            text.strip_suffix(" files").or(text.strip_suffix(" file")).map(str::to_owned).unwrap_or(text)
        };
        let arrow = if matches!(judgement.item, Item::SplitPoint(_)) { "→ " } else { "" };
        Self {
            verdict: Some(verdict),
            name: budget.name.clone(),
            item: format!("{arrow}{}", wording::item(report, &judgement.item)),
            actual: number(actual),
            unit: wording::unit(standing.metric),
            limit: match standing.bound {
                Bound::Max | Bound::Warn => number(limit),
                Bound::Min => format!("min {}", number(limit)),
            },
            room: standing.room(),
            note: None,
        }
    }

    fn without_numbers(verdict: Option<Verdict>, budget: &Budget, reason: &str) -> Self {
        Self {
            verdict,
            name: budget.name.clone(),
            item: String::new(),
            actual: String::new(),
            unit: "",
            limit: String::new(),
            room: String::new(),
            note: Some(reason.to_owned()),
        }
    }
}

fn write_rows(page: &mut Page, rows: &[Row]) {
    let widest = |of: &dyn Fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or_default();
    let name = widest(&|row| text::width(&text::printable(&row.name)));
    let actual = widest(&|row| text::width(&row.actual));
    let unit = widest(&|row| row.unit.len());
    let limit = widest(&|row| text::width(&row.limit));
    let room = widest(&|row| text::width(&row.room));
    let longest_item = widest(&|row| text::width(&text::printable(&row.item)));
    let table = page.columns().min(WIDEST);
    // `  ✗ `, then two columns before every cell but the unit, which has one.
    let fixed = 4 + 2 + actual + 1 + unit + 2 + room;
    let name = name.min(WIDEST_NAME).min(table / 4);
    let with_limit = table.saturating_sub(fixed + name + 2 + 2 + limit);
    let shows_limit = longest_item.min(LEAST_ITEM) <= with_limit;
    let available = if shows_limit { with_limit } else { table.saturating_sub(fixed + name + 2) };
    let item = longest_item.min(available);
    for row in rows {
        let (mark, ink) = match row.verdict {
            Some(Verdict::Pass) => ("✓", Ink::Verdict(Verdict::Pass)),
            Some(Verdict::Warn) => ("!", Ink::Verdict(Verdict::Warn)),
            Some(Verdict::Fail) => ("✗", Ink::Verdict(Verdict::Fail)),
            None => ("–", Ink::Dim),
        };
        let shown_name = left(&text::shorten(&row.name, name), name);
        let mut line =
            vec![piece("  ", Ink::Plain), piece(mark, ink), piece(format!(" {shown_name}"), Ink::Plain)];
        if row.actual.is_empty() {
            // Nothing was measured: the reason takes the place of the numbers.
            let lead = line.split_off(1);
            page.paragraph(
                2,
                &[lead, vec![piece("  ", Ink::Plain)]].concat(),
                row.note.as_deref().unwrap_or(""),
                Ink::Dim,
            );
            continue;
        }
        line.push(piece(format!("  {}", left(&text::shorten(&row.item, item), item)), Ink::Plain));
        line.push(piece(format!("  {}", right(&row.actual, actual)), Ink::Plain));
        line.push(piece(format!(" {}", left(row.unit, unit)), Ink::Dim));
        if shows_limit {
            line.push(piece(format!("  {}", right(&row.limit, limit)), Ink::Dim));
        }
        let room_ink = if row.verdict == Some(Verdict::Pass) { Ink::Dim } else { ink };
        line.push(piece(format!("  {}", right(&row.room, room)), room_ink));
        page.line(&line);
        if let Some(note) = &row.note {
            page.paragraph(4 + name + 2, &[], note, Ink::Dim);
        }
    }
}
