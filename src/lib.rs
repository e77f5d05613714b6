//! Publishes one bilingual book, Persian and English, from Markdown: a website and PDF editions.
#![forbid(unsafe_code)]

pub mod units;
pub mod source;
pub mod diag;
pub mod locale;
pub mod drawing;
pub mod doc;
pub mod book;
pub mod content;
pub mod config;
pub mod output;
pub mod fonts;
pub mod figure;
pub mod theme;
pub mod image;
pub mod resolve;
pub mod markup;
pub mod site;
pub mod typeset;
