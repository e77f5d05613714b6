//! Markup of hand-made trees: what text may not do, and isolates.

use proptest::prelude::*;

use super::*;
use crate::doc::{
    Block, BlockKind, Citation, CitationPiece, Heading, InlineKind, Note, NoteRef, Picture, Target,
};
use crate::locale::Direction;
use crate::source::{Sources, Span};

/// A site of one picture and one chapter.
struct Nowhere;

impl Addresses for Nowhere {
    fn chapter(&self, _: ChapterId, anchor: Option<&str>) -> String {
        format!("../c/{}", anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default())
    }

    fn source(&self, index: usize) -> Option<String> {
        (index == 0).then(|| "../sources/#a".to_owned())
    }

    fn term(&self, _: TermRef) -> Option<String> {
        None
    }

    fn picture(&self, picture: PictureId) -> Option<PictureAt> {
        (picture.0 == 0).then(|| PictureAt {
            whole: "p.png".to_owned(),
            href: "p.png".to_owned(),
            width: 4,
            height: 3,
            srcset: None,
            modern: None,
        })
    }

    fn file(&self, path: &str) -> String {
        path.to_owned()
    }

    fn place(&self, _: &str) -> Option<String> {
        None
    }

    fn place_name(&self, _: &str) -> Option<String> {
        None
    }

    fn twins(&self, _: &HeadingMark) -> Vec<Twin> {
        Vec::new()
    }
}

fn span() -> Span {
    let mut sources = Sources::default();
    Span::new(sources.add(String::new(), String::new()), 0..0)
}

fn inline(kind: InlineKind<Linked>) -> Inline<Linked> {
    Inline { span: span(), kind }
}

fn word(text: &str) -> Inline<Linked> {
    inline(InlineKind::Text(text.into()))
}

fn foreign(tag: &str, direction: Direction, content: Vec<Inline<Linked>>) -> Inline<Linked> {
    inline(InlineKind::Foreign { lang: Lang::parse(tag).unwrap(), direction, content })
}

fn with_page<T>(lang: Lang, work: impl FnOnce(Page) -> T) -> T {
    let theme = Theme::load(None).unwrap();
    work(Page { lang, theme: &theme, names: &LocalNames::default(), addresses: &Nowhere })
}

#[track_caller]
fn check(lang: Lang, content: &[Inline<Linked>], html: &str) {
    assert_eq!(with_page(lang, |page| line(content, page)), html);
}

#[test]
fn isolates_say_only_what_is_new() {
    let name = |direction| foreign("en", direction, vec![word("Xi’an")]);
    check(Lang::FA, &[name(Direction::Ltr)], "<bdi lang=\"en\" dir=\"ltr\">Xi’an</bdi>");
    check(Lang::EN, &[name(Direction::Ltr)], "Xi’an");
    check(
        Lang::FA,
        &[foreign("fa", Direction::Ltr, vec![word("۹۷۸-۶۰۰")])],
        "<bdi dir=\"ltr\">۹۷۸-۶۰۰</bdi>",
    );
    let nested =
        foreign("en", Direction::Ltr, vec![word("the "), foreign("fa", Direction::Rtl, vec![word("رود")])]);
    check(
        Lang::FA,
        &[nested],
        "<bdi lang=\"en\" dir=\"ltr\">the <bdi lang=\"fa\" dir=\"rtl\">رود</bdi></bdi>",
    );
    check(Lang::FA, &[inline(InlineKind::Code("a+b".into()))], "<code dir=\"ltr\">a+b</code>");
    check(Lang::EN, &[inline(InlineKind::Code("a+b".into()))], "<code>a+b</code>");
}

#[test]
fn what_leads_nowhere_is_words() {
    let pieces = [("[", None), ("1", Some(0)), ("2", Some(1))];
    let pieces = pieces.map(|(text, source)| CitationPiece { text: text.into(), source });
    let citation = inline(InlineKind::Citation(Citation { pieces: pieces.to_vec() }));
    check(Lang::EN, &[citation], "<span class=\"citation\">[<a href=\"../sources/#a\">1</a>2</span>");
    let term = inline(InlineKind::Term { term: TermRef(0), content: vec![word("x")] });
    check(Lang::EN, &[term], "x");
    let picture = inline(InlineKind::Picture(Picture { picture: PictureId(1), alt: "x".into() }));
    check(Lang::EN, &[picture], "");
}

#[test]
fn alternative_texts_have_the_digits_and_isolates_of_their_page() {
    let picture =
        |alt: &str| [inline(InlineKind::Picture(Picture { picture: PictureId(0), alt: alt.into() }))];
    let html = |alt: &str| {
        format!(
            "<img class=\"inline\" src=\"p.png\" width=\"4\" height=\"3\" alt=\"{alt}\" decoding=\"async\">"
        )
    };
    check(Lang::FA, &picture("سال 12"), &html("سال ۱۲"));
    check(Lang::FA, &picture("شیان (Xi’an)"), &html("شیان (&#x2068;Xi’an&#x2069;)"));
    check(Lang::EN, &picture("Year ۱۲"), &html("Year ۱۲"));
}

#[test]
fn a_note_leads_back_to_each_mention() {
    let reference = |repeat| inline(InlineKind::NoteRef(NoteRef { note: 0, repeat }));
    let paragraph = |content| Block { span: span(), kind: BlockKind::Paragraph(content) };
    let tree = Document {
        lang: Lang::FA,
        blocks: vec![paragraph(vec![reference(0), reference(1)])],
        notes: vec![Note { span: span(), label: "a".into(), blocks: vec![paragraph(vec![word("متن")])] }],
    };
    let html = with_page(Lang::FA, |page| document(&tree, page));
    for part in [
        "<a id=\"ref:1\" href=\"#fn:1\" role=\"doc-noteref\" aria-label=\"یادداشت ۱\">۱</a>",
        "<a id=\"ref:1:2\" href=\"#fn:1\"",
        "<li id=\"fn:1\"><p>متن <a class=\"back\" href=\"#ref:1\" role=\"doc-backlink\"",
        "href=\"#ref:1:2\" role=\"doc-backlink\" aria-label=\"بازگشت به متن، یادداشت ۱، بار ۲\"",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

/// Text in every place that an author can fill.
fn everywhere(text: &str) -> Document<Linked> {
    let id: Box<str> = text.into();
    let content = vec![
        word(text),
        inline(InlineKind::Code(id.clone())),
        inline(InlineKind::Emphasis(vec![word(text)])),
        foreign("zh-Hans", Direction::Ltr, vec![word(text)]),
        inline(InlineKind::Link { target: Target::Url(id.clone()), content: vec![word(text)] }),
        inline(InlineKind::Picture(Picture { picture: PictureId(0), alt: id.clone() })),
        inline(InlineKind::IndexMark {
            entry: crate::doc::IndexMark { entry: id.clone(), id: id.clone() },
            content: vec![word(text)],
        }),
    ];
    let mark = HeadingMark { id: id.clone(), twins: Default::default() };
    let kinds = [
        BlockKind::Heading(Heading { level: 2, mark, content: content.clone() }),
        BlockKind::Paragraph(content),
        BlockKind::Code { info: id.clone(), text: id },
    ];
    let blocks = kinds.map(|kind| Block { span: span(), kind }).to_vec();
    Document { lang: Lang::FA, blocks, notes: Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The tags of a page are those of its constructs, whatever the text says.
    #[test]
    fn text_never_becomes_markup(text in "[<>&\"'a-z /=!\\-\u{2068}\u{202e}\u{0}آ-ی]{0,40}") {
        let tags = |text: &str| {
            let html = with_page(Lang::FA, |page| document(&everywhere(text), page));
            assert!(!html.chars().any(crate::locale::letter::is_bidi_control));
            let tags = html.split('<').skip(1).map(|tag| {
                let tag = tag.split('>').next().unwrap_or_default();
                let name = tag.split(' ').next().unwrap_or_default().to_owned();
                (name, tag.matches('"').count() % 2)
            });
            tags.filter(|(name, _)| name != "bdi" && name != "/bdi").collect::<Vec<_>>()
        };
        prop_assert_eq!(tags(&text), tags("متن"));
    }
}
