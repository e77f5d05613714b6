//! The cover, the contents, the choice of languages, and the page for what is
//! not found.

use serde::Serialize;

use super::addresses::FromPage;
use super::assets::{PANEL, ROSETTE};
use super::frame::{About, Frame, nav_key, part_id};
use super::paths::{Origin, Place};
use super::{Download, Site};
use crate::config::EditionKind;
use crate::doc::ChapterId;
use crate::drawing::{Drawing, DrawingItem};
use crate::locale::number::{decimal, integer, plural};
use crate::locale::{Lang, names};
use crate::markup::{self, words};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CoverPage {
    #[serde(flatten)]
    frame: Frame,
    panel: Picture,
    subtitle_html: String,
    description_html: String,
    /// The first chapter.
    read: Option<String>,
    parts: Vec<Part>,
    map: Option<MapTeaser>,
    downloads: Vec<DownloadLink>,
    keeper: Option<Keeper>,
    colophon: Vec<ColophonRow>,
}

#[derive(Serialize)]
pub struct Picture {
    pub src: String,
    pub width: u32,
    pub height: u32,
}

#[derive(Serialize)]
struct MapTeaser {
    href: String,
    svg: String,
    caption_html: String,
}

#[derive(Serialize)]
struct ContentsPage {
    #[serde(flatten)]
    frame: Frame,
    parts: Vec<Part>,
    back: Vec<Chapter>,
}

#[derive(Serialize)]
struct Part {
    id: String,
    title_html: String,
    chapters: Vec<Chapter>,
}

#[derive(Serialize)]
struct Chapter {
    href: String,
    title_html: String,
    subtitle_html: Option<String>,
    rosette: Option<Picture>,
}

#[derive(Serialize)]
struct DownloadLink {
    href: String,
    name_html: String,
    size_html: String,
}

/// What keeping the whole edition on a device takes.
#[derive(Serialize)]
struct Keeper {
    list: String,
    label_html: String,
}

#[derive(Serialize)]
struct ColophonRow {
    label: String,
    values_html: Vec<String>,
}

#[derive(Serialize)]
struct ChoicePage {
    #[serde(flatten)]
    frame: Frame,
    panel: Picture,
    choices: Vec<Choice>,
}

/// A language to choose, in its own words.
#[derive(Serialize)]
struct Choice {
    lang: String,
    dir: &'static str,
    href: String,
    /// The edition's own, from the root.
    folder: String,
    name: String,
    choose: String,
    title_html: String,
    subtitle_html: String,
    /// For the page that was not found, or is not kept.
    lost: String,
    explanation: String,
    kept: String,
    home: String,
}

impl Site<'_> {
    pub fn cover(&self, lang: Lang) -> Result<String, ThemeError> {
        let from = self.at_page(lang, Place::Cover);
        let Some(edition) = self.book.editions.get(&lang) else { return Ok(String::new()) };
        let about = About { kind: "cover", title: &edition.title, description: &edition.description };
        let first = self.places().into_iter().find(|place| matches!(place, Place::Chapter(_)));
        let page = CoverPage {
            frame: self.frame(lang, Place::Cover, &about),
            panel: self.panel(&from),
            subtitle_html: words(&edition.subtitle, from.page()),
            description_html: words(&edition.description, from.page()),
            read: first.map(|place| from.origin.page(&self.folder(lang, place), None)),
            parts: self.parts(lang, &from),
            map: self.map_teaser(lang, &from),
            downloads: self.options.downloads.iter().map(|file| self.download(file, lang, &from)).collect(),
            keeper: self.keeper(lang, &from),
            colophon: self.colophon(lang, &from),
        };
        self.theme.render("cover.html", lang, &page)
    }

    pub fn contents(&self, lang: Lang) -> Result<String, ThemeError> {
        let from = self.at_page(lang, Place::Contents);
        let title = self.theme.phrase(lang, "contents.title");
        let description = self.theme.phrase(lang, "contents.lead");
        let about = About { kind: "contents", title, description };
        let back = self.places().into_iter().filter_map(|place| match place {
            Place::Cover | Place::Contents => None,
            _ => Some(Chapter {
                href: from.origin.page(&self.folder(lang, place), None),
                title_html: words(self.theme.phrase(lang, nav_key(place)?), from.page()),
                subtitle_html: None,
                rosette: None,
            }),
        });
        let page = ContentsPage {
            frame: self.frame(lang, Place::Contents, &about),
            parts: self.parts(lang, &from),
            back: back.collect(),
        };
        self.theme.render("contents.html", lang, &page)
    }

    pub fn language_choice(&self) -> Result<String, ThemeError> {
        self.choice("language.html", "language", Origin::Folder(String::new()))
    }

    /// It is shown at whatever address was not found, so its links are whole, or
    /// begin at the root of the host if the site's address is not known.
    pub fn not_found(&self) -> Result<String, ThemeError> {
        self.choice(
            "404.html",
            "not-found",
            Origin::Anywhere(self.base_url.clone().unwrap_or_else(|| "/".to_owned())),
        )
    }

    /// What a reader without a connection sees of a page that is not kept.
    pub fn not_kept(&self) -> Result<String, ThemeError> {
        self.choice("offline.html", "offline", Origin::Folder(String::new()))
    }

    fn choice(&self, template: &str, kind: &'static str, origin: Origin) -> Result<String, ThemeError> {
        let lang = self.languages().first().copied().unwrap_or(Lang::EN);
        let from = self.at_origin(lang, origin);
        let titles = self.book.editions.values().map(|edition| edition.title.as_str());
        let descriptions = self.book.editions.values().map(|edition| edition.description.as_str());
        let title = match kind {
            "language" => titles.collect::<Vec<_>>().join(" · "),
            kind => self.theme.phrase(lang, &format!("{kind}.title")).to_owned(),
        };
        let description = descriptions.collect::<Vec<_>>().join(" ");
        let about = About { kind, title: &title, description: &description };
        let mut frame = self.bare_frame(lang, &from, &about);
        if kind == "language" {
            frame.indexed = true;
            frame.canonical = self.absolute("");
            frame.alternates = self.alternates(Place::Cover);
            // Both languages are seen at once.
            frame.faces = self.assets.faces.values().flatten().map(|path| from.origin.link(path)).collect();
        }
        let page = ChoicePage {
            frame,
            panel: self.panel(&from),
            choices: self.languages().iter().map(|lang| self.language(*lang, kind, &from.origin)).collect(),
        };
        self.theme.render(template, lang, &page)
    }

    fn language(&self, lang: Lang, kind: &str, origin: &Origin) -> Choice {
        let from = self.at_origin(lang, origin.clone());
        let edition = self.book.editions.get(&lang);
        let phrase = |key: &str| self.theme.phrase(lang, key).to_owned();
        Choice {
            lang: lang.to_string(),
            dir: lang.direction().as_str(),
            href: origin.page(&self.folder(lang, Place::Cover), None),
            folder: self.folder(lang, Place::Cover),
            name: phrase("language.name"),
            choose: phrase("language.choose"),
            title_html: edition.map(|edition| words(&edition.title, from.page())).unwrap_or_default(),
            subtitle_html: edition.map(|edition| words(&edition.subtitle, from.page())).unwrap_or_default(),
            lost: phrase(&format!("{kind}.title")),
            explanation: phrase(&format!("{kind}.text")),
            kept: phrase("offline.kept"),
            home: phrase("not-found.home"),
        }
    }

    fn panel(&self, from: &FromPage) -> Picture {
        Picture { src: from.origin.link(&self.assets.panel), width: PANEL.0, height: PANEL.1 }
    }

    fn parts(&self, lang: Lang, from: &FromPage) -> Vec<Part> {
        let parts = self.book.parts.iter().enumerate().map(|(number, part)| Part {
            id: part_id(number),
            title_html: words(part.title.or_any(lang), from.page()),
            chapters: part
                .chapters
                .clone()
                .filter_map(|index| u32::try_from(index).ok())
                .filter_map(|index| self.listed(ChapterId(index), lang, from))
                .collect(),
        });
        parts.filter(|part| !part.chapters.is_empty()).collect()
    }

    fn listed(&self, id: ChapterId, lang: Lang, from: &FromPage) -> Option<Chapter> {
        let (text_lang, text) = self.text_of(id, lang)?;
        let subtitle = text.front.subtitle.as_deref().filter(|_| text_lang == lang);
        let rosette = self.assets.rosettes.get(id.0 as usize).and_then(Option::as_ref);
        Some(Chapter {
            href: from.origin.page(&self.folder(lang, Place::Chapter(id)), None),
            title_html: self.chapter_title(id, lang, from),
            subtitle_html: subtitle.map(|subtitle| words(subtitle, from.page())),
            rosette: rosette.map(|path| Picture {
                src: from.origin.link(path),
                width: ROSETTE,
                height: ROSETTE,
            }),
        })
    }

    /// The map without names, as a picture that leads to the one with names:
    /// on a phone they would be too small to read.
    fn map_teaser(&self, lang: Lang, from: &FromPage) -> Option<MapTeaser> {
        if !self.places().contains(&Place::Map) {
            return None;
        }
        let edition = self.book.editions.get(&lang)?;
        let mut figure = (*edition.world_map).clone();
        figure.drawing = std::sync::Arc::new(without_labels(&figure.drawing));
        Some(MapTeaser {
            href: from.origin.page(&self.folder(lang, Place::Map), None),
            svg: markup::drawing(&figure, from.page()),
            caption_html: markup::line(&figure.caption, from.page()),
        })
    }

    fn download(&self, file: &Download, lang: Lang, from: &FromPage) -> DownloadLink {
        let name = match file.edition {
            EditionKind::Single(edition) => {
                let language = names::language_name(edition, lang).unwrap_or(edition.as_str()).to_owned();
                self.theme.phrase_with(lang, "download.file", &[("language", &language)])
            }
            EditionKind::Bilingual => self.theme.phrase(lang, "download.bilingual").to_owned(),
            EditionKind::Parallel => self.theme.phrase(lang, "download.parallel").to_owned(),
        };
        let pages = integer(i64::try_from(file.pages).unwrap_or(i64::MAX), lang);
        let form = plural(&file.pages.to_string(), lang).as_str();
        let pages = self.theme.phrase_with(lang, &format!("download.pages.{form}"), &[("count", &pages)]);
        let size = self.size(file.bytes, lang);
        DownloadLink {
            href: from.origin.link(&file.path),
            name_html: words(&name, from.page()),
            size_html: words(
                &crate::locale::list::join(&[pages, size], crate::locale::list::Conjunction::And, lang),
                from.page(),
            ),
        }
    }

    fn keeper(&self, lang: Lang, from: &FromPage) -> Option<Keeper> {
        self.worker()?;
        let size = self.size(self.offline_bytes(lang), lang);
        let label = self.theme.phrase_with(lang, "keeper.keep", &[("size", &size)]);
        Some(Keeper {
            list: from.origin.link(&Site::offline_list(lang)),
            label_html: words(&label, from.page()),
        })
    }

    /// A file's size as people say it, in powers of 1000.
    fn size(&self, bytes: usize, lang: Lang) -> String {
        let (key, count) = match bytes {
            0..1_000_000 => ("download.kilobytes", bytes.div_ceil(1000).to_string()),
            _ => ("download.megabytes", format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)),
        };
        let count = decimal(&count, lang).unwrap_or(count);
        self.theme.phrase_with(lang, key, &[("count", &count)])
    }

    fn colophon(&self, lang: Lang, from: &FromPage) -> Vec<ColophonRow> {
        let front = &self.book.front;
        let own = |text: &crate::book::Localized| text.get(lang).map(str::to_owned).into_iter().collect();
        let authors = front.authors.iter().filter_map(|author| author.get(lang)).map(str::to_owned).collect();
        let number = |text: &Option<String>| text.iter().cloned().collect();
        let rows: [(&str, Vec<String>); 5] = [
            ("colophon.publisher", own(&front.publisher)),
            ("colophon.authors", authors),
            ("colophon.edition", own(&front.edition)),
            ("colophon.isbn", number(&front.isbn)),
            ("colophon.bibliography", number(&front.national_bibliography)),
        ];
        let rows = rows.into_iter().filter(|(_, values)| !values.is_empty());
        rows.map(|(key, values)| ColophonRow {
            label: self.theme.phrase(lang, key).to_owned(),
            values_html: values.iter().map(|value| words(value, from.page())).collect(),
        })
        .collect()
    }
}

fn without_labels(drawing: &Drawing) -> Drawing {
    fn of(items: &[DrawingItem]) -> Vec<DrawingItem> {
        let kept = items.iter().filter(|item| !matches!(item, DrawingItem::Label(_)));
        kept.map(|item| match item {
            DrawingItem::Group { items, .. } => DrawingItem::Group { link: None, items: of(items) },
            other => other.clone(),
        })
        .collect()
    }
    Drawing { items: of(&drawing.items), ..*drawing }
}
