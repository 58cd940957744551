"""Two reports beside each other: what names and figures hide, and what each rule says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.editions import builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.cross_agency import Beside, copied_sections, told, without_names
from gongkai.report.auditing.engine import audit, examine
from gongkai.report.auditing.findings import Audit
from gongkai.report.model import Report, Section, Source
from tests.report.auditing.cases import report
from tests.report.auditing.cases_2019 import CURRENT, row
from tests.report.auditing.cases_cross import NAMING, NEIGHBOUR, OTHER_PROSE, PROSE

EAST = "安和市东湖区财政局"
LONG = "".join(PROSE)


def written(agency: str | None, *sections: str, year: int = 2022) -> Report:
    return report(CURRENT, {}, agency=agency, year=year, sections=sections)


def judged(mine: Report, other: Report, rule: str) -> Audit:
    return examine(Beside(mine, builtin_editions().get(mine.edition or ""), None, other), [builtin_rules()[rule]])


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        (EAST, "安和市东湖区财政局收到申请12件"),
        (EAST, "东湖区财政局收到申请十二件"),
        (EAST, "东湖区 财政局收到申请３件"),
        ("西岭县审计局", "西岭县审计局，收到申请7件"),
        ("西岭县审计局", "我局收到申请7件"),
        (None, "本单位收到申请7件"),
    ],
)
def test_names_and_figures_make_no_difference(agency: str | None, text: str) -> None:
    assert without_names(text, agency) == "某收到申请#件"


def test_titles_of_laws_do_not_count() -> None:
    assert without_names("根据《中华人民共和国政府信息公开条例》和《办法》编制", EAST) == "根据和编制"


@given(st.text("甲乙丙丁戊己庚辛，。1２", max_size=80), st.text("甲乙丙丁戊己庚辛，。1２", max_size=80))
@settings(max_examples=60, deadline=None)
def test_text_with_swapped_names_is_the_same_text(before: str, after: str) -> None:
    pair = (without_names(f"{before}{name}{after}", name) for name in (EAST, NEIGHBOUR))
    assert len(set(pair)) == 1


def test_a_copied_section_is_told_apart_from_the_others() -> None:
    mine, other = written(EAST, "".join(OTHER_PROSE), LONG), written(NEIGHBOUR, LONG, "别的内容。" * 30)
    (found,) = judged(mine, other, "X-10").findings
    assert [quote.section for quote in found.quotes] == [1] * len(found.quotes)
    assert all(mine.sections[1].text[q.start : q.end] == q.text for q in found.quotes)
    assert found.message.startswith("“正文”约100%的文字与西岭县财政局2022年度报告相同")


def test_half_of_a_section_is_the_limit() -> None:
    rule, half = builtin_rules()["X-10"], len(LONG) // 2
    other = written(NEIGHBOUR, LONG)
    own = "".join(OTHER_PROSE) * 2
    for part, copied in ((half // 2, 0), (half * 2, 1)):
        mine = written(EAST, LONG[:part] + own[: half * 2 - part])
        assert len(list(copied_sections(mine, other, rule))) == copied


def test_what_is_commonplace_does_not_count() -> None:
    rule = builtin_rules()["X-10"]
    mine, other = written(EAST, LONG), written(NEIGHBOUR, LONG)
    assert list(copied_sections(mine, other, rule, lambda text: [True] * (len(text) - 7))) == []
    (found,) = copied_sections(mine, other, rule, lambda text: [at < 20 for at in range(len(text) - 7)])
    assert found.characters == len(without_names(LONG, EAST)) - 7 - 20


@pytest.mark.parametrize("key", ["preamble", "attachment"])
def test_set_phrases_do_not_count(key: str) -> None:
    mine = written(EAST)
    mine.sections = [Section(key, None, None, LONG)]
    assert not judged(mine, written(NEIGHBOUR, LONG), "X-10").findings


def test_a_name_in_a_sentence_of_ones_own_is_no_leftover() -> None:
    other = written(NEIGHBOUR, LONG + NAMING)
    assert judged(written(EAST, NAMING), other, "X-11").findings
    assert not judged(written(EAST, f"全年与{NEIGHBOUR}联合举办两次培训，共六十人参加。"), other, "X-11").findings


def test_an_agency_whose_name_contains_the_others_is_no_leftover() -> None:
    result = judged(written(f"{NEIGHBOUR}国库中心", NAMING), written(NEIGHBOUR, NAMING), "X-11")
    assert not result.findings
    assert result.not_assessable
    assert judged(written(EAST, NAMING), written(None, NAMING), "X-11").not_assessable


def test_two_reports_show_both_sides() -> None:
    mine = report(CURRENT, row("req_received", 6, 6), year=2023)
    other = report(CURRENT, row("req_received", 7, 7), year=2023)
    mine.source, other.source = Source("甲.docx", "a", "docx"), Source("乙.pdf", "b", "pdf")
    (found,) = judged(mine, other, "X-12").findings
    assert "本份6，另一份7" in found.message
    assert "甲.docx" in found.message
    assert "乙.pdf" in found.message
    assert found.severity == "warning"
    (same,) = judged(mine, mine, "X-12").findings
    assert (same.severity, same.cells) == ("info", {})


def test_two_reports_on_other_forms_are_not_compared_cell_by_cell() -> None:
    mine, other = report(CURRENT, row("req_received", 6, 6)), report("cn-gid-2019", row("req_received", 7, 7))
    other.year = mine.year
    (found,) = judged(mine, other, "X-12").findings
    assert (found.severity, found.cells) == ("info", {})


def test_a_single_report_is_not_asked_about_others() -> None:
    rules = {check.rule for check in audit(written(EAST, LONG)).not_assessable}
    assert rules.isdisjoint({"X-10", "X-11", "X-12", "V-01"})


def test_a_report_in_words() -> None:
    assert told(written(EAST)) == "安和市东湖区财政局2022年度报告"
    assert told(Report()) == "某机关年度报告"
