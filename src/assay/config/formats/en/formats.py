"""How English pages write dates: the month in words, so that nobody takes a day for a month."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
