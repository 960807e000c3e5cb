//! Whole reports, as a developer sees them.

use super::sample::{self, Sample};
use super::{TerminalStyle, render, render_quiet};

fn style(width: usize) -> TerminalStyle {
    TerminalStyle { width, color: false, unicode: true }
}

#[test]
fn look() {
    for (name, chart) in [("FAIL", 112_600), ("WARN", 92_000), ("PASS", 38_000)] {
        println!("######## {name}");
        print!("{}", render(&sample::shop(chart), &style(80)));
    }
    println!("######## 60");
    print!("{}", render(&sample::shop(112_600), &style(60)));
    println!("######## 120");
    print!("{}", render(&sample::shop(112_600), &style(120)));
    println!("######## ascii");
    print!("{}", render(&sample::shop(112_600), &TerminalStyle { unicode: false, ..style(80) }));
    println!("######## quiet");
    print!("{}", render_quiet(&sample::shop(112_600), &style(80)));
    let _ = Sample::new;
}
