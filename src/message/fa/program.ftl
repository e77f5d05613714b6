## گزارش

report-severity-error = خطا
report-severity-warning = هشدار
report-severity-note = یادداشت
report-note = توضیح
report-help = چاره
did-you-mean = منظورتان `{ $word }` است؟
report-counts = { $counts }
report-errors = { $count } خطا
report-warnings = { $count } هشدار
report-notes = { $count } یادداشت
report-nothing-wrong = چیزی نادرست نیست؛ `check --notes` { $count } یادداشت را فهرست می‌کند
report-web-pages = { $count } صفحهٔ وب در { $folder }
report-pages = { $count } صفحه در { $file }
report-standard-output = خروجی استاندارد

## فرمان‌ها

build-underway = کتاب ساخته می‌شود
man-done = صفحه‌های راهنما در { $folder } است
arguments-no-edition = نسخه‌ای به نام `{ $name }` نیست: یکی از زبان‌های کتاب، `bilingual` یا `parallel` بنویسید
arguments-no-slug = `{ $slug }` نامک نیست: حرف‌های کوچک لاتین، رقم‌های لاتین و خط تیره میان آن‌ها
explain-unknown-code = هیچ گزارشی کد `{ $code }` ندارد
accept-done = تأیید { $slugs } در { $file } نوشته شد
accept-unknown-slug = هیچ فصلی نامک `{ $slug }` ندارد
accept-no-translation = `{ $slug }` ترجمه‌ای ندارد که تأیید شود
fix-done = { $lines } سطر در { $files } فایل درست شد

## کتاب و فصل تازه

new-done =
    { $folder } آمادهٔ نوشتن است
    در `spine` پس از `{ $after }` آمده است؛ در { $spine } به جای خودش ببریدش
new-done-add =
    { $folder } آمادهٔ نوشتن است
    در { $spine } نامک `{ $slug }` را به `{ $list }` یکی از بخش‌های `spine` بیفزایید
new-reserved-slug = نامک `{ $slug }` از آنِ یکی از صفحه‌های خود برنامه است
new-no-book = { $folder } پوشهٔ کتاب نیست: `book.yaml` ندارد
new-taken = { $path } از پیش هست
new-no-language = { $file } از هیچ زبانی نام نمی‌برد
init-done =
    کتابی نمونه در { $folder } است
    با این فرمان بسازیدش: { $command }
init-occupied = { $folder } پوشه‌ای خالی نیست

## بایگانی

package-done = { $count } فایل در { $archive }، { $size } کیلوبایت
package-no-build = هیچ ساختی { $folder } را ننوشته است: نخست `build` را اجرا کنید، یا پوشه‌اش را با `--out` بگویید
package-name = نام { $path } به UTF-8 نیست
package-foreign = { $file } بایگانی‌ای نیست که `package` نوشته باشد
package-added = تازه
package-changed = عوض‌شده
package-removed = حذف‌شده
package-changes = { $added } تازه، { $changed } عوض‌شده، { $removed } حذف‌شده

## وضع فصل‌ها

status-chapter = فصل
status-kind = گونه
status-words = واژه‌های { $lang }
status-open-points = پرسش‌های باز
status-to-do = مانده
status-city = { $kind ->
    [host] میزبان
    [sister] خواهرخوانده
    [friendship] دوستی
    [memorandum] تفاهم‌نامه
   *[pending] در انتظار امضا
}
status-page = صفحه
status-scan = تصویر پیمان
status-text = متن { $lang }
status-draft = پیش‌نویس { $lang }
status-all-to-do = { $parts }
status-chapters = { $count } فصل
status-missing = تصویر پیمان: { $scans }، متن: { $texts }

## نمایش و میز ویراستار

serve-ready = کتاب در { $book } است و میز ویراستار در { $desk }؛ برای پایان `Ctrl-C` را بزنید
serve-built = ساخته شد
desk-name = میز ویراستار
desk-book = کتاب
desk-findings = یافته‌ها
desk-chapters = فصل‌ها
desk-open-points = پرسش‌های باز
desk-open = پرسش‌های باز: { $count }
desk-draft = پیش‌نویس
desk-no-text = هنوز متنی ندارد
desk-nothing = چیزی یافت نشد.
desk-errors = خطا: { $count }
desk-warnings = هشدار: { $count }
desk-notes = یادداشت: { $count }
desk-built = ساخته‌شده در { $took } میلی‌ثانیه
desk-print = صفحهٔ چاپی
desk-printing = پی‌دی‌اف ساخته می‌شود
desk-printed = پی‌دی‌اف آماده است
desk-not-printed = تا خطایی هست پی‌دی‌اف تازه‌ای ساخته نمی‌شود

## پرسش از بیرون

external-underway = نشانی‌ها پرسیده می‌شوند
external-no-curl = `check --external` با curl می‌پرسد و curl در این‌جا اجرا نمی‌شود: { $why }
