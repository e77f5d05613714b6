//! stand-in
use std::borrow::Cow;
use std::collections::BTreeMap;
use crate::locale::Lang;
#[derive(Debug)] pub struct Theme(pub BTreeMap<String,String>);
#[derive(Debug)] pub struct ThemeError{pub file:String,pub message:String}
impl ThemeError{pub fn new(f:&str,m:String)->Self{ThemeError{file:f.into(),message:m}}}
impl Theme{
 pub fn phrase<'a>(&'a self,_:Lang,k:&str)->&'a str{self.0.get(k).map(String::as_str).unwrap_or("?")}
 pub fn phrase_with(&self,_:Lang,k:&str,v:&[(&str,&str)])->String{let mut o=k.to_owned();for (a,b) in v{o+=&format!(" {a}={b}");}o}
 pub fn file(&self,p:&str)->Option<Cow<'_,[u8]>>{std::fs::read(format!("themes/default/{p}")).ok().map(Cow::Owned)}
 pub fn text(&self,p:&str)->Result<String,ThemeError>{std::fs::read_to_string(format!("themes/default/{p}")).map_err(|e|ThemeError::new(p,e.to_string()))}
}
