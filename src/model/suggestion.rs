//! What a misspelt name was probably meant to be.

/// The candidate nearest to `word`, if it is near enough to be a slip: at most a third of the letters differ.
pub fn did_you_mean<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let word = word.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(word.chars().count()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        let candidates = ["name", "files", "type", "load", "per", "split-point", "max", "warn", "min"];
        assert_eq!(did_you_mean(word, &candidates), expected, "{word}");
    }

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        check("naem", Some("name"));
        check("file", Some("files"));
        check("splitPoint", Some("split-point"));
        check("MAX", Some("max"));
        check("banana", None);
        check("", None);
    }
}
