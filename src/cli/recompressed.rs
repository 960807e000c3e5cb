//! Files of formats that are compressed already, in rules of tools that compress everything once more.
//!
//! Takes what was measured and the files' bytes; says of a rule that it is about such files, and whether that tool comes
//! to another verdict by what it makes of them.

use crate::config::{Foreign, ImportedBudget};
use crate::measure::{brotli_size, gzip_size};
use crate::model::asset::{Asset, ResourceType};
use crate::model::budget::{Bound, Metric, Per};
use crate::model::config::Compression;
use crate::model::report::Report;
use crate::report::text;

/// No more of them is compressed again to know what the other tool says.
const MOST_BYTES: u64 = 16 << 20;

/// What to say of a rule that takes such files; `read` gives the bytes of a file of the build.
pub(crate) fn note(
    tool: Foreign,
    one: &ImportedBudget,
    report: &Report,
    read: &impl Fn(&str) -> Option<Vec<u8>>,
) -> Option<String> {
    if !matches!(tool, Foreign::SizeLimit | Foreign::Bundlesize | Foreign::Bundlewatch | Foreign::BundleMon) {
        return None;
    }
    let limit = one.budget.limits.first().filter(|limit| limit.bound == Bound::Max)?;
    let files = one.budget.selector.files.as_ref()?;
    let compress = match limit.metric {
        Metric::Gzip => gzip_size,
        Metric::Brotli => brotli_size,
        _ => return None,
    };
    let counted =
        |asset: &&Asset| files.matches(asset.path.as_str()) && asset.resource_type != ResourceType::SourceMap;
    let ours = |asset: &Asset| match limit.metric {
        Metric::Gzip => asset.sizes.map_or(0, |sizes| sizes.gzip),
        _ => asset.sizes.map_or(0, |sizes| sizes.brotli),
    };
    let as_it_is = |asset: &&Asset| 0 < asset.raw && asset.sizes.is_some() && ours(asset) == asset.raw;
    let all: Vec<&Asset> = report.build.assets.iter().filter(counted).collect();
    let sent: Vec<&Asset> = all.iter().copied().filter(as_it_is).collect();
    let first = sent.first()?;
    let told = format!(
        "{} of it, such as {}, count as they are sent; {} compresses them once more",
        text::counted(sent.len() as u64, "file"),
        first.path,
        tool.name()
    );
    if MOST_BYTES < sent.iter().map(|asset| asset.raw).sum() {
        return Some(format!("{told}."));
    }
    let theirs = |asset: &Asset| match read(asset.path.as_str()) {
        Some(bytes) if as_it_is(&asset) => compress(&bytes, Compression::MAX),
        _ => ours(asset),
    };
    let is_over = |size: u64| limit.value < size;
    let differs = if one.budget.per == Per::File {
        sent.iter().any(|asset| is_over(ours(asset)) != is_over(theirs(asset)))
    } else {
        let sum = |size: &dyn Fn(&Asset) -> u64| all.iter().map(|asset| size(asset)).sum();
        is_over(sum(&ours)) != is_over(sum(&theirs))
    };
    let verdict = if differs { ", and comes to another verdict by that" } else { "" };
    Some(format!("{told}{verdict}."))
}
