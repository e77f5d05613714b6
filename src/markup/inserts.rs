//! Figures, and blocks that are drawn from data: cards, tables, maps, films.

use super::inlines::isolated;
use super::{Writer, escape};
use crate::doc::{
    Block, BlockKind, DrawnFigure, FactRow, Facts, Figure, Inline, InlineKind, Insert, Likeness, Line,
    Linked, PactCard, Timeline, TimelineEvent, Video,
};
use crate::figure::svg::{SvgOptions, to_svg};

/// The width in pixels from which a picture is larger than its place.
const WORTH_A_LOOK: u32 = 1000;

impl Writer<'_> {
    pub fn insert(&mut self, insert: &Insert) {
        match insert {
            Insert::Pact(card) => self.pact(card),
            Insert::Facts(facts) => self.facts(facts),
            Insert::OpenPoints(cards) => cards.iter().for_each(|card| self.facts(card)),
            Insert::Likeness(likeness) => self.likeness(likeness),
            Insert::Map(figure) => self.drawn_figure("map", figure),
            Insert::Chart(figure) => self.drawn_figure("chart", figure),
            Insert::Timeline(timeline) => self.timeline(timeline),
            Insert::Gallery(figures) => {
                self.raw("<div class=\"gallery\">\n");
                figures.iter().for_each(|figure| self.figure(figure));
                self.raw("</div>\n");
            }
            Insert::Video(video) => self.video(video),
        }
    }

    pub fn figure(&mut self, figure: &Figure) {
        self.raw("<figure");
        self.attribute("id", &figure.id);
        self.raw(">");
        self.whole_picture(figure);
        self.caption(&figure.label, &figure.caption);
        self.raw("</figure>\n");
    }

    /// A picture that holds more than its place shows leads to itself as it is:
    /// there a browser lets one look closer, with or without scripts.
    fn whole_picture(&mut self, figure: &Figure) {
        let at = self.page.addresses.picture(figure.picture.picture);
        match at.filter(|at| at.width >= WORTH_A_LOOK) {
            Some(at) => {
                self.raw("<a class=\"whole\"");
                self.attribute("href", &at.whole);
                self.raw(">");
                self.picture(&figure.picture, "");
                self.raw("<span class=\"visually-hidden\"> (");
                self.text(self.phrase("page.whole"));
                self.raw(")</span></a>");
            }
            None => self.picture(&figure.picture, ""),
        }
    }

    fn caption(&mut self, label: &str, caption: &[Inline<Linked>]) {
        self.raw("<figcaption><span class=\"label\">");
        self.text(label);
        if caption.is_empty() {
            self.raw("</span></figcaption>");
            return;
        }
        self.raw(":</span> ");
        self.line(caption);
        self.raw("</figcaption>");
    }

    pub fn drawn_figure(&mut self, class: &str, figure: &DrawnFigure) {
        self.raw("<figure");
        self.attribute("class", class);
        self.attribute("id", &figure.id);
        self.raw("><div class=\"frame\">");
        self.drawing(figure);
        self.raw("</div>");
        self.caption(&figure.label, &figure.caption);
        self.raw("</figure>\n");
    }

    /// A drawing; its words for those who do not see it are its own description.
    pub fn drawing(&mut self, figure: &DrawnFigure) {
        let page = self.page;
        let plain = |text: &str| isolated(text, page.lang, page.names);
        let options = SvgOptions {
            id: &format!("svg:{}", figure.id),
            title: &plain(&figure.label),
            description: &plain(&figure.alt),
            lang: page.lang.as_str(),
            href: &|slug| page.addresses.place(slug),
            name: &|slug| page.addresses.place_name(slug),
        };
        // The drawing's text is escaped; its bidi controls are not yet seen.
        escape::push_visible(&to_svg(&figure.drawing, &options), &mut self.out);
    }

    fn pact(&mut self, card: &PactCard) {
        self.open_card("pact", &card.title);
        self.rows(&card.rows);
        if !card.note.is_empty() {
            self.raw("<p class=\"remark\">");
            self.line(&card.note);
            self.raw("</p>\n");
        }
        if let Some(scan) = &card.scan {
            self.figure(scan);
        }
        self.raw("</div>\n");
    }

    fn facts(&mut self, facts: &Facts) {
        self.open_card("facts", &facts.title);
        self.rows(&facts.rows);
        self.raw("</div>\n");
    }

    /// Opens a card. Its title is no heading: the outline of the chapter is the author's.
    fn open_card(&mut self, class: &str, title: &str) {
        self.cards += 1;
        let id = format!("card:{}", self.cards);
        self.raw("<div role=\"group\"");
        self.attribute("class", &format!("card {class}"));
        self.attribute("aria-labelledby", &id);
        self.raw("><p class=\"card-title\"");
        self.attribute("id", &id);
        self.raw(">");
        self.words(title);
        self.raw("</p>\n");
    }

    fn rows(&mut self, rows: &[FactRow]) {
        self.raw("<dl>\n");
        for row in rows {
            self.raw("<div><dt>");
            self.words(&row.label);
            self.raw("</dt>");
            for value in &row.values {
                // A name in its own script stands at the start, where all values do.
                let alone = matches!(value.as_slice(), [Inline { kind: InlineKind::Foreign { .. }, .. }]);
                self.raw(if alone { "<dd class=\"alone\">" } else { "<dd>" });
                self.line(value);
                self.raw("</dd>");
            }
            self.raw("</div>\n");
        }
        self.raw("</dl>\n");
    }

    fn likeness(&mut self, likeness: &Likeness) {
        self.open_scroll();
        self.raw("<table class=\"likeness\">\n<thead><tr>");
        for head in &likeness.head {
            self.raw("<th scope=\"col\">");
            self.words(head);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for [aspect, isfahan, city] in &likeness.rows {
            self.raw("<tr><th scope=\"row\">");
            self.line(aspect);
            self.raw("</th><td>");
            self.line(isfahan);
            self.raw("</td><td>");
            self.line(city);
            self.raw("</td></tr>\n");
        }
        self.raw("</tbody></table></div>\n");
    }

    pub fn timeline(&mut self, timeline: &Timeline) {
        self.raw("<ol class=\"timeline\"");
        self.attribute("aria-label", &timeline.label);
        self.raw(">\n");
        timeline.events.iter().for_each(|event| self.event(event));
        self.raw("</ol>\n");
    }

    fn event(&mut self, event: &TimelineEvent) {
        self.raw("<li><p class=\"date\">");
        // A pact whose date nobody knows has none for machines.
        if event.iso.is_empty() {
            self.words(&event.date);
        } else {
            self.raw("<time");
            self.attribute("datetime", &event.iso);
            self.raw(">");
            self.words(&event.date);
            self.raw("</time>");
        }
        self.raw("</p><p class=\"name\">");
        self.line(&event.name);
        self.raw("</p><p class=\"kind\">");
        self.words(&event.kind);
        self.raw("</p></li>\n");
    }

    fn video(&mut self, video: &Video) {
        let href = self.page.addresses.file(&video.file);
        let poster = self.page.addresses.picture(video.poster.picture.picture);
        self.raw("<figure class=\"film\"");
        self.attribute("id", &video.poster.id);
        self.raw("><video controls preload=\"none\"");
        if let Some(poster) = poster {
            self.attribute("poster", &poster.href);
            self.attribute("width", &poster.width.to_string());
            self.attribute("height", &poster.height.to_string());
        }
        self.attribute("aria-label", &isolated(&video.poster.picture.alt, self.lang, self.page.names));
        self.raw("><source");
        self.attribute("src", &href);
        self.attribute("type", video.mime);
        self.raw("></video>");
        self.raw("<p class=\"film-link\">");
        self.anchor(&href, "", |writer| writer.text(writer.phrase("page.film")));
        self.raw("</p>");
        self.caption(&video.poster.label, &video.poster.caption);
        self.raw("</figure>\n");
    }
}

/// Every line that a figure or a drawn block holds.
pub fn lines<'a>(block: &'a Block<Linked>, visit: &mut impl FnMut(&'a Line)) {
    match &block.kind {
        BlockKind::Figure(figure) => visit(&figure.caption),
        BlockKind::Insert(insert) => match insert {
            Insert::Pact(card) => {
                card.rows.iter().flat_map(|row| &row.values).for_each(&mut *visit);
                visit(&card.note);
                card.scan.iter().for_each(|scan| visit(&scan.caption));
            }
            Insert::Facts(facts) => facts.rows.iter().flat_map(|row| &row.values).for_each(visit),
            Insert::OpenPoints(cards) => {
                cards.iter().flat_map(|card| &card.rows).flat_map(|row| &row.values).for_each(visit);
            }
            Insert::Likeness(likeness) => likeness.rows.iter().flatten().for_each(visit),
            Insert::Map(figure) | Insert::Chart(figure) => visit(&figure.caption),
            Insert::Timeline(timeline) => timeline.events.iter().for_each(|event| visit(&event.name)),
            Insert::Gallery(figures) => figures.iter().for_each(|figure| visit(&figure.caption)),
            Insert::Video(video) => visit(&video.poster.caption),
        },
        _ => {}
    }
}
