"""Dates as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.dates import CHINA, DateError, parse_date, today

FORMS = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0.year}/{0.month}/{0.day}"]
CHINESE = [
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y年%m月%d日}",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}年{0.month}月{0.day}",
]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from([*FORMS, *CHINESE]))
def test_every_form_is_read(day, form):
    assert parse_date(form.format(day)) == day


def test_full_width_digits_and_spaces_are_read():
    assert parse_date(" ２０２６－１１－０２ ") == date(2026, 11, 2)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-11", "2026-11/02", "02-11-2026", "2026年", "明天", "2026-11-02T00:00"]
)
def test_other_forms_are_refused_with_the_expected_one(text):
    with pytest.raises(DateError, match="请写成 2026-11-02"):
        parse_date(text)


@pytest.mark.parametrize("text", ["2026-11-31", "2026-02-29", "20261301", "2026年0月1日", "0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(DateError, match=r"没有“.+”这一天"):
        parse_date(text)


def test_today_is_the_day_in_china():
    assert CHINA.utcoffset(None) == timedelta(hours=8)
    before = datetime.now(CHINA)
    day = today()
    assert before.date() <= day <= (before + timedelta(minutes=1)).date()
