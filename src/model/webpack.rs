//! What a script that webpack or Rspack built says: chunks have ids, and files are found by id.
//!
//! An id is a number or a text in the code; here it is always a text, since bundlers mix the two in one build.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::script::Target;
use crate::model::span::Span;

/// The facts of one file, by the pieces of code that share one chunk-loading global.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebpackFacts {
    /// In the order in which they stand; two builds in one file are two units.
    pub units: Vec<WebpackUnit>,
}

/// A container (`(self.webpackChunkApp = self.webpackChunkApp || []).push([[816], { … }])`), a runtime with what
/// stands around it, or a file whose chunk format is a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any combination")]
pub struct WebpackUnit {
    /// The chunk-loading global. Of a runtime, the names that may be it; of modules, none.
    pub globals: Vec<String>,
    /// Whether this is a push container: its modules may hold another bundle's runtime, which is not this one's.
    pub is_container: bool,
    /// The chunks that the file is.
    pub chunk_ids: Vec<String>,
    /// The modules in it.
    pub modules: Vec<ModuleSpan>,
    /// How the runtime makes a script's file name from a chunk's id.
    pub script_names: Vec<FileName>,
    /// How the runtime makes a stylesheet's file name from a chunk's id; it does so for chunks without one, too.
    pub style_names: Vec<FileName>,
    /// The chunks that have a stylesheet; `None` where the runtime does not say.
    pub styled: Option<Vec<String>>,
    /// Which chunks the runtime loads no script for; `None` where it does not say.
    pub without_script: Option<IdTest>,
    /// Whether it is what a host opens under Module Federation: a `remoteEntry.js` with `get` and `init`.
    pub is_remote_entry: bool,
    /// The build's hash, for file names that hold it.
    pub full_hash: Option<String>,
    /// The files of chunks that the runtime imports as modules.
    pub chunk_files: Vec<ChunkFile>,
    /// The stylesheets of chunks that the runtime names one by one.
    pub style_files: Vec<ChunkFile>,
    /// Chunks that are loaded when some code runs.
    pub loads: Vec<ChunkLoad>,
    /// Modules with nothing in them that are run for their effect: what is left of stylesheets that became files.
    pub style_modules: Vec<String>,
    /// The routes of Next.js that it registers: `(window.__NEXT_P = window.__NEXT_P || []).push(["/dates", …])`.
    pub pages: Vec<String>,
    /// Whether code runs as soon as the container is loaded, which needs the runtime.
    pub runs_entry: bool,
    /// Chunks that have to be there before the entry module of this one runs.
    pub entry_dependencies: Vec<ChunkLoad>,
    /// Chunks that are fetched early.
    pub hints: Vec<ChunkHint>,
    /// Chunks that run in another thread.
    pub workers: Vec<ChunkLoad>,
    /// Paths of scripts below the public path (`n.p + "0.worker.js"`); kept only beside an [`opaque_worker`].
    ///
    /// [`opaque_worker`]: Self::opaque_worker
    pub script_urls: Vec<(String, Span)>,
    /// Whether a worker is made from something that its expression alone does not tell.
    pub opaque_worker: bool,
}

impl WebpackUnit {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.chunk_ids.is_empty()
            && self.script_names.is_empty()
            && self.style_names.is_empty()
            && self.chunk_files.is_empty()
            && self.style_files.is_empty()
            && self.loads.is_empty()
            && self.entry_dependencies.is_empty()
            && self.hints.is_empty()
            && self.workers.is_empty()
            && self.script_urls.is_empty()
            && !self.is_remote_entry
    }

    /// Takes what another piece of the same file says.
    pub fn absorb(&mut self, other: Self) {
        for global in other.globals {
            if !self.globals.contains(&global) {
                self.globals.push(global);
            }
        }
        self.is_container |= other.is_container;
        self.chunk_ids.extend(other.chunk_ids);
        self.modules.extend(other.modules);
        self.script_names.extend(other.script_names);
        self.style_names.extend(other.style_names);
        if let Some(styled) = other.styled {
            self.styled.get_or_insert_default().extend(styled);
        }
        self.full_hash = self.full_hash.take().or(other.full_hash);
        self.without_script = self.without_script.take().or(other.without_script);
        self.is_remote_entry |= other.is_remote_entry;
        self.chunk_files.extend(other.chunk_files);
        self.style_files.extend(other.style_files);
        self.loads.extend(other.loads);
        self.entry_dependencies.extend(other.entry_dependencies);
        self.hints.extend(other.hints);
        self.workers.extend(other.workers);
        self.script_urls.extend(other.script_urls);
        self.style_modules.extend(other.style_modules);
        self.pages.extend(other.pages);
        self.runs_entry |= other.runs_entry;
        self.opaque_worker |= other.opaque_worker;
    }
}

/// One module in a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleSpan {
    /// Its id.
    pub id: String,
    /// Its factory, with its id where that is written.
    pub span: Span,
}

/// Where a chunk lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkFile {
    /// The chunk.
    pub id: String,
    /// Its file.
    pub target: Target,
}

/// Code that loads chunks, all of them together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkLoad {
    /// The chunks, in the order written.
    pub chunks: Vec<String>,
    /// The module that is run when they are there.
    pub module: Option<String>,
    /// The code.
    pub span: Span,
}

/// Which ids are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdTest {
    /// What an id is compared with.
    pub ids: IdSet,
    /// Whether all others are meant.
    pub negated: bool,
}

/// A set of ids as a runtime writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdSet {
    /// `332 == e`
    One(String),
    /// `/^(4(3|74)|513)$/.test(e)`: the pattern without its slashes. It has no quantifiers.
    Pattern(String),
}

/// Chunks that are fetched early.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkHint {
    /// The chunk with which they are fetched; `None` for the one where the hint stands.
    pub with: Option<String>,
    /// What is fetched.
    pub chunks: Vec<String>,
    /// The code.
    pub span: Span,
}

/// How a file name is made from a chunk's id.
pub type FileName = NameExpression;

/// The part of JavaScript that file names are made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum NameExpression {
    /// The chunk's id.
    Id,
    /// A text, or a number as a text.
    Text(String),
    /// `undefined`.
    Undefined,
    /// The hash of the whole build.
    FullHash,
    /// `a + b + c`, templates, `"".concat(a, b)`.
    Sum(Vec<Self>),
    /// `test ? value : test ? value : otherwise`.
    Choice {
        /// Tests with their values.
        arms: Vec<(Self, Self)>,
        /// What holds if no test does.
        otherwise: Box<Self>,
    },
    /// `a === b`, or `a !== b` where `negated`.
    Equal {
        /// One side.
        left: Box<Self>,
        /// The other.
        right: Box<Self>,
        /// Whether it asks for the contrary.
        negated: bool,
    },
    /// `a || b || c`, and for texts also `a ?? b ?? c`: the first that is something.
    First(Vec<Self>),
    /// `a && b && c`.
    Both(Vec<Self>),
    /// `{ 23: "a754" }[key]`.
    Lookup {
        /// The object.
        table: BTreeMap<String, Self>,
        /// What is looked up.
        key: Box<Self>,
    },
}

/// Deeper expressions are not read out of what was kept; those of scripts are at most half as deep.
const DEEPEST: u32 = 128;

thread_local! {
    /// How many expressions are being read, each inside of the last.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

impl Serialize for NameExpression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for NameExpression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let depth = DEPTH.get();
        if depth == DEEPEST {
            return Err(D::Error::custom("a file name that is nested too deeply"));
        }
        DEPTH.set(depth + 1);
        let read = Self::deserialize(deserializer);
        DEPTH.set(depth);
        read
    }
}
