//! A whole divided in proportion, without a remainder.
//!
//! A package's gzip or Brotli bytes in a chunk cannot be measured: compressors look back over all that stands before.
//! Each part compressed by itself says how they compare; scaled to the chunk they sum up to it. (Parts compressed by
//! themselves sum to more than the whole, by a quarter and above.)

/// `total` divided by `weights`: the largest remainders get what rounding leaves. All zero where there is no weight.
pub(crate) fn shares(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u64| u128::from(total) * u128::from(weight);
    let floor = |weight: &u64| u64::try_from(exact(*weight) / sum).unwrap_or(u64::MAX);
    let mut shares: Vec<u64> = weights.iter().map(floor).collect();
    let missing = total - shares.iter().sum::<u64>();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&index| (std::cmp::Reverse(exact(weights[index]) % sum), index));
    for index in by_remainder.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)) {
        shares[index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::shares;

    #[test]
    fn parts_get_what_their_weights_say() {
        assert_eq!(shares(100, &[1, 1, 2]), [25, 25, 50]);
        assert_eq!(shares(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(shares(10, &[0, 0]), [0, 0]);
        assert_eq!(shares(u64::MAX, &[u64::MAX, u64::MAX]), [u64::MAX / 2 + 1, u64::MAX / 2]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(total: u64, weights in prop::collection::vec(0..u64::MAX >> 8, 1..50)) {
            prop_assume!(weights.iter().any(|&weight| 0 < weight));
            let sum: u128 = shares(total, &weights).into_iter().map(u128::from).sum();
            prop_assert_eq!(sum, u128::from(total));
        }
    }
}
