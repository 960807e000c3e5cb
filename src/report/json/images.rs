//! `images`: every image of the build with its uses, and last the uses of images that are not in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::{AssetId, ResourceType};
use crate::model::encodings::{Encoded, Encoding, Resized};
use crate::model::image::{self, Attribute, Descriptor, ImageUrl, PlacedUse};
use crate::model::json_report as json;
use crate::model::report::Report;

const DYNAMIC: &str = "dynamic";

/// Sorted by path; the entry without a path last.
pub(super) fn images(report: &Report) -> Vec<json::Image> {
    let build = &report.build;
    let mut by_file: BTreeMap<AssetId, Vec<&PlacedUse>> = BTreeMap::new();
    let mut elsewhere: Vec<&PlacedUse> = Vec::new();
    for (id, asset) in build.iter() {
        if asset.resource_type == ResourceType::Image || build.image(id).is_some() {
            by_file.entry(id).or_default();
        }
    }
    for placed in &build.image_uses {
        let files: BTreeSet<AssetId> = placed.files().collect();
        if files.is_empty() {
            elsewhere.push(placed);
        }
        for file in files {
            by_file.entry(file).or_default().push(placed);
        }
    }
    let mut images: Vec<json::Image> =
        by_file.iter().map(|(&id, uses)| image(report, Some(id), uses)).collect();
    if !elsewhere.is_empty() {
        images.push(image(report, None, &elsewhere));
    }
    images
}

fn image(report: &Report, id: Option<AssetId>, uses: &[&PlacedUse]) -> json::Image {
    let header = id.and_then(|id| report.build.image(id));
    json::Image {
        path: id.map(|id| report.path(id).to_owned()),
        format: header.map(|header| header.format.name().into()),
        width: header.and_then(|header| header.width),
        height: header.and_then(|header| header.height),
        raw: id.map(|id| report.build.asset(id).raw),
        animated: header.and_then(|header| header.animated),
        alpha: header.and_then(|header| header.alpha),
        bit_depth: header.and_then(|header| header.bit_depth),
        metadata: header.map(|header| header.metadata.iter().map(|part| part.bytes).sum()),
        embedded: header.map(|header| header.embedded),
        encodings: id.and_then(|id| encodings(report, id)),
        uses: uses.iter().map(|placed| image_use(report, placed)).collect(),
    }
}

fn encodings(report: &Report, id: AssetId) -> Option<json::Encodings> {
    let found = report.build.encodings.of(id)?;
    let encoded = |encoded: Encoded| json::Encoded {
        bytes: encoded.bytes,
        quality: match encoded.encoding {
            Encoding::Lossy(quality) => Some(quality),
            Encoding::Lossless | Encoding::Estimated => None,
        },
        lossless: match encoded.encoding {
            Encoding::Lossy(_) => Some(false),
            Encoding::Lossless => Some(true),
            Encoding::Estimated => None,
        },
        measured: encoded.encoding.is_measured(),
    };
    let smaller = |resized: Resized, bytes: u64| json::Resized {
        width: resized.width,
        height: resized.height,
        saving: resized.saving(bytes),
        measured: resized.is_measured,
    };
    let raw = report.build.asset(id).transfer();
    Some(json::Encodings {
        webp: found.webp.map(encoded),
        avif: found.avif.map(encoded),
        jpeg: found.jpeg.map(encoded),
        resized: found.resized.map(|resized| smaller(resized, raw)),
        on_phones: found.on_phones.map(|resized| smaller(resized, found.as_webp(raw))),
    })
}

fn image_use(report: &Report, placed: &PlacedUse) -> json::ImageUse {
    let written = &placed.written;
    let place = report.place(placed.place, written.span);
    let sources = written.picture.known().map(Vec::as_slice).unwrap_or_default();
    let files = placed.sources.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
    json::ImageUse {
        asset: report.path(placed.place).to_owned(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        element: written.element.name().into(),
        src: url(&written.src),
        srcset: match written.srcset {
            Attribute::Absent => json::KnownOr::Known(false),
            Attribute::Known(_) => json::KnownOr::Known(true),
            Attribute::Dynamic => json::KnownOr::Dynamic(DYNAMIC.into()),
        },
        candidates: candidates(report, &written.srcset, &placed.srcset),
        sizes: text(&written.sizes),
        picture: match written.picture {
            Attribute::Dynamic => json::KnownOr::Dynamic(DYNAMIC.into()),
            Attribute::Absent | Attribute::Known(_) => {
                let sources =
                    sources.iter().zip(files).map(|(written, files)| source(report, written, files));
                json::KnownOr::Known(sources.collect())
            }
        },
        width: text(&written.width),
        height: text(&written.height),
        loading: text(&written.loading),
        fetch_priority: text(&written.fetch_priority),
        alt: text(&written.alt),
        managed: written.is_managed,
        position: written.position,
    }
}

fn source(report: &Report, written: &image::PictureSource, files: &[Option<AssetId>]) -> json::Source {
    json::Source {
        media_type: text(&written.media_type),
        media: text(&written.media),
        sizes: text(&written.sizes),
        candidates: candidates(report, &written.srcset, files),
    }
}

fn candidates(
    report: &Report,
    written: &Attribute<Vec<image::Candidate>>,
    files: &[Option<AssetId>],
) -> Vec<json::Candidate> {
    let files = files.iter().copied().chain(std::iter::repeat(None));
    let written = written.known().into_iter().flatten();
    written.zip(files).map(|(written, file)| candidate(report, written, file)).collect()
}

fn candidate(report: &Report, written: &image::Candidate, file: Option<AssetId>) -> json::Candidate {
    json::Candidate {
        url: written.url.as_ref().map(|url| url.url.clone()),
        path: file.map(|file| report.path(file).to_owned()),
        descriptor: match written.descriptor {
            Descriptor::None => None,
            Descriptor::Width(width) => Some(format!("{width}w")),
            Descriptor::Density(hundredths) if hundredths % 100 == 0 => {
                Some(format!("{}x", hundredths / 100))
            }
            Descriptor::Density(hundredths) => {
                let density = format!("{}.{:02}", hundredths / 100, hundredths % 100);
                Some(format!("{}x", density.trim_end_matches('0')))
            }
        },
        media_type: written.media_type.clone(),
    }
}

fn url(attribute: &Attribute<ImageUrl>) -> Option<String> {
    match attribute {
        Attribute::Absent => None,
        Attribute::Known(url) => Some(url.url.clone()),
        Attribute::Dynamic => Some(DYNAMIC.to_owned()),
    }
}

fn text(attribute: &Attribute<String>) -> Option<String> {
    match attribute {
        Attribute::Absent => None,
        Attribute::Known(text) => Some(text.clone()),
        Attribute::Dynamic => Some(DYNAMIC.to_owned()),
    }
}
