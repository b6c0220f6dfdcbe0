//! Sorting, whole or a stretch of it.
//!
//! The sort itself is compiled once, over indexes, with the comparison behind a pointer. The standard library's is
//! compiled anew for every type and comparison, which is some 8 KB of wasm each.

use std::cmp::Ordering;

/// Sorts items; equal ones keep their order.
pub(crate) fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    keep_sorted(items, 0, usize::MAX, compare);
}

/// Leaves in `items` what sorting them (equal ones keep their order) would have at `offset..offset + limit`.
///
/// Takes time in proportion to the number of items plus that of sorting the stretch, so any page of a
/// table of a million rows costs about the same.
pub(crate) fn keep_sorted<T>(items: &mut Vec<T>, offset: usize, limit: usize, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    keep_order(&mut order, offset, limit, &|a, b| compare(&items[a as usize], &items[b as usize]));
    let mut places: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.iter().filter_map(|&index| places[index as usize].take()));
}

#[inline(never)]
fn keep_order(order: &mut Vec<u32>, offset: usize, limit: usize, compare: &dyn Fn(u32, u32) -> Ordering) {
    let start = offset.min(order.len());
    let end = start.saturating_add(limit).min(order.len());
    if start == end {
        order.clear();
        return;
    }
    let mut compare = |&a: &u32, &b: &u32| compare(a, b).then(a.cmp(&b));
    if end < order.len() {
        order.select_nth_unstable_by(end, &mut compare);
        order.truncate(end);
    }
    if start > 0 {
        order.select_nth_unstable_by(start, &mut compare);
        order.drain(..start);
    }
    order.sort_unstable_by(compare);
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
            sorted.sort_by_key(|&(key, _)| key);
            let mut all = items.clone();
            sort(&mut all, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(&all, &sorted);
            let expected: Vec<_> = sorted.into_iter().skip(offset).take(limit).collect();
            let mut kept = items;
            keep_sorted(&mut kept, offset, limit, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(kept, expected);
        }
    }
}
