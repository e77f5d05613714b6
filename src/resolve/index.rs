//! The back-of-book index: marks by entry, under the letters of the language.

use std::collections::BTreeMap;

use super::resolved::{IndexEntry, IndexGroup};
use crate::doc::{
    Block, BlockKind, ChapterId, Inline, InlineKind, Linked, Visit, inlines_text, walk, walk_inlines,
};
use crate::locale::Lang;
use crate::locale::collate::Collator;

/// Every mark of one language, in reading order: entry, words, where.
#[derive(Debug, Default)]
pub struct Marks(Vec<(Box<str>, String, ChapterId, Box<str>)>);

impl Marks {
    /// Adds the marks of a chapter.
    pub fn collect(&mut self, chapter: ChapterId, blocks: &[Block<Linked>]) {
        walk(blocks, &mut |visit| match visit {
            Visit::Inline(inline) => self.mark(chapter, inline),
            Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => {
                walk_inlines(&figure.caption, &mut |visit| {
                    if let Visit::Inline(inline) = visit {
                        self.mark(chapter, inline);
                    }
                });
            }
            Visit::Block(_) => {}
        });
    }

    fn mark(&mut self, chapter: ChapterId, inline: &Inline<Linked>) {
        if let InlineKind::IndexMark { entry, content } = &inline.kind {
            self.0.push((entry.entry.clone(), inlines_text(content), chapter, entry.id.clone()));
        }
    }

    /// The index: an entry is called by the words of its first mark.
    pub fn into_groups(self, lang: Lang) -> Vec<IndexGroup> {
        let mut entries: BTreeMap<Box<str>, IndexEntry> = BTreeMap::new();
        for (key, words, chapter, id) in self.0 {
            let entry = entries.entry(key).or_insert_with(|| IndexEntry { words, mentions: Vec::new() });
            entry.mentions.push((chapter, id));
        }
        let collator = Collator::new(lang);
        let mut entries: Vec<IndexEntry> = entries.into_values().collect();
        collator.sort_by_key(&mut entries, |entry| &entry.words);
        let mut groups: Vec<IndexGroup> = Vec::new();
        for entry in entries {
            let heading = collator.index_heading(&entry.words).label(lang);
            match groups.last_mut() {
                Some(group) if group.heading == heading => group.entries.push(entry),
                _ => groups.push(IndexGroup { heading, entries: vec![entry] }),
            }
        }
        groups
    }
}
