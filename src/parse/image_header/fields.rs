//! Numbers at a place in bytes; `None` behind their end.

/// The `N` bytes at `at`.
fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Sixteen bits, the high byte first.
pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_be_bytes)
}

/// Thirty-two bits, the high byte first.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

/// Sixty-four bits, the high byte first.
pub(crate) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_be_bytes)
}

/// Sixteen bits, the low byte first.
pub(crate) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// Twenty-four bits, the low byte first.
pub(crate) fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
}

/// Thirty-two bits, the low byte first.
pub(crate) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// What stands from `at` on, at most `length` bytes; less where the bytes end.
pub(crate) fn part(bytes: &[u8], at: usize, length: u64) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    &rest[..length.min(rest.len())]
}

/// A place in a file as an index; behind the end of any slice where it is too far.
pub(crate) fn index(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
