//! Checks that need the whole book and nothing of its layout.

mod clean;
pub mod external;
pub mod glyphs;
pub mod open_points;
pub mod orthography;
pub mod parity;
mod placed;
pub mod reading;
