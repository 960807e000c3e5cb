//! What a compressed size lies between, found out in a fraction of the time that the size itself takes.
//!
//! Formats do not promise that harder compression gives less, so that the margins are measured: over 17,533 files of 13
//! production builds and of the fixtures, and on random input in the tests below. docs/verdict.md has the figures.

use crate::measure::{brotli_size, gzip_size};
use crate::model::bounds::Between;
use crate::model::config::Compression;

/// The quality below all others that looks for matches well: 15 times as fast as 11 or more, and a quarter larger.
const BROTLI: u32 = 2;
/// Quality 11 came out larger than quality 2 by up to 11 bytes, in small files alone; in files of more than 2 kB it was
/// smaller by 0.65 % at least. In noise of few symbols, by up to 101 bytes in 100,000.
const BROTLI_MARGIN: u64 = 64;
/// Qualities below this one are not measured beside quality 2, and take little time: they are found out as they are.
const HARD_BROTLI: u32 = 10;

/// Half as far from the size, in twice the time.
const CLOSER_BROTLI: u32 = 5;
/// Quality 11 came out larger than quality 5 by up to 2.6 % and, in tiny files, 35 bytes.
const CLOSER_BROTLI_MARGIN: u64 = 16;

/// Two and a half times as fast as 9, and a tenth larger.
const GZIP: u32 = 2;
/// Level 9 came out larger than level 2 by up to 5.7 %, and in noise of few symbols by up to 10.2 %.
const GZIP_MARGIN: u64 = 6;

/// In tiny files a few bytes are many in a hundred.
const MARGIN_BYTES: u64 = 64;

/// What the bytes weigh as Brotli.
pub fn brotli_between(bytes: &[u8], compression: Compression) -> Between {
    if compression.brotli < HARD_BROTLI {
        return Between::exact(brotli_size(bytes, compression));
    }
    up_to(bytes, brotli_size(bytes, Compression { brotli: BROTLI, ..compression }), BROTLI_MARGIN)
}

/// Likewise, closer and in more time.
pub fn brotli_closer(bytes: &[u8], compression: Compression) -> Between {
    if compression.brotli < HARD_BROTLI {
        return Between::exact(brotli_size(bytes, compression));
    }
    let quick = brotli_size(bytes, Compression { brotli: CLOSER_BROTLI, ..compression });
    up_to(bytes, quick, CLOSER_BROTLI_MARGIN)
}

/// What the bytes weigh as gzip.
pub fn gzip_between(bytes: &[u8], compression: Compression) -> Between {
    if compression.gzip <= GZIP {
        return Between::exact(gzip_size(bytes, compression));
    }
    up_to(bytes, gzip_size(bytes, Compression { gzip: GZIP, ..compression }), GZIP_MARGIN)
}

/// Up to one `margin`th more than what was found quickly. Nothing is certain of how little it may be.
fn up_to(bytes: &[u8], quick: u64, margin: u64) -> Between {
    let stored = Between::unmeasured(bytes.len() as u64);
    let high = quick.saturating_add(quick / margin).saturating_add(MARGIN_BYTES);
    Between { low: 0, high: high.min(stored.high) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{brotli_between, brotli_closer, gzip_between};
    use crate::measure::{brotli_size, gzip_size};
    use crate::model::config::Compression;

    /// Contents of the kinds that builds have, and of some that they have not.
    fn contents() -> impl Strategy<Value = Vec<u8>> {
        let words = prop_oneof![
            Just("function"),
            Just("return "),
            Just("var "),
            Just("=>"),
            Just("{\"id\":"),
            Just("},"),
            Just("\n"),
            Just("className"),
            Just("M12 3.5c"),
            Just("data:"),
            Just("color:#"),
            Just("0.25"),
        ];
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..6_000),
            proptest::collection::vec(0..4_u8, 0..20_000),
            (proptest::collection::vec(any::<u8>(), 1..300), 1..200_usize)
                .prop_map(|(bytes, times)| bytes.repeat(times)),
            proptest::collection::vec((words, any::<u16>()), 0..3_000).prop_map(|parts| {
                let text: Vec<String> =
                    parts.iter().map(|(word, number)| format!("{word}{number:x}")).collect();
                text.concat().into_bytes()
            }),
            "[ -~]{0,200}".prop_map(String::into_bytes),
            "\\PC{0,2000}".prop_map(String::into_bytes),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_size_lies_between_the_bounds(bytes in contents(), gzip in 1..=9_u32, brotli in 0..=10_u32) {
            for compression in [Compression::MAX, Compression { gzip, brotli }] {
                let (size, between) = (gzip_size(&bytes, compression), gzip_between(&bytes, compression));
                prop_assert!((between.low..=between.high).contains(&size), "gzip {size}: {between:?}");
                let (size, between) = (brotli_size(&bytes, compression), brotli_between(&bytes, compression));
                prop_assert!((between.low..=between.high).contains(&size), "Brotli {size}: {between:?}");
                let closer = brotli_closer(&bytes, compression);
                prop_assert!((closer.low..=closer.high).contains(&size), "Brotli {size}: {closer:?}");
            }
        }
    }

    #[test]
    fn what_does_not_get_smaller_lies_between_too() {
        let mut state = 1_u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state.to_be_bytes()[0]
        })
        .take(300_000)
        .collect();
        for length in [0, 1, 64, 65_535, 65_536, 300_000] {
            let bytes = &noise[..length];
            for (size, between) in [
                (gzip_size(bytes, Compression::MAX), gzip_between(bytes, Compression::MAX)),
                (brotli_size(bytes, Compression::MAX), brotli_between(bytes, Compression::MAX)),
            ] {
                assert!((between.low..=between.high).contains(&size), "{length}: {size}, {between:?}");
            }
        }
    }
}
