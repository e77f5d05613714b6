//! The outlines of the land, from Natural Earth.
//!
//! In: the packed file beside this module (see `natural-earth/README.md`). Out: rings of degrees, land
//! counter-clockwise seen from above, seas within it (the Caspian) clockwise, longitudes going on past
//! 180 where an outline crosses the antimeridian.

use std::sync::OnceLock;

use super::sphere::LonLat;

static PACKED: &[u8] = include_bytes!("../natural-earth/land.bin");

/// Marks the file and its version.
const MAGIC: &[u8] = b"LAND1";

/// Packed coordinates count hundredths of a degree.
const UNIT: f64 = 0.01;

/// The outline of a land or of a sea within it; not closed by a repeated point.
pub type Ring = Vec<LonLat>;

/// Why packed outlines cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The bytes do not begin with the file's mark.
    NotLand,
    /// The bytes end within the ring of this index.
    Short(usize),
    /// The ring of this index leaves the globe.
    OffTheGlobe(usize),
}

/// All outlines, decoded once.
pub fn land() -> &'static [Ring] {
    static LAND: OnceLock<Vec<Ring>> = OnceLock::new();
    // The embedded file is proved good by a test; were it not, maps would show water only.
    LAND.get_or_init(|| decode(PACKED).unwrap_or_default())
}

/// Reads packed outlines: the mark, the number of rings, then for each ring its number of points and
/// their steps east and north, zigzag, all numbers little-endian base 128.
///
/// # Errors
/// `Fault` names the first ring that cannot be read. Bytes after the last ring are ignored.
pub fn decode(bytes: &[u8]) -> Result<Vec<Ring>, Fault> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or(Fault::NotLand)?;
    let count = number(&mut rest).ok_or(Fault::Short(0))?;
    let mut rings = Vec::new();
    for index in 0..usize::try_from(count).unwrap_or(usize::MAX) {
        rings.push(ring(&mut rest, index)?);
    }
    Ok(rings)
}

fn ring(rest: &mut &[u8], index: usize) -> Result<Ring, Fault> {
    let count = number(rest).ok_or(Fault::Short(index))?;
    let (mut lon, mut lat) = (0_i64, 0_i64);
    let mut points = Vec::new();
    // Nothing is reserved on the word of `count`: false bytes could ask for all memory.
    for _ in 0..count {
        lon = lon.saturating_add(step(rest).ok_or(Fault::Short(index))?);
        lat = lat.saturating_add(step(rest).ok_or(Fault::Short(index))?);
        let place = LonLat::new(lon as f64 * UNIT, lat as f64 * UNIT);
        if place.lon.abs() > 540.0 || place.lat.abs() > 90.0 {
            return Err(Fault::OffTheGlobe(index));
        }
        points.push(place);
    }
    Ok(points)
}

fn step(rest: &mut &[u8]) -> Option<i64> {
    let zigzag = number(rest)?;
    Some((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether a place is on land: the outlines wind round it.
    fn on_land(place: LonLat) -> bool {
        let winding: i32 = land()
            .iter()
            .flat_map(|ring| ring.iter().zip(ring.iter().skip(1).chain(ring.first())))
            .map(|(a, b)| {
                let left = (b.lon - a.lon) * (place.lat - a.lat) - (place.lon - a.lon) * (b.lat - a.lat);
                match (a.lat <= place.lat, b.lat <= place.lat) {
                    (true, false) if left > 0.0 => 1,
                    (false, true) if left < 0.0 => -1,
                    _ => 0,
                }
            })
            .sum();
        winding != 0
    }

    #[test]
    fn the_embedded_file_is_whole() {
        assert!(decode(PACKED).is_ok_and(|rings| rings.len() > 1000));
    }

    #[test]
    fn isfahan_is_on_land_and_the_seas_about_it_are_water() {
        assert!(on_land(LonLat::new(51.67, 32.65)));
        assert!(!on_land(LonLat::new(51.0, 41.5)), "the Caspian Sea");
        assert!(!on_land(LonLat::new(51.5, 27.0)), "the Persian Gulf");
        assert!(on_land(LonLat::new(0.0, -85.0)), "Antarctica");
    }

    #[test]
    fn false_bytes_are_refused() {
        assert_eq!(decode(b"SEAS1"), Err(Fault::NotLand));
        assert!(decode(&PACKED[..5000]).is_err());
        assert_eq!(decode(b"LAND1\xff\xff\xff\xff\x0f\x01\x02"), Err(Fault::Short(0)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(tail in prop::collection::vec(any::<u8>(), 0..200)) {
            let bytes: Vec<u8> = MAGIC.iter().copied().chain(tail).collect();
            let _ = decode(&bytes);
        }
    }
}
