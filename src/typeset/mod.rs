//! x
pub mod dump;
pub mod frame;
pub mod paragraph;
