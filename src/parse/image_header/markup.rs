//! Text under the name of an image: an SVG, or what is found in an image's place when something went wrong.
//!
//! Takes the head of a file that is no raster image. The first element decides; nothing is expanded, so entities of a
//! DOCTYPE cost nothing.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::model::image::ImageHeader;
use crate::parse::image_header::fields::{be16, le16};
use crate::parse::image_header::{Head, Unread, svg};

/// Longer SVGs than this are read so far and no further.
const MOST_BYTES: usize = 8 << 20;
/// Source: <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// Reads an SVG; the error says what the file is instead.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Unread> {
    let unread = |message: &str, is_image| Unread { message: message.to_owned(), is_image };
    let none = |message| Err(unread(message, false));
    if head.bytes.starts_with(LFS_POINTER) {
        return none("is a pointer of Git LFS, not the image itself: run `git lfs pull` before the build");
    }
    let bytes = head.bytes.get(..MOST_BYTES).unwrap_or(head.bytes);
    let is_whole = head.length <= bytes.len() as u64;
    let text = decoded(bytes);
    let text = text.trim_start_matches('\u{FEFF}').trim_ascii_start();
    if !text.starts_with('<') {
        return none("is no image: its first bytes are those of no known format");
    }
    match root(text) {
        Root::Svg => svg::read(text, is_whole)
            .map(|header| within(header, head.length))
            .map_err(|message| unread(message, true)),
        Root::Html => none("is an HTML page, not an image"),
        Root::Other => none("is XML, but no SVG image"),
        Root::Unseen if text.contains("<svg") => Err(unread(svg::CUT_SHORT, true)),
        Root::Unseen => none("is no image: it is markup without an element"),
    }
}

/// Bytes that are no text, NULs and references to characters can be longer as text than in the file.
fn within(mut header: ImageHeader, length: u64) -> ImageHeader {
    let mut rest = length;
    for part in &mut header.metadata {
        part.bytes = part.bytes.min(rest);
        rest -= part.bytes;
    }
    header.embedded = header.embedded.min(length);
    header
}

/// UTF-16 has its mark in front; all else is UTF-8, as far as names of elements go.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let unit = match bytes {
        [0xFE, 0xFF, ..] => be16,
        [0xFF, 0xFE, ..] => le16,
        _ => return String::from_utf8_lossy(bytes),
    };
    let units: Vec<u16> = (0..bytes.len() / 2).filter_map(|at| unit(bytes, 2 * at)).collect();
    String::from_utf16_lossy(&units).into()
}

/// What the first element says.
enum Root {
    Svg,
    Html,
    Other,
    /// There is none.
    Unseen,
}

fn root(text: &str) -> Root {
    let mut tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span());
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::Doctype(doctype) if doctype.name.eq_ignore_ascii_case(b"html") => return Root::Html,
            Token::StartTag(tag) => {
                return match tag.name.as_slice() {
                    b"svg" | b"svg:svg" => Root::Svg,
                    b"html" | b"head" | b"body" | b"title" | b"meta" | b"script" | b"div" | b"h1" | b"p"
                    | b"center" => Root::Html,
                    _ => Root::Other,
                };
            }
            _ => {}
        }
    }
    Root::Unseen
}
