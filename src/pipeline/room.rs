//! How much memory may be in use at once, whatever the number of threads.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What is free, and whose turn it is.
#[derive(Debug)]
pub(crate) struct Room {
    most: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    free: u64,
    /// The next one who comes.
    last: u64,
    /// The next one who is let in. Who needs much is not overtaken for ever by those who need little.
    first: u64,
}

/// Some of the room; it is given back when this goes.
#[derive(Debug)]
pub(crate) struct Taken<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Room {
    /// Room for that many bytes, all of it free.
    pub(crate) fn of(most: u64) -> Self {
        let state = Mutex::new(State { free: most, last: 0, first: 0 });
        Self { most, state, changed: Condvar::new() }
    }

    /// Waits until there is room. What needs more than there is waits until it is alone. Who has some must not take
    /// more of the same room, nor wait for someone who does: so there is always one who goes on.
    pub(crate) fn take(&self, bytes: u64) -> Taken<'_> {
        let bytes = bytes.min(self.most);
        let mut state = self.state();
        let turn = state.last;
        state.last += 1;
        while state.first != turn || state.free < bytes {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.first += 1;
        state.free -= bytes;
        drop(state);
        self.changed.notify_all();
        Taken { room: self, bytes }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.room.state().free += self.bytes;
        self.room.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::Room;

    /// What is in use at most while each of `needs` takes its room, on a thread of its own.
    fn most_in_use(most: u64, needs: &[u64]) -> u64 {
        let (room, in_use, seen) = (Room::of(most), AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for &need in needs {
                let (room, in_use, seen) = (&room, &in_use, &seen);
                scope.spawn(move || {
                    let taken = room.take(need);
                    let now = in_use.fetch_add(need, Ordering::SeqCst) + need;
                    seen.fetch_max(now, Ordering::SeqCst);
                    thread::yield_now();
                    in_use.fetch_sub(need, Ordering::SeqCst);
                    drop(taken);
                });
            }
        });
        assert_eq!(room.state().free, most);
        seen.into_inner()
    }

    #[test]
    fn no_more_is_in_use_than_there_is_room_for() {
        assert!(most_in_use(10, &[3; 40]) <= 9);
        assert!(most_in_use(10, &[1, 9, 4, 6, 10, 2].repeat(5)) <= 10);
    }

    #[test]
    fn what_needs_more_than_there_is_room_for_is_alone() {
        assert_eq!(most_in_use(10, &[25, 1, 2, 25, 3]), 25);
    }
}
