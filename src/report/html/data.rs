//! The data of the page: what its script shows, as compact JSON that lies in a `<script type="application/json">`.
//!
//! Takes the joined reports, gives one JSON object. It is private to the page and may change with every version: rows
//! instead of objects, assets by their number, texts that recur by their number in `texts`. `script/data.js` reads it.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::model::json_report::{Asset, Chunk, Entry, Finding, Image, Joined, Package, Report, SplitPoint};
use crate::report::html::changes;
use crate::report::text::printable;

/// So many uses of an image are listed; how many there are is always said.
const USES: usize = 20;

/// All projects, in a form that cannot end the element in which it lies.
pub(super) fn block(joined: &Joined) -> String {
    let mut out = String::from("{\"projects\":[\n");
    for (index, report) in joined.projects.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ",\n" });
        project(&mut out, report);
    }
    out.push_str("\n]}");
    inert(&out)
}

/// `<` opens a tag or a comment even in a script; the other two end a line of JavaScript.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn project(out: &mut String, report: &Report) {
    let mut rows = Rows::new(report);
    let lists = [
        (
            "totals",
            report
                .totals
                .iter()
                .map(|(kind, sum)| json!([kind, sum.files, sum.raw, sum.gzip, sum.brotli]))
                .collect(),
        ),
        ("assets", report.assets.iter().map(|asset| rows.asset(asset)).collect::<Vec<_>>()),
        ("chunks", report.chunks.iter().filter_map(|chunk| rows.chunk(chunk)).collect()),
        ("entries", report.entries.iter().filter_map(|entry| rows.entry(entry)).collect()),
        ("routes", rows.routes(report)),
        ("splitPoints", report.split_points.iter().filter_map(|point| rows.split_point(point)).collect()),
        ("importCosts", rows.import_costs(report)),
        ("packages", report.packages.iter().map(|package| rows.package(package)).collect()),
        ("images", report.images.iter().filter_map(|image| rows.image(image)).collect()),
        ("findings", report.findings.iter().map(|finding| rows.finding(finding)).collect()),
        ("changedLoads", changes::loads(&mut rows, report)),
        ("changes", changes::files(&mut rows, report)),
        ("problems", rows.problems(report)),
    ];
    let head = json!({
        "name": report.project.as_deref().map(printable),
        "directory": printable(&report.build.directory),
        "verdict": printable(&report.verdict),
        "compression": [report.build.compression.gzip, report.build.compression.brotli],
        "unresolved": report.unresolved,
        "since": changes::since(report),
    });
    let head = head.to_string();
    out.push_str(head.strip_suffix('}').unwrap_or(&head));
    for (name, list) in &lists {
        let _ = write!(out, ",\n\"{name}\":");
        lines(out, list);
    }
    let sets: Vec<Value> = rows.sets.into_iter().map(Value::from).collect();
    out.push_str(",\n\"sets\":");
    lines(out, &sets);
    let _ = write!(out, ",\n\"texts\":{}}}", Value::from(rows.texts));
}

/// One row a line.
fn lines(out: &mut String, rows: &[Value]) {
    out.push('[');
    for (index, row) in rows.iter().enumerate() {
        let _ = write!(out, "{}\n{row}", if index == 0 { "" } else { "," });
    }
    out.push(']');
}

/// The tables to which rows refer by number.
pub(super) struct Rows<'r> {
    /// The number of each asset.
    numbers: HashMap<&'r str, usize>,
    texts: Vec<String>,
    text_numbers: HashMap<String, usize>,
    /// Lists of assets: many pages load the same.
    sets: Vec<Vec<usize>>,
    set_numbers: HashMap<Vec<usize>, usize>,
}

impl<'r> Rows<'r> {
    fn new(report: &'r Report) -> Self {
        let paths = report.assets.iter().enumerate();
        Self {
            numbers: paths.map(|(number, asset)| (asset.path.as_str(), number)).collect(),
            texts: Vec::new(),
            text_numbers: HashMap::new(),
            sets: Vec::new(),
            set_numbers: HashMap::new(),
        }
    }

    /// The number of an asset.
    pub(super) fn number(&self, path: &str) -> Option<usize> {
        self.numbers.get(path).copied()
    }

    /// Paths that are no assets are left out; only a report that somebody else wrote has such.
    pub(super) fn all<'p>(&self, paths: impl IntoIterator<Item = &'p String>) -> Vec<usize> {
        paths.into_iter().filter_map(|path| self.number(path)).collect()
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: &str) -> usize {
        let text = printable(text);
        if let Some(&number) = self.text_numbers.get(text.as_ref()) {
            return number;
        }
        let number = self.texts.len();
        self.texts.push(text.clone().into_owned());
        self.text_numbers.insert(text.into_owned(), number);
        number
    }

    fn set<'p>(&mut self, paths: impl IntoIterator<Item = &'p String>) -> usize {
        let set = self.all(paths);
        if let Some(&number) = self.set_numbers.get(&set) {
            return number;
        }
        let number = self.sets.len();
        self.sets.push(set.clone());
        self.set_numbers.insert(set, number);
        number
    }

    /// `[path, type, load, raw, gzip, brotli]`
    fn asset(&mut self, asset: &Asset) -> Value {
        let kind = self.text(&asset.resource_type);
        let load = asset.load.as_deref().map(|load| self.text(load));
        json!([printable(&asset.path), kind, load, asset.raw, asset.gzip, asset.brotli])
    }

    /// `[asset, imports, dynamic imports, styles, workers, packages, origins, externals]`; a package is
    /// `[name, version, evidence, raw, gzip, brotli]`, origins are `[packages, application, bundler, rest]`.
    fn chunk(&mut self, chunk: &Chunk) -> Option<Value> {
        let number = self.number(&chunk.path)?;
        let mut packages = Vec::new();
        for package in &chunk.packages {
            let name = self.text(&package.name);
            let version = package.version.as_deref().map(|version| self.text(version));
            let evidence = self.text(&package.evidence);
            packages.push(json!([name, version, evidence, package.bytes, package.gzip, package.brotli]));
        }
        let externals: Vec<usize> = chunk.externals.iter().map(|name| self.text(name)).collect();
        let origins = chunk.composition.as_ref();
        let origins =
            origins.map(|of| [of.packages, of.application, of.bundler, of.unmapped + of.map_comment]);
        Some(json!([
            number,
            self.all(&chunk.imports),
            self.all(&chunk.dynamic_imports),
            self.all(&chunk.css),
            self.all(&chunk.workers),
            packages,
            origins,
            externals,
        ]))
    }

    /// `[asset, audience, route, files, requests, depth, raw, gzip, brotli, before, chain]`
    fn entry(&mut self, entry: &Entry) -> Option<Value> {
        let (number, load) = (self.number(&entry.path)?, &entry.initial);
        let audience = self.text(&entry.audience);
        let set = self.set(load.scripts.iter().chain(&load.stylesheets));
        let before = load.before.as_ref().map(|sizes| [sizes.raw, sizes.gzip, sizes.brotli]);
        let route = entry.route.as_deref().map(printable);
        let chain = self.all(&load.chain);
        Some(json!([
            number,
            audience,
            route,
            set,
            load.files,
            load.depth,
            load.raw,
            load.gzip,
            load.brotli,
            before,
            chain
        ]))
    }

    /// `[path, entry, files, requests, depth, raw, gzip, brotli]`
    fn routes(&mut self, report: &Report) -> Vec<Value> {
        let row = |route: &crate::model::json_report::Route| {
            let load = &route.initial;
            let (entry, set) =
                (self.number(&route.entry), self.set(load.scripts.iter().chain(&load.stylesheets)));
            let path = printable(&route.path);
            json!([path, entry, set, load.files, load.depth, load.raw, load.gzip, load.brotli])
        };
        report.routes.iter().map(row).collect()
    }

    /// `[chunk, line, column, target, loads, raw, gzip, brotli, effective]`
    fn split_point(&mut self, point: &SplitPoint) -> Option<Value> {
        let (chunk, target) = (self.number(&point.chunk)?, self.number(&point.target)?);
        let (set, adds) = (self.set(&point.loads), &point.adds);
        let effective = u8::from(point.effective);
        Some(json!([
            chunk,
            point.line,
            point.column,
            target,
            set,
            adds.raw,
            adds.gzip,
            adds.brotli,
            effective
        ]))
    }

    /// `[entry, chunk, line, column, target, raw, gzip, brotli]`
    fn import_costs(&self, report: &Report) -> Vec<Value> {
        let costs = report.import_costs.iter().filter_map(|cost| {
            let (chunk, target) = (self.number(&cost.chunk)?, self.number(&cost.target)?);
            let (entry, brings) = (self.number(&cost.entry), &cost.brings);
            Some(json!([
                entry,
                chunk,
                cost.line,
                cost.column,
                target,
                brings.raw,
                brings.gzip,
                brings.brotli
            ]))
        });
        costs.collect()
    }

    /// `[name, versions, initial, chunks, raw, gzip, brotli]`
    fn package(&mut self, package: &Package) -> Value {
        let name = self.text(&package.name);
        let versions: Vec<usize> = package.versions.iter().map(|version| self.text(version)).collect();
        let chunks = self.all(&package.chunks);
        let initial = u8::from(package.initial);
        json!([name, versions, initial, chunks, package.bytes, package.gzip, package.brotli])
    }

    /// `[asset, format, width, height, webp, avif, jpeg, resized, on phones, number of uses, uses]`; a form is
    /// `[bytes, measured]`, a smaller one `[width, height, saving, measured]`, a use `[asset, line, column, element]`.
    fn image(&mut self, image: &Image) -> Option<Value> {
        let number = self.number(image.path.as_deref()?)?;
        let format = image.format.as_deref().map(|format| self.text(format));
        let forms = image.encodings.as_ref();
        let full = |form: Option<&crate::model::json_report::Encoded>| {
            form.map(|form| json!([form.bytes, u8::from(form.measured)]))
        };
        let small = |form: Option<&crate::model::json_report::Resized>| {
            form.map(|form| json!([form.width, form.height, form.saving, u8::from(form.measured)]))
        };
        let mut uses = Vec::new();
        for place in image.uses.iter().take(USES) {
            let element = self.text(&place.element);
            uses.push(json!([self.number(&place.asset), place.line, place.column, element]));
        }
        Some(json!([
            number,
            format,
            image.width,
            image.height,
            full(forms.and_then(|forms| forms.webp.as_ref())),
            full(forms.and_then(|forms| forms.avif.as_ref())),
            full(forms.and_then(|forms| forms.jpeg.as_ref())),
            small(forms.and_then(|forms| forms.resized.as_ref())),
            small(forms.and_then(|forms| forms.on_phones.as_ref())),
            image.uses.len(),
            uses,
        ]))
    }

    /// `[check, severity, asset, line, column, message, help, waste]`
    fn finding(&mut self, finding: &Finding) -> Value {
        let (check, severity) = (self.text(&finding.check), self.text(&finding.severity));
        let (help, message) = (self.text(&finding.help), printable(&finding.message));
        let number = self.number(&finding.asset);
        json!([check, severity, number, finding.line, finding.column, message, help, finding.waste])
    }

    /// `[name, asset, message]`
    fn problems(&self, report: &Report) -> Vec<Value> {
        let row = |problem: &crate::model::json_report::Problem| {
            let number = problem.asset.as_deref().and_then(|path| self.number(path));
            json!([problem.asset.as_deref().map(printable), number, printable(&problem.message)])
        };
        report.problems.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn json_cannot_end_its_element() {
        let json = inert("{\"a\":\"</script><!--\u{2028}\u{2029}\"}");
        assert_eq!(json, "{\"a\":\"\\u003c/script>\\u003c!--\\u2028\\u2029\"}");
        let value: serde_json::Value = serde_json::from_str(&json).expect("still JSON");
        assert_eq!(value["a"], "</script><!--\u{2028}\u{2029}");
    }
}
