//! Markdown as GitHub reads it: GFM with footnotes, alerts and mathematics.

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, parse_document};

/// What was found in a page.
#[derive(Debug, Default)]
pub struct Page {
    /// Headings, with their level.
    pub headings: Vec<(u8, String)>,
    /// The rows of each table, the head first: what is read in the cells.
    pub tables: Vec<Vec<Vec<String>>>,
    /// Every text outside of code.
    pub texts: Vec<String>,
    /// Every code span.
    pub codes: Vec<String>,
    /// Raw HTML, tag by tag or block by block.
    pub html: Vec<String>,
    /// Links, images and whatever else is neither text nor ours.
    pub others: Vec<String>,
}

/// Parses a page.
pub fn read(markdown: &str) -> Page {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut page = Page::default();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Heading(heading) => page.headings.push((heading.level, text_of(node))),
            NodeValue::Table(_) => {
                let cells = |row: Node<'_>| row.children().map(text_of).collect();
                page.tables.push(node.children().map(cells).collect());
            }
            NodeValue::Text(text) => page.texts.push(text.to_string()),
            NodeValue::Code(code) => page.codes.push(code.literal.clone()),
            NodeValue::HtmlBlock(block) => page.html.push(block.literal.clone()),
            NodeValue::HtmlInline(tag) => page.html.push(tag.clone()),
            NodeValue::Document
            | NodeValue::Paragraph
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell
            | NodeValue::Strong
            | NodeValue::SoftBreak => {}
            other => page.others.push(format!("{other:?}")),
        }
    }
    page
}

/// Text and code of a node.
pub fn text_of(node: Node<'_>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => out.push_str(&text.replace('\u{a0}', " ")),
            NodeValue::Code(code) => out.push_str(&code.literal),
            _ => {}
        }
    }
    out
}

impl Page {
    /// Fails unless it is made of text, code, tables and lists alone, with no HTML but ours, nothing that GitHub would
    /// turn into a link, a mention or a picture, and every `<details>` closed.
    #[track_caller]
    pub fn expect_harmless(&self) {
        assert!(self.others.is_empty(), "{:#?}", self.others);
        let mut open = 0_i32;
        for html in &self.html {
            for line in html.lines() {
                let summary = line.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
                let is_ours =
                    matches!(line, "<details>" | "</details>" | "<br>" | "<sub>" | "</sub>" | "<!-- -->")
                        || summary.is_some_and(|summary| !summary.contains(['<', '>', '`', '@', '#', '&']));
                assert!(is_ours, "{line:?}");
                open += i32::from(line == "<details>") - i32::from(line == "</details>");
            }
            assert!(open >= 0, "a fold is closed that was not open");
        }
        assert_eq!(open, 0, "a fold is not closed");
        let linked =
            regex::Regex::new(r"@\w|#\d|(?i)\bgh-\d|:[\w+-]+:|www\.|://|\b[0-9a-f]{7,40}\b|[\w.]@[\w.]");
        let linked = linked.expect("it is a pattern");
        for text in &self.texts {
            assert!(!linked.is_match(text), "{text:?}");
        }
        for table in &self.tables {
            let columns = table.first().map_or(0, Vec::len);
            assert!(table.iter().all(|row| row.len() == columns && !row[0].is_empty()), "{table:#?}");
        }
    }
}
