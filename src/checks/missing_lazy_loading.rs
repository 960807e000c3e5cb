//! Images below the first screen that are loaded with the page.
//!
//! Where an image stands is known in documents alone, and only from what must stand above it: the images in front of it,
//! as high as they are. In components nothing is known.

use std::collections::BTreeSet;

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::{Attribute, ImageElement, PlacedUse};
use crate::model::image_styles::ImageStyles;
use crate::model::phone;

/// As many images `WordPress` leaves without `loading=lazy`:
/// <https://developer.wordpress.org/reference/functions/wp_omit_loading_attr_threshold/>.
const FIRST_IMAGES: u32 = 3;
/// What Lighthouse ignores: core/audits/byte-efficiency/offscreen-images.js, `IGNORE_THRESHOLD_IN_BYTES`.
const LEAST_BYTES: u64 = 2_048;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-lazy-loading",
    summary: "images below the first screen that are loaded with the page",
    severity: Some(Severity::Warning),
    what: "Finds `<img>`s in documents without `loading=lazy` that are certainly below the first screen of a phone: behind the \
           first three images, and the images in front of them that take half of its width or more are higher than its \
           screen together. One finding a document.\n\
           Left alone: images of less than 2,048 bytes or of other sites, those with `loading=eager`, `fetchpriority=high` \
           or a preload, and images in components, of which it is not known where they are shown.",
    why: "Images that nobody scrolls to are loaded all the same, and share the line with what the first screen needs. The \
          phone (412 × 823 CSS pixels) and the least size are Lighthouse's, the first three images WordPress's.",
    fix: "Write `loading=\"lazy\"` on them, with `width` and `height`; never on those of the first screen.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let styles = ImageStyles::new(build);
    let by_document = build.image_uses.chunk_by(|a, b| a.place == b.place);
    let documents = by_document.filter(|uses| {
        uses.first().is_some_and(|first| matches!(build.facts(first.place), Facts::Document(_)))
    });
    documents.filter_map(|uses| observation(build, &styles, uses)).collect()
}

fn observation(build: &Build, styles: &ImageStyles<'_>, uses: &[PlacedUse]) -> Option<Observation> {
    let of = |element| uses.iter().filter(move |placed| placed.written.element == element);
    let preloaded: BTreeSet<AssetId> = of(ImageElement::Preload).flat_map(PlacedUse::files).collect();
    let mut above = 0_u32;
    let mut met: BTreeSet<AssetId> = BTreeSet::new();
    let mut first = None;
    let (mut images, mut bytes) = (0, 0);
    for placed in of(ImageElement::Img) {
        let is_below =
            phone::HEIGHT <= above && placed.written.position.is_some_and(|place| FIRST_IMAGES <= place);
        // The second time it is there already.
        let is_new = placed.files().all(|file| met.insert(file));
        let is_judged = is_below && is_new && is_eager(placed);
        let file = placed.src.filter(|_| is_judged && !placed.files().any(|file| preloaded.contains(&file)));
        if let Some(file) = file.filter(|&file| LEAST_BYTES <= build.asset(file).raw) {
            first.get_or_insert(placed);
            images += 1;
            bytes += build.asset(file).raw;
        }
        if let Some((width, height)) = styles.shown_on_phone(placed, phone::WIDTH) {
            // Two that are narrower can stand beside each other.
            above = above.saturating_add(if phone::WIDTH <= 2 * width { height } else { 0 });
        }
    }
    let first = first?;
    Some(Observation {
        asset: first.place,
        span: Some(first.written.span),
        waste: None,
        facts: FindingFacts::Image(ImageFinding::MissingLazyLoading { images, bytes }),
    })
}

/// Whether it is loaded with the page, and nothing says that this is meant.
fn is_eager(placed: &PlacedUse) -> bool {
    let written = &placed.written;
    let is_urgent = match &written.fetch_priority {
        Attribute::Absent => false,
        Attribute::Known(priority) => priority.trim().eq_ignore_ascii_case("high"),
        Attribute::Dynamic => true,
    };
    written.loading.is_absent() && !written.is_managed && !is_urgent
}
