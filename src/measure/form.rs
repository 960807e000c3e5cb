//! Whether a compressed form still is its file: what comes out of it, beside the file's bytes.
//!
//! Nothing is kept of what comes out, and nothing is read beyond the first byte that differs: a form that would
//! unpack to terabytes is done with one byte behind the end of its file.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use crate::model::asset::{Encoding, FormContent};

/// Read from the form, and taken out of it, at a time.
const BUFFER_BYTES: usize = 64 << 10;
/// The first byte of streams with the large windows that RFC 7932, section 9.1, calls invalid and no browser takes.
const LARGE_WINDOW: u8 = 0b001_0001;

/// What comes out of `form`, beside the bytes of the file that it is a form of. What cannot be read is not judged.
pub fn content_of_form(encoding: Encoding, form: impl Read, original: &[u8]) -> FormContent {
    let mut form = BufReader::with_capacity(BUFFER_BYTES, form);
    match encoding {
        Encoding::Gzip => compare(MultiGzDecoder::new(form), original),
        Encoding::Brotli => {
            let mut first = [0; 1];
            match form.read_exact(&mut first) {
                Err(_) => FormContent::Broken,
                Ok(()) if first[0] & 0x7f == LARGE_WINDOW => FormContent::Broken,
                Ok(()) => compare(brotli::Decompressor::new(first.chain(form), BUFFER_BYTES), original),
            }
        }
        // Few servers send it from files, and a decoder would be one more dependency.
        Encoding::Zstd => FormContent::Unknown,
    }
}

fn compare(mut unpacked: impl Read, original: &[u8]) -> FormContent {
    let mut rest = original;
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match unpacked.read(&mut buffer) {
            Ok(0) if rest.is_empty() => return FormContent::Same,
            Ok(0) => return FormContent::Different,
            Ok(read) => {
                let Some(after) = buffer.get(..read).and_then(|piece| rest.strip_prefix(piece)) else {
                    return FormContent::Different;
                };
                rest = after;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Browsers show what has come whole, whatever stands behind it.
            Err(_) if rest.is_empty() && !original.is_empty() => return FormContent::Same,
            Err(error) => return broken_by(&error),
        }
    }
}

/// The disk's errors say nothing of what the form holds.
fn broken_by(error: &io::Error) -> FormContent {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    if matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof) {
        FormContent::Broken
    } else {
        FormContent::Unknown
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, repeat};

    use flate2::Compression;
    use flate2::read::GzEncoder;

    use super::content_of_form;
    use crate::model::asset::{Encoding, FormContent};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        GzEncoder::new(text, Compression::new(6)).read_to_end(&mut packed).expect("memory can be read");
        packed
    }

    fn brotli(text: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
        brotli::BrotliCompress(&mut &*text, &mut packed, &parameters).expect("memory can be read");
        packed
    }

    #[track_caller]
    fn check(encoding: Encoding, form: &[u8], original: &[u8], expected: FormContent) {
        assert_eq!(content_of_form(encoding, form, original), expected);
    }

    #[test]
    fn a_form_that_unpacks_to_its_file_is_the_same() {
        let text = "const answer = 42;\n".repeat(20_000).into_bytes();
        let (one, other) = text.split_at(70_000);
        check(Encoding::Gzip, &gzip(&text), &text, FormContent::Same);
        check(Encoding::Gzip, &[gzip(one), gzip(other)].concat(), &text, FormContent::Same);
        check(Encoding::Gzip, &[gzip(&text), b"padding".to_vec()].concat(), &text, FormContent::Same);
        check(Encoding::Brotli, &brotli(&text), &text, FormContent::Same);
        check(Encoding::Gzip, &gzip(b""), b"", FormContent::Same);
        check(Encoding::Brotli, &brotli(b""), b"", FormContent::Same);
    }

    #[test]
    fn a_form_with_other_bytes_is_told_from_one_that_is_broken() {
        let text = "const answer = 42;\n".repeat(20_000).into_bytes();
        for (encoding, pack) in [(Encoding::Gzip, gzip as fn(&[u8]) -> Vec<u8>), (Encoding::Brotli, brotli)] {
            let packed = pack(&text);
            check(encoding, &packed, &text[1..], FormContent::Different);
            check(encoding, &packed, &text[..text.len() - 1], FormContent::Different);
            check(encoding, &packed, &[&text, &b"x"[..]].concat(), FormContent::Different);
            check(encoding, &packed[..packed.len() / 2], &text, FormContent::Broken);
            check(encoding, b"", &text, FormContent::Broken);
            check(encoding, b"<!doctype html>", &text, FormContent::Broken);
        }
    }

    #[test]
    fn a_form_that_never_ends_is_left_behind_the_end_of_its_file() {
        let endless = GzEncoder::new(repeat(0), Compression::new(1));
        assert_eq!(content_of_form(Encoding::Gzip, endless, &[0; 1000]), FormContent::Different);
    }

    #[test]
    fn a_large_window_is_no_brotli() {
        check(Encoding::Brotli, &[0x11, 0x1e, 0x03], b"", FormContent::Broken);
    }
}
