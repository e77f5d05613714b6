//! The document tree to HTML.
