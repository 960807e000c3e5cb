//! Reports for tests, made by hand.

use std::sync::Arc;

use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::asset_set::AssetSet;
use crate::model::baseline::Against;
use crate::model::budget::{Bound, Budget, Limit, Metric, Per, Selector};
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckSettings, Severity};
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint, Load, SplitPoint, Via};
use crate::model::config::{Compression, Config, ConfigFile, Origin};
use crate::model::finding::{ContentFinding, Finding, FindingFacts, LoadFinding, Observation};
use crate::model::globs::Globs;
use crate::model::network::Network;
use crate::model::outside::Measurements;
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::model::report::Report;
use crate::model::span::{Lines, Span};
use crate::model::verdict::{Item, Judgement, Outcome, Part, Since, Verdict};

static MISSING_SPLIT_POINT: Check = check("missing-split-point", Severity::Warning);
static INEFFECTIVE_SPLIT_POINT: Check = check("ineffective-split-point", Severity::Warning);
static HEAVY_IMPORT: Check = check("heavy-import", Severity::Warning);
static DEEP_IMPORT_CHAIN: Check = check("deep-import-chain", Severity::Warning);
static ANY: Check = check("any-check", Severity::Warning);
static UNMINIFIED_ASSET: Check = check("unminified-asset", Severity::Warning);

const fn check(id: &'static str, severity: Severity) -> Check {
    let severity = Some(severity);
    Check {
        id,
        summary: "",
        severity,
        what: "",
        why: "",
        fix: "",
        options: &[],
        needs: &[],
        run: |_, _| Vec::new(),
    }
}

/// A report under construction.
pub(in crate::report) struct Sample {
    report: Report,
}

impl Sample {
    /// A build without files and without budgets.
    pub(in crate::report) fn new() -> Self {
        let origin = Origin::File(ConfigFile { name: "budgets.json".to_owned(), text: "".into() });
        let config = Config {
            origin,
            build: None,
            compression: Compression::MAX,
            ignore: Globs::new::<&str>(&[]).expect("no glob is no bad glob"),
            budgets: Vec::new(),
            unmatched: Some(Verdict::Fail),
            checks: CheckSettings::default(),
        };
        let report = Report {
            directory: "dist".to_owned(),
            build: Build::default(),
            config,
            against: Against::Nothing,
            anchor: Against::Nothing,
            measurements: Measurements::default(),
            judgements: Vec::new(),
            checks: Vec::new(),
            findings: Vec::new(),
            problems: Vec::new(),
            verdict: Verdict::Pass,
        };
        Self { report }
    }

    /// A file of so many bytes as gzip.
    pub(in crate::report) fn file(&mut self, path: &str, gzip: u64) -> AssetId {
        let path = AssetPath::new(path);
        let resource_type = ResourceType::of(&path);
        let sizes = match resource_type {
            ResourceType::Image | ResourceType::Font => Sizes::incompressible(gzip),
            _ => Sizes { raw: gzip * 3, gzip, brotli: gzip * 22 / 25 },
        };
        let build = &mut self.report.build;
        let id = AssetId::new(build.assets.len());
        build.assets.push(Asset {
            path,
            resource_type,
            raw: sizes.raw,
            sizes: (resource_type != ResourceType::SourceMap).then_some(sizes),
            precompressed: Vec::new(),
        });
        build.facts.push(Facts::None);
        build.lines.push(Some(Lines::new(&"x".repeat(9_000))));
        build.graph.loads.push(None);
        id
    }

    /// An entry point that loads its own file and these.
    pub(in crate::report) fn entry(&mut self, asset: AssetId, audience: Audience, loads: &[AssetId]) {
        let mut initial: AssetSet = loads.iter().copied().collect();
        initial.insert(asset);
        for id in initial.iter() {
            self.report.build.graph.loads[id.index()] = Some(Load::Initial);
        }
        if let Some(&first) = loads.first() {
            let (kind, via) = (EdgeKind::Static, Via::Html);
            self.report.build.graph.edges.push(Edge { from: asset, to: first, kind, via, span: None });
        }
        let lazy = AssetSet::default();
        self.report.build.graph.entries.push(EntryPoint {
            asset,
            route: None,
            audience,
            initial,
            lazy,
            depth: 3,
            chain: Vec::new(),
        });
    }

    /// A dynamic import.
    pub(in crate::report) fn split(
        &mut self,
        chunk: AssetId,
        offset: usize,
        target: AssetId,
        effective: bool,
    ) {
        let loads = &mut self.report.build.graph.loads[target.index()];
        *loads = loads.or(Some(Load::Lazy));
        let adds = if effective { AssetSet::from_iter([target]) } else { AssetSet::default() };
        let cost = self.report.build.weigh(adds.iter());
        let depth = 1;
        let (span, audience) = (Span::new(offset, offset + 9), Audience::Modern);
        self.report.build.graph.split_points.push(SplitPoint {
            routes: Vec::new(),
            chunk,
            span,
            target,
            adds,
            cost,
            depth,
            effective,
            loaded_by: None,
            audience,
        });
    }

    /// The text of budgets.json; limits are found in it.
    pub(in crate::report) fn budget_file(&mut self, text: &str) {
        let name = "budgets.json".to_owned();
        self.report.config.origin = Origin::File(ConfigFile { name, text: Arc::from(text) });
    }

    /// Budgets that stand in no file.
    pub(in crate::report) fn origin(&mut self, origin: Origin) {
        self.report.config.origin = origin;
    }

    /// A budget with limits; each stands in budgets.json behind the budget's name, as `written`.
    pub(in crate::report) fn budget(
        &mut self,
        name: &str,
        per: Per,
        limits: &[(Metric, Bound, u64, &str)],
    ) -> usize {
        let place = |written: &str| {
            let Origin::File(file) = &self.report.config.origin else { return None };
            let behind = file.text.find(name)?;
            let start = behind + file.text[behind..].find(written)?;
            Some(Span::new(start, start + written.len()))
        };
        let limit = |&(metric, bound, value, written): &(Metric, Bound, u64, &str)| Limit {
            metric,
            bound,
            value,
            span: place(written),
        };
        let limits = limits.iter().map(limit).collect();
        let selector = match per {
            Per::Entry => Selector {
                resource_type: Some(ResourceType::Script),
                load: Some(Load::Initial),
                ..Selector::default()
            },
            _ => Selector::default(),
        };
        let (name, network, span) = (name.to_owned(), Network::DEFAULT, place(name));
        self.report.config.budgets.push(Budget {
            name,
            selector,
            per,
            limits,
            growth: Vec::new(),
            drift: Vec::new(),
            network,
            span,
        });
        self.report.config.budgets.len() - 1
    }

    /// What a budget measured, judged by its limits.
    pub(in crate::report) fn judge(
        &mut self,
        budget: usize,
        item: Item,
        metric: Metric,
        actual: u64,
        parts: &[AssetId],
    ) {
        let limit = |bound| self.report.config.budgets[budget].limit(metric, bound).map(|limit| limit.value);
        let (max, warn, min) = (limit(Bound::Max), limit(Bound::Warn), limit(Bound::Min));
        let verdict = if max.is_some_and(|max| max < actual) || min.is_some_and(|min| actual < min) {
            Verdict::Fail
        } else if warn.is_some_and(|warn| warn < actual) {
            Verdict::Warn
        } else {
            Verdict::Pass
        };
        let amount = |asset: AssetId| match metric {
            Metric::Count => 1,
            _ => self.report.build.asset(asset).sizes.expect("a part has sizes").gzip,
        };
        let parts = parts.iter().map(|&asset| Part { asset, amount: amount(asset) }).collect();
        let (metric, actual, outcome) = (Some(metric), Some(actual), Outcome::Judged(verdict));
        self.report.judgements.push(Judgement {
            budget,
            item,
            metric,
            actual,
            max,
            warn,
            min,
            before: None,
            growth_max: None,
            since: None,
            outcome,
            parts,
        });
    }

    /// A budget that was not measured.
    pub(in crate::report) fn skip(&mut self, budget: usize, outcome: Outcome) {
        let (item, parts) = (Item::Total, Vec::new());
        let (metric, actual, max, warn, min) = (None, None, None, None, None);
        self.report.judgements.push(Judgement {
            budget,
            item,
            metric,
            actual,
            max,
            warn,
            min,
            before: None,
            growth_max: None,
            since: None,
            outcome,
            parts,
        });
    }

    /// A finding at an offset.
    pub(in crate::report) fn finding(
        &mut self,
        asset: AssetId,
        at: Option<usize>,
        waste: Option<u64>,
        severity: Severity,
        facts: FindingFacts,
    ) {
        let check = match facts {
            FindingFacts::Load(LoadFinding::MissingSplitPoint { .. }) => &MISSING_SPLIT_POINT,
            FindingFacts::Load(LoadFinding::IneffectiveSplitPoint { .. }) => &INEFFECTIVE_SPLIT_POINT,
            FindingFacts::Load(LoadFinding::HeavyImport { .. }) => &HEAVY_IMPORT,
            FindingFacts::Load(LoadFinding::DeepImportChain { .. }) => &DEEP_IMPORT_CHAIN,
            FindingFacts::Content(ContentFinding::UnminifiedAsset { .. }) => &UNMINIFIED_ASSET,
            _ => &ANY,
        };
        let span = at.map(|offset| Span::new(offset, offset + 1));
        self.report.findings.push(Finding {
            check,
            severity,
            observation: Observation { asset, span, waste, facts },
        });
    }

    /// A file that could not be read.
    pub(in crate::report) fn problem(&mut self, path: &str, message: &str) {
        self.report.problems.push(Problem::of(&AssetPath::new(path), message));
    }

    /// The report, with the verdict that follows.
    pub(in crate::report) fn done(mut self) -> Report {
        let errors = self.report.findings.iter().any(|finding| finding.severity == Severity::Error);
        let judged = self.report.judgements.iter().map(|judgement| judgement.outcome.verdict()).max();
        let checked = match (errors, self.report.findings.is_empty()) {
            (true, _) => Verdict::Fail,
            (false, false) => Verdict::Warn,
            (false, true) => Verdict::Pass,
        };
        self.report.verdict = judged.unwrap_or_default().max(checked);
        self.report
    }
}

/// The budgets of the samples.
pub(in crate::report) const BUDGETS: &str = r#"{
  "build": "dist",
  "budgets": [
    { "name": "First load JS", "type": "script", "load": "initial", "per": "entry", "max": { "gzip": "170 kB" } },
    { "name": "Any chunk", "files": "**/*.js", "per": "file", "warn": { "gzip": "90 kB" }, "max": { "gzip": "100 kB" } },
    { "name": "Requests", "load": "initial", "per": "entry", "max": { "count": 25 } },
    { "name": "Slow phone", "load": "initial", "per": "entry", "network": "slow-4g", "max": { "time": "3 s" } },
    { "name": "Vendor", "files": "assets/vendor-*.js", "growth": { "brotli": "5 %" } },
    { "name": "Styles", "type": "stylesheet", "max": { "gzip": "40 kB" } }
  ]
}
"#;

/// A shop with two pages whose chart library is `chart` bytes heavy.
pub(in crate::report) fn shop(chart: u64) -> Report {
    let mut sample = Sample::new();
    let admin = sample.file("admin/index.html", 910);
    let account = sample.file("assets/account-C3d4E5f6.js", 12_310);
    let chartkit = sample.file("assets/chartkit-with-every-series-type-BxY1c2Zq.js", chart);
    let checkout = sample.file("assets/checkout-Dk29fLs0.js", 31_800);
    let style = sample.file("assets/index-9pqryl8h.css", 8_140);
    let main = sample.file("assets/index-CkP0a1b2.js", 14_100);
    let hero = sample.file("assets/hero-lY-cWskn.webp", 84_200);
    let vendor = sample.file("assets/vendor-DdE3f4g5.js", 58_900);
    let index = sample.file("index.html", 812);
    let _ = hero;
    sample.file("assets/index-CkP0a1b2.js.map", 1);
    sample.entry(index, Audience::Modern, &[main, vendor, chartkit, style]);
    sample.entry(admin, Audience::Modern, &[main, vendor, style]);
    sample.split(main, 2_040, checkout, true);
    sample.split(main, 4_409, account, true);
    sample.split(account, 96, vendor, false);
    sample.budget_file(BUDGETS);
    let first_load =
        sample.budget("First load JS", Per::Entry, &[(Metric::Gzip, Bound::Max, 170_000, "\"170 kB\"")]);
    let any_chunk = sample.budget(
        "Any chunk",
        Per::File,
        &[
            (Metric::Gzip, Bound::Warn, 90_000, "\"90 kB\""),
            (Metric::Gzip, Bound::Max, 100_000, "\"100 kB\""),
        ],
    );
    let requests = sample.budget("Requests", Per::Entry, &[(Metric::Count, Bound::Max, 25, "25")]);
    let phone = sample.budget("Slow phone", Per::Entry, &[(Metric::Time, Bound::Max, 3_000, "\"3 s\"")]);
    let vendor_growth = sample.budget("Vendor", Per::Total, &[]);
    let styles = sample.budget("Styles", Per::Total, &[(Metric::Gzip, Bound::Max, 40_000, "\"40 kB\"")]);
    let everything = [chartkit, vendor, main];
    let total = chart + 58_900 + 14_100;
    let mut scripts =
        vec![(chartkit, chart), (vendor, 58_900), (checkout, 31_800), (main, 14_100), (account, 12_310)];
    scripts.sort_by_key(|&(_, gzip)| std::cmp::Reverse(gzip));
    sample.judge(first_load, Item::Entry(index), Metric::Gzip, total, &everything);
    sample.judge(first_load, Item::Entry(admin), Metric::Gzip, 73_000, &[vendor, main]);
    for (script, gzip) in scripts {
        sample.judge(any_chunk, Item::File(script), Metric::Gzip, gzip, &[]);
    }
    sample.judge(requests, Item::Entry(index), Metric::Count, 5, &everything);
    sample.judge(requests, Item::Entry(admin), Metric::Count, 4, &[vendor, main]);
    let time = Network::DEFAULT.first_load_ms(total + 8_952, 3);
    sample.judge(phone, Item::Entry(index), Metric::Time, time, &everything);
    sample.skip(vendor_growth, Outcome::NoBaseline(Since::Baseline));
    sample.judge(styles, Item::Total, Metric::Gzip, 8_140, &[style]);
    if 60_000 < chart {
        let facts =
            FindingFacts::Load(LoadFinding::IneffectiveSplitPoint { target: vendor, loaded_by: Some(main) });
        sample.finding(account, Some(96), None, Severity::Warning, facts);
    }
    if 100_000 < chart {
        let facts = FindingFacts::Content(ContentFinding::UnminifiedAsset { waste_basis_points: 3_140 });
        sample.finding(chartkit, None, Some(21_300), Severity::Warning, facts);
        sample.problem("assets/broken.js", "unexpected end of file at 1:2041");
    }
    sample.done()
}
