//! Texts in GitHub Flavored Markdown, whatever they hold.
//!
//! What comes from the build is written as code spans, for two reasons. In the [GFM specification] they bind tighter
//! than every other inline but autolinks and HTML tags that begin before them (6.3: "Code span backticks have higher
//! precedence than any other inline constructs except HTML tags and autolinks"), backslashes and entities have no
//! meaning in them (6.3, 2.5), and the autolinks of the extension (6.9: `www.`, `http://`, mail addresses) are looked
//! for in text only. And what GitHub does after Markdown, to text of the finished HTML (@mentions, #1, emoji, commits),
//! passes over `code` and `pre`. Entities or backslashes would stop the first, not the second. A code span has two
//! holes: backticks, so it is fenced by more of them than any run inside (6.3), and the `|` of a table, which cells are
//! split at before inlines are read (4.10), so that it is written `\|` there.
//!
//! Sentences hold names, too, without saying where. They are taken apart at their spaces: what is surely a plain word
//! or a number stays, everything else becomes a code span, which is how a reader wants to see paths anyway.
//!
//! [GFM specification]: https://github.github.com/gfm/

use crate::report::text;

/// Names are cut in their middle to so many columns, sentences at their end to so many characters.
const NAME_COLUMNS: usize = 90;
const SENTENCE_CHARACTERS: usize = 700;

/// Commits are linked by so many digits of their hash.
const LEAST_COMMIT: usize = 7;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// In a table.
    Cell,
    /// Elsewhere on a line, not at its beginning.
    Line,
}

/// A name as a code span; cut in its middle where it is very long.
pub(super) fn name(name: &str, at: Where) -> String {
    span(&shown(name), at)
}

/// A path as it is shown; at most so many columns wide, and not much longer in characters, whatever they are.
fn shown(name: &str) -> String {
    let short = text::shorten(name, NAME_COLUMNS);
    let length = short.chars().count();
    if length <= NAME_COLUMNS {
        return short;
    }
    // Marks that take no column: as many as fit.
    let half = NAME_COLUMNS / 2;
    short.chars().take(half).chain(['…']).chain(short.chars().skip(length - half)).collect()
}

/// A sentence fragment of ours that may hold names.
pub(super) fn sentence(sentence: &str, at: Where) -> String {
    let printable = text::printable(sentence);
    let mut cut: String = printable.chars().take(SENTENCE_CHARACTERS).collect();
    if cut.len() < printable.len() {
        cut.push('…');
    }
    let mut out = String::new();
    // The words of a code span that is not finished.
    let mut code = String::new();
    for word in cut.trim().split(' ') {
        let (lead, core, trail) = parts(word);
        if is_plain(core) {
            flush(&mut out, &mut code, at);
            separate(&mut out);
            out.push_str(word);
            continue;
        }
        if !lead.is_empty() || code.is_empty() {
            flush(&mut out, &mut code, at);
            separate(&mut out);
            out.push_str(lead);
            code.push_str(core);
        } else {
            code.push(' ');
            code.push_str(core);
        }
        if !trail.is_empty() {
            flush(&mut out, &mut code, at);
            out.push_str(trail);
        }
    }
    flush(&mut out, &mut code, at);
    out
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
}

fn flush(out: &mut String, code: &mut String, at: Where) {
    if !code.is_empty() {
        out.push_str(&span(code, at));
        code.clear();
    }
}

/// Quotes and brackets around a word, and the word: `("index.html",` is `("`, `index.html` and `",`.
fn parts(word: &str) -> (&str, &str, &str) {
    let rest = word.trim_start_matches(['(', '"']);
    let lead = &word[..word.len() - rest.len()];
    let mut core = rest;
    while let Some(last) = core.chars().next_back() {
        let closes = last == ')' && core.matches('(').count() >= core.matches(')').count();
        if closes || !matches!(last, '.' | ',' | ';' | ':' | ')' | '"') {
            break;
        }
        core = &core[..core.len() - last.len_utf8()];
    }
    (lead, core, &rest[core.len()..])
}

/// Whether nothing takes the word for more than a word: not Markdown, and not GitHub afterwards.
fn is_plain(core: &str) -> bool {
    let is_symbol = |c: char| matches!(c, '–' | '—' | '→' | '…' | '·' | '×' | '%');
    let is_number = core.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        && core.chars().filter(char::is_ascii_digit).count() < LEAST_COMMIT
        || core.strip_prefix(['+', '-', '±']).is_some_and(|number| {
            !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        });
    let letters = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    let is_word = core.split(['-', '\'']).all(letters)
        // `www.` begins a link, with the full stop that stands behind.
        && !core.eq_ignore_ascii_case("www")
        && !(LEAST_COMMIT <= core.len() && core.bytes().all(|b| b.is_ascii_hexdigit()));
    core.chars().all(is_symbol) || is_number || is_word
}

/// A code span of a text without control characters.
fn span(text: &str, at: Where) -> String {
    if text.is_empty() {
        return "–".to_owned();
    }
    if at == Where::Cell && text.contains("\\|") {
        // Parsers disagree on which of `\\|` is escaped: the two never stand beside each other.
        let halves: Vec<String> = text.split_inclusive('\\').map(|piece| piece.to_owned()).fold(
            Vec::new(),
            |mut spans: Vec<String>, piece| {
                match spans.last_mut() {
                    Some(last) if !piece.starts_with('|') => last.push_str(&piece),
                    _ => spans.push(piece),
                }
                spans
            },
        );
        return halves.iter().map(|half| span(half, at)).collect::<Vec<_>>().join("<!-- -->");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One space is taken off both sides where both have one; backticks beside the fence would make it longer.
    let is_padded = text.starts_with(' ') && text.ends_with(' ') && text.trim() != "";
    let pad = if is_padded || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let inside = if at == Where::Cell { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{fence}{pad}{inside}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::{Where, name, sentence};

    #[test]
    fn a_name_is_fenced_by_more_backticks_than_it_has() {
        assert_eq!(name("a.js", Where::Line), "`a.js`");
        assert_eq!(name("a`b``c.js", Where::Line), "```a`b``c.js```");
        assert_eq!(name("`a`", Where::Line), "`` `a` ``");
        assert_eq!(name(" a ", Where::Line), "`  a  `");
        assert_eq!(name("", Where::Line), "–");
    }

    #[test]
    fn a_pipe_is_escaped_in_a_table_and_nowhere_else() {
        assert_eq!(name("a|b.js", Where::Line), "`a|b.js`");
        assert_eq!(name("a|b.js", Where::Cell), "`a\\|b.js`");
        assert_eq!(name("a\\|b\\c|.js", Where::Cell), "`a\\`<!-- -->`\\|b\\c\\|.js`");
    }

    #[test]
    fn a_name_without_width_is_not_without_end() {
        let marks = format!("a{}.js", "\u{301}".repeat(10_000));
        assert!(name(&marks, Where::Line).chars().count() < 100);
    }

    #[test]
    fn plain_words_of_a_sentence_stay_and_names_are_code() {
        let check = |text: &str, expected: &str| assert_eq!(sentence(text, Where::Line), expected);
        check(
            "index.html loads assets/a-B1.js (38 kB) and b.js (14.1 kB): load the rest with import(), or raise the limit",
            "`index.html` loads `assets/a-B1.js` (38 kB) and `b.js` (14.1 kB): load the rest with `import()`, or raise the limit",
        );
        check("\"First load JS\" is 11.2 kB over its limit", "\"First load JS\" is 11.2 kB over its limit");
        check("71.6 kB as JPEG → 9 kB (measured, 12 %)", "71.6 kB as JPEG → 9 kB (measured, 12 %)");
        check("add <link rel=preload as=font>.", "add `<link rel=preload as=font>`.");
    }

    #[test]
    fn nothing_that_github_links_stays_a_word() {
        for text in
            ["@all", "#1", "GH-1", ":tada:", "www. a", "a@b.de", "*a*", "_a_", "deadbeef", "1234567", "~a~"]
        {
            let written = sentence(text, Where::Line);
            assert!(written.starts_with('`'), "{written}");
        }
    }
}
