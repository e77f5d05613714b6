## تاریخ و شابک

date-shape = تاریخ را به شکل `YYYY`، `YYYY-MM` یا `YYYY-MM-DD` بنویسید
date-year = سال { $year } میان { $first } و { $last } نیست
date-month = ماهِ { $month } وجود ندارد
date-day = این ماه روزِ { $day } ندارد و { $last } روز بیشتر نیست
isbn-character = در شابک نویسهٔ { $character } نمی‌آید
isbn-length = شابک ۱۳ رقم (یا ۱۰ رقم) دارد و این { $length } رقم دارد
isbn-prefix = شابک سیزده‌رقمی با ۹۷۸ یا ۹۷۹ آغاز می‌شود
isbn-check-digit = رقم آخر این شابک باید { $expected } باشد

## موضوع پیام

thing-file = فایل `{ $file }`
thing-value = `{ $key }`
thing-list = `{ $key }` که یک فهرست است
thing-block = `{ $block }`
thing-identifiers = شناسه‌های کتاب
thing-record = برگهٔ فیپا
thing-part = یک بخش از `spine`
thing-glossary = واژه‌نامه که کلیدهایی با مقدار دارد
thing-glossary-entry = یک واژهٔ واژه‌نامه
    .this = این واژه
thing-front-matter = سرآغاز فصل
    .this = این سرآغاز
thing-accepted-chapter = فصلی که تأیید شده
thing-city = شهر
    .this = این شهر
thing-location = جای شهر
    .this = این جا
thing-local-name = نام بومی
    .this = این نام بومی
thing-population = جمعیت
    .this = این جمعیت
thing-heritage = میراث جهانی
    .this = این میراث
thing-pact = پیمان
    .this = این پیمان
thing-link = پیوند شهر
    .this = این پیوند
thing-likeness = سطری از همانندی‌ها
    .this = این سطر همانندی
thing-picture = تصویر
thing-figure =
    .this = این تصویر

## YAML

yaml-syntax = این را نمی‌شود به‌عنوان YAML خواند: { $what }
yaml-syntax-endless = بزرگ‌تر از آن است که کتابی بخواهد، یا نام‌های مستعارش پایانی ندارند
yaml-syntax-deep = فهرست‌ها و جدول‌های تودرتوی آن بیش از اندازه ژرف‌اند
yaml-too-large = این YAML { $bytes } بایت است و بیش از { $most } بایت خوانده نمی‌شود
yaml-tab = تورفتگی در YAML با فاصله است، نه با Tab
    .help = به‌جای Tab فاصله بگذارید
yaml-unknown-key = { $what } کلیدی به نام `{ $key }` ندارد
    .help = کلیدها این‌ها هستند: { $keys }
yaml-missing-key = { $what } کلید `{ $key }` را ندارد
yaml-wrong-type = { $what } نمی‌تواند { $kind ->
        [nothing] خالی
        [list] فهرست
        [map] مجموعه‌ای از کلیدها
       *[scalar] متن یا عدد
    } باشد
yaml-wrong-value-empty = `{ $key }` خالی است
yaml-wrong-value-flag = مقدار `{ $key }` باید `true` یا `false` باشد
yaml-wrong-value-choice = `{ $value }` از مقدارهای `{ $key }` نیست
    .note = مقدارها این‌ها هستند: { $values }
yaml-wrong-value-number = `{ $key }` عددی با رقم‌های `0` تا `9` است، نه `{ $typed }`
yaml-wrong-value-language = `{ $tag }` برچسب زبان نیست؛ برچسب چیزی است مانند `fa`، `en` یا `zh-Hans`
yaml-wrong-value-twice = `{ $lang }` دو بار آمده است
yaml-wrong-value-no-language = کتاب دست‌کم یک زبان می‌خواهد
yaml-out-of-range = مقدار `{ $key }` برابر { $typed } است و باید از { $least } تا { $most } باشد
yaml-unknown-language = `{ $lang }` در `{ $key }` از زبان‌های کتاب نیست
    .help = زبان‌های `book.yaml` این‌ها هستند: { $languages }

## کتاب

book-missing-language = `{ $key }` به زبان `{ $lang }` متنی ندارد
book-isbn = `{ $typed }` شابک نیست: { $why }
book-base-url = `{ $typed }` نشانی نیست؛ نشانی با `https://` آغاز می‌شود و پرسش (`?`) ندارد
book-spine = هر بخش از `spine` یا `pages` دارد یا `cities`
glossary-key = کلید `{ $key }` نویسه‌ای جز `a-z`، `0-9` و `-` دارد
date-invalid = `{ $key }` تاریخ نیست: { $why }
    .help = تاریخ میلادی را به شکل `YYYY`، `YYYY-MM` یا `YYYY-MM-DD` بنویسید
date-invalid-not-a-day = `{ $key }` باید یک روز کامل باشد: `YYYY-MM-DD`
date-invalid-solar-hijri = `solar_hijri` تاریخ هجری خورشیدی نیست: { $why }
date-calendar = `{ $key }` برابر { $typed } است که به تاریخ هجری خورشیدی می‌ماند
    .help = این‌جا تاریخ میلادی را بنویسید و `solar_hijri` را تنها در کنار سال یا ماه بیاورید
date-redundant = با آن‌که `signed` روز کامل است، `solar_hijri` هم آمده است
    .help = آن را بردارید: خود برنامه روز را دقیق برمی‌گرداند
city-missing-name = شهر به زبان `{ $lang }` نامی ندارد
city-unknown-country = `{ $code }` کد کشور نیست؛ کد کشور دو حرف بزرگ است (ISO 3166-1)
city-scan-alt = تصویر پیمان‌نامه به همهٔ زبان‌ها متن جایگزین ندارد
    .help = با `scan_alt` به هر زبان بنویسید که خواننده‌ای که آن را نمی‌بیند چه باید بداند
accepted-version = نگارش این فایل { $version } نیست و این برنامه همان را می‌خواند
    .help = از برنامه‌ای که آن را نوشته استفاده کنید، یا فایل را پاک کنید و فصل‌ها را دوباره تأیید کنید
accepted-unknown-slug-delete = سطر را پاک کنید
accepted-hash = `{ $typed }` چکیدهٔ متن نیست
    .help = سطر را پاک کنید و فصل را دوباره تأیید کنید

## پوشه‌ها و فایل‌ها

no-such-slug = فصلی با نامک `{ $slug }` نیست
content-missing-folder = چنین پوشهٔ محتوایی نیست
    .help = آن را با `--content` نام ببرید، یا با `isfahan-book init DIR` کتابی تازه بسازید
content-missing-book = پوشهٔ محتوا `book.yaml` می‌خواهد
content-missing-chapter = پوشهٔ `{ $folder }` نیست
content-missing-city = هر شهر در کنار متن‌هایش `city.yaml` می‌خواهد
content-missing-texts = این فصل به هیچ زبانی متن ندارد
content-missing-translation = این ترجمه هنوز نیست
    .help = تا نوشته شود، صفحه‌اش متن زبان دیگر را نشان می‌دهد
content-slug = `{ $slug }` نامک نیست
    .help = نامک نشانی است: حرف‌های کوچک `a-z`، رقم، و `-` در میانشان
content-reserved-slug = نامک `{ $slug }` از آنِ یکی از صفحه‌های خود برنامه است
content-duplicate-slug = نامک `{ $slug }` در `spine` دو بار آمده است
    .help = شهرها و صفحه‌ها نامک مشترک ندارند؛ به یکی نامک دیگری بدهید
content-orphan = این فصل در `spine` نیامده است و خواننده آن را نمی‌یابد
    .help = `{ $slug }` را به یکی از بخش‌های `spine` در `book.yaml` بیفزایید
file-empty = این فایل خالی است
file-empty-city = این `city.yaml` خالی است
file-missing = چنین فایلی نیست
file-outside = این به بیرون از پوشهٔ محتوا می‌رود
file-too-large = این فایل { $bytes } بایت است و بیش از { $most } بایت خوانده نمی‌شود
file-unreadable = این خوانده نمی‌شود: { $why }
file-unreadable-somehow = این خوانده نمی‌شود
file-unreadable-ring = این پیوند نمادین به پوشه‌ای برمی‌گردد که خودش در آن است
file-unreadable-no-file = این فایل نیست
file-unreadable-content = پوشهٔ محتوا خوانده نمی‌شود: { $why }
text-bom = این فایل با نشان ترتیب بایت (U+FEFF) آغاز می‌شود
    .help = آن را به‌صورت UTF-8 و بدون BOM ذخیره کنید
text-encoding = بایت `{ $byte }` در این‌جا UTF-8 نیست
    .help = فایل را به‌صورت UTF-8 ذخیره کنید
text-refused = { $kind ->
        [bidi-control] نویسهٔ کنترل جهت
        [invisible] نویسهٔ نادیدنی
        [separator] نویسهٔ جداکننده
        [noncharacter] نانویسه
       *[control] نویسهٔ کنترل
    } { $code_point } در متن آمده است
    .help = پاکش کنید: جهت و پیوستگی را خود برنامه می‌گذارد
text-refused-spelt = این به‌جای { $kind ->
        [bidi-control] نویسهٔ کنترل جهت
        [invisible] نویسهٔ نادیدنی
        [separator] نویسهٔ جداکننده
        [noncharacter] نانویسه
       *[control] نویسهٔ کنترل
    } { $code_point } نوشته شده است
front-matter-missing = هر فصل با سرآغاز شروع می‌شود
    .help = در آغاز فایل سطر `---`، سپس `title: …` و باز سطر `---` بگذارید
front-matter-empty = سرآغاز خالی است؛ فصل `title` می‌خواهد
front-matter-unclosed = سرآغاز بسته نشده است
    .help = با سطر `---` پایانش دهید

## Markdown

markdown-nesting = این در { $levels } لایه از فهرست، نقل یا تأکید فرو رفته است
markdown-html = HTML خام چاپ نمی‌شود و راه را برای اسکریپت باز می‌کند
    .help = آن را با Markdown بنویسید: فهرست بلوک‌ها در راهنمای ویراستاران است
markdown-id = شناسهٔ `{ $id }` نویسه‌ای جز `a-z`، `0-9` و `-` دارد
markdown-list-digits = Markdown فهرست را با رقم‌های `0` تا `9` می‌شمارد: این بند شده است
    .help = بنویسید `1.`؛ نسخهٔ فارسی آن را `۱.` چاپ می‌کند
markdown-unclosed-fence = این بلوک بسته نشده است
    .help = با سطری از `{ $fence }` ببندیدش
heading-level = عنوان سطح یک در متن آمده است
    .help = عنوان فصل در سرآغاز است؛ بخش‌ها با `##` آغاز می‌شوند
heading-empty = عنوانی که متن ندارد
table-columns = این جدول { $columns } ستون دارد و صفحه بیش از { $most } ستون جا ندارد
link-undefined = پیوندی با نام `{ $reference }` تعریف نشده است
    .help = با `[name]: https://…` تعریفش کنید، یا نشانی را در پرانتز بنویسید
cite-syntax = `{ $typed }` ارجاع نیست
    .help = بنویسید `[@key]`، `[@key, p. 12]` یا `[@one; @two]`
image-alt = این تصویر متن جایگزین ندارد
    .help = در قلاب بنویسید که خواننده‌ای که آن را نمی‌بیند چه باید بداند
image-alt-key = این تصویر `alt` ندارد
    .help = بنویسید که خواننده‌ای که آن را نمی‌بیند چه باید بداند
note-duplicate = پانوشت `{ $note }` دو بار نوشته شده است
note-undefined = پانوشت `{ $note }` متن ندارد
    .help = در پایان فایل سطر `{ $line }` را بیفزایید
note-ring = پانوشت `{ $note }` به خودش برمی‌گردد
    .help = ارجاع را از متن پانوشت بردارید
directive-unknown = بلوکی به نام `{ $block }` نیست
    .help = نام‌ها این‌ها هستند: { $names }
directive-body-missing = { $block } درون خود { $keys } می‌خواهد
directive-body-idle = { $block } چیزی درون خود نمی‌گیرد: از داده‌های کتاب ساخته می‌شود
directive-body-verse = `{"{"}verse{"}"}` سطری ندارد
