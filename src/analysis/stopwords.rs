//! Stop words: the words that say nothing of what a text is about.
//!
//! They mark rows of the frequency table and are left out of keywords. They change no count.

use crate::analysis::spelling::fold_into;
use crate::corpus::TermTable;
use rustc_hash::FxHashSet;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

const ZH: &str = include_str!("../../dict/stopwords-zh.txt");
const EN: &str = include_str!("../../dict/stopwords-en.txt");

/// Which of the built-in lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BuiltinList {
    /// Both lists.
    #[default]
    Default,
    /// Chinese function words.
    Zh,
    /// English function words, in lower case with a straight apostrophe.
    En,
}

/// The words of a built-in list in the order of the file, Chinese before English.
///
/// ```
/// use hanlens::analysis::stopwords::{BuiltinList, builtin};
/// assert!(builtin(BuiltinList::Zh).contains(&"我们"));
/// assert!(builtin(BuiltinList::Default).contains(&"the"));
/// ```
pub fn builtin(list: BuiltinList) -> Vec<&'static str> {
    match list {
        BuiltinList::Default => words_of(ZH).chain(words_of(EN)).collect(),
        BuiltinList::Zh => words_of(ZH).collect(),
        BuiltinList::En => words_of(EN).collect(),
    }
}

fn words_of(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A caller's choice of stop words: `"default"`, `"none"`, or a list of words.
///
/// A word is matched whole, letters in either case (`The`, `THE`), and the curly apostrophe as the straight
/// one. White space around a listed word does not count, and an empty one matches nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StopWords {
    /// The built-in Chinese and English lists.
    #[default]
    Default,
    /// No stop words.
    None,
    /// The caller's own list, in place of the built-in ones.
    Own(Vec<String>),
}

impl StopWords {
    /// The chosen words, ready to look spellings up in.
    ///
    /// ```
    /// use hanlens::analysis::StopWords;
    /// let set = StopWords::Own(vec!["HanLens".into()]).set();
    /// let units = |word: &str| word.encode_utf16().collect::<Vec<_>>();
    /// assert!(set.contains(&units("hanlens")));
    /// assert!(!set.contains(&units("的")));
    /// ```
    pub fn set(&self) -> Cow<'static, StopSet> {
        match self {
            StopWords::Default => Cow::Borrowed(StopSet::built_in()),
            StopWords::None => Cow::Owned(StopSet::default()),
            StopWords::Own(words) => Cow::Owned(StopSet::of(words.iter().map(String::as_str))),
        }
    }

    /// For each term of a table, by its number, whether it is a stop word.
    pub fn mark(&self, terms: &TermTable) -> Vec<bool> {
        let set = self.set();
        if set.folded.is_empty() {
            return vec![false; terms.len()];
        }
        let mut key = Vec::new();
        (0..terms.len() as u32).map(|term| set.contains_with(terms.spelling(term), &mut key)).collect()
    }
}

/// A set of stop words.
#[derive(Debug, Clone, Default)]
pub struct StopSet {
    folded: FxHashSet<Box<[u16]>>,
    /// Length of the longest folded word in UTF-16 code units. Folding makes no spelling shorter, so a
    /// longer one needs no look-up.
    longest: usize,
}

impl StopSet {
    /// Those of [`StopWords::Default`], made once: for a short text that would be a third of an analysis.
    fn built_in() -> &'static StopSet {
        static SET: OnceLock<StopSet> = OnceLock::new();
        SET.get_or_init(|| StopSet::of(builtin(BuiltinList::Default)))
    }

    fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> StopSet {
        let mut set = StopSet::default();
        let mut key = Vec::new();
        for word in words {
            let units: Vec<u16> = word.trim().encode_utf16().collect();
            fold_into(&units, &mut key);
            if !key.is_empty() {
                set.longest = set.longest.max(key.len());
                set.folded.insert(key.as_slice().into());
            }
        }
        set
    }

    /// Whether a spelling, in UTF-16 code units, is one of the stop words.
    pub fn contains(&self, spelling: &[u16]) -> bool {
        self.contains_with(spelling, &mut Vec::new())
    }

    fn contains_with(&self, spelling: &[u16], key: &mut Vec<u16>) -> bool {
        if spelling.len() > self.longest {
            return false;
        }
        fold_into(spelling, key);
        self.folded.contains(key.as_slice())
    }
}

impl Serialize for StopWords {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            StopWords::Default => serializer.serialize_str("default"),
            StopWords::None => serializer.serialize_str("none"),
            StopWords::Own(words) => words.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for StopWords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StopWordsVisitor)
    }
}

struct StopWordsVisitor;

impl<'de> Visitor<'de> for StopWordsVisitor {
    type Value = StopWords;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stop words: \"default\", \"none\", or a list of words")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<StopWords, E> {
        match name {
            "default" => Ok(StopWords::Default),
            "none" => Ok(StopWords::None),
            other => Err(E::invalid_value(serde::de::Unexpected::Str(other), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StopWords, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = list.next_element::<String>().map_err(A::Error::custom)? {
            words.push(word);
        }
        Ok(StopWords::Own(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn has(set: &StopSet, word: &str) -> bool {
        set.contains(&word.encode_utf16().collect::<Vec<_>>())
    }

    fn own(words: &[&str]) -> Cow<'static, StopSet> {
        StopWords::Own(words.iter().map(|&word| word.to_owned()).collect()).set()
    }

    #[test]
    fn the_built_in_lists_are_well_formed() {
        let zh = builtin(BuiltinList::Zh);
        let en = builtin(BuiltinList::En);
        assert!(zh.len() > 250 && en.len() > 150, "{} and {}", zh.len(), en.len());
        for word in &zh {
            assert!(word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{word:?}");
        }
        for word in &en {
            assert!(word.chars().all(|c| c.is_ascii_lowercase() || c == '\''), "{word:?}");
        }
        let all = builtin(BuiltinList::Default);
        assert_eq!(all, [zh, en].concat());
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "a word stands twice");
    }

    #[test]
    fn the_readme_states_the_true_number_of_words() {
        let readme = include_str!("../../dict/README.md");
        for (file, list) in [("stopwords-zh.txt", BuiltinList::Zh), ("stopwords-en.txt", BuiltinList::En)] {
            let row = readme.lines().find(|line| line.starts_with(&format!("| `{file}`"))).unwrap();
            assert!(row.ends_with(&format!("| {} |", builtin(list).len())), "{row}");
        }
    }

    #[test]
    fn membership_is_of_whole_words_in_any_case() {
        let set = StopWords::Default.set();
        for word in ["的", "我们", "the", "The", "THE", "don't", "DON'T", "Don’t", "I"] {
            assert!(has(&set, word), "{word:?}");
        }
        for word in ["", "北京", "的的", "theme", "th", "的the", "people"] {
            assert!(!has(&set, word), "{word:?}");
        }
    }

    #[test]
    fn an_own_list_takes_the_place_of_the_built_in_ones() {
        let set = own(&["HanLens", " 北京 ", "", "  ", "Été", "it’s"]);
        for word in ["hanlens", "HANLENS", "北京", "été", "ÉTÉ", "it's", "IT’S"] {
            assert!(has(&set, word), "{word:?}");
        }
        for word in ["的", "the", "", " 北京 "] {
            assert!(!has(&set, word), "{word:?}");
        }
        assert!(!has(&StopWords::None.set(), "的"));
        assert!(!has(&own(&[]), "的"));
    }

    #[test]
    fn folding_never_makes_a_spelling_shorter() {
        for point in '\0'..=char::MAX {
            let lower: usize = point.to_lowercase().map(char::len_utf16).sum();
            assert!(lower >= point.len_utf16(), "{point:?}");
        }
    }

    #[test]
    fn the_choice_reads_from_a_name_or_a_list() {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, SeqDeserializer, StrDeserializer};
        let named = |name: &'static str| {
            let deserializer: StrDeserializer<'_, Error> = name.into_deserializer();
            StopWords::deserialize(deserializer)
        };
        assert_eq!(named("default").unwrap(), StopWords::Default);
        assert_eq!(named("none").unwrap(), StopWords::None);
        let error = named("some").unwrap_err().to_string();
        assert!(error.contains("\"some\"") && error.contains("\"none\""), "{error}");
        let list = SeqDeserializer::<_, Error>::new(["a", "b"].into_iter());
        assert_eq!(StopWords::deserialize(list).unwrap(), StopWords::Own(vec!["a".into(), "b".into()]));
    }
}
