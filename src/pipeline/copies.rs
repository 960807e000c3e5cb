//! EDGE. New forms of images, as files: read again, decoded and encoded in parallel, within a bound of pixels.

use std::collections::{BTreeMap, BTreeSet};

use rayon::ThreadPoolBuildError;

use crate::encode::{self, Picture};
use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::file::FoundFile;
use crate::model::image::ImageFormat;
use crate::model::image_copies::{ImageCopies, ImageForm, WantedCopies};
use crate::pipeline::encodings::file;
use crate::pipeline::workers::Workers;
use crate::pipeline::{Progress, Work};
use crate::walk;

/// The new forms of `images`, sorted by path. What cannot be decoded, and what no form would be smaller than, is left out.
pub fn copies(
    files: &[FoundFile],
    build: &Build,
    images: &BTreeSet<AssetId>,
    wanted: &WantedCopies,
    work: &Work,
    progress: &dyn Progress,
) -> Result<Vec<ImageCopies>, ThreadPoolBuildError> {
    let workers = Workers::new(work)?;
    let names = Names::of(build, images);
    progress.start(images.iter().map(|&id| build.asset(id).raw).sum());
    let copies = workers.each(images.iter().collect(), |&id| {
        let copies = copies_of(files, build, id, wanted, &workers, &names);
        progress.advance(build.asset(id).raw);
        copies.map(|copies| (id, copies))
    });
    progress.finish();
    let in_order: BTreeMap<AssetId, ImageCopies> = copies.into_iter().flatten().collect();
    Ok(in_order.into_values().collect())
}

fn copies_of(
    files: &[FoundFile],
    build: &Build,
    id: AssetId,
    wanted: &WantedCopies,
    workers: &Workers,
    names: &Names,
) -> Option<ImageCopies> {
    let header = build.image(id)?;
    let size = (header.width?, header.height?);
    let original = walk::read(file(files, build.path(id))?).ok()?;
    let _taken = workers.memory.take(encode::memory_for(u64::from(size.0) * u64::from(size.1)));
    let whole = encode::decode(&original, header.format).ok()?;
    let mut formats = vec![ImageFormat::Webp];
    if wanted.avif {
        formats.insert(0, ImageFormat::Avif);
    }
    let smaller: Vec<Picture> =
        wanted.widths.iter().filter_map(|&width| encode::resized(&whole, width)).collect();
    let mut forms = Vec::new();
    for format in formats {
        let encoded = |picture: &Picture| match format {
            ImageFormat::Avif => encode::avif(picture).map(|(_, bytes)| bytes),
            _ => encode::webp(picture).map(|(_, bytes)| bytes),
        };
        for picture in &smaller {
            let path = names.path(build, id, Some(picture.width()), format);
            forms.extend(encoded(picture).map(|bytes| ImageForm {
                format,
                width: picture.width(),
                path,
                bytes,
            }));
        }
        let is_new = format != header.format;
        let full = is_new.then(|| encoded(&whole)).flatten().filter(|bytes| bytes.len() < original.len());
        let path = names.path(build, id, None, format);
        forms.extend(full.map(|bytes| ImageForm { format, width: whole.width(), path, bytes }));
    }
    let size = (whole.width(), whole.height());
    (!forms.is_empty()).then_some(ImageCopies { asset: id, format: header.format, size, original, forms })
}

/// What the forms are called.
struct Names {
    /// The images whose name without extension another one has, too.
    shared: BTreeSet<AssetId>,
}

impl Names {
    fn of(build: &Build, images: &BTreeSet<AssetId>) -> Self {
        let mut by_stem: BTreeMap<(&str, &str), Vec<AssetId>> = BTreeMap::new();
        for &id in images {
            let path = &build.asset(id).path;
            by_stem.entry((path.directory(), stem(path.file_name()))).or_default().push(id);
        }
        Self { shared: by_stem.into_values().filter(|ids| ids.len() > 1).flatten().collect() }
    }

    /// `a/hero.webp` or `a/hero-400.webp` for `a/hero.png`; `a/hero.png.webp` where there is `a/hero.jpg`, too.
    fn path(&self, build: &Build, id: AssetId, width: Option<u32>, format: ImageFormat) -> String {
        let path = &build.asset(id).path;
        let name = path.file_name();
        let stem = if self.shared.contains(&id) { name } else { stem(name) };
        let folder = path.directory();
        let slash = if folder.is_empty() { "" } else { "/" };
        let width = width.map(|width| format!("-{width}")).unwrap_or_default();
        format!("{folder}{slash}{stem}{width}.{}", format.name())
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
