//! Images with much in them that no browser shows.
//!
//! Counts what stands in the part of a file that is read (the first MiB), so it may be more. A colour profile counts only
//! if it is sRGB. The bound is Lighthouse's for what is worth encoding again
//! (`core/audits/byte-efficiency/uses-optimized-images.js`, `IGNORE_THRESHOLD_IN_BYTES`).

use std::collections::BTreeMap;

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::{ImageFormat, MetadataKind};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "image-metadata",
    summary: "an image with data in it that no browser shows",
    severity: Some(Severity::Warning),
    what: "Finds images with at least `min` of metadata: EXIF and its thumbnail, XMP, IPTC, comments, sRGB profiles, \
           private chunks of editors in PNGs, elements and attributes of editors in SVGs. Other colour profiles change \
           what is shown and do not count; nor do licences in SVGs, content credentials (C2PA) in PNGs and the description of a photo's HDR gain map. Images that \
           nothing in the build names are left alone.",
    why: "Cameras and editors leave it, and every visitor loads it before the pixels. It can also tell where a photo was \
          taken. The default of 4,096 bytes is from what on Lighthouse reports an image in `uses-optimized-images`. In an \
          SVG, which is sent compressed, nothing is said to be wasted.",
    fix: "Strip it when the images are built: `exiftool -all= --icc_profile:all`, `oxipng --strip \
          safe`, SVGO, or the bundler's image plugin. Turn photos upright before (`exiftran -a`): their rotation is \
          part of EXIF. Keep what a licence asks for.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 4_096,
        about: "The least metadata in one image that is worth a finding, in bytes.",
    }],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    for id in build.used_images() {
        let Some(header) = build.image(id) else { continue };
        let bytes = header.metadata.iter().map(|part| part.bytes).sum();
        if bytes == 0 || bytes < options.get("min") {
            continue;
        }
        let mut by_kind: BTreeMap<MetadataKind, u64> = BTreeMap::new();
        for part in &header.metadata {
            *by_kind.entry(part.kind).or_default() += part.bytes;
        }
        // The first of those that are equal.
        let largest = by_kind.into_iter().reduce(|a, b| if a.1 < b.1 { b } else { a });
        let Some((most, _)) = largest else { continue };
        let facts = ImageFinding::ImageMetadata { bytes, most, is_turned: header.is_turned };
        let waste = (header.format != ImageFormat::Svg).then_some(bytes);
        observations.push(Observation { asset: id, span: None, waste, facts: FindingFacts::Image(facts) });
    }
    observations
}
