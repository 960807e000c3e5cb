//! An `<astro-island>` -> what it fetches and what it waits for.
//!
//! `load` and `only` are fetched at once, `idle` as soon as the browser is idle: every visit of the page fetches
//! them without the visitor doing anything. `visible` waits until the island is scrolled into view, `media` for a
//! media query, directives of the project's own for what nobody can know. An island without `client` is fetched.
//!
//! Source: <https://docs.astro.build/en/reference/directives-reference/#client-directives>; the element's own
//! code fetches `before-hydration-url` before it asks for the directive.

use crate::model::document::{Hydration, Island};
use crate::parse::document::attributes::Attributes;

/// The island with this start tag.
pub(crate) fn island(tag: Attributes<'_>) -> Island {
    let client = tag.get("client").unwrap_or_default();
    Island {
        component: tag.url("component-url"),
        renderer: tag.url("renderer-url"),
        before_hydration: tag.url("before-hydration-url"),
        hydration: match client.trim_ascii() {
            "" | "load" | "only" | "idle" => Hydration::Always,
            _ => Hydration::Conditional,
        },
        span: tag.span(),
    }
}
