//! EDGE. A progress bar on stderr, for work that lasts.

#![expect(
    clippy::disallowed_methods,
    reason = "when the bar appears depends on the clock, the reports do not"
)]

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Appears on a terminal after half a second; elsewhere never.
pub(crate) struct Bar {
    started: Instant,
    /// Asked once, not for every file.
    is_seen: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    total: u64,
    done: u64,
    bar: Option<ProgressBar>,
}

impl Bar {
    /// A bar that has not appeared yet.
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            is_seen: io::stderr().is_terminal(),
            state: Mutex::new(State::default()),
        }
    }

    /// Does something with the state; a thread that panicked meanwhile leaves at worst a wrong number in it.
    fn with_state(&self, act: impl FnOnce(&mut State)) {
        act(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Bar {
    fn start(&self, bytes: u64) {
        self.with_state(|state| *state = State { total: bytes, ..State::default() });
    }

    fn advance(&self, bytes: u64) {
        self.with_state(|state| {
            state.done += bytes;
            if state.bar.is_none() && self.is_seen && self.started.elapsed() > PATIENCE {
                state.bar = Some(visible_bar(state.total));
            }
            if let Some(bar) = &state.bar {
                bar.set_position(state.done);
            }
        });
    }

    fn finish(&self) {
        self.with_state(|state| {
            if let Some(bar) = state.bar.take() {
                bar.finish_and_clear();
            }
        });
    }
}

fn visible_bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let template = "weighing {bar:30} {decimal_bytes} of {decimal_total_bytes}";
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
