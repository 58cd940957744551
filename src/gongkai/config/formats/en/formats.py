"""Dates in English that cannot be misread: the month in letters. Numbers and what may be typed are as in Chinese."""

from gongkai.config.formats.zh_Hans import formats as chinese

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = chinese.SHORT_DATE_FORMAT
SHORT_DATETIME_FORMAT = chinese.SHORT_DATETIME_FORMAT
TIME_FORMAT = chinese.TIME_FORMAT
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
DATE_INPUT_FORMATS = chinese.DATE_INPUT_FORMATS
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
