## Orthography

fa01 = an Arabic yeh stands for the Persian one
fa02 = an Arabic kaf stands for the Persian one
fa03 = a foreign heh stands for the Persian one
fa04 = Arabic digits stand for Persian ones
fa05 = Latin digits stand in Persian text
fa06 = one number mixes digits of two kinds
fa07 = a drawn stroke (tatweel) is stored in the text
fa08 = a presentation form stands for a letter
fa09 = a control of direction stands in the text
fa10 = an invisible character stands here
fa11 = this is not in Unicode's normal form NFC
fa12 = the prefix is written with a half-space
fa13 = the plural is joined to its word
fa14 = the degree is joined to its word
fa15 = the ending is written with a half-space
fa16 = a half-space stands where it parts no two letters
fa17 = a half-space after a letter that never joins is not needed
fa18 = more than one space parts these words
fa19 = a space stands before this mark
fa20 = a space is missing after this mark
fa21 = a space stands just inside of brackets or quotes
fa22 = a Latin mark ends Persian words
fa23 = Persian quotes are « and »
fa24 = these quotes do not pair
fa25 = a Latin mark parts the digits of a Persian number
fa26 = the percent sign follows its number at once and is the Persian one
fa27 = an ellipsis is one character
fa28 = this mark is repeated
fa29 = a dash is a dash (–), not a hyphen
fa30 = the prefix of the verb is written with a half-space
fa31 = the ezafe after heh is written with a hamza above
fa32 = a Latin letter touches a Persian one
orthography-written = it is written { $points }
orthography-leave-out = leave it out
orthography-half-space = write a half-space, U+200C
orthography-joiner = write a joiner, U+200D
orthography-space = write one space
orthography-write = write `{ $text }`

## Characters and sentences

glyph-missing = no font has the character `{ $character }` ({ $code_point })
    .help = write it otherwise, or add a TrueType font that has it to a theme's fonts folder
    .note = it stands { $count } times in this file
reading-long-sentence = a sentence of { $count } words; over { $most } are hard to follow
    .help = make two sentences of it, or take out what the reader does not need here

## Open points

open-isbn = the book has no ISBN yet
open-national-bibliography = the book has no number in the national bibliography yet
open-rights = the book does not say who holds its rights
open-point = { $city }: { $point }
open-point-single-source = the pact's date rests on one source
open-point-conflicting = sources disagree on the pact's date
open-point-date = nobody vouches for the pact's date
open-point-no-date = the pact has no date
open-point-note = the pact has a note on what is not sure
open-point-place = nothing says where the pact was signed
open-point-signatories = nothing says who signed the pact
open-point-scan = there is no scan of the signed pact
open-point-source = the pact has no source
open-point-population = there is no population
open-point-population-source = the population has no source of the list
open-point-tie = the tie number { $number } has no source

## The languages of a chapter

parity-place = the place in `{ $lang }` is { $place }
parity-show-both = show it in both languages, or in neither
parity-figure = this section has a picture that its twin in `{ $lang }` has not
parity-block = this section has a `{ $block }` that its twin in `{ $lang }` has not
parity-citation = `{ $key }` is cited in this section and not in its twin in `{ $lang }`
    .help = a statement has the same source in every language
parity-table = this table has { $one }, its twin in `{ $lang }` has { $other }
    .help = give both the same rows and columns
parity-table-shape = { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    } and { $columns ->
        [one] { $columns } column
       *[other] { $columns } columns
    }
parity-table-alone = this table has no twin in `{ $lang }`
parity-note = the note `{ $note }` has no twin in `{ $lang }`
    .help = say it in both languages, or in neither
parity-number = the number `{ $words }` does not stand in the twin in `{ $lang }`
    .help = the numbers and dates of both languages are the same
parity-date = the date `{ $words }` does not stand in the twin in `{ $lang }`
date-mismatch = the two calendars name different times here
    .help = convert one of the two again
parity-heading = this heading has no twin in `{ $lang }`
    .help = give both languages the same headings in the same order
parity-heading-ids = this heading has { $one }, the one in its place in `{ $lang }` has { $other }
    .help = give both the same id in braces, such as {"{"}#history{"}"}
parity-heading-id = the id `{ $id }`
parity-heading-no-id = no id
parity-heading-level = this heading is of level { $one }, its twin in `{ $lang }` of level { $other }
    .help = give both the same number of `#`
parity-heading-order = this heading stands at another place in `{ $lang }`
parity-outdated = `{ $path }` has changed since this translation was accepted
    .help = compare the two, then run `{ $command }`
parity-outdated-both = the translation has changed since as well
parity-outdated-original = the translation is still the text that was accepted

## Addresses outside of the book

link-broken = `{ $address }` leads nowhere: its host answers { $status }
    .help = look for where it went, or link to a copy in a web archive
link-unreachable = nobody knows whether `{ $address }` is still there: { $why }
    .help = open it in a browser: some hosts refuse programs
link-unreachable-status = its host answers { $status }
link-unreachable-curl = curl says { $said }
link-unreachable-unasked = it could not be asked for: { $why }
link-unreachable-late = there was no time left to ask
