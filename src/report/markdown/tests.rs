//! Names and sentences in Markdown, read back by a GFM parser.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::{Strategy, any, prop, prop_oneof};
use proptest::proptest;

use crate::report::markdown::gfm::{Where, name, sentence};
use crate::report::text;

/// The code spans and the texts of a page; fails if there is anything else in it.
fn read(markdown: &str) -> (Vec<String>, Vec<String>) {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let (mut codes, mut texts) = (Vec::new(), Vec::new());
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Code(code) => codes.push(code.literal.clone()),
            NodeValue::Text(text) => texts.push(text.to_string()),
            NodeValue::Document
            | NodeValue::Paragraph
            | NodeValue::Table(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell => {}
            NodeValue::HtmlInline(html) if html == "<!-- -->" => {}
            other => panic!("{other:?} in {markdown:?}"),
        }
    }
    (codes, texts)
}

fn cell(inside: &str) -> String {
    format!("| a | b |\n|---|---|\n| x {inside} y | z |\n")
}

/// Names of characters that mean something somewhere.
fn hostile() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        prop::sample::select(
            "`|\\<>&*_[](){}!@#:~$^=+-.'\" \t\n%/?;wftph1aé日🚚".chars().collect::<Vec<_>>()
        ),
        any::<char>(),
    ];
    prop::collection::vec(character, 1..40).prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    #[test]
    fn a_name_is_read_as_it_is_shown(given in hostile()) {
        let shown = text::printable(&given);
        let expected = if shown.is_empty() { "–" } else { &*shown };
        let (codes, _) = read(&format!("x {} y", name(&given, Where::Line)));
        if !expected.chars().all(|c| c == ' ') && text::shorten(&given, 90) == *shown && shown.chars().count() <= 90 {
            assert_eq!(codes.concat(), expected);
            let (codes, texts) = read(&cell(&name(&given, Where::Cell)));
            assert_eq!(codes.concat(), expected);
            assert_eq!(texts.last().map(String::as_str), Some("z"), "another number of cells");
        }
    }

    #[test]
    fn a_sentence_is_read_as_it_is_shown(given in hostile()) {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let expected = squeezed(&text::printable(&given));
        read(&format!("x {} y", sentence(&given, Where::Line)));
        read(&cell(&sentence(&given, Where::Cell)));
        let arena = Arena::new();
        let options = Options::default();
        let root = parse_document(&arena, &format!("x {} y", sentence(&given, Where::Line)), &options);
        let mut all = String::new();
        for node in root.descendants() {
            match &node.data().value {
                NodeValue::Code(code) => all.push_str(&code.literal),
                NodeValue::Text(text) => all.push_str(text),
                _ => {}
            }
        }
        assert_eq!(squeezed(&all), format!("x{expected}y"));
    }
}
