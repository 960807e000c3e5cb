//! The lines of weighbridge in a hook: where they go in, and how they come out again. Text in, text out.
//!
//! They stand at the beginning, behind the shebang: hooks end with `exec` or `exit`, and what stands behind those is
//! never reached. git tells a hook on stdin what is pushed, once; so they read it and hand it on to what follows.

/// How the first of the lines begins.
pub(super) const BEGIN: &str = "# weighbridge >>>";
const END: &str = "# weighbridge <<<";
/// Said in the first line, so that only files that are nobody else's are deleted.
const MADE: &str = "made this file;";

/// The shells that read the lines.
const SHELLS: [&str; 9] = ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "busybox", "oksh"];

/// There is a first line and no last one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// It is right as it is.
    None,
    /// Its new content.
    Write(Vec<u8>),
    /// Nothing is left that anybody else wrote.
    Delete,
}

/// The lines: what they call, and the places where the tool may lie, the first one found counts.
/// `makes_file` where there is no hook yet.
pub(super) fn block(command: &str, tools: &[String], makes_file: bool) -> String {
    let made = if makes_file { format!(" {MADE}") } else { String::new() };
    let tools: Vec<String> = tools.iter().map(|tool| quoted(tool)).collect();
    let tools = tools.join(" ");
    format!(
        "{BEGIN}{made} take these lines out with: weighbridge hook remove
weighbridge_refs=$(cat)
weighbridge_found=
for weighbridge in {tools}; do
  if command -v \"$weighbridge\" >/dev/null 2>&1; then
    weighbridge_found=yes
    printf '%s\\n' \"$weighbridge_refs\" | \"$weighbridge\" {command} || exit $?
    break
  fi
done
if [ -z \"$weighbridge_found\" ]; then
  echo 'weighbridge: not installed, so the budgets were not checked: npm install' >&2
fi
if [ -n \"$weighbridge_refs\" ]; then
  exec <<weighbridge_refs
$weighbridge_refs
weighbridge_refs
else
  exec </dev/null
fi
{END}
"
    )
}

/// `file` with `block` in it; the lines that are there already are replaced.
pub(super) fn insert(file: &[u8], block: &str) -> Result<Edit, Damaged> {
    let block = if is_crlf(file) { block.replace('\n', "\r\n") } else { block.to_owned() };
    if let Some((start, end)) = place(file)? {
        // The file is still whose it was.
        let was_made = line_has(&file[start..end], MADE);
        let lead =
            if was_made && !block.contains(MADE) { format!("{BEGIN} {MADE}") } else { BEGIN.to_owned() };
        let block = block.replacen(BEGIN, &lead, 1);
        if file.get(start..end) == Some(block.as_bytes()) {
            return Ok(Edit::None);
        }
        return Ok(Edit::Write([&file[..start], block.as_bytes(), &file[end..]].concat()));
    }
    let at = entrance(file);
    let (before, after) = file.split_at(at);
    let newline: &[u8] = if before.is_empty() || before.ends_with(b"\n") { b"" } else { b"\n" };
    Ok(Edit::Write([before, newline, block.as_bytes(), after].concat()))
}

/// `file` without the lines.
pub(super) fn remove(file: &[u8]) -> Result<Edit, Damaged> {
    let Some((start, end)) = place(file)? else { return Ok(Edit::None) };
    let rest = [&file[..start], &file[end..]].concat();
    let is_empty = lines(&rest).all(|(_, line)| line.trim_ascii().is_empty() || line.starts_with(b"#!"));
    if is_empty && line_has(&file[start..end], MADE) { Ok(Edit::Delete) } else { Ok(Edit::Write(rest)) }
}

/// Whether a shell of POSIX reads the file. Without a shebang git hands it to `sh`.
pub(super) fn is_shell(file: &[u8]) -> bool {
    let first = lines(file).next().map_or(&b""[..], |(_, line)| line);
    let Some(program) = first.strip_prefix(b"#!") else { return !file.contains(&0) };
    let program = String::from_utf8_lossy(program);
    let mut words = program.split_whitespace().map(|word| word.rsplit(['/', '\\']).next().unwrap_or(word));
    let named = match words.next() {
        Some("env" | "env.exe") => words.find(|word| !word.starts_with('-') && !word.contains('=')),
        first => first,
    };
    named.is_some_and(|name| SHELLS.contains(&name.trim_end_matches(".exe")))
}

/// Whether somebody calls the check by hand, outside of the lines.
pub(super) fn is_called_by_hand(file: &[u8]) -> bool {
    let all = String::from_utf8_lossy(file);
    !all.contains(BEGIN)
        && all
            .lines()
            .any(|line| !line.trim_start().starts_with('#') && line.contains("weighbridge hook run"))
}

/// As one word of a shell.
pub(super) fn quoted(word: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '@' | '+' | ',');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Where the lines go: behind the shebang, and behind husky 8's own line, which runs the file a second time.
fn entrance(file: &[u8]) -> usize {
    let sources_husky =
        |line: &[u8]| !line.starts_with(b"#") && line.windows(10).any(|window| window == b"_/husky.sh");
    let mut at = 0;
    for (index, (end, line)) in lines(file).enumerate() {
        if (index == 0 && line.starts_with(b"#!")) || sources_husky(line) {
            at = end;
        }
    }
    at
}

/// The bytes of the lines, their last line feed included.
fn place(file: &[u8]) -> Result<Option<(usize, usize)>, Damaged> {
    let mut start = None;
    let mut line_start = 0;
    for (end, line) in lines(file) {
        if start.is_none() && line.starts_with(BEGIN.as_bytes()) {
            start = Some(line_start);
        }
        if let Some(start) = start
            && line == END.as_bytes()
        {
            return Ok(Some((start, end)));
        }
        line_start = end;
    }
    if start.is_some() { Err(Damaged) } else { Ok(None) }
}

fn line_has(block: &[u8], word: &str) -> bool {
    lines(block).next().is_some_and(|(_, line)| String::from_utf8_lossy(line).contains(word))
}

fn is_crlf(file: &[u8]) -> bool {
    file.split_inclusive(|&byte| byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r\n"))
}

/// Each line without its end, and where the next one begins.
fn lines(file: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut end = 0;
    file.split_inclusive(|&byte| byte == b'\n').map(move |line| {
        end += line.len();
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        (end, line.strip_suffix(b"\r").unwrap_or(line))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some_block() -> String {
        block("hook run --refs", &["weighbridge".to_owned()], false)
    }

    #[track_caller]
    fn inserted(file: &str) -> Vec<u8> {
        match insert(file.as_bytes(), &some_block()) {
            Ok(Edit::Write(bytes)) => bytes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_lines_stand_behind_the_shebang_and_before_everything_else() {
        let file = String::from_utf8(inserted("#!/bin/sh\nset -e\nexec other \"$@\"\n")).unwrap();
        assert_eq!(file, format!("#!/bin/sh\n{}set -e\nexec other \"$@\"\n", some_block()));
    }

    #[test]
    fn behind_the_line_with_which_husky_8_runs_the_file_again() {
        let husky = "#!/usr/bin/env sh\n. \"$(dirname -- \"$0\")/_/husky.sh\"\n\nnpm test\n";
        let file = String::from_utf8(inserted(husky)).unwrap();
        assert!(file.find("husky.sh").unwrap() < file.find(BEGIN).unwrap(), "{file}");
        assert!(file.find(END).unwrap() < file.find("npm test").unwrap(), "{file}");
    }

    #[test]
    fn the_line_ends_of_the_file_are_kept() {
        let file = String::from_utf8(inserted("#!/bin/sh\r\nnpm test\r\n")).unwrap();
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    }

    #[test]
    fn a_second_time_changes_nothing_and_other_options_replace_the_lines() {
        let once = inserted("#!/bin/sh\nnpm test\n");
        assert_eq!(insert(&once, &some_block()), Ok(Edit::None));
        let other = block("hook run --refs apps/web", &["weighbridge".to_owned()], false);
        let Ok(Edit::Write(twice)) = insert(&once, &other) else { panic!("it must change") };
        let twice = String::from_utf8(twice).unwrap();
        assert_eq!(twice, format!("#!/bin/sh\n{other}npm test\n"));
    }

    #[test]
    fn only_a_file_that_was_made_here_and_holds_nothing_else_is_deleted() {
        let made = format!("#!/bin/sh\n{}", block("hook run", &["weighbridge".to_owned()], true));
        assert_eq!(remove(made.as_bytes()), Ok(Edit::Delete));
        assert_eq!(
            remove(format!("{made}npm test\n").as_bytes()),
            Ok(Edit::Write(b"#!/bin/sh\nnpm test\n".into()))
        );
        assert_eq!(remove(&inserted("#!/bin/sh\n")), Ok(Edit::Write(b"#!/bin/sh\n".into())));
        assert_eq!(remove(b"#!/bin/sh\nnpm test\n"), Ok(Edit::None));
        // Other options later do not make it somebody else's.
        let Ok(Edit::Write(changed)) = insert(made.as_bytes(), &some_block()) else {
            panic!("it must change")
        };
        assert_eq!(remove(&changed), Ok(Edit::Delete));
    }

    #[test]
    fn lines_without_an_end_are_left_alone() {
        let file = format!("#!/bin/sh\n{BEGIN}\nrm -r mine\n");
        assert_eq!(remove(file.as_bytes()), Err(Damaged));
        assert_eq!(insert(file.as_bytes(), &some_block()), Err(Damaged));
    }

    #[test]
    fn shells_are_known_by_their_shebang() {
        for shell in [
            "#!/bin/sh\n",
            "#!/usr/bin/env bash\n",
            "#! /bin/dash -e\r\n",
            "#!/usr/bin/env -S zsh\n",
            "npm test\n",
            "",
        ] {
            assert!(is_shell(shell.as_bytes()), "{shell}");
        }
        for other in ["#!/usr/bin/env python3\n", "#!/usr/bin/env node\n", "#!/usr/bin/fish\n", "\u{7f}ELF\0"]
        {
            assert!(!is_shell(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn words_of_a_shell_are_quoted() {
        assert_eq!(quoted("apps/web"), "apps/web");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }

    proptest! {
        #[test]
        fn what_is_put_in_comes_out_again(body in "(#!/bin/sh\n)?([a-z# >]{0,12}\r?\n){0,6}") {
            prop_assume!(!body.contains(BEGIN));
            let inside = inserted(&body);
            prop_assert_eq!(remove(&inside), Ok(Edit::Write(body.into_bytes())));
        }
    }
}
