//! Fonts in formats older than WOFF2.
//!
//! WOFF2 is Brotli over a transformed font (<https://www.w3.org/TR/WOFF2/#table_format>), so that the font as Brotli
//! is an upper estimate: of 11 fonts of the package `katex`, WOFF2 takes 0.57 to 0.96 of the TTF as Brotli. A WOFF
//! file is compressed already, and nothing is estimated of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::chunk_graph::{Load, PlacedFace};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};
use crate::model::style::{FontPlace, FontSource};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "legacy-font-format",
    summary: "a font that is not offered as WOFF2",
    severity: Some(Severity::Warning),
    what: "Finds `@font-face` rules that offer a WOFF, TTF or OTF file of the build and no WOFF2. Older formats \
           beside a WOFF2 are left alone: browsers do not load them. So are fonts whose format cannot be told, and \
           those that a `data:` URL holds. One finding a stylesheet.",
    why: "Every browser with modules reads WOFF2, which is a font as Brotli with its tables transformed for it: smaller \
          than WOFF, and much smaller than a TTF on a server that sends fonts as they are. What is said to be wasted \
          is the least: gzip less Brotli, of TTF and OTF files alone.",
    fix: "Convert the fonts (`woff2_compress`, `fonttools ttLib.woff2 compress`, or the WOFF2 that the font's package \
          has beside the others), and name them first in `src`: `url(font.woff2) format(\"woff2\")`.",
    options: &[],
    needs: &[Need::Graph, Need::Gzip, Need::BrotliOfFonts],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let faces = &build.graph.font_faces;
    let has_woff2 =
        |placed: &&PlacedFace| placed.face.sources.iter().any(|source| format(source) == Some(Format::Woff2));
    // A browser takes one rule for the other: the later of two replaces the earlier.
    let modern: HashSet<FaceKey> = faces.iter().filter(has_woff2).map(key).collect();
    let mut by_style: BTreeMap<AssetId, Vec<(&PlacedFace, AssetId)>> = BTreeMap::new();
    for placed in faces.iter().filter(|placed| !modern.contains(&key(placed))) {
        let is_seen = build.graph.load(placed.asset) != Some(Load::Legacy);
        if let Some(font) = loaded(placed).filter(|_| is_seen) {
            by_style.entry(placed.asset).or_default().push((placed, font));
        }
    }
    by_style.into_iter().filter_map(|(style, faces)| observation(build, style, &faces)).collect()
}

fn observation(build: &Build, style: AssetId, faces: &[(&PlacedFace, AssetId)]) -> Option<Observation> {
    let (first, _) = faces.first()?;
    let fonts: BTreeSet<AssetId> = faces.iter().map(|(_, font)| *font).collect();
    let families: BTreeSet<&String> = faces.iter().map(|(placed, _)| &placed.face.family).collect();
    let plain = fonts.iter().filter(|&&font| build.asset(font).path.extension() != "woff");
    let sizes = build.weigh(plain.copied());
    let waste = sizes.gzip.checked_sub(sizes.brotli).filter(|&waste| waste > 0);
    let seen = DeliveryFinding::LegacyFontFormat {
        fonts: fonts.into_iter().collect(),
        families: families.into_iter().cloned().collect(),
        gzip: sizes.gzip,
        about: if waste.is_some() { sizes.brotli } else { 0 },
    };
    Some(Observation {
        asset: style,
        span: Some(first.face.span),
        waste,
        facts: FindingFacts::Delivery(seen),
    })
}

/// What tells the fonts of one file apart: family, weight and slant.
type FaceKey = (AssetId, String, Option<(u32, u32)>, bool);

fn key(placed: &PlacedFace) -> FaceKey {
    let face = &placed.face;
    (placed.asset, face.family.to_lowercase(), face.weight, face.is_slanted)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Woff2,
    /// Larger, and read by every browser.
    Older,
    /// No browser with modules loads it.
    Dead,
}

/// By `format()`, or else by the name of the file; `None` where neither tells.
fn format(source: &FontSource) -> Option<Format> {
    let FontPlace::File(file) = &source.place else { return None };
    let path = file.url.split(['?', '#']).next().unwrap_or_default();
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let format = source.format.as_deref().or(extension.as_deref())?;
    match format.trim_end_matches("-variations") {
        "woff2" => Some(Format::Woff2),
        "woff" | "truetype" | "opentype" | "ttf" | "otf" => Some(Format::Older),
        "embedded-opentype" | "svg" | "eot" => Some(Format::Dead),
        _ => None,
    }
}

/// The font of an older format that browsers load for lack of a WOFF2.
fn loaded(placed: &PlacedFace) -> Option<AssetId> {
    let sources = || placed.face.sources.iter().zip(&placed.files);
    let formats: Option<Vec<Format>> = sources()
        .filter(|(source, _)| source.place != FontPlace::Local)
        .map(|(source, _)| format(source))
        .collect();
    // One of which nothing is known may be anything.
    if formats?.contains(&Format::Woff2) {
        return None;
    }
    sources()
        .find(|(source, _)| format(source) == Some(Format::Older) && !source.has_tech)
        .and_then(|(_, file)| *file)
}
