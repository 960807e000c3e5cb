//! What findings about delivery, fonts and styles say in words.

use crate::model::asset::{AssetId, Encoding};
use crate::model::finding::DeliveryFinding;
use crate::model::report::Report;
use crate::report::text;
use crate::report::wording::contents::some;

/// What was seen: a sentence fragment. `asset` is the file that the finding is about.
pub(super) fn message(report: &Report, asset: AssetId, facts: &DeliveryFinding) -> String {
    match facts {
        DeliveryFinding::BrokenReference { url, path } => {
            format!("names {url}, and there is no {path} in the build")
        }
        DeliveryFinding::MissingPrecompressed { encoding, files, bytes } => {
            let (form, bytes) = (encoding.extension(), text::size(*bytes));
            let others = match files.saturating_sub(1) as u64 {
                0 => format!("has no {form} beside it"),
                more => format!("and {} have no {form} beside them", text::counted(more, "other file")),
            };
            format!("{others}, unlike the others of their kind; {bytes} on disk")
        }
        DeliveryFinding::StalePrecompressed { encoding, is_broken } => {
            let form = format!("{}{}", report.path(asset), encoding.extension());
            let name = encoding_title(*encoding);
            match is_broken {
                true => format!("{form} is no {name} that can be unpacked"),
                false => format!("{form} unpacks to something else than this file"),
            }
        }
        DeliveryFinding::UnreferencedAsset { files, bytes } => {
            let bytes = text::size(*bytes);
            match files.saturating_sub(1) as u64 {
                0 => format!("is named by no file of the build; {bytes} on disk"),
                more => {
                    let others = text::counted(more, "other file");
                    format!("and {others} are named by no file of the build; {bytes} on disk in all")
                }
            }
        }
        DeliveryFinding::UnhashedAsset { loaded_by } => {
            let loaded_by = report.path(*loaded_by);
            format!("is loaded by {loaded_by} and has no hash in its name: browsers must ask for it again")
        }
        DeliveryFinding::LegacyFontFormat { fonts, families, gzip, about } => {
            let names: Vec<String> = fonts.iter().map(|&font| report.path(font).to_owned()).collect();
            let estimate = match about {
                0 => String::new(),
                about => format!(
                    "; the TTF or OTF among them would take about {} or less, instead of {} gzip (an estimate)",
                    text::size(*about),
                    text::size(*gzip)
                ),
            };
            format!("offers {} without WOFF2: {}{estimate}", family(families), some(&names))
        }
        DeliveryFinding::MissingFontDisplay { faces: 0, families } => {
            format!("asks Google Fonts for {} without display=", family(families))
        }
        DeliveryFinding::MissingFontDisplay { faces, families } => {
            let rules = text::counted(*faces as u64, "@font-face rule");
            format!("{rules} without font-display, of {}", family(families))
        }
        DeliveryFinding::MissingPreload { font, family, style } => {
            let (font, style) = (report.path(*font), report.path(*style));
            format!("is set in {family}, and asks for {font} only when {style} has come")
        }
        DeliveryFinding::RenderBlockingScript { scripts, foreign, pages } => {
            let gzip = report.build.weigh(scripts.iter().copied()).gzip;
            let own = scripts.iter().map(|&script| report.path(script).to_owned());
            let names: Vec<String> = own.chain(foreign.iter().cloned()).collect();
            let number = text::counted(names.len() as u64, "script");
            let size = if gzip == 0 { String::new() } else { format!(" ({} gzip)", text::size(gzip)) };
            let others = match pages.saturating_sub(1) {
                0 => String::new(),
                1 => ", and so does 1 other page".to_owned(),
                others => format!(", and so do {}", text::counted(others as u64, "other page")),
            };
            format!("waits in its head for {number}{size}: {}{others}", some(&names))
        }
    }
}

/// What to do next: an imperative. `asset` is the file that the finding is about.
pub(super) fn help(report: &Report, asset: AssetId, facts: &DeliveryFinding) -> String {
    match facts {
        DeliveryFinding::BrokenReference { .. } => {
            "put the file there, or correct the URL; if the server makes it, put it into the check's \"ignore\""
                .to_owned()
        }
        DeliveryFinding::MissingPrecompressed { encoding, .. } => format!(
            "compress behind the last step that writes files, so that each gets its {}",
            encoding.extension()
        ),
        DeliveryFinding::StalePrecompressed { encoding, .. } => format!(
            "build into an empty directory, or write {}{} again from the file",
            report.path(asset),
            encoding.extension()
        ),
        DeliveryFinding::UnreferencedAsset { .. } => {
            "build into an empty directory; files of an earlier release that visitors may still ask for can be \
             kept beside the build"
                .to_owned()
        }
        DeliveryFinding::UnhashedAsset { .. } => {
            "let the bundler write it with a content hash, or put it into the check's \"ignore\"".to_owned()
        }
        DeliveryFinding::LegacyFontFormat { .. } => {
            "convert them to WOFF2 and name that first in src".to_owned()
        }
        DeliveryFinding::MissingFontDisplay { faces: 0, .. } => "add &display=swap to the URL".to_owned(),
        DeliveryFinding::MissingFontDisplay { .. } => {
            "add font-display: swap to the rules, or block where they are for icons".to_owned()
        }
        DeliveryFinding::MissingPreload { font, .. } => format!(
            "add <link rel=\"preload\" as=\"font\" crossorigin> for {} in front of the stylesheet",
            report.path(*font)
        ),
        DeliveryFinding::RenderBlockingScript { .. } => {
            "add defer to the scripts, or async where nothing depends on them".to_owned()
        }
    }
}

/// `the family Inter`, `the families Inter and Lato`.
fn family(families: &[String]) -> String {
    let word = if families.len() == 1 { "the family" } else { "the families" };
    format!("{word} {}", some(families))
}

fn encoding_title(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gzip => "gzip",
        Encoding::Brotli => "Brotli",
        Encoding::Zstd => "Zstandard",
    }
}
