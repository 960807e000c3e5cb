//! EDGE. Writes a build of any number of files: `cargo run --example big_build -- DIRECTORY FILES`.
//!
//! The mix is that of real builds: half of it are chunks that import each other, then pages, images, stylesheets, fonts,
//! data and source maps; most files are small, a few are large. The same number gives the same bytes.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a tool for those who work on weighbridge: it writes files, and fails by panicking"
)]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};

/// Of a hundred files in turn, how many are of a kind; together 100.
const MIX: [(Kind, usize); 9] = [
    (Kind::Chunk, 48),
    (Kind::Page, 12),
    (Kind::Svg, 9),
    (Kind::Style, 7),
    (Kind::Map, 7),
    (Kind::Png, 6),
    (Kind::Font, 5),
    (Kind::Data, 4),
    (Kind::Text, 2),
];

/// Sizes of chunks in bytes, of which each is as likely as the next. The largest one is one in twenty.
const SIZES: [usize; 20] = [
    200, 300, 400, 500, 600, 700, 900, 1_100, 1_400, 1_700, 2_000, 2_500, 3_000, 3_700, 4_500, 6_000, 8_000,
    11_000, 16_000, 28_000,
];

/// So many chunks make an area of the site.
const AREA: usize = 60;

/// So many chunks, the first ones, are imported from everywhere.
const SHARED: usize = 8;

const WORDS: [&str; 24] = [
    "children",
    "className",
    "component",
    "context",
    "createElement",
    "current",
    "defaultValue",
    "dispatch",
    "effect",
    "element",
    "handler",
    "history",
    "label",
    "location",
    "memo",
    "navigate",
    "onChange",
    "props",
    "provider",
    "reducer",
    "render",
    "selected",
    "state",
    "value",
];

const PACKAGES: [&str; 6] = ["react", "react-dom", "lodash-es", "@tanstack/query-core", "zod", "date-fns"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chunk,
    Page,
    Svg,
    Style,
    Map,
    Png,
    Font,
    Data,
    Text,
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [directory, files] = arguments.as_slice() else {
        panic!("usage: big_build DIRECTORY FILES");
    };
    let files = files.parse().expect("FILES is a number");
    Build { directory: PathBuf::from(directory), files }.write();
}

/// `SplitMix64`: a number from a number, the same everywhere.
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Random numbers of one file.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(1);
        usize::try_from(mixed(self.0) % end.max(1) as u64).expect("it is below a usize")
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

struct Build {
    directory: PathBuf,
    files: usize,
}

impl Build {
    fn write(&self) {
        for folder in ["", "assets", "img", "fonts", "data"] {
            fs::create_dir_all(self.directory.join(folder)).expect("a folder can be made");
        }
        let mut numbers = [0; MIX.len()];
        for file in 0..self.files {
            let place = place_of(file);
            let number = numbers[place];
            numbers[place] += 1;
            let (name, content) = self.file(MIX[place].0, number);
            fs::write(self.directory.join(Path::new(&name)), content).expect("a file can be written");
        }
    }

    /// How many files of a kind there are.
    fn count(&self, kind: Kind) -> usize {
        let of_hundred = MIX.iter().find(|(other, _)| *other == kind).map_or(0, |(_, count)| *count);
        let rest = (self.files / 100 * 100..self.files).filter(|&file| MIX[place_of(file)].0 == kind).count();
        self.files / 100 * of_hundred + rest
    }

    fn file(&self, kind: Kind, number: usize) -> (String, Vec<u8>) {
        let mut dice = Dice(mixed(kind as u64 + 1) ^ mixed(number as u64));
        let content = match kind {
            Kind::Chunk => self.chunk(number, &mut dice).into_bytes(),
            Kind::Page => self.page(number, &mut dice).into_bytes(),
            Kind::Svg => svg(&mut dice).into_bytes(),
            Kind::Style => self.style(&mut dice).into_bytes(),
            Kind::Map => map(&mut dice).into_bytes(),
            Kind::Png => png(&mut dice),
            Kind::Font => font(&mut dice),
            Kind::Data => data(&mut dice).into_bytes(),
            Kind::Text => words(&mut dice, 400).into_bytes(),
        };
        (name(kind, number), content)
    }

    /// Imports what all share and what was written before it in its area of the site, and loads what comes behind it
    /// there, as routes load their parts. The first chunk of all has the router: it loads every area.
    fn chunk(&self, number: usize, dice: &mut Dice) -> String {
        let (mut code, chunks) = (String::new(), self.count(Kind::Chunk));
        let area = number / AREA * AREA;
        let rest = (area + AREA).min(chunks) - number - 1;
        for index in 0..dice.below(6).min(number) {
            let is_shared = index == 0 || number == area;
            let to =
                if is_shared { dice.below(SHARED.min(number)) } else { area + dice.below(number - area) };
            let _ =
                write!(code, "import{{{} as i{index}}}from\"./{}\";", dice.of(&WORDS), base(Kind::Chunk, to));
        }
        for index in 0..dice.below(3).min(rest) {
            let to = number + 1 + dice.below(rest);
            let _ = write!(code, "const l{index}=()=>import(\"./{}\");", base(Kind::Chunk, to));
        }
        if number == 0 {
            let _ = write!(code, "const r={{");
            for area in (0..chunks).step_by(AREA).skip(1) {
                let _ = write!(code, "\"/{area}\":()=>import(\"./{}\"),", base(Kind::Chunk, area));
            }
            let _ = write!(code, "}};");
        }
        if dice.below(8) == 0 && self.count(Kind::Svg) > 0 {
            let image = name(Kind::Svg, dice.below(self.count(Kind::Svg)));
            let _ = write!(code, "const m=\"/{image}\";");
        }
        let size = SIZES[dice.below(SIZES.len())];
        while code.len() < size {
            let _ = write!(
                code,
                "function {}{}(e,t){{const n=e.{}??t[{}];return n?{{{}:n.{}(\"{} {}\"),{}:[t,...e.{}]}}:null}}",
                dice.of(&WORDS),
                code.len(),
                dice.of(&WORDS),
                dice.below(1_000),
                dice.of(&WORDS),
                dice.of(&WORDS),
                dice.of(&WORDS),
                dice.of(&WORDS),
                dice.of(&WORDS),
                dice.of(&WORDS),
            );
        }
        let _ = writeln!(code, "export{{{}0 as d}};", dice.of(&WORDS));
        if number < self.count(Kind::Map) {
            let _ = writeln!(code, "//# sourceMappingURL={}", base(Kind::Map, number));
        }
        code
    }

    fn page(&self, number: usize, dice: &mut Dice) -> String {
        let chunk = number * self.count(Kind::Chunk) / self.count(Kind::Page).max(1);
        let mut text = format!(
            "<!doctype html><title>Page {number}</title><script type=module src=/{}></script>",
            name(Kind::Chunk, chunk)
        );
        if self.count(Kind::Style) > 0 {
            let style = name(Kind::Style, dice.below(self.count(Kind::Style)));
            let _ = write!(text, "<link rel=stylesheet href=/{style}>");
        }
        for kind in [Kind::Png, Kind::Svg] {
            if self.count(kind) > 0 {
                let _ = write!(text, "<img src=/{} alt=x>", name(kind, dice.below(self.count(kind))));
            }
        }
        for _ in 0..dice.below(20) {
            let link = name(Kind::Page, dice.below(self.count(Kind::Page)));
            let _ = write!(text, "<p>{} <a href=/{link}>{}</a></p>", words(dice, 200), words(dice, 20));
        }
        text
    }

    fn style(&self, dice: &mut Dice) -> String {
        let mut text = String::new();
        if self.count(Kind::Font) > 0 {
            let font = base(Kind::Font, dice.below(self.count(Kind::Font)));
            let _ = write!(text, "@font-face{{font-family:f;font-display:swap;src:url(../fonts/{font})}}");
        }
        if self.count(Kind::Png) > 0 {
            let image = base(Kind::Png, dice.below(self.count(Kind::Png)));
            let _ = write!(text, ".hero{{background-image:url(../img/{image})}}");
        }
        for rule in 0..dice.below(120) {
            let _ = write!(
                text,
                ".{}-{rule}>.{}{{color:#{:06x};margin:{}px auto}}",
                dice.of(&WORDS),
                dice.of(&WORDS),
                dice.below(1 << 24),
                dice.below(64)
            );
        }
        text
    }
}

/// Which row of the mix a file is of. The kinds take turns, so that a build of any size has all of them.
fn place_of(file: usize) -> usize {
    // 37 and 100 have no common divisor: every number below 100 comes once.
    let mut rest = file * 37 % 100;
    for (place, (_, count)) in MIX.iter().enumerate() {
        if rest < *count {
            return place;
        }
        rest -= count;
    }
    0
}

/// The path of a file in the build.
fn name(kind: Kind, number: usize) -> String {
    let folder = match kind {
        Kind::Chunk | Kind::Style | Kind::Map => "assets/",
        Kind::Svg | Kind::Png => "img/",
        Kind::Font => "fonts/",
        Kind::Data | Kind::Text => "data/",
        Kind::Page => "",
    };
    format!("{folder}{}", base(kind, number))
}

fn base(kind: Kind, number: usize) -> String {
    let hash = format!("{:08x}", mixed(number as u64) >> 32);
    match kind {
        Kind::Chunk => format!("chunk{number}-{hash}.js"),
        Kind::Map => format!("chunk{number}-{hash}.js.map"),
        Kind::Style => format!("style{number}-{hash}.css"),
        Kind::Svg => format!("icon{number}-{hash}.svg"),
        Kind::Png => format!("photo{number}-{hash}.png"),
        Kind::Font => format!("font{number}-{hash}.woff2"),
        Kind::Page => format!("page{number}.html"),
        Kind::Data => format!("list{number}.json"),
        Kind::Text => format!("notes{number}.txt"),
    }
}

fn words(dice: &mut Dice, bytes: usize) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        text.push_str(dice.of(&WORDS));
        text.push(' ');
    }
    text
}

fn svg(dice: &mut Dice) -> String {
    let mut path = String::new();
    for _ in 0..=dice.below(60) {
        let _ = write!(path, "L{} {}", dice.below(240), dice.below(240));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 240\" width=\"24\" height=\"24\"><path d=\"M0 0{path}z\"/></svg>"
    )
}

fn map(dice: &mut Dice) -> String {
    let sources: Vec<String> = (0..=dice.below(8))
        .map(|source| {
            format!("\"../../node_modules/{}/lib/{}{source}.js\"", dice.of(&PACKAGES), dice.of(&WORDS))
        })
        .collect();
    // One segment a source: 50 columns further, the first place of the next source.
    let mappings: Vec<&str> = (0..sources.len()).map(|at| if at == 0 { "AAAA" } else { "kDCAA" }).collect();
    format!(
        "{{\"version\":3,\"sources\":[{}],\"names\":[],\"mappings\":\"{}\"}}",
        sources.join(","),
        mappings.join(",")
    )
}

fn png(dice: &mut Dice) -> Vec<u8> {
    let side = u32::try_from(16 + dice.below(96)).expect("it is small");
    let seed = dice.below(200);
    let picture = RgbImage::from_fn(side, side, |x, y| {
        let shade = |factor: u64| mixed(u64::from(x / 4 * y / 4) * factor + seed as u64).to_le_bytes()[0];
        Rgb([shade(1), shade(3) / 2, shade(7) / 4])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("memory takes it");
    bytes.into_inner()
}

fn font(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = b"wOF2".to_vec();
    bytes.extend((0..4_000 + dice.below(20_000)).map(|_| u8::try_from(dice.below(256)).unwrap_or_default()));
    bytes
}

fn data(dice: &mut Dice) -> String {
    let rows: Vec<String> = (0..=dice.below(40))
        .map(|row| format!("{{\"id\":{row},\"{}\":\"{}\"}}", dice.of(&WORDS), words(dice, 30)))
        .collect();
    format!("[{}]", rows.join(","))
}
