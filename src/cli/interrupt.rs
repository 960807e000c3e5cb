//! EDGE. SIGINT and SIGTERM end a run at once, but never in the middle of a file.
//!
//! What is written is whole: a signal that comes while a file is written is obeyed behind it, and there is no temporary
//! file left. A second signal waits for nothing. The exit status is 128 and the number of the signal, as of a shell.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

/// Added to the number of a signal, it is the exit status (POSIX, Shell Command Language, 2.8.2).
const SIGNALLED: i32 = 128;

static INTERRUPT: LazyLock<Interrupt> = LazyLock::new(Interrupt::default);

/// What the handlers of the signals look at.
#[derive(Default)]
struct Interrupt {
    /// Nothing is being written: the handler itself ends the process.
    is_free: Arc<AtomicBool>,
    /// There was a signal.
    has_come: Arc<AtomicBool>,
    /// The exit status that it asks for.
    status: Arc<AtomicUsize>,
    /// Who writes.
    writer: Mutex<()>,
}

/// From here on signals are obeyed in that way. Where the system takes no handlers, they do what they always did.
pub(super) fn watch() {
    // A file that would be larger than the system allows (`ulimit -f`) is one that cannot be written, no end of the run.
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    INTERRUPT.is_free.store(true, Ordering::SeqCst);
    for signal in [SIGINT, SIGTERM] {
        let status = SIGNALLED + signal;
        // They are called in this order: the second signal finds the first, else the run ends here unless it writes.
        let _ = flag::register_conditional_shutdown(signal, status, Arc::clone(&INTERRUPT.has_come))
            .and_then(|_| flag::register_conditional_shutdown(signal, status, Arc::clone(&INTERRUPT.is_free)))
            .and_then(|_| {
                flag::register_usize(
                    signal,
                    Arc::clone(&INTERRUPT.status),
                    usize::try_from(status).unwrap_or_default(),
                )
            })
            .and_then(|_| flag::register(signal, Arc::clone(&INTERRUPT.has_come)));
    }
}

/// Does `write` to its end, whatever signal comes, and ends the process behind it where one did.
pub(super) fn whole<T>(write: impl FnOnce() -> T) -> T {
    let writer = INTERRUPT.writer.lock().unwrap_or_else(PoisonError::into_inner);
    let was_free = INTERRUPT.is_free.swap(false, Ordering::SeqCst);
    let written = write();
    INTERRUPT.is_free.store(was_free, Ordering::SeqCst);
    if INTERRUPT.has_come.load(Ordering::SeqCst) {
        let status = INTERRUPT.status.load(Ordering::SeqCst);
        low_level::exit(i32::try_from(status).unwrap_or(SIGNALLED));
    }
    drop(writer);
    written
}
