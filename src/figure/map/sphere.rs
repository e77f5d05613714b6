//! Places on the globe: distances and great circles.
//!
//! In and out: longitudes and latitudes in degrees, east and north positive, on a sphere.

/// Mean radius of the earth, km (IUGG R1).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point on the globe, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    pub lon: f64,
    pub lat: f64,
}

impl LonLat {
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    fn vector(self) -> [f64; 3] {
        let (lon, lat) = (self.lon.to_radians(), self.lat.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    }

    fn from_vector([x, y, z]: [f64; 3]) -> Self {
        Self::new(y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
    }
}

/// The way over the globe from `a` to `b`, in km, on a sphere of the earth's mean radius.
///
/// Source: haversine formula, Sinnott 1984; off by up to half a percent from the ellipsoid.
pub fn distance_km(a: LonLat, b: LonLat) -> f64 {
    EARTH_RADIUS_KM * angle(a, b)
}

/// The angle at the earth's centre between two places, in radians.
pub fn angle(a: LonLat, b: LonLat) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let chord = half(a.lat, b.lat) + a.lat.to_radians().cos() * b.lat.to_radians().cos() * half(a.lon, b.lon);
    2.0 * chord.sqrt().min(1.0).asin()
}

/// The great circle from `a` to `b` as points at most `step` degrees apart, both ends included.
///
/// Of two antipodes every way is a shortest one; there the ends alone are given.
/// Source: spherical linear interpolation, Shoemake 1985.
pub fn great_circle(a: LonLat, b: LonLat, step: f64) -> Vec<LonLat> {
    let whole = angle(a, b);
    let count = (whole.to_degrees() / step.max(0.01)).ceil().max(1.0) as u32;
    if whole.sin().abs() < 1e-9 {
        return vec![a, b];
    }
    let (from, to) = (a.vector(), b.vector());
    let mut points: Vec<LonLat> = (0..=count)
        .map(|index| {
            let share = f64::from(index) / f64::from(count);
            let (first, second) = (((1.0 - share) * whole).sin(), (share * whole).sin());
            let mix = |axis: usize| (first * from[axis] + second * to[axis]) / whole.sin();
            LonLat::from_vector([mix(0), mix(1), mix(2)])
        })
        .collect();
    // The ends are the places themselves, free of rounding.
    points[0] = a;
    if let Some(last) = points.last_mut() {
        *last = b;
    }
    points
}

/// The point half way along the great circle.
pub fn midpoint(a: LonLat, b: LonLat) -> LonLat {
    let (from, to) = (a.vector(), b.vector());
    LonLat::from_vector([from[0] + to[0], from[1] + to[1], from[2] + to[2]])
}

/// `lon` as the equal longitude within half a turn of `centre`: in `centre - 180 .. centre + 180`.
pub fn near(lon: f64, centre: f64) -> f64 {
    (lon - centre + 180.0).rem_euclid(360.0) + centre - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ISFAHAN: LonLat = LonLat::new(51.6746, 32.6525);
    const HAVANA: LonLat = LonLat::new(-82.383, 23.133);

    #[test]
    fn a_quarter_of_the_equator_is_ten_thousand_and_seven_km() {
        let quarter = distance_km(LonLat::new(0.0, 0.0), LonLat::new(90.0, 0.0));
        assert!((quarter - 10_007.557).abs() < 0.01, "{quarter}");
    }

    #[test]
    fn the_great_circle_is_as_long_as_the_distance() {
        let way = great_circle(ISFAHAN, HAVANA, 2.0);
        let length: f64 = way.windows(2).map(|pair| distance_km(pair[0], pair[1])).sum();
        assert!((length - distance_km(ISFAHAN, HAVANA)).abs() < 1e-6);
        assert!((12_000.0..12_400.0).contains(&length), "{length}");
        assert_eq!((way.first(), way.last()), (Some(&ISFAHAN), Some(&HAVANA)));
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_bounded(
            a in (-180.0..180.0, -89.0..89.0), b in (-180.0..180.0, -89.0..89.0)
        ) {
            let (a, b) = (LonLat::new(a.0, a.1), LonLat::new(b.0, b.1));
            let there = distance_km(a, b);
            prop_assert!((there - distance_km(b, a)).abs() < 1e-6);
            prop_assert!(there <= std::f64::consts::PI * EARTH_RADIUS_KM + 1e-6);
        }

        #[test]
        fn steps_are_even_and_short(a in (-180.0..180.0, -89.0..89.0), b in (-180.0..180.0, -89.0..89.0)) {
            let (a, b) = (LonLat::new(a.0, a.1), LonLat::new(b.0, b.1));
            prop_assume!(angle(a, b) < 3.1);
            for pair in great_circle(a, b, 2.0).windows(2) {
                prop_assert!(angle(pair[0], pair[1]).to_degrees() < 2.0 + 1e-6);
            }
        }

        #[test]
        fn near_turns_by_whole_turns(lon in -720.0..720.0_f64, centre in -180.0..180.0_f64) {
            let turned = near(lon, centre);
            prop_assert!((turned - centre).abs() <= 180.0 + 1e-9);
            prop_assert!((((turned - lon) / 360.0).round() * 360.0 - (turned - lon)).abs() < 1e-6);
        }
    }
}
