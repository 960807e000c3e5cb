//! A script's text -> what in it only browsers without modules need.
//!
//! Lighthouse's way (`legacy-javascript`): the messages of the helpers of Babel, SWC and TypeScript, which minifiers
//! leave, and core-js by how its polyfills tell it what they add. Here a polyfill counts by its own name, and only
//! where core-js itself is in the script.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::model::legacy_code::{LegacyCode, LegacyFacts, LegacyMark};
use crate::model::span::Span;

/// What is looked for; `None` for what may be the beginning of a polyfill.
const TEXTS: [(&str, Option<LegacyCode>); 9] = [
    ("Cannot call a class as a function", Some(LegacyCode::Classes)),
    ("Generator is already running", Some(LegacyCode::Generators)),
    ("Generator is already executing", Some(LegacyCode::Generators)),
    ("regeneratorRuntime.mark(", Some(LegacyCode::Generators)),
    ("regeneratorRuntime().mark(", Some(LegacyCode::Generators)),
    ("Invalid attempt to spread non-iterable instance", Some(LegacyCode::Spread)),
    ("__core-js_shared__", None),
    ("=>", None),
    ("target:", None),
];
const CORE_JS: usize = 6;
const ARROW: usize = 7;
/// How far behind its target the name of what a polyfill adds stands at most.
const NAME_WITHIN: usize = 160;

static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(TEXTS.iter().map(|(text, _)| text)).ok());

/// What shows that `text` was written for browsers without modules.
pub(crate) fn facts(text: &str) -> LegacyFacts {
    let Some(finder) = FINDER.as_ref() else { return LegacyFacts::default() };
    let mut facts = LegacyFacts { marks: Vec::new(), has_no_arrows: true };
    let mut has_core_js = false;
    for hit in finder.find_iter(text) {
        let kind = match hit.pattern().as_usize() {
            CORE_JS => {
                has_core_js = true;
                None
            }
            // One in a text counts, too: that is on the safe side.
            ARROW => {
                facts.has_no_arrows = false;
                None
            }
            index => match TEXTS.get(index) {
                Some((_, Some(kind))) => Some(kind.clone()),
                _ => polyfill(&text[hit.end()..]).map(LegacyCode::Polyfill),
            },
        };
        facts.marks.extend(kind.map(|kind| LegacyMark { kind, span: Span::new(hit.start(), hit.end()) }));
    }
    if !has_core_js {
        facts.marks.retain(|mark| !matches!(mark.kind, LegacyCode::Polyfill(_)));
    }
    facts
}

/// core-js exports a polyfill by `$({target:"Array",proto:!0,forced:f},{fill:g})`: the name of the module that does.
fn polyfill(after: &str) -> Option<String> {
    let end = after.char_indices().nth(NAME_WITHIN).map_or(after.len(), |(end, _)| end);
    let near = after[..end].trim_start();
    let quote = near.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (target, rest) = near[1..].split_once(quote)?;
    let rest = rest.trim_start().strip_prefix(',')?.trim_start();
    if !rest.starts_with("proto:") && !rest.starts_with("stat:") {
        return None;
    }
    let (_, added) = rest.split_once('}')?;
    let added = added.trim_start().strip_prefix(',')?.trim_start().strip_prefix('{')?.trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric();
    let name = &added[..added.find(|c| !is_name(c)).unwrap_or(added.len())];
    let is_word = !name.is_empty() && !target.is_empty() && target.chars().all(is_name);
    is_word.then(|| format!("es.{}.{}", kebab(target), kebab(name)))
}

/// `copyWithin` and `WeakMap` as core-js names its modules.
fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && was_lower {
            kebab.push('-');
        }
        was_lower = !c.is_ascii_uppercase();
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::facts;
    use crate::model::legacy_code::LegacyCode;

    #[track_caller]
    fn check(text: &str, expected: &[LegacyCode]) {
        let found: Vec<LegacyCode> = facts(text).marks.into_iter().map(|mark| mark.kind).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn helpers_of_transpilers_are_known_by_their_messages() {
        check("throw new TypeError(\"Cannot call a class as a function\")", &[LegacyCode::Classes]);
        check("throw Error(`Generator is already running`)", &[LegacyCode::Generators]);
        check("if(a)throw new TypeError(\"Generator is already executing.\")", &[LegacyCode::Generators]);
        check("_x=e(regeneratorRuntime.mark(function t(){", &[LegacyCode::Generators]);
        check("'Invalid attempt to spread non-iterable instance.\\nIn order'", &[LegacyCode::Spread]);
        check("typeof regeneratorRuntime", &[]);
    }

    #[test]
    fn a_script_without_arrow_functions_was_transpiled_as_a_whole() {
        assert!(facts("var f=function(){return 1}").has_no_arrows);
        assert!(!facts("var f=function(){return 1},g=x=>f()").has_no_arrows);
    }

    #[test]
    fn polyfills_are_known_by_what_they_add_where_core_js_is_in_the_script() {
        let fill = "r({target:\"Array\",proto:!0},{fill:n}),r({target:'Object',stat:!0,arity:2,forced:i},{getOwnPropertyNames:o})";
        let named = |name: &str| LegacyCode::Polyfill(name.to_owned());
        check(
            &format!("o[\"__core-js_shared__\"]={{}};{fill}"),
            &[named("es.array.fill"), named("es.object.get-own-property-names")],
        );
        check(fill, &[]);
        check("\"__core-js_shared__\";a({target:\"Array\"});b({target:c,proto:1},{d:1})", &[]);
    }
}
