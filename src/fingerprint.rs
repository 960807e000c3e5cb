//! The bytes of one file -> what it is known by in another build.
//!
//! Names and references change with every build, and minifiers give locals other letters. What stays is the text but
//! for the content hashes in it, and the longer words of it: names of properties, texts and keywords.

use std::ops::Range;

use siphasher::sip::SipHasher13;

use crate::model::fingerprint::{ContentHash, Fingerprint, WordSample};

/// Shorter words are what minifiers name things; they change from build to build.
const SHORTEST_WORD: usize = 5;
/// A longer run of letters is data.
const LONGEST_WORD: usize = 64;

/// What a file is known by that is known by its hash alone, such as an image.
pub fn of_hash(hash: &blake3::Hash) -> Fingerprint {
    let content = content_hash(hash);
    Fingerprint { content, without_references: content, words: WordSample::default() }
}

/// What a file with that hash is known by. `references` are the places of the content hashes in it: sorted, none within
/// another one.
pub fn of_bytes(bytes: &[u8], hash: &blake3::Hash, references: &[Range<usize>]) -> Fingerprint {
    let content = content_hash(hash);
    let mut without_references = content;
    let pieces = || pieces(bytes, references);
    if !references.is_empty() {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces() {
            hasher.update(piece);
        }
        without_references = content_hash(&hasher.finalize());
    }
    let is_text = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
    let words =
        if is_text { WordSample::of(pieces().flat_map(words).collect()) } else { WordSample::default() };
    Fingerprint { content, without_references, words }
}

fn content_hash(hash: &blake3::Hash) -> ContentHash {
    let mut first = [0; 16];
    first.copy_from_slice(&hash.as_bytes()[..16]);
    ContentHash(first)
}

/// What stands between the references.
fn pieces<'b>(bytes: &'b [u8], references: &'b [Range<usize>]) -> impl Iterator<Item = &'b [u8]> {
    let starts = std::iter::once(0).chain(references.iter().map(|range| range.end));
    let ends = references.iter().map(|range| range.start).chain([bytes.len()]);
    starts.zip(ends).filter_map(|(start, end)| bytes.get(start..end))
}

/// The hashes of the words in a piece of text. `SipHash` is specified to the bit, so that reports of all machines and
/// versions can be compared.
fn words(text: &[u8]) -> impl Iterator<Item = u32> {
    let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let runs = text.split(move |byte| !is_of_word(byte));
    let words = runs.filter(|run| (SHORTEST_WORD..=LONGEST_WORD).contains(&run.len()));
    let hasher = SipHasher13::new();
    words.map(move |word| u32::try_from(hasher.hash(word) >> 32).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use crate::model::fingerprint::Fingerprint;

    fn of_bytes(bytes: &[u8], references: &[Range<usize>]) -> Fingerprint {
        super::of_bytes(bytes, &blake3::hash(bytes), references)
    }

    #[test]
    fn references_are_no_part_of_what_a_text_is_known_by() {
        let (one, other) = (b"import'./a-AAAA1111.js';go()", b"import'./a-BBBB2222.js';go()");
        let references = [11..19, 28..28];
        let (one, other) = (of_bytes(one, &references), of_bytes(other, &references));
        assert_ne!(one.content, other.content);
        assert_eq!(one.without_references, other.without_references);
        assert_eq!(one.words, other.words);
        assert_ne!(one.content, one.without_references);
    }

    #[test]
    fn a_text_without_references_is_known_by_its_bytes() {
        let known = of_bytes(b"console.log('hello')", &[]);
        assert_eq!(known.content, known.without_references);
        assert_eq!(known.words.0.len(), 2);
        // What other machines and versions write, too.
        assert_eq!(known.words.to_string(), "e2e77b41e896d9a1");
    }

    #[test]
    fn locals_of_minifiers_are_no_words() {
        let words = |text: &str| of_bytes(text.as_bytes(), &[]).words;
        assert_eq!(words("let a=b.children;c(a,'greeting')"), words("let _1=$x.children;q(_1,'greeting')"));
        assert_ne!(words("a.children"), words("a.childNodes"));
        assert_eq!(words("a.b=c;if(d)e()").0.len(), 0);
    }

    #[test]
    fn what_is_no_text_has_no_words() {
        assert_eq!(of_bytes(b"\0asm children greeting", &[]).words.0.len(), 0);
        assert_eq!(of_bytes(b"children \xff greeting", &[]).words.0.len(), 0);
        assert_eq!(of_bytes(b"", &[]).words.0.len(), 0);
    }
}
