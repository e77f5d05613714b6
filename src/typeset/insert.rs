//! Blocks drawn from data: pact card, facts, likeness, map, timeline, gallery, film.

use super::design::LINE;
use super::figure::{label_scale, stack};
use super::frame::{LinkTarget, NodeId, Role};
use super::paragraph::{Align, Segment, TextStyle};
use super::section::{ListedKind, Place, Section};
use super::segments::{display, text_in};
use super::table::{Cell, Grid, Row, Rules, Widths};
use super::vlist::{EntryKind, Frame, FrameKind, VBox, cost, units_of};
use crate::config::Kashida;
use crate::doc::{Alignment, FactRow, Facts, Figure, Insert, Likeness, Line, PactCard, Timeline, Video};
use crate::fonts::Purpose;
use crate::locale::Direction;
use crate::source::Span;
use crate::units::Pt;

impl Section<'_> {
    pub fn insert(&mut self, insert: &Insert, place: &Place, span: Span) {
        match insert {
            Insert::Pact(card) => self.pact(card, place, span),
            Insert::Facts(facts) => self.facts(facts, place, span),
            Insert::OpenPoints(cards) => cards.iter().for_each(|card| self.facts(card, place, span)),
            Insert::Likeness(likeness) => self.likeness(likeness, place, span),
            Insert::Map(figure) => self.drawn_figure(figure, ListedKind::Map, place, EntryKind::Float),
            Insert::Chart(figure) => {
                self.drawn_figure(figure, ListedKind::Figure, place, EntryKind::Float);
            }
            Insert::Timeline(timeline) => self.timeline(timeline, place),
            Insert::Gallery(figures) => self.gallery(figures, place, span),
            Insert::Video(video) => self.video(video, place, span),
        }
    }

    fn pact(&mut self, card: &PactCard, place: &Place, span: Span) {
        self.pact_card(card, &card.note, place, EntryKind::Float, span);
        self.pact_scan(card, place, span);
    }

    /// The facts of a pact, and a note below them.
    pub fn pact_card(&mut self, card: &PactCard, note: &Line, place: &Place, kind: EntryKind, span: Span) {
        self.set_together(kind, |section| {
            let inside = section.open_card(place, FrameKind::Card, Pt(12.0));
            let table = section.card_title(&card.title, &inside, span);
            section.fact_rows(&card.rows, &inside, table, span);
            if !note.is_empty() {
                section.space(1, 0);
                let style =
                    TextStyle { color: section.shop.design.palette.muted, ..section.small(inside.style) };
                let place = Place { style, align: Align::Start, ..inside };
                section.line(note, &place, Role::Paragraph, Some(span));
            }
            section.close_card(&inside);
        });
    }

    pub fn pact_scan(&mut self, card: &PactCard, place: &Place, span: Span) {
        if let Some(scan) = &card.scan {
            self.figure(scan, place, EntryKind::Float, Some(span));
        }
    }

    fn facts(&mut self, facts: &Facts, place: &Place, span: Span) {
        self.set_together(EntryKind::Float, |section| {
            let inside = section.open_card(place, FrameKind::Rules, Pt::ZERO);
            let table = section.card_title(&facts.title, &inside, span);
            section.fact_rows(&facts.rows, &inside, table, span);
        });
    }

    /// A blank line that holds the upper edge of a frame; gives back the place inside.
    fn open_card(&mut self, place: &Place, kind: FrameKind, padding: Pt) -> Place {
        let frame = Some(Frame { group: self.group(), kind, x: place.x, width: place.width });
        // Lines that stand close are nearer to their upper edge.
        self.push(VBox { units: 2 * LINE - place.line, frame, ..VBox::default() });
        self.keep(cost::PARTED);
        Place { frame, kashida: Kashida::Off, ..place.inset(padding) }
    }

    /// A line about as high as a blank one that makes the card whole lines high.
    fn close_card(&mut self, place: &Place) {
        let over = units_of(&self.list.entries) % LINE;
        let units = LINE - 1 + (LINE + 1 - over) % LINE;
        self.keep(cost::PARTED);
        self.push(VBox { units, frame: place.frame, ..VBox::default() });
    }

    /// The node of a card's table, its title set as the table's caption.
    fn card_title(&mut self, title: &str, place: &Place, span: Span) -> NodeId {
        let table = self.node(Role::Table, place.parent, Some(span));
        if title.is_empty() {
            return table;
        }
        let design = self.shop.text();
        let size = design.body * label_scale(self.shop.lang);
        let style = TextStyle { color: self.shop.design.palette.lapis, ..display(place.style, size) };
        let title_place = Place { style, align: Align::Start, ..place.under(table) };
        self.words(title, &title_place, Role::Caption);
        self.keep(cost::PARTED);
        table
    }

    fn fact_rows(&mut self, rows: &[FactRow], place: &Place, node: NodeId, span: Span) {
        let style = self.small(place.style);
        let size = style.size * label_scale(self.shop.lang) * 0.92;
        let label =
            TextStyle { color: self.shop.design.palette.turquoise, bold: false, ..display(style, size) };
        let rows = rows
            .iter()
            .map(|fact| {
                let row = self.node(Role::TableRow, node, None);
                let head = self.plain_cell(row, Role::TableHead, &fact.label, label);
                let values: Vec<&Line> = fact.values.iter().collect();
                let values = self.cell(row, Role::TableCell, &values, style);
                Row { cells: vec![head, values] }
            })
            .collect();
        let columns = vec![Alignment::Start; 2];
        let card = place.frame.is_some_and(|frame| frame.kind == FrameKind::Card);
        let rules = match card {
            // They would touch the letters of lines that stand close.
            true if place.line < LINE => Rules::None,
            // The frame of a card closes it.
            true => Rules::Between,
            false => Rules::All,
        };
        self.grid(Grid { columns, head: None, rows, rules, widths: Widths::Tight }, place, Some(span));
    }

    fn plain_cell(&mut self, row: NodeId, role: Role, words: &str, style: TextStyle) -> Cell {
        let node = self.node(role, row, None);
        let paragraphs = if words.is_empty() { Vec::new() } else { vec![vec![text_in(words, style, node)]] };
        Cell { paragraphs }
    }

    fn likeness(&mut self, likeness: &Likeness, place: &Place, span: Span) {
        let node = self.node(Role::Table, place.parent, Some(span));
        let style = self.small(place.style);
        let size = style.size * label_scale(self.shop.lang) * 0.95;
        let bold = TextStyle { color: self.shop.design.palette.lapis, ..display(style, size) };
        let row = self.node(Role::TableRow, node, None);
        let cells =
            likeness.head.iter().map(|words| self.plain_cell(row, Role::TableHead, words, bold)).collect();
        let head = Some(Row { cells });
        let rows = likeness
            .rows
            .iter()
            .map(|cells| {
                let row = self.node(Role::TableRow, node, None);
                let aspect = TextStyle { bold: true, ..style };
                let styles = [(Role::TableHead, aspect), (Role::TableCell, style), (Role::TableCell, style)];
                let cells = cells
                    .iter()
                    .zip(styles)
                    .map(|(line, (role, style))| self.cell(row, role, &[line], style));
                Row { cells: cells.collect() }
            })
            .collect();
        let columns = vec![Alignment::Start; 3];
        let grid = Grid { columns, head, rows, rules: Rules::All, widths: Widths::Shared };
        self.set_together(EntryKind::Float, |section| section.grid(grid, place, Some(span)));
    }

    /// All pacts as rows of date, name and kind.
    pub fn timeline(&mut self, timeline: &Timeline, place: &Place) {
        let node = self.node(Role::Table, place.parent, None);
        let style = self.small(place.style);
        let muted = TextStyle { color: self.shop.design.palette.muted, ..style };
        let rows = timeline
            .events
            .iter()
            .map(|event| {
                let row = self.node(Role::TableRow, node, None);
                let name = TextStyle { bold: true, ..style };
                let name = self.cell(row, Role::TableHead, &[&event.name], name);
                let date = self.plain_cell(row, Role::TableCell, &event.date, style);
                let kind = self.plain_cell(row, Role::TableCell, &event.kind, muted);
                Row { cells: vec![name, date, kind] }
            })
            .collect();
        let columns = vec![Alignment::Start; 3];
        self.space(1, 1);
        self.grid(Grid { columns, head: None, rows, rules: Rules::All, widths: Widths::Shared }, place, None);
        self.space(1, 1);
    }

    /// Figures two by two; one that is left has the measure for itself.
    fn gallery(&mut self, figures: &[Figure], place: &Place, span: Span) {
        let gap = Pt(12.0);
        let width = (place.width - gap) * 0.5;
        for pair in figures.chunks(2) {
            let [first, second] = pair else {
                pair.iter().for_each(|figure| self.figure(figure, place, EntryKind::Float, Some(span)));
                continue;
            };
            let start = Place { x: place.start(width), width, ..*place };
            let opposite = match place.direction {
                Direction::Ltr => place.x + place.width - width,
                Direction::Rtl => place.x,
            };
            let end = Place { x: opposite, width, ..*place };
            let mut whole = self.figure_box(first, &start, Some(span));
            let other = self.figure_box(second, &end, Some(span));
            whole.units = whole.units.max(other.units);
            whole.items.extend(other.items);
            whole.calls.extend(other.calls);
            whole.anchors.extend(other.anchors);
            self.push_figure(whole, place, EntryKind::Float);
        }
    }

    /// A film's poster, and below its caption the address where it is shown.
    fn video(&mut self, video: &Video, place: &Place, span: Span) {
        let poster = self.figure_box(&video.poster, place, Some(span));
        let base = self.shop.book.front.base_url.as_deref().unwrap_or("");
        let url = format!("{base}{}", video.file);
        let node = self.node(Role::Paragraph, place.parent, Some(span));
        let size = self.shop.text().small;
        let style = self.shop.style(Purpose::Text, size);
        let mut segments = vec![text_in(&format!("{} ", self.shop.word("watch-film")), style, node)];
        if base.is_empty() {
            segments.extend([
                Segment::Open(Direction::Ltr),
                text_in(&video.file, style, node),
                Segment::Close,
            ]);
        } else {
            let link = self.node(Role::Link, node, None);
            let color = self.shop.design.palette.lapis;
            let id = self.link(LinkTarget::Url(url.clone()), link);
            let text = text_in(&url, TextStyle { color, ..style }, link);
            let (open, close) = (Segment::Open(Direction::Ltr), Segment::Close);
            segments.extend([open, Segment::LinkStart(id), text, Segment::LinkEnd, close]);
        }
        let lines = self.lines(&segments, &place.paragraph(Align::Center), Some(span));
        let address: Vec<VBox> = lines.into_iter().map(|line| self.line_box(line, place.x, LINE)).collect();
        let unit = self.shop.text().unit();
        self.push_figure(stack(std::iter::once(poster).chain(address), unit), place, EntryKind::Float);
    }
}
