//! From places in a normalised text back to places in the text as it was given.

/// Where a normalised text stops being a copy: after an edit everything lies elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    /// The place in the normalised text.
    at: u32,
    /// What a piece that ends here ends with in the original.
    end: u32,
    /// What a piece that begins here begins with in the original. What lies between was taken out.
    start: u32,
}

/// A map of places, exact in both directions of an edit: a piece never takes in what was taken out beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offsets {
    /// Sorted by `at`, a place once. The first is the beginning.
    edits: Vec<Edit>,
}

impl Offsets {
    /// The map of a copy that begins at `origin` of the original.
    pub(crate) fn new(origin: usize) -> Offsets {
        Offsets { edits: vec![Edit { at: 0, end: origin as u32, start: origin as u32 }] }
    }

    /// Tells that at `at` of the normalised text the original goes on at `start`, after it had come to `end`.
    /// Places come in ascending order.
    pub(crate) fn push(&mut self, at: usize, end: usize, start: usize) {
        match self.edits.last_mut() {
            // Nothing lies between two edits at one place.
            Some(last) if last.at == at as u32 => last.start = start as u32,
            _ => self.edits.push(Edit { at: at as u32, end: end as u32, start: start as u32 }),
        }
    }

    /// Where a piece that begins at `at` of the normalised text begins in the original.
    pub(crate) fn start(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.at <= at);
        self.shifted(next - 1, at)
    }

    /// Where a piece that ends at `at` of the normalised text ends in the original.
    pub(crate) fn end(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.at < at);
        match self.edits.get(next) {
            Some(edit) if edit.at == at => edit.end,
            _ => self.shifted(next.saturating_sub(1), at),
        }
    }

    /// `at` counted from an edit, but not beyond the next one: where a longer form stands for a shorter, its inside
    /// has no place of its own.
    fn shifted(&self, index: usize, at: u32) -> u32 {
        let edit = self.edits[index];
        let place = edit.start + (at - edit.at);
        self.edits.get(index + 1).map_or(place, |next| place.min(next.end))
    }

    /// The map of a text that was made from this map's text by replacing ranges, each given as (start, end) in this
    /// map's text and the length of what stands there now.
    pub(crate) fn then(self, replaced: &[(usize, usize, usize)]) -> Offsets {
        let mut composed = Offsets { edits: Vec::with_capacity(self.edits.len() + 2 * replaced.len()) };
        let (mut shift, mut edits) = (0isize, self.edits.iter().peekable());
        let moved = |at: usize, shift: isize| (at as isize + shift) as usize;
        for &(from, to, length) in replaced {
            while let Some(edit) = edits.next_if(|edit| edit.at as usize <= from) {
                composed.push(moved(edit.at as usize, shift), edit.end as usize, edit.start as usize);
            }
            // What was taken out inside a replaced range lies inside what stands for it.
            while edits.next_if(|edit| (edit.at as usize) < to).is_some() {}
            composed.push(moved(from, shift), self.end(from as u32) as usize, self.start(from as u32) as usize);
            shift += length as isize - (to - from) as isize;
            composed.push(moved(to, shift), self.end(to as u32) as usize, self.start(to as u32) as usize);
            // The edit at `to` itself is in the line above.
            edits.next_if(|edit| edit.at as usize == to);
        }
        for edit in edits {
            composed.push(moved(edit.at as usize, shift), edit.end as usize, edit.start as usize);
        }
        composed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_takes_in_what_was_taken_out_inside_it_and_not_beside_it() {
        // "ab|XX|cd|Y|e" from place 10 on: abcde, with XX and Y taken out.
        let mut offsets = Offsets::new(10);
        offsets.push(2, 12, 14);
        offsets.push(4, 16, 17);
        let place = |start, end| (offsets.start(start), offsets.end(end));
        assert_eq!(place(0, 2), (10, 12), "before");
        assert_eq!(place(2, 4), (14, 16), "between");
        assert_eq!(place(1, 3), (11, 15), "across one");
        assert_eq!(place(0, 5), (10, 18), "across both");
        assert_eq!(place(4, 5), (17, 18), "after");
    }

    #[test]
    fn two_edits_at_one_place_are_one() {
        let mut offsets = Offsets::new(0);
        offsets.push(1, 1, 2);
        offsets.push(1, 2, 4);
        assert_eq!(offsets.edits.len(), 2, "the beginning, and this one");
        assert_eq!((offsets.end(1), offsets.start(1)), (1, 4));
        assert_eq!((offsets.start(0), offsets.end(2)), (0, 5));
    }

    #[test]
    fn an_edit_at_the_beginning_moves_it() {
        let mut offsets = Offsets::new(5);
        offsets.push(0, 5, 7);
        assert_eq!((offsets.start(0), offsets.end(1)), (7, 8));
    }

    #[test]
    fn replaced_ranges_keep_their_ends_whatever_their_length() {
        // "abcdef", XX taken out after b; then "bc" became "longer" and "ef" became "x".
        let mut first = Offsets::new(0);
        first.push(2, 2, 4);
        let offsets = first.then(&[(1, 3, 6), (4, 6, 1)]);
        assert!(offsets.edits.is_sorted_by(|one, other| one.at < other.at), "{offsets:?}");
        // a longer d x
        assert_eq!((offsets.start(0), offsets.end(1)), (0, 1), "a");
        assert_eq!((offsets.start(1), offsets.end(7)), (1, 5), "bc with XX inside");
        assert_eq!((offsets.start(7), offsets.end(8)), (5, 6), "d");
        assert_eq!((offsets.start(8), offsets.end(9)), (6, 8), "ef");
        assert!((2..7).all(|at| (1..=5).contains(&offsets.start(at))), "the inside stays inside");
    }

    #[test]
    fn what_was_taken_out_behind_a_replaced_range_stays_out() {
        // "abcdef", XX taken out after b and Y after e; then a became aaa.
        let mut first = Offsets::new(0);
        first.push(2, 2, 4);
        first.push(5, 7, 8);
        let offsets = first.then(&[(0, 1, 3)]);
        let place = |start, end| (offsets.start(start), offsets.end(end));
        assert_eq!([place(0, 3), place(3, 4)], [(0, 1), (1, 2)], "aaa, b");
        assert_eq!([place(4, 5), place(6, 7), place(7, 8)], [(4, 5), (6, 7), (8, 9)], "c, e, f");
    }
}
