//! x
mod resolved;
pub use resolved::*;
