//! What all targets share: a thread with the stack that scripts need, and what must hold of any facts.
//!
//! A target gives bytes to one reader as the pipeline would, and asserts more than that it comes back. What they ask of
//! the tool is public; nothing in it knows of them.

pub mod build;
pub mod facts;

use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use weighbridge::parse::STACK_BYTES;

/// What a target does with an input.
pub type Job = fn(&[u8]);

/// Makes a function the target.
#[macro_export]
macro_rules! target {
    ($job:expr) => {
        libfuzzer_sys::fuzz_target!(init: $crate::prepare(), |data: &[u8]| {
            $crate::on_large_stack($job, data);
        });
    };
}

/// Lets what the tool catches be caught: the panics of swc, of which a script without facts is made. All others end the
/// process, as libfuzzer's own hook has it.
pub fn prepare() {
    let abort = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_of_swc = info.location().is_some_and(|place| place.file().contains("/swc_"));
        if !is_of_swc {
            abort(info);
        }
    }));
}

type Line = (SyncSender<(Job, Vec<u8>)>, Receiver<()>);

/// Runs `job` on the one thread that has the stack for it.
pub fn on_large_stack(job: Job, data: &[u8]) {
    static LINE: OnceLock<Mutex<Line>> = OnceLock::new();
    let line = LINE.get_or_init(|| {
        let (give, inputs) = sync_channel::<(Job, Vec<u8>)>(0);
        let (say, done) = sync_channel(0);
        let work = move || {
            for (job, data) in inputs {
                job(&data);
                if say.send(()).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().stack_size(STACK_BYTES).spawn(work).expect("a thread can be made");
        Mutex::new((give, done))
    });
    let line = line.lock().unwrap_or_else(PoisonError::into_inner);
    line.0.send((job, data.to_vec())).expect("the thread is there");
    line.1.recv().expect("the job has not panicked");
}

/// The parts of an input, which NUL bytes divide; no text of a build has any.
pub fn parts(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.split(|&byte| byte == 0)
}

/// The first two parts of an input.
pub fn two_parts(data: &[u8]) -> (&[u8], &[u8]) {
    let end = data.iter().position(|&byte| byte == 0).unwrap_or(data.len());
    (&data[..end], data.get(end + 1..).unwrap_or_default())
}
