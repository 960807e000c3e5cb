//! Files that a script or a stylesheet carries inside, as `data:` URLs.

use serde::{Deserialize, Serialize};

use crate::model::span::Span;

/// One `data:` URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataUrl {
    /// What it says it is: `image/png`.
    pub media_type: String,
    /// Bytes of the file inside.
    pub bytes: u64,
    /// All of the URL.
    pub span: Span,
}
