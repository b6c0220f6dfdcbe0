//! The room for the nodes of a dictionary: megabytes that are zero at first.
//!
//! A short text never comes to most of it. In wasm the allocator writes the zeros that it is asked for, and the machine
//! has to give memory for each page that is written to. What the module declares is zero without being written, so one
//! dictionary of an instance lies there, and only the pages that it uses cost anything. Natively the allocator itself
//! gives pages that are zero.

use std::sync::atomic::AtomicU64;

/// How many slots the declared room has: enough for the dictionary that ships.
pub const DECLARED_SLOTS: usize = 708_000;

/// Slots, all of them zero at first.
pub(super) struct Slots {
    room: Room,
}

enum Room {
    #[cfg(target_arch = "wasm32")]
    Declared(&'static [AtomicU64]),
    Allocated(Vec<AtomicU64>),
}

impl Slots {
    pub(super) fn new(count: usize) -> Slots {
        #[cfg(target_arch = "wasm32")]
        if let Some(slots) = declared::take(count) {
            return Slots { room: Room::Declared(slots) };
        }
        // Zeros at once, and no step for each.
        Slots { room: Room::Allocated(vec![0; count].into_iter().map(AtomicU64::new).collect()) }
    }

    #[inline(always)]
    pub(super) fn all(&self) -> &[AtomicU64] {
        match &self.room {
            #[cfg(target_arch = "wasm32")]
            Room::Declared(slots) => slots,
            Room::Allocated(slots) => slots,
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl Drop for Slots {
    fn drop(&mut self) {
        if let Room::Declared(slots) = self.room {
            declared::give_back(slots);
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod declared {
    use super::DECLARED_SLOTS;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    static ROOM: [AtomicU64; DECLARED_SLOTS] = [const { AtomicU64::new(0) }; DECLARED_SLOTS];
    static IS_TAKEN: AtomicBool = AtomicBool::new(false);

    /// The room for so many slots, unless they are too many or another dictionary lies there.
    pub(super) fn take(count: usize) -> Option<&'static [AtomicU64]> {
        let slots = ROOM.get(..count)?;
        (!IS_TAKEN.swap(true, Ordering::AcqRel)).then_some(slots)
    }

    pub(super) fn give_back(slots: &[AtomicU64]) {
        slots.iter().for_each(|slot| slot.store(0, Ordering::Relaxed));
        IS_TAKEN.store(false, Ordering::Release);
    }
}
