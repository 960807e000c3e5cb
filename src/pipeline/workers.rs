//! The threads of a run, made once, and the memory that they may take at once.
//!
//! Every thread takes the next job when it is done with one: a thread that waits for a part of its own job begins no
//! other one meanwhile. Threads that find no more jobs help with the parts that are left.

use std::sync::{Mutex, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::parse;
use crate::pipeline::Work;
use crate::pipeline::room::Room;

/// What syntax trees, compressors, decoded maps and pictures may take at once. A script of 3 MB takes about 45 MB to
/// compress and as much to parse, so that both go on at once, and other files beside; half of this left a core idle beside
/// one of 5 MB.
const WORKING_BYTES: u64 = 192 << 20;

/// What files may take that are at work, as they are. Of files that are larger, one is in memory at a time.
const CONTENT_BYTES: u64 = 64 << 20;

/// Who works, and where.
#[derive(Debug)]
pub(crate) struct Workers {
    pool: ThreadPool,
    /// Where the bytes of files are while these are worked on.
    pub(crate) contents: Room,
    /// Where they are worked on: taken last, by what waits for nothing any more.
    pub(crate) memory: Room,
}

impl Workers {
    /// As many as `work` says.
    pub(crate) fn new(work: &Work) -> Result<Self, ThreadPoolBuildError> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(work.threads.unwrap_or(0))
            .stack_size(parse::STACK_BYTES)
            .thread_name(|index| format!("weighbridge-{index}"))
            .build()?;
        Ok(Self { pool, contents: Room::of(CONTENT_BYTES), memory: Room::of(WORKING_BYTES) })
    }

    /// How many they are.
    pub(crate) fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// What `work` makes of each of `jobs`, in any order. They are begun in theirs.
    pub(crate) fn each<J: Send, R: Send>(&self, jobs: Vec<J>, work: impl Fn(J) -> R + Sync) -> Vec<R> {
        let jobs = Mutex::new(jobs.into_iter());
        let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
        let done = self.pool.broadcast(|_| std::iter::from_fn(next).map(&work).collect::<Vec<R>>());
        done.into_iter().flatten().collect()
    }
}
