//! How many pixels may be in memory at once, whatever the number of threads.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::encode;

/// A picture that has as many waits until it is alone.
const PIXELS_AT_ONCE: u64 = encode::LARGEST_PIXELS;

/// What is free of it.
pub(crate) struct Room {
    free: Mutex<u64>,
    changed: Condvar,
}

/// Some of the room; it is given back when this goes.
pub(crate) struct Taken<'r> {
    room: &'r Room,
    pixels: u64,
}

impl Room {
    /// All of it is free.
    pub(crate) fn new() -> Self {
        Self { free: Mutex::new(PIXELS_AT_ONCE), changed: Condvar::new() }
    }

    /// Waits until there is room. Who has some takes no more.
    pub(crate) fn take(&self, pixels: u64) -> Taken<'_> {
        let pixels = pixels.min(PIXELS_AT_ONCE);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < pixels {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= pixels;
        Taken { room: self, pixels }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.pixels;
        self.room.changed.notify_all();
    }
}
