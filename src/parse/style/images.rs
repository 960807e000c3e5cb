//! The declarations of a rule -> the images that they show.
//!
//! A property that is declared several times in one rule is one use, since the last one that the browser understands
//! counts: `background:url(a.png);background:image-set("a.avif" type("image/avif"))`. The first `url()` is its `src`,
//! all others are its candidates. Several layers of one declaration are several uses.
//!
//! Leaves out on purpose `cursor` and what is no picture (`filter`, `clip-path`), what only paper shows, and `data:`
//! URLs.

use std::collections::BTreeMap;

use cssparser::Token;

use crate::model::image::{Attribute, Candidate, Descriptor, ImageElement, ImageUrl, ImageUse};
use crate::model::script::UrlBase;
use crate::model::span::Span;
use crate::parse::srcset::image_url;

/// More than this in one declaration are not read.
const MOST_ITEMS: usize = 1_000;

/// Properties whose `url()` is no picture, or one that only the system shows.
const NO_PICTURES: [&str; 9] =
    ["behavior", "clip-path", "cursor", "fill", "filter", "marker", "offset-path", "src", "stroke"];

/// One image of a value.
#[derive(Debug)]
struct Item {
    /// How many commas stand in front of it.
    layer: usize,
    url: Option<ImageUrl>,
    /// The candidates of an `image-set()`.
    candidates: Vec<Candidate>,
    span: Span,
}

/// A declaration that shows images.
#[derive(Debug)]
pub(crate) struct Declared {
    property: String,
    items: Vec<Item>,
}

/// An opening bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Url,
    ImageSet,
    Type,
    Other,
}

/// What has been read of a value.
#[derive(Default)]
pub(crate) struct Value {
    open: Vec<Open>,
    layer: usize,
    items: Vec<Item>,
}

impl Value {
    /// Whether a bracket is open: what follows belongs to the value, whatever it is.
    pub(crate) fn is_in_brackets(&self) -> bool {
        !self.open.is_empty()
    }

    /// The next token of the statement.
    pub(crate) fn take(&mut self, token: &Token<'_>, span: Span, base: UrlBase) {
        match token {
            Token::Function(name) => {
                let is = |other: &str| name.eq_ignore_ascii_case(other);
                let opened = if is("url") || is("src") {
                    Open::Url
                } else if is("image-set") || is("-webkit-image-set") {
                    self.add(Item { layer: self.layer, url: None, candidates: Vec::new(), span });
                    Open::ImageSet
                } else if is("type") {
                    Open::Type
                } else {
                    Open::Other
                };
                self.open.push(opened);
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                self.open.push(Open::Other);
            }
            Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {
                self.open.pop();
            }
            Token::Comma if self.open.is_empty() => self.layer += 1,
            Token::UnquotedUrl(url) => self.take_url(url, span, base),
            Token::QuotedString(text) => match self.open.last() {
                Some(Open::Url | Open::ImageSet) => self.take_url(text, span, base),
                Some(Open::Type) => {
                    if let Some(candidate) = self.last_candidate() {
                        candidate.media_type = Some(text.to_string());
                    }
                }
                _ => {}
            },
            Token::Dimension { value, unit, .. } if self.open.last() == Some(&Open::ImageSet) => {
                let dots = match unit.to_ascii_lowercase().as_str() {
                    "x" | "dppx" => *value,
                    "dpi" => *value / 96.0,
                    "dpcm" => *value * 2.54 / 96.0,
                    _ => return,
                };
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
                let hundredths = (dots * 100.0).round().clamp(0.0, 1e8) as u32;
                if let Some(candidate) = self.last_candidate() {
                    candidate.descriptor = Descriptor::Density(hundredths);
                }
            }
            _ => {}
        }
    }

    /// The declaration, if it shows images.
    pub(crate) fn declared(mut self, property: &str) -> Option<Declared> {
        let property = property.trim_start_matches("-webkit-").trim_start_matches("-moz-");
        self.items.retain(|item| item.url.is_some() || !item.candidates.is_empty());
        if self.items.is_empty() || NO_PICTURES.contains(&property) {
            return None;
        }
        // A shorthand sets what its longhand sets.
        let property = if property.starts_with("--") {
            property
        } else {
            property.strip_suffix("-image").or(property.strip_suffix("-source")).unwrap_or(property)
        };
        Some(Declared { property: property.to_owned(), items: self.items })
    }

    fn take_url(&mut self, url: &str, span: Span, base: UrlBase) {
        let is_in_set = self.open.contains(&Open::ImageSet);
        let url = image_url(url, base).filter(|url| !is_data(&url.url));
        match self.items.last_mut() {
            Some(set) if is_in_set => {
                if set.candidates.len() < MOST_ITEMS {
                    set.candidates.push(Candidate { url, descriptor: Descriptor::None, media_type: None });
                }
            }
            _ => self.add(Item { layer: self.layer, url, candidates: Vec::new(), span }),
        }
    }

    fn add(&mut self, item: Item) {
        if self.items.len() < MOST_ITEMS {
            self.items.push(item);
        }
    }

    fn last_candidate(&mut self) -> Option<&mut Candidate> {
        self.items.last_mut().and_then(|item| item.candidates.last_mut())
    }
}

fn is_data(url: &str) -> bool {
    url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

impl Declared {
    /// The uses of one rule: the declarations of one property joined, layer by layer where they have as many.
    pub(crate) fn uses(declared: Vec<Self>) -> Vec<ImageUse> {
        let mut by_property: BTreeMap<String, Vec<Vec<Item>>> = BTreeMap::new();
        for Self { property, items } in declared {
            by_property.entry(property).or_default().push(items);
        }
        let mut uses = Vec::new();
        for declarations in by_property.into_values() {
            let layers = |items: &Vec<Item>| items.last().map(|item| item.layer);
            let are_alike =
                declarations.iter().all(|items| layers(items) == declarations.first().and_then(layers));
            let mut by_layer: BTreeMap<usize, Vec<Item>> = BTreeMap::new();
            for item in declarations.into_iter().flatten() {
                let layer = if are_alike { item.layer } else { 0 };
                by_layer.entry(layer).or_default().push(item);
            }
            uses.extend(by_layer.into_values().filter_map(one_use));
        }
        uses
    }
}

/// All items as the candidates of one use.
fn one_use(items: Vec<Item>) -> Option<ImageUse> {
    let mut joined = ImageUse::new(ImageElement::Css, items.first()?.span);
    let mut candidates = Vec::new();
    for item in items {
        match item.url {
            Some(url) if joined.src.is_absent() => joined.src = Attribute::Known(url),
            Some(url) => {
                let url = Some(url);
                candidates.push(Candidate { url, descriptor: Descriptor::None, media_type: None });
            }
            None => candidates.extend(item.candidates),
        }
    }
    if !candidates.is_empty() {
        joined.srcset = Attribute::Known(candidates);
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use crate::model::image::{Candidate, Descriptor};
    use crate::parse::style::parse_style;

    fn candidate(candidate: &Candidate) -> String {
        let url = candidate.url.as_ref().map_or("-", |url| url.url.as_str());
        let density = match candidate.descriptor {
            Descriptor::Density(hundredths) => format!(" {hundredths}"),
            _ => String::new(),
        };
        format!(
            "{url}{density}{}",
            candidate.media_type.as_ref().map_or(String::new(), |kind| format!(" {kind}"))
        )
    }

    /// Each use: its `src`, then its candidates.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = parse_style(text).images.into_iter().map(|found| {
            let src = found.src.known().map_or("-".to_owned(), |url| url.url.clone());
            let candidates = found.srcset.known().into_iter().flatten().map(candidate);
            std::iter::once(src).chain(candidates).collect::<Vec<_>>().join(", ")
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn every_layer_of_every_property_is_a_use() {
        check("a{background:url(a.png)}", &["a.png"]);
        check("a{background:url(a.png),URL( 'b.png' ) no-repeat}", &["a.png", "b.png"]);
        check(
            "a{mask-image:url(m.svg);list-style:url(l.gif)}b{background:url(a.png)",
            &["m.svg", "l.gif", "a.png"],
        );
        check(
            "@media screen{a{background:url(a.png)}}a{&:hover{background:url(b.png)}}",
            &["a.png", "b.png"],
        );
        check("a{content:cross-fade(url(a.png), url(b.png))}", &["a.png, b.png"]);
        check("a{--hero:url(a.png)}", &["a.png"]);
    }

    #[test]
    fn what_a_rule_declares_again_is_one_use() {
        check("a{background:url(a.png);background:url(a.webp)}", &["a.png, a.webp"]);
        check(
            "a{background:url(a.png) 0 0;background-image:image-set('a.avif' type('image/avif'),\"b.png\" 2x)}",
            &["a.png, a.avif image/avif, b.png 200"],
        );
        check("a{-webkit-mask:url(a.svg);mask:url(a.svg)}", &["a.svg, a.svg"]);
        check(
            "a{background:url(a.png),url(b.png);background:url(a.webp),url(b.webp)}",
            &["a.png, a.webp", "b.png, b.webp"],
        );
        check(
            "a{background:-webkit-image-set(url(a.png) 1x, url(b.png) 192dpi)}",
            &["-, a.png 100, b.png 200"],
        );
    }

    #[test]
    fn what_is_no_picture_is_none() {
        check("@font-face{src:url(a.woff2)}@import url(a.css);", &[]);
        check("@media print{a{background:url(a.png)}}", &[]);
        check(
            "a{cursor:url(a.cur);filter:url(a.svg#x);fill:url(#b);background:url(data:image/png;base64,AA)}",
            &[],
        );
        check("@keyframes a{from{background:url(a.png)}}", &[]);
        check("a{color:red;background:url()}", &[]);
    }
}
