//! Themes of folders: what they may change, and how a broken one is told.

use std::path::Path;

use super::{Theme, ThemeError};
use crate::config::{Kashida, PrintStyle};
use crate::locale::Lang;

/// Loads the theme of a folder that holds these files.
fn load(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Theme, ThemeError>) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let theme = Theme::load(Some(folder.path()));
    (folder, theme)
}

/// A theme of these files is refused with this report.
#[track_caller]
fn check_broken(files: &[(&str, &str)], report: &str) {
    let (_folder, theme) = load(files);
    assert_eq!(theme.unwrap_err().to_string(), report);
}

/// Renders one template of a theme of these files, with nothing to fill in.
fn render(files: &[(&str, &str)]) -> Result<String, ThemeError> {
    let (_folder, theme) = load(files);
    theme?.render("x.html", Lang::EN, &std::collections::BTreeMap::<String, String>::new())
}

#[test]
fn the_embedded_theme_loads() {
    let theme = Theme::load(None).unwrap();
    assert_eq!(theme.phrase(Lang::FA, "nav.home"), "جلد");
    assert_eq!(theme.phrase_with(Lang::EN, "figure.label", &[("number", "3")]), "Figure 3");
    assert!(theme.file("style.css").is_some() && theme.file("../Cargo.toml").is_none());
}

#[test]
fn files_of_a_folder_go_first_one_by_one() {
    let files = [("style.css", "body{}"), ("strings/en.yaml", "nav:\n  home: Front door\n")];
    let (_folder, theme) = load(&files);
    let theme = theme.unwrap();
    assert_eq!(theme.text("style.css").unwrap(), "body{}");
    assert_eq!(theme.phrase(Lang::EN, "nav.home"), "Front door");
    assert_eq!(theme.phrase(Lang::EN, "nav.map"), "Map");
    assert!(theme.file("templates/base.html").is_some());
}

#[test]
fn a_language_without_words_gets_its_own_where_it_has_them_and_english_else() {
    let french = Lang::parse("fr-CA").unwrap();
    let (_folder, theme) = load(&[("strings/fr.yaml", "nav: {home: Couverture}")]);
    let theme = theme.unwrap();
    assert_eq!(theme.phrase(french, "nav.home"), "Couverture");
    assert_eq!(theme.phrase(french, "nav.map"), "Map");
    assert_eq!(theme.phrase(Lang::parse("de").unwrap(), "nav.home"), "Cover");
    assert_eq!(theme.phrase(Lang::FA, "no.such"), "?");
}

#[test]
fn templates_see_phrases_and_escape_what_is_not_markup() {
    let template = ("templates/x.html", "{{ t.nav.home }} {{ '<a \u{2068}>' }}");
    assert_eq!(render(&[template]).unwrap(), "Cover &lt;a &#x2068;&gt;");
}

#[test]
fn faults_name_their_file_and_place() {
    check_broken(
        &[("templates/chapter.html", "<p>\n{% if x %}</p>")],
        "templates/chapter.html:2:15: unexpected end of input",
    );
    check_broken(
        &[("strings/en.yaml", "nav:\n  hoem: Front door\n")],
        "strings/en.yaml: no phrase is called `nav.hoem`; did you mean `nav.home`?",
    );
    check_broken(
        &[("strings/fa.yaml", "figure:\n  label: \"شکل {numbre}\"\n")],
        "strings/fa.yaml: the phrase `figure.label` has a blank `{numbre}` that nothing fills",
    );
    check_broken(
        &[("strings/persian.yaml", "nav: {}")],
        "strings/persian.yaml: is not named by a language, as `strings/fa.yaml` is",
    );
    let (_folder, theme) = load(&[("strings/en.yaml", "nav:\n  home: [\n")]);
    let error = theme.unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("strings/en.yaml", Some(2)));
}

#[test]
fn settings_of_print_are_set_one_by_one() {
    assert_eq!(Theme::load(None).unwrap().print(), PrintStyle::default());
    let (_folder, theme) = load(&[("theme.yaml", "kashida: off\n")]);
    assert_eq!(theme.unwrap().print(), PrintStyle { kashida: Kashida::Off, ..PrintStyle::default() });
    let (_folder, theme) = load(&[("theme.yaml", "# nothing\n")]);
    assert_eq!(theme.unwrap().print(), PrintStyle::default());
}

#[test]
fn settings_that_nobody_reads_are_told() {
    let theme = |text| [("theme.yaml", text)];
    check_broken(
        &theme("trim: a4\nkashidas: off\n"),
        "theme.yaml:2:1: no setting is called `kashidas`; did you mean `kashida`?",
    );
    check_broken(
        &theme("kashida: spraing\n"),
        "theme.yaml:1:10: `spraing` is not a value of `kashida`; did you mean `sparing`?",
    );
    check_broken(
        &theme("trim: letter\n"),
        "theme.yaml:1:7: `letter` is not a value of `trim`; known are raqi, vaziri, a4",
    );
    for shape in ["kashida: [off]\n", "- off\n", "kashida: off\nkashida: full\n"] {
        assert_eq!(load(&theme(shape)).1.unwrap_err().file, "theme.yaml", "{shape}");
    }
}

#[test]
fn a_page_asks_for_what_it_does_not_have() {
    let error = render(&[("templates/x.html", "<p>\n  {{ titel }}\n")]).unwrap_err();
    assert_eq!((error.file.as_str(), error.line, error.column), ("templates/x.html", Some(2), Some(6)));
}

#[test]
fn templates_that_never_end_are_refused() {
    let chain = |a: &str, b: &str| {
        let files = [("templates/x.html", a), ("templates/y.html", b)];
        load(&files).1.unwrap_err().to_string()
    };
    let included = chain("{% include \"y.html\" %}", "{% include \"x.html\" %}");
    assert!(included.contains("includes itself"), "{included}");
    let extended = chain("{% extends \"y.html\" %}", "{% extends \"x.html\" %}");
    assert!(extended.contains("extends itself"), "{extended}");
    let missing = chain("{% extends \"z.html\" %}", "");
    assert_eq!(missing, "templates/x.html: extends `z.html`, which the theme does not have");
}

#[test]
fn a_component_that_calls_itself_ends_in_an_error_on_a_small_stack() {
    let template = "{% component a() %}<b>{{ <a /> }}</b>{% endcomponent a %}{{ <a /> }}";
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let thread = thread.spawn(move || render(&[("templates/x.html", template)])).unwrap();
    let error = thread.join().unwrap().unwrap_err();
    assert!(error.message.to_string().contains("depth"), "{error}");
}

#[test]
fn a_folder_that_is_none_is_refused() {
    let error = Theme::load(Some(Path::new("/no/such/theme"))).unwrap_err();
    assert!(error.to_string().starts_with("/no/such/theme: the theme's folder cannot be read"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_may_not_leave_the_folder() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "x").unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("style.css")).unwrap();
    let error = Theme::load(Some(folder.path())).unwrap_err();
    assert_eq!(error.to_string(), "style.css: leads out of the theme's folder");
}

#[test]
fn what_is_no_part_of_a_theme_is_not_read() {
    let (_folder, theme) = load(&[(".git/config", "x"), ("fonts/a.ttf", "x")]);
    let theme = theme.unwrap();
    assert!(theme.file(".git/config").is_none() && theme.file("fonts/a.ttf").is_none());
}
