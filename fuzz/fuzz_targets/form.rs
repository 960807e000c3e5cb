//! A file and any bytes as its compressed form: the first two bytes say how long the file is.
#![no_main]

use weighbridge::measure::content_of_form;
use weighbridge::model::asset::{Encoding, FormContent};

weighbridge_fuzz::target!(|data| {
    let [low, high, rest @ ..] = data else { return };
    let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
    let (original, form) = rest.split_at(length);
    for encoding in [Encoding::Gzip, Encoding::Brotli, Encoding::Zstd] {
        let content = content_of_form(encoding, form, original);
        assert_eq!(content, content_of_form(encoding, form, original));
        // Nothing can be both a file and the same file with a byte more.
        if content == FormContent::Same && encoding != Encoding::Gzip {
            let longer = [original, b"x"].concat();
            assert_ne!(content_of_form(encoding, form, &longer), FormContent::Same);
        }
    }
});
