//! Text to tokens: the dictionary's route, unknown words, user words, modes.

mod barriers;
mod classes;
mod explain;
mod items;
mod letters;
mod modes;
mod repeats;
mod route;
mod segmenter;
mod sink;
mod unknown;
mod user;

pub(crate) use barriers::Barriers;
pub use explain::{Candidate, ExplainedPiece, Explanation, PieceSource};
pub use segmenter::Segmenter;
pub(crate) use sink::Shared;
pub use sink::{Piece, Sink};
pub use user::{NewUserWord, UserWord, UserWords};
