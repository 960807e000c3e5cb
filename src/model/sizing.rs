//! Rules of stylesheets that give elements a size: what is needed to know whether an image has one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::model::image::{Around, Attribute, ImageUse};

/// What a rule gives the elements that it matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Sizing {
    /// A width.
    pub width: bool,
    /// A height.
    pub height: bool,
    /// An aspect ratio.
    pub ratio: bool,
    /// That nothing moves when it gets its size: it is taken out of the flow, or not shown.
    pub is_apart: bool,
}

impl Sizing {
    /// What both give together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            width: self.width || other.width,
            height: self.height || other.height,
            ratio: self.ratio || other.ratio,
            is_apart: self.is_apart || other.is_apart,
        }
    }

    /// Whether the place of an image is known before it has come: two of width, height and ratio.
    pub fn is_enough(self) -> bool {
        let given = [self.width, self.height, self.ratio].into_iter().filter(|&is_given| is_given);
        self.is_apart || 2 <= given.count()
    }
}

/// What a selector asks of an element around the one that it matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Within {
    /// Its name.
    pub name: Option<String>,
    /// The `id` that it must have.
    pub id: Option<String>,
    /// The classes that it must have.
    pub classes: Vec<String>,
}

impl Within {
    /// Whether an element could be meant. Scripts set classes of the root and the body as they like.
    fn could_be(&self, element: &Around, has_scripts: bool) -> bool {
        let is_root = has_scripts && matches!(element.name.as_str(), "html" | "body");
        let has_name = self.name.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(&element.name));
        let has_id = self.id.is_none() || self.id == element.id;
        has_name && (is_root || has_id && self.classes.iter().all(|class| element.classes.contains(class)))
    }
}

/// A rule, by its selector: what it asks of the element itself, and of those around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizingRule {
    /// The classes that the element must have.
    pub classes: Vec<String>,
    /// The `id` that it must have.
    pub id: Option<String>,
    /// The elements that it must stand in, whatever their order.
    pub within: Vec<Within>,
    /// What it gives.
    pub gives: Sizing,
}

impl SizingRule {
    /// Whether it could match an `<img>`, in a page that may have scripts. What is not known of the image could be
    /// anything.
    pub fn could_match(&self, image: &ImageUse) -> bool {
        self.could_match_in(image, true)
    }

    /// Whether it could match an `<img>` in a page with scripts, or in one that stays as it is written.
    pub fn could_match_in(&self, image: &ImageUse, has_scripts: bool) -> bool {
        let has_class = |class: &String| match &image.class {
            Attribute::Absent => false,
            Attribute::Known(classes) => classes.split_ascii_whitespace().any(|other| other == class),
            Attribute::Dynamic => true,
        };
        let has_id = |id: &String| match &image.id {
            Attribute::Absent => false,
            Attribute::Known(known) => known == id,
            Attribute::Dynamic => true,
        };
        let stands_in = |around: &Around| {
            self.within.iter().all(|asked| around.chain().any(|element| asked.could_be(element, has_scripts)))
        };
        self.classes.iter().all(has_class)
            && self.id.iter().all(has_id)
            && image.within.as_deref().is_none_or(stands_in)
    }
}

/// Rules by what they ask of the element itself, since few of many are about one class.
#[derive(Debug, Default)]
pub struct SizingRules<'r> {
    by_class: HashMap<&'r str, Vec<&'r SizingRule>>,
    by_id: HashMap<&'r str, Vec<&'r SizingRule>>,
    /// Those that ask for neither.
    others: Vec<&'r SizingRule>,
}

impl<'r> SizingRules<'r> {
    /// All of `rules`.
    pub fn new(rules: impl IntoIterator<Item = &'r SizingRule>) -> Self {
        let mut sorted = Self::default();
        for rule in rules {
            let of_kind = match (rule.classes.first(), &rule.id) {
                (Some(class), _) => sorted.by_class.entry(class).or_default(),
                (None, Some(id)) => sorted.by_id.entry(id).or_default(),
                (None, None) => &mut sorted.others,
            };
            of_kind.push(rule);
        }
        sorted
    }

    /// Those that [could match](SizingRule::could_match_in) an image, in no order; some may come twice.
    pub fn that_could_match(
        &self,
        image: &ImageUse,
        has_scripts: bool,
    ) -> impl Iterator<Item = &'r SizingRule> {
        let with_class = of_attribute(&self.by_class, &image.class, str::split_ascii_whitespace);
        let with_id = of_attribute(&self.by_id, &image.id, std::iter::once);
        let asked = with_class.into_iter().chain(with_id).chain([&self.others]).flatten().copied();
        asked.filter(move |rule| rule.could_match_in(image, has_scripts))
    }
}

/// The rules of the words that an attribute has; all where that is not known.
fn of_attribute<'s, 'r, 'a, W: Iterator<Item = &'a str>>(
    rules: &'s HashMap<&'r str, Vec<&'r SizingRule>>,
    attribute: &'a Attribute<String>,
    words: impl Fn(&'a str) -> W,
) -> Vec<&'s Vec<&'r SizingRule>> {
    match attribute {
        Attribute::Absent => Vec::new(),
        Attribute::Known(text) => words(text).filter_map(|word| rules.get(word)).collect(),
        Attribute::Dynamic => rules.values().collect(),
    }
}

/// The values that give nothing: what an element has without the declaration.
const NOTHING: [&str; 7] = ["auto", "initial", "unset", "inherit", "revert", "revert-layer", "none"];

impl Sizing {
    /// What a declaration gives. A value with `var()` may be anything, so it gives.
    ///
    /// `max-width` and the like bound a size and give none: Lighthouse, core/audits/unsized-images.js.
    pub fn of_declaration(property: &str, value: &str) -> Self {
        let value = value.split('!').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_given = !value.is_empty() && !NOTHING.contains(&value.as_str());
        let has = |words: &[&str]| words.iter().any(|&word| value == word) || value.contains("var(");
        let mut gives = Self::default();
        match property.to_ascii_lowercase().as_str() {
            "width" | "inline-size" => gives.width = is_given,
            "height" | "block-size" => gives.height = is_given,
            // Along the main axis, whichever that is.
            "flex" | "flex-basis" => (gives.width, gives.height) = (is_given, is_given),
            "aspect-ratio" => gives.ratio = is_given,
            "position" => gives.is_apart = has(&["absolute", "fixed"]),
            "display" => gives.is_apart = has(&["none", "contents"]),
            // Brings all that was declared elsewhere.
            "all" | "composes" => gives.is_apart = true,
            _ => {}
        }
        gives
    }

    /// What the declarations of a `style` attribute give.
    pub fn of_style(style: &Attribute<String>) -> Self {
        let text = match style {
            Attribute::Absent => return Self::default(),
            Attribute::Known(text) => text,
            Attribute::Dynamic => return Self { is_apart: true, ..Self::default() },
        };
        let declarations = text.split(';').filter_map(|declaration| declaration.split_once(':'));
        let given = declarations.map(|(property, value)| Self::of_declaration(property.trim(), value));
        given.fold(Self::default(), Self::and)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Sizing, SizingRule, Within};
    use crate::model::image::{Around, Attribute, ImageElement, ImageUse};
    use crate::model::span::Span;

    #[track_caller]
    fn check(style: &str, is_enough: bool) {
        let sizing = Sizing::of_style(&Attribute::Known(style.to_owned()));
        assert_eq!(sizing.is_enough(), is_enough, "{style}: {sizing:?}");
    }

    #[test]
    fn two_of_width_height_and_ratio_are_enough() {
        check("width: 20px; height: 10px", true);
        check("WIDTH:100%;aspect-ratio:16/9", true);
        check("height: var(--h); aspect-ratio: 1 !important", true);
        check("position: absolute", true);
        check("display:none", true);
        check("max-width:100%;height:auto", false);
        check("width:100%;height: auto", false);
        check("width: 20px", false);
        check("position:relative;width:1px;display:block", false);
        assert!(Sizing::of_style(&Attribute::Dynamic).is_enough());
        assert!(!Sizing::of_style(&Attribute::Absent).is_enough());
    }

    #[test]
    fn what_is_not_known_of_an_image_could_match() {
        let rule = SizingRule { classes: vec!["a".into(), "b".into()], ..SizingRule::default() };
        let mut image = ImageUse::new(ImageElement::Img, Span::default());
        assert!(!rule.could_match(&image));
        image.class = Attribute::Known("a c".into());
        assert!(!rule.could_match(&image));
        image.class = Attribute::Known("b  a".into());
        assert!(rule.could_match(&image));
        image.class = Attribute::Dynamic;
        assert!(rule.could_match(&image));
    }

    #[test]
    fn a_rule_matches_only_in_the_elements_that_it_asks_for() {
        let around = |name: &str, classes: &[&str], parent: Option<Around>| Around {
            name: name.to_owned(),
            id: None,
            classes: classes.iter().map(|&class| class.to_owned()).collect(),
            parent: parent.map(Arc::new),
        };
        let rule = |name: Option<&str>, class: &str| SizingRule {
            within: vec![Within { name: name.map(str::to_owned), id: None, classes: vec![class.to_owned()] }],
            ..SizingRule::default()
        };
        let mut image = ImageUse::new(ImageElement::Img, Span::default());
        assert!(rule(None, "card").could_match(&image), "nothing is known of what is around it");
        image.within = Some(Arc::new(around("p", &["lead"], Some(around("main", &["card"], None)))));
        assert!(rule(None, "card").could_match(&image));
        assert!(rule(Some("MAIN"), "card").could_match(&image));
        assert!(!rule(Some("p"), "card").could_match(&image));
        assert!(!rule(None, "shelf").could_match(&image));
        image.within = Some(Arc::new(around("p", &[], Some(around("body", &[], None)))));
        assert!(rule(None, "dark").could_match(&image), "a script may set a class of the body");
        assert!(!rule(None, "dark").could_match_in(&image, false), "there is none");
        assert!(!rule(Some("div"), "dark").could_match(&image));
    }
}
