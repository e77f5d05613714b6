## دیسک

disk-not-found = چنین فایل یا پوشه‌ای نیست
disk-permission = اجازهٔ این کار داده نشده است
disk-full = روی دیسک جایی نمانده است
disk-read-only = این دیسک فقط خواندنی است
disk-is-folder = این یک پوشه است، نه فایل
disk-not-folder = در این مسیر فایلی به‌جای پوشه ایستاده است
disk-port-taken = برنامهٔ دیگری این درگاه را گرفته است

## هر خطا

library-said = { $said }
fault-of = { $thing }: { $fault }
fault-nearby = { $fault }؛ منظورتان `{ $word }` است؟
fault-known = { $fault }؛ این‌ها شناخته‌اند: { $words }

## نسخه‌ها

edition-unknown = کتاب نسخه‌ای به زبان `{ $lang }` ندارد
    .help = زبان‌های کتاب این‌هاست: { $languages }
edition-one-language = چاپ روبه‌رو دو زبان می‌خواهد و کتاب یک زبان دارد

## پوشهٔ خروجی

output-content = پوشهٔ خروجی و پوشهٔ متن یکی‌اند، یا یکی در دیگری است
    .help = با `--out` پوشه‌ای دیگر برگزینید
output-file = این فایل است، نه پوشه
    .help = با `--out` پوشه‌ای دیگر برگزینید
output-strangers = در این پوشه فایل‌هایی هست که هیچ ساختی ننوشته است؛ چیزی عوض نشد
    .help = با `--out` پوشه‌ای خالی یا تازه برگزینید
output-in-the-way = فایل کس دیگری در جای نوشتن است؛ چیزی عوض نشد
    .help = آن را جابه‌جا کنید، یا با `--out` پوشه‌ای دیگر برگزینید
output-locked = ساخت دیگری در این پوشه می‌نویسد
    .help = صبر کنید تا تمام شود، یا با `--out` پوشه‌ای دیگر برگزینید
output-unwritable = در این پوشه نمی‌توان نوشت: { $error }
    .help = با `--out` پوشه‌ای دیگر برگزینید
output-read-only = فقط خواندنی است
output-mounted = دیسک دیگری در اینجا سوار شده است، پس یکجا عوض نمی‌شود؛ پوشه‌ای درون آن می‌شود
output-film-changed = هنگام ساختن کتاب عوض شد

## پوسته

theme-no-such-file = پوسته چنین فایلی ندارد
theme-folder-unreadable = پوشهٔ پوسته خوانده نشد: { $error }
theme-unreadable = خوانده نشد: { $error }
theme-no-folder = پوسته باید پوشه باشد
theme-outside = به بیرون از پوشهٔ پوسته راه می‌برد
theme-no-plain-file = فایل ساده نیست
theme-too-large = { $bytes } بایت است و بیش از { $most } بایت پذیرفته نیست
theme-encoding = UTF-8 نیست
theme-no-language = باید نام زبانی را داشته باشد، مانند `strings/fa.yaml`
theme-unknown-phrase = عبارتی به نام `{ $key }` نیست
theme-unknown-blank = جای خالی `{ $blank }` در عبارت `{ $key }` را چیزی پر نمی‌کند
theme-unknown-setting = تنظیمی به نام `{ $setting }` نیست
theme-wrong-value = `{ $value }` مقدار `{ $setting }` نیست
theme-leaf = `{ $value }` ضخامت برگ نیست: از `0.02` تا `2` میلی‌متر
theme-includes-itself = خودش را در بر می‌گیرد: { $chain }
theme-extends-itself = بر پایهٔ خودش نوشته شده است: { $chain }
theme-missing-parent = بر پایهٔ `{ $parent }` نوشته شده است که پوسته ندارد
theme-alternatives = `elif` در یک قالب بیش از { $most } بار پذیرفته نیست

## قلم‌ها

font-count = باید میان ۱ تا { $most } قلم نام ببرد
font-name = نام قلم باید نام سادهٔ یک فایل باشد
font-missing = چنین قلمی نیست
font-word-space = { $file }: فاصلهٔ واژه‌ها از `0.05` تا `1` em است
font-unusable = قلم به کار نمی‌آید: { $error }
font-no-outlines = شکل‌های TrueType (جدول `glyf`) ندارد
font-no-outlines-convert = شکل‌های TrueType (جدول `glyf`) ندارد؛ آن را تبدیل کنید یا فایل دیگری برگزینید
font-no-units = می‌گوید که em آن هیچ واحدی ندارد
font-unreadable = خوانده نشد: { $error }
font-cut = به حرف‌های لازم کوتاه نشد
font-cut-fault = به حرف‌های لازم کوتاه نشد: { $error }
font-compression = فشرده نشد: { $error }
font-ends-in-table-list = در میان فهرست جدول‌هایش تمام می‌شود
font-ends-in-table = در میان یک جدول تمام می‌شود
font-ends-in-glyph = در میان شکل یک حرف تمام می‌شود
font-no-table = جدول { $tag } ندارد
font-short-table = یکی از جدول‌هایش کوتاه‌تر از آن است که باید
font-no-glyph = شکل شمارهٔ { $glyph } ندارد
font-no-widths = پهنای حرف‌ها را ندارد
font-too-many-glyphs = بیش از ۶۵٬۵۳۵ شکل دارد

## پی‌دی‌اف

pdf-file = فایل
pdf-picture = تصویر { $number }
pdf-unwritable = نوشته نشد: { $error }
pdf-not-as-written = آن‌گونه نیست که printpdf باید بنویسد: { $error }
pdf-too-many-codes = در یک نسخه به بیش از ۶۵٬۵۳۵ کد نیاز دارد
pdf-subset = به شکل‌های لازم کوتاه نشد: { $error }
pdf-unreadable-font = printpdf آن را نمی‌خواند
pdf-no-glyph = برای { $characters } شکلی ندارد (بایت { $byte } از `{ $text }`)
pdf-picture-unread = در صفحه‌ای هست و خوانده نشده است
pdf-no-jpeg = تصویر JPEG نیست یا از آن گونه نیست که PDF نشان دهد
pdf-jpeg-channels = { $count } کانال رنگ دارد؛ PDF یک، سه یا چهار کانال را نشان می‌دهد
pdf-jpeg-scaling = تصویر JPEG کوچک نشد: { $error }
pdf-no-png = تصویر PNG به کار نمی‌آید: { $error }
pdf-link = در صفحهٔ { $page } به آن پیوند داده شده و در هیچ صفحه‌ای نیست
pdf-destination = جایش صفحهٔ { $page } است که وجود ندارد
pdf-outline = در فهرست هست و در هیچ صفحه‌ای نیست
theme-no-style = سبک CSL نیست: { $why }
theme-no-locale = واژه‌های زبان برای CSL نیست: { $why }
theme-deep = هیچ فایل CSL عنصرهایی چنین تودرتو یا برچسبی چنین دراز ندارد
