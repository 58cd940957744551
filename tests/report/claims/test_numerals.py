"""Numerals: round trip against a naive writer, units, approximation, what is never a number."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.report.claims.lexicon import any_of
from gongkai.report.claims.masks import mask, mask_names, years
from gongkai.report.claims.numerals import find_quantities, parse_arabic, parse_characters
from gongkai.report.text import fold

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """``number`` (below 10^12) as Chinese says it: the counterpart of the parser, written the other way round."""
    if number < 10:
        return DIGITS[number]
    for step, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= step:
            head, rest = divmod(number, step)
            gap = "零" if rest and rest * 10 < step else ""
            return spoken(head) + name + gap + (spoken(rest) if rest else "")
    raise AssertionError(number)


@given(st.integers(0, 10**12 - 1))
@example(10)
@example(100_000_000)
@example(20_000)
def test_characters_round_trip(number: int) -> None:
    assert parse_characters(spoken(number)) == number


@given(st.integers(10, 19))
def test_ten_without_one(number: int) -> None:
    assert parse_characters(spoken(number).removeprefix("一")) == number


@given(st.integers(1, 10**9), st.sampled_from(["条", "件", "人次", "元", "%"]))
def test_arabic_round_trip_with_thousands_and_full_width(number: int, unit: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in f"{number:,}")
    for text in (f"共{number}{unit}", f"共{number:,}{unit}", f"共{wide}{unit}"):
        assert [(q.value, q.unit) for q in find_quantities(fold(text))] == [(number, unit)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两百零五", 205),
        ("三百二", 320),
        ("一万二", 12000),
        ("廿三", 23),
        ("卅", 30),
        ("二〇一七", 2017),
        ("一百二十万", 1200000),
        ("壹仟伍佰", 1500),
        ("万", None),
        ("一二三", None),
        ("", None),
        ("十条", None),
    ],
)
def test_characters(text: str, number: int | None) -> None:
    assert parse_characters(text) == number


QUANTITIES = [
    ("60余个", 60, "个", True),
    ("近300条", 300, "条", True),
    ("超过129.9万人次", 1299000, "人次", True),
    ("3万余条", 30000, "条", True),
    ("十余次", 10, "次", True),
    ("三十余万条", 300000, "条", True),
    ("12件以上", 12, "件", True),
    ("20份左右", 20, "份", True),
    ("上百条", 100, "条", True),
    ("10w+次", 100000, "次", True),
    ("达38171条", 38171, "条", False),
    ("0.35万元", 0.35, "万元", False),
    ("三万元", 3, "万元", False),
    ("96171.6元", 96171.6, "元", False),
    ("1.2亿元", 1.2, "亿元", False),
    ("百分之九十五", 95, "%", False),
    ("百分之九十五点五", 95.5, "%", False),
    ("98.5%", 98.5, "%", False),
    ("9大类", 9, "类", False),
    ("461 条", 461, "条", False),
    ("两次", 2, "次", False),
]


@pytest.mark.parametrize(("text", "value", "unit", "approx"), QUANTITIES)
def test_quantities(text: str, value: float, unit: str, approx: bool) -> None:
    assert [(q.value, q.unit, q.approx) for q in find_quantities(text)] == [(value, unit, approx)]


@pytest.mark.parametrize("text", ["几十条", "数百篇", "统一", "一切", "12处室"])
def test_no_quantity_with_a_unit(text: str) -> None:
    assert not [q for q in find_quantities(text) if q.unit]


def test_large_numbers_of_places() -> None:
    assert parse_arabic("1,234", "万") == 12340000
    assert parse_arabic("0.5") == 0.5


NEVER_NUMBERS = [
    "闽政办〔2017〕39号",
    "国务院令第711号",
    "二十个工作日内",
    "15个工作日",
    "电话：0591-24318888",
    "邮编：350400",
    "建设路36号5楼",
    "2016年1-9月份",
    "2016年1月1日起至12月31日止",
    "二〇一一年元月二十日",
    "第二十条第三款",
    "由六个部分组成",
    "图12",
    "“十三五”",
    "三个代表",
    "两学一做",
    "12345热线",
    "党的十九届四中全会",
    "十二届一次会议",
    "每月2次",
    "不少于3条",
    "https://www.example.gov.cn/art/2020/1/5条",
    "《关于印发八条措施的通知》",
    "第一次",
    "附件3",
    "5G",
    "（3）",
]


@pytest.mark.parametrize("text", NEVER_NUMBERS)
def test_masked(text: str) -> None:
    assert not list(find_quantities(mask(mask_names(fold(text)))))


@given(st.text(alphabet="年月日第条件〔〕2017一二三十个工作日内《》“”（）,.:-—0591信息 \n", max_size=60))
def test_masking_keeps_the_length(text: str) -> None:
    assert len(mask(mask_names(fold(text)))) == len(text)


def test_years() -> None:
    assert [year for _, year in years("2016年收到，二〇一七年答复，201698条")] == [2016, 2017]


@given(st.lists(st.text(alphabet="公开信息网.+", min_size=1, max_size=5), min_size=1, max_size=12))
def test_any_of_finds_the_longest_word(words: list[str]) -> None:
    import re

    pattern = re.compile(any_of(words))
    for word in words:
        found = pattern.match(word)
        assert found
        assert found[0] == max((w for w in words if word.startswith(w)), key=len)
