//! Globs of other tools as globs of ours.
//!
//! The dialects are minimatch 3 (bundlesize and bundlewatch, through glob 7) and picomatch (size-limit through
//! tinyglobby, `BundleMon` through micromatch). What differs: their wildcards do not match a leading dot, which becomes
//! an exclusion; they have groups such as `@(a|b)`, which become lists or several globs. A group of which one glob cannot
//! say the same, such as `+(a|b)` or `!(map)`, is an error with its reason.

use crate::model::globs::Globs;

/// More globs than that are not made of one.
const MOST: usize = 64;

/// Which characters mean what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `(` is a character like others.
    Minimatch,
    /// `(a|b)` is a group, and `[abc]` also is that text itself.
    Picomatch,
}

/// A glob that says the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Translated {
    /// The globs, each without `!`.
    pub(crate) globs: Vec<String>,
    /// What they take in and the other tool does not.
    pub(crate) hidden: Vec<String>,
}

/// The globs that match what `pattern` matches there.
pub(crate) fn translate(pattern: &str, dialect: Dialect) -> Result<Translated, String> {
    if pattern.starts_with('/') || pattern.get(1..3) == Some(":\\") {
        return Err("it is an absolute path".to_owned());
    }
    let globs: Result<Vec<String>, String> =
        Reader { dialect }.sequence(pattern)?.iter().map(|glob| tidy(glob)).collect();
    let globs = globs?;
    if globs.iter().any(|glob| glob.starts_with('!')) {
        return Err("it begins with an exclamation mark".to_owned());
    }
    if let Err(bad) = Globs::new(&globs) {
        return Err(bad.into_iter().next().map_or_else(String::new, |bad| bad.reason));
    }
    let hidden = hidden_of(&globs);
    Ok(Translated { globs, hidden })
}

/// Without `./`, doubled slashes and `a/..`.
fn tidy(glob: &str) -> Result<String, String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in glob.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| is_literal(last) && *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() {
        return Err("it names no file".to_owned());
    }
    if glob.ends_with('/') {
        return Err("it names a folder, not files".to_owned());
    }
    Ok(parts.join("/"))
}

/// Whether no character of it is a wildcard.
pub(crate) fn is_literal(glob: &str) -> bool {
    !glob.contains(['*', '?', '[', '{'])
}

/// Exclusions for the hidden files and folders that wildcards at the beginning of a name match here, and not there.
/// Where a name with a leading dot is written in one of the globs, it is meant.
fn hidden_of(globs: &[String]) -> Vec<String> {
    let mut hidden = Vec::new();
    for glob in globs {
        let parts: Vec<&str> = glob.split('/').collect();
        let fixed = parts.iter().take_while(|part| is_literal(part)).count();
        let (folder, wild) = parts.split_at(fixed);
        if wild.iter().any(|part| part.starts_with('.')) {
            return Vec::new();
        }
        let folder = folder.iter().fold(String::new(), |path, part| path + part + "/");
        let begins_wild = |part: &&str| part.starts_with(['*', '?', '[', '{']);
        if wild.last().is_some_and(|last| begins_wild(last)) {
            hidden.push(format!("{folder}**/.*"));
        }
        let is_open =
            |(index, part): (usize, &&str)| begins_wild(part) && (index + 1 < wild.len() || *part == "**");
        if wild.iter().enumerate().any(is_open) {
            hidden.push(format!("{folder}**/.*/**"));
        }
    }
    hidden.sort();
    hidden.dedup();
    hidden
}

/// Whether every path that `inner` matches is matched by `outer`, as far as that is plain: globs with sets and `?` are
/// not said to.
pub(crate) fn covers(outer: &str, inner: &str) -> bool {
    if outer == inner {
        return true;
    }
    if outer.contains(['?', '[', '{']) || inner.contains(['?', '[', '{']) {
        return false;
    }
    // Characters that nobody writes: only a wildcard matches them.
    let name = |text: &str| text.replace('*', "\u{e000}");
    let stand_ins = ["", "\u{e001}/", "\u{e001}/\u{e002}/\u{e003}/"];
    let Ok(globs) = Globs::new(&[outer]) else { return false };
    stand_ins.iter().all(|folders| {
        let whole = inner.replace("**/", folders);
        let whole =
            whole.strip_suffix("**").map_or(whole.clone(), |folder| format!("{folder}{folders}\u{e000}"));
        globs.matches(&name(&whole))
    })
}

/// Whether a path could be matched by both; `true` where that is not plain.
pub(crate) fn could_share(one: &str, other: &str) -> bool {
    let matches = |glob: &str, path: &str| Globs::new(&[glob]).is_ok_and(|globs| globs.matches(path));
    match (is_literal(one), is_literal(other)) {
        (true, true) => one == other,
        (true, false) => matches(other, one),
        (false, true) => matches(one, other),
        (false, false) => {
            let wild = |c: char| matches!(c, '*' | '?' | '[' | '{');
            let ends = |c: char| matches!(c, '*' | '?' | ']' | '}');
            let head = |glob: &'_ str| glob.split(wild).next().unwrap_or_default().to_owned();
            let tail = |glob: &'_ str| glob.rsplit(ends).next().unwrap_or_default().to_owned();
            let (a, b) = (head(one), head(other));
            let (c, d) = (tail(one), tail(other));
            (a.starts_with(&b) || b.starts_with(&a)) && (c.ends_with(&d) || d.ends_with(&c))
        }
    }
}

/// Reads one pattern; what it matches is matched by one of the globs that it gives.
#[derive(Clone, Copy, Debug)]
struct Reader {
    dialect: Dialect,
}

impl Reader {
    fn sequence(self, text: &str) -> Result<Vec<String>, String> {
        let mut globs = vec![String::new()];
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let behind = rest.get(first.len_utf8()..).unwrap_or_default();
            let at_start = globs.iter().all(|glob| glob.is_empty() || glob.ends_with('/'));
            let (choices, behind) = self.token(first, behind, at_start)?;
            if MOST < globs.len() * choices.len() {
                return Err("it has too many alternatives".to_owned());
            }
            globs = globs
                .iter()
                .flat_map(|glob| choices.iter().map(move |choice| format!("{glob}{choice}")))
                .collect();
            rest = behind;
        }
        Ok(globs)
    }

    /// What one piece of a pattern can stand for, and what is behind it.
    fn token(self, first: char, behind: &str, at_start: bool) -> Result<(Vec<String>, &str), String> {
        let next = behind.chars().next();
        match first {
            '@' | '?' | '+' | '*' | '!' if next == Some('(') => self.group(first, behind),
            '(' if self.dialect == Dialect::Picomatch => self.plain_group(behind),
            '\\' => {
                let escaped = next.ok_or("it ends with a backslash")?;
                Ok((vec![literal(escaped)], behind.get(escaped.len_utf8()..).unwrap_or_default()))
            }
            '*' => {
                let rest = behind.trim_start_matches('*');
                let stars = 1 + behind.len() - rest.len();
                let is_globstar = stars == 2 && at_start && (rest.is_empty() || rest.starts_with('/'));
                Ok((vec![if is_globstar { "**" } else { "*" }.to_owned()], rest))
            }
            '?' => Ok((vec!["?".to_owned()], behind)),
            '[' => self.set(behind),
            '{' => self.braces(behind),
            other => Ok((vec![literal(other)], behind)),
        }
    }

    /// `@(a|b)`, with `behind` at its bracket.
    fn group(self, kind: char, behind: &str) -> Result<(Vec<String>, &str), String> {
        let inside = behind.strip_prefix('(').unwrap_or(behind);
        let Some((inside, rest)) = closed(inside, '(', ')') else {
            return Err(format!("`{kind}(` is not closed"));
        };
        match kind {
            '@' => Ok((self.alternatives(inside, '|')?, rest)),
            '?' => {
                let mut choices = vec![String::new()];
                choices.extend(self.alternatives(inside, '|')?);
                Ok((choices, rest))
            }
            _ => Err(format!("no glob here says what `{kind}({inside})` does")),
        }
    }

    /// `(a|b)`
    fn plain_group(self, behind: &str) -> Result<(Vec<String>, &str), String> {
        let Some((inside, rest)) = closed(behind, '(', ')') else {
            return Err("a bracket is not closed".to_owned());
        };
        let is_regex = inside.contains(['?', '+', '*', '\\', '^', '$', '[', '(', '{']);
        if is_regex || rest.starts_with(['+', '*', '?']) {
            return Err(format!("`({inside})` is a regular expression"));
        }
        Ok((self.alternatives(inside, '|')?, rest))
    }

    /// `[a-f]`, with `behind` its bracket.
    fn set(self, behind: &str) -> Result<(Vec<String>, &str), String> {
        let negated = behind.starts_with(['!', '^']);
        let start = usize::from(negated);
        let from = start + usize::from(behind.get(start..).is_some_and(|rest| rest.starts_with(']')));
        let Some(end) = behind.get(from..).and_then(|rest| rest.find(']')).map(|end| from + end) else {
            return Ok((vec![literal('[')], behind));
        };
        let (inside, rest) =
            (behind.get(start..end).unwrap_or_default(), behind.get(end + 1..).unwrap_or_default());
        if inside.is_empty() || inside.contains(['[', '\\', '/']) {
            return Err(format!("no glob here says what `[{inside}]` does"));
        }
        if self.dialect == Dialect::Picomatch && rest.starts_with('+') {
            return Err(format!("`[{inside}]+` is a regular expression"));
        }
        let set = format!("[{}{inside}]", if negated { "!" } else { "" });
        let mut choices = vec![set];
        // picomatch takes it for that very text, too.
        let is_text = inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | ':' | '@' | '~'));
        if self.dialect == Dialect::Picomatch && !negated && is_text {
            choices.push(format!("[[]{inside}[]]"));
        }
        Ok((choices, rest))
    }

    /// `{a,b}`, with `behind` its brace.
    fn braces(self, behind: &str) -> Result<(Vec<String>, &str), String> {
        let Some((inside, rest)) = closed(behind, '{', '}') else {
            return Ok((vec![literal('{')], behind));
        };
        if split(inside, ',').len() == 1 {
            if let Some((from, to)) = inside.split_once("..") {
                return Ok((listed(range(from, to)?), rest));
            }
            let wrapped = self.sequence(inside)?;
            return Ok((wrapped.iter().map(|inside| format!("[{{]{inside}[}}]")).collect(), rest));
        }
        Ok((self.alternatives(inside, ',')?, rest))
    }

    /// The alternatives as one list, where one can hold them.
    fn alternatives(self, inside: &str, separator: char) -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        for alternative in split(inside, separator) {
            all.extend(self.sequence(alternative)?);
        }
        Ok(listed(all))
    }
}

/// `{a,b}`; several globs where an alternative is empty or holds more than part of a name.
fn listed(all: Vec<String>) -> Vec<String> {
    let is_plain =
        |text: &String| !text.is_empty() && !text.contains(['/', '{', '}', ',']) && !text.contains("**");
    match all.as_slice() {
        [_] => all,
        several if several.iter().all(is_plain) => vec![format!("{{{}}}", several.join(","))],
        _ => all,
    }
}

/// `1..3` and `a..c`.
fn range(from: &str, to: &str) -> Result<Vec<String>, String> {
    let text = || format!("no glob here says what `{{{from}..{to}}}` does");
    let (mut first, mut last) = (from.chars(), to.chars());
    let (Some(one), None, Some(other), None) = (first.next(), first.next(), last.next(), last.next()) else {
        return Err(text());
    };
    let same_kind = one.is_ascii_digit() && other.is_ascii_digit()
        || one.is_ascii_lowercase() && other.is_ascii_lowercase()
        || one.is_ascii_uppercase() && other.is_ascii_uppercase();
    if same_kind && one <= other { Ok((one..=other).map(String::from).collect()) } else { Err(text()) }
}

/// A character that is meant as itself.
fn literal(character: char) -> String {
    match character {
        '*' | '?' | '[' | ']' | '{' | '}' | ',' => format!("[{character}]"),
        other => other.to_string(),
    }
}

/// What stands before the bracket that closes the one before `text`, and what is behind it.
fn closed(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let (mut depth, mut escaped) = (0_u32, false);
    for (at, character) in text.char_indices() {
        if escaped || character == '\\' {
            escaped = !escaped;
        } else if character == open {
            depth += 1;
        } else if character == close {
            if depth == 0 {
                return Some((text.get(..at)?, text.get(at + 1..)?));
            }
            depth -= 1;
        }
    }
    None
}

/// The parts between separators that stand in no bracket.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut from) = (0_i32, 0);
    let mut parts = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '(' | '{' => depth += 1,
            ')' | '}' => depth -= 1,
            _ if character == separator && depth == 0 => {
                parts.extend(text.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(from..));
    parts
}
