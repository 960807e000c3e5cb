//! Images with more pixels than any place in the build needs. Silent where one use does not say how wide it is: no
//! `width`, no `sizes` that is understood, a stylesheet, a script's constant, a framework's component.

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::shown_image::ShownImages;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "oversized-image",
    summary: "an image with more pixels than any page needs",
    severity: Some(Severity::Warning),
    what: "Finds images that have more pixels than every place that shows them needs on a screen with two device pixels \
           a CSS pixel. What a place needs is said by `width` (or `width` in `style`), or by `sizes` for candidates by \
           width: of these the one counts that a browser takes at the widest viewport that images are made for, 1,920 \
           CSS pixels. One use that does not say is enough for silence, as are CSS images and SVG.\n\
           The saving is the file's bytes times what encoding it at the smaller size saves (WebP at both sizes, \
           measured), or with `--no-encode` times the share of pixels.",
    why: "Pixels that no screen shows are loaded, decoded and kept in memory. The defaults are Lighthouse's \
          (`uses-responsive-images`): 4,096 bytes, and 12,288 where `srcset` or `<picture>` shows that an effort was made.",
    fix: "Serve the image in the size that is needed, or offer several widths in `srcset` with `sizes`: \
          `weighbridge fix images DIRECTORY --out FOLDER --widths 400,800,1200` writes them.",
    options: &[
        CheckOption {
            name: "min",
            unit: OptionUnit::Bytes,
            default: 4_096,
            about: "The least saving that is worth a finding.",
        },
        CheckOption {
            name: "min-with-srcset",
            unit: OptionUnit::Bytes,
            default: 12_288,
            about: "Likewise, for images with `srcset` or in a `<picture>`.",
        },
    ],
    needs: &[Need::Graph, Need::Gzip, Need::Encodings],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let shown = ShownImages::of(build);
    let mut observations = Vec::new();
    for (id, asset) in build.iter() {
        let Some(needed) = build.encodings.of(id).and_then(|encodings| encodings.resized) else { continue };
        let Some(natural) = build.image(id).and_then(|header| Some((header.width?, header.height?))) else {
            continue;
        };
        let least = options.get(if shown.has_choice(id) { "min-with-srcset" } else { "min" });
        let saving = needed.saving(asset.transfer());
        if saving == 0 || saving < least {
            continue;
        }
        let facts = FindingFacts::Image(ImageFinding::OversizedImage { natural, needed });
        observations.push(Observation { asset: id, span: None, waste: Some(saving), facts });
    }
    observations
}
