//! Tests of a theme.
