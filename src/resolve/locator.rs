//! The map of a city's chapter: the way to it from the host.
//!
//! The text has it in one shape; on the page where a chapter opens it takes
//! the shape of the room that is left, and is drawn again for it.

use std::sync::Arc;

use super::Resolved;
use super::inserts::{lon_lat, map_key, map_options, place_kind};
use crate::book::{City, CityKind};
use crate::cache::Cache;
use crate::drawing::Drawing;
use crate::figure::map::{self, MapOptions, Place};
use crate::locale::Lang;
use crate::locale::number::{Decimal, Unit, unit};

/// The width and the size of names of a printed map; of its width, the height.
pub const PRINT: (f64, f64) = (600.0, 16.0);
pub const PRINT_ASPECT: f64 = 1.5;

/// The host and another city.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    pub host: &'a City,
    /// The host's chapter, if it has one.
    pub host_slug: Option<&'a str>,
    pub city: &'a City,
}

impl Way<'_> {
    /// How long it is, to ten kilometres: cities are larger than a point.
    pub fn kilometres(&self) -> Option<f64> {
        let kilometres = map::distance_km(lon_lat(self.host.location?), lon_lat(self.city.location?));
        Some((kilometres / 10.0).round() * 10.0)
    }

    /// The same in words.
    pub fn distance(&self, lang: Lang) -> Option<String> {
        Some(unit(Decimal::from_f64(self.kilometres()?)?, Unit::Kilometer, lang))
    }

    /// Its map; none if one of the two has no place on earth.
    pub fn draw(&self, options: &MapOptions, cache: &Cache, lang: Lang) -> Option<Arc<Drawing>> {
        let place = |city: &City, slug: Option<&str>| {
            Some(Place {
                slug: slug.map(str::to_owned),
                name: city.name.or_any(lang).to_owned(),
                at: lon_lat(city.location?),
                kind: place_kind(city.kind),
            })
        };
        let (host, city) = (place(self.host, self.host_slug)?, place(self.city, None)?);
        let distance = self.distance(lang)?;
        let key = map_key("locator", options).with(format!("{:?}", (&host, &city, &distance)));
        Some(Arc::new(cache.value(&key, || map::locator(&host, &city, &distance, options))))
    }
}

/// The map of the chapter `slug` for print in a shape, width to height; none
/// for the host, for a page, and for a city without a place on earth.
pub fn locator(book: &Resolved, cache: &Cache, slug: &str, lang: Lang, aspect: f64) -> Option<Arc<Drawing>> {
    let cities =
        || book.chapters.iter().filter_map(|chapter| Some((&*chapter.slug, chapter.city.as_deref()?)));
    let (host_slug, host) = cities().find(|(_, city)| city.kind == CityKind::Host)?;
    let (_, city) = cities().find(|(own, city)| *own == slug && city.kind != CityKind::Host)?;
    let (width, label_size) = PRINT;
    let way = Way { host, host_slug: Some(host_slug), city };
    way.draw(&map_options(&lang, width, aspect, label_size), cache, lang)
}
