verbatim = { $text }

## Reports

report-severity-error = error
report-severity-warning = warning
report-severity-note = note
report-note = note
report-help = help
did-you-mean = did you mean `{ $word }`?
