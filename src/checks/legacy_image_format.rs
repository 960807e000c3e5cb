//! PNG, JPEG, still GIF and BMP files of which no newer format is offered. Silent for what no page shows, for what a
//! framework's component makes something of at run time, and wherever a newer format may be offered.

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::encodings::Encoded;
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::ImageFormat;

/// What is worth a finding where nothing is set.
pub(in crate::checks) const LEAST_SAVING: u64 = 8_192;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "legacy-image-format",
    summary: "an image that would be much smaller as WebP, which is not offered",
    severity: Some(Severity::Warning),
    what: "Finds PNG, JPEG, still GIF and BMP files that pages, stylesheets or scripts of the build show, and that \
           would be smaller by `min` as WebP. The image is encoded (libwebp, quality 80; lossless WebP where the source \
           is lossless and that is smaller; a colour profile other than sRGB goes along), so the saving is measured; `--no-encode` and a build with more than a \
           billion pixels of images make it Lighthouse's estimate of a fifth of a byte a pixel, and the finding says so. With `--avif` it says \
           what AVIF takes, too; the saving stays that of WebP.\n\
           A newer format is offered by WebP or AVIF with the image's name beside it (`hero.webp`, `hero.png.webp`, \
           whatever the hash), by a `<source>` or candidate of the same `<picture>`, `srcset` or `image-set()`. Left \
           alone are images that only icons, web app manifests and `og:image` name, those that nothing names, those \
           that next/image serves in a format of its own, and animations (`animated-gif`).",
    why: "By Google's measurements lossy WebP takes 25 to 34 % less than JPEG of the same quality, and lossless WebP 26 % \
          less than PNG (<https://developers.google.com/speed/webp>); a photo as PNG takes many times what it takes as \
          lossy WebP. All current browsers show it. The default is Lighthouse's (`modern-image-formats`): 8,192 bytes. \
          What the checks of images save of one file overlaps, and is no sum.",
    fix: "`weighbridge fix images DIRECTORY --out FOLDER` writes the WebP, and prints the `<picture>` markup. For good, \
          let the build do it: `astro:assets`, next/image, `vite-imagetools`, `image-minimizer-webpack-plugin`, or an \
          image CDN.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: LEAST_SAVING,
        about: "The least saving that is worth a finding.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Encodings],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    for (id, asset) in build.iter() {
        let Some((format, webp, saving)) = saving(build, id) else { continue };
        if saving < options.get("min") {
            continue;
        }
        let bytes = asset.transfer();
        let avif = build.encodings.of(id).and_then(|encodings| encodings.avif);
        let facts = FindingFacts::Image(ImageFinding::LegacyImageFormat { format, bytes, webp, avif });
        observations.push(Observation { asset: id, span: None, waste: Some(saving), facts });
    }
    observations
}

/// What `id` would save as WebP, where that is not offered.
pub(in crate::checks) fn saving(build: &Build, id: AssetId) -> Option<(ImageFormat, Encoded, u64)> {
    let webp = build.encodings.of(id)?.webp?;
    let saving = build.asset(id).transfer().checked_sub(webp.bytes).filter(|&saving| saving > 0)?;
    Some((build.image(id)?.format, webp, saving))
}
