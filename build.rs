//! EDGE. The sources of this tool -> `WEIGHBRIDGE_SOURCES`, a number that is another one for other sources.
//!
//! What is kept in the cache was found out by some version of the code; another one must not take it for its own, and
//! between two releases the version in Cargo.toml does not tell them apart. Cargo.lock counts, since parsers are
//! libraries; the place of the sources, and the order in which a directory is listed, do not.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What the result of a run hangs on.
const SOURCES: [&str; 3] = ["src", "data", "Cargo.lock"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hash = Fnv::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        add(&root, Path::new(source), &mut hash)?;
    }
    println!("cargo::rustc-env=WEIGHBRIDGE_SOURCES={:016x}", hash.0);
    Ok(())
}

/// Adds a file with its name, or all that is in a folder; nothing where there is nothing.
fn add(root: &Path, path: &Path, hash: &mut Fnv) -> io::Result<()> {
    let place = root.join(path);
    if place.is_dir() {
        let mut names = fs::read_dir(&place)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort();
        return names.iter().try_for_each(|name| add(root, &path.join(name), hash));
    }
    if place.is_file() {
        hash.add(path.to_string_lossy().replace('\\', "/").as_bytes());
        hash.add(&fs::read(&place)?);
    }
    Ok(())
}

/// FNV-1a, 64 bits (RFC 9923): nobody gains from sources with the same hash.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
