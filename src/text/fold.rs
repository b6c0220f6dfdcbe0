//! Differences in writing that are taken away before the text is cut: width, case, compatibility forms, and
//! traditional for simplified characters.

use crate::options::Fold;

/// Folds text as its options say.
pub(crate) struct Folder {
    fold: Fold,
}

impl Folder {
    pub(crate) fn new(fold: Fold) -> Folder {
        Folder { fold }
    }

    /// Whether it never changes anything.
    pub(crate) fn is_idle(&self) -> bool {
        self.fold.is_nothing()
    }

    /// Whether it would change anything in `units`.
    pub(crate) fn changes(&self, _units: &[u16]) -> bool {
        false
    }

    /// Folds `units` and gives the ranges whose length has changed: (start, end) before, and the length now.
    pub(crate) fn apply(&self, _units: &mut Vec<u16>) -> Vec<(usize, usize, usize)> {
        Vec::new()
    }
}
