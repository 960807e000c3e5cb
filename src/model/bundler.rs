//! What made a build, and the marks that it left in the files.

use serde::{Deserialize, Serialize};

/// A text that one tool alone writes into its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Marker {
    /// `globalThis.TURBOPACK … .push(`
    TurbopackPush,
    /// `export const __webpack_esm_ids__`
    WebpackEsmIds,
    /// `self.rspackChunk… .push(`
    RspackChunk,
    /// `bundler=rspack@1.7.12`, with the version.
    RspackVersion,
    /// `"data-rspack"`, an attribute of the runtime's script elements.
    RspackAttribute,
    /// `self.webpackChunk… .push(`: webpack 5, and Rspack 1.
    WebpackChunk,
    /// `"data-webpack"`, an attribute of the runtime's script elements.
    WebpackAttribute,
    /// `window.webpackJsonp … .push(`: webpack 4.
    WebpackJsonp,
    /// `parcelRequire` and four hexadecimal digits: Parcel 2.
    ParcelRequire,
    /// `parcelRequire=function(`: Parcel 1.
    ParcelPrelude,
    /// `__vite__mapDeps=`
    ViteMapDeps,
    /// `"vite:preloadError"`
    VitePreloadError,
    /// The same between backticks, as the minifier of Rolldown prints texts.
    VitePreloadErrorTemplate,
    /// What esbuild writes for `require`, or above the licences. Libraries that were bundled with it have that too.
    Esbuild,
    /// `window.next={version:`, with the version where it is a text.
    Next,
    /// `__NUXT__`
    Nuxt,
    /// `__sveltekit_` and a hash.
    Sveltekit,
    /// `<astro-island`
    AstroIsland,
    /// `content="Astro v7.3.5"`, with the version.
    AstroGenerator,
    /// `ɵcmp`, as it is or escaped.
    AngularComponent,
    /// `ng-version`, with the version.
    AngularVersion,
}

/// A marker that was seen in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// Which one.
    pub marker: Marker,
    /// The version that stands with it.
    pub version: Option<String>,
}

/// A tool that took part in making the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundler {
    /// Which one.
    pub tool: Tool,
    /// Its version, or the beginning of it, where the code shows it.
    pub version: Option<String>,
    /// The marker and the file that it stands in.
    pub evidence: String,
}

/// The tools that can be recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tool {
    /// Next.js
    Next,
    /// Nuxt
    Nuxt,
    /// SvelteKit
    Sveltekit,
    /// Astro
    Astro,
    /// Angular's command line
    Angular,
    /// Turbopack
    Turbopack,
    /// webpack
    Webpack,
    /// Rspack and what is built on it
    Rspack,
    /// Parcel
    Parcel,
    /// Vite
    Vite,
    /// Rolldown
    Rolldown,
    /// esbuild
    Esbuild,
}

impl Tool {
    /// All of them, frameworks first.
    pub const ALL: [Self; 12] = [
        Self::Next,
        Self::Nuxt,
        Self::Sveltekit,
        Self::Astro,
        Self::Angular,
        Self::Turbopack,
        Self::Webpack,
        Self::Rspack,
        Self::Parcel,
        Self::Vite,
        Self::Rolldown,
        Self::Esbuild,
    ];

    /// That of this name in JSON reports, if any has it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// Its name in JSON reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Nuxt => "nuxt",
            Self::Sveltekit => "sveltekit",
            Self::Astro => "astro",
            Self::Angular => "angular",
            Self::Turbopack => "turbopack",
            Self::Webpack => "webpack",
            Self::Rspack => "rspack",
            Self::Parcel => "parcel",
            Self::Vite => "vite",
            Self::Rolldown => "rolldown",
            Self::Esbuild => "esbuild",
        }
    }

    /// Its name as its authors write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Next => "Next.js",
            Self::Nuxt => "Nuxt",
            Self::Sveltekit => "SvelteKit",
            Self::Astro => "Astro",
            Self::Angular => "Angular",
            Self::Turbopack => "Turbopack",
            Self::Webpack => "webpack",
            Self::Rspack => "Rspack",
            Self::Parcel => "Parcel",
            Self::Vite => "Vite",
            Self::Rolldown => "rolldown",
            Self::Esbuild => "esbuild",
        }
    }

    /// Whether it is a framework, which runs a bundler.
    pub fn is_framework(self) -> bool {
        matches!(self, Self::Next | Self::Nuxt | Self::Sveltekit | Self::Astro | Self::Angular)
    }
}
