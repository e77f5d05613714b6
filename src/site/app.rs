//! The web manifest of each language, and the icons that devices show for the
//! book among their programs: the host's star on the book's paper.
//!
//! Source: W3C Web Application Manifest. Addresses in a manifest start from
//! the manifest itself, so it lies in its edition's folder. The scope is the
//! whole site: the switch of languages does not leave the program.

use std::convert::Infallible;

use serde_json::json;
use tiny_skia::{Pixmap, Transform};

use super::assets::put_hashed;
use super::paths::{Origin, Place};
use super::preview::{GROUND, colour, encode, paint_drawing};
use super::{Site, SiteError};
use crate::cache::{Cache, Key};
use crate::figure::girih::{self, Girih};
use crate::locale::Lang;
use crate::output::Sink;
use crate::typeset::frame::Color;

/// The paths of the icons.
#[derive(Debug)]
pub struct AppIcons {
    /// Apple's devices ask for 180 pixels and cut the corners themselves.
    pub touch: String,
    small: String,
    large: String,
    /// With as much ground round the star as any device's mask may take.
    masked: String,
}

const TOUCH: u32 = 180;
const SMALL: u32 = 192;
const LARGE: u32 = 512;
/// The part of an icon's width that the star takes.
const WIDE: f64 = 0.94;
/// A mask leaves a circle of 0.8 of the width at least.
const MASKED: f64 = 0.76;

impl AppIcons {
    /// Draws the icons.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(girih: &Girih, cache: &Cache, sink: &dyn Sink) -> Result<AppIcons, SiteError> {
        let icon = |size: u32, part: f64| {
            let key = Key::new("icon").with(format!("{girih:?}")).with(format!("{size} {part}"));
            let Ok(bytes) = cache.get(&key, || Ok::<_, Infallible>(draw(girih, size, part)));
            put_hashed(sink, &format!("icon-{size}"), "png", bytes)
        };
        Ok(AppIcons {
            touch: icon(TOUCH, WIDE)?,
            small: icon(SMALL, WIDE)?,
            large: icon(LARGE, WIDE)?,
            masked: icon(LARGE, MASKED)?,
        })
    }
}

/// A square PNG with the star in its middle.
fn draw(girih: &Girih, size: u32, part: f64) -> Vec<u8> {
    let side = f64::from(size) * part;
    let Some(mut pixmap) = Pixmap::new(size, size) else { return Vec::new() };
    pixmap.fill(colour(GROUND));
    let edge = ((f64::from(size) - side) / 2.0) as f32;
    paint_drawing(&mut pixmap, &girih::rosette(girih, side), Transform::from_translate(edge, edge));
    encode(&pixmap).unwrap_or_default()
}

pub fn manifest_path(lang: Lang) -> String {
    format!("{lang}/manifest.webmanifest")
}

pub fn write(site: &Site, sink: &dyn Sink) -> Result<(), SiteError> {
    for lang in site.languages() {
        sink.put(&manifest_path(*lang), manifest(site, *lang).into_bytes())?;
    }
    Ok(())
}

fn manifest(site: &Site, lang: Lang) -> String {
    let from = Origin::Folder(site.folder(lang, Place::Cover));
    let icons = &site.assets.app_icons;
    let icon = |path: &str, size: u32, purpose: &str| {
        let sizes = format!("{size}x{size}");
        json!({"src": from.link(path), "sizes": sizes, "type": "image/png", "purpose": purpose})
    };
    let description = site.book.editions.get(&lang).map(|edition| edition.description.as_str());
    let Color(red, green, blue) = GROUND;
    let paper = format!("#{red:02x}{green:02x}{blue:02x}");
    let manifest = json!({
        "name": site.title(lang),
        "description": description,
        "lang": lang.as_str(),
        "dir": lang.direction().as_str(),
        "start_url": "index.html",
        "scope": from.link(""),
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {"src": from.link(&site.assets.icon), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            icon(&icons.small, SMALL, "any"),
            icon(&icons.large, LARGE, "any"),
            icon(&icons.masked, LARGE, "maskable"),
        ],
    });
    format!("{manifest:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_keeps_its_star_within_the_mask() {
        let bytes = draw(&girih::for_slug("isfahan"), LARGE, MASKED);
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), (LARGE, LARGE));
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
        let at = |x: u32, y: u32| data[(y * LARGE + x) as usize];
        let outside =
            |x: u32, y: u32| f64::from(x.abs_diff(256)).hypot(f64::from(y.abs_diff(256))) > 0.4 * 512.0;
        let ground = at(0, 0);
        let corners = (0..LARGE).flat_map(|y| (0..LARGE).map(move |x| (x, y)));
        assert!(corners.filter(|(x, y)| outside(*x, *y)).all(|(x, y)| at(x, y) == ground));
        assert_ne!(at(256, 256), ground);
    }
}
