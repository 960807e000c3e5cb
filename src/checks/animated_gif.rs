//! GIFs that move and are large.
//!
//! The bound is Lighthouse's (`core/audits/byte-efficiency/efficient-animated-content.js`), which looks at every GIF;
//! here only those count whose file shows a second frame. Silent where the second frame is behind the part that is read.

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::ImageFormat;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "animated-gif",
    summary: "an animated GIF that is large",
    severity: Some(Severity::Warning),
    what: "Finds GIFs of more than `max` that have several frames, whatever their names. Animated PNG, WebP and AVIF are \
           left alone.",
    why: "GIF packs each frame by itself with a method of 1987; a video packs what changes. How much that saves shows only \
          when it is done, so nothing is said to be wasted. Lighthouse estimates 45 % at 100 KiB and 74 % at 1 MB, from \
          1,000 GIFs, in its audit `efficient-animated-content`, whose bound of 100 KiB is the default.",
    fix: "Make it a video (`ffmpeg -i in.gif out.mp4`, and a WebM beside it) and show it with \
          `<video autoplay loop muted playsinline>`. Where it has to stay an image, animated WebP or AVIF are smaller.",
    options: &[CheckOption {
        name: "max",
        unit: OptionUnit::Bytes,
        default: 102_400,
        about: "Bytes that an animated GIF may have.",
    }],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let allowed = options.get("max");
    let mut observations = Vec::new();
    for id in build.used_images() {
        let (asset, Some(header)) = (build.asset(id), build.image(id)) else { continue };
        if asset.raw > allowed && header.format == ImageFormat::Gif && header.animated == Some(true) {
            let facts = FindingFacts::Image(ImageFinding::AnimatedGif { bytes: asset.raw, allowed });
            observations.push(Observation { asset: id, span: None, waste: None, facts });
        }
    }
    observations
}
