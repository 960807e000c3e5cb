//! What a release is made of fits together: the files that the crate brings along, the names of the archives, and the
//! platforms of the npm packages.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests look at the files of the repository"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

const TARGETS: [&str; 5] = [
    "aarch64-apple-darwin",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
    "x86_64-unknown-linux-musl",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files that a source takes in when it is compiled, from the repository's root and with `/`.
fn taken_in(source: &Path, text: &str) -> Vec<String> {
    ["include_str!(\"", "include_bytes!(\""]
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(path, _)| from_root(&source.parent().expect("a file lies in a folder").join(path)))
        .collect()
}

/// `src/packages/../../data/a.json` is `data/a.json`.
fn from_root(path: &Path) -> String {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

/// The targets that a text names.
fn targets_in(text: &str) -> BTreeSet<&str> {
    let starts = text.match_indices("x86_64-").chain(text.match_indices("aarch64-"));
    starts
        .map(|(start, _)| {
            let rest = &text[start..];
            let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"_-".contains(letter));
            rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest)
        })
        .collect()
}

#[test]
fn what_a_source_takes_in_is_found() {
    let source = "const A: &str = include_str!(\"../../data/a.json\"); include_bytes!(\"page.html\")";
    assert_eq!(taken_in(Path::new("src/report/html.rs"), source), ["data/a.json", "src/report/page.html"]);
}

#[test]
fn the_crate_has_every_file_that_its_sources_take_in() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8_lossy(&output.stdout).replace('\\', "/");
    let listed: BTreeSet<&str> = listed.lines().collect();

    let mut checked = 0;
    for source in
        listed.iter().filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "rs"))
    {
        for file in taken_in(&PathBuf::from(source), &text(source)) {
            assert!(
                listed.contains(file.as_str()),
                "{source} takes in {file}: add it to `include` in Cargo.toml"
            );
            checked += 1;
        }
    }
    assert!(checked > 0, "no source takes in a file");
}

#[test]
fn the_workflow_builds_what_the_npm_packages_are_made_of() {
    let expected = BTreeSet::from(TARGETS);
    assert_eq!(targets_in(&text(".github/workflows/release.yml")), expected);
    assert_eq!(targets_in(&text("npm/platforms.mjs")), expected);
}

#[test]
fn every_install_guide_names_archives_that_there_are() {
    let guide = text("docs/install.md");
    let named = targets_in(&guide);
    let known = BTreeSet::from(TARGETS);
    assert!(!named.is_empty() && named.is_subset(&known), "{named:?}");
}

#[test]
fn releases_are_built_with_the_rust_that_is_asked_for() {
    let manifest = text("Cargo.toml");
    let (_, rest) = manifest.split_once("\nrust-version = \"").expect("Cargo.toml has a rust-version");
    let (version, _) = rest.split_once('"').expect("it is quoted");
    let workflow = text(".github/workflows/release.yml");
    assert!(
        workflow.contains(&format!("\n  RUST: {version}.")),
        "release.yml has another Rust than {version}"
    );
}

/// Made by the script that the workflow runs; it needs GNU tar.
#[cfg(target_os = "linux")]
mod archives {
    use std::env;

    use super::{Command, TARGETS, fs, root, text};

    /// The names that `cargo binstall` asks for.
    fn asked_for(version: &str, target: &str) -> (String, String) {
        let manifest = text("Cargo.toml");
        let section = format!("[package.metadata.binstall.overrides.{target}]");
        let section =
            if manifest.contains(&section) { section } else { "[package.metadata.binstall]".to_owned() };
        let (_, settings) = manifest.split_once(&section).expect("Cargo.toml has settings for binstall");
        let windows = target.contains("windows");
        let filled = |settings: &str, key: &str| {
            let (_, value) = settings.split_once(&format!("\n{key} = \"")).expect("the key is set");
            let (value, _) = value.split_once('"').expect("it is quoted");
            value
                .replace("{ repo }", "")
                .replace("{ name }", "weighbridge")
                .replace("{ bin }", "weighbridge")
                .replace("{ version }", version)
                .replace("{ target }", target)
                .replace("{ binary-ext }", if windows { ".exe" } else { "" })
        };
        let url = filled(settings, "pkg-url");
        let (_, file) = url.rsplit_once('/').expect("a URL has a path");
        (file.to_owned(), filled(&manifest, "bin-dir"))
    }

    #[test]
    fn have_the_names_and_contents_that_binstall_asks_for_and_right_checksums() {
        let home = env::temp_dir().join(format!("weighbridge-archives-{}", std::process::id()));
        let _ = fs::remove_dir_all(&home);
        for target in TARGETS {
            let folder = home.join(format!("binaries/binary-{target}"));
            fs::create_dir_all(&folder).expect("a folder is made");
            let name = if target.contains("windows") { "weighbridge.exe" } else { "weighbridge" };
            fs::write(folder.join(name), target).expect("a file is written");
        }
        let run = |program: &str, arguments: &[&str]| {
            let output = Command::new(program).args(arguments).current_dir(&home).output().expect("it runs");
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let script = root().join(".ci/archives").display().to_string();
        let has_zip = Command::new("zip").arg("-v").output().is_ok();
        if !has_zip {
            fs::remove_dir_all(home.join("binaries/binary-x86_64-pc-windows-msvc"))
                .expect("it can be left out");
        }
        run("bash", &[&script, "1.2.3", "binaries", "out"]);

        run("sh", &["-c", "cd out && sha256sum --check --strict SHA256SUMS"]);
        let sums = fs::read_to_string(home.join("out/SHA256SUMS")).expect("there are sums");
        for target in TARGETS {
            let (archive, binary) = asked_for("1.2.3", target);
            if target.contains("windows") {
                assert_eq!(archive, format!("weighbridge-1.2.3-{target}.zip"));
                assert!(!has_zip || sums.contains(&archive), "{sums}");
                continue;
            }
            assert!(sums.contains(&archive), "{sums}");
            let contents =
                run("tar", &["--extract", "--to-stdout", "--file", &format!("out/{archive}"), &binary]);
            assert_eq!(contents, target);
        }
        fs::remove_dir_all(&home).expect("it is cleaned up");
    }
}
