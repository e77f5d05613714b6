//! How chapters open: the city's girih panel, its number and part, title,
//! name in other languages and subtitle, all on whole lines of the grid.

use super::design::{Design, LINE};
use super::folio;
use super::frame::{Item, ItemKind, OutlineItem, Rect, Role, place_name};
use super::lifted::{Lifted, NotePlace};
use super::paragraph::{Align, ParagraphStyle, Segment, TextStyle};
use super::press::BLEED;
use super::section::{Place, Section};
use super::segments::{display, plain_segments, text_in};
use super::vlist::{VBox, cost, units_of};
use crate::fonts::Purpose;
use crate::locale::Lang;
use crate::resolve::ResolvedChapter;
use crate::units::Pt;

/// The part of a page's height that a panel takes.
pub const PANEL: f64 = 0.218;
/// The same where the pact card and the map stand below it, and where they
/// would else not both have room.
const LOW_PANEL: f64 = 0.147;
const LEAST_PANEL: f64 = 0.07;
impl Section<'_> {
    /// The head of a chapter; `number` is its place among the cities, from 1.
    /// Gives back where the note of a lifted pact is left to stand.
    pub fn chapter_head(
        &mut self,
        chapter: &ResolvedChapter,
        number: Option<usize>,
        lifted: &Lifted,
    ) -> NotePlace {
        let Some(text) = chapter.texts.get(&self.shop.lang) else { return NotePlace::Card };
        self.anchor_slug();
        self.outline.push(OutlineItem {
            level: 0,
            title: text.front.title.clone(),
            place: place_name(&self.slug, None),
        });
        let part = if lifted.is_empty() { PANEL } else { self.panel_over(lifted, chapter, number) };
        self.panel(&chapter.slug, part);
        self.titles(chapter, number);
        if lifted.is_empty() {
            self.blank(if self.shop.lang.is_persian() { 1 } else { 2 });
            self.keep(cost::PARTED);
            return NotePlace::Card;
        }
        self.open_with(&chapter.slug, lifted)
    }

    /// The part of the page for a panel over what was lifted.
    fn panel_over(&self, lifted: &Lifted, chapter: &ResolvedChapter, number: Option<usize>) -> f64 {
        let fits = |part: &f64| {
            lifted.fits_below(self, |trial| {
                trial.push(VBox { units: self.panel_units(*part), ..VBox::default() });
                trial.titles(chapter, number);
            })
        };
        [LOW_PANEL, LEAST_PANEL].into_iter().find(fits).unwrap_or(LOW_PANEL)
    }

    /// A chapter's number and part, its names and its subtitle.
    fn titles(&mut self, chapter: &ResolvedChapter, number: Option<usize>) {
        let Some(text) = chapter.texts.get(&self.shop.lang) else { return };
        self.eyebrow(chapter, number);
        self.title(&text.front.title);
        self.other_names(chapter, &text.front.title);
        if let Some(subtitle) = &text.front.subtitle {
            let palette = &self.shop.design.palette;
            let style = self.shop.style(Purpose::Display, self.shop.text().subtitle);
            let style = TextStyle { color: palette.ink, ..style };
            self.centred_or_start(subtitle, style, LINE, Align::Start, Role::Paragraph);
        }
    }

    /// The head of a section that is no chapter: contents, sources, index.
    pub fn plain_head(&mut self, title: &str) {
        self.anchor_slug();
        let place = place_name(&self.slug, None);
        self.outline.push(OutlineItem { level: 0, title: title.to_owned(), place });
        self.title(title);
        self.blank(1);
        self.keep(cost::PARTED);
    }

    /// Lines without text, which keep with what follows.
    pub fn blank(&mut self, lines: u32) {
        self.push(VBox { units: lines * LINE, ..VBox::default() });
        self.keep(cost::PARTED);
    }

    /// Sets what ends the page that is being filled at the foot of it.
    pub fn at_foot(&mut self, set: impl FnOnce(&mut Section)) {
        let made = self.gather(set);
        let taken = units_of(&self.list.entries) + self.open_space() + units_of(&made);
        let free = self.shop.text().page_units().saturating_sub(taken);
        self.push(VBox { units: free, ..VBox::default() });
        self.list.entries.extend(made);
    }

    /// A city's pattern over the head of the first page, from edge to edge and
    /// as far beyond as a press needs, down to a part of the page's height.
    pub fn panel(&mut self, slug: &str, part: f64) {
        let design = self.shop.design;
        let (width, height) = (design.width + BLEED * 2.0, design.height * part + BLEED);
        let Some(drawing) = (self.shop.furnishing.ornament)(slug, width.0, height.0) else { return };
        let area = Rect { x: -BLEED, y: -BLEED, width, height };
        self.banner = Some(Item { node: None, kind: ItemKind::Drawing { area, drawing } });
        self.push(VBox { units: self.panel_units(part), ..VBox::default() });
        self.keep(cost::PARTED);
    }

    /// The lines that a panel takes of the text block.
    fn panel_units(&self, part: f64) -> u32 {
        let text = self.shop.text();
        text.whole_lines(self.shop.design.height * part + text.leading * 0.5 - text.top())
    }

    fn eyebrow(&mut self, chapter: &ResolvedChapter, number: Option<usize>) {
        let lang = self.shop.lang;
        let part =
            self.shop.book.parts.get(chapter.part).map_or("", |part| part.title.get(lang).unwrap_or(""));
        let number = number.map(|number| folio::number(lang, number)).unwrap_or_default();
        let between = if number.is_empty() || part.is_empty() { "" } else { "  ·  " };
        let words = format!("{number}{between}{part}");
        if !words.is_empty() {
            let style = self.shop.style(Purpose::Display, self.shop.text().furniture * 1.1);
            let style = TextStyle { color: self.shop.design.palette.saffron, ..style };
            self.centred_or_start(&words, style, LINE, Align::Start, Role::Paragraph);
        }
    }

    fn title(&mut self, title: &str) {
        let palette = &self.shop.design.palette;
        let style = self.shop.style(Purpose::Display, self.shop.text().title);
        let style = TextStyle { color: palette.lapis, ..display(style, self.shop.text().title) };
        self.centred_or_start(title, style, 2 * LINE, Align::Start, Role::Heading(1));
    }

    /// The chapter's name in the book's other languages and in the city's own,
    /// where it is not spelt as in the title.
    fn other_names(&mut self, chapter: &ResolvedChapter, title: &str) {
        let mut names: Vec<(Lang, String)> = Vec::new();
        for &lang in self.shop.book.front.languages.iter().filter(|&&lang| lang != self.shop.lang) {
            let city = chapter.city.as_ref().and_then(|city| city.name.get(lang));
            let name = city.or_else(|| chapter.texts.get(&lang).map(|text| text.front.title.as_str()));
            names.extend(name.map(|name| (lang, name.to_owned())));
        }
        for local in chapter.city.iter().flat_map(|city| &city.local_names) {
            if local.text != title && names.iter().all(|(_, name)| *name != local.text) {
                names.push((local.lang, local.text.clone()));
            }
        }
        if names.is_empty() {
            return;
        }
        let node = self.node(Role::Paragraph, self.root, None);
        let size = self.shop.text().subtitle;
        let style =
            TextStyle { color: self.shop.design.palette.muted, ..self.shop.style(Purpose::Text, size) };
        let mut segments = Vec::new();
        for (at, (lang, name)) in names.iter().enumerate() {
            if at > 0 {
                // No line begins with what parts two names.
                segments.push(text_in("\u{a0}\u{a0}·  ", style, node));
            }
            let scale = Design::optical_scale(self.shop.lang, *lang, Purpose::Text);
            let base = if self.shop.lang.is_persian() { 1.15 } else { 1.0 };
            let own = TextStyle { lang: *lang, size: style.size * (scale * base), ..style };
            let named = self.node_in(Role::Span, node, *lang);
            segments.extend([Segment::Open(lang.direction()), text_in(name, own, named), Segment::Close]);
        }
        if self.shop.lang.is_persian() {
            return self.head_lines(segments, LINE, Align::Start);
        }
        // On the finer English grid the title's descenders and the subtitle need room.
        let before = self.list.entries.len();
        self.push(VBox { units: 1, ..VBox::default() });
        self.keep(cost::PARTED);
        self.head_lines(segments, LINE + LINE / 2, Align::Start);
        let over = units_of(&self.list.entries[before..]) % LINE;
        self.push(VBox { units: LINE - over, ..VBox::default() });
        self.keep(cost::PARTED);
    }

    /// Words in a style, every line in a box of so many units.
    pub fn centred_or_start(&mut self, words: &str, style: TextStyle, units: u32, align: Align, role: Role) {
        let node = self.node(role, self.root, None);
        let segments = plain_segments(self, words, style, node);
        self.head_lines(segments, units, align);
    }

    pub fn head_lines(&mut self, segments: Vec<Segment>, units: u32, align: Align) {
        let whole = Place { line: units, ..self.whole() };
        let place = if align == Align::Center { self.balanced(&segments, whole) } else { whole };
        let style = ParagraphStyle { hyphenate: false, ..place.paragraph(align) };
        let first = self.list.entries.len();
        self.set_paragraph(segments, &place, style, None);
        for entry in self.list.entries.iter_mut().skip(first + 1) {
            entry.cost = cost::PARTED;
        }
        self.keep(cost::PARTED);
    }

    /// The narrowest place, in the middle, that takes no more lines: centred
    /// lines are then about as long as each other.
    pub fn balanced(&self, segments: &[Segment], place: Place) -> Place {
        let count = |width: Pt| {
            let style = ParagraphStyle { hyphenate: false, measure: width, ..place.paragraph(Align::Center) };
            self.lay_out(segments, &style).len()
        };
        let lines = count(place.width);
        if lines < 2 {
            return place;
        }
        // A line as narrow as that would break words.
        let word = self.widest_word(segments, &place).min(place.width);
        let (mut narrow, mut wide) = ((place.width / lines as f64 * 0.9).max(word), place.width);
        for _ in 0..7 {
            let middle = (narrow + wide) * 0.5;
            if count(middle) > lines { narrow = middle } else { wide = middle }
        }
        place.inset((place.width - wide) * 0.5)
    }
}
