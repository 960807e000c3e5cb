//! The sizes of a file that is not in memory: it is read again for each.

use std::io::{self, BufReader, Read};

use flate2::write::GzEncoder;

use crate::measure::{ByteCounter, Transfer, brotli_parameters};
use crate::model::asset::Sizes;
use crate::model::config::Compression;

/// How much of it is in memory.
const PIECE_BYTES: usize = 1 << 20;

/// What a file of `raw` bytes that `open` gives from its beginning weighs on disk and on the wire: the same as
/// is said of its bytes.
pub fn sizes_of_stream<R: Read>(
    open: &(dyn Fn() -> io::Result<R> + Sync),
    raw: u64,
    transfer: Transfer,
    compression: Compression,
) -> io::Result<Sizes> {
    let is_compressed = match transfer {
        Transfer::Compressed => true,
        Transfer::CompressedIfText => is_text(open()?)?,
        Transfer::AsIs | Transfer::NotSent => false,
    };
    if !is_compressed {
        return Ok(Sizes::incompressible(raw));
    }
    let (gzip, brotli) =
        rayon::join(|| gzip_size(open()?, compression), || brotli_size(open()?, raw, compression));
    Ok(Sizes { raw, gzip: gzip?, brotli: brotli? })
}

fn gzip_size(source: impl Read, compression: Compression) -> io::Result<u64> {
    let mut encoder = GzEncoder::new(ByteCounter::default(), flate2::Compression::new(compression.gzip));
    io::copy(&mut BufReader::with_capacity(PIECE_BYTES, source), &mut encoder)?;
    encoder.finish().map(|counter| counter.bytes)
}

fn brotli_size(source: impl Read, raw: u64, compression: Compression) -> io::Result<u64> {
    let parameters = brotli_parameters(usize::try_from(raw).unwrap_or(usize::MAX), compression);
    let mut source = BufReader::with_capacity(PIECE_BYTES, source);
    let mut counter = ByteCounter::default();
    brotli::BrotliCompress(&mut source, &mut counter, &parameters)?;
    Ok(counter.bytes)
}

/// Whether it is UTF-8 without a NUL.
fn is_text(mut source: impl Read) -> io::Result<bool> {
    let mut buffer = vec![0; PIECE_BYTES];
    // The bytes of a character that the last piece ended in.
    let mut begun = 0;
    loop {
        let read = source.read(buffer.get_mut(begun..).unwrap_or_default())?;
        if read == 0 {
            return Ok(begun == 0);
        }
        let filled = begun + read;
        let piece = buffer.get(..filled).unwrap_or_default();
        let whole = match std::str::from_utf8(piece) {
            Ok(_) => filled,
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if piece.contains(&0) {
            return Ok(false);
        }
        buffer.copy_within(whole..filled, 0);
        begun = filled - whole;
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{is_text, sizes_of_stream};
    use crate::measure::{Transfer, brotli_size, gzip_size, is_compressed};
    use crate::model::asset::Sizes;
    use crate::model::config::Compression;

    fn sizes(bytes: &[u8], transfer: Transfer, compression: Compression) -> Sizes {
        let raw = bytes.len() as u64;
        if !is_compressed(bytes, transfer) {
            return Sizes::incompressible(raw);
        }
        Sizes { raw, gzip: gzip_size(bytes, compression), brotli: brotli_size(bytes, compression) }
    }

    #[test]
    fn the_sizes_of_a_stream_are_those_of_its_bytes() {
        let mut text = String::new();
        for number in 0..60_000 {
            writeln!(text, "const a{number} = \"\u{e4}{}\";", number * 7).expect("a text takes it");
        }
        let binary = [text.as_bytes(), b"\0"].concat();
        for bytes in [text.as_bytes(), &binary, b"", b"a"] {
            for transfer in [Transfer::Compressed, Transfer::CompressedIfText, Transfer::AsIs] {
                let compression = Compression { brotli: 5, ..Compression::CDN };
                let streamed = sizes_of_stream(&|| Ok(bytes), bytes.len() as u64, transfer, compression);
                let streamed = streamed.expect("it can be read");
                let raw = bytes.len() as u64;
                let expected = if is_compressed(bytes, transfer) {
                    let (gzip, brotli) = (gzip_size(bytes, compression), brotli_size(bytes, compression));
                    Sizes { raw, gzip, brotli }
                } else {
                    Sizes::incompressible(raw)
                };
                assert_eq!(streamed, expected, "{raw} bytes");
            }
        }
    }

    #[test]
    fn a_character_may_stand_across_two_pieces() {
        let text = format!("a{}", "\u{20ac}".repeat(1_000_000));
        assert!(is_text(text.as_bytes()).expect("it can be read"));
        let cut = &text.as_bytes()[..text.len() - 1];
        assert!(!is_text(cut).expect("it can be read"));
    }
}
