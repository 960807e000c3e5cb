//! What a file is known by, so that it is found again in another build: a hash of its bytes, the same without the
//! references to other files, and the words in it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What one file is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// All of its bytes.
    pub content: ContentHash,
    /// Its bytes without the content hashes that stand in the names of the build's files: equal where nothing but
    /// references changed. Equal to `content` where none is in it.
    pub without_references: ContentHash,
    /// A sample of the words in it; empty for what is no text.
    pub words: WordSample,
}

/// The first 128 bits of a BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentHash(pub [u8; 16]);

impl ContentHash {
    /// Reads what it is shown as: 32 hex digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let bytes = digits.chunks(2).map(|pair| u8::try_from(hex(pair)?).ok());
        let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
        (digits.len() == 32).then(|| bytes.try_into().ok().map(Self)).flatten()
    }
}

/// A number in hex digits, of which there are at most 8.
fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, &digit| {
        let value = char::from(digit).to_digit(16)?;
        number.checked_mul(16)?.checked_add(value)
    })
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

/// Hashes of some of the distinct words of a text, sorted: the same words of every text are taken, so that samples can
/// be compared.
///
/// All hashes below [`EVERY`] of the range are kept, or at least the [`FEWEST`] smallest. (Broder's sketches, "On the
/// resemblance and containment of documents", 1997: of these two kinds the first tells containment, too; the second
/// keeps something of a short text.) So each sample is the *whole* set below some hash, and two are compared below the
/// smaller of theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordSample(pub Vec<u32>);

/// One word of so many is kept.
pub const EVERY: u32 = 64;

/// So many are kept in any case. A share that is estimated from so many is right within a quarter in 19 cases of 20.
pub const FEWEST: usize = 16;

/// What two samples have in common, below the hash up to which both of them are whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Words that are in both.
    pub common: usize,
    /// Words of the one.
    pub one: usize,
    /// Words of the other.
    pub other: usize,
}

impl Overlap {
    /// How alike both are: the words in both of those in either (Jaccard's index); 0 where there are none.
    pub fn resemblance(self) -> f64 {
        ratio(self.common, (self.one + self.other).saturating_sub(self.common))
    }

    /// How much of the one is in the other; 0 where the one has no words.
    pub fn containment(self) -> f64 {
        ratio(self.common, self.one)
    }
}

/// Both are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "samples have thousands of words, not 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How many numbers two sorted lists without repetitions have in common.
pub fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut mine, mut theirs) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0;
    while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
        let order = a.cmp(b);
        common += usize::from(order.is_eq());
        if order.is_le() {
            mine.next();
        }
        if order.is_ge() {
            theirs.next();
        }
    }
    common
}

impl WordSample {
    /// Of the hashes of all words of a text those that are kept.
    pub fn of(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let kept = hashes.partition_point(|&hash| hash < u32::MAX / EVERY);
        hashes.truncate(kept.max(FEWEST));
        hashes.shrink_to_fit();
        Self(hashes)
    }

    /// Reads what [`fmt::Display`] writes: 8 hex digits a word, ascending.
    pub fn from_hex(text: &str) -> Option<Self> {
        let words: Option<Vec<u32>> = text.as_bytes().chunks(8).map(hex).collect();
        let words = words.filter(|words| text.len() == 8 * words.len())?;
        words.is_sorted_by(|one, next| one < next).then_some(Self(words))
    }

    /// The words that both have, and those that each has.
    ///
    /// Two texts with the same words overlap wholly, and two with none not at all; in between it is an estimate from
    /// `one` and `other` words, of which there are few where one text is short and the other long.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let last = self.whole_up_to().min(other.whole_up_to());
        let below = |sample: &Self| sample.0.partition_point(|&hash| hash <= last);
        let (one, others) = (below(self), below(other));
        let mine = self.0.get(..one).unwrap_or_default();
        let common = common(mine, other.0.get(..others).unwrap_or_default());
        Overlap { common, one, other: others }
    }

    /// The hash up to which it holds every word of its text.
    fn whole_up_to(&self) -> u32 {
        match self.0.last() {
            Some(&last) if FEWEST <= self.0.len() => last.max(u32::MAX / EVERY - 1),
            // The text has no other words.
            _ => u32::MAX,
        }
    }
}

impl fmt::Display for WordSample {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(formatter, "{word:08x}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{ContentHash, FEWEST, Overlap, WordSample};

    /// The hash of the word with a number: any that spreads well.
    fn hash(number: u32) -> u32 {
        let mixed = (u64::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        u32::try_from((mixed ^ (mixed >> 29)) >> 32).unwrap_or_default()
    }

    fn sample(words: std::ops::Range<u32>) -> WordSample {
        WordSample::of(words.map(hash).collect())
    }

    #[test]
    fn equal_words_overlap_wholly_and_other_words_not_at_all() {
        for count in [1, 15, 16, 17, 200, 5_000] {
            let overlap = sample(0..count).overlap(&sample(0..count));
            assert!((overlap.resemblance() - 1.0).abs() < 1e-9, "{count}: {overlap:?}");
            assert_eq!(sample(0..count).overlap(&sample(100_000..100_000 + count)).common, 0);
        }
        assert_eq!(WordSample::default().overlap(&sample(0..9)), Overlap { common: 0, one: 0, other: 9 });
        assert!(WordSample::default().overlap(&WordSample::default()).resemblance().abs() < 1e-9);
    }

    #[test]
    fn a_small_text_is_seen_to_be_in_a_large_one_and_not_the_other_way() {
        let (small, large) = (sample(0..2_000), sample(0..20_000));
        assert!((small.overlap(&large).containment() - 1.0).abs() < 1e-9);
        let share = large.overlap(&small).containment();
        assert!((0.05..0.15).contains(&share), "{share}");
        let half = sample(1_000..3_000).overlap(&small).containment();
        assert!((0.3..0.7).contains(&half), "{half}");
    }

    #[test]
    fn what_is_no_hex_is_no_hash() {
        for text in ["", "00", "+1", "zz", &"0".repeat(31), &"0".repeat(33), &"+f".repeat(16), "äöüäöüäö"]
        {
            assert_eq!(ContentHash::from_hex(text), None, "{text}");
        }
        for text in ["0", "0000000g", "+0000001", "0000000200000001", "0000000100000001", "000000010"] {
            assert_eq!(WordSample::from_hex(text), None, "{text}");
        }
        assert_eq!(WordSample::from_hex(""), Some(WordSample::default()));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(bytes: [u8; 16], words: Vec<u32>) {
            let (content, sample) = (ContentHash(bytes), WordSample::of(words));
            prop_assert_eq!(ContentHash::from_hex(&content.to_string()), Some(content));
            prop_assert_eq!(WordSample::from_hex(&sample.to_string()), Some(sample));
        }

        #[test]
        fn an_overlap_is_that_of_the_sets_and_symmetric(
            one in prop::collection::vec(0..2_000_u32, 0..600),
            other in prop::collection::vec(0..2_000_u32, 0..600),
        ) {
            let of = |words: &[u32]| WordSample::of(words.iter().copied().map(hash).collect());
            let set = |words: &[u32]| words.iter().copied().collect::<BTreeSet<u32>>();
            let (there, back) = (of(&one).overlap(&of(&other)), of(&other).overlap(&of(&one)));
            prop_assert_eq!((there.common, there.one, there.other), (back.common, back.other, back.one));
            prop_assert!(there.common <= there.one.min(there.other));
            let (one, other) = (set(&one), set(&other));
            if one.len().max(other.len()) < FEWEST {
                let exact = Overlap {
                    common: one.intersection(&other).count(), one: one.len(), other: other.len(),
                };
                prop_assert_eq!(there, exact);
            }
        }

        #[test]
        fn more_words_never_take_a_sample_out_of_the_whole(words in prop::collection::vec(any::<u32>(), 0..3_000)) {
            let half = WordSample::of(words.iter().copied().step_by(2).collect());
            let overlap = half.overlap(&WordSample::of(words));
            prop_assert_eq!(overlap.common, overlap.one);
        }
    }
}
