//! Lines as text, and single facts about them.

use super::*;
use crate::typeset::dump;
use crate::typeset::frame::Glyph;

#[track_caller]
fn check(segments: &[Segment], style: &ParagraphStyle, expected: &str) {
    let found = dump::lines(&lay_out(segments, style, &SHAPER));
    assert_eq!(found.trim_end(), expected.trim_matches('\n'), "\n{found}");
}

fn lines_of(segments: &[Segment], style: &ParagraphStyle) -> Vec<Line> {
    lay_out(segments, style, &SHAPER)
}

fn glyph_ids(line: &Line) -> Vec<u16> {
    line.runs.iter().flat_map(|run| run.glyphs.iter()).map(|glyph| glyph.id).collect()
}

fn logical(line: &Line) -> String {
    let mut runs: Vec<&Run> = line.runs.iter().collect();
    if runs.iter().any(|run| run.direction == Direction::Rtl) {
        runs.reverse();
    }
    runs.iter().map(|run| run.text.to_string()).collect()
}

#[test]
fn persian_with_joiners_digits_and_percent() {
    let all = "خواهرخوانده\u{200c}ها می\u{200c}آیند؛ سلام لاله، ۱۲٪ و ۳۴ نفر در خانهٔ ما.";
    check(
        &[text(all, Lang::FA)],
        &style(Lang::FA, 150.0),
        r#"
line 0 +11.7 -5.1 stretch 0.80
  0.0..150.0 rtl fa face 0 14 "خواهرخوانده\u{200c}ها می\u{200c}آیند؛ سلام لاله،"
line 1 +14.4 -7.5
  36.5..106.3 rtl fa face 0 14 " نفر در خانه\u{654} ما."
  106.3..118.6 ltr fa face 0 14 "۳۴"
  118.6..130.8 rtl fa face 0 14 " و "
  130.8..137.7 rtl fa face 2 14 "٪"
  137.7..150.0 ltr fa face 0 14 "۱۲"
"#,
    );
}

#[test]
fn latin_in_persian() {
    let all = "شهر شیان (Xi\u{2019}an) از سال 1989 خواهرخوانده است.";
    check(
        &[text(all, Lang::FA)],
        &style(Lang::FA, 150.0),
        r#"
line 0 +11.7 -5.1 stretch 1.78
  0.0..22.0 ltr fa face 0 14 "1989"
  22.0..69.0 rtl fa face 0 14 ") از سال "
  69.0..93.3 ltr fa face 0 14 "Xi’an"
  93.3..150.0 rtl fa face 0 14 "شهر شیان ("
line 1 +11.7 -5.1
  63.3..150.0 rtl fa face 0 14 "خواهرخوانده است."
"#,
    );
}

#[test]
fn persian_in_english() {
    let segments = [
        text("The name \u{201c}", Lang::EN),
        Segment::Open(Direction::Rtl),
        text("نصف جهان!", Lang::FA),
        Segment::Close,
        text("\u{201d} means half the world, an extraordinary claim.", Lang::EN),
    ];
    check(
        &segments,
        &style(Lang::EN, 120.0),
        r#"
line 0 +11.7 -5.1 stretch 7.74
  0.0..95.0 ltr en face 4 11 "The name “"
  95.0..120.0 rtl fa face 0 14 "نصف"
line 1 +11.7 -5.1 stretch 1.92
  0.0..27.4 rtl fa face 0 14 "جهان!"
  27.4..120.0 ltr en face 4 11 "” means half the"
line 2 +11.4 -3.7 stretch 3.83
  0.0..120.0 ltr en face 4 11 "world, an extraordi\u{ad}"
line 3 +11.4 -3.7
  0.0..59.8 ltr en face 4 11 "nary claim."
"#,
    );
}

#[test]
fn contents_line_with_leader() {
    let segments = [text("شیان", Lang::FA), Segment::Fill { leader: true }, text("۱۲", Lang::FA)];
    check(
        &segments,
        &ParagraphStyle { align: Align::Start, ..style(Lang::FA, 100.0) },
        r#"
line 0 +11.7 -5.1
  0.0..12.3 ltr fa face 0 14 "۱۲"
  21.0..70.0 rtl fa face 0 14 "......."
  78.5..100.0 rtl fa face 0 14 "شیان"
"#,
    );
}

#[test]
fn marks_links_pictures_and_forced_breaks() {
    let segments = [
        text("one ", Lang::EN),
        Segment::LinkStart(LinkId(7)),
        text("two three", Lang::EN),
        Segment::LinkEnd,
        Segment::Mark(MarkId(1)),
        Segment::HardBreak,
        Segment::HardBreak,
        Segment::Picture { picture: PictureId(0), width: Pt(20.0), height: Pt(30.0), node: None },
        Segment::Mark(MarkId(2)),
        text(" four", Lang::EN),
        Segment::Mark(MarkId(3)),
    ];
    check(
        &segments,
        &style(Lang::EN, 60.0),
        r#"
line 0 +11.4 -3.7 stretch 8.00
  0.0..60.0 ltr en face 4 11 "one two"
  40.3 link 7 width 19.7
line 1 +11.4 -3.7 marks 1
  0.0..27.6 ltr en face 4 11 "three"
  0.0 link 7 width 27.6
line 2 +11.4 -3.7
line 3 +30.0 -3.7 marks 2 3
  20.0..44.8 ltr en face 4 11 " four"
  0.0 picture 20.0 x 30.0
"#,
    );
}

#[test]
fn an_english_phrase_wraps_forwards_in_persian() {
    // P-45: its first words stay in the first line.
    let segments = [text("کتاب Isfahan and its sister cities of the world", Lang::FA)];
    let lines = lines_of(&segments, &style(Lang::FA, 130.0));
    let shown: Vec<String> = lines.iter().map(visual).collect();
    assert_eq!(shown, ["Isfahan and its sister \u{628}\u{627}\u{62a}\u{6a9}", "cities of the world"]);
}

#[test]
fn a_change_of_style_inside_a_word_keeps_its_letters_joined() {
    // P-151; the bold part is another face, whose glyphs must be those of the whole word in bold.
    let plain = lines_of(&[text("اصفهان", Lang::FA)], &style(Lang::FA, 200.0));
    let red = TextStyle { color: Color(200, 0, 0), ..text_style(Lang::FA) };
    let colored = [
        text("ا", Lang::FA),
        Segment::Text { text: "صف".into(), style: red, node: None },
        text("هان", Lang::FA),
    ];
    let colored = lines_of(&colored, &style(Lang::FA, 200.0));
    assert_eq!(glyph_ids(&colored[0]), glyph_ids(&plain[0]));
    assert_eq!(colored[0].runs.len(), 3);

    let bold = TextStyle { bold: true, ..text_style(Lang::FA) };
    let all_bold = [Segment::Text { text: "اصفهان".into(), style: bold, node: None }];
    let all_bold = lines_of(&all_bold, &style(Lang::FA, 200.0));
    let partly = [
        text("ا", Lang::FA),
        Segment::Text { text: "صف".into(), style: bold, node: None },
        text("هان", Lang::FA),
    ];
    let partly = lines_of(&partly, &style(Lang::FA, 200.0));
    assert_eq!(glyph_ids(&partly[0])[3..5], glyph_ids(&all_bold[0])[3..5]);
}

#[test]
fn lam_alef_is_one_glyph_of_two_characters() {
    let lines = lines_of(&[text("لا", Lang::FA)], &style(Lang::FA, 200.0));
    let run = &lines[0].runs[0];
    assert_eq!((run.text.as_ref(), run.glyphs.len(), run.glyphs[0].cluster), ("لا", 1, 0));
}

#[test]
fn a_joiner_has_a_place_and_no_ink() {
    let lines = lines_of(&[text("می\u{200c}رود", Lang::FA)], &style(Lang::FA, 200.0));
    let run = &lines[0].runs[0];
    let joiner: Vec<&Glyph> = run.glyphs.iter().filter(|glyph| glyph.ink == Ink::Blank).collect();
    assert_eq!(joiner.len(), 1);
    assert_eq!((joiner[0].cluster, joiner[0].advance), (4, 0.0));
}

#[test]
fn a_hyphen_is_said_as_a_soft_hyphen() {
    let lines = lines_of(&[text("extraordinary", Lang::EN)], &style(Lang::EN, 50.0));
    let said: Vec<String> = lines.iter().map(logical).collect();
    assert_eq!(said, ["extraor\u{ad}", "dinary"]);
    let run = &lines[0].runs[0];
    let hyphen = run.glyphs.last().expect("a glyph");
    assert!(hyphen.ink == Ink::Drawn && hyphen.advance > 0.0 && hyphen.cluster == 7);
    assert!(missing_glyphs(&lines).is_empty());
}

#[test]
fn an_authors_soft_hyphen_shows_only_where_a_line_ends() {
    let segments = [text("donau\u{ad}dampf", Lang::EN)];
    let never = ParagraphStyle { hyphenate: false, ..style(Lang::EN, 40.0) };
    let said: Vec<String> = lines_of(&segments, &never).iter().map(logical).collect();
    assert_eq!(said, ["donau\u{ad}", "dampf"]);
    let whole = lines_of(&segments, &style(Lang::EN, 200.0));
    assert_eq!(logical(&whole[0]), "donau\u{ad}dampf");
    assert_eq!(whole[0].runs[0].glyphs.iter().filter(|glyph| glyph.ink == Ink::Blank).count(), 1);
}

#[test]
fn persian_is_never_hyphenated_and_never_cut_while_it_fits() {
    let segments = [text("خواهرخوانده\u{200c}هایش خواهرخوانده\u{200c}هایش", Lang::FA)];
    let style = ParagraphStyle { hyphenate: true, ..style(Lang::FA, 100.0) };
    let said: Vec<String> = lines_of(&segments, &style).iter().map(logical).collect();
    assert_eq!(said, ["خواهرخوانده\u{200c}هایش", "خواهرخوانده\u{200c}هایش"]);
}

#[test]
fn what_is_wider_than_a_line_is_cut_and_nothing_is_lost() {
    let lines = lines_of(&[text("بیستوپنجهزارونهصد", Lang::FA)], &style(Lang::FA, 40.0));
    let said: String = lines.iter().map(logical).collect();
    assert_eq!(said, "بیستوپنجهزارونهصد");
    assert!(lines.len() > 1 && lines.iter().all(|line| line.excess == Pt::ZERO));
    let picture = Segment::Picture { picture: PictureId(0), width: Pt(50.0), height: Pt(9.0), node: None };
    assert_eq!(lines_of(&[picture], &style(Lang::FA, 40.0))[0].excess, Pt(10.0));
}

#[test]
fn words_that_belong_together_stay_together() {
    // The Persian word for "and" goes down with what it leads to; no last line of two letters.
    let segments = [text("کتاب شهر و باران خوب بود از ما", Lang::FA)];
    for measure in 60..160 {
        let lines = lines_of(&segments, &style(Lang::FA, f64::from(measure)));
        let last = logical(lines.last().expect("a line"));
        assert_ne!(last, "ما", "at {measure}");
    }
}

#[test]
fn alignment_and_indent_are_counted_from_the_start_edge() {
    let left = |lang, align| {
        let style = ParagraphStyle { align, first_indent: Pt(10.0), ..style(lang, 200.0) };
        let lines = lines_of(&[text("۱۲", lang)], &style);
        let width: f32 = lines[0].runs[0].glyphs.iter().map(|glyph| glyph.advance).sum();
        (lines[0].runs[0].x.0, 200.0 - lines[0].runs[0].x.0 - f64::from(width))
    };
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    assert!(near(left(Lang::EN, Align::Start).0, 10.0));
    assert!(near(left(Lang::FA, Align::Start).1, 10.0));
    assert!(near(left(Lang::EN, Align::End).1, 0.0));
    assert!(near(left(Lang::FA, Align::End).0, 0.0));
    let (before, after) = left(Lang::FA, Align::Center);
    assert!(near(before, after - 10.0));
}

#[test]
fn nothing_gives_nothing() {
    assert!(lines_of(&[], &style(Lang::FA, 100.0)).is_empty());
    assert!(lines_of(&[text("", Lang::FA), text("  ", Lang::FA)], &style(Lang::FA, 100.0)).is_empty());
    let marked = lines_of(&[Segment::Mark(MarkId(4))], &style(Lang::FA, 100.0));
    assert_eq!((marked.len(), marked[0].marks.as_slice()), (1, [MarkId(4)].as_slice()));
}

#[test]
fn a_character_of_no_face_is_reported() {
    let segments =
        [Segment::Text { text: "a\u{10900}".into(), style: text_style(Lang::EN), node: Some(NodeId(5)) }];
    assert_eq!(
        missing_glyphs(&lines_of(&segments, &style(Lang::EN, 100.0))),
        [(Some(NodeId(5)), '\u{10900}')]
    );
}

fn lengthened(kashida: Kashida) -> ParagraphStyle {
    ParagraphStyle { kashida, ..style(Lang::FA, 300.0) }
}

/// The words of a line, each with the widths of its strokes in ems.
fn strokes(line: &Line) -> Vec<(String, Vec<f64>)> {
    let mut words: Vec<(String, Vec<f64>)> = vec![Default::default()];
    for run in line.runs.iter().rev() {
        let glyphs: Vec<&Glyph> = match run.direction {
            Direction::Ltr => run.glyphs.iter().collect(),
            Direction::Rtl => run.glyphs.iter().rev().collect(),
        };
        for (at, character) in run.text.char_indices() {
            if character == ' ' {
                words.push(Default::default());
                continue;
            }
            let word = words.last_mut().expect("a word");
            word.0.push(character);
            let own = glyphs.iter().filter(|glyph| glyph.cluster as usize == at && glyph.ink == Ink::Kashida);
            word.1.extend(own.map(|glyph| f64::from(glyph.advance) / run.size.0));
        }
    }
    words
}

const PROSE: &str = "بعلبک در لبنان، سیزدهمین شهری است که با اصفهان پیمان خواهرخواندگی بست. دو خاطره این نام را \
    برای ایرانیان آشنا کرده است: ستون\u{200c}های سنگی پرستشگاه\u{200c}های رومی، و کاروان اسیران که در راه کربلا به دمشق \
    از این شهر گذشت. یکی را می\u{200c}توان دید و دیگری را به یاد آورد. شهر در درهٔ بقاع است و رودخانه\u{200c}های آن به دریا نمی\u{200c}رسند.";

#[test]
fn kashida_keeps_the_rules_and_the_words() {
    for kashida in [Kashida::Sparing, Kashida::Full] {
        let mut all = 0;
        for size in 11..16 {
            let style_of_text = TextStyle { size: Pt(f64::from(size)), ..text_style(Lang::FA) };
            let prose = Segment::Text { text: PROSE.into(), style: style_of_text, node: None };
            let lines = lines_of(&[prose], &lengthened(kashida));
            let said: Vec<String> = lines.iter().map(logical).collect();
            assert_eq!(said.join(" "), PROSE);
            for (number, line) in lines.iter().enumerate() {
                let words = strokes(line);
                let long: Vec<usize> = (0..words.len()).filter(|&word| !words[word].1.is_empty()).collect();
                assert!(long.len() <= 2 && long.windows(2).all(|pair| pair[1] - pair[0] > 1), "{words:?}");
                assert!(long.iter().all(|&word| words[word].1.len() == 1 && words[word].1[0] <= 0.55 * 1.01));
                assert!(long.iter().all(|&word| words[word].1[0] > 0.05));
                assert!(number + 1 < lines.len() || long.is_empty());
                all += long.len();
            }
        }
        assert!(all > 5);
    }
}

#[test]
fn kashida_evens_lines_out_and_only_where_it_is_asked_for() {
    let worst = |style: &ParagraphStyle| {
        let lines = lines_of(&[text(PROSE, Lang::FA)], style);
        lines.iter().filter_map(|line| line.stretch).fold(0.0, f64::max)
    };
    let count = |style: &ParagraphStyle| {
        let lines = lines_of(&[text(PROSE, Lang::FA)], style);
        lines.iter().flat_map(strokes).filter(|(_, strokes)| !strokes.is_empty()).count()
    };
    let [off, sparing, full] = [Kashida::Off, Kashida::Sparing, Kashida::Full].map(lengthened);
    assert!(worst(&sparing) < worst(&off));
    assert!(count(&off) == 0 && count(&sparing) > 0 && count(&full) >= count(&sparing));
    assert_eq!(count(&ParagraphStyle { align: Align::Start, ..full }), 0);
    assert_eq!(count(&ParagraphStyle { base: Direction::Ltr, ..full }), 0);
}

#[test]
fn strokes_of_two_lines_stand_apart() {
    let places = |line: &Line| {
        let mut places = Vec::new();
        for run in &line.runs {
            let mut x = run.x.0;
            for glyph in run.glyphs.iter() {
                let end = x + f64::from(glyph.advance);
                if glyph.ink == Ink::Kashida {
                    places.push((x, end));
                }
                x = end;
            }
        }
        places
    };
    for measure in 200..320 {
        let style = ParagraphStyle { measure: Pt(f64::from(measure)), ..lengthened(Kashida::Full) };
        let lines = lines_of(&[text(PROSE, Lang::FA)], &style);
        for pair in lines.windows(2) {
            let (above, below) = (places(&pair[0]), places(&pair[1]));
            let meets = above.iter().any(|a| below.iter().any(|b| a.0 < b.1 && b.0 < a.1));
            assert!(!meets, "at {measure}: {above:?} {below:?}");
        }
    }
}

/// Markazi joins the two to a glyph as wide as a letter (a fault of the face).
#[test]
fn shadda_with_a_vowel_sign_takes_no_room() {
    let width = |word: &str| {
        let lines = lay_out(&[text(word, Lang::FA)], &style(Lang::FA, 200.0), &SHAPER);
        lines[0].runs.iter().flat_map(|run| run.glyphs.iter()).map(|glyph| glyph.advance).sum::<f32>()
    };
    for vowel in ['\u{64b}', '\u{64c}', '\u{64d}', '\u{64e}', '\u{64f}', '\u{650}', '\u{670}'] {
        let marked = width(&format!("معل\u{651}{vowel}م"));
        assert!((marked - width("معلم")).abs() < 0.1, "U+{:04X}: {marked}", u32::from(vowel));
    }
}
