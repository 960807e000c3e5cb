//! The texts of the sources that a map holds, and what they import.

use regex::Regex;
use sourcemap::DecodedMap;

/// A source and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Its path as the map names it, with the map's source root in front.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// The sources of a map with their texts; none for a map that cannot be read: whoever weighed it has said so.
pub fn texts(bytes: &[u8]) -> Vec<SourceText> {
    let mut found = Vec::new();
    if let Ok(decoded) = sourcemap::decode_slice(bytes) {
        take(&decoded, &mut found);
    }
    found
}

fn take(decoded: &DecodedMap, found: &mut Vec<SourceText>) {
    let flat = match decoded {
        DecodedMap::Regular(flat) => flat,
        DecodedMap::Hermes(hermes) => hermes,
        DecodedMap::Index(index) => {
            index.sections().filter_map(|section| section.get_sourcemap()).for_each(|map| take(map, found));
            return;
        }
    };
    for (index, path) in (0..).zip(flat.sources()) {
        if let Some(text) = flat.get_source_contents(index) {
            found.push(SourceText { path: path.to_owned(), text: text.to_owned() });
        }
    }
}

/// Finds imports of one package in source texts: of JavaScript, TypeScript, and what embeds them.
#[derive(Clone, Debug)]
pub struct ImportFinder(Option<Regex>);

impl ImportFinder {
    /// For the package called `name`.
    pub fn new(name: &str) -> Self {
        let name = regex::escape(name);
        let before = r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*";
        Self(Regex::new(&format!(r#"{before}["'`]{name}(?:/[^"'`\n]*)?["'`]"#)).ok())
    }

    /// The line, from 1, of the first import in `text` that is not in a comment of its own lines.
    pub fn line(&self, text: &str) -> Option<u32> {
        let found = self.0.as_ref()?.find_iter(text).find(|found| {
            let start = text[..found.start()].rfind('\n').map_or(0, |end| end + 1);
            let line = text[start..].trim_start();
            !line.starts_with("//") && !line.starts_with('*') && !line.starts_with("/*")
        })?;
        let lines = text[..found.start()].bytes().filter(|&byte| byte == b'\n').count();
        u32::try_from(lines + 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::ImportFinder;

    #[test]
    fn an_import_is_found_in_all_its_forms_and_not_in_comments() {
        let check = |text: &str, expected| assert_eq!(ImportFinder::new("ms").line(text), expected, "{text}");
        check("import ms from 'ms';", Some(1));
        check("\nimport \"ms\";", Some(2));
        check("export * from `ms/x`", Some(1));
        check("const x = require( 'ms' )", Some(1));
        check("await import('ms/deep/file.js')", Some(1));
        check("import {\n  a,\n} from 'ms'", Some(3));
        check("// import ms from 'ms'\n * require('ms')", None);
        check("import x from 'ms-other'; import y from './ms'; import z from '@a/ms'", None);
        check("let a = 'ms';", None);
    }
}
