//! Which term a word of the dictionary is: a column over all numbers of words.

/// The terms of the dictionary's words, by the word's number. Empty for a corpus without such words.
///
/// A term takes two bytes as long as there are few, which most corpora never leave: of a short text this column is the
/// largest part of the memory, and for each token a place of it is read.
#[derive(Debug, Clone)]
pub(super) enum TermsByWord {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// The number of a term in a column.
pub(super) trait Number: Copy {
    /// Stands where a word is no term.
    const ABSENT: Self;

    fn of(term: u32) -> Self;

    /// As an index: that of [`ABSENT`](Self::ABSENT) is beyond all terms that a column of this width is used for.
    fn index(self) -> usize;
}

impl Number for u16 {
    const ABSENT: u16 = u16::MAX;

    fn of(term: u32) -> u16 {
        term as u16
    }

    #[inline(always)]
    fn index(self) -> usize {
        self.into()
    }
}

impl Number for u32 {
    const ABSENT: u32 = u32::MAX;

    fn of(term: u32) -> u32 {
        term
    }

    #[inline(always)]
    fn index(self) -> usize {
        self as usize
    }
}

impl Default for TermsByWord {
    fn default() -> TermsByWord {
        TermsByWord::Narrow(Vec::new())
    }
}

impl TermsByWord {
    /// Makes room for the numbers of so many terms. It is called before any of them is set.
    #[inline]
    pub(super) fn hold(&mut self, terms: usize) {
        if terms > u16::ABSENT.index()
            && let TermsByWord::Narrow(column) = self
        {
            let widen = |&term: &u16| if term == u16::ABSENT { u32::ABSENT } else { term.into() };
            *self = TermsByWord::Wide(column.iter().map(widen).collect());
        }
    }

    /// The term of a word.
    pub(super) fn get(&self, word: u32) -> Option<u32> {
        match self {
            TermsByWord::Narrow(column) => get(column, word),
            TermsByWord::Wide(column) => get(column, word),
        }
    }

    /// Sets the term of a word. The numbers of words are below `bound`.
    pub(super) fn set(&mut self, word: u32, term: u32, bound: usize) {
        match self {
            TermsByWord::Narrow(column) => set(column, word, term, bound),
            TermsByWord::Wide(column) => set(column, word, term, bound),
        }
    }
}

fn get<N: Number>(column: &[N], word: u32) -> Option<u32> {
    let index = column.get(word as usize)?.index();
    (index != N::ABSENT.index()).then_some(index as u32)
}

fn set<N: Number>(column: &mut Vec<N>, word: u32, term: u32, bound: usize) {
    if column.is_empty() {
        column.resize(bound, N::ABSENT);
    }
    column[word as usize] = N::of(term);
}

#[cfg(test)]
mod tests {
    use super::TermsByWord;

    #[test]
    fn a_term_is_that_of_its_word_before_and_after_there_are_many() {
        for first in [0, 65_533, 65_534, 65_535, 65_536, 70_000] {
            let mut terms = TermsByWord::default();
            for (word, term) in (0..).zip(first..first + 4) {
                terms.hold(term as usize + 1);
                terms.set(word, term, 6);
                let known: Vec<Option<u32>> = (0..7).map(|word| terms.get(word)).collect();
                let expected = (0..7).map(|other| (other <= word).then_some(first + other));
                assert_eq!(known, expected.collect::<Vec<_>>(), "{word} of {first}");
            }
            assert_eq!(matches!(terms, TermsByWord::Wide(_)), first + 4 > 65_535);
        }
    }
}
