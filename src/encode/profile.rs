//! Colour profiles: which are needed, and how a WebP file carries one.
//!
//! ICC.1:2022, §7.2 (the header: the colour space at byte 16, `acsp` at byte 36), §9.2.41 and §10.15 (the description);
//! WebP Container Specification, "Extended File Format" (RFC 9649, §2.7).

/// Smaller ones have no header.
const HEADER: usize = 128;

/// Larger ones describe printers or carry more than colours, and are left out like other metadata.
const LARGEST: usize = 64 * 1024;

/// The flags of an extended WebP header.
const PROFILE_FLAG: u8 = 0x20;
const ALPHA_FLAG: u8 = 0x10;
/// The bytes in front of a WebP file's first chunk.
const RIFF: usize = 12;

/// Whether pixels need the profile to be shown as they are meant. Those without one are sRGB to browsers; one of
/// another colour space (grey, CMYK) does not fit the pixels that came out of the decoder.
pub(in crate::encode) fn is_needed(profile: &[u8]) -> bool {
    let is_rgb = profile.get(16..20) == Some(b"RGB ".as_slice());
    let is_profile = profile.get(36..40) == Some(b"acsp".as_slice()) && profile.len() > HEADER;
    is_profile && is_rgb && profile.len() <= LARGEST && !names_srgb(profile)
}

/// `sRGB` in its texts: 8 bits a letter in version 2, 16 in version 4.
fn names_srgb(profile: &[u8]) -> bool {
    let has = |name: &[u8]| profile.windows(name.len()).any(|window| window == name);
    has(b"sRGB") || has(b"\0s\0R\0G\0B")
}

/// A WebP file of one picture with a profile beside it. `webp` as it is where it has another form than encoders write.
pub(in crate::encode) fn into_webp(
    webp: Vec<u8>,
    profile: &[u8],
    size: (u32, u32),
    has_alpha: bool,
) -> Vec<u8> {
    let Some(kind) = webp.get(RIFF..RIFF + 4) else { return webp };
    let mut chunks = if kind == b"VP8X" {
        // Its own extended header is replaced.
        webp.get(RIFF + 18..).unwrap_or_default().to_vec()
    } else {
        webp.get(RIFF..).unwrap_or_default().to_vec()
    };
    let flags = if has_alpha { PROFILE_FLAG | ALPHA_FLAG } else { PROFILE_FLAG };
    let mut inside = b"WEBPVP8X".to_vec();
    inside.extend(10_u32.to_le_bytes());
    inside.extend([flags, 0, 0, 0]);
    for side in [size.0, size.1] {
        inside.extend(side.saturating_sub(1).to_le_bytes().iter().take(3));
    }
    inside.extend(b"ICCP");
    inside.extend(u32::try_from(profile.len()).unwrap_or(u32::MAX).to_le_bytes());
    inside.extend(profile);
    if profile.len() % 2 == 1 {
        inside.push(0);
    }
    inside.append(&mut chunks);
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(inside.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.append(&mut inside);
    file
}
