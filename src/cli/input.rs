//! EDGE. Reads files whose size nobody vouches for: no more than so many bytes of them.

#![expect(clippy::disallowed_methods, reason = "this is the edge where files of the command line are read")]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a file; `None` where they are more than `most`.
pub(crate) fn file(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    from(File::open(path)?, most)
}

/// The bytes of stdin; `None` where they are more than `most`.
pub(crate) fn stdin(most: u64) -> io::Result<Option<Vec<u8>>> {
    from(io::stdin().lock(), most)
}

fn from(source: impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let length = source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((length as u64 <= most).then_some(bytes))
}
