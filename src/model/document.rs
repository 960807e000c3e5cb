//! What an HTML document loads.

use serde::{Deserialize, Serialize};

use crate::model::image::ImageUse;
use crate::model::script::ScriptFacts;
use crate::model::sizing::SizingRule;
use crate::model::span::Span;
use crate::model::style::FontRules;

/// What was read from one HTML document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// `<base href>`, which all other URLs of the document are relative to.
    pub base: Option<String>,
    /// `<script type=importmap>`: module specifier to URL, in the order written.
    pub import_map: Vec<(String, String)>,
    /// The scripts, in the order in which they stand.
    pub scripts: Vec<ScriptElement>,
    /// `<link rel=stylesheet>` and the `@import`s of inline `<style>`s.
    pub stylesheets: Vec<LinkedFile>,
    /// What its `<style>`s say of fonts.
    pub fonts: FontRules,
    /// `modulepreload`, `preload` and `prefetch` links.
    pub hints: Vec<Hint>,
    /// The scripts of client components that the page's React Server Components payload names: fetched while the page
    /// loads.
    pub flight_scripts: Vec<LinkedFile>,
    /// Where images are used, in the order in which they stand.
    pub images: Vec<ImageUse>,
    /// Which images its inline `<style>`s give a size.
    pub sizing: Vec<SizingRule>,
    /// Whether it fits itself to the width of a phone: `<meta name=viewport>`.
    pub has_viewport: bool,
    /// Astro's islands, in the order in which they stand.
    pub islands: Vec<Island>,
}

/// An `<astro-island>`: a component that the page brings to life by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Island {
    /// `component-url`: the component's code; none for one that only renders on the server.
    pub component: Option<String>,
    /// `renderer-url`: the framework's code that hydrates it, fetched together with the component.
    pub renderer: Option<String>,
    /// `before-hydration-url`: what is fetched as soon as the island is in the page, whatever it waits for then.
    pub before_hydration: Option<String>,
    /// `client`: what it waits for.
    pub hydration: Hydration,
    /// The element's start tag.
    pub span: Span,
}

/// What an island waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hydration {
    /// Nothing that may not come: every visit of the page fetches it (`load`, `only`, and `idle`, which is as soon
    /// as the browser has time).
    Always,
    /// Something that may not come: that it is scrolled into view (`visible`), a media query (`media`), a directive
    /// of the project's own.
    Conditional,
}

/// A URL in a document and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedFile {
    /// As written, entities decoded.
    pub url: String,
    /// The element's start tag.
    pub span: Span,
}

/// A `<script>` that runs or loads code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScriptElement {
    /// `src`; also the `data-src` that a loader in the same element reads.
    pub src: Option<String>,
    /// `type=module`.
    pub module: bool,
    /// `nomodule`: only browsers without modules run it.
    pub nomodule: bool,
    /// When it runs.
    pub loading: ScriptLoading,
    /// Whether it stands in the head: nothing of the page is to be seen yet.
    pub is_in_head: bool,
    /// The facts of the code between the tags, places counted from the document's start.
    pub inline: Option<ScriptFacts>,
    /// The element's start tag.
    pub span: Span,
}

/// When a script runs, as its attributes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptLoading {
    /// The parser waits for it.
    Blocking,
    /// `defer`, and modules: after parsing.
    Deferred,
    /// `async`: when it has come.
    Async,
}

/// A link that tells the browser to fetch something early.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Which kind of link.
    pub kind: HintKind,
    /// As written, entities decoded.
    pub url: String,
    /// The element's start tag.
    pub span: Span,
}

/// The `rel` of a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HintKind {
    /// `rel=modulepreload`: needed for this page.
    ModulePreload,
    /// `rel=preload`: needed for this page.
    Preload,
    /// `rel=prefetch`: perhaps needed for the next.
    Prefetch,
}
