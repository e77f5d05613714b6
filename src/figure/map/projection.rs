//! From the globe to the plane.
//!
//! In: degrees. Out: a plane with x east and y north, in earth radii. Two projections serve the book:
//! the world in the Natural Earth projection, regions in Lambert's azimuthal equal-area one.

use super::sphere::{LonLat, near};
use crate::figure::geometry::Point;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Projection {
    /// The whole earth about a central meridian (Šavrič, Jenny, Patterson, Petrovič & Hurni 2011).
    NaturalEarth { meridian: f64 },
    /// A part of the earth about its middle, areas true (Snyder 1987, p. 185).
    Azimuthal { centre: LonLat },
}

impl Projection {
    /// The longitude the projection is cut opposite to.
    pub fn meridian(self) -> f64 {
        match self {
            Self::NaturalEarth { meridian } => meridian,
            Self::Azimuthal { centre } => centre.lon,
        }
    }

    /// Degrees of longitude and latitude about the middle that may be shown.
    ///
    /// Lambert's projection tears the far side of the earth into a ring; a hemisphere is all it is used for.
    pub fn window(self) -> (f64, f64, f64) {
        match self {
            Self::NaturalEarth { .. } => (180.0, -90.0, 90.0),
            Self::Azimuthal { centre } => {
                (90.0, (centre.lat - 80.0).max(-89.5), (centre.lat + 80.0).min(89.5))
            }
        }
    }

    /// Projects a place whose longitude lies within half a turn of the meridian.
    pub fn project(self, place: LonLat) -> Point {
        let (x, y) = match self {
            Self::NaturalEarth { meridian } => natural_earth(place.lon - meridian, place.lat),
            Self::Azimuthal { centre } => azimuthal(place.lon - centre.lon, place.lat, centre.lat),
        };
        Point::new(x, y)
    }

    /// Projects a place given with any longitude.
    pub fn project_anywhere(self, place: LonLat) -> Point {
        self.project(LonLat::new(near(place.lon, self.meridian()), place.lat))
    }
}

fn natural_earth(lon: f64, lat: f64) -> (f64, f64) {
    let (lambda, phi) = (lon.to_radians(), lat.to_radians());
    let square = phi * phi;
    let (fourth, sixth) = (square * square, square * square * square);
    let length = 0.870_700 - 0.131_979 * square - 0.013_791 * fourth
        + fourth * sixth * (0.003_971 - 0.001_529 * square);
    let height =
        1.007_226 + 0.015_085 * square + sixth * (-0.044_475 + 0.028_874 * square - 0.005_916 * fourth);
    (lambda * length, phi * height)
}

fn azimuthal(lon: f64, lat: f64, middle: f64) -> (f64, f64) {
    let (lambda, phi, middle) = (lon.to_radians(), lat.to_radians(), middle.to_radians());
    let cosine = middle.sin() * phi.sin() + middle.cos() * phi.cos() * lambda.cos();
    // The antipode of the middle has no image; the floor keeps numbers finite.
    let stretch = (2.0 / (1.0 + cosine).max(1e-6)).sqrt();
    let north = middle.cos() * phi.sin() - middle.sin() * phi.cos() * lambda.cos();
    (stretch * phi.cos() * lambda.sin(), stretch * north)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn natural_earth_has_its_published_outline() {
        let projection = Projection::NaturalEarth { meridian: 0.0 };
        let (pole, edge) =
            (projection.project(LonLat::new(0.0, 90.0)), projection.project(LonLat::new(180.0, 0.0)));
        // The pole line lies 0.52 of the equator's width high (the paper's ratio of the axes).
        assert!((pole.y / edge.x - 0.52).abs() < 0.001, "{}", pole.y / edge.x);
        assert_eq!(projection.project(LonLat::new(0.0, 0.0)), Point::new(0.0, 0.0));
    }

    #[test]
    fn azimuthal_keeps_the_centre_and_the_area_of_the_hemisphere() {
        let projection = Projection::Azimuthal { centre: LonLat::new(10.0, 0.0) };
        assert!(projection.project(LonLat::new(10.0, 0.0)).length() < 1e-12);
        // A hemisphere has the area of a disc of radius √2.
        let rim = projection.project(LonLat::new(100.0, 0.0)).length();
        assert!((rim - std::f64::consts::SQRT_2).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn east_is_right_and_north_is_up(lon in -60.0..60.0_f64, lat in -60.0..60.0_f64) {
            let natural = Projection::NaturalEarth { meridian: 0.0 };
            let here = natural.project(LonLat::new(lon, lat));
            prop_assert!(natural.project(LonLat::new(lon + 1.0, lat)).x > here.x);
            prop_assert!(natural.project(LonLat::new(lon, lat + 1.0)).y > here.y);
        }
    }
}
