## References

heading-duplicate-id = the id `{ $id }` is used twice in this chapter
bibliography-syntax = this is not readable as BibLaTeX: { $what }
bibliography-deep = more than { $most } braces stand in one another here
bibliography-string = the string `{ $name }` is made of itself, or of too many others
bibliography-strings = the strings of this file come to more than a megabyte here
bibliography-key-twice = the key `{ $key }` is used twice
bibliography-inherits = `{ $key }` inherits from itself, or from too many others in turn
    .help = look where its `crossref` and `xdata` lead
cite-unknown-key = no source has the key `{ $key }`
    .help = add it to references.bib
glossary-key-twice = the glossary has the key `{ $key }` twice
term-unknown = the glossary has no term `{ $key }`
index-key = the index entry `{ $entry }` has other characters than a-z, 0-9 and -
    .help = name the entry by a key such as `zayandeh-rud`; the index prints the words in brackets
note-unused = nothing refers to the note `{ $note }`
link-misleading = the words show `{ $shown }`, and the link leads to `{ $led }`
    .help = let the words say where the link leads, or correct the address
link-unknown-anchor = the chapter `{ $slug }` has no heading or figure `{ $anchor }` in `{ $lang }`
link-address = `{ $url }` is no address
    .help = write `[[slug]]` to link to a chapter, `[words](#id)` to a heading, or a whole address with https://
link-address-user = `{ $url }` leads to `{ $host }`, whatever stands before the `@`
    .help = leave out what stands between `//` and `@`
link-address-scheme = addresses that begin with `{ $scheme }` are not allowed
    .help = use https:, http:, mailto: or tel:

## Blocks that are drawn

directive-no-city = this block is drawn from a city.yaml, and this chapter is a page
directive-no-data-likeness = this city.yaml has no `likeness`
directive-no-data-map = a map needs the `location` of this city and a city of the kind `host`
directive-no-data-pair = this chart needs the `{ $key }` of this city and of the host
directive-no-data-distance = this chart needs the `{ $key }` of the host and of a city
directive-no-data-cities = this chart needs the `{ $key }` of two cities or more

## Pictures and films

image-unusable = the picture `{ $path }`: { $why }
image-unreadable = it cannot be read: { $why }
image-too-large = it has { $bytes } bytes; the most that is used is { $most }
image-too-many-pixels = it is { $width } × { $height } pixels; the most that is used is { $most } in all
image-kind = it is no JPEG and no PNG
image-damaged = it is damaged, or not the picture its name says
image-path-address = a picture is a file in the chapter's folder, not an address
image-path-absolute = a picture's path is relative to the chapter's folder, with `/`
image-path-outside = a picture's path does not leave the chapter's folder
video-unusable = the film `{ $path }`: { $why }
video-kind = it is no film of the kind .mp4 or .webm

## Pages

font-missing-character = no font has the character { $code_point }
    .help = add a face that has it to `fonts.yaml`, or write it otherwise
page-overfull-line = a line is { $points } pt too wide for its place
page-loose-line = the word spaces of `{ $words }` are { $times } times as wide as they should be
    .help = a long word or address follows; other words may fit better
page-coarse-picture = `{ $path }` is { $pixels } pixels wide: it prints small or coarse
page-narrow-columns = the words of this table are wider than its { $columns } columns and are broken
    .help = part it into tables of fewer columns
record-incomplete = { $count } values of the copyright page are not known yet and print as a dash
    .help = `record` and `identifiers` hold them
