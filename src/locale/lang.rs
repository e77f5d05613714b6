//! stand-in until the locale module lands
use serde::{Deserialize, Deserializer};
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lang([u8; 11]);
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction { Ltr, Rtl }
impl Lang {
    pub const FA: Lang = Lang(*b"fa\0\0\0\0\0\0\0\0\0");
    pub const EN: Lang = Lang(*b"en\0\0\0\0\0\0\0\0\0");
    pub fn parse(text: &str) -> Option<Lang> {
        let mut bytes = [0; 11];
        if text.is_empty() || text.len() > 11 { return None; }
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Lang(bytes))
    }
    pub fn as_str(&self) -> &str { std::str::from_utf8(&self.0).unwrap_or("").trim_end_matches('\0') }
    pub fn primary(self) -> Lang { Lang::parse(self.as_str().split('-').next().unwrap_or("en")).unwrap_or(Lang::EN) }
    pub fn direction(self) -> Direction { if self.primary() == Lang::FA { Direction::Rtl } else { Direction::Ltr } }
}
impl std::fmt::Display for Lang { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) } }
impl<'de> Deserialize<'de> for Lang { fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> { let s = String::deserialize(d)?; Lang::parse(&s).ok_or_else(|| serde::de::Error::custom("not a language tag")) } }
