//! The rules by name, how grave each is, and what it says.

use crate::diag::Severity;
use crate::message;
use crate::message::Message;

macro_rules! rules {
    ($($name:ident $severity:ident $entry:literal),+ $(,)?) => {
        /// A rule of orthography, in the order in which faults are mended; `docs/diagnostics` has a page of each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Rule { $($name),+ }

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
            pub fn says(self) -> Message {
                match self { $(Rule::$name => message!($entry)),+ }
            }
        }
    };
}

// Letters are mended before words, words before the spaces around marks.
rules! {
    FA08 Error "fa08",
    FA11 Error "fa11",
    FA01 Error "fa01",
    FA02 Error "fa02",
    FA03 Error "fa03",
    FA04 Error "fa04",
    FA06 Error "fa06",
    FA05 Warning "fa05",
    FA10 Error "fa10",
    FA07 Error "fa07",
    FA09 Error "fa09",
    FA16 Error "fa16",
    FA17 Warning "fa17",
    FA18 Warning "fa18",
    FA31 Warning "fa31",
    FA12 Warning "fa12",
    FA13 Warning "fa13",
    FA14 Warning "fa14",
    FA15 Warning "fa15",
    FA30 Warning "fa30",
    FA27 Warning "fa27",
    FA28 Warning "fa28",
    FA21 Error "fa21",
    FA26 Error "fa26",
    FA25 Error "fa25",
    FA22 Error "fa22",
    FA19 Error "fa19",
    FA20 Error "fa20",
    FA23 Warning "fa23",
    FA29 Warning "fa29",
    FA24 Error "fa24",
    FA32 Error "fa32",
}
