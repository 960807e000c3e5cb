//! A colour profile -> whether browsers show the same colours without it.
//!
//! That is certain for sRGB alone, which is what an image without a profile is taken for. Its names are the only thing
//! that is looked at: a profile under any other name is taken to change the colours.
//!
//! Source: ICC.1:2022, 7.2 and 10.15 (`mluc`); ICC.1:2001-04, 6.5.17 (`desc`).

use crate::parse::image_header::fields::{be16, be32, index, part};

/// Names of sRGB in profiles that are in wide use: HP's and its copies, the ICC's, Argyll's and Little CMS's.
const NAMES: [&str; 5] = [
    "srgb iec61966-2.1",
    "srgb iec61966-2-1",
    "iec 61966-2-1 default rgb",
    "iec 61966-2.1 default rgb",
    "srgb built-in",
];

/// Whether `profile` is sRGB.
pub(crate) fn is_srgb(profile: &[u8]) -> bool {
    if profile.get(16..20) != Some(b"RGB ") {
        return false;
    }
    let name = description(profile).unwrap_or_default().to_ascii_lowercase();
    name == "srgb" || NAMES.iter().any(|known| name.starts_with(known))
}

fn description(profile: &[u8]) -> Option<String> {
    // A profile of a browser's interest has some 20 tags.
    let tags = index(u64::from(be32(profile, 128)?)).min(100);
    let entry = (0..tags).map(|tag| 132 + 12 * tag).find(|&at| profile.get(at..at + 4) == Some(b"desc"))?;
    let at = index(u64::from(be32(profile, entry + 4)?));
    let tag = part(profile, at, u64::from(be32(profile, entry + 8)?));
    match tag.get(..4)? {
        b"desc" => {
            let text = part(tag, 12, u64::from(be32(tag, 8)?));
            Some(String::from_utf8_lossy(text).trim_end_matches('\0').to_owned())
        }
        b"mluc" => {
            let length = u64::from(be32(tag, 20)?);
            let text = part(tag, index(u64::from(be32(tag, 24)?)), length);
            let units: Vec<u16> = (0..text.len() / 2).filter_map(|unit| be16(text, 2 * unit)).collect();
            Some(String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned())
        }
        _ => None,
    }
}
