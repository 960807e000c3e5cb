//! A badge for a readme: the verdict and the gzip bytes of the heaviest initial load, as an SVG that needs nothing else.
//!
//! Takes reports and gives the flat form that readers know from [Shields]: 20 pixels high, Verdana of 11 pixels. Fonts
//! are not read: the widths of the few characters that a badge has are written down, and `textLength` makes the browser
//! keep to them, whatever font it has.
//!
//! [Shields]: https://github.com/badges/shields/blob/master/badge-maker/lib/badge-renderers.js

use crate::model::json_report::Joined;
use crate::report::{text, xml};

/// Beside a text, in tenths of a pixel.
const PADDING: u32 = 60;
const LABEL: &str = "weighbridge";

/// The badge.
pub fn render(joined: &Joined) -> String {
    // Colours that white text can be read on: at least 4.5 to 1 (https://www.w3.org/TR/WCAG22/#contrast-minimum).
    let (word, colour) = match &*joined.verdict {
        "fail" => ("failing", "#c5221f"),
        "warn" => ("warning", "#8a5a00"),
        _ => ("passing", "#1a7f37"),
    };
    let modern =
        joined.projects.iter().flat_map(|report| &report.entries).filter(|entry| entry.audience == "modern");
    let message = match modern.map(|entry| entry.initial.gzip).max() {
        Some(gzip) => format!("{word} · {} gzip", text::size(gzip)),
        None => word.to_owned(),
    };
    let (label_text, message_text) = (width(LABEL), width(&message));
    let (label, whole) = (label_text + 2 * PADDING, label_text + message_text + 4 * PADDING);
    let (label_middle, message_middle) = (label / 2, label + (whole - label) / 2);
    let title = xml::escape(&format!("{LABEL}: {message}"));
    let (message, white) = (xml::escape(&message), "#fff");
    let [label_px, whole_px, rest_px] = [label, whole, whole - label].map(pixels);
    let text_at = |middle: u32, length: u32, words: &str| {
        let (middle, length) = (pixels(middle), pixels(length));
        format!(
            "<text x=\"{middle}\" y=\"15\" fill=\"#010101\" fill-opacity=\".3\" textLength=\"{length}\" aria-hidden=\"true\">{words}</text>\n    \
             <text x=\"{middle}\" y=\"14\" fill=\"{white}\" textLength=\"{length}\">{words}</text>"
        )
    };
    let (label_words, message_words) =
        (text_at(label_middle, label_text, LABEL), text_at(message_middle, message_text, &message));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole_px}\" height=\"20\" role=\"img\" aria-label=\"{title}\">
  <title>{title}</title>
  <linearGradient id=\"shade\" x2=\"0\" y2=\"100%\">
    <stop offset=\"0\" stop-color=\"#bbb\" stop-opacity=\".1\"/>
    <stop offset=\"1\" stop-opacity=\".1\"/>
  </linearGradient>
  <clipPath id=\"round\"><rect width=\"{whole_px}\" height=\"20\" rx=\"3\" fill=\"#fff\"/></clipPath>
  <g clip-path=\"url(#round)\">
    <rect width=\"{label_px}\" height=\"20\" fill=\"#555\"/>
    <rect x=\"{label_px}\" width=\"{rest_px}\" height=\"20\" fill=\"{colour}\"/>
    <rect width=\"{whole_px}\" height=\"20\" fill=\"url(#shade)\"/>
  </g>
  <g text-anchor=\"middle\" font-family=\"Verdana,Geneva,DejaVu Sans,sans-serif\" font-size=\"11\">
    {label_words}
    {message_words}
  </g>
</svg>
"
    )
}

/// How wide a text is in Verdana of 11 pixels, in tenths of a pixel: those of anafanafo 2.0.0
/// (data/verdana-11px-normal.json), which Shields uses, rounded up.
fn width(text: &str) -> u32 {
    let of = |character| match character {
        'i' | 'l' => 31,
        'f' | ' ' => 39,
        '.' | ',' | '·' => 40,
        'r' => 47,
        's' => 58,
        'k' => 66,
        'a' | 'e' => 67,
        'b' | 'd' | 'g' | 'p' => 69,
        'B' => 76,
        'G' => 86,
        'w' => 90,
        'M' => 93,
        // Digits, h and n; nothing else stands in a badge.
        _ => 70,
    };
    text.chars().map(of).sum()
}

/// Tenths as pixels: `12.5`.
fn pixels(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::{pixels, width};

    #[test]
    fn a_text_is_as_wide_as_verdana() {
        // anafanafo: 6.99 for each digit, 6.51 for k, 7.54 for B, 3.87 for a space.
        assert_eq!(pixels(width("00 kB")), "32.1");
        assert_eq!(pixels(width("weighbridge")), "67.9");
    }
}
