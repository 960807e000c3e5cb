//! JPEG and BMP files that take much more than a JPEG of high quality. Silent where `legacy-image-format` does not
//! look either: what no page shows, or of which a newer format is offered. PNG is left to `legacy-image-format`:
//! lossless WebP is smaller than any PNG of the same pixels nearly always.

use crate::checks::legacy_image_format;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "unoptimised-image",
    summary: "a JPEG or BMP that the same picture needs much less for",
    severity: Some(Severity::Warning),
    what: "Finds JPEG and BMP files that pages, stylesheets or scripts of the build show, and that would be smaller by \
           `min` as a JPEG of quality 92 (4:2:0, no metadata): a real encode, as Lighthouse's is, or with `--no-encode` \
           its estimate of a quarter of a byte a pixel, and the finding says so.\n\
           Left alone are the images that `legacy-image-format` leaves alone, those of which WebP or AVIF is offered \
           among them, and PNG, for which lossless WebP is the better answer. Where `legacy-image-format` has the file \
           too, the waste is told there alone: WebP mends both.",
    why: "Cameras and editors write JPEG with a quality of 95 to 100 for further editing, with colours in full resolution \
          (4:4:4), with tables that fit any image, and with metadata; visitors see no difference. Quality and default are Lighthouse's (`uses-optimized-images`, whose gatherer encodes \
          with 0.92): 4,096 bytes.",
    fix: "Write the file again with an encoder for the web (`mozjpeg`, `sharp`, `squoosh`): quality 92 or less, 4:2:0, \
          optimised tables. Or let the build do it.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 4_096,
        about: "The least saving that is worth a finding.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Encodings],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    for (id, asset) in build.iter() {
        let Some(jpeg) = build.encodings.of(id).and_then(|encodings| encodings.jpeg) else { continue };
        let Some(header) = build.image(id) else { continue };
        let bytes = asset.transfer();
        let saving = bytes.saturating_sub(jpeg.bytes);
        let as_webp = legacy_image_format::saving(build, id).map_or(0, |(.., saving)| saving);
        let is_told = as_webp >= legacy_image_format::LEAST_SAVING;
        if saving == 0 || saving < options.get("min") {
            continue;
        }
        let facts =
            FindingFacts::Image(ImageFinding::UnoptimisedImage { format: header.format, bytes, jpeg });
        observations.push(Observation { asset: id, span: None, waste: (!is_told).then_some(saving), facts });
    }
    observations
}
