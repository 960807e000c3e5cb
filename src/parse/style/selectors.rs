//! The prelude of a rule -> what it asks of the element itself, as far as that could be an `<img>`.
//!
//! Of the last compound of each selector the classes and the `id` are read, and of those in front of it, which elements
//! around must match, the name too. All else that a selector asks for could be so: the order of what is around, siblings,
//! attributes, `:is()`, `:not()` and other pseudo-classes.
//!
//! Source: <https://drafts.csswg.org/selectors-4/#structure>.

use cssparser::Token;

use crate::model::sizing::Within;
use crate::parse::style::tokens::Tokens;

/// So many of one rule are told apart; of more, what any element could be is taken.
const MOST: usize = 64;

/// Attributes that no `<img>` has. (One with `hidden` is not shown, whatever the stylesheets say.)
const NEVER_ON_IMAGES: [&str; 12] = [
    "action",
    "checked",
    "contenteditable",
    "controls",
    "disabled",
    "for",
    "hidden",
    "href",
    "multiple",
    "open",
    "readonly",
    "type",
];

/// What an element must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Its classes.
    pub(crate) classes: Vec<String>,
    /// Its `id`.
    pub(crate) id: Option<String>,
    /// The elements that it must stand in.
    pub(crate) within: Vec<Within>,
}

/// The subjects of a prelude that could be an `<img>`. `outer` are those of the rule that it is nested in.
pub(crate) fn subjects(prelude: &str, outer: &[Subject]) -> Vec<Subject> {
    let mut found = Vec::new();
    let mut compound = Compound::default();
    let mut depth = 0_usize;
    let mut is_attribute_name = false;
    for (token, _) in Tokens::new(prelude) {
        if depth > 0 {
            match &token {
                Token::Ident(name) if is_attribute_name => {
                    is_attribute_name = false;
                    compound.is_other |= NEVER_ON_IMAGES.iter().any(|never| name.eq_ignore_ascii_case(never));
                }
                _ => depth = depth_behind(&token, depth),
            }
            continue;
        }
        match &token {
            Token::Comma => std::mem::take(&mut compound).end(outer, &mut found),
            Token::SquareBracketBlock => {
                compound.begin();
                depth = 1;
                is_attribute_name = true;
            }
            Token::Function(_) | Token::ParenthesisBlock => {
                compound.take(&token);
                depth = 1;
                is_attribute_name = false;
            }
            token => compound.take(token),
        }
    }
    compound.end(outer, &mut found);
    if MOST < found.len() { vec![Subject::default()] } else { found }
}

fn depth_behind(token: &Token<'_>, depth: usize) -> usize {
    match token {
        Token::Function(_)
        | Token::ParenthesisBlock
        | Token::SquareBracketBlock
        | Token::CurlyBracketBlock => depth + 1,
        Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => depth - 1,
        _ => depth,
    }
}

/// The compound that is being read.
#[derive(Default)]
struct Compound {
    subject: Subject,
    /// The element's name, where it is given.
    name: Option<String>,
    /// It cannot be an `<img>`: another element, or a pseudo-element.
    is_other: bool,
    /// `&`
    is_outer: bool,
    /// What stands behind it, if it has ended: how the next compound hangs together with it.
    combinator: Option<Combinator>,
    /// What the next name is of.
    prefix: Prefix,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Combinator {
    /// White space or `>`
    In,
    /// `+` or `~`
    Beside,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Prefix {
    #[default]
    None,
    Class,
    Pseudo,
    PseudoElement,
}

impl Compound {
    /// A part of a compound comes: of the next one, where the last has ended.
    fn begin(&mut self) {
        if let Some(combinator) = self.combinator {
            let Self { subject, name, .. } = std::mem::take(self);
            self.subject.within = subject.within;
            if combinator == Combinator::In {
                self.subject.within.push(Within { name, id: subject.id, classes: subject.classes });
            }
        }
    }

    fn take(&mut self, token: &Token<'_>) {
        match token {
            Token::WhiteSpace(_) | Token::Delim('>') => {
                self.combinator.get_or_insert(Combinator::In);
            }
            Token::Delim('+' | '~') => self.combinator = Some(Combinator::Beside),
            Token::Comment(_) => {}
            token => {
                self.begin();
                self.take_part(token);
            }
        }
    }

    fn take_part(&mut self, token: &Token<'_>) {
        let prefix = std::mem::take(&mut self.prefix);
        match token {
            Token::Delim('.') => self.prefix = Prefix::Class,
            Token::Delim('&') => self.is_outer = true,
            // `*|img`
            Token::Delim('|') => self.is_other = false,
            Token::Colon if prefix == Prefix::Pseudo => self.prefix = Prefix::PseudoElement,
            Token::Colon => self.prefix = Prefix::Pseudo,
            Token::IDHash(id) => self.subject.id = Some(id.to_string()),
            Token::Ident(name) => match prefix {
                Prefix::None => {
                    self.is_other |= !name.eq_ignore_ascii_case("img");
                    self.name = Some(name.to_string());
                }
                Prefix::Class => self.subject.classes.push(name.to_string()),
                Prefix::Pseudo => {
                    let not_images = ["after", "before", "first-line", "first-letter", "root"];
                    self.is_other |= not_images.iter().any(|other| name.eq_ignore_ascii_case(other));
                }
                // Vue's and Angular's `::v-deep`, which is gone from what browsers are sent, may be anything.
                Prefix::PseudoElement => self.is_other |= !name.eq_ignore_ascii_case("v-deep"),
            },
            Token::Function(name) if prefix == Prefix::PseudoElement => {
                // `::slotted(img)` is the image itself.
                self.is_other |=
                    !name.eq_ignore_ascii_case("slotted") && !name.eq_ignore_ascii_case("v-deep");
            }
            _ => {}
        }
    }

    fn end(self, outer: &[Subject], found: &mut Vec<Subject>) {
        if self.is_other {
            return;
        }
        if !self.is_outer {
            found.push(self.subject);
            return;
        }
        for outer in outer {
            let mut subject = outer.clone();
            subject.classes.extend_from_slice(&self.subject.classes);
            subject.id = self.subject.id.clone().or(subject.id);
            subject.within.extend_from_slice(&self.subject.within);
            found.push(subject);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Subject, subjects};
    use crate::model::sizing::Within;

    fn described(found: &[Subject]) -> Vec<String> {
        let one = |subject: &Subject| {
            let id = subject.id.as_ref().map_or(String::new(), |id| format!("#{id}"));
            format!("{id}.{}", subject.classes.join("."))
        };
        found.iter().map(one).collect()
    }

    #[track_caller]
    fn check(prelude: &str, expected: &[&str]) {
        assert_eq!(described(&subjects(prelude, &[])), expected, "{prelude}");
    }

    #[test]
    fn the_last_compound_says_what_the_element_must_have() {
        check("img", &["."]);
        check("*", &["."]);
        check(".a .b.c", &[".b.c"]);
        check("main > img.wide , div", &[".wide"]);
        check("#logo.a:hover", &["#logo.a"]);
        check(".a>.b+img~.c", &[".c"]);
        check("svg|img, *|*", &[".", "."]);
        check("figure img:not(.small)", &["."]);
        check(":is(.a, .b) , :where(img)", &[".", "."]);
        check("img[src$=\".png\"], [data-x], .a[b] .c", &[".", ".", ".c"]);
    }

    #[test]
    fn what_cannot_be_an_image_is_left_out() {
        check("div, .a p, span.x", &[]);
        check(".a::before, .a:after, img::after, :root", &[]);
        check("[hidden], [type=checkbox], input[type=\"a\"]", &[]);
        check(".a ::slotted(img)", &["."]);
        check("", &["."]);
    }

    #[test]
    fn a_nested_rule_has_what_the_outer_one_has_where_it_says_so() {
        let outer = [Subject { classes: vec!["a".into()], ..Subject::default() }];
        let check = |prelude: &str, expected: &[&str]| {
            assert_eq!(described(&subjects(prelude, &outer)), expected, "{prelude}");
        };
        check("&:hover", &[".a"]);
        check("&.b", &[".a.b"]);
        check(".x &", &[".a"]);
        check("& img", &["."]);
        check(".b", &[".b"]);
    }

    #[test]
    fn the_compounds_in_front_say_what_the_element_must_stand_in() {
        let check = |prelude: &str, expected: &[&str]| {
            let found = subjects(prelude, &[]);
            let described = |within: &Within| {
                let name = within.name.clone().unwrap_or_default();
                let id = within.id.as_ref().map_or(String::new(), |id| format!("#{id}"));
                format!("{name}{id}.{}", within.classes.join("."))
            };
            let within: Vec<String> =
                found.iter().flat_map(|subject| &subject.within).map(described).collect();
            assert_eq!(within, expected, "{prelude}");
        };
        check("img", &[]);
        check(".card img", &[".card"]);
        check("main#top > .card.wide img", &["main#top.", ".card.wide"]);
        check(".gone + .shown ~ img", &[]);
        check(".list > .gone + img", &[".list"]);
        check(":is(.a, .b) img", &["."]);
        check(":root[data-x] .a:not(.b)>img", &[".", ".a"]);
    }
}
