//! Publishes one bilingual book, Persian and English, from Markdown: a
//! website for any static host and typeset PDF editions.
//!
//! Values travel up through the floors: files, [`book::Book`],
//! [`resolve::Resolved`], then pages of the site and of the PDF, then files
//! again. [`build()`] is the whole way; ARCHITECTURE.md is the map.

#![forbid(unsafe_code)]

pub mod book;
pub mod cache;
pub mod check;
pub mod cli;
pub mod config;
pub mod content;
pub mod diag;
pub mod doc;
pub mod drawing;
pub mod figure;
pub mod fonts;
pub mod guard;
pub mod image;
pub mod locale;
pub mod markup;
pub mod message;
pub mod output;
pub mod pdf;
pub mod resolve;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
pub mod typeset;
pub mod units;
pub mod write;

mod build;

pub use build::{Built, Editions, Failure, Manuscript, Timings, build, read, render};
