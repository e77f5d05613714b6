## Dates and ISBNs

date-shape = a date is written YYYY, YYYY-MM or YYYY-MM-DD
date-year = the year { $year } is not between { $first } and { $last }
date-month = there is no month { $month }
date-day = there is no day { $day } in this month, which has { $last }
isbn-character = an ISBN has no '{ $character }'
isbn-length = an ISBN has 13 digits (or 10), this has { $length }
isbn-prefix = an ISBN of 13 digits begins with 978 or 979
isbn-check-digit = the check digit of this ISBN would be { $expected }

## What a message is about

thing-file = { $file }
thing-value = `{ $key }`
thing-list = `{ $key }`, a list,
thing-block = `{ $block }`
thing-identifiers = identifiers
thing-record = record
thing-part = a part of the spine
thing-glossary = the glossary, a map of keys,
thing-glossary-entry = a glossary entry
    .this = this glossary entry
thing-front-matter = front matter
    .this = the front matter
thing-accepted-chapter = an accepted chapter
thing-city = a city
    .this = this city
thing-location = a location
    .this = this location
thing-local-name = a local name
    .this = this local name
thing-population = a population
    .this = this population
thing-heritage = a heritage site
    .this = this heritage site
thing-pact = a pact
    .this = this pact
thing-link = a link
    .this = this link
thing-likeness = a row of likeness
    .this = this row of likeness
thing-picture = a picture
thing-figure =
    .this = this figure

## YAML

yaml-syntax = this is not readable as YAML: { $what }
yaml-syntax-endless = it is larger than any book needs, or its aliases expand without end
yaml-syntax-deep = its lists and maps are nested too deeply
yaml-too-large = this YAML has { $bytes } bytes; the most that is read is { $most }
yaml-tab = YAML is indented with spaces, never with a tab
    .help = replace the tab by spaces
yaml-unknown-key = `{ $key }` is not a key of { $what }
    .help = the keys are { $keys }
yaml-missing-key = { $what } has no `{ $key }`
yaml-wrong-type = { $what } cannot be { $kind ->
        [nothing] nothing
        [list] a list
        [map] a map
       *[scalar] a text or number
    }
yaml-wrong-value-empty = `{ $key }` is empty
yaml-wrong-value-flag = `{ $key }` is `true` or `false`
yaml-wrong-value-choice = `{ $value }` is not a value of `{ $key }`
    .note = the values are { $values }
yaml-wrong-value-number = `{ $key }` is a number in the digits 0 to 9, not `{ $typed }`
yaml-wrong-value-language = `{ $tag }` is not a language tag such as fa, en or zh-Hans
yaml-wrong-value-twice = `{ $lang }` is named twice
yaml-wrong-value-no-language = the book needs at least one language
yaml-out-of-range = `{ $key }` is { $typed }, outside of { $least } to { $most }
yaml-unknown-language = `{ $lang }` is no language of the book, in `{ $key }`
    .help = the languages of book.yaml are { $languages }

## The book

book-missing-language = `{ $key }` has no text in `{ $lang }`
book-isbn = `{ $typed }` is no ISBN: { $why }
book-base-url = `{ $typed }` is no address that begins with https:// and has no query
book-spine = a part of the spine lists either `pages` or `cities`
glossary-key = the key `{ $key }` has other characters than a-z, 0-9 and -
date-invalid = `{ $key }` is no date: { $why }
    .help = write YYYY, YYYY-MM or YYYY-MM-DD in the Gregorian calendar
date-invalid-not-a-day = `{ $key }` is a whole day, YYYY-MM-DD
date-invalid-solar-hijri = `solar_hijri` is no Solar Hijri date: { $why }
date-calendar = `{ $key }` is { $typed }, which looks like a Solar Hijri date
    .help = write the Gregorian date here, and `solar_hijri` only beside a year or month
date-redundant = `solar_hijri` is given although `signed` is a whole day
    .help = leave it out: the day is converted exactly
city-missing-name = the city has no name in `{ $lang }`
city-unknown-country = `{ $code }` is no country code of two capital letters (ISO 3166-1)
city-scan-alt = the scan has no alternative text in every language
    .help = add `scan_alt` with a text a language: what a reader who cannot see the scan should know
accepted-version = this record is not of version { $version }, which this program reads
    .help = use the program that wrote it, or delete the file and accept the chapters again
accepted-unknown-slug-delete = delete the line
accepted-hash = `{ $typed }` is no content hash
    .help = delete the line and accept the chapter again

## Folders and files

no-such-slug = no chapter has the slug `{ $slug }`
content-missing-folder = there is no such content folder
    .help = name it with --content, or make a starter book with `isfahan-book init DIR`
content-missing-book = a content folder needs a book.yaml
content-missing-chapter = there is no folder { $folder }
content-missing-city = a city needs a city.yaml beside its texts
content-missing-texts = the chapter has no text in any language
content-missing-translation = this translation is missing
    .help = until it is written, its page shows the text of another language
content-slug = `{ $slug }` is no slug
    .help = a slug is an address: small letters a-z, digits, and - between them
content-reserved-slug = the slug `{ $slug }` is taken by a page of the program
content-duplicate-slug = the slug `{ $slug }` is named twice in the spine
    .help = cities and pages share one name space; give one of them another slug
content-orphan = the spine does not name this chapter, so no reader will find it
    .help = add `{ $slug }` to a part of the spine in book.yaml
file-empty = this file is empty
file-empty-city = this city.yaml is empty
file-missing = no such file
file-outside = this leads out of the content folder
file-too-large = this file has { $bytes } bytes; the most that is read is { $most }
file-unreadable = this cannot be read: { $why }
file-unreadable-somehow = this cannot be read
file-unreadable-ring = this symbolic link leads back to a folder that holds it
file-unreadable-no-file = this is no file
file-unreadable-content = the content folder cannot be read: { $why }
text-bom = this file begins with a byte order mark (U+FEFF)
    .help = save it as UTF-8 without BOM
text-encoding = the byte { $byte } here is not UTF-8
    .help = save the file as UTF-8
text-refused = { $kind ->
        [bidi-control] the bidi control
        [invisible] the invisible character
        [separator] the separator
        [noncharacter] the noncharacter
       *[control] the control character
    } { $code_point } stands in the text
    .help = delete it: directions and joins are set by the program
text-refused-spelt = this stands for { $kind ->
        [bidi-control] the bidi control
        [invisible] the invisible character
        [separator] the separator
        [noncharacter] the noncharacter
       *[control] the control character
    } { $code_point }
front-matter-missing = a chapter begins with front matter
    .help = open the file with a line `---`, then `title: …`, then a line `---`
front-matter-empty = the front matter is empty; a chapter needs a `title`
front-matter-unclosed = the front matter is never closed
    .help = end it with a line `---`

## Markdown

markdown-nesting = this stands { $levels } levels deep in lists, quotes or emphasis
markdown-html = raw HTML cannot be printed, and lets scripts in
    .help = say it in Markdown: see the list of fenced blocks in the editors' guide
markdown-id = the id `{ $id }` has other characters than a-z, 0-9 and -
markdown-list-digits = Markdown counts a list with the digits 0 to 9: this is a paragraph
    .help = write `1.`; the Persian edition prints `۱.`
markdown-unclosed-fence = this fenced block is never closed
    .help = close it with a line of { $fence }
heading-level = a heading of the first level in the text
    .help = the chapter's title stands in its front matter; sections begin with `##`
heading-empty = a heading without words
table-columns = this table has { $columns } columns; a page holds at most { $most }
link-undefined = no link is defined as `{ $reference }`
    .help = define it with `[name]: https://…`, or write the address in round brackets
cite-syntax = `{ $typed }` is no citation
    .help = write `[@key]`, `[@key, p. 12]` or `[@one; @two]`
image-alt = this picture has no alternative text
    .help = say in square brackets what a reader who cannot see it should know
image-alt-key = this picture has no `alt`
    .help = say what a reader who cannot see it should know
note-duplicate = the note `{ $note }` is defined twice
note-undefined = the note `{ $note }` has no text
    .help = add a line `{ $line }` at the end of the file
note-ring = the note `{ $note }` leads back to itself
    .help = take the reference out of the note's text
directive-unknown = no fenced block is named `{ $block }`
    .help = the names are { $names }
directive-body-missing = { $block } needs a body with { $keys }
directive-body-idle = { $block } takes no body: it is drawn from the data of the book
directive-body-verse = `{"{"}verse{"}"}` has no lines
