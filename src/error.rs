//! The one error type of the crate.

use std::borrow::Cow;
use std::fmt;

/// What kind of thing went wrong. The text of a kind never changes: programs may compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An argument is outside its range, or not of the form that it must have.
    InvalidArgument,
    /// The bytes of a compiled dictionary are damaged, cut short, or of another version.
    BadDictionary,
    /// A user word or a line of a user dictionary cannot be taken.
    BadUserWord,
    /// The input is larger than the engine can address.
    TooLarge,
    /// A call came at a time when it has no meaning, such as a query before the analysis has ended.
    WrongState,
}

impl Kind {
    /// The stable name, in lower case with hyphens, as JavaScript sees it in `error.kind`.
    ///
    /// ```
    /// assert_eq!(hanlens::Kind::BadDictionary.as_str(), "bad-dictionary");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::InvalidArgument => "invalid-argument",
            Kind::BadDictionary => "bad-dictionary",
            Kind::BadUserWord => "bad-user-word",
            Kind::TooLarge => "too-large",
            Kind::WrongState => "wrong-state",
        }
    }
}

/// An error: its kind, the argument at fault, and the condition with the value that broke it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    argument: Cow<'static, str>,
    detail: String,
}

impl Error {
    /// Makes an error about `argument`; `detail` says which condition the value broke, and the value.
    pub fn new(kind: Kind, argument: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Error { kind, argument: argument.into(), detail: detail.into() }
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The name of the argument (or the part of the input) at fault.
    pub fn argument(&self) -> &str {
        &self.argument
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.argument, self.detail)
    }
}

impl std::error::Error for Error {}

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
