//! The table of budgets: each broken limit, and each budget that holds in one line.
//!
//! Budgets that hold stand first and those that fail last: the end of the output is what is seen first.

use std::collections::BTreeSet;

use crate::model::budget::Budget;
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement, Verdict};
use crate::report::terminal::page::{Ink, Page, left, piece, right};
use crate::report::text;
use crate::report::wording::{self, Standing};

/// So many lines for budgets that hold, and so many for limits that do not.
const SHOWN: usize = 20;
/// A budget with many broken limits shows at least so many.
const LEAST_OF_ONE_BUDGET: usize = 3;
const WIDEST_TABLE: usize = 140;
const WIDEST_NAME: usize = 24;
/// With less than this an item says nothing: the limits give way, which stand in budgets.json, too.
const LEAST_ITEM: usize = 16;

struct Row {
    /// `None` where nothing was judged.
    verdict: Option<Verdict>,
    name: String,
    measured: Option<Measured>,
    /// Behind the name where nothing was measured, or else on a line of its own.
    note: Option<String>,
}

struct Measured {
    item: String,
    actual: String,
    unit: &'static str,
    limit: String,
    room: String,
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
        return Row::unmeasured(None, budget, reason);
    };
    let items = items(judgements);
    let note = match (items.len() as u64, &judgement.item) {
        (0 | 1, _) => skipped.map(str::to_owned),
        (files, Item::Entry(_)) => Some(format!("{}, all within", text::counted(files, "entry point"))),
        (files, Item::Route(_)) => Some(format!("{}, all within", text::counted(files, "route"))),
        (files, Item::SplitPoint(_)) => Some(format!("{}, all within", text::counted(files, "split point"))),
        (pages, Item::Measurement(_)) => Some(format!("{}, all within", text::counted(pages, "measurement"))),
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
                    Row::unmeasured(Some(verdict), budget, reason.unwrap_or("could not be measured"))
                }
            }
        })
        .collect();
    let more = broken.len().saturating_sub(most) as u64;
    let over = items(broken.iter().copied());
    let within = items(judgements).difference(&over).count();
    let others = match within as u64 {
        0 => String::new(),
        1 => "1 other is within".to_owned(),
        number => format!("{} others are within", text::count(number)),
    };
    let beyond = match more {
        0 => String::new(),
        1 => "1 more is over".to_owned(),
        number => format!("{} more are over", text::count(number)),
    };
    let note = match (beyond.is_empty(), others.is_empty()) {
        (true, true) => None,
        (true, false) => Some(others),
        (false, true) => Some(beyond),
        (false, false) => Some(format!("{beyond}, {others}")),
    };
    // One name is enough for all lines of a budget.
    for row in rows.iter_mut().skip(1) {
        row.name.clear();
    }
    if let Some(last) = rows.last_mut().filter(|row| row.measured.is_some()) {
        last.note = note;
    }
    rows
}

/// What was measured one by one; a budget with limits for several metrics judges each item several times.
fn items<'r>(judgements: impl IntoIterator<Item = &'r &'r Judgement>) -> BTreeSet<(u8, usize)> {
    let key = |judgement: &&Judgement| match judgement.item {
        Item::Total => None,
        Item::File(asset) => Some((0, asset.index())),
        Item::Entry(asset) => Some((1, asset.index())),
        Item::SplitPoint(index) => Some((2, index)),
        Item::Package(index) => Some((3, index)),
        Item::Route(index) => Some((4, index)),
        Item::Measurement(index) => Some((5, index)),
    };
    judgements.into_iter().filter_map(key).collect()
}

impl Row {
    fn of(
        report: &Report,
        budget: &Budget,
        judgement: &Judgement,
        standing: Standing,
        verdict: Verdict,
    ) -> Self {
        let arrow = if matches!(judgement.item, Item::SplitPoint(_)) { "→ " } else { "" };
        let measured = Measured {
            item: format!("{arrow}{}", wording::item(report, &judgement.item)),
            actual: number(&standing.change()),
            unit: wording::unit(standing.metric, standing.actual),
            limit: number(&standing.allowed()),
            room: standing.room(),
        };
        Self { verdict: Some(verdict), name: budget.name.clone(), measured: Some(measured), note: None }
    }

    fn unmeasured(verdict: Option<Verdict>, budget: &Budget, reason: &str) -> Self {
        Self { verdict, name: budget.name.clone(), measured: None, note: Some(reason.to_owned()) }
    }
}

/// The number of files alone: their unit stands in the next column.
fn number(value: &str) -> String {
    value.strip_suffix(" files").or(value.strip_suffix(" file")).unwrap_or(value).to_owned()
}

/// How wide the columns of the table are.
struct Widths {
    name: usize,
    item: usize,
    actual: usize,
    unit: usize,
    /// `None` where there is no room for limits.
    limit: Option<usize>,
    room: usize,
}

impl Widths {
    fn of(page: &Page, rows: &[Row]) -> Self {
        let widest = |of: &dyn Fn(&Measured) -> &str| {
            let texts = rows.iter().filter_map(|row| row.measured.as_ref()).map(of);
            texts.map(|text| text::width(&text::printable(text))).max().unwrap_or_default()
        };
        let table = page.columns().min(WIDEST_TABLE);
        let names = rows.iter().map(|row| text::width(&text::printable(&row.name)));
        let name = names.max().unwrap_or_default().min(WIDEST_NAME).min(table / 4);
        let item = widest(&|row| &row.item);
        let (actual, unit) = (widest(&|row| &row.actual), widest(&|row| row.unit));
        let (limit, room) = (widest(&|row| &row.limit), widest(&|row| &row.room));
        // The mark takes four columns; two stand before every cell but the unit, which has one.
        let left = table.saturating_sub(4 + name + 2 + 2 + actual + 1 + unit);
        let with_limit = left.saturating_sub(2 + limit + 2 + room);
        if item.min(LEAST_ITEM) <= with_limit {
            return Self { name, item: item.min(with_limit), actual, unit, limit: Some(limit), room };
        }
        let room = widest(&|row| brief(&row.room));
        Self { name, item: item.min(left.saturating_sub(2 + room)), actual, unit, limit: None, room }
    }
}

/// The sign tells that it is over.
fn brief(room: &str) -> &str {
    room.strip_suffix(" over").unwrap_or(room)
}

fn write_rows(page: &mut Page, rows: &[Row]) {
    let widths = Widths::of(page, rows);
    for row in rows {
        let (mark, ink) = match row.verdict {
            Some(Verdict::Pass) => ("✓", Ink::Verdict(Verdict::Pass)),
            Some(Verdict::Warn) => ("!", Ink::Verdict(Verdict::Warn)),
            Some(Verdict::Fail) => ("✗", Ink::Verdict(Verdict::Fail)),
            None => ("–", Ink::Dim),
        };
        let quiet_ink = if matches!(row.verdict, None | Some(Verdict::Pass)) { Ink::Dim } else { ink };
        let name = left(&text::shorten(&row.name, widths.name), widths.name);
        let mut line = vec![piece(mark, ink), piece(format!(" {name}  "), Ink::Plain)];
        let note = row.note.as_deref().unwrap_or_default();
        let Some(measured) = &row.measured else {
            page.paragraph(2, &line, note, quiet_ink);
            continue;
        };
        line.insert(0, piece("  ", Ink::Plain));
        line.push(piece(left(&text::shorten(&measured.item, widths.item), widths.item), Ink::Plain));
        line.push(piece(format!("  {}", right(&measured.actual, widths.actual)), Ink::Plain));
        line.push(piece(format!(" {}", left(measured.unit, widths.unit)), Ink::Dim));
        let mut room = measured.room.as_str();
        match widths.limit {
            Some(limit) => line.push(piece(format!("  {}", right(&measured.limit, limit)), Ink::Dim)),
            None => room = brief(room),
        }
        line.push(piece(format!("  {}", right(room, widths.room)), quiet_ink));
        page.line(&line);
        if !note.is_empty() {
            page.paragraph(4 + widths.name + 2, &[], note, Ink::Dim);
        }
    }
}
