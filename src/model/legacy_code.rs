//! Code in a script that only browsers without modules need.

use crate::model::span::Span;

/// What shows that a script was written for browsers without modules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LegacyFacts {
    /// Polyfills and helpers, in the order in which they stand.
    pub marks: Vec<LegacyMark>,
    /// Whether there is not one arrow function in it: it was transpiled as a whole, or written so long ago.
    pub has_no_arrows: bool,
}

/// One piece of such code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyMark {
    /// What it is.
    pub kind: LegacyCode,
    /// The text that gives it away.
    pub span: Span,
}

/// What was written for browsers without modules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegacyCode {
    /// A polyfill of core-js, by the name of its module: `es.array.fill`.
    Polyfill(String),
    /// Classes as functions, Babel's `transform-classes`.
    Classes,
    /// Generators and `async` functions as state machines, Babel's `transform-regenerator`.
    Generators,
    /// `[...list]` as a call, Babel's `transform-spread`.
    Spread,
}

/// The modules of core-js for what every browser with modules has by itself: Chrome 61, Edge 16, Firefox 60 and Safari
/// 11, which came with ES2017. Behind `es.` and the family's name. Left out are modules that mend what later versions of
/// these browsers still had wrong (`es.array.sort`, `es.array.reverse`), and that add later features to old functions
/// (`es.regexp.exec`).
const POLYFILLS: [(&str, &[&str]); 20] = [
    (
        "array",
        &[
            "concat",
            "copy-within",
            "every",
            "fill",
            "filter",
            "find",
            "find-index",
            "for-each",
            "from",
            "includes",
            "index-of",
            "is-array",
            "iterator",
            "join",
            "last-index-of",
            "map",
            "of",
            "reduce",
            "reduce-right",
            "slice",
            "some",
            "species",
            "splice",
        ],
    ),
    ("array-buffer", &["constructor", "is-view", "slice"]),
    ("data-view", &["", "constructor"]),
    (
        "date",
        &[
            "get-year",
            "now",
            "set-year",
            "to-gmt-string",
            "to-iso-string",
            "to-json",
            "to-primitive",
            "to-string",
        ],
    ),
    ("function", &["bind", "has-instance", "name"]),
    ("map", &["", "constructor"]),
    (
        "math",
        &[
            "acosh",
            "asinh",
            "atanh",
            "cbrt",
            "clz32",
            "cosh",
            "expm1",
            "fround",
            "imul",
            "log10",
            "log1p",
            "log2",
            "sign",
            "sinh",
            "tanh",
            "to-string-tag",
            "trunc",
        ],
    ),
    (
        "number",
        &[
            "constructor",
            "epsilon",
            "is-finite",
            "is-integer",
            "is-nan",
            "is-safe-integer",
            "max-safe-integer",
            "min-safe-integer",
            "parse-float",
            "parse-int",
            "to-fixed",
            "to-precision",
        ],
    ),
    (
        "object",
        &[
            "assign",
            "create",
            "define-getter",
            "define-properties",
            "define-property",
            "define-setter",
            "entries",
            "freeze",
            "get-own-property-descriptor",
            "get-own-property-descriptors",
            "get-own-property-names",
            "get-own-property-symbols",
            "get-prototype-of",
            "is",
            "is-extensible",
            "is-frozen",
            "is-sealed",
            "keys",
            "lookup-getter",
            "lookup-setter",
            "prevent-extensions",
            "seal",
            "set-prototype-of",
            "to-string",
            "values",
        ],
    ),
    ("parse-float", &[""]),
    ("parse-int", &[""]),
    ("promise", &["", "all", "catch", "constructor", "race", "reject", "resolve"]),
    (
        "reflect",
        &[
            "apply",
            "construct",
            "define-property",
            "delete-property",
            "get",
            "get-own-property-descriptor",
            "get-prototype-of",
            "has",
            "is-extensible",
            "own-keys",
            "prevent-extensions",
            "set",
            "set-prototype-of",
        ],
    ),
    ("regexp", &["sticky", "test", "to-string"]),
    ("set", &["", "constructor"]),
    (
        "string",
        &[
            "anchor",
            "big",
            "blink",
            "bold",
            "code-point-at",
            "ends-with",
            "fixed",
            "fontcolor",
            "fontsize",
            "from-code-point",
            "includes",
            "italics",
            "iterator",
            "link",
            "match",
            "pad-end",
            "pad-start",
            "raw",
            "repeat",
            "search",
            "small",
            "starts-with",
            "strike",
            "sub",
            "substr",
            "sup",
            "trim",
        ],
    ),
    (
        "symbol",
        &[
            "",
            "constructor",
            "for",
            "has-instance",
            "is-concat-spreadable",
            "iterator",
            "key-for",
            "match",
            "replace",
            "search",
            "species",
            "split",
            "to-primitive",
            "to-string-tag",
            "unscopables",
        ],
    ),
    (
        "typed-array",
        &[
            "copy-within",
            "every",
            "filter",
            "find",
            "find-index",
            "float32-array",
            "float64-array",
            "for-each",
            "from",
            "includes",
            "index-of",
            "int16-array",
            "int32-array",
            "int8-array",
            "iterator",
            "join",
            "last-index-of",
            "map",
            "of",
            "reduce",
            "reduce-right",
            "reverse",
            "slice",
            "some",
            "subarray",
            "to-locale-string",
            "to-string",
            "uint16-array",
            "uint32-array",
            "uint8-array",
            "uint8-clamped-array",
        ],
    ),
    ("weak-map", &["", "constructor"]),
    ("weak-set", &["", "constructor"]),
];

/// Whether every browser with modules has by itself what that module of core-js adds: `es.array.fill`, and not
/// `es.array.at`.
pub fn is_in_every_modern_browser(module: &str) -> bool {
    let Some(name) = module.strip_prefix("es.") else { return false };
    let (family, feature) = name.split_once('.').unwrap_or((name, ""));
    POLYFILLS.iter().any(|(known, features)| *known == family && features.contains(&feature))
}

#[cfg(test)]
mod tests {
    use super::is_in_every_modern_browser;

    #[test]
    fn only_polyfills_of_what_browsers_with_modules_had_from_the_start_are_legacy() {
        for old in ["es.array.fill", "es.promise", "es.symbol.iterator", "es.parse-int", "es.object.entries"]
        {
            assert!(is_in_every_modern_browser(old), "{old}");
        }
        for new in [
            "es.array.at",
            "es.array.sort",
            "es.promise.any",
            "es.set.union.v2",
            "esnext.map.every",
            "web.url",
            "es.x",
            "",
        ] {
            assert!(!is_in_every_modern_browser(new), "{new}");
        }
    }
}
