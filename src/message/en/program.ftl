## Reports

report-severity-error = error
report-severity-warning = warning
report-severity-note = note
report-note = note
report-help = help
did-you-mean = did you mean `{ $word }`?
report-counts = { $counts }
report-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
report-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
report-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
}
report-nothing-wrong = nothing is wrong; `check --notes` lists { $count } notes
report-web-pages = { $count } web pages in { $folder }
report-pages = { $count } pages in { $file }
report-standard-output = standard output

## Commands

build-underway = building the book
man-done = the manual pages are in { $folder }
arguments-no-edition = `{ $name }` is no edition: give a language of the book, bilingual or parallel
arguments-no-slug = `{ $slug }` is no slug: small letters a-z, digits, and - between them
explain-unknown-code = no diagnostic has the code `{ $code }`
accept-done = { $slugs } accepted in { $file }
accept-unknown-slug = no chapter has the slug `{ $slug }`
accept-no-translation = `{ $slug }` has no translation that could be accepted
fix-done = mended { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
} in { $files ->
    [one] { $files } file
   *[other] { $files } files
}

## New books and chapters

new-done =
    { $folder } is ready to be written
    in the spine it stands after `{ $after }`; move it where it belongs in { $spine }
new-done-add =
    { $folder } is ready to be written
    add `{ $slug }` to the `{ $list }` of a part of the spine in { $spine }
new-reserved-slug = the slug `{ $slug }` is taken by a page of the program
new-no-book = { $folder } is no content folder: it has no book.yaml
new-taken = { $path } is there already
new-no-language = { $file } names no language
init-done =
    a starter book stands in { $folder }
    build it with: { $command }
init-occupied = { $folder } is not an empty folder

## The archive

package-done = { $count } files in { $archive }, { $size } kB
package-no-build = no build wrote { $folder }: run `build` first, or name its folder with --out
package-name = { $path }: a name that is no UTF-8
package-foreign = { $file } is no archive that `package` wrote
package-added = added
package-changed = changed
package-removed = removed
package-changes = { $added } added, { $changed } changed, { $removed } removed

## The state of the chapters

status-chapter = chapter
status-kind = kind
status-words = words { $lang }
status-open-points = open points
status-to-do = to do
status-city = { $kind ->
    [host] host
    [sister] sister
    [friendship] friendship
    [memorandum] memorandum
   *[pending] pending
}
status-page = page
status-scan = scan
status-text = text { $lang }
status-draft = draft { $lang }
status-all-to-do = { $parts }
status-chapters = { $count } chapters
status-missing = scans: { $scans }, texts: { $texts }

## The server and the desk

serve-ready = the book is at { $book }, the desk at { $desk }; stop with Ctrl-C
serve-built = built
desk-name = The desk
desk-book = The book
desk-findings = Findings
desk-chapters = Chapters
desk-open-points = Open points
desk-open = Open points: { $count }
desk-draft = draft
desk-no-text = no text yet
desk-nothing = Nothing was found.
desk-errors = errors { $count }
desk-warnings = warnings { $count }
desk-notes = notes { $count }
desk-built = built in { $took } ms
desk-print = Printed page
desk-printing = the PDF is being made
desk-printed = the PDF is ready
desk-not-printed = no new PDF while there are errors

## Asking outside

external-underway = asking for addresses
external-no-curl = `check --external` asks with curl, which does not run here: { $why }
