//! The page that the sections write on: never longer than its limit, cut between the rows of a table, with every
//! table and `<details>` whole.
//!
//! A comment on GitHub may have 65,536 characters, a step summary 1 MiB. Counted are UTF-16 units, of which no text has
//! fewer than characters, and a third of its bytes at least: what fits by them fits both.

use crate::report::text;

/// What closes the innermost `<details>`.
const CLOSING: &str = "\n</details>\n";
/// What is kept free for a line that tells how much was left out.
const LINE: usize = 100;

/// What has been written so far.
#[derive(Debug)]
pub(super) struct Page {
    out: String,
    units: usize,
    limit: usize,
    /// How many `<details>` are open.
    open: usize,
}

impl Page {
    /// An empty page for so many UTF-16 units.
    pub(super) fn new(limit: usize) -> Self {
        Self { out: String::new(), units: 0, limit, open: 0 }
    }

    /// How much still fits.
    pub(super) fn room(&self) -> usize {
        self.limit.saturating_sub(self.units + self.open * CLOSING.len())
    }

    /// A block of its own, with an empty line above. Nothing at all where it does not fit.
    pub(super) fn block(&mut self, text: &str) -> bool {
        let gap = if self.out.is_empty() { "" } else { "\n" };
        self.push_if(&format!("{gap}{text}\n"), 0)
    }

    /// The rows as a table, or none. Says how many were left out where they do not fit or are more than `shown`:
    /// "and 12 more files".
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>], shown: usize, noun: &str) {
        if rows.is_empty() {
            return;
        }
        // Names and texts to the left, numbers to the right.
        // A title that ends in `<` is that of a text.
        let titles = head.iter().map(|title| title.trim_end_matches('<'));
        let rule = head.iter().enumerate().map(
            |(at, title)| {
                if at == 0 || title.ends_with('<') { "---" } else { "--:" }
            },
        );
        let top = format!("\n{}{}", row(titles), row(rule));
        let Some(first) = rows.first() else { return };
        if !self.push_if(&top, width(&row(first)) + LINE) {
            return;
        }
        let mut written = 0;
        for cells in rows.iter().take(shown) {
            if !self.push_if(&row(cells), LINE) {
                break;
            }
            written += 1;
        }
        self.more(rows.len() - written, noun);
    }

    /// Lines of a list; likewise.
    pub(super) fn list(&mut self, items: &[String], shown: usize, noun: &str) {
        let mut written = 0;
        for (at, item) in items.iter().take(shown).enumerate() {
            let gap = if at == 0 { "\n" } else { "" };
            if !self.push_if(&format!("{gap}- {item}\n"), LINE) {
                break;
            }
            written += 1;
        }
        self.more(items.len() - written, noun);
    }

    fn more(&mut self, number: usize, noun: &str) {
        if 0 < number {
            let more = text::counted(number as u64, &format!("more {noun}"));
            self.push_if(&format!("\n… and {more}\n"), 0);
        }
    }

    /// A part that is folded. Its summary is ours: no name stands in it.
    pub(super) fn fold(&mut self, summary: &str, write: impl FnOnce(&mut Self)) {
        let head = format!("\n<details>\n<summary>{summary}</summary>\n");
        if self.room() < width(&head) + CLOSING.len() + 4 * LINE {
            return;
        }
        let before = (self.out.len(), self.units);
        self.push_if(&head, CLOSING.len());
        self.open += 1;
        let empty = self.out.len();
        write(self);
        self.open -= 1;
        if self.out.len() == empty {
            // Nothing of it fitted.
            self.out.truncate(before.0);
            self.units = before.1;
            return;
        }
        self.out.push_str(CLOSING);
        self.units += CLOSING.len();
    }

    /// Writes with no more room than that.
    pub(super) fn within(&mut self, room: usize, write: impl FnOnce(&mut Self)) {
        let whole = self.limit;
        self.limit = whole.min(self.units + self.open * CLOSING.len() + room);
        write(self);
        self.limit = whole;
    }

    /// The page as text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn push_if(&mut self, text: &str, reserve: usize) -> bool {
        let fits = width(text) + reserve <= self.room();
        if fits {
            self.out.push_str(text);
            self.units += width(text);
        }
        fits
    }
}

fn row<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut out = String::from("|");
    for cell in cells {
        out.push(' ');
        out.push_str(cell.as_ref());
        out.push_str(" |");
    }
    out.push('\n');
    out
}

/// The UTF-16 units of a text.
pub(super) fn width(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::{Page, width};

    #[test]
    fn a_table_is_cut_between_its_rows_and_its_fold_closed() {
        let rows: Vec<Vec<String>> = (0..100).map(|row| vec![format!("`{row}`"), "1".into()]).collect();
        for limit in 0..1_500 {
            let mut page = Page::new(limit);
            page.fold("All", |page| page.table(&["name", "size"], &rows, usize::MAX, "row"));
            let text = page.finish();
            assert!(width(&text) <= limit, "{limit}");
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
            assert!(text.is_empty() || text.contains(" more rows\n") || text.contains("| `99` |"), "{text}");
            assert!(text.lines().all(|line| line.matches('|').count() % 3 == 0), "{text}");
        }
    }
}
