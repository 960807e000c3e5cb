//! The tokens of a stylesheet -> its rules: which images they show, and which give an image a size.
//!
//! Nesting, media queries and layers are gone through; what they mean is left out: a rule counts wherever it stands.

use cssparser::Token;

use crate::model::image::ImageUse;
use crate::model::script::UrlBase;
use crate::model::sizing::{Sizing, SizingRule};
use crate::model::span::Span;
use crate::parse::style::images::{Declared, Value};
use crate::parse::style::selectors::{Subject, subjects};

/// Rules nested deeper than this are not read; no author writes them.
const DEEPEST: usize = 64;
/// A stylesheet with more rules than this is taken to give everything a size, and to show no more images.
const MOST: usize = 100_000;

/// What a stylesheet says of images.
#[derive(Debug, Default)]
pub(crate) struct StyleRules {
    /// Where it shows images, in the order in which they stand.
    pub(crate) images: Vec<ImageUse>,
    /// Which images it gives a size, and what of it.
    pub(crate) sizing: Vec<SizingRule>,
}

/// The walk over the tokens.
pub(crate) struct Rules<'t> {
    text: &'t str,
    base: UrlBase,
    found: StyleRules,
    /// What rules give whose last compound asks for neither a class nor an `id`.
    everywhere: Sizing,
    frames: Vec<Frame>,
    /// How many blocks are open beyond [`DEEPEST`].
    too_deep: usize,
    statement: Statement,
}

/// An open block.
#[derive(Default)]
struct Frame {
    kind: FrameKind,
    subjects: Vec<Subject>,
    gives: Sizing,
    declared: Vec<Declared>,
}

/// What stands in a block.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum FrameKind {
    /// Declarations and rules.
    #[default]
    Rule,
    /// Neither images nor sizes: `@font-face`, `@keyframes`, `@property`, `@media print` and what is in them.
    Other,
}

/// What has been read since the last `;`, `{` or `}`.
#[derive(Default)]
struct Statement {
    start: Option<u32>,
    at_keyword: Option<String>,
    property: Option<String>,
    /// Where the value begins, once a colon stood behind the property.
    value_at: Option<u32>,
    value: Value,
}

impl<'t> Rules<'t> {
    /// For a stylesheet: `base` is what its URLs are relative to.
    pub(crate) fn new(text: &'t str, base: UrlBase) -> Self {
        Self {
            text,
            base,
            found: StyleRules::default(),
            everywhere: Sizing::default(),
            frames: Vec::new(),
            too_deep: 0,
            statement: Statement::default(),
        }
    }

    /// For the text of a `style` attribute: declarations without a block.
    pub(crate) fn of_declarations(text: &'t str, base: UrlBase) -> Self {
        Self { frames: vec![Frame::default()], ..Self::new(text, base) }
    }

    /// The next token.
    pub(crate) fn take(&mut self, token: &Token<'_>, span: Span) {
        if matches!(token, Token::WhiteSpace(_) | Token::Comment(_) | Token::CDO | Token::CDC) {
            return;
        }
        if !self.statement.value.is_in_brackets() {
            match token {
                Token::CurlyBracketBlock => return self.open(span),
                Token::CloseCurlyBracket => return self.close(span.start),
                Token::Semicolon => return self.end_declaration(span.start),
                _ => {}
            }
        }
        let statement = &mut self.statement;
        match token {
            Token::AtKeyword(name) if statement.start.is_none() => {
                statement.at_keyword = Some(name.to_ascii_lowercase());
            }
            Token::Ident(name) if statement.start.is_none() => {
                statement.property = Some(name.to_ascii_lowercase());
            }
            Token::Colon if statement.property.is_some() && statement.value_at.is_none() => {
                statement.value_at = Some(span.end);
            }
            _ => {
                if statement.value_at.is_none() && !matches!(token, Token::Colon) && statement.start.is_some()
                {
                    // Something between the word and the colon: a selector.
                    statement.property = None;
                }
                statement.value.take(token, span, self.base);
            }
        }
        statement.start.get_or_insert(span.start);
    }

    /// What was found, the last open blocks closed.
    pub(crate) fn finish(mut self) -> StyleRules {
        let end = Span::new(self.text.len(), self.text.len()).start;
        self.too_deep = 0;
        while !self.frames.is_empty() {
            self.close(end);
        }
        if self.everywhere != Sizing::default() {
            self.found.sizing.push(SizingRule { gives: self.everywhere, ..SizingRule::default() });
        }
        self.found.images.sort_by_key(|image| image.span);
        self.found
    }

    fn open(&mut self, brace: Span) {
        let statement = std::mem::take(&mut self.statement);
        if self.too_deep > 0 || self.frames.len() == DEEPEST {
            self.too_deep += 1;
            return;
        }
        let parent = self.frames.last();
        let is_other = parent.is_some_and(|parent| parent.kind == FrameKind::Other);
        let outer: &[Subject] = parent.map(|parent| parent.subjects.as_slice()).unwrap_or_default();
        let start = statement.start.unwrap_or(brace.start);
        let prelude = self.text.get(start as usize..brace.start as usize).unwrap_or_default();
        let frame = match statement.at_keyword.as_deref() {
            _ if is_other => Frame { kind: FrameKind::Other, ..Frame::default() },
            // What is so on paper is not so on a screen.
            Some("media") if is_print(prelude) => Frame { kind: FrameKind::Other, ..Frame::default() },
            Some(
                "media" | "supports" | "layer" | "container" | "scope" | "starting-style" | "document"
                | "-moz-document",
            ) => Frame { subjects: outer.to_vec(), ..Frame::default() },
            Some(_) => Frame { kind: FrameKind::Other, ..Frame::default() },
            None => Frame { subjects: subjects(prelude, outer), ..Frame::default() },
        };
        self.frames.push(frame);
    }

    fn close(&mut self, at: u32) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            self.statement = Statement::default();
            return;
        }
        self.end_declaration(at);
        let Some(frame) = self.frames.pop() else { return };
        if self.found.images.len() < MOST {
            self.found.images.extend(Declared::uses(frame.declared));
        }
        if frame.gives == Sizing::default() {
            return;
        }
        for subject in frame.subjects {
            if subject.classes.is_empty() && subject.id.is_none() && subject.within.is_empty() {
                self.everywhere = self.everywhere.and(frame.gives);
            } else if self.found.sizing.len() < MOST {
                let Subject { classes, id, within } = subject;
                self.found.sizing.push(SizingRule { classes, id, within, gives: frame.gives });
            } else {
                self.everywhere.is_apart = true;
            }
        }
    }

    fn end_declaration(&mut self, end: u32) {
        let Statement { property, value_at, value, .. } = std::mem::take(&mut self.statement);
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.kind == FrameKind::Rule) else {
            return;
        };
        let Some((property, value_at)) = property.zip(value_at).filter(|_| self.too_deep == 0) else {
            return;
        };
        let text = self.text.get(value_at as usize..end as usize).unwrap_or_default();
        frame.gives = frame.gives.and(Sizing::of_declaration(&property, text));
        frame.declared.extend(value.declared(&property));
    }
}

/// Whether an `@media` is for paper alone.
fn is_print(prelude: &str) -> bool {
    let mut queries = prelude.split(',').map(str::to_ascii_lowercase);
    queries.all(|query| {
        let query = query.trim().trim_start_matches("@media").trim();
        query == "print" || query.starts_with("print and") || query.starts_with("only print")
    })
}
