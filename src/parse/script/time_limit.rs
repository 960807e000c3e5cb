//! Ends the wait for a parse that takes too long.
//!
//! The parser cannot be interrupted, and a shape of code that it is slow on cannot be ruled out (20,000
//! `else if`s once took 2 s). So large scripts are parsed on a thread of their own, which is left to itself
//! when its time is up; it ends with the process.

use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::parse::script::{ParsedScript, STACK_BYTES};

/// A hundred times what real scripts of 5 MB take, so that a slow machine decides like a fast one.
const LIMIT: Duration = Duration::from_mins(1);

/// Below this even quadratic time is short, and a thread would cost more than the parse.
const LARGE_BYTES: usize = 128 << 10;

/// What `parse` gives for `text`; `None` if it does not end in time.
pub(crate) fn within_limit(text: &Arc<str>, parse: fn(&str) -> ParsedScript) -> Option<ParsedScript> {
    if text.len() < LARGE_BYTES {
        return Some(parse(text));
    }
    let (done, result) = mpsc::channel();
    let owned = Arc::clone(text);
    let spawned = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        // Nobody waits for it any more once its time is up.
        let _ = done.send(parse(&owned));
    });
    match spawned {
        Ok(_) => result.recv_timeout(LIMIT).ok(),
        Err(_) => Some(parse(text)),
    }
}
