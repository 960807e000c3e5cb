//! What a compressed size lies between, found out in a fraction of the time that the size itself takes.

use crate::measure::{brotli_size, gzip_size};
use crate::model::bounds::Between;
use crate::model::config::Compression;

/// The quality whose size is taken for a bound of all that are harder. Formats do not promise that harder is smaller, so
/// it is measured (docs/verdict.md).
const BROTLI: u32 = 5;
const GZIP: u32 = 4;

/// What harder compression may come out larger by: a part of 2⁻⁵, and so many bytes.
const MARGIN_BYTES: u64 = 64;

/// What the bytes weigh as Brotli.
pub fn brotli_between(bytes: &[u8], compression: Compression) -> Between {
    if compression.brotli <= BROTLI {
        return Between::exact(brotli_size(bytes, compression));
    }
    above(bytes, brotli_size(bytes, Compression { brotli: BROTLI, ..compression }))
}

/// What the bytes weigh as gzip.
pub fn gzip_between(bytes: &[u8], compression: Compression) -> Between {
    if compression.gzip <= GZIP {
        return Between::exact(gzip_size(bytes, compression));
    }
    above(bytes, gzip_size(bytes, Compression { gzip: GZIP, ..compression }))
}

fn above(bytes: &[u8], quick: u64) -> Between {
    let stored = Between::unmeasured(bytes.len() as u64);
    let high = quick.saturating_add(quick / 32).saturating_add(MARGIN_BYTES);
    Between { low: 0, high: high.min(stored.high) }
}
