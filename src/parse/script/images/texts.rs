//! Literals, templates and sums: those that read as HTML or CSS are read as such, those that are URLs are kept.

use swc_ecma_ast::{Expr, Tpl, TplElement};
use swc_ecma_visit::VisitWith;

use crate::model::span::Span;
use crate::parse::script::images::collect::{Collector, MOST_ELEMENTS};
use crate::parse::script::images::constants::Constants;
use crate::parse::script::images::pieces::{Joined, Piece};
use crate::parse::script::images::value::short_text;
use crate::parse::script::images::{css, html};
use crate::parse::script::{literal_text, span_of};

impl Collector<'_> {
    /// HTML in a text that is used at once.
    pub(crate) fn read_html(&mut self, pieces: Vec<Piece>) {
        if self.elements.len() < MOST_ELEMENTS {
            html::read(pieces, self.text, &mut self.elements);
        }
    }

    /// HTML or CSS that is used at once.
    fn read_markup(&mut self, pieces: Vec<Piece>) {
        let has = |found: fn(&str) -> bool| {
            pieces.iter().any(|piece| matches!(piece, Piece::Text(text, _) if found(text)))
        };
        if has(html::has_image) {
            self.read_html(pieces);
        } else if self.styles.len() < MOST_ELEMENTS {
            self.styles.push(Joined::of(pieces));
        }
    }

    /// A literal: HTML, CSS, the URL of a file, or none of these.
    pub(crate) fn literal(&mut self, literal: &Expr) {
        let is_interesting = |text: &str| is_markup(text) || Constants::is_one(text);
        if short_text(literal).is_some_and(|text| !is_interesting(text)) {
            return;
        }
        let Some(text) = literal_text(literal) else { return };
        let span = span_of(literal);
        if is_markup(&text) {
            self.read_markup(vec![Piece::Text(text, inside(span, self.text))]);
        } else {
            self.constants.add_text(&text, span);
        }
    }

    /// A sum: HTML or CSS with holes, the URL of a file, or none of these.
    pub(crate) fn sum(&mut self, operands: &[&Expr], whole: Span) {
        if operands.iter().any(|operand| short_text(operand).is_some_and(is_markup)) {
            let pieces = operands.iter().map(|operand| match literal_text(operand) {
                Some(text) => Piece::Text(text, inside(span_of(*operand), self.text)),
                None => Piece::Hole(self.value(operand)),
            });
            let pieces = pieces.collect();
            self.read_markup(pieces);
            operands
                .iter()
                .filter(|operand| literal_text(operand).is_none())
                .for_each(|it| it.visit_with(self));
        } else if !self.constants.add_joined(operands, whole) {
            for operand in operands {
                operand.visit_with(self);
            }
        }
    }

    /// A template with holes, tagged or not: HTML, CSS, or neither.
    pub(crate) fn template(&mut self, node: &Tpl) {
        let has_markup = |part: &TplElement| {
            part.cooked.as_ref().and_then(|cooked| cooked.as_str()).is_some_and(is_markup)
        };
        if node.quasis.iter().any(has_markup) {
            let mut pieces = Vec::new();
            for (index, part) in node.quasis.iter().enumerate() {
                let cooked = part.cooked.as_ref().map(|cooked| cooked.to_string_lossy().into_owned());
                let text = cooked.unwrap_or_else(|| part.raw.to_string());
                pieces.push(Piece::Text(text, span_of(part.span)));
                pieces.extend(node.exprs.get(index).map(|hole| Piece::Hole(self.value(hole))));
            }
            self.read_markup(pieces);
        }
    }
}

/// Whether a text has an image in HTML or in CSS.
fn is_markup(text: &str) -> bool {
    html::has_image(text) || css::has_image(text)
}

/// What stands between the quotes of a literal in `text`; one that does not end has only the first.
pub(crate) fn inside(span: Span, text: &str) -> Span {
    let last = text.as_bytes().get(..span.end as usize).and_then(<[u8]>::last);
    let is_closed = last.is_some_and(|last| b"\"'`)".contains(last));
    let start = span.start + 1;
    Span { start, end: span.end.saturating_sub(u32::from(is_closed)).max(start) }
}
