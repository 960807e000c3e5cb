//! An image of the build and the new forms of it that are offered to its authors.

use crate::model::asset::AssetId;
use crate::model::image::ImageFormat;

/// Which forms are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WantedCopies {
    /// AVIF, beside WebP.
    pub avif: bool,
    /// Pixels across of the smaller ones, ascending; those that are no smaller than the image are left out.
    pub widths: Vec<u32>,
}

/// An image and its new forms.
#[derive(Clone, Debug)]
pub struct ImageCopies {
    /// The image.
    pub asset: AssetId,
    /// What it is.
    pub format: ImageFormat,
    /// Pixels across and down, as shown.
    pub size: (u32, u32),
    /// Its file.
    pub original: Vec<u8>,
    /// The forms, the best format first, by width.
    pub forms: Vec<ImageForm>,
}

/// A new form.
#[derive(Clone, Debug)]
pub struct ImageForm {
    /// WebP or AVIF.
    pub format: ImageFormat,
    /// Pixels across.
    pub width: u32,
    /// The file's path in the build's folders: beside the image.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
