//! A stretch of a sorted sequence without sorting all of it.

use std::cmp::Ordering;

/// Leaves in `items` what `items.sort_by(compare)` would have at `offset..offset + limit`, in that order.
///
/// Takes time in proportion to the number of items plus that of sorting the stretch, so any page of a
/// table of a million rows costs about the same.
pub(crate) fn keep_sorted<T>(
    items: &mut Vec<T>,
    offset: usize,
    limit: usize,
    mut compare: impl FnMut(&T, &T) -> Ordering,
) {
    let start = offset.min(items.len());
    let end = start.saturating_add(limit).min(items.len());
    if start == end {
        items.clear();
        return;
    }
    if end < items.len() {
        items.select_nth_unstable_by(end, &mut compare);
        items.truncate(end);
    }
    if start > 0 {
        items.select_nth_unstable_by(start, &mut compare);
        items.drain(..start);
    }
    items.sort_unstable_by(compare);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_a_whole_sort(
            keys in prop::collection::vec(0u8..20, 0..200),
            offset in 0usize..220,
            limit in prop_oneof![0usize..220, Just(usize::MAX)],
        ) {
            let items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut sorted = items.clone();
            sorted.sort();
            let expected: Vec<_> = sorted.into_iter().skip(offset).take(limit).collect();
            let mut kept = items;
            keep_sorted(&mut kept, offset, limit, Ord::cmp);
            prop_assert_eq!(kept, expected);
        }
    }
}
