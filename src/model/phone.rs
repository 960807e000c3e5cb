//! The phone that images are judged by: Lighthouse's, `MOTOGPOWER_EMULATION_METRICS` in core/config/constants.js.

/// Its width in CSS pixels.
pub const WIDTH: u32 = 412;
/// Its height in CSS pixels.
pub const HEIGHT: u32 = 823;
/// Its width in device pixels: `deviceScaleFactor` is 1.75.
pub const DEVICE_WIDTH: u32 = 721;
