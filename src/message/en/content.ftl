## Dates and ISBNs

date-shape = a date is written YYYY, YYYY-MM or YYYY-MM-DD
date-year = the year { $year } is not between { $first } and { $last }
date-month = there is no month { $month }
date-day = there is no day { $day } in this month, which has { $last }
isbn-character = an ISBN has no '{ $character }'
isbn-length = an ISBN has 13 digits (or 10), this has { $length }
isbn-prefix = an ISBN of 13 digits begins with 978 or 979
isbn-check-digit = the check digit of this ISBN would be { $expected }
