## The disk

disk-not-found = { $said }
disk-permission = { $said }
disk-full = { $said }
disk-read-only = { $said }
disk-is-folder = { $said }
disk-not-folder = { $said }
disk-port-taken = { $said }

## Of all faults

library-said = { $said }
fault-of = { $thing }: { $fault }
fault-nearby = { $fault }; did you mean `{ $word }`?
fault-known = { $fault }; known are { $words }

## Editions

edition-unknown = the book has no edition in `{ $lang }`
    .help = its languages are { $languages }
edition-one-language = facing pages need a second language, and the book has one

## The output folder

output-content = the output folder and the content folder are one, or one is inside the other
    .help = choose another folder with --out
output-file = this is a file, not a folder
    .help = choose another folder with --out
output-strangers = this folder holds files that no build wrote; nothing was changed
    .help = choose an empty or a new folder with --out
output-in-the-way = somebody else's file stands where a build writes; nothing was changed
    .help = move it away, or choose another folder with --out
output-locked = another build is writing to this folder
    .help = wait until it has finished, or choose another folder with --out
output-unwritable = this folder cannot be written to: { $error }
    .help = choose another with --out
output-read-only = it is read-only
output-mounted = a file system is mounted here, so it cannot be replaced whole; a folder in it can
output-film-changed = it was changed while the book was built

## The theme

theme-no-such-file = the theme has no such file
theme-folder-unreadable = the theme's folder cannot be read: { $error }
theme-unreadable = cannot be read: { $error }
theme-no-folder = the theme is no folder
theme-outside = leads out of the theme's folder
theme-no-plain-file = is no plain file
theme-too-large = has { $bytes } bytes; the most is { $most }
theme-encoding = is not UTF-8
theme-no-language = is not named by a language, as `strings/fa.yaml` is
theme-unknown-phrase = no phrase is called `{ $key }`
theme-unknown-blank = the phrase `{ $key }` has a blank `{ $blank }` that nothing fills
theme-unknown-setting = no setting is called `{ $setting }`
theme-wrong-value = `{ $value }` is not a value of `{ $setting }`
theme-leaf = `{ $value }` is no thickness of a leaf from 0.02 to 2 mm
theme-includes-itself = includes itself: { $chain }
theme-extends-itself = extends itself: { $chain }
theme-missing-parent = extends `{ $parent }`, which the theme does not have
theme-alternatives = a template may have `elif` { $most } times

## Fonts

font-count = must name between 1 and { $most } faces
font-name = a font's name must be a plain file name
font-missing = no such font
font-word-space = { $file }: a word space is from 0.05 to 1 em
font-unusable = is no usable font: { $error }
font-no-outlines = has no TrueType outlines (glyf)
font-no-outlines-convert = has no TrueType outlines (glyf); convert it, or choose another file
font-no-units = says that its em has no units
font-unreadable = cannot be read: { $error }
font-cut = cannot be cut down
font-cut-fault = cannot be cut down: { $error }
font-compression = cannot be compressed: { $error }
font-ends-in-table-list = ends inside its table list
font-ends-in-table = ends inside a table
font-ends-in-glyph = ends inside a glyph
font-no-table = has no table { $tag }
font-short-table = has a table that is too short
font-no-glyph = has no glyph { $glyph }
font-no-widths = has no advance widths
font-too-many-glyphs = has more than 65,535 glyphs

## The PDF

pdf-file = the file
pdf-picture = picture { $number }
pdf-unwritable = cannot be written: { $error }
pdf-not-as-written = is not as printpdf should write it: { $error }
pdf-too-many-codes = needs more than 65,535 codes in one edition
pdf-subset = cannot be subset: { $error }
pdf-unreadable-font = cannot be read by printpdf
pdf-no-glyph = has no glyph for { $characters } (byte { $byte } of `{ $text }`)
pdf-picture-unread = is shown on a page and was not read
pdf-no-jpeg = is no JPEG picture that a PDF can show
pdf-jpeg-channels = has { $count } colour channels; a PDF can show 1, 3 or 4
pdf-jpeg-scaling = is no JPEG picture that can be scaled down: { $error }
pdf-no-png = is no usable PNG picture: { $error }
pdf-link = is linked to on page { $page } and is on no page
pdf-destination = stands on page { $page }, which does not exist
pdf-outline = is in the outline and on no page
theme-no-style = is no CSL style: { $why }
theme-no-locale = is no CSL locale: { $why }
theme-deep = no CSL file has elements so deep in one another, or so long a tag
