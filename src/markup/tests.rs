//! Tests of markup.
