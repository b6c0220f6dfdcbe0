//! What a caller may choose, with defaults and ranges.

use serde::{Deserialize, Serialize};

/// How text is cut into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The most probable cut; the tokens do not overlap. For counting and reading.
    #[default]
    Precise,
    /// Every dictionary word at every place; tokens overlap.
    Full,
    /// The precise cut, and before each long word the shorter words inside it; tokens overlap. For indexing.
    Search,
}

/// How a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CutOptions {
    /// The mode; precise unless told.
    pub mode: Mode,
    /// Whether words that the dictionary lacks are recognised by the hidden Markov model; on unless told.
    /// It has no effect in [`Mode::Full`].
    pub hmm: bool,
}

impl Default for CutOptions {
    fn default() -> Self {
        CutOptions { mode: Mode::Precise, hmm: true }
    }
}

/// Whether line wraps inside sentences are healed before the text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heal {
    /// As far as the text's own statistics say that its breaks are wraps.
    #[default]
    Auto,
    /// Every break that can be a wrap is one.
    On,
    /// The text is cut as it stands.
    Off,
}

/// Which differences in writing are taken away before the text is cut. The text itself stays as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Fold {
    /// Full-width letters, digits and signs as ASCII; half-width kana as kana.
    pub width: bool,
    /// Capital letters as small ones.
    pub case: bool,
    /// Compatibility ideographs and radicals as the characters that they stand for.
    pub compatibility: bool,
    /// Traditional characters as simplified ones.
    pub simplified: bool,
}

impl Fold {
    /// Whether nothing is folded.
    pub fn is_nothing(self) -> bool {
        self == Fold::default()
    }
}

/// How a text is prepared for the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TextOptions {
    /// Whether line wraps are healed; as the text's statistics say unless told.
    pub heal: Heal,
    /// What is folded; nothing unless told.
    pub fold: Fold,
}

impl TextOptions {
    /// The text as it stands: nothing healed, nothing folded.
    pub const UNTOUCHED: TextOptions = TextOptions {
        heal: Heal::Off,
        fold: Fold { width: false, case: false, compatibility: false, simplified: false },
    };
}
