//! CSS in the strings of a script -> the images that it shows.
//!
//! ```js
//! css`.hero { background: url(${hero}) }`                          // Lit, Emotion, styled-components
//! defineComponent({ styles: [".hero{background:url(/a.png)}"] })   // Angular
//! e.push([t.id, ".hero{background:url(" + hero + ")}", ""])        // webpack's css-loader
//! jsx("div", { style: { backgroundImage: `url(${hero})` } })       // a value alone
//! ```
//!
//! Nobody says what a text is for: what reads as declarations, with rules among them or without, shows what these show.
//! Styles that scripts put into the page are relative to the page.

use crate::model::image::{Attribute, Candidate, ImageUrl, ImageUse};
use crate::parse::script::images::pieces::{Joined, OPEN, Places};
use crate::parse::script::images::resolve::Resolver;
use crate::parse::style::images_of_declarations;

/// The property that a value alone is read as.
const PROPERTY: &str = "background:";

/// Whether a text has something to read here.
pub(crate) fn has_image(text: &str) -> bool {
    text.contains('(') && (text.contains("url(") || text.contains("image-set("))
}

/// The uses in a text, in the order in which they stand. Those of which no URL is known are none.
pub(crate) fn uses(style: &Joined, script: &str, resolver: &Resolver<'_>) -> Vec<ImageUse> {
    let is_value = is_value(&style.text);
    let shift = if is_value { PROPERTY.len() } else { 0 };
    let mut found = if is_value {
        images_of_declarations(&[PROPERTY, &style.text].concat())
    } else {
        images_of_declarations(&style.text)
    };
    let mut places = Places::new(style, script);
    for one in &mut found {
        let at = |offset: u32| (offset as usize).saturating_sub(shift);
        one.span = places.span(at(one.span.start), at(one.span.end));
        if let Attribute::Known(url) = &one.src {
            one.src = resolved(url, style, resolver).map_or(Attribute::Dynamic, Attribute::Known);
        }
        if let Attribute::Known(candidates) = &mut one.srcset {
            for candidate in candidates {
                candidate.url = candidate.url.take().and_then(|url| resolved(&url, style, resolver));
            }
        }
    }
    found.retain(is_known);
    found
}

/// Whether a text is the value of a property: `url(a.png) no-repeat`, `linear-gradient(…), url(a.png)`.
fn is_value(text: &str) -> bool {
    let function = text.trim_start().split('(').next().unwrap_or_default();
    !function.is_empty() && function.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// A URL with what its holes are; `None` where they are not known.
fn resolved(url: &ImageUrl, style: &Joined, resolver: &Resolver<'_>) -> Option<ImageUrl> {
    if url.url.contains(OPEN) {
        let value = style.value(&url.url);
        return resolver.known(&value)?.url();
    }
    Some(url.clone())
}

fn is_known(found: &ImageUse) -> bool {
    let has_url = |candidates: &Vec<Candidate>| candidates.iter().any(|candidate| candidate.url.is_some());
    found.src.known().is_some() || found.srcset.known().is_some_and(has_url)
}
