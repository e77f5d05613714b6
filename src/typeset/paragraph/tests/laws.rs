//! What holds of every paragraph.

use proptest::prelude::*;
use unicode_bidi::ParagraphBidiInfo;

use super::*;

/// What a line may hold: letters of several scripts, digits, marks,
/// joiners, brackets, bidi controls, and many spaces.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "\u{633}\u{644}\u{627}\u{645}",
        "\u{645}\u{6cc}\u{200c}\u{631}\u{648}\u{62f}",
        "\u{648}",
        "\u{627}\u{644}\u{644}\u{647}",
        "\u{62e}\u{627}\u{646}\u{647}\u{654}",
        "\u{645}\u{64e}\u{62d}\u{64e}\u{644}\u{651}\u{647}",
        "\u{6f1}\u{6f2}\u{66a}",
        "\u{6f1}\u{6f3}\u{6f6}\u{6f8}",
        "12%",
        "(",
        ")",
        "\u{ab}",
        "\u{bb}",
        "\u{60c}",
        "-",
        ".",
        "Isfahan",
        "extraordinary",
        "Xi\u{2019}an",
        "office",
        "\u{897f}\u{5b89}",
        "a",
        "\u{200e}",
        "\u{61c}",
        "\u{2066}",
        "\u{2067}",
        "\u{2068}",
        "\u{2069}",
        "\u{200b}",
        "\u{2003}",
        "\u{939}\u{948}\u{926}\u{930}\u{93e}\u{92c}\u{93e}\u{926}",
    ];
    prop_oneof![2 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => Just(" ".to_owned())]
}

fn a_style() -> impl Strategy<Value = TextStyle> {
    let lang = prop_oneof![Just(Lang::FA), Just(Lang::EN)];
    (lang, any::<bool>(), any::<bool>(), 0..3u8).prop_map(|(lang, bold, italic, grade)| TextStyle {
        bold,
        italic,
        size: Pt(9.0 + f64::from(grade)),
        color: Color(grade, 0, 0),
        ..text_style(lang)
    })
}

fn segments() -> impl Strategy<Value = Vec<Segment>> {
    let text = proptest::collection::vec(piece(), 1..8).prop_map(|pieces| pieces.concat());
    let segment = (text, a_style()).prop_map(|(text, style)| Segment::Text { text, style, node: None });
    proptest::collection::vec(segment, 0..8)
}

fn paragraph_style() -> impl Strategy<Value = ParagraphStyle> {
    let lang = prop_oneof![Just(Lang::FA), Just(Lang::EN)];
    let align = prop_oneof![Just(Align::Justify), Just(Align::Start), Just(Align::Center), Just(Align::End)];
    (lang, align, 5.0..300.0f64, 0.0..30.0f64).prop_map(|(lang, align, measure, indent)| ParagraphStyle {
        align,
        first_indent: Pt(indent),
        ..style(lang, measure)
    })
}

fn all_text(segments: &[Segment]) -> String {
    let texts = segments.iter().filter_map(|segment| match segment {
        Segment::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// How many characters of the paragraph a line shows: all but the hyphen at its end.
fn shown(line: &Line) -> usize {
    line.runs.iter().flat_map(|run| run.text.chars()).filter(|&character| character != '\u{ad}').count()
}

/// One line by unicode-bidi alone (its own `reorder_line` skips rule L1
/// where no level is odd).
fn reordered(all: &str, bidi: &ParagraphBidiInfo, line: std::ops::Range<usize>) -> String {
    let (levels, runs) = bidi.visual_runs(line);
    let runs = runs.into_iter().map(|run| match levels[run.start].is_rtl() {
        true => all[run].chars().rev().collect(),
        false => all[run].to_owned(),
    });
    runs.collect::<Vec<String>>().concat()
}

fn extent(line: &Line) -> (f64, f64) {
    let ends = line.runs.iter().map(|run| {
        let width: f64 = run.glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum();
        (run.x.0, run.x.0 + width)
    });
    ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0.0, 0.0))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Line by line the characters are those of the paragraph, less the
    /// spaces at line ends, in the order of UAX #9.
    #[test]
    fn lines_are_the_paragraph_in_visual_order(segments in segments(), style in paragraph_style()) {
        let all = all_text(&segments);
        let level = bidi::base_level(style.base);
        let bidi = ParagraphBidiInfo::new(&all, Some(level));
        let mut at = 0;
        for line in lay_out(&segments, &style, &SHAPER) {
            let length: usize = all[at..].chars().take(shown(&line)).map(char::len_utf8).sum();
            // What has no width may stand on either side at a line's edge: a joiner where a
            // word had to be cut stays with its letter.
            let counts = |character: &char| {
                !is_control(*character) && !matches!(character, '\u{ad}' | '\u{200b}' | '\u{200c}')
            };
            let expected: String = reordered(&all, &bidi, at..at + length).chars().filter(counts).collect();
            let found: String = visual(&line).chars().filter(counts).collect();
            prop_assert_eq!(found, expected);
            at += length;
            at += all[at..].len() - all[at..].trim_start_matches(' ').len();
        }
        prop_assert!(all[at..].trim_matches(|character| character == ' ' || is_control(character)).is_empty());
    }

    #[test]
    fn no_line_leaves_its_measure_unsaid(segments in segments(), style in paragraph_style()) {
        for line in lay_out(&segments, &style, &SHAPER) {
            let (left, right) = extent(&line);
            let allowed = line.excess.0 + 0.05;
            prop_assert!(left >= -allowed && right <= style.measure.0 + allowed, "{left} {right}");
            if line.stretch.is_some() && line.excess == Pt::ZERO {
                prop_assert!(line.stretch >= Some(1.0 - hlist::SHRINK - 1e-6));
            }
        }
    }

    /// Runs stand side by side, and each glyph's cluster begins a character.
    #[test]
    fn runs_and_clusters_are_whole(segments in segments(), style in paragraph_style()) {
        for line in lay_out(&segments, &style, &SHAPER) {
            let mut x = line.runs.first().map_or(0.0, |run| run.x.0);
            for run in &line.runs {
                prop_assert!((run.x.0 - x).abs() < 0.01);
                x += run.glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum::<f64>();
                prop_assert!(run.glyphs.iter().all(|glyph| run.text.is_char_boundary(glyph.cluster as usize)));
                prop_assert!(run.glyphs.iter().any(|glyph| glyph.cluster == 0));
            }
        }
    }

    /// Whatever comes in, lines come out.
    #[test]
    fn nothing_panics(all in any::<String>(), measure in any::<f64>(), size in any::<f64>(), indent in any::<f64>()) {
        let wild = TextStyle { size: Pt(size), rise: Pt(indent), ..text_style(Lang::FA) };
        let segments = [
            Segment::LinkEnd,
            Segment::Close,
            Segment::Text { text: all.clone(), style: wild, node: None },
            Segment::Open(Direction::Rtl),
            Segment::Fill { leader: true },
            Segment::HardBreak,
            text(&all, Lang::EN),
        ];
        let style = ParagraphStyle { first_indent: Pt(indent), ..style(Lang::EN, measure) };
        lay_out(&segments, &style, &SHAPER);
    }
}
