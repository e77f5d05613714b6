verbatim = { $text }

## Reports

report-severity-error = خطا
report-severity-warning = هشدار
report-severity-note = یادداشت
report-note = توضیح
report-help = چاره
did-you-mean = منظورتان `{ $word }` است؟
