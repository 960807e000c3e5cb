//! What a script says in Turbopack's way: modules have ids, and lists of chunks are loaded by the id of a module.

use serde::{Deserialize, Serialize};

use crate::model::span::Span;

/// What was read from one script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurbopackFacts {
    /// The modules that the script brings.
    pub modules: Vec<TurbopackModule>,
    /// Those of them that load chunks when they are called.
    pub loaders: Vec<ChunkLoader>,
    /// Those of them that make a worker.
    pub workers: Vec<WorkerLoader>,
    /// Where modules that may be loaders or workers are asked for.
    pub uses: Vec<ModuleUse>,
    /// Lists of chunks that stand outside any module.
    pub lists: Vec<ChunkList>,
    /// The routes of Next.js whose chunks it loads: `__turbopack_load_page_chunks__("/about", […])`.
    pub pages: Vec<String>,
}

/// One module and its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurbopackModule {
    /// A number, or a path in builds for development; as text.
    pub id: String,
    /// The function that runs it; modules that were merged share one.
    pub span: Span,
}

/// A module that loads chunks: what `import()` became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkLoader {
    /// The loader's own id.
    pub id: String,
    /// The files to load, relative to the folder that the runtime is told of (`/_next/`).
    pub chunks: Vec<String>,
    /// The module that was imported, found in one of the files.
    pub imported: Option<String>,
}

/// A module that makes a worker: what `new Worker(new URL(…))` became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerLoader {
    /// The module's own id.
    pub id: String,
    /// The script that the worker starts with; `None` where it is made of a text.
    pub entry: Option<String>,
    /// The files that it then loads.
    pub chunks: Vec<String>,
    /// The expression that makes it.
    pub span: Span,
}

/// A place that asks for a module by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleUse {
    /// The module.
    pub id: String,
    /// What for.
    pub kind: ModuleUseKind,
    /// The call.
    pub span: Span,
}

/// What a module is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ModuleUseKind {
    /// `e.A(11107)`: the module is a loader.
    Load,
    /// `e.r(82043)(Worker)`, `new Worker(e.r(82043))`: the module may make a worker.
    Call,
}

/// Chunks that are loaded together and not by a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkList {
    /// When.
    pub kind: ChunkListKind,
    /// The files, relative to the folder that the runtime is told of.
    pub chunks: Vec<String>,
    /// The place of the list.
    pub span: Span,
}

/// When the chunks of a list are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChunkListKind {
    /// With the script that has the list.
    Bootstrap,
    /// When the visitor goes to another page.
    Page,
}
