//! EDGE. Reads package.json: what a folder with sources is told by, and how it is built.

use std::path::Path;

use serde_json::Value;

use crate::cli::input;

/// None is larger.
const LARGEST: u64 = 1 << 20;

/// The package.json in a folder; `None` where there is none that can be read.
pub(crate) fn read(folder: &Path) -> Option<Value> {
    let bytes = input::file(&folder.join("package.json"), LARGEST).ok()??;
    serde_json::from_slice(&bytes).ok()
}
