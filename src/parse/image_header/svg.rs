//! An SVG's text -> its size, the raster images inside of it, and what its editor left in it.
//!
//! Reads tokens, builds no tree and expands nothing. The size is that of `width` and `height` where they are absolute
//! lengths, else that of `viewBox`. Licences and the names of authors stay where they are: a `<metadata>` or a comment
//! with one is not counted.
//!
//! Sources: <https://www.w3.org/TR/SVG2/coords.html>, <https://www.w3.org/TR/css-values-3/#absolute-lengths>; editors'
//! namespaces: SVGO 4, `plugins/_collections.js`, without those of licences.

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};

use crate::model::image::{ImageFormat, ImageHeader, Metadata, MetadataKind};
use crate::parse::image_header::of_format;

type StartTag = html5gum::StartTag<usize>;

/// What is said of an SVG that ends too early: browsers show none that is not well-formed.
pub(crate) const CUT_SHORT: &str = "begins as an image (svg) and is cut short";

const EDITORS: [&str; 17] = [
    "http://inkscape.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://krita.org/namespaces/svg/krita",
    "http://ns.adobe.com/",
    "http://schemas.microsoft.com/visio/",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://taptrix.com/vectorillustrator/svg_extensions",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.figma.com/figma/ns",
    "http://www.inkscape.org/namespaces/inkscape",
    "http://www.serif.com/",
    "http://www.vector.evaxdesign.sk",
    "https://boxy-svg.com",
    // Illustrator names its namespaces by entities of the DOCTYPE, which are not expanded here.
    "&ns_ai;",
    "&ns_extend;",
    "&ns_flows;",
    "&ns_graphs;",
    "&ns_sfw;",
];

/// Words of licences and of credits.
const KEPT: [&str; 6] = ["licen", "copyright", "(c)", "©", "rights", "creator"];

const RASTER: [&str; 5] =
    ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"];

/// Reads `text`, whose first element is `<svg>`. `is_whole`: it is all of the file.
pub(crate) fn read(text: &str, is_whole: bool) -> Result<ImageHeader, &'static str> {
    let mut walk = Walk { text, header: of_format(ImageFormat::Svg), ..Walk::default() };
    walk.header.alpha = Some(true);
    let mut tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span());
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => walk.start(&tag),
            Token::EndTag(tag) => walk.end(&tag.name, tag.span.end),
            Token::Comment(comment)
                if walk.open.is_none() && !is_kept(&String::from_utf8_lossy(&comment)) =>
            {
                walk.comments += comment.len() as u64 + 7;
            }
            _ => {}
        }
    }
    if is_whole && !walk.is_closed {
        return Err(CUT_SHORT);
    }
    // What cannot stand in a comment, a NUL, is three bytes in its text.
    let comments = walk.comments.min((text.len() as u64).saturating_sub(walk.editor));
    let parts = [(MetadataKind::Editor, walk.editor), (MetadataKind::Comment, comments)];
    let parts = parts.into_iter().filter(|&(_, bytes)| bytes > 0);
    walk.header.metadata = parts.map(|(kind, bytes)| Metadata { kind, bytes }).collect();
    Ok(walk.header)
}

/// An element that is counted whole.
struct Open {
    name: HtmlString,
    /// Elements of that name inside of each other.
    depth: usize,
    start: usize,
}

struct Walk<'a> {
    text: &'a str,
    header: ImageHeader,
    has_root: bool,
    is_closed: bool,
    /// Prefixes of editors' namespaces.
    prefixes: BTreeSet<Vec<u8>>,
    open: Option<Open>,
    editor: u64,
    comments: u64,
}

impl Default for Walk<'_> {
    fn default() -> Self {
        Self {
            text: "",
            header: of_format(ImageFormat::Svg),
            has_root: false,
            is_closed: false,
            prefixes: BTreeSet::new(),
            open: None,
            editor: 0,
            comments: 0,
        }
    }
}

impl Walk<'_> {
    fn start(&mut self, tag: &StartTag) {
        if !self.has_root {
            self.has_root = true;
            self.is_closed = tag.self_closing;
            (self.header.width, self.header.height) = size(tag);
        }
        self.learn_prefixes(tag);
        if let Some(open) = &mut self.open {
            open.depth += usize::from(open.name == tag.name && !tag.self_closing);
            return;
        }
        if self.is_editors(&tag.name) || tag.name.as_slice() == b"metadata" {
            if tag.self_closing {
                self.editor += (tag.span.end - tag.span.start) as u64;
            } else {
                self.open = Some(Open { name: tag.name.clone(), depth: 1, start: tag.span.start });
            }
            return;
        }
        for (name, value) in &tag.attributes {
            let declared = name.strip_prefix(b"xmlns:");
            if declared.is_some_and(|prefix| self.prefixes.contains(prefix)) || self.is_editors(name) {
                // A space, an equals sign and two quotes.
                self.editor += (name.len() + value.len() + 4) as u64;
            }
            if matches!(name.as_slice(), b"href" | b"xlink:href") {
                let url = value.trim_ascii();
                let is_raster = RASTER.iter().any(|raster| {
                    url.get(..raster.len()).is_some_and(|start| start.eq_ignore_ascii_case(raster.as_bytes()))
                });
                self.header.embedded += if is_raster { url.len() as u64 } else { 0 };
            }
        }
    }

    fn end(&mut self, name: &HtmlString, end: usize) {
        self.is_closed |= matches!(name.as_slice(), b"svg" | b"svg:svg");
        let Some(open) = self.open.as_mut().filter(|open| open.name == *name) else { return };
        open.depth -= 1;
        if open.depth == 0 {
            let inside = self.text.get(open.start..end).unwrap_or_default();
            self.editor += if is_kept(inside) { 0 } else { inside.len() as u64 };
            self.open = None;
        }
    }

    fn learn_prefixes(&mut self, tag: &StartTag) {
        for (name, value) in &tag.attributes {
            let Some(prefix) = name.strip_prefix(b"xmlns:") else { continue };
            if EDITORS.iter().any(|editor| value.starts_with(editor.as_bytes())) {
                self.prefixes.insert(prefix.to_vec());
            }
        }
    }

    /// Whether an element or attribute is of an editor's namespace.
    fn is_editors(&self, name: &[u8]) -> bool {
        let colon = name.iter().position(|&byte| byte == b':');
        colon.is_some_and(|colon| self.prefixes.contains(&name[..colon]))
    }
}

/// Whether a text has a licence or a credit in it.
fn is_kept(text: &str) -> bool {
    let text = text.to_lowercase();
    text.starts_with('!') || KEPT.iter().any(|word| text.contains(word))
}

fn size(root: &StartTag) -> (Option<u32>, Option<u32>) {
    let get = |name: &str| root.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value));
    let side = |name| get(name).and_then(|value| pixels(&value));
    let view = get("viewbox").and_then(|value| view_box(&value));
    let (width, height) = match (side("width"), side("height"), view) {
        (None, None, Some((width, height))) => (Some(width), Some(height)),
        (Some(width), None, Some((across, down))) => (Some(width), Some(width * down / across)),
        (None, Some(height), Some((across, down))) => (Some(height * across / down), Some(height)),
        (width, height, _) => (width, height),
    };
    (width.and_then(whole), height.and_then(whole))
}

/// An absolute length in CSS pixels.
fn pixels(value: &str) -> Option<f64> {
    let value = value.trim_ascii();
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let unit = match value[number.len()..].to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    positive(number).map(|number| number * unit)
}

/// Width and height of `viewBox`.
fn view_box(value: &str) -> Option<(f64, f64)> {
    let numbers: Vec<&str> =
        value.split(|c: char| c.is_ascii_whitespace() || c == ',').filter(|part| !part.is_empty()).collect();
    let [_, _, width, height] = numbers[..] else { return None };
    Some((positive(width)?, positive(height)?))
}

fn positive(number: &str) -> Option<f64> {
    number.trim_ascii().parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0)
}

/// The nearest whole number of pixels, at least one.
fn whole(pixels: f64) -> Option<u32> {
    format!("{:.0}", pixels.max(1.0)).parse().ok()
}
