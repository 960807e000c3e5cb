//! What findings about delivery, fonts and styles say in words.

use crate::model::asset::{AssetId, Encoding};
use crate::model::finding::DeliveryFinding;
use crate::model::report::Report;
use crate::report::text;

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
    }
}

fn encoding_title(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gzip => "gzip",
        Encoding::Brotli => "Brotli",
        Encoding::Zstd => "Zstandard",
    }
}
