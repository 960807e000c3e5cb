//! EDGE. The images of which a check could say something, read again and encoded: in parallel, within a bound of
//! pixels. What the cache knows of their contents is neither read nor encoded again.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cache::{Cache, CacheKey};
use crate::encode::{self, Picture, estimate};
use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::encodings::{Encoded, Encoding, Encodings, ImageEncodings, Resized};
use crate::model::file::FoundFile;
use crate::model::fingerprint::ContentHash;
use crate::model::image::{ImageFormat, ImageHeader};
use crate::model::phone_image::phone_images;
use crate::model::shown_image::ShownImages;
use crate::pipeline::room::Room;
use crate::pipeline::workers::Workers;
use crate::pipeline::{Progress, Work};
use crate::{fingerprint, walk};

/// How savings of images become known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoder {
    /// The images are encoded, but for those that the cache knows.
    Real,
    /// They are reckoned from the number of pixels.
    Estimate,
}

/// Smaller files cannot save what a check asks for (Lighthouse 11.7.1, `core/audits/byte-efficiency/`: 4,096 bytes).
const LEAST_BYTES: u64 = 4_096;

/// Pixels that are encoded in one run, the largest files first; what is beyond is estimated. A million takes about a
/// tenth of a second (docs/measuring.md), so that this is about a minute on two cores. Images that the cache knows
/// count too: what is measured hangs on the build alone.
const PIXELS_A_RUN: u64 = 1_000_000_000;

/// Likewise, as AVIF, for which who asks waits: a million takes near two seconds, all of them a minute and a half.
const PIXELS_AS_AVIF_A_RUN: u64 = PIXELS_A_RUN / 10;

/// What is to be found out of one image.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each form is asked for by itself")]
struct Job {
    id: AssetId,
    format: ImageFormat,
    size: (u32, u32),
    webp: bool,
    avif: bool,
    jpeg: bool,
    width: Option<u32>,
    phone: Option<u32>,
    is_estimated: bool,
    is_avif_estimated: bool,
}

impl Job {
    fn pixels(&self) -> u64 {
        u64::from(self.size.0) * u64::from(self.size.1)
    }
}

/// The images of `build` in other forms. `files` are those of the build, sorted by path.
pub(crate) fn encodings(
    files: &[FoundFile],
    build: &Build,
    work: &Work,
    workers: &Workers,
    progress: &dyn Progress,
) -> Encodings {
    let jobs = jobs(build, work);
    if work.encoder == Encoder::Estimate {
        return jobs.iter().map(|job| (job.id, estimated(job))).collect();
    }
    if jobs.is_empty() {
        return Encodings::default();
    }
    progress.start(jobs.iter().map(|job| build.asset(job.id).raw).sum());
    let encoded = workers.each(jobs, |job| {
        let raw = build.asset(job.id).raw;
        let of_file = |file| {
            let _taken = workers.contents.take(raw);
            let known = build.fingerprints.get(job.id.index()).and_then(Option::as_ref);
            let source = Source::of(file, known.map(|known| known.content));
            let image = Image { job: &job, cache: &work.cache, memory: &workers.memory };
            source.map_or_else(ImageEncodings::default, |source| image.measured(&source))
        };
        let encodings = if job.is_estimated {
            estimated(&job)
        } else {
            file(files, build.path(job.id)).map_or_else(ImageEncodings::default, of_file)
        };
        progress.advance(raw);
        (job.id, encodings)
    });
    progress.finish();
    let in_order: BTreeMap<AssetId, ImageEncodings> = encoded.into_iter().collect();
    in_order.into_iter().collect()
}

/// The file of that path; `files` are sorted by path.
pub(crate) fn file<'f>(files: &'f [FoundFile], path: &str) -> Option<&'f FoundFile> {
    let index = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
    files.get(index)
}

/// What is to be done, the largest files first.
fn jobs(build: &Build, work: &Work) -> Vec<Job> {
    let shown = ShownImages::of(build);
    let mut phones: BTreeMap<AssetId, u32> = BTreeMap::new();
    for image in phone_images(build) {
        // Of several, the largest: its saving is certain for all.
        let phone = phones.entry(image.file).or_insert(image.phone);
        *phone = image.phone.max(*phone);
    }
    let mut jobs: Vec<Job> = build
        .iter()
        .filter(|(_, asset)| asset.raw >= LEAST_BYTES)
        .filter_map(|(id, _)| job(build, &shown, &phones, work.avif, id, build.image(id)?))
        .collect();
    jobs.sort_by_key(|job| (std::cmp::Reverse(build.asset(job.id).raw), job.id));
    let is_never_encoded = work.encoder == Encoder::Estimate;
    let (mut pixels, mut as_avif) = (0, 0);
    for job in &mut jobs {
        pixels += job.pixels();
        as_avif += if job.avif { job.pixels() } else { 0 };
        job.is_estimated = is_never_encoded || pixels > PIXELS_A_RUN;
        job.is_avif_estimated = job.is_estimated || as_avif > PIXELS_AS_AVIF_A_RUN;
    }
    jobs
}

fn job(
    build: &Build,
    shown: &ShownImages<'_>,
    phones: &BTreeMap<AssetId, u32>,
    avif: bool,
    id: AssetId,
    header: &ImageHeader,
) -> Option<Job> {
    let size = (header.width?, header.height?);
    let is_still = match header.format {
        ImageFormat::Gif => header.animated == Some(false),
        ImageFormat::Png | ImageFormat::Webp => header.animated != Some(true),
        ImageFormat::Jpeg | ImageFormat::Bmp => true,
        ImageFormat::Avif | ImageFormat::Jxl | ImageFormat::Svg | ImageFormat::Ico => false,
    };
    let pixels = u64::from(size.0) * u64::from(size.1);
    if !is_still || pixels == 0 || pixels > encode::LARGEST_PIXELS || !shown.is_shown(id) {
        return None;
    }
    let is_old = header.format != ImageFormat::Webp && !shown.offers_modern(id);
    let job = Job {
        id,
        format: header.format,
        size,
        webp: is_old,
        avif: is_old && avif,
        jpeg: is_old && matches!(header.format, ImageFormat::Jpeg | ImageFormat::Bmp),
        width: shown.needed_width(id, header),
        phone: phones.get(&id).copied(),
        is_estimated: false,
        is_avif_estimated: false,
    };
    let is_needed = job.webp || job.jpeg || job.width.is_some() || job.phone.is_some();
    (is_needed && build.asset(id).raw > 0).then_some(job)
}

fn estimated(job: &Job) -> ImageEncodings {
    let (width, height) = job.size;
    ImageEncodings {
        webp: job.webp.then(|| estimate::webp(width, height)),
        avif: job.avif.then(|| estimate::avif(width, height)),
        jpeg: job.jpeg.then(|| estimate::jpeg(width, height)),
        resized: job.width.and_then(|width| estimate::resized(job.size, width)),
        on_phones: job.phone.and_then(|width| estimate::resized(job.size, width)),
    }
}

/// One image at work.
struct Image<'a> {
    job: &'a Job,
    cache: &'a Cache,
    memory: &'a Room,
}

/// The file of an image; it is read when something is not known of it.
struct Source<'a> {
    file: &'a FoundFile,
    content: ContentHash,
    /// `None` where it cannot be read, or is no longer what it was.
    bytes: OnceCell<Option<Vec<u8>>>,
}

impl<'a> Source<'a> {
    /// The image with that content; where it is not known, the file is read for it.
    fn of(file: &'a FoundFile, content: Option<ContentHash>) -> Option<Self> {
        if let Some(content) = content {
            return Some(Self { file, content, bytes: OnceCell::new() });
        }
        let bytes = walk::read(file).ok()?;
        Some(Self { file, content: content_of(&bytes), bytes: OnceCell::from(Some(bytes)) })
    }

    fn bytes(&self) -> Option<&[u8]> {
        let (file, content) = (self.file, self.content);
        let read = || walk::read(file).ok().filter(|bytes| content_of(bytes) == content);
        self.bytes.get_or_init(read).as_deref()
    }
}

fn content_of(bytes: &[u8]) -> ContentHash {
    fingerprint::of_hash(&blake3::hash(bytes)).content
}

impl Image<'_> {
    fn measured(&self, source: &Source<'_>) -> ImageEncodings {
        let mut decoded: Option<Option<Picture>> = None;
        let mut taken = None;
        let mut kept = |what: &str, measure: &dyn Fn(&Picture) -> Value| -> Value {
            let key = CacheKey::new(&source.content.0, &how(what));
            let known = self.cache.get(key).and_then(|text| serde_json::from_slice(&text).ok());
            if let Some(known) = known {
                return known;
            }
            // What is known of a content is never measured on another one.
            let Some(bytes) = source.bytes() else { return Value::Null };
            let picture = decoded.get_or_insert_with(|| {
                taken = Some(self.memory.take(encode::memory_for(self.job.pixels())));
                encode::decode(bytes, self.job.format).ok()
            });
            let value = picture.as_ref().map_or(Value::Null, measure);
            self.cache.put(key, value.to_string().as_bytes());
            value
        };
        let of = |made: Option<(Encoded, Vec<u8>)>| made.map_or(Value::Null, |(encoded, _)| written(encoded));
        // What it takes smaller is compared with what it takes whole.
        let needs_webp = self.job.webp || self.job.width.is_some() || self.job.phone.is_some();
        let webp = needs_webp.then(|| kept("webp", &|picture| of(encode::webp(picture))));
        let webp = webp.as_ref().and_then(|value| read(value, encode::WEBP_QUALITY));
        let jpeg = self.job.jpeg.then(|| kept("jpeg", &|picture| of(encode::jpeg(picture))));
        let is_avif_measured = self.job.avif && !self.job.is_avif_estimated;
        let as_avif = format!("avif {}, speed {}", encode::AVIF_QUALITY, encode::AVIF_SPEED);
        let avif = is_avif_measured.then(|| kept(&as_avif, &|picture| of(encode::avif(picture))));
        let mut at_width = |width: Option<u32>| {
            let (width, whole) = width.zip(webp)?;
            let what = format!("resized {width}");
            read_resized(&kept(&what, &|picture| resized(picture, width, whole).unwrap_or_default()))
        };
        let (resized, on_phones) = (at_width(self.job.width), at_width(self.job.phone));
        ImageEncodings {
            webp: webp.filter(|_| self.job.webp),
            avif: match &avif {
                Some(value) => read(value, encode::AVIF_QUALITY),
                None => estimated(self.job).avif,
            },
            jpeg: jpeg.as_ref().and_then(|value| read(value, encode::JPEG_QUALITY)),
            resized,
            on_phones,
        }
    }
}

/// Is raised when what is encoded, or which form is taken, is decided in another way.
const WAY: u32 = 2;

/// Everything but the content that a measurement hangs on.
fn how(what: &str) -> String {
    let (webp, jpeg) = (encode::WEBP_QUALITY, encode::JPEG_QUALITY);
    format!(
        "{what}; way {WAY}; webp {webp}, jpeg {jpeg}; {}; weighbridge {}",
        encode::ENCODERS,
        env!("CARGO_PKG_VERSION")
    )
}

fn written(encoded: Encoded) -> Value {
    json!({ "bytes": encoded.bytes, "lossless": encoded.encoding == Encoding::Lossless })
}

fn read(value: &Value, quality: u8) -> Option<Encoded> {
    let encoding =
        if value.get("lossless")?.as_bool()? { Encoding::Lossless } else { Encoding::Lossy(quality) };
    Some(Encoded { bytes: value.get("bytes")?.as_u64()?, encoding })
}

/// Encoded as `whole` was, so that nothing but the pixels makes the difference.
fn resized(picture: &Picture, width: u32, whole: Encoded) -> Option<Value> {
    let small = encode::resized(picture, width)?;
    let bytes = encode::webp_as(&small, whole.encoding)?.len() as u64;
    let share = u128::from(bytes) * 1_000_000 / u128::from(whole.bytes.max(1));
    let share = u64::try_from(share).ok()?;
    Some(json!({ "width": small.width(), "height": small.height(), "share": share }))
}

fn read_resized(value: &Value) -> Option<Resized> {
    let side = |name: &str| value.get(name)?.as_u64().and_then(|side| u32::try_from(side).ok());
    let share = value.get("share")?.as_u64()?;
    Some(Resized { width: side("width")?, height: side("height")?, share, is_measured: true })
}
