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
