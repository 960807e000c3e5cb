//! Paths as URI references.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what RFC 3986 calls unreserved (§2.3) and the slash. A colon in the first part would make a scheme of it.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A relative path as a relative reference.
pub(super) fn reference(path: &str) -> String {
    let encoded = utf8_percent_encode(path, &RESERVED).to_string();
    // Two slashes at the beginning would name a host, one the root of the file system.
    encoded.trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn a_path_is_a_relative_reference_whatever_it_holds() {
        assert_eq!(reference("dist/assets/index-9pqryl8h.js"), "dist/assets/index-9pqryl8h.js");
        assert_eq!(reference("../dist/a b.js"), "../dist/a%20b.js");
        assert_eq!(reference("a:b?c#d%e[f].js"), "a%3Ab%3Fc%23d%25e%5Bf%5D.js");
        assert_eq!(reference("日\n.js"), "%E6%97%A5%0A.js");
        assert_eq!(reference("//host/x"), "host/x");
    }
}
