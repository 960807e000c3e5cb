//! Files that a build which compresses its files beforehand has left out.
//!
//! What a build compresses is learned from the build: files of an extension of which it compressed none, or fewer
//! than it left out, and files smaller than the smallest that it compressed, are left out by its own rule.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::asset::{Asset, AssetId, Encoding, ResourceType, Sizes};
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-precompressed",
    summary: "files without the compressed form that others of their kind have",
    severity: Some(Severity::Warning),
    what: "Finds files without a `.gz` or `.br` beside them in a build where most files of the same extension have \
           one. What a build compresses is learned from the build: a file smaller than `min`, or smaller than \
           the smallest of its extension that was compressed, needs none, and neither does one that compression \
           would not make a fifth smaller (`minRatio` of compression-webpack-plugin). One finding for each of the \
           two codings, at the file that has most to save.",
    why: "A server that sends compressed files from the disk sends these as they are: three to five times the bytes \
          for a script. What is said to be wasted is what their compression would save.",
    fix: "Compress behind the last step that writes files, and let the tool see all of them: those copied from \
          `public/`, and what plug-ins write after the bundler.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 1_025,
        about: "The least size on disk of a file that needs a compressed form. The default is \
                vite-plugin-compression's `threshold`.",
    }],
    needs: &[Need::Gzip, Need::BrotliBesideForms, Need::Forms],
    run,
};

/// What a visitor's browser loads by the thousand; XML and text are for search engines.
const DATA: [&str; 2] = ["json", "webmanifest"];

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let codings = [Encoding::Gzip, Encoding::Brotli];
    codings.into_iter().filter_map(|encoding| missing(build, encoding, options.get("min"))).collect()
}

/// The files of one extension.
#[derive(Default)]
struct Kind {
    /// The smallest that has the compressed form.
    smallest: Option<u64>,
    /// How many have it.
    compressed: usize,
    /// Those that have none, and what it would save.
    missing: Vec<(AssetId, u64)>,
}

fn missing(build: &Build, encoding: Encoding, min: u64) -> Option<Observation> {
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    for (id, asset) in build.iter().filter(|(_, asset)| is_sent(asset)) {
        let kind = kinds.entry(asset.path.extension()).or_default();
        if asset.precompressed.iter().any(|form| form.encoding == encoding) {
            kind.compressed += 1;
            kind.smallest = Some(kind.smallest.map_or(asset.raw, |smallest| smallest.min(asset.raw)));
        } else if let Some(saving) = asset.sizes.and_then(|sizes| saving(sizes, encoding)) {
            kind.missing.push((id, saving));
        }
    }
    let mut missing = Vec::new();
    for kind in kinds.into_values() {
        let Some(smallest) = kind.smallest else { continue };
        let needs = |&(id, _): &(AssetId, u64)| min.max(smallest) <= build.asset(id).raw;
        let of_kind: Vec<_> = kind.missing.into_iter().filter(needs).collect();
        // A library that came with compressed files is not the build's rule.
        if of_kind.len() < kind.compressed {
            missing.extend(of_kind);
        }
    }
    missing.sort_by_key(|&(id, saving)| (Reverse(saving), id));
    let &(asset, _) = missing.first()?;
    let files = missing.len();
    let bytes = missing.iter().map(|&(id, _)| build.asset(id).raw).sum();
    let facts = FindingFacts::Delivery(DeliveryFinding::MissingPrecompressed { encoding, files, bytes });
    let waste = missing.iter().map(|(_, saving)| saving).sum();
    Some(Observation { asset, span: None, waste: Some(waste), facts })
}

fn is_sent(asset: &Asset) -> bool {
    match asset.resource_type {
        ResourceType::SourceMap | ResourceType::Media => false,
        ResourceType::Other => DATA.contains(&asset.path.extension().as_str()),
        _ => true,
    }
}

/// What the compressed form would save; `None` where that is less than a fifth, or was not measured.
fn saving(sizes: Sizes, encoding: Encoding) -> Option<u64> {
    let compressed = match encoding {
        Encoding::Brotli => sizes.brotli,
        Encoding::Gzip | Encoding::Zstd => sizes.gzip,
    };
    (compressed * 5 < sizes.raw * 4).then(|| sizes.raw - compressed)
}
