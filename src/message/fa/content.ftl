## تاریخ و شابک

date-shape = تاریخ را به شکل `YYYY`، `YYYY-MM` یا `YYYY-MM-DD` بنویسید
date-year = سال { $year } میان { $first } و { $last } نیست
date-month = ماهِ { $month } وجود ندارد
date-day = این ماه روزِ { $day } ندارد و { $last } روز بیشتر نیست
isbn-character = در شابک نویسهٔ { $character } نمی‌آید
isbn-length = شابک ۱۳ رقم (یا ۱۰ رقم) دارد و این { $length } رقم دارد
isbn-prefix = شابک سیزده‌رقمی با ۹۷۸ یا ۹۷۹ آغاز می‌شود
isbn-check-digit = رقم آخر این شابک باید { $expected } باشد
