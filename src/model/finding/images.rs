//! What the checks of images saw.

use crate::model::asset::AssetId;
use crate::model::encodings::{Encoded, Resized};
use crate::model::image::{ImageFormat, MetadataKind};

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
    /// An image of the first screen waits until the page is laid out.
    LazyHeroImage {
        /// How it is known that the first screen needs it.
        why: LazyHero,
    },
    /// An image of which no newer format is offered.
    LegacyImageFormat {
        /// What it is.
        format: ImageFormat,
        /// What it takes, in bytes as sent.
        bytes: u64,
        /// What it takes as WebP.
        webp: Encoded,
        /// What it takes as AVIF; only where that was asked for.
        avif: Option<Encoded>,
    },
    /// The place of an image is not known before it has come.
    MissingImageSize {
        /// The file, where it is one of the build.
        image: Option<AssetId>,
        /// Its URL as written.
        name: String,
        /// Its pixels across and down.
        natural: Option<(u32, u32)>,
        /// In how many places it is so.
        places: usize,
    },
    /// Images below the first screen are loaded with the page.
    MissingLazyLoading {
        /// How many.
        images: u64,
        /// What they weigh on disk.
        bytes: u64,
    },
    /// Phones are sent more pixels than they can show.
    MissingSrcset {
        /// The file.
        image: AssetId,
        /// Its pixels across.
        width: u32,
        /// How many of them a phone shows.
        phone: u64,
        /// In how many places it is so.
        places: usize,
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

/// How it is known that the first screen needs an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LazyHero {
    /// `fetchpriority=high`
    Priority,
    /// A preload in the same document.
    Preload,
    /// It is the first one, large, and near the beginning.
    First,
}

impl ImageFinding {
    /// The image that it is about, where it is a file of the build.
    pub fn image(&self) -> Option<AssetId> {
        match self {
            Self::MissingImageSize { image, .. } => *image,
            Self::MissingSrcset { image, .. } => Some(*image),
            _ => None,
        }
    }
}
