//! Names of authors in scripts without capitals.
//!
//! In: the sources as hayagriva has them. Out: the same with whole names.
//! BibLaTeX finds the family name by its capital (BibTeX's "von" part is what
//! is in small letters), so of `علی شیرازی` it makes a Shirazi of the house of
//! Ali, and styles leave the house out. Such a name is kept as it is written;
//! a comma, Persian or Latin, parts the family name from the given one.

use hayagriva::types::{Person, PersonsWithRoles};
use hayagriva::{Entry, Library};

/// The library with the names of all persons whole.
pub fn with_whole_names(library: Library) -> Library {
    library.into_iter().map(mend_entry).collect()
}

fn mend_entry(mut entry: Entry) -> Entry {
    let all = |persons: &[Person]| persons.iter().cloned().map(whole).collect::<Vec<Person>>();
    if let Some(authors) = entry.authors().map(all) {
        entry.set_authors(authors);
    }
    if let Some(editors) = entry.editors().map(all) {
        entry.set_editors(editors);
    }
    if let Some(affiliated) = entry.affiliated() {
        let mend = |group: &PersonsWithRoles| PersonsWithRoles::new(all(&group.names), group.role.clone());
        let affiliated = affiliated.iter().map(mend).collect();
        entry.set_affiliated(affiliated);
    }
    if !entry.parents().is_empty() {
        let parents = entry.parents().iter().cloned().map(mend_entry).collect();
        entry.set_parents(parents);
    }
    entry
}

fn whole(mut person: Person) -> Person {
    let has_case = |c: char| c.is_lowercase() || c.is_uppercase();
    if person.prefix.as_ref().is_some_and(|prefix| !prefix.contains(has_case))
        && let Some(prefix) = person.prefix.take()
    {
        person.name = format!("{prefix} {}", person.name);
        if person.given_name.is_none()
            && let Some((family, given)) = person.name.split_once('،')
        {
            (person.given_name, person.name) = (Some(given.trim().to_owned()), family.trim().to_owned());
        }
    }
    person
}

#[cfg(test)]
mod tests {
    use biblatex::Bibliography;

    use super::*;

    /// Family name and given name of each author.
    fn names(authors: &str) -> Vec<(String, String)> {
        let text = format!("@book{{a, title = {{T}}, author = {{{authors}}}}}");
        let library = hayagriva::io::from_biblatex(&Bibliography::parse(&text).unwrap()).unwrap();
        let library = with_whole_names(library);
        let persons = library.get("a").unwrap().authors().unwrap();
        let name = |person: &Person| (person.name.clone(), person.given_name.clone().unwrap_or_default());
        persons.iter().map(name).collect()
    }

    #[track_caller]
    fn check(authors: &str, expected: &[(&str, &str)]) {
        let owned = |&(family, given): &(&str, &str)| (family.to_owned(), given.to_owned());
        assert_eq!(names(authors), expected.iter().map(owned).collect::<Vec<_>>());
    }

    #[test]
    fn no_part_of_a_persian_name_is_lost() {
        check("علی شیرازی", &[("علی شیرازی", "")]);
        check("شیرازی، علی", &[("شیرازی", "علی")]);
        check("شیرازی, علی", &[("شیرازی", "علی")]);
        check("ابن سینا, حسین and مینا رضایی", &[("ابن سینا", "حسین"), ("مینا رضایی", "")]);
        check("ابن سینا، حسین", &[("ابن سینا", "حسین")]);
        check("{شهرداری اصفهان، ادارهٔ کل}", &[("شهرداری اصفهان، ادارهٔ کل", "")]);
        check("王 小明", &[("王 小明", "")]);
    }

    #[test]
    fn names_with_capitals_stay_as_they_are() {
        check("Ludwig van Beethoven and Doe, Jane", &[("Beethoven", "Ludwig"), ("Doe", "Jane")]);
    }
}
