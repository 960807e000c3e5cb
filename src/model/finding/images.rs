//! What the checks of images saw.

use crate::model::asset::AssetId;
use crate::model::image::MetadataKind;

/// What a check of images saw: sorted by the check's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFinding {
    /// A large GIF that moves.
    AnimatedGif {
        /// Its bytes.
        bytes: u64,
        /// The allowance that this exceeds.
        allowed: u64,
    },
    /// Images that are in the build several times.
    DuplicateImage {
        /// How many images have copies.
        images: u64,
        /// Bytes of all copies but one of each.
        bytes: u64,
        /// Another copy of the one that the finding is at.
        other: AssetId,
    },
    /// An image with parts that no browser shows.
    ImageMetadata {
        /// Their bytes.
        bytes: u64,
        /// The sort that has most of them.
        most: MetadataKind,
        /// Whether the metadata turns the image.
        is_turned: bool,
    },
}
