"""The language of rules: what it means, and what it says about what it does not mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.expressions import DEEPEST, LONGEST, ExpressionError, Number, Ref, parse, parse_figure

A, B, C = 7, 5, None
VALUES = {"a": A, "b": B, "c": C, "r@total": 12, "prev(a)": 3, "own(a)": 4, "sub(a)": 3, "parent(a)": 7, "half": 0.5}


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("a == 7", True),
        ("a == b", False),
        ("a != b", True),
        ("a == b + 2", True),
        ("a - b == 2", True),
        ("b - a == -2", True),
        ("a * 2 == 14", True),
        ("a + b * 2 == 17", True),
        ("(a + b) * 2 == 24", True),
        ("-a + b == -2", True),
        ("a <= 7 and a >= 7", True),
        ("a < 7 or a > 7", False),
        ("not a < 7", True),
        ("not (a == 7 and b == 7)", True),
        ("a == 1 or b == 5 and c == 0", True),
        ("r@total == a + b", True),
        ("prev(a) == 3", True),
        ("parent(a) == own(a) + sub(a)", True),
        ("(a > 0) == (b > 0)", True),
        ("(a > 0) != (c > 0)", True),
        ("max(a, b, c) == 7", True),
        ("count_positive(a, b, c) == 2", True),
        ("blank(c)", True),
        ("blank(a)", False),
        ("c == 0", True),
        ("half == 0.5", True),
    ],
)
def test_meaning(text: str, truth: bool) -> None:
    assert bool(parse(text).evaluate(VALUES)) is truth


def test_max_leaves_blanks_out_rather_than_counting_them_as_0() -> None:
    values = {"a": -3, "b": None}
    assert parse_figure("max(a, b)").evaluate(values) == -3
    assert parse_figure("max(b)").evaluate(values) == 0


@pytest.mark.parametrize(
    ("text", "tolerance", "truth"),
    [
        ("a == 7.004", 0.005, True),
        ("a == 7.006", 0.005, False),
        ("a != 7.004", 0.005, False),
        ("a <= 6.996", 0.005, True),
        ("a >= 7.004", 0.005, True),
        ("a > 6.999", 0.005, True),
        ("a < 7.001", 0.005, True),
        ("c > 0", 0.005, False),
    ],
)
def test_tolerance_widens_equality_and_never_makes_nothing_positive(text: str, tolerance: float, truth: bool) -> None:
    assert bool(parse(text).evaluate(VALUES, tolerance)) is truth


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("", 1, "空的"),
        ("   ", 4, "空的"),
        ("a = b", 3, "=="),
        ("a ≤ b", 3, "<="),
        ("a ≥ b", 3, ">="),
        ("a ≠ b", 3, "!="),
        ("a == b / 2", 8, "除法"),
        ("（a == b）", 1, "半角"),
        ("a == b ＋ c", 8, "半角"),
        ("a == 'x'", 6, "不认识"),
        ("a", 1, "条件"),
        ("a + b", 1, "条件"),
        ("a == b c", 8, "运算符"),
        ("a == (b + c", 12, "右括号"),
        ("max(a, b == c", 10, "右括号"),
        ("a == b == c", 8, "and"),
        ("a ==", 5, "缺少"),
        ("== a", 1, "缺少"),
        ("a == and", 6, "缺少"),
        ("not a", 5, "条件"),
        ("a and b == c", 1, "条件"),
        ("a == b and c", 12, "条件"),
        ("(a == b) + c == d", 1, "相加减"),
        ("(a == b) * c == d", 1, "相乘"),
        ("(a == b) < (c == d)", 10, "=="),
        ("(a == b) == c", 13, "条件"),
        ("a == (b == c)", 6, "一个数"),
        ("total(a) == b", 1, "没有函数"),
        ("prev(a + b) == c", 1, "一个指标"),
        ("blank(a, b)", 1, "一个指标"),
        ("blank(prev(a))", 1, "一个指标"),
        ("a == b + (c == d)", 10, "一个数"),
    ],
)
def test_a_fault_is_explained_where_it_is(text: str, position: int, word: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert word in caught.value.reason
    assert f"第{position}个字符" in str(caught.value)


def test_a_figure_is_a_number_and_nothing_more() -> None:
    assert parse_figure("a + b").evaluate(VALUES) == 12
    with pytest.raises(ExpressionError, match="一个数"):
        parse_figure("(a == b)")
    with pytest.raises(ExpressionError, match="多出"):
        parse_figure("a + b == c")


@pytest.mark.parametrize(
    "text",
    ["(" * (DEEPEST + 1) + "a == b" + ")" * (DEEPEST + 1), "not " * LONGEST + "a == b", "a == " + "-" * LONGEST + "b"],
    ids=["brackets", "nots", "signs"],
)
def test_a_hostile_expression_is_refused_before_it_is_followed(text: str) -> None:
    with pytest.raises(ExpressionError, match="最多"):
        parse(text)


def test_the_deepest_that_is_allowed_is_read() -> None:
    assert parse("(" * DEEPEST + "a == b" + ")" * DEEPEST).evaluate({"a": 1, "b": 1})


def test_references_are_listed_from_left_to_right() -> None:
    node = parse("max(a, b) >= r@total - prev(a) and blank(c)")
    assert [ref.name for ref in node.refs()] == ["a", "b", "r@total", "prev(a)", "c"]


def _rename(ref: Ref) -> Ref | None:
    return None if ref.key == "b" else Ref(ref.key.upper(), ref.of)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a == b + c", ["A", "C"]),
        ("a >= max(b, c)", ["A", "C"]),
        ("count_positive(a, b) >= 2", ["A"]),
        ("not blank(a)", ["A"]),
        ("a * c == 1 or a == c", ["A", "C", "A", "C"]),
    ],
)
def test_a_dropped_reference_leaves_its_sum_or_list(text: str, names: list[str]) -> None:
    rewritten = parse(text).rewrite(_rename)
    assert rewritten is not None
    assert [ref.name for ref in rewritten.refs()] == names


@pytest.mark.parametrize(
    "text", ["a == b", "a == b + b", "a == max(b)", "not blank(b)", "a == b or a == c", "b * 2 == a"]
)
def test_what_loses_a_whole_side_is_gone(text: str) -> None:
    assert parse(text).rewrite(_rename) is None


@pytest.mark.parametrize(
    ("key", "variable", "value", "bound"),
    [
        ("req_received@c", "c", "total", "req_received@total"),
        ("r@total", "r", "outcome_granted", "outcome_granted@total"),
        ("key", "key", "review_total", "review_total"),
        ("c", "r", "x", "c"),
        ("cc@c", "c", "x", "cc@x"),
    ],
)
def test_binding_replaces_whole_names_only(key: str, variable: str, value: str, bound: str) -> None:
    assert Ref(key, "prev").bound(variable, value) == Ref(bound, "prev")


NUMBERS = st.integers(-1000, 1000)
LEAVES = st.sampled_from("abcd") | NUMBERS.filter(lambda n: n >= 0).map(str)
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=8,
)


@given(
    left=TERMS,
    right=TERMS,
    operator=st.sampled_from(["==", "!=", "<=", ">=", "<", ">"]),
    figures=st.fixed_dictionaries(dict.fromkeys("abcd", NUMBERS)),
)
def test_arithmetic_is_that_of_the_host(left: str, right: str, operator: str, figures: dict[str, Number]) -> None:
    text = f"{left} {operator} {right}"
    expected = eval(text, {"__builtins__": {}}, figures)
    assert bool(parse(text).evaluate(figures)) is expected


@given(st.text(max_size=60) | st.text("ab()+-*=<>!, andornt@.1", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    refused = None
    try:
        kind = parse(text).kind
    except ExpressionError as error:
        refused, kind = error, None
    assert kind == "truth" if refused is None else 1 <= refused.position <= len(text) + 1
