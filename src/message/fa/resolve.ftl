## ارجاع‌ها

heading-duplicate-id = شناسهٔ `{ $id }` در این فصل دو بار آمده است
bibliography-syntax = این را نمی‌شود به‌عنوان BibLaTeX خواند: { $what }
bibliography-deep = اینجا بیش از { $most } آکولاد در هم نشسته است
bibliography-string = رشتهٔ `{ $name }` از خودش یا از رشته‌هایی بیش از اندازه ساخته شده است
bibliography-strings = رشته‌های این فایل اینجا از یک مگابایت می‌گذرند
bibliography-key-twice = کلید `{ $key }` دو بار آمده است
bibliography-inherits = `{ $key }` از خودش یا از زنجیره‌ای بیش از اندازه دراز ارث می‌برد
    .help = ببینید `crossref` و `xdata` آن به کجا می‌رسند
cite-unknown-key = منبعی با کلید `{ $key }` نیست
    .help = آن را به `references.bib` بیفزایید
glossary-key-twice = کلید `{ $key }` در واژه‌نامه دو بار آمده است
term-unknown = واژه‌نامه واژه‌ای با کلید `{ $key }` ندارد
index-key = مدخل نمایهٔ `{ $entry }` نویسه‌ای جز `a-z`، `0-9` و `-` دارد
    .help = به مدخل کلیدی مانند `zayandeh-rud` بدهید؛ نمایه واژه‌های درون قلاب را چاپ می‌کند
note-unused = هیچ جای متن به پانوشت `{ $note }` ارجاع نمی‌دهد
link-misleading = متن پیوند `{ $shown }` را نشان می‌دهد و خود پیوند به `{ $led }` می‌رود
    .help = بگذارید متن بگوید که پیوند به کجا می‌رود، یا نشانی را درست کنید
link-unknown-anchor = فصل `{ $slug }` به زبان `{ $lang }` عنوان یا تصویری با شناسهٔ `{ $anchor }` ندارد
link-address = `{ $url }` نشانی نیست
    .help = برای پیوند به فصل `[[slug]]`، به عنوان `[words](#id)`، و به وب نشانی کامل با `https://` بنویسید
link-address-user = `{ $url }` به `{ $host }` می‌رود، پیش از `@` هرچه باشد
    .help = آنچه را میان `//` و `@` آمده است بردارید
link-address-scheme = نشانی‌هایی که با `{ $scheme }` آغاز می‌شوند پذیرفته نیستند
    .help = از `https:`، `http:`، `mailto:` یا `tel:` استفاده کنید

## بلوک‌هایی که از داده‌ها ساخته می‌شوند

directive-no-city = این بلوک از `city.yaml` ساخته می‌شود و این فصل شهر نیست
directive-no-data-likeness = این `city.yaml` کلید `likeness` را ندارد
directive-no-data-map = نقشه `location` این شهر و شهری از گونهٔ `host` می‌خواهد
directive-no-data-pair = این نمودار `{ $key }` این شهر و شهر میزبان را می‌خواهد
directive-no-data-distance = این نمودار `{ $key }` شهر میزبان و شهری دیگر را می‌خواهد
directive-no-data-cities = این نمودار `{ $key }` دست‌کم دو شهر را می‌خواهد

## تصویر و فیلم

image-unusable = تصویر `{ $path }`: { $why }
image-unreadable = خوانده نمی‌شود: { $why }
image-too-large = { $bytes } بایت است و بیش از { $most } بایت به کار نمی‌رود
image-too-many-pixels = { $width } × { $height } پیکسل است و روی هم بیش از { $most } پیکسل به کار نمی‌رود
image-kind = نه JPEG است و نه PNG
image-damaged = آسیب دیده است، یا تصویری نیست که نامش می‌گوید
image-path-address = تصویر فایلی در پوشهٔ فصل است، نه نشانی
image-path-absolute = مسیر تصویر از پوشهٔ فصل آغاز می‌شود و با `/` نوشته می‌شود
image-path-outside = مسیر تصویر از پوشهٔ فصل بیرون نمی‌رود
video-unusable = فیلم `{ $path }`: { $why }
video-kind = فیلمی از گونهٔ `.mp4` یا `.webm` نیست

## صفحه‌ها

font-missing-character = هیچ قلمی نویسهٔ { $code_point } را ندارد
    .help = قلمی را که آن را دارد به `fonts.yaml` بیفزایید، یا به گونه‌ای دیگر بنویسیدش
page-overfull-line = سطری { $points } پوینت از جای خود پهن‌تر است
page-loose-line = فاصلهٔ واژه‌ها در `{ $words }` به اندازهٔ { $times } برابرِ حد خود باز شده است
    .help = واژه یا نشانی درازی در پی آمده است؛ شاید واژه‌های دیگر بهتر جا بگیرند
page-coarse-picture = پهنای `{ $path }` برابر { $pixels } پیکسل است: کوچک یا زبر چاپ می‌شود
page-narrow-columns = واژه‌های این جدول از { $columns } ستون آن پهن‌ترند و شکسته می‌شوند
    .help = آن را به جدول‌هایی با ستون‌های کمتر بخش کنید
record-incomplete = { $count } مقدار صفحهٔ شناسنامه هنوز دانسته نیست و به‌جایش خط تیره چاپ می‌شود
    .help = جای آن‌ها در `record` و `identifiers` است
