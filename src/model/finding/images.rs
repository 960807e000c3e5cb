//! What the checks of images saw.

use crate::model::asset::AssetId;
use crate::model::encodings::{Encoded, Resized};
use crate::model::image::ImageFormat;

/// What a check of images saw: sorted by the check's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFinding {
    /// An image of which no newer format is offered.
    LegacyImageFormat {
        /// What it is.
        format: ImageFormat,
        /// What it takes, in bytes as sent.
        bytes: u64,
        /// What it takes as WebP.
        webp: Encoded,
    },
    /// An image with more pixels than any place needs.
    OversizedImage {
        /// Its pixels across and down.
        natural: (u32, u32),
        /// What is needed.
        needed: Resized,
    },
    /// An image that its own format could hold in fewer bytes.
    UnoptimisedImage {
        /// What it is.
        format: ImageFormat,
        /// What it takes, in bytes as sent.
        bytes: u64,
        /// What it takes as JPEG.
        jpeg: Encoded,
    },
}

impl ImageFinding {
    /// The image, where the finding stands at a use of it in another file.
    pub fn image(&self) -> Option<AssetId> {
        match self {
            Self::LegacyImageFormat { .. } | Self::OversizedImage { .. } | Self::UnoptimisedImage { .. } => {
                None
            }
        }
    }
}
