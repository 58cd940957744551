from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.findings import Audit, Finding, Quote
from gongkai.report.model import Report, Section
from gongkai.report.presenting.marks import Span, marks_of, segments

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(1, 4)).map(
        lambda t: Span(t[0], t[0] + t[1], t[2], 1)
    ),
    max_size=5,
)


@given(st.text(min_size=1, max_size=20), st.integers(0, 20), SPANS)
def test_segments_cover_the_line_and_each_character_knows_its_quotes(line, start, spans):
    found = list(segments(line, start, spans))
    assert "".join(s.text for s in found) == line
    at = start
    for segment in found:
        for position in range(at, at + len(segment.text)):
            assert set(segment.covered) == {s for s in spans if s.start <= position < s.end}
        at += len(segment.text)


@given(st.text(min_size=1, max_size=20), st.integers(0, 20), SPANS)
def test_every_quote_in_the_line_opens_and_closes_at_most_once(line, start, spans):
    found = list(segments(line, start, spans))
    distinct = set(spans)
    inside = [s for s in distinct if start <= s.start and s.end <= start + len(line)]
    for span in inside:
        assert sum(span in s.opens for s in found) == 1
        assert sum(span in s.closes for s in found) == 1


def test_a_quote_over_two_lines_opens_in_the_first_and_closes_in_both():
    span = Span(2, 8, 1, 1)
    first, second = list(segments("甲乙丙丁", 0, [span])), list(segments("戊己庚辛", 5, [span]))
    assert [(s.text, bool(s.opens), bool(s.closes)) for s in first] == [("甲乙", False, False), ("丙丁", True, True)]
    assert [(s.text, bool(s.opens), bool(s.closes)) for s in second] == [("戊己庚", False, True), ("辛", False, False)]


def audit_with(*quotes, cells=None):
    report = Report(edition="cn-gid-2021", sections=[Section("preamble", None, None, "公开3条")])
    return Audit(report, [Finding("N-01", "warning", "x", cells or {}, tuple(quotes))])


def test_a_bare_row_marks_its_total():
    marks = marks_of(audit_with(cells={"req_received": 3}), builtin_editions()["cn-gid-2021"])
    assert marks.cells == {"req_received@total": [1]}


def test_without_an_edition_the_key_is_taken_as_it_is():
    assert marks_of(audit_with(cells={"posts:year": 3}), None).cells == {"posts:year": [1]}


def test_quotes_outside_the_text_mark_nothing():
    wrong = (Quote("a"), Quote("a", 0, 2, 99), Quote("a", 0, 3, 3), Quote("a", 0, -1, 2), Quote("a", 5, 0, 1))
    assert marks_of(audit_with(*wrong), None).spans == {}
    assert marks_of(audit_with(*wrong, Quote("公开", 0, 0, 2)), None).spans == {0: [Span(0, 2, 1, 6)]}


def test_the_gravest_finding_gives_a_mark_its_look():
    audit = audit_with()
    audit.findings = [Finding("a", "info", "x"), Finding("b", "error", "x"), Finding("c", "warning", "x")]
    marks = marks_of(audit, None)
    assert marks.gravest([1, 3]) == "warning"
    assert marks.gravest([1, 2, 3]) == "error"
