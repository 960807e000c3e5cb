//! What an HTML document loads.

use crate::model::script::ScriptFacts;
use crate::model::span::Span;

/// What was read from one HTML document.
#[derive(Clone, Debug, Default)]
pub struct DocumentFacts {
    /// `<base href>`, which all other URLs of the document are relative to.
    pub base: Option<String>,
    /// `<script type=importmap>`: module specifier to URL, in the order written.
    pub import_map: Vec<(String, String)>,
    /// The scripts, in the order in which they stand.
    pub scripts: Vec<ScriptElement>,
    /// `<link rel=stylesheet>` and the `@import`s of inline `<style>`s.
    pub stylesheets: Vec<LinkedFile>,
    /// `modulepreload`, `preload` and `prefetch` links.
    pub hints: Vec<Hint>,
}

/// A URL in a document and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedFile {
    /// As written, entities decoded.
    pub url: String,
    /// The element's start tag.
    pub span: Span,
}

/// A `<script>` that runs or loads code.
#[derive(Clone, Debug)]
pub struct ScriptElement {
    /// `src`; also the `data-src` that a loader in the same element reads.
    pub src: Option<String>,
    /// `type=module`.
    pub module: bool,
    /// `nomodule`: only browsers without modules run it.
    pub nomodule: bool,
    /// When it runs.
    pub loading: ScriptLoading,
    /// The facts of the code between the tags, places counted from the document's start.
    pub inline: Option<ScriptFacts>,
    /// The element's start tag.
    pub span: Span,
}

/// When a script runs, as its attributes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptLoading {
    /// The parser waits for it.
    Blocking,
    /// `defer`, and modules: after parsing.
    Deferred,
    /// `async`: when it has come.
    Async,
}

/// A link that tells the browser to fetch something early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Which kind of link.
    pub kind: HintKind,
    /// As written, entities decoded.
    pub url: String,
    /// The element's start tag.
    pub span: Span,
}

/// The `rel` of a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintKind {
    /// `rel=modulepreload`: needed for this page.
    ModulePreload,
    /// `rel=preload`: needed for this page.
    Preload,
    /// `rel=prefetch`: perhaps needed for the next.
    Prefetch,
}
