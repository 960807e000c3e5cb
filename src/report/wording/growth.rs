//! Why a build grew, in words: of each cause, of each load, and of all in one line.

use crate::model::baseline::Comparison;
use crate::model::budget::{DEAD_BAND, Metric};
use crate::model::growth::{At, Brought, Cause, CauseKind, Change, Depth, LoadChange, LoadOf, Was};
use crate::model::hashed_name::without_hash;
use crate::model::report::Report;
use crate::report::text;

/// So many causes are named in one line.
const MOST_NAMED: usize = 3;
/// A cause that makes less than a twentieth of all that changed is neither named nor counted in one line, unless it is
/// the largest. A choice: two releases of an app with 330 scripts have 36 causes in the initial load then, of which three
/// make more.
const LEAST_SHARE: u64 = 20;
/// What is loaded later is named beside an initial load where it changed ten times as much.
const MUCH_MORE: u64 = 10;

/// The words for the growth of one build.
pub struct Words<'r> {
    report: &'r Report,
    past: &'r Comparison,
}

impl<'r> Words<'r> {
    /// Of a comparison in a report.
    pub fn new(report: &'r Report, past: &'r Comparison) -> Self {
        Self { report, past }
    }

    /// What happened, in one line.
    pub fn headline(&self) -> String {
        let grown: Vec<&LoadChange> =
            self.past.growth.loads.iter().filter(|load| matters(load.change()) && is_told(load)).collect();
        let Some(first) = grown.first() else { return self.unchanged() };
        let mut line = self.load(first);
        let much = first.change().magnitude().0.saturating_mul(MUCH_MORE);
        if let Some(other) = grown.iter().skip(1).find(|load| much <= load.change().magnitude().0) {
            text::push(&mut line, format_args!("; {}", self.line(other, 1)));
        }
        line
    }

    /// How much more or less a load weighs, and its most important causes, in one line.
    pub fn load(&self, load: &LoadChange) -> String {
        self.line(load, MOST_NAMED)
    }

    fn line(&self, load: &LoadChange, most: usize) -> String {
        let mut line = format!("{} gzip {}", difference(load.change()), self.load_name(&load.load));
        let causes = if matters(load.change()) { self.named(load, most) } else { Vec::new() };
        if !causes.is_empty() {
            text::push(&mut line, format_args!(": {}", causes.join(", ")));
        }
        match load.depth {
            Depth::Insides => {}
            Depth::NewMaps => line.push_str(" (by files: the earlier build had no source maps)"),
            Depth::GoneMaps => line.push_str(" (by files: this build has no source maps)"),
            Depth::Files => line.push_str(" (by files)"),
        }
        line
    }

    /// `in index.html's initial load`.
    fn load_name(&self, load: &LoadOf) -> String {
        match load {
            LoadOf::Initial { entry, alike } => {
                let others = match alike.len() {
                    0 => String::new(),
                    1 => " and 1 more".to_owned(),
                    more => format!(" and {} more", text::count(more as u64)),
                };
                format!("in {}'s initial load{others}", self.file(*entry))
            }
            LoadOf::Lazy => "in what is loaded later".to_owned(),
            LoadOf::Other => "in other files".to_owned(),
        }
    }

    /// The causes that are named in one line, with what they make.
    fn named(&self, load: &LoadChange, most: usize) -> Vec<String> {
        let all: u64 = load.causes.iter().map(|cause| cause.change.gzip.unsigned_abs()).sum();
        let largest = load.causes.first().map(|cause| cause.change.gzip.unsigned_abs()).unwrap_or_default();
        // The source files of the application count as one, unless one of them is the most of it.
        let own: Vec<&Cause> = load.causes.iter().filter(|cause| is_module(cause.kind)).collect();
        let own_change: Change = own.iter().map(|cause| cause.change).sum();
        let is_single = |cause: &Cause| {
            own.len() == 1
                || own_change.gzip.unsigned_abs() <= cause.change.gzip.unsigned_abs().saturating_mul(2)
        };
        let folds = !own.is_empty() && !own.iter().any(|cause| is_single(cause));
        let mut lines: Vec<(Change, String)> = Vec::new();
        if folds {
            lines.push((own_change, "application code".to_owned()));
        }
        let mut more = 0;
        for cause in &load.causes {
            if cause.kind == CauseKind::Rest || (folds && is_module(cause.kind)) {
                continue;
            }
            lines.push((cause.change, self.cause(cause)));
        }
        lines.sort_by_key(|(change, _)| std::cmp::Reverse(change.magnitude()));
        let mut named = Vec::new();
        for (change, what) in lines {
            let size = change.gzip.unsigned_abs();
            let is_large = size == largest || all <= size.saturating_mul(LEAST_SHARE);
            if named.len() < most && (is_large || named.is_empty()) {
                named.push(format!("{} {what}", difference(change)));
            } else if is_large {
                more += 1;
            }
        }
        if 0 < more {
            named.push(format!("and {} more", text::count(more)));
        }
        named
    }

    /// All of a cause in a few words: `moment (new, in assets/report-*.js)`.
    pub fn cause(&self, cause: &Cause) -> String {
        let name = name(cause);
        let version = cause.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        let grows = 0 <= cause.change.raw;
        match cause.kind {
            CauseKind::PackageAdded => format!("{name}{version} (new{})", self.place(cause)),
            CauseKind::PackageRemoved | CauseKind::FileRemoved | CauseKind::ModuleRemoved => {
                format!("{name}{version} (gone)")
            }
            CauseKind::PackageUpdated => match &cause.was {
                Some(Was::Version(was)) => format!("{name} {was} →{version}"),
                _ => format!("{name}{version}"),
            },
            CauseKind::PackageGrown
            | CauseKind::PackageShrunk
            | CauseKind::ModuleGrown
            | CauseKind::ModuleShrunk => {
                format!("{name}{version}")
            }
            CauseKind::PackageMoved | CauseKind::ModuleMoved | CauseKind::ChunkMoved => {
                format!("{name}{version} ({})", moved(cause))
            }
            CauseKind::DuplicateAdded => format!("{name}{version} (another copy{})", self.place(cause)),
            CauseKind::SplitPointLost if grows => format!("{name} (split point lost: was loaded later)"),
            CauseKind::SplitPointLost => format!("{name} (split point lost: loaded at first now)"),
            CauseKind::SplitPointAdded if grows => format!("{name} (new split point: was loaded at first)"),
            CauseKind::SplitPointAdded => format!("{name} (new split point: loaded later now)"),
            CauseKind::FileAdded | CauseKind::ModuleAdded => format!("{name} (new{})", self.place(cause)),
            CauseKind::FileReplaced => match cause.was {
                Some(Was::File(was)) => format!("{name} (was {})", self.file_name(At::Before(was))),
                _ => name,
            },
            CauseKind::FileGrown | CauseKind::FileShrunk => name,
            CauseKind::EntryAdded => format!("{name} (new)"),
            CauseKind::EntryRemoved => format!("{name} (gone)"),
            CauseKind::Code => format!("code in {name}"),
            CauseKind::Rest => "what cannot be told apart".to_owned(),
        }
    }

    /// Where something came in: `, in assets/report-*.js, from /report`.
    fn place(&self, cause: &Cause) -> String {
        let mut place = String::new();
        if let Some(at) = cause.at.filter(|_| cause.kind != CauseKind::FileAdded) {
            text::push(&mut place, format_args!(", in {}", self.file(at)));
        }
        let from = cause.from.as_ref().map(|from| match from {
            Brought::Route(route) => route.clone(),
            Brought::Importer(id) => self.file(At::Now(*id)),
            Brought::Module(path) => module_name(path).to_owned(),
        });
        if let Some(from) = from {
            text::push(&mut place, format_args!(", from {from}"));
        }
        place
    }

    fn path(&self, at: At) -> &'r str {
        match at {
            At::Now(id) => self.report.path(id),
            At::Before(id) => self.past.earlier.build.path(id),
        }
    }

    fn file(&self, at: At) -> String {
        without_hash(self.path(at))
    }

    /// Without its folder.
    fn file_name(&self, at: At) -> String {
        let file = self.file(at);
        file.rsplit_once('/').map_or(file.clone(), |(_, name)| name.to_owned())
    }

    /// Nothing grew: what is called otherwise all the same, and what that costs.
    fn unchanged(&self) -> String {
        let Some(invalidated) = &self.past.growth.invalidated else {
            return "nothing grew".to_owned();
        };
        let files = invalidated.files.len();
        if files == 0 {
            return "nothing changed".to_owned();
        }
        let renamed = invalidated.renamed.len();
        let weight = text::size(self.report.build.weigh(invalidated.files.iter().copied()).gzip);
        let changed = files - renamed;
        let is = if renamed == 1 { "is" } else { "are" };
        let what = match (changed, renamed) {
            (changed, 0) => format!("{} changed", text::counted(changed as u64, "file")),
            (0, renamed) => {
                format!(
                    "{} {is} renamed though only references changed",
                    text::counted(renamed as u64, "file")
                )
            }
            (changed, renamed) => format!(
                "{} changed, {} {is} renamed though only references changed",
                text::counted(changed as u64, "file"),
                text::count(renamed as u64)
            ),
        };
        format!("nothing grew; {what}: returning visitors load {weight} gzip again")
    }
}

/// What happened to something that is in both builds, but in another load.
fn moved(cause: &Cause) -> &'static str {
    match (0 <= cause.change.raw, &cause.was) {
        (true, Some(Was::Lazy)) => "was loaded later",
        (true, Some(Was::Initial)) => "was loaded at first",
        (true, _) => "was loaded elsewhere",
        (false, Some(Was::Initial)) => "not loaded at first any more",
        (false, Some(Was::Lazy)) => "loaded at first now",
        (false, _) => "loaded elsewhere now",
    }
}

fn is_module(kind: CauseKind) -> bool {
    matches!(
        kind,
        CauseKind::ModuleAdded
            | CauseKind::ModuleRemoved
            | CauseKind::ModuleGrown
            | CauseKind::ModuleShrunk
            | CauseKind::ModuleMoved
    )
}

/// The path of a source without what leads to the project.
fn module_name(path: &str) -> &str {
    path.trim_start_matches("../").trim_start_matches("./")
}

fn is_told(load: &LoadChange) -> bool {
    load.causes.iter().any(|cause| cause.kind != CauseKind::Rest)
}

/// What is no more in every size than growth limits leave out of account is no growth to speak of.
fn matters(change: Change) -> bool {
    [change.raw, change.gzip, change.brotli].into_iter().any(|bytes| DEAD_BAND < bytes.unsigned_abs())
}

/// `+41.2 kB`, `-3 kB`.
fn difference(change: Change) -> String {
    let size = change.gzip.unsigned_abs();
    if change.gzip < 0 {
        text::difference(Metric::Gzip, size, 0)
    } else {
        text::difference(Metric::Gzip, 0, size)
    }
}

/// What a cause is about: a package, or a path without hash.
fn name(cause: &Cause) -> String {
    match cause.kind {
        CauseKind::PackageAdded
        | CauseKind::PackageRemoved
        | CauseKind::PackageUpdated
        | CauseKind::PackageGrown
        | CauseKind::PackageShrunk
        | CauseKind::PackageMoved
        | CauseKind::DuplicateAdded => cause.name.clone(),
        kind if is_module(kind) => module_name(&cause.name).to_owned(),
        _ => without_hash(&cause.name),
    }
}
