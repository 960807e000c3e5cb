//! Any bytes as a pack of the cache: read with the right secret or none, or not at all.
#![no_main]

use weighbridge::cache::{CacheKey, Pack, Seal, pack_of};

const SECRET: &[u8] = b"a secret";

weighbridge_fuzz::target!(|data| {
    let contents = [b"one".as_slice(), b"two", b"three"];
    let keys = contents.map(|content| CacheKey::new(content, "gzip 9"));
    for seal in [Seal::default(), Seal::of(SECRET)] {
        if let Ok(pack) = Pack::read(data, &seal) {
            for key in keys {
                // Who does not know the key of an entry cannot make one up; the seeds hold these.
                let payload = pack.get(key, &seal);
                assert!(payload.is_none_or(|payload| payload.len() < data.len()));
            }
        }
    }
    // What was written is read back, and nothing of it under another key or with another secret.
    let (one, other) = weighbridge_fuzz::two_parts(data);
    for seal in [Seal::default(), Seal::of(SECRET)] {
        let packed = pack_of(&[(keys[0], one), (keys[1], other)], &seal);
        let pack = Pack::read(packed.as_slice(), &seal).expect("it is a pack");
        assert_eq!(pack.get(keys[0], &seal).as_deref(), Some(one));
        assert_eq!(pack.get(keys[1], &seal).as_deref(), Some(other));
        assert_eq!(pack.get(keys[2], &seal), None);
        assert!(Pack::read(packed.as_slice(), &Seal::of(b"another")).is_err());
        // With one byte changed, each entry is what it was, or none.
        let mut damaged = packed.clone();
        let at = data.iter().fold(7_usize, |at, &byte| at.wrapping_mul(31).wrapping_add(byte.into()))
            % damaged.len();
        damaged[at] ^= 1 << (at % 8);
        if let Ok(pack) = Pack::read(damaged.as_slice(), &seal) {
            for (key, payload) in [(keys[0], one), (keys[1], other)] {
                assert!(pack.get(key, &seal).is_none_or(|read| read == payload));
            }
        }
    }
});
