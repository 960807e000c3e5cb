//! EDGE. A pack while it is written: a file of another name, which gets its own when it is whole.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

use crate::cache::folder::{self, TAG, UNFINISHED};
use crate::cache::key::{Half, Seal};
use crate::cache::pack::{self, Index};

/// Written at once, so that small entries do not cost a call each.
const BUFFER: usize = 256 << 10;

const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # What weighbridge measured, by content. It can be deleted at any time: weighbridge cache clear\n";

/// A pack that is being written.
#[derive(Debug)]
pub(crate) struct Writer {
    file: NamedTempFile,
    index: Index,
    /// What is not in the file yet.
    buffer: Vec<u8>,
    /// How many bytes the file has.
    written: u64,
    seal: Seal,
}

impl Writer {
    /// Begins a pack in `folder`, which is made if it is not there.
    pub(crate) fn create(folder: &Path, seal: Seal) -> io::Result<Self> {
        make(folder)?;
        let file = tempfile::Builder::new().prefix(UNFINISHED).rand_bytes(12).tempfile_in(folder)?;
        // Until it is closed, whoever sees the file knows that it is being written. Where it cannot be locked, its age
        // must do.
        drop(file.as_file().try_lock());
        Ok(Self { file, index: Index::new(), buffer: pack::header(&seal), written: 0, seal })
    }

    /// Adds an entry, checksum and payload. `false` where there is one of that key or no room.
    pub(crate) fn add(&mut self, half: Half, entry: &[u8]) -> io::Result<bool> {
        if !self.index.add(half, entry.len()) {
            return Ok(false);
        }
        self.buffer.extend(entry);
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(true)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.buffer)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Notes that an entry of another pack was used.
    pub(crate) fn mark(&mut self, half: Half) {
        self.index.mark(half);
    }

    /// Checksum and payload of an entry that was added.
    pub(crate) fn entry(&self, half: &Half) -> Option<Vec<u8>> {
        let record = self.index.find(half).filter(|record| !record.is_mark())?;
        let offset = u64::from(record.offset);
        let bytes = usize::try_from(record.bytes()).ok()?;
        if let Some(at) = offset.checked_sub(self.written) {
            let start = usize::try_from(at).ok()?;
            return self.buffer.get(start..start.checked_add(bytes)?).map(<[u8]>::to_vec);
        }
        let mut entry = vec![0; bytes];
        folder::read_exact_at(self.file.as_file(), &mut entry, offset).ok()?;
        Some(entry)
    }

    /// How many bytes the entries have.
    pub(crate) fn bytes(&self) -> u64 {
        self.index.end()
    }

    /// Whether no further entry fits.
    pub(crate) fn is_full(&self) -> bool {
        self.index.is_full()
    }

    /// Gives the pack its name, under which others see it; its path. `used` is when its entries were used last, if that
    /// is not now. Nothing is written without entries.
    pub(crate) fn finish(mut self, folder: &Path, used: Option<SystemTime>) -> io::Result<Option<PathBuf>> {
        if self.index.is_empty() {
            return Ok(None);
        }
        self.buffer.extend(self.index.ending());
        self.flush()?;
        if let Some(used) = used {
            self.file.as_file().set_modified(used)?;
        }
        let path = folder::pack_path(folder, &self.index.name(&self.seal));
        self.file.persist(&path).map_err(|error| error.error)?;
        Ok(Some(path))
    }
}

/// Makes the folder, for its owner alone, and tags it.
fn make(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(_) => {}
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // Two runs may do this at once; a tag that could not be written costs nothing but a copy in a backup.
    let tagged = fs::OpenOptions::new().write(true).create_new(true).open(folder.join(TAG));
    drop(tagged.and_then(|mut tag| tag.write_all(TAG_TEXT.as_bytes())));
    Ok(())
}
