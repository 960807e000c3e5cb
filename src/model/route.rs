//! Routes: what a visitor types behind the site's name, and what opening it loads.

use serde::{Deserialize, Serialize};

use crate::model::asset::AssetId;
use crate::model::asset_set::AssetSet;
use crate::model::span::Span;

/// What a script says of the code of one route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteRecord {
    /// The route with its leading `/`; parameters as the router writes them: `/blog/[slug]`, `/user/:id`, `/*`.
    pub path: String,
    /// Whether it goes on behind the route that loads the script: Angular's and React Router's paths without `/`.
    pub relative: bool,
    /// The code that opening the route runs.
    pub loads: Vec<RouteLoad>,
}

/// Code that opening a route runs: every import in it belongs to the route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteLoad {
    /// The code.
    pub span: Span,
    /// Parts of it that do not run at once.
    pub except: Vec<Span>,
    /// Whose code it is.
    pub owner: LoadOwner,
}

/// Whose code opening a route runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoadOwner {
    /// The route's own: relative paths in what it loads go on behind the route.
    Route,
    /// A layout that the route shares with others.
    Layout,
    /// Every route of the site runs it, so that it tells nothing of this one.
    Site,
}

impl RouteLoad {
    /// Whether an import at `place` runs with it.
    pub fn runs(&self, place: Span) -> bool {
        self.span.contains(place) && !self.except.iter().any(|except| except.contains(place))
    }
}

/// What a visitor can open, and what that loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The route with its leading `/`.
    pub path: String,
    /// The entry point that it is opened with: its own document or, where it has none, the one whose scripts have
    /// the route.
    pub entry: AssetId,
    /// The split points that opening it runs: indices, sorted.
    pub split_points: Vec<usize>,
    /// All that is loaded until the route is there: the initial load of the entry point and what the split points add.
    pub initial: AssetSet,
    /// All that can be loaded later from there; nothing of `initial`.
    pub lazy: AssetSet,
    /// How many requests must follow each other until then.
    pub depth: u32,
}
