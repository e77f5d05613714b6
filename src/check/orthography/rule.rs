//! The rules by name, how grave each is, and what it says.

use crate::diag::Severity;

macro_rules! rules {
    ($($name:ident $severity:ident $says:literal),+ $(,)?) => {
        /// A rule of orthography, in the order in which faults are mended.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $(#[doc = $says] $name),+ }

        impl Rule {
            pub const ALL: [Rule; 32] = [$(Rule::$name),+];

            /// The stable code of its findings.
            pub fn code(self) -> &'static str {
                match self { $(Rule::$name => stringify!($name)),+ }
            }

            /// How grave it is in `check`; a build takes each as a warning.
            pub fn severity(self) -> Severity {
                match self { $(Rule::$name => Severity::$severity),+ }
            }

            /// What is wrong, as a message.
            pub fn says(self) -> &'static str {
                match self { $(Rule::$name => $says),+ }
            }
        }
    };
}

// Letters are mended before words, words before the spaces around marks.
rules! {
    FA08 Error "a presentation form stands for a letter",
    FA11 Error "this is not in Unicode's normal form NFC",
    FA01 Error "an Arabic yeh stands for the Persian one",
    FA02 Error "an Arabic kaf stands for the Persian one",
    FA03 Error "a foreign heh stands for the Persian one",
    FA04 Error "Arabic digits stand for Persian ones",
    FA06 Error "one number mixes digits of two kinds",
    FA05 Warning "Latin digits stand in Persian text",
    FA10 Error "an invisible character stands here",
    FA07 Error "a drawn stroke (tatweel) is stored in the text",
    FA09 Error "a control of direction stands in the text",
    FA16 Error "a half-space stands where it parts no two letters",
    FA17 Warning "a half-space after a letter that never joins is not needed",
    FA18 Warning "more than one space parts these words",
    FA31 Warning "the ezafe after heh is written with a hamza above",
    FA12 Warning "the prefix is written with a half-space",
    FA13 Warning "the plural is joined to its word",
    FA14 Warning "the degree is joined to its word",
    FA15 Warning "the ending is written with a half-space",
    FA30 Warning "the prefix of the verb is written with a half-space",
    FA27 Warning "an ellipsis is one character",
    FA28 Warning "this mark is repeated",
    FA21 Error "a space stands just inside of brackets or quotes",
    FA26 Error "the percent sign follows its number at once and is the Persian one",
    FA25 Error "a Latin mark parts the digits of a Persian number",
    FA22 Error "a Latin mark ends Persian words",
    FA19 Error "a space stands before this mark",
    FA20 Error "a space is missing after this mark",
    FA23 Warning "Persian quotes are « and »",
    FA29 Warning "a dash is a dash (–), not a hyphen",
    FA24 Error "these quotes do not pair",
    FA32 Error "a Latin letter touches a Persian one",
}
