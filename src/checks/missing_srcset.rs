//! Images that phones are sent larger than they can show.

use std::collections::BTreeSet;

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::phone_image::{PhoneImage, phone_images};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-srcset",
    summary: "a large image of which phones get no smaller one",
    severity: Some(Severity::Warning),
    what: "Finds `<img>`s without `srcset`, `<picture>` or a component that makes one, whose file is wider than the screen of \
           a phone (721 pixels), so that most pixels are thrown away there. One finding a file.\n\
           Left alone: SVG, animated images, images with a `width` or `height` that makes them no wider than a phone, images \
           whose size or sources are bound at run time, and pages that do not fit themselves to phones (no \
           `<meta name=viewport>`).",
    why: "A phone downloads and decodes all pixels to show a part of them. The phone is Lighthouse's (412 CSS pixels at \
          1.75, so 721), and so is the bound of its audit `uses-responsive-images`: 4,096 bytes. The waste is measured: the \
          image is encoded as WebP in its own size and in the phone's. Of a file that `legacy-image-format` speaks of, it \
          is what is left to save when that is mended, so that the two add up; with `--no-encode` it is the share of the \
          pixels. A format that cannot be encoded again (AVIF, JPEG XL) is left alone.",
    fix: "Make smaller copies and let the browser choose: `srcset=\"hero-720.webp 720w, hero-1440.webp 1440w\" \
          sizes=\"100vw\"`. Frameworks make them by themselves: `next/image`, `@nuxt/image`, `astro:assets`, \
          `vite-imagetools`.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 4_096,
        about: "Bytes that a phone must get for nothing before it is reported.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Encodings],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let mut told = BTreeSet::new();
    let observation = |image: &PhoneImage<'_>| {
        let encodings = build.encodings.of(image.file)?;
        let waste = encodings.on_phones?.saving(encodings.as_webp(build.asset(image.file).transfer()));
        // Of a file that comes twice, the waste is told once.
        (0 < waste && options.get("min") <= waste).then(|| Observation {
            asset: image.first.place,
            span: Some(image.first.written.span),
            waste: told.insert(image.file).then_some(waste),
            facts: FindingFacts::Image(ImageFinding::MissingSrcset {
                image: image.file,
                width: image.width,
                phone: u64::from(image.phone),
                places: image.places,
            }),
        })
    };
    phone_images(build).iter().filter_map(observation).collect()
}
