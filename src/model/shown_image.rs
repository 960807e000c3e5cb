//! What the uses of an image come to: whether visitors are shown it, whether a newer format of it is offered, and how
//! many pixels it needs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::{Build, Facts};
use crate::model::hashed_name;
use crate::model::image::{
    Attribute, Candidate, Descriptor, ImageElement, ImageFormat, ImageHeader, ImageUse, PictureSource,
    PlacedUse,
};
use crate::model::image_styles::ImageStyles;
use crate::model::sizing::SizingRules;
use crate::model::source_size;

/// Device pixels a CSS pixel: what the sharpest common screens show. An image with more is larger than it needs to be
/// on them, too.
const DENSITY: u32 = 2;

/// The uses of all images, by image.
#[derive(Debug)]
pub struct ShownImages<'b> {
    build: &'b Build,
    uses: BTreeMap<AssetId, Vec<&'b PlacedUse>>,
    /// The images in newer formats, by folder.
    modern: HashMap<&'b str, Vec<&'b str>>,
    /// The rules around each image.
    styles: ImageStyles<'b>,
    /// The rules of all stylesheets that give a width.
    widths: SizingRules<'b>,
}

/// How many pixels across a use needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// The page does not say.
    Unknown,
    /// None: it is not what browsers take.
    Nothing,
    /// So many device pixels; [`u32::MAX`] for all that there are.
    Pixels(u32),
}

impl<'b> ShownImages<'b> {
    /// Those of `build`.
    pub fn of(build: &'b Build) -> Self {
        let mut uses: BTreeMap<AssetId, Vec<&PlacedUse>> = BTreeMap::new();
        for placed in &build.image_uses {
            for file in placed.files().collect::<BTreeSet<_>>() {
                uses.entry(file).or_default().push(placed);
            }
        }
        let mut modern: HashMap<&str, Vec<&str>> = HashMap::new();
        for (id, asset) in build.of_type(ResourceType::Image) {
            if is_modern_file(build, id) {
                modern.entry(asset.path.directory()).or_default().push(asset.path.file_name());
            }
        }
        let rules = build.facts.iter().flat_map(|facts| match facts {
            Facts::Document(facts) => facts.sizing.as_slice(),
            Facts::Stylesheet(facts) => facts.sizing.as_slice(),
            _ => &[],
        });
        let widths = SizingRules::new(rules.filter(|rule| rule.gives.width || rule.gives.height));
        Self { build, uses, modern, styles: ImageStyles::new(build), widths }
    }

    /// The places where `id` is used, sorted.
    pub fn uses(&self, id: AssetId) -> &[&'b PlacedUse] {
        self.uses.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether visitors are shown the file itself. What only systems and other sites read (icons, `og:image`) is not
    /// shown; of what a framework's component makes of a file nothing is known.
    pub fn is_shown(&self, id: AssetId) -> bool {
        let uses = self.uses(id);
        let is_other = |element| matches!(element, ImageElement::Icon | ImageElement::Meta);
        uses.iter().any(|placed| !is_other(placed.written.element))
            && !uses.iter().any(|placed| self.may_be_managed(placed, id))
    }

    /// Whether a framework's component may show the file in another form: next/image does, and what a script of a
    /// Next.js server imports may be for it. Where the files lie under the path that their URLs have, the build was
    /// exported, and no server is there to make other forms.
    fn may_be_managed(&self, placed: &PlacedUse, id: AssetId) -> bool {
        const IMPORTED: &str = "_next/static/media/";
        let url = placed.written.src.known().map_or("", |url| url.url.as_str());
        let is_imported = placed.written.element == ImageElement::Script && url.contains(IMPORTED);
        placed.written.is_managed || is_imported && !self.build.path(id).contains(IMPORTED)
    }

    /// Whether WebP or AVIF of the image is offered, or may be: by a file of its name beside it, by the `<picture>`,
    /// the `srcset` or the `image-set()` that it stands in.
    pub fn offers_modern(&self, id: AssetId) -> bool {
        let path = &self.build.asset(id).path;
        let beside = self.modern.get(path.directory()).into_iter().flatten();
        let mut beside = beside.filter(|&&name| is_same_picture(path.file_name(), name));
        beside.next().is_some() || self.uses(id).iter().any(|placed| self.use_offers_modern(placed))
    }

    fn use_offers_modern(&self, placed: &PlacedUse) -> bool {
        let written = &placed.written;
        let in_srcset = match &written.srcset {
            // What is bound at run time may name anything.
            Attribute::Dynamic => true,
            Attribute::Absent => false,
            Attribute::Known(candidates) => self.has_modern(candidates, &placed.srcset),
        };
        let in_picture = || match &written.picture {
            Attribute::Dynamic => true,
            Attribute::Absent => false,
            Attribute::Known(sources) => {
                let files = placed.sources.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
                sources.iter().zip(files).any(|(source, files)| self.source_offers_modern(source, files))
            }
        };
        in_srcset || in_picture()
    }

    fn source_offers_modern(&self, source: &PictureSource, files: &[Option<AssetId>]) -> bool {
        let by_type = match &source.media_type {
            Attribute::Dynamic => true,
            Attribute::Absent => false,
            Attribute::Known(media_type) => is_modern_type(media_type),
        };
        let by_srcset = || match &source.srcset {
            Attribute::Dynamic => true,
            Attribute::Absent => false,
            Attribute::Known(candidates) => self.has_modern(candidates, files),
        };
        by_type || by_srcset()
    }

    /// Whether a candidate is WebP or AVIF, or cannot be known.
    fn has_modern(&self, candidates: &[Candidate], files: &[Option<AssetId>]) -> bool {
        let files = files.iter().copied().chain(std::iter::repeat(None));
        candidates.iter().zip(files).any(|(candidate, file)| {
            candidate.media_type.as_deref().is_some_and(is_modern_type)
                || file.is_some_and(|file| is_modern_file(self.build, file))
                || candidate.url.as_ref().is_none_or(|url| has_modern_name(&url.url))
        })
    }

    /// How many pixels across `id` needs at most for all places that show it, on a screen with two device pixels a CSS
    /// pixel; `None` where one of them does not say, or where it has no more.
    pub fn needed_width(&self, id: AssetId, header: &ImageHeader) -> Option<u32> {
        let natural = header.width?;
        let mut needed = None;
        for placed in self.uses(id) {
            match self.need(placed, id) {
                Need::Unknown => return None,
                Need::Nothing => {}
                Need::Pixels(pixels) => needed = needed.max(Some(pixels)),
            }
        }
        needed.filter(|&needed| needed < natural)
    }

    /// Whether some use of `id` has a choice of files: an effort was made.
    pub fn has_choice(&self, id: AssetId) -> bool {
        self.uses(id).iter().any(|placed| {
            let written = &placed.written;
            !written.srcset.is_absent() || !written.picture.is_absent()
        })
    }

    fn need(&self, placed: &PlacedUse, id: AssetId) -> Need {
        let written = &placed.written;
        match written.element {
            ImageElement::Img | ImageElement::Input if !written.is_managed => {}
            // It asks early for what an element shows.
            ImageElement::Preload => return Need::Nothing,
            _ => return Need::Unknown,
        }
        // A rule may make it wider than it says itself.
        let by_any = || self.widths.that_could_match(written, true).next().is_some();
        let may_be_styled = self.styles.may_be_resized(placed).unwrap_or_else(by_any);
        let width = width(written).filter(|_| !may_be_styled);
        let mut needs = Vec::new();
        match &written.picture {
            Attribute::Dynamic => return Need::Unknown,
            Attribute::Absent => {}
            Attribute::Known(sources) => {
                for (source, files) in sources.iter().zip(&placed.sources) {
                    if !files.contains(&Some(id)) {
                        continue;
                    }
                    let Some(candidates) = source.srcset.known() else { return Need::Unknown };
                    let own = match &source.width {
                        Attribute::Known(text) => dimension(text).filter(|_| !may_be_styled),
                        Attribute::Absent => width,
                        Attribute::Dynamic => None,
                    };
                    needs.push(of_candidates(candidates, files, id, &source.sizes, own));
                }
            }
        }
        match &written.srcset {
            Attribute::Dynamic => return Need::Unknown,
            Attribute::Known(candidates) => {
                let by_width = |candidate: &Candidate| matches!(candidate.descriptor, Descriptor::Width(_));
                if placed.srcset.contains(&Some(id)) {
                    needs.push(of_candidates(candidates, &placed.srcset, id, &written.sizes, width));
                } else if placed.src == Some(id) && !candidates.iter().any(by_width) {
                    needs.push(at_density(width, DENSITY * 100));
                }
            }
            Attribute::Absent if placed.src == Some(id) => needs.push(at_density(width, DENSITY * 100)),
            Attribute::Absent => {}
        }
        needs.into_iter().fold(Need::Nothing, |all, need| match (all, need) {
            (Need::Unknown, _) | (_, Need::Unknown) => Need::Unknown,
            (Need::Nothing, other) | (other, Need::Nothing) => other,
            (Need::Pixels(one), Need::Pixels(other)) => Need::Pixels(one.max(other)),
        })
    }
}

/// What the candidate `id` needs among others.
fn of_candidates(
    candidates: &[Candidate],
    files: &[Option<AssetId>],
    id: AssetId,
    sizes: &Attribute<String>,
    width: Option<u32>,
) -> Need {
    let own = candidates.iter().zip(files).filter(|(_, file)| **file == Some(id));
    let mut needed = Need::Nothing;
    for (candidate, _) in own {
        let need = match candidate.descriptor {
            Descriptor::None => at_density(width, DENSITY * 100),
            Descriptor::Density(hundredths) => at_density(width, hundredths.max(100)),
            Descriptor::Width(own) => by_width(candidates, own, sizes),
        };
        needed = match (needed, need) {
            (Need::Unknown, _) | (_, Need::Unknown) => Need::Unknown,
            (Need::Pixels(one), Need::Pixels(other)) => Need::Pixels(one.max(other)),
            (Need::Nothing, need) | (need, Need::Nothing) => need,
        };
    }
    needed
}

/// What the candidate of `own` pixels needs, if it is the one that a browser takes at the widest. Smaller ones are for
/// narrower pages, larger ones for sharper screens.
fn by_width(candidates: &[Candidate], own: u32, sizes: &Attribute<String>) -> Need {
    let widest = match sizes {
        Attribute::Absent => Some(source_size::WIDEST_VIEWPORT),
        Attribute::Known(sizes) => source_size::widest(sizes),
        Attribute::Dynamic => None,
    };
    let Some(needed) = widest.map(|widest| device_pixels(widest, DENSITY * 100)) else {
        return Need::Unknown;
    };
    let widths = candidates.iter().filter_map(|candidate| match candidate.descriptor {
        Descriptor::Width(width) => Some(width),
        _ => None,
    });
    match widths.filter(|&width| needed <= width).min() {
        Some(taken) if taken == own => Need::Pixels(needed),
        Some(taken) if taken < own => Need::Unknown,
        _ => Need::Pixels(u32::MAX),
    }
}

fn at_density(width: Option<u32>, hundredths: u32) -> Need {
    width.map_or(Need::Unknown, |width| Need::Pixels(device_pixels(f64::from(width), hundredths)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
fn device_pixels(width: f64, hundredths: u32) -> u32 {
    (width * f64::from(hundredths) / 100.0).ceil().clamp(1.0, f64::from(u32::MAX)) as u32
}

/// How wide the element says that it is, in CSS pixels: `style` before `width`.
fn width(written: &ImageUse) -> Option<u32> {
    let by_attribute = || written.width.known().and_then(|width| dimension(width));
    match &written.style {
        Attribute::Dynamic => None,
        Attribute::Absent => by_attribute(),
        Attribute::Known(style) => {
            let mut width = by_attribute();
            for declaration in style.split(';') {
                let (name, value) = declaration.split_once(':').unwrap_or((declaration, ""));
                match name.trim().to_ascii_lowercase().as_str() {
                    "width" => width = value.trim().strip_suffix("px").and_then(dimension),
                    "min-width" | "inline-size" | "zoom" | "transform" | "scale" | "object-fit" => {
                        return None;
                    }
                    _ => {}
                }
            }
            width
        }
    }
}

/// HTML's "rules for parsing dimension values", whole pixels only; a percentage is no width.
fn dimension(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = text.strip_suffix("px").unwrap_or(text);
    text.parse().ok().filter(|&width| width > 0)
}

fn is_modern_file(build: &Build, id: AssetId) -> bool {
    match build.image(id) {
        Some(header) => {
            matches!(header.format, ImageFormat::Webp | ImageFormat::Avif | ImageFormat::Jxl)
        }
        None => has_modern_name(build.path(id)),
    }
}

fn is_modern_type(media_type: &str) -> bool {
    let lower = media_type.trim().to_ascii_lowercase();
    ["image/webp", "image/avif", "image/jxl"].iter().any(|modern| lower.starts_with(modern))
}

fn has_modern_name(url: &str) -> bool {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let lower = url[..end].to_ascii_lowercase();
    [".webp", ".avif", ".jxl"].iter().any(|extension| lower.ends_with(extension))
}

/// `hero.png` and `hero.webp`, `hero.png.webp`, `hero-Bx12cd34.webp`.
fn is_same_picture(name: &str, modern: &str) -> bool {
    let behind_name = modern.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    behind_name || hashed_name::share_name(name, modern)
}
