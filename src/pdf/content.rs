//! A content stream in the making: operands, then their operator (ISO 32000-1 §7.8.2).
//!
//! Numbers have as many decimals as they need and no more than two, colours
//! three; strings are bytes in parentheses. What is drawn, and where, is
//! decided in `paint`, `line` and `draw`.

/// The bytes of a stream.
#[derive(Debug, Default)]
pub(super) struct Content(Vec<u8>);

/// A colour of the screen or of a press, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Components {
    /// Red, green, blue.
    Screen([f64; 3]),
    /// Cyan, magenta, yellow, black.
    Inks([f64; 4]),
}

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Fill,
    Stroke,
}

impl Content {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The operator of the operands before it.
    pub(super) fn operator(&mut self, operator: &str) {
        self.0.extend(operator.as_bytes());
        self.0.push(b'\n');
    }

    /// An operator with numbers for operands.
    pub(super) fn numbers(&mut self, numbers: &[f64], operator: &str) {
        numbers.iter().for_each(|&number| self.number(number));
        self.operator(operator);
    }

    pub(super) fn number(&mut self, number: f64) {
        self.decimal(number, 2);
        self.0.push(b' ');
    }

    pub(super) fn integer(&mut self, number: i64) {
        self.decimal(number as f64, 0);
        self.0.push(b' ');
    }

    /// Bytes as they are: names, and what stands between operands.
    pub(super) fn raw(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
    }

    /// A name, which has letters, digits and hyphens only.
    pub(super) fn name(&mut self, name: &str) {
        self.0.push(b'/');
        self.0.extend(name.as_bytes());
        self.0.push(b' ');
    }

    /// A string of bytes (§7.3.4.2).
    pub(super) fn string(&mut self, bytes: impl IntoIterator<Item = u8>) {
        self.0.push(b'(');
        for byte in bytes {
            match byte {
                b'(' | b')' | b'\\' => self.0.extend([b'\\', byte]),
                // A bare one would be read as a line feed.
                b'\r' => self.0.extend(b"\\r"),
                byte => self.0.push(byte),
            }
        }
        self.0.push(b')');
    }

    pub(super) fn color(&mut self, color: Components, used: Use) {
        let (parts, operator): (&[f64], _) = match (&color, used) {
            (Components::Screen(parts), Use::Fill) => (parts, "rg"),
            (Components::Screen(parts), Use::Stroke) => (parts, "RG"),
            (Components::Inks(parts), Use::Fill) => (parts, "k"),
            (Components::Inks(parts), Use::Stroke) => (parts, "K"),
        };
        for &part in parts {
            self.decimal(part, 3);
            self.0.push(b' ');
        }
        self.operator(operator);
    }

    /// A number to so many decimals, without zeros at its end. What is no
    /// number counts as nothing: a PDF has no word for it.
    fn decimal(&mut self, number: f64, places: u32) {
        let scale = 10_i64.pow(places);
        let whole = if number.is_finite() { (number * scale as f64).round() as i64 } else { 0 };
        if whole < 0 {
            self.0.push(b'-');
        }
        let whole = whole.unsigned_abs();
        let (units, mut rest) = (whole / scale.unsigned_abs(), whole % scale.unsigned_abs());
        self.digits(units);
        if rest > 0 {
            self.0.push(b'.');
            let mut place = scale.unsigned_abs() / 10;
            while rest > 0 {
                self.0.push(b'0' + (rest / place) as u8);
                rest %= place;
                place /= 10;
            }
        }
    }

    fn digits(&mut self, number: u64) {
        let start = self.0.len();
        let mut rest = number;
        loop {
            self.0.push(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.0[start..].reverse();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Content)) -> String {
        let mut content = Content::default();
        write(&mut content);
        String::from_utf8(content.into_bytes()).unwrap()
    }

    #[test]
    fn operands_come_before_their_operator() {
        assert_eq!(
            written(|c| c.numbers(&[1.0, -0.5, 12.345, 0.05, f64::NAN], "re")),
            "1 -0.5 12.35 0.05 0 re\n"
        );
        assert_eq!(written(|c| c.color(Components::Screen([1.0, 0.0, 0.1234]), Use::Fill)), "1 0 0.123 rg\n");
        assert_eq!(written(|c| c.color(Components::Inks([0.0, 0.0, 0.0, 1.0]), Use::Stroke)), "0 0 0 1 K\n");
        assert_eq!(written(|c| c.string(*b"a(b)\\\r")), "(a\\(b\\)\\\\\\r)");
    }

    proptest! {
        #[test]
        fn numbers_are_near_what_they_are_written_for(number in -9999.0..9999.0_f64) {
            let text = written(|c| c.decimal(number, 2));
            let back: f64 = text.parse().unwrap();
            prop_assert!((back - number).abs() <= 0.005 + 1e-9, "{number} {text}");
            prop_assert!(!text.contains('.') || !text.ends_with('0'), "{text}");
            prop_assert!(text != "-0");
        }
    }
}
