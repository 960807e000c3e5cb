//! One series as an SVG: its values, its limits as dashed lines, a mark at each run.

use std::fmt::Write as _;

use crate::model::budget::Metric;
use crate::model::json_report::Number;
use crate::report::history::series::{Point, Series};
use crate::report::text;
use crate::report::xml::escape;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 24.0;
/// With more points than that, only those where the status changes and the last have a mark.
const MARKED_POINTS: usize = 200;
/// Above the highest value.
const HEAD_ROOM: f64 = 1.08;

struct Scale {
    first: usize,
    last: usize,
    top: f64,
}

impl Scale {
    #[expect(clippy::cast_precision_loss, reason = "a place in a picture")]
    fn x(&self, run: usize) -> f64 {
        let room = WIDTH - LEFT - RIGHT;
        match self.last - self.first {
            0 => LEFT + room / 2.0,
            runs => LEFT + room * (run - self.first) as f64 / runs as f64,
        }
    }

    fn y(&self, value: Number) -> f64 {
        let room = HEIGHT - TOP - BOTTOM;
        TOP + room - room * value.as_float() / self.top
    }
}

/// The picture.
pub(super) fn draw(series: &Series, title: &str) -> String {
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else {
        return String::new();
    };
    let highest = series.points.iter().flat_map(|p| [Some(p.actual), p.max, p.warn, p.min]).flatten().max();
    let highest = highest.filter(|&highest| highest != Number::whole(0));
    // A line of nothing lies at the bottom.
    let top = highest.map_or(1.0, Number::as_float) * HEAD_ROOM;
    let scale = Scale { first: first.run, last: last.run, top };
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n",
        escape(&format!("{title}: {} now", shown(&series.metric, last.actual)))
    );
    axes(&mut svg, series, &scale, highest);
    for (name, limit) in
        [("max", (|p| p.max) as fn(&Point) -> Option<Number>), ("warn", |p| p.warn), ("min", |p| p.min)]
    {
        limit_line(&mut svg, series, &scale, name, limit);
    }
    svg.push_str("<polyline class=\"value\" points=\"");
    for point in &series.points {
        // Writing to a text cannot fail.
        let _ = write!(svg, "{:.1},{:.1} ", scale.x(point.run), scale.y(point.actual));
    }
    svg.push_str("\"/>\n");
    let are_few = series.points.len() <= MARKED_POINTS;
    let mut before = "";
    for (index, point) in series.points.iter().enumerate() {
        let status = class(point.status.as_deref());
        if are_few || index + 1 == series.points.len() || status != before {
            mark(&mut svg, series, &scale, point, status);
        }
        before = status;
    }
    svg.push_str("</svg>\n");
    svg
}

fn axes(svg: &mut String, series: &Series, scale: &Scale, highest: Option<Number>) {
    let marked = [Some(Number::whole(0)), highest.map(Number::half), highest];
    for value in marked.into_iter().flatten() {
        let (y, label) = (scale.y(value), escape(&shown(&series.metric, value)));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0,
        );
    }
    let mut runs = vec![(scale.first, "start")];
    if scale.first < scale.last {
        runs.push((scale.last, "end"));
    }
    for (run, anchor) in runs {
        let (x, y) = (scale.x(run), HEIGHT - 6.0);
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"{anchor}\">run {run}</text>");
    }
}

/// A limit as it was in each run; it stands where it was, also after it was changed.
fn limit_line(
    svg: &mut String,
    series: &Series,
    scale: &Scale,
    name: &str,
    limit: fn(&Point) -> Option<Number>,
) {
    let mut path = String::new();
    let mut before: Option<Number> = None;
    for point in &series.points {
        let value = limit(point);
        if let Some(value) = value {
            let (x, y) = (scale.x(point.run), scale.y(value));
            match before {
                Some(same) if same == value => {}
                Some(_) => {
                    let _ = write!(path, "H{x:.1}V{y:.1}");
                }
                None => {
                    let _ = write!(path, "M{x:.1} {y:.1}");
                }
            }
        } else if before.is_some() {
            let _ = write!(path, "H{:.1}", scale.x(point.run));
        }
        before = value;
    }
    if let (Some(_), Some(last)) = (before, series.points.last()) {
        let _ = write!(path, "H{:.1}", scale.x(last.run));
    }
    if let (true, Some(value)) = (scale.first == scale.last, before) {
        let _ = write!(path, "M{LEFT} {:.1}H{:.1}", scale.y(value), WIDTH - RIGHT);
    }
    if !path.is_empty() {
        let _ = writeln!(svg, "<path class=\"limit {name}\" d=\"{path}\"/>");
    }
}

fn mark(svg: &mut String, series: &Series, scale: &Scale, point: &Point, status: &str) {
    let mut words = vec![shown(&series.metric, point.actual)];
    words.extend(point.max.map(|max| format!("limit {}", shown(&series.metric, max))));
    let facts = [&point.item, &point.commit, &point.branch, &point.time];
    words.extend(facts.into_iter().flatten().cloned());
    let _ = writeln!(
        svg,
        "<circle class=\"{status}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"><title>{}</title></circle>",
        scale.x(point.run),
        scale.y(point.actual),
        escape(&words.join(" · ")),
    );
}

/// A class is never a word of the history.
pub(super) fn class(status: Option<&str>) -> &'static str {
    ["pass", "warn", "fail"].into_iter().find(|&known| status == Some(known)).unwrap_or("none")
}

/// A value in its unit; a unit that is none is a number.
pub(super) fn shown(metric: &str, number: Number) -> String {
    let known = Metric::named(metric).and_then(|metric| Some((metric, metric.value(number)?)));
    match (known, number.as_whole()) {
        (Some((metric, value)), _) => text::quantity(metric, value),
        (None, Some(number)) => text::count(number),
        (None, None) => number.as_float().to_string(),
    }
}
