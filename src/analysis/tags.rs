//! Choosing terms by their part-of-speech tag.

use crate::corpus::TermTable;

/// Tells by a term's number whether its tag is one of those asked for.
#[derive(Debug)]
pub(crate) struct TagFilter<'a> {
    ids: &'a [u8],
    /// By tag number; `None` lets every tag through.
    wanted: Option<Vec<bool>>,
}

impl<'a> TagFilter<'a> {
    /// `"n"` is that tag alone, `"n*"` every tag that begins with n. No list lets all through, an empty one none.
    pub(crate) fn new<P: AsRef<str>>(terms: &'a TermTable, patterns: Option<&[P]>) -> TagFilter<'a> {
        let wanted = patterns
            .map(|patterns| terms.tag_names().iter().map(|tag| patterns.iter().any(|p| matches(p.as_ref(), tag))));
        // Tags take time to unpack: none are asked for in vain.
        let ids = if wanted.is_some() { terms.tag_ids() } else { &[] };
        TagFilter { ids, wanted: wanted.map(Iterator::collect) }
    }

    pub(crate) fn accepts(&self, term: u32) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted[self.ids[term as usize] as usize])
    }
}

/// Whether a tag is what a pattern of [`TagFilter`] asks for.
pub(crate) fn matches(pattern: &str, tag: &str) -> bool {
    pattern.strip_suffix('*').map_or(tag == pattern, |prefix| tag.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_at_the_end_takes_every_tag_with_that_beginning() {
        for (pattern, tag, expected) in [
            ("n", "n", true),
            ("n", "ns", false),
            ("n*", "n", true),
            ("n*", "ns", true),
            ("n*", "vn", false),
            ("*", "x", true),
            ("", "x", false),
            ("", "", true),
            ("*n", "vn", false),
        ] {
            assert_eq!(matches(pattern, tag), expected, "{pattern:?} on {tag:?}");
        }
    }
}
