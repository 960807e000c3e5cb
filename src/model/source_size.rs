//! `sizes` of an image: how wide the page says that it will be.
//!
//! HTML, "Parsing a sizes attribute" (<https://html.spec.whatwg.org/multipage/images.html#parsing-a-sizes-attribute>).
//! Lengths in px, vw, em and rem are understood; for all others, `calc()` and `auto` among them, the width is not known.

/// The widest viewport that images are made for, in CSS pixels: the `deviceSizes` of next/image end at 3,840, which is
/// that at two device pixels a CSS pixel (<https://nextjs.org/docs/app/api-reference/components/image#devicesizes>).
pub const WIDEST_VIEWPORT: f64 = 1_920.0;

/// The font size that `em` and `rem` mean in media conditions and `sizes`: the browser's, 16 px.
const FONT_SIZE: f64 = 16.0;

/// The largest width in CSS pixels that the image is given on any viewport; `None` where that is not known.
pub fn widest(sizes: &str) -> Option<f64> {
    let mut widest: Option<f64> = None;
    for entry in entries(sizes) {
        let (condition, length) = split(entry);
        let viewport = max_width(condition).map_or(WIDEST_VIEWPORT, |width| width.min(WIDEST_VIEWPORT));
        let width = pixels(length, viewport)?;
        widest = Some(widest.map_or(width, |widest| widest.max(width)));
    }
    widest
}

/// The entries between the commas that stand outside of parentheses.
fn entries(sizes: &str) -> Vec<&str> {
    let (mut depth, mut start, mut entries) = (0_u32, 0, Vec::new());
    for (at, c) in sizes.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                entries.push(sizes[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(sizes[start..].trim());
    entries
}

/// The media condition and the length behind it.
fn split(entry: &str) -> (&str, &str) {
    if entry.ends_with(')') {
        // A function: none is understood.
        return ("", entry);
    }
    entry
        .rsplit_once(|c: char| c.is_ascii_whitespace() || c == ')')
        .map_or(("", entry), |(_, length)| (entry[..entry.len() - length.len()].trim(), length))
}

/// The bound of a condition that is nothing but `(max-width: …)`.
fn max_width(condition: &str) -> Option<f64> {
    let inside = condition.strip_prefix('(')?.strip_suffix(')')?;
    let (name, value) = inside.split_once(':')?;
    if !name.trim().eq_ignore_ascii_case("max-width") {
        return None;
    }
    pixels(value.trim(), WIDEST_VIEWPORT)
}

/// A length in CSS pixels.
pub fn pixels(length: &str, viewport: f64) -> Option<f64> {
    let lower = length.to_ascii_lowercase();
    let (number, one) = if let Some(number) = lower.strip_suffix("px") {
        (number, 1.0)
    } else if let Some(number) = lower.strip_suffix("vw") {
        (number, viewport / 100.0)
    } else if let Some(number) = lower.strip_suffix("rem").or_else(|| lower.strip_suffix("em")) {
        (number, FONT_SIZE)
    } else {
        return None;
    };
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let number = number.chars().all(is_number).then(|| number.parse::<f64>().ok())??;
    (number > 0.0).then_some(number * one)
}

#[cfg(test)]
mod tests {
    use super::widest;

    #[track_caller]
    fn check(sizes: &str, expected: Option<f64>) {
        assert_eq!(widest(sizes), expected, "{sizes}");
    }

    #[test]
    fn the_widest_of_all_viewports_counts() {
        check("300px", Some(300.0));
        check("100vw", Some(1920.0));
        check("(max-width: 600px) 100vw, 300px", Some(600.0));
        check("(max-width: 600px) 50vw, 400px", Some(400.0));
        check("(max-width:40em) 100vw, 20rem", Some(640.0));
        check("(min-width: 1000px) 50vw, 100vw", Some(1920.0));
        check("(min-width: 36em) 25vw, 10px", Some(480.0));
    }

    #[test]
    fn what_is_not_understood_is_not_known() {
        check("", None);
        check("auto", None);
        check("calc(100vw - 20px)", None);
        check("(max-width: 600px) 100vw, calc(50vw - 1px)", None);
        check("50%", None);
        check("-3px", None);
        check("0px", None);
        check("(max-width: 600px)", None);
        check("100VW", Some(1920.0));
        check("😀, 3px", None);
    }
}
