//! x
pub mod frame;
pub mod paragraph;
