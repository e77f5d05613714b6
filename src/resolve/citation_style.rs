//! The styles of citations: files of the theme in CSL, the Citation Style Language.
//!
//! In: the theme's files of a language. Out: a style that hayagriva formats
//! by. Its reader goes down into elements by recursion and compares each
//! attribute of a tag with all others (RUSTSEC-2026-0194), so a file is measured first.

use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, LocaleFile};

use crate::locale::Lang;
use crate::message;
use crate::theme::{Theme, ThemeError};

/// Elements in one another. Styles of the CSL repository have up to twenty.
const DEEPEST: usize = 100;
/// Bytes of a tag.
const LONGEST_TAG: usize = 4096;

/// A CSL style and the terms of its language, each as a file of the theme and its text.
pub struct StyleFiles {
    pub style: (String, String),
    pub locale: (String, String),
}

/// The same as read.
pub struct Style {
    pub style: IndependentStyle,
    pub locale: LocaleCode,
    pub locales: Vec<Locale>,
}

impl StyleFiles {
    /// The theme's style for a language, else its English one.
    ///
    /// # Errors
    /// A file that the theme does not have, or that is no text.
    pub fn of(theme: &Theme, lang: Lang) -> Result<StyleFiles, ThemeError> {
        let text = |kind: &str| {
            let own = format!("citations/{kind}-{}.xml", lang.primary());
            let english = format!("citations/{kind}-en.xml");
            let file = if theme.file(&own).is_some() { own } else { english };
            theme.text(&file).map(|text| (file, text))
        };
        Ok(StyleFiles { style: text("style")?, locale: text("locale")? })
    }

    /// # Errors
    /// A file that is no CSL, or goes too deep.
    pub fn read(&self) -> Result<Style, ThemeError> {
        let (style_file, style) = &self.style;
        let (locale_file, locale) = &self.locale;
        for (file, text) in [&self.style, &self.locale] {
            measured(text)
                .map_err(|place| ThemeError::new(file, message!("theme-deep")).at_byte(text, place))?;
        }
        let style = IndependentStyle::from_xml(style).map_err(|error| {
            ThemeError::new(style_file, message!("theme-no-style", why = error.to_string()))
        })?;
        let locale = LocaleFile::from_xml(locale).map_err(|error| {
            ThemeError::new(locale_file, message!("theme-no-locale", why = error.to_string()))
        })?;
        Ok(Style { style, locale: locale.lang.clone(), locales: vec![locale.into()] })
    }
}

/// Where a file goes deeper, or has a longer tag, than any style does.
fn measured(xml: &str) -> Result<(), usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(found) = xml[at..].find('<') {
        at += found;
        let markup = &xml[at..];
        let aside = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
        if let Some((_, close)) = aside.iter().find(|(open, _)| markup.starts_with(open)) {
            at += markup.find(close).map_or(markup.len(), |end| end + close.len());
            continue;
        }
        let tag = tag(markup);
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with("/>") {
            depth += 1;
        }
        if depth > DEEPEST || tag.len() > LONGEST_TAG {
            return Err(at);
        }
        at += tag.len();
    }
    Ok(())
}

/// The tag that a text begins with; values of attributes may hold `>`.
fn tag(markup: &str) -> &str {
    let mut quote = None;
    let end = markup.find(|c| match quote {
        Some(open) => {
            quote = quote.filter(|_| open != c);
            false
        }
        None => {
            quote = Some(c).filter(|c| matches!(c, '"' | '\''));
            c == '>'
        }
    });
    end.map_or(markup, |end| &markup[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_deeper_than_any_style_is_found() {
        let nested =
            |count| format!("<style>{}{}</style>", "<group>".repeat(count), "</group>".repeat(count));
        assert_eq!(measured(&nested(DEEPEST - 1)), Ok(()));
        assert_eq!(measured(&nested(DEEPEST)), Err("<style>".len() + "<group>".len() * (DEEPEST - 1)));
        let siblings = "<a x='>' y=\"/>'\"><b/><!-- <c> --><![CDATA[<d>]]><?e <f>?></a>".repeat(DEEPEST + 1);
        assert_eq!(measured(&siblings), Ok(()));
        let open = "<a x=\"".to_owned() + &"<b>".repeat(10);
        assert_eq!(measured(&open), Ok(()));
    }

    #[test]
    fn a_tag_that_is_longer_than_any_is_found() {
        let attributes: String = (0..1000).map(|number| format!(" a{number}=''")).collect();
        assert_eq!(measured(&format!("<a><b{attributes}/></a>")), Err(3));
        assert_eq!(measured(&format!("<!--{attributes}--><a/>")), Ok(()));
    }
}
