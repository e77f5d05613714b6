//! Vector drawings computed at build: maps, girih ornament, timelines, charts, bar codes, and the marks they share.
//!
//! In: places, events, a city's slug. Out: a `Drawing` of paths and labels, which `svg` writes for the
//! site and the PDF paints itself, so that both show the same picture. Pure: no clock, no disk, no
//! randomness; the same arguments give the same numbers. Colours are roles, fonts are the caller's.

pub mod chart;
pub mod ean13;
pub mod geometry;
pub mod girih;
pub mod map;
pub mod mark;
pub mod pen;
pub mod svg;
pub mod timeline;
