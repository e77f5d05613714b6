//! Lines and pages as text, for goldens and for a person to read.
//!
//! A run is written as its left edge, direction, face, size and text, with
//! escapes for what cannot be seen. What a reader of a golden cannot judge,
//! glyph ids and offsets, is left out.

use std::fmt::Write;

use super::frame::{Item, ItemKind, LinkTarget, Pages, Rect, Run};
use super::paragraph::Line;
use crate::locale::Direction;
use crate::units::Pt;

/// One paragraph: a line of numbers for each line, then its runs from left to right.
pub fn lines(lines: &[Line]) -> String {
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let _ = write!(out, "line {number} +{:.1} -{:.1}", line.ascent.0, line.descent.0);
        if let Some(stretch) = line.stretch {
            let _ = write!(out, " stretch {stretch:.2}");
        }
        if line.excess > Pt::ZERO {
            let _ = write!(out, " excess {:.1}", line.excess.0);
        }
        if !line.marks.is_empty() {
            let marks: Vec<String> = line.marks.iter().map(|mark| mark.0.to_string()).collect();
            let _ = write!(out, " marks {}", marks.join(" "));
        }
        out.push('\n');
        for run in &line.runs {
            write_run(run, &mut out);
        }
        for picture in &line.pictures {
            let _ = writeln!(
                out,
                "  {:.1} picture {:.1} x {:.1}",
                picture.x.0, picture.width.0, picture.height.0
            );
        }
        for link in &line.links {
            let _ = writeln!(out, "  {:.1} link {} width {:.1}", link.x.0, link.link.0, link.width.0);
        }
    }
    out
}

/// All pages, item by item.
pub fn pages(pages: &Pages) -> String {
    let mut out = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let _ = writeln!(
            out,
            "page {number} {:?} {} {:.1} x {:.1}",
            page.label, page.lang, page.width.0, page.height.0
        );
        for item in &page.items {
            write_item(item, &mut out);
        }
    }
    out
}

fn write_item(item: &Item, out: &mut String) {
    let node = item.node.map_or_else(String::new, |node| format!(" node {}", node.0));
    let _ = match &item.kind {
        ItemKind::Text(line) => {
            let _ = writeln!(out, " text at {:.1}{node}", line.baseline.0);
            line.runs.iter().for_each(|run| write_run(run, out));
            Ok(())
        }
        ItemKind::Rule(area, color) => {
            writeln!(out, " rule {} #{:02x}{:02x}{:02x}{node}", rect(*area), color.0, color.1, color.2)
        }
        ItemKind::Drawing { area, .. } => writeln!(out, " drawing {}{node}", rect(*area)),
        ItemKind::Picture { area, picture } => writeln!(out, " picture {} {picture:?}{node}", rect(*area)),
        ItemKind::Link { area, target } => {
            let target = match target {
                LinkTarget::Place(name) => format!("place {name}"),
                LinkTarget::Url(url) => format!("url {url}"),
            };
            writeln!(out, " link {} {target}{node}", rect(*area))
        }
    };
}

fn write_run(run: &Run, out: &mut String) {
    let direction = match run.direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    };
    let width: f64 = run.glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum();
    let (start, end) = (run.x.0, run.x.0 + width);
    let _ = write!(out, "  {start:.1}..{end:.1} {direction} {} face {} {}", run.lang, run.face.0, run.size.0);
    if run.rise != Pt::ZERO {
        let _ = write!(out, " rise {:.1}", run.rise.0);
    }
    if let Some(node) = run.node {
        let _ = write!(out, " node {}", node.0);
    }
    let _ = writeln!(out, " {:?}", run.text);
}

fn rect(area: Rect) -> String {
    format!("{:.1} {:.1} {:.1} x {:.1}", area.x.0, area.y.0, area.width.0, area.height.0)
}
