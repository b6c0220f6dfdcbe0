//! Tokens to figures: a file a measure.
