//! What service workers fetch when they are installed: at the first visit, whatever the visitor opens later.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::asset::AssetId;

/// The list of a service worker, as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrecacheList {
    /// As written, in their order; relative to the service worker.
    pub urls: Vec<String>,
}

/// What a service worker fetches when it is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precache {
    /// The service worker; where its list is in a file of its own that names none, that file.
    pub service_worker: AssetId,
    /// The files of the build that it fetches.
    pub files: BTreeSet<AssetId>,
    /// The URLs on its list that name no file of the build, sorted; those of other origins are left out.
    pub missing: BTreeSet<String>,
}
