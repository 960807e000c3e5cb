//! Threads that the system does not give.

use miette::Diagnostic;
use rayon::ThreadPoolBuildError;
use thiserror::Error;

/// The pool of threads could not be made.
#[derive(Debug, Error, Diagnostic)]
#[error("cannot start the threads that files are worked on")]
#[diagnostic(
    code(weighbridge::threads::not_started),
    help("let fewer programs run at once, or ask for fewer threads: --threads 1")
)]
pub(crate) struct ThreadsError(#[from] ThreadPoolBuildError);
