//! Images whose place is not known before they have come.
//!
//! Silent where a size could come from anywhere: from a rule that could match, from a stylesheet that is not in the build,
//! from a script that makes styles, from an attribute that is bound at run time.

use std::collections::BTreeMap;

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::{ImageElement, PlacedUse};
use crate::model::image_styles::ImageStyles;
use crate::model::sizing::Sizing;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-image-size",
    summary: "an image whose place is not kept free until it has come",
    severity: Some(Severity::Warning),
    what: "Finds `<img>`s, in documents and in components, that have neither `width` and `height` nor one of them with \
           an `aspect-ratio`, as attributes, in their `style` or in any rule of a stylesheet that could match them. One \
           finding an image; the message says in how many places it is so.\n\
           Silent where a size may come from something that is not read: a stylesheet of another site, a script that makes \
           styles (CSS-in-JS), a bound attribute. Images that are out of the flow (`position: absolute`) and `data:` URLs \
           are left alone.",
    why: "The browser lays the page out before the image has come; when it comes, all below it moves, and what the \
          visitor was about to read or tap is elsewhere (Cumulative Layout Shift). The rule is that of Lighthouse's \
          audit `unsized-images`.",
    fix: "Write the image's own pixels as `width` and `height`, and `height: auto` in CSS where it is made narrower: the \
          browser takes the ratio from the attributes.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let styles = ImageStyles::new(build);
    let mut found: BTreeMap<(Option<AssetId>, &str), Vec<&PlacedUse>> = BTreeMap::new();
    for placed in build.image_uses.iter().filter(|placed| placed.written.element == ImageElement::Img) {
        let Some(src) = placed.written.src.known().filter(|_| !placed.written.is_managed) else { continue };
        let is_data = src.url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        if is_data || styles.sizing(placed).is_none_or(Sizing::is_enough) {
            continue;
        }
        let name = if placed.src.is_some() { "" } else { src.url.as_str() };
        found.entry((placed.src, name)).or_default().push(placed);
    }
    found.into_iter().filter_map(|((image, _), uses)| observation(build, image, &uses)).collect()
}

fn observation(build: &Build, image: Option<AssetId>, uses: &[&PlacedUse]) -> Option<Observation> {
    let first = uses.first()?;
    let natural =
        image.and_then(|image| build.image(image)).and_then(|header| header.width.zip(header.height));
    let name = first.written.src.known().map(|src| src.url.clone()).unwrap_or_default();
    Some(Observation {
        asset: first.place,
        span: Some(first.written.span),
        waste: None,
        facts: FindingFacts::Image(ImageFinding::MissingImageSize {
            image,
            name,
            natural,
            places: uses.len(),
        }),
    })
}
