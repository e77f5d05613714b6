//! The colour profile of sRGB, made from its definition.
//!
//! Out: a version 2 ICC profile for a display, with primaries adapted to D50
//! and the tone curve as a table. Source: ICC.1:2001-04; IEC 61966-2-1.

/// What the profile calls itself.
pub(super) const NAME: &str = "sRGB IEC61966-2.1";

/// X, Y and Z as ICC's s15Fixed16, for the white point and the primaries.
const WHITE: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
const RED: [u32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [u32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE: [u32; 3] = [0x24A0, 0x0F84, 0xB6CF];

/// Steps of the tone curve: what lies between is read as a straight line.
const STEPS: u32 = 1024;

/// The bytes of the profile.
pub(super) fn srgb() -> Vec<u8> {
    let curve = curve();
    let elements: [(&[u8; 4], Vec<u8>); 6] = [
        (b"desc", description()),
        (b"cprt", tagged(b"text", b"No copyright, use freely\0")),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
    ];
    let tags = elements.len() + 3;
    let mut table = (tags as u32).to_be_bytes().to_vec();
    let mut body = Vec::new();
    let start = 128 + 4 + 12 * tags;
    let mut entry = |tag: &[u8; 4], at: usize, length: usize| {
        table.extend(tag);
        table.extend(((start + at) as u32).to_be_bytes());
        table.extend((length as u32).to_be_bytes());
    };
    for (tag, element) in &elements {
        entry(tag, body.len(), element.len());
        body.extend_from_slice(element);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    // The three channels share one curve.
    for tag in [b"rTRC", b"gTRC", b"bTRC"] {
        entry(tag, body.len(), curve.len());
    }
    body.extend(curve);
    body.resize(body.len().next_multiple_of(4), 0);
    let mut profile = header((start + body.len()) as u32);
    profile.extend(table);
    profile.extend(body);
    profile
}

fn header(size: u32) -> Vec<u8> {
    let mut header = vec![0; 128];
    let fields: [(usize, &[u8]); 7] = [
        (0, &size.to_be_bytes()),
        (8, &[2, 0x10, 0, 0]),
        (12, b"mntrRGB XYZ "),
        // The day of IEC 61966-2-1's first edition: a date must stand here.
        (24, &[0x07, 0xCF, 0, 10, 0, 18]),
        (36, b"acsp"),
        (68, &WHITE[0].to_be_bytes()),
        (72, &WHITE[1].to_be_bytes()),
    ];
    for (at, bytes) in fields {
        header[at..at + bytes.len()].copy_from_slice(bytes);
    }
    header[76..80].copy_from_slice(&WHITE[2].to_be_bytes());
    header
}

/// textDescriptionType: ASCII, then an empty Unicode and an empty script text.
fn description() -> Vec<u8> {
    let mut text = (NAME.len() as u32 + 1).to_be_bytes().to_vec();
    text.extend(NAME.as_bytes());
    text.push(0);
    text.extend([0; 4 + 4 + 2 + 1 + 67]);
    tagged(b"desc", &text)
}

fn xyz(values: [u32; 3]) -> Vec<u8> {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
    tagged(b"XYZ ", &bytes)
}

fn curve() -> Vec<u8> {
    let mut bytes = STEPS.to_be_bytes().to_vec();
    for step in 0..STEPS {
        let value = f64::from(step) / f64::from(STEPS - 1);
        let linear = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        bytes.extend(((linear * 65535.0).round() as u16).to_be_bytes());
    }
    tagged(b"curv", &bytes)
}

fn tagged(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [kind.as_slice(), &[0; 4], data].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_length_and_its_tags_lie_inside_it() {
        let profile = srgb();
        let at = |offset: usize| u32::from_be_bytes(*profile[offset..].first_chunk().unwrap()) as usize;
        assert_eq!(at(0), profile.len());
        assert_eq!(at(128), 9);
        for tag in 0..9 {
            let (start, length) = (at(132 + tag * 12 + 4), at(132 + tag * 12 + 8));
            assert!(start % 4 == 0 && start + length <= profile.len());
        }
    }

    #[test]
    fn the_curve_runs_from_black_to_white_through_the_known_middle() {
        let curve = curve();
        let value = |step: usize| u16::from_be_bytes(*curve[12 + step * 2..].first_chunk().unwrap());
        assert_eq!((value(0), value(1023)), (0, 65535));
        assert!((f64::from(value(512)) / 65535.0 - 0.2140).abs() < 0.001);
    }
}
