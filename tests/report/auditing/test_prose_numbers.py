"""Numbers in sentences and what their wording admits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.auditing.prose import Prose
from gongkai.report.auditing.prose_numbers import Figure, figures, is_exact, last_place, meant, printed_step
from gongkai.report.model import Claim, Number
from tests.report.auditing.cases import claim, report


def _stated(quote: str, value: Number, *, approx: bool = True) -> Claim:
    return Claim("proactive_items", value, "条", "own", "year", approx, quote, 0, len(quote))


def _figures(text: str, *claims: Claim) -> list[Figure]:
    prose = Prose(report(None, sections=[text], claims=claims, year=2020))
    return [f for s in prose.sentences for f in figures(prose, s)]


@pytest.mark.parametrize(
    ("quote", "value", "admitted", "refused"),
    [
        ("公开60余条", 60, [60, 69], [59, 70, 80]),
        ("公开60多条", 60, [60, 69], [59, 70]),
        ("注册85000余个", 85000, [85000, 85999], [84999, 86000]),
        ("公开100条以上", 100, [100, 199], [99, 200]),
        ("公开15条以上", 15, [15], [14, 16]),
        ("公开超过200条", 200, [201, 5000], [200, 150]),
        ("公开逾200条", 200, [201], [200]),
        ("公开近300条", 300, [299, 240], [300, 239, 310]),
        ("不足10条", 10, [9, 8], [10, 7]),
        ("约100条", 100, [90, 100, 110], [89, 111]),
        ("公开100条左右", 100, [95, 105], [80, 120]),
        ("访问量约1.2万次", 12000, [11000, 13000], [10000]),
    ],
)
def test_approximate_wordings(quote: str, value: int, admitted: list[int], refused: list[int]) -> None:
    span = meant(_stated(quote, value))
    assert [n for n in admitted if not span.admits(n)] == []
    assert [n for n in refused if span.admits(n)] == []


@pytest.mark.parametrize(
    ("quote", "value", "admitted", "refused"),
    [
        ("公开129.9万条", 1299000, [1298500, 1299500], [1298499, 1299501]),
        ("公开2万条", 20000, [15000, 25000], [14999, 25001]),
        ("公开3.05亿条", 305000000, [304500000], [304000000]),
        ("公开12条", 12, [12], [11, 13]),
        ("一万条", 10000, [10000], [10001]),
    ],
)
def test_exact_wordings_are_exact_to_the_printed_digit(
    quote: str, value: int, admitted: list[int], refused: list[int]
) -> None:
    span = meant(_stated(quote, value, approx=False))
    assert [n for n in admitted if not span.admits(n)] == []
    assert [n for n in refused if span.admits(n)] == []


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**7), st.integers(0, 10**8))
def test_more_than_means_up_to_the_next_round_step(value: int, actual: int) -> None:
    digits = str(value)
    step = int("1" + "0" * (len(digits) - len(digits.rstrip("0"))))
    assert meant(_stated(f"{value}余条", value)).admits(actual) == (value <= actual < value + step)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9999), st.integers(0, 3))
def test_the_last_place_is_that_of_the_last_digit(value: int, zeros: int) -> None:
    number = value * 10**zeros
    place = int(last_place(number))
    assert number % place == 0
    assert number % (place * 10) != 0


@pytest.mark.parametrize(
    ("quote", "step"),
    [
        ("129.9万人次", 1000),
        ("2万条", 10000),
        ("3.05亿次", 10**6),
        ("12条", None),
        ("一百二十条", None),
        ("万家网站12个", None),
    ],
)
def test_what_the_last_printed_digit_is_worth(quote: str, step: int | None) -> None:
    assert printed_step(quote) == (None if step is None else Decimal(step))


def test_rounded_and_approximate_numbers_are_not_exact() -> None:
    assert is_exact(_stated("公开12条", 12, approx=False))
    assert not is_exact(_stated("公开12余条", 12))
    assert not is_exact(_stated("公开1.2万条", 12000, approx=False))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("收到申请3件，其中网上申请2件。", [(3, "件", "收到申请"), (2, "件", "其中网上申请")]),
        ("其中2条为已公开信息。", [(2, "条", "其中")]),
        ("2019年5月18日召开第3次会议2次。", [(2, "次", "2019年5月18日召开第3次会议")]),
        ("《2018年20条措施》已公开6条。", [(6, "条", "《2018年20条措施》已公开")]),
        ("联系电话0551-6123456，编发简报30期。", [(30, "期", "编发简报")]),
        ("占35%。", [(35, "%", "占")]),
        ("办理十二件。", [(12, "件", "办理")]),
    ],
)
def test_figures_with_the_words_before_them(text: str, read: list[tuple[Number, str, str]]) -> None:
    assert [(f.value, f.unit, f.label) for f in _figures(text)] == read


def test_words_behind_and_brackets() -> None:
    first, second, third = _figures("收到5件（含上年结转1件），2件为重复申请。")
    assert (first.depth, second.depth, third.depth) == (0, 1, 0)
    assert third.after == "为重复申请"


def test_a_figure_knows_its_claim() -> None:
    text = "收到申请3件，全市收到9件。"
    own = claim("req_received", 3, "收到申请3件", text)
    other = claim("req_received", 9, "全市收到9件", text, scope="other")
    ours, theirs = _figures(text, own, other)
    assert (ours.key, ours.foreign) == ("req_received", False)
    assert (theirs.key, theirs.foreign) == (None, True)


def test_figures_are_read_once() -> None:
    prose = Prose(report(None, sections=["收到3件。"], year=2020))
    assert figures(prose, prose.sentences[0]) is figures(prose, prose.sentences[0])
