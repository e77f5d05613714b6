//! Poems: two hemistichs of equal measure facing each other (P-157).
//!
//! The hemistichs of a poem are all as wide as its widest; shorter ones are
//! spread by their word spaces. A poem too wide for the page stands stacked:
//! the first hemistich at the start, the second at the end, and so does Persian
//! verse in an English chapter: it is read from the right, the page from the left.

use std::sync::Arc;

use super::design::LINE;
use super::frame::{Role, Run};
use super::paragraph::{Align, Line, ParagraphStyle, Segment, TextStyle};
use super::section::{Place, Section};
use super::shop::{run_width, runs_width};

use super::vlist::{VBox, cost};
use crate::doc::{Inline, Linked, Verse, VerseLine};
use crate::locale::Direction;
use crate::source::Span;
use crate::units::{Em, Pt};

/// Between two hemistichs.
const MIDDLE: Em = Em(1.9);
/// A word space is not spread further than by this.
const MOST_SPREAD: Em = Em(0.9);

/// A line of verse, ready to be set.
enum Ready {
    Couplet(Vec<Segment>, Vec<Segment>),
    Single(Vec<Segment>),
    Gap,
}

impl Section<'_> {
    pub fn verse(&mut self, verse: &Verse<Linked>, place: &Place, span: Span) {
        let node = self.node(Role::Quote, place.parent, Some(span));
        let mut ready = Vec::new();
        for line in &verse.lines {
            ready.push(match line {
                VerseLine::Couplet(first, second) => {
                    let line = self.node(Role::Paragraph, node, None);
                    let first = self.segments(first, place.style, line);
                    let second = self.segments(second, place.style, line);
                    Ready::Couplet(first, second)
                }
                VerseLine::Single(content) => {
                    let line = self.node(Role::Paragraph, node, None);
                    Ready::Single(self.segments(content, place.style, line))
                }
                VerseLine::Gap => Ready::Gap,
            });
        }
        self.space(1, 1);
        let direction = verse.direction().unwrap_or(place.direction);
        self.set_verse(&ready, &Place { parent: node, direction, ..*place }, span);
        if !verse.attribution.is_empty() {
            self.keep(cost::PARTED);
            self.attribution(&verse.attribution, &Place { parent: node, ..*place }, span);
        }
        self.space(1, 1);
    }

    fn set_verse(&mut self, lines: &[Ready], place: &Place, span: Span) {
        let middle = MIDDLE.at(place.style.size);
        let measure = self.hemistich_measure(lines, place);
        // Against the direction of the page a row of two texts is glued together by pdf.js,
        // which takes such pages as running one way.
        let facing = place.direction == self.direction() && measure * 2.0 + middle <= place.width;
        let hemistich = if facing { measure } else { measure.min(place.width) };
        let block = if facing { hemistich * 2.0 + middle } else { place.width };
        let left = place.x + (place.width - block) * 0.5;
        let (start, end) = match place.direction {
            Direction::Ltr => (left, left + block - hemistich),
            Direction::Rtl => (left + block - hemistich, left),
        };
        let mut open = true;
        for line in lines {
            if !std::mem::take(&mut open) {
                self.keep(cost::LOOSE);
            }
            match line {
                Ready::Gap => {
                    self.space(1, 0);
                    open = true;
                }
                Ready::Single(segments) => {
                    let style = ParagraphStyle { hyphenate: false, ..place.paragraph(Align::Center) };
                    self.set_paragraph(segments.clone(), place, style, Some(span));
                }
                Ready::Couplet(first, second) if facing => {
                    let first = self.hemistich(first, place, hemistich, start, span);
                    let second = self.hemistich(second, place, hemistich, end, span);
                    let rows = first.len().max(second.len());
                    let (mut first, mut second) = (first.into_iter(), second.into_iter());
                    for _ in 0..rows {
                        let mut whole = first.next().unwrap_or_else(|| empty_line(place));
                        if let Some(other) = second.next() {
                            whole.items.extend(other.items);
                            whole.calls.extend(other.calls);
                            whole.anchors.extend(other.anchors);
                        }
                        self.push(whole);
                    }
                }
                Ready::Couplet(first, second) => {
                    let both = [(first, start), (second, end)];
                    for (at, (segments, x)) in both.into_iter().enumerate() {
                        for content in self.hemistich(segments, place, hemistich, x, span) {
                            if at > 0 {
                                self.keep(cost::WIDOW);
                            }
                            self.push(content);
                        }
                    }
                }
            }
        }
    }

    /// The width of the widest hemistich.
    fn hemistich_measure(&self, lines: &[Ready], place: &Place) -> Pt {
        let couplets = lines.iter().filter_map(|line| match line {
            Ready::Couplet(first, second) => Some([first, second]),
            _ => None,
        });
        let style = ParagraphStyle { measure: Pt(4000.0), hyphenate: false, ..place.paragraph(Align::Start) };
        couplets
            .flatten()
            .flat_map(|segments| self.lay_out(segments, &style))
            .map(|line| runs_width(&line.runs) + Pt(0.2))
            .fold(Pt(40.0), Pt::max)
    }

    fn hemistich(
        &mut self,
        segments: &[Segment],
        place: &Place,
        measure: Pt,
        x: Pt,
        span: Span,
    ) -> Vec<VBox> {
        let style = ParagraphStyle { measure, hyphenate: false, ..place.paragraph(Align::Start) };
        let mut lines = self.lines(segments, &style, Some(span));
        if let [only] = lines.as_mut_slice() {
            spread(only, measure, MOST_SPREAD.at(place.style.size));
        }
        let frame = place.frame;
        lines.into_iter().map(|line| VBox { frame, ..self.line_box(line, x, place.line) }).collect()
    }

    fn attribution(&mut self, words: &[Inline<Linked>], place: &Place, span: Span) {
        let style = TextStyle { color: self.shop.design.palette.muted, ..self.small(place.style) };
        let node = self.node(Role::Paragraph, place.parent, Some(span));
        let segments = self.segments(words, style, node);
        let paragraph = ParagraphStyle { hyphenate: false, ..place.paragraph(Align::End) };
        self.set_paragraph(segments, &Place { style, ..*place }, paragraph, Some(span));
    }
}

fn empty_line(place: &Place) -> VBox {
    VBox { units: LINE, frame: place.frame, ..VBox::default() }
}

/// Widens the word spaces of a line until it fills the measure, from the left
/// edge of the measure to the right; not if they would gape.
fn spread(line: &mut Line, measure: Pt, most: Pt) {
    let spaces = line.runs.iter().map(|run| run_spaces(run).count()).sum::<usize>();
    let width = runs_width(&line.runs);
    let extra = measure - width;
    if spaces == 0 || extra <= Pt::ZERO || extra / spaces as f64 > most || !line.pictures.is_empty() {
        return;
    }
    let each = (extra / spaces as f64).0;
    let mut x = Pt::ZERO;
    let left = line.runs.iter().fold(Pt(f64::MAX), |left, run| left.min(run.x));
    let mut end = left;
    for run in &mut line.runs {
        // What stood between two runs stays between them.
        x += run.x - end;
        end = run.x + run_width(run);
        run.x = x;
        let at: Vec<usize> = run_spaces(run).collect();
        let glyphs = Arc::make_mut(&mut run.glyphs);
        for glyph in at {
            glyphs[glyph].advance += each as f32;
        }
        x += run_width(run);
    }
    // Links cover the whole line rather than a part that has moved.
    for link in &mut line.links {
        link.x = Pt::ZERO;
        link.width = measure;
    }
}

/// The places of a run's word spaces among its glyphs.
fn run_spaces(run: &Run) -> impl Iterator<Item = usize> + '_ {
    let is_space = |cluster: u32| run.text.get(cluster as usize..).is_some_and(|rest| rest.starts_with(' '));
    run.glyphs.iter().enumerate().filter(move |(_, glyph)| is_space(glyph.cluster)).map(|(at, _)| at)
}
