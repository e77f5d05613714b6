//! Lines and pages as text, for goldens and for a person to read.
//!
//! A run is written as its left edge, direction, face, size and text, with
//! escapes for what cannot be seen. What a reader of a golden cannot judge,
//! glyph ids and offsets, is left out.

use std::fmt::Write;
use std::ops::Range;

use super::frame::{Item, ItemKind, LinkTarget, NodeId, Pages, Rect, Run, Structure};
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

/// Pages, item by item, with the roles of what they belong to; what is not
/// part of the text has a dash.
pub fn pages(pages: &Pages, range: Range<usize>) -> String {
    let mut out = String::new();
    let shown = pages.pages.iter().enumerate().skip(range.start).take(range.len());
    for (number, page) in shown {
        let _ = write!(
            out,
            "page {number} {:?} {} {:.1} x {:.1}",
            page.label, page.lang, page.width.0, page.height.0
        );
        if let Some(sheet) = page.sheet {
            let _ = write!(out, " bleed {:.1} margin {:.1}", sheet.bleed.0, sheet.margin.0);
        }
        out.push('\n');
        for item in &page.items {
            write_item(item, &pages.structure, &mut out);
        }
    }
    out
}

fn write_item(item: &Item, structure: &Structure, out: &mut String) {
    let role = role(item.node, structure);
    let _ = match &item.kind {
        ItemKind::Text(line) => {
            let _ = writeln!(out, " text at {:.1}", line.baseline.0);
            for run in &line.runs {
                write_run_of(run, Some(structure), out);
            }
            Ok(())
        }
        ItemKind::Rule(area, color) => {
            writeln!(out, " rule {} #{:02x}{:02x}{:02x}{role}", rect(*area), color.0, color.1, color.2)
        }
        ItemKind::Drawing { area, .. } => writeln!(out, " drawing {}{role}", rect(*area)),
        ItemKind::Picture { area, picture, .. } => {
            writeln!(out, " picture {} number {}{role}", rect(*area), picture.0)
        }
        ItemKind::Link { area, target } => {
            let target = match target {
                LinkTarget::Place(name) => format!("place {name}"),
                LinkTarget::Url(url) => format!("url {url}"),
            };
            writeln!(out, " link {} {target}{role}", rect(*area))
        }
        ItemKind::Turned { x, y, items } => {
            let _ = writeln!(out, " turned at {:.1} {:.1}", x.0, y.0);
            items.iter().for_each(|item| write_item(item, structure, out));
            writeln!(out, " end")
        }
    };
}

fn role(node: Option<NodeId>, structure: &Structure) -> String {
    match node.and_then(|node| structure.get(node)) {
        Some(node) => format!(" {:?}", node.role),
        None => " -".to_owned(),
    }
}

fn write_run(run: &Run, out: &mut String) {
    write_run_of(run, None, out);
}

fn write_run_of(run: &Run, structure: Option<&Structure>, out: &mut String) {
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
    match structure {
        Some(structure) => out.push_str(&role(run.node, structure)),
        None => {
            if let Some(node) = run.node {
                let _ = write!(out, " node {}", node.0);
            }
        }
    }
    let _ = writeln!(out, " {:?}", run.text);
}

fn rect(area: Rect) -> String {
    format!("{:.1} {:.1} {:.1} x {:.1}", area.x.0, area.y.0, area.width.0, area.height.0)
}
