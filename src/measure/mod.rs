//! Bytes of a file in, its sizes out: raw, gzip and Brotli.
//!
//! Formats that are compressed already are sent as they are; source maps are not sent to visitors at all.
//! The numbers are those of the compressors at the given levels with their default windows (gzip 32 KiB,
//! Brotli 4 MiB), and the same on every machine.

mod bounds;
mod compressible;
mod form;
mod precompressed;
mod stream;

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::write::GzEncoder;

use crate::model::config::Compression;

pub use bounds::{brotli_between, gzip_between};
pub use compressible::{Transfer, transfer_of};
pub use form::content_of_form;
pub use precompressed::{FoundForm, join_precompressed};
pub use stream::sizes_of_stream;

/// Brotli's largest window for the web, and the one that servers and other tools use.
const BROTLI_WINDOW_BITS: i32 = 22;

/// What compresses, with its version: what was measured with another one is measured anew.
pub const COMPRESSORS: &str = "flate2 1.1.10, zlib-rs 0.6.8, brotli 9.1.1";

/// Whether servers compress a file with these bytes.
pub fn is_compressed(bytes: &[u8], transfer: Transfer) -> bool {
    match transfer {
        Transfer::Compressed => true,
        Transfer::CompressedIfText => std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')),
        Transfer::AsIs | Transfer::NotSent => false,
    }
}

/// About the memory that Brotli's encoder takes for so many bytes of script, at its highest level: measured from 10 kB
/// (0.5 MB) and 500 kB (17 MB) to 3 MB (42 MB) and 15 MB (100 MB).
pub fn memory_for(bytes: usize) -> u64 {
    let bytes = bytes as u64;
    bytes.min(256 << 10) * 48 + bytes.min(8 << 20) * 10
}

/// The size of `bytes` as a gzip file without a name in its header.
pub fn gzip_size(bytes: &[u8], compression: Compression) -> u64 {
    let mut encoder = GzEncoder::new(ByteCounter::default(), flate2::Compression::new(compression.gzip));
    // Writing to a counter cannot fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_or(0, |counter| counter.bytes)
}

/// The size of `bytes` as a Brotli stream.
pub fn brotli_size(bytes: &[u8], compression: Compression) -> u64 {
    let parameters = brotli_parameters(bytes.len(), compression);
    let mut counter = ByteCounter::default();
    // Reading a slice and writing to a counter cannot fail.
    let written = brotli::BrotliCompress(&mut &*bytes, &mut counter, &parameters);
    written.map_or(0, |_| counter.bytes)
}

fn brotli_parameters(bytes: usize, compression: Compression) -> BrotliEncoderParams {
    BrotliEncoderParams {
        quality: i32::try_from(compression.brotli).unwrap_or(11),
        lgwin: BROTLI_WINDOW_BITS,
        // Without it the encoder picks its tables for an unknown length: 2.7 % too large on big files.
        size_hint: bytes,
        ..BrotliEncoderParams::default()
    }
}

/// Counts what is written to it and keeps nothing.
#[derive(Default)]
struct ByteCounter {
    bytes: u64,
}

impl Write for ByteCounter {
    fn write(&mut self, written: &[u8]) -> io::Result<usize> {
        self.bytes += written.len() as u64;
        Ok(written.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{brotli_size, gzip_size};
    use crate::model::config::Compression;

    #[test]
    fn the_versions_of_the_compressors_are_those_that_are_built_in() {
        let lock = include_str!("../../Cargo.lock");
        for compressor in super::COMPRESSORS.split(", ") {
            let (name, version) = compressor.split_once(' ').expect("a name and a version");
            assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{compressor}");
        }
    }

    #[test]
    fn an_empty_file_costs_a_header_and_nothing_else() {
        // RFC 1952: 10 bytes of header, 2 of an empty block, 8 of trailer. RFC 7932: one byte.
        assert_eq!(gzip_size(b"", Compression::MAX), 20);
        assert_eq!(brotli_size(b"", Compression::MAX), 1);
    }

    #[test]
    fn the_gzip_size_is_that_of_a_file_that_unpacks_to_the_same_bytes() {
        let text = "const answer = 42;\n".repeat(500);
        let mut packed = Vec::new();
        let mut encoder = flate2::read::GzEncoder::new(text.as_bytes(), flate2::Compression::new(9));
        encoder.read_to_end(&mut packed).expect("memory can be read");
        assert_eq!(gzip_size(text.as_bytes(), Compression::MAX), packed.len() as u64);
    }

    #[test]
    fn harder_compression_is_never_larger_on_text() {
        let text = include_str!("mod.rs").repeat(3);
        assert!(gzip_size(text.as_bytes(), Compression::MAX) <= gzip_size(text.as_bytes(), Compression::CDN));
        assert!(
            brotli_size(text.as_bytes(), Compression::MAX) <= brotli_size(text.as_bytes(), Compression::CDN)
        );
    }
}
