//! The text of a `srcset` -> its candidates, in their order.
//!
//! Takes any text. A candidate whose descriptors are not valid is left out, as in browsers. Leaves out on purpose
//! what `sizes` means, and which candidate a browser would take.
//!
//! Source: <https://html.spec.whatwg.org/#parse-a-srcset-attribute>.

use crate::model::image::{Candidate, Descriptor, ImageUrl};
use crate::model::script::UrlBase;

/// More than any tool writes; what follows is not read.
const MOST_CANDIDATES: usize = 1_000;

/// A candidate's URL and descriptor, as written.
pub(crate) fn srcset(text: &str, base: UrlBase) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| is_space(c) || c == ',');
        if rest.is_empty() || candidates.len() == MOST_CANDIDATES {
            return candidates;
        }
        let (word, behind) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
        let url = word.trim_end_matches(',');
        let (descriptors, behind) =
            if url.len() < word.len() { (Vec::new(), behind) } else { descriptors(behind) };
        rest = behind;
        if let Some(descriptor) = descriptor(&descriptors) {
            candidates.push(Candidate { url: image_url(url, base), descriptor, media_type: None });
        }
    }
}

/// A URL of an image: as the URL parser reads it, of a `data:` URL no more than its type. `None` where it is empty or
/// a place in the same document.
pub(crate) fn image_url(written: &str, base: UrlBase) -> Option<ImageUrl> {
    let trimmed = written.trim_matches(|character: char| character <= ' ');
    let is_data = trimmed.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return None;
    }
    let kept = if is_data { trimmed.split([',', ';']).next().unwrap_or_default() } else { trimmed };
    Some(ImageUrl { url: kept.replace(['\t', '\n', '\r'], ""), base })
}

/// ASCII white space as the standard has it: no vertical tab.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}

/// The words up to the comma that ends the candidate, and what stands behind it. A comma in parentheses ends nothing.
fn descriptors(text: &str) -> (Vec<&str>, &str) {
    let mut words = Vec::new();
    let mut start = None;
    let mut is_in_parentheses = false;
    for (at, character) in text.char_indices() {
        let ends_word = match character {
            '(' if !is_in_parentheses => {
                is_in_parentheses = true;
                false
            }
            ')' if is_in_parentheses => {
                is_in_parentheses = false;
                false
            }
            ',' => !is_in_parentheses,
            character => is_space(character) && !is_in_parentheses,
        };
        if !ends_word {
            start.get_or_insert(at);
            continue;
        }
        words.extend(start.take().and_then(|start| text.get(start..at)));
        if character == ',' {
            return (words, text.get(at + 1..).unwrap_or_default());
        }
    }
    words.extend(start.and_then(|start| text.get(start..)));
    (words, "")
}

/// What the words say together; `None` where they make the candidate invalid.
fn descriptor(words: &[&str]) -> Option<Descriptor> {
    let (mut width, mut density, mut has_height) = (None, None, false);
    for word in words {
        let unit = word.chars().next_back()?;
        let number = word.get(..word.len() - unit.len_utf8())?;
        match unit {
            'w' if width.is_none() && density.is_none() => {
                width = Some(integer(number).filter(|&width| width > 0)?);
            }
            'x' if width.is_none() && density.is_none() && !has_height => density = Some(hundredths(number)?),
            'h' if density.is_none() && !has_height => {
                integer(number).filter(|&height| height > 0)?;
                has_height = true;
            }
            _ => return None,
        }
    }
    match (width, density) {
        (Some(width), _) => Some(Descriptor::Width(width)),
        // A height alone is not valid.
        (None, _) if has_height => None,
        (None, Some(density)) => Some(Descriptor::Density(density)),
        (None, None) => Some(Descriptor::None),
    }
}

/// A valid non-negative integer: digits alone.
fn integer(text: &str) -> Option<u32> {
    let is_one = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| text.parse().unwrap_or(u32::MAX))
}

/// A valid, non-negative floating-point number, in hundredths.
pub(crate) fn hundredths(text: &str) -> Option<u32> {
    let is_one = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'))
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
    let number = text.parse::<f64>().ok().filter(|number| is_one && (0.0..=1e6).contains(number))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 1e8")]
    let hundredths = (number * 100.0).round() as u32;
    Some(hundredths)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use super::srcset;
    use crate::model::image::Descriptor;
    use crate::model::script::UrlBase;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Descriptor)]) {
        let found = srcset(text, UrlBase::Page);
        let found: Vec<(&str, Descriptor)> = found
            .iter()
            .map(|found| (found.url.as_ref().map_or("-", |url| url.url.as_str()), found.descriptor))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn widths_and_densities_are_read() {
        use Descriptor::{Density, None, Width};
        check("a.png", &[("a.png", None)]);
        check("a.png 1x, b.png 2x", &[("a.png", Density(100)), ("b.png", Density(200))]);
        check("a.png 1.5x,b.png 640w", &[("a.png", Density(150)), ("b.png", Width(640))]);
        check("\n a.png\t320w ,\r\n  b.png 640w\n", &[("a.png", Width(320)), ("b.png", Width(640))]);
        check("a.png 320w 200h, b.png 200h 320w", &[("a.png", Width(320)), ("b.png", Width(320))]);
    }

    #[test]
    fn a_comma_at_the_end_of_a_url_ends_the_candidate_and_one_inside_does_not() {
        use Descriptor::{Density, None};
        check("a.png, b.png 2x", &[("a.png", None), ("b.png", Density(200))]);
        check("a,b.png 2x", &[("a,b.png", Density(200))]);
        check(",,, a.png,,,", &[("a.png", None)]);
        check("a.png,b.png", &[("a.png,b.png", None)]);
        check(
            "data:image/png;base64,AA== 1x, data:,x, b.png 2x",
            &[("data:image/png", Density(100)), ("data:", None), ("b.png", Density(200))],
        );
        check("/image(1,2).png 2x, b.png", &[("/image(1,2).png", Density(200)), ("b.png", None)]);
    }

    #[test]
    fn a_candidate_with_descriptors_that_are_not_valid_is_left_out() {
        use Descriptor::{Density, None, Width};
        for bad in
            ["0w", "-1w", "1.5w", "+5w", "w", "-1x", "x", "1x 2x", "1w 1x", "200h", "big", "1x 3h", "NaNx"]
        {
            check(&format!("a.png {bad}, b.png 1w"), &[("b.png", Width(1))]);
        }
        check("a.png (future, thing) 1x, b.png", &[("b.png", None)]);
        check("a.png 0x, b.png 1e1x", &[("a.png", Density(0)), ("b.png", Density(1_000))]);
        check("a.png (never closed, b.png 2x", &[]);
    }

    #[test]
    fn a_megabyte_is_read_in_no_time_and_only_so_much_of_it_kept() {
        assert_eq!(srcset(&"a 1x,".repeat(200_000), UrlBase::Page).len(), 1_000);
        assert_eq!(srcset(&"a (".repeat(300_000), UrlBase::Page).len(), 0);
        assert_eq!(srcset(&",".repeat(1_000_000), UrlBase::Page).len(), 0);
    }

    proptest! {
        #[test]
        fn any_text_is_read(
            text in prop::collection::vec(
                prop::sample::select(vec!["a.png", " ", ",", "1x", "5w", "3h", "(", ")", "é", "data:,", "\t", "-1x"]),
                0..40,
            ),
            noise in any::<String>(),
        ) {
            let text = text.concat() + &noise;
            prop_assert!(srcset(&text, UrlBase::Page).len() <= text.len());
        }
    }
}
