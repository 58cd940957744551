"""Citations, sessions, terms, personal data, lost text, contradictions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.auditing.document_facts_citations import (
    by_number,
    by_title,
    citations,
    folded_number,
    misnamed,
    register,
    sessions,
)
from gongkai.report.auditing.document_facts_headings import chinese
from gongkai.report.auditing.document_facts_residue import residues
from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.auditing.prose import Prose
from gongkai.report.model import Report, Section
from tests.report.auditing.cases import claim, report
from tests.report.auditing.cases_document import AGENCY, whole


def _prose(text: str) -> Prose:
    return Prose(report(None, sections=[text], year=2023))


def _found(text: str, rule: str, year: int = 2023) -> list[Finding]:
    return [f for f in audit(report(None, sections=[text], year=year)).findings if f.rule == rule]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("国办发〔2014〕32号", "国办发〔2014〕32号"),
        ("国办发[2014]32号", "国办发〔2014〕32号"),
        ("国办发（2014）第32号", "国办发〔2014〕32号"),
        ("国办发【2014】 32 号", "国办发〔2014〕32号"),
        ("国务院令第711号", "国务院711"),
        ("国务院711号令", "国务院711"),
        ("中华人民共和国国务院令第 711 号", "国务院711"),
    ],
)
def test_document_numbers_have_one_spelling(printed: str, folded: str) -> None:
    assert folded_number(printed) == folded


def test_titles_are_read_with_their_numbers() -> None:
    first, second, third = citations(
        _prose(
            "依据《关于印发<要点>的通知》（东政办〔2023〕6号）、《办法》（以下简称办法）和《条例》（国务院令第711号）。"
        )
    )
    assert (first.number, first.year) == ("东政办〔2023〕6号", 2023)
    assert (second.number, second.year) == (None, None)
    assert (third.title, third.number) == ("条例", "国务院711")


@pytest.mark.parametrize("known", register(), ids=lambda k: k.title)
def test_every_document_of_the_register_cites_itself_correctly(known: object) -> None:
    title, numbers = known.title, known.numbers  # type: ignore[attr-defined]
    assert by_title(title) is known
    assert all(by_number(n) is known for n in numbers)
    assert misnamed(title) is None


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("中华人民共和国信息公开条例", "中华人民共和国政府信息公开条例"),
        ("中华人民共和国政府信息公开工作条例", "中华人民共和国政府信息公开条例"),
        ("山东省信息公开办法", "山东省政府信息公开办法"),
        ("福建省政府信息公开办法", None),
        ("政府信息公开条例", None),
        ("信息公开条例", None),
        ("东湖区政府信息公开办法", None),
    ],
)
def test_titles_with_words_left_out_or_put_in(title: str, right: str | None) -> None:
    known = misnamed(title)
    assert (known.title if known else None) == right


@pytest.mark.parametrize(
    ("text", "year", "words"),
    [
        ("《关于印发2023年工作要点的通知》（东政办〔2022〕9号）", 2023, "标明2023年"),
        ("《关于印发2023年工作要点的通知》（东政办〔2023〕9号）", 2023, None),
        ("《东湖区规划（2021—2025年）》（东政发〔2020〕9号）", 2023, None),
        ("《东湖区通知》（东政办〔2025〕9号）", 2023, "2025年的文件"),
        ("《东湖区通知》（东政办〔2024〕1号）", 2023, None),
        ("《政府信息公开条例》（国务院令第492号）", 2023, "第492号"),
        ("《政府信息公开条例》（国务院令第711号）", 2023, None),
        ("《政府信息公开条例》（国务院令第492号）", 2017, None),
        ("《政府信息公开条例》（国务院令第711号）", 2017, "第711号"),
        ("《条例》（国务院第492号令）修订为国务院第711号令", 2019, None),
        ("《政府网站发展指引》（国办发〔2017〕47号）", 2023, None),
        ("《政府网站发展指引》（国办发〔2017〕74号）", 2023, "与公布的文号不符"),
        ("《乡村振兴工作方案》（国办发〔2014〕32号）", 2023, "不是《乡村振兴工作方案》的文号"),
        ("《山东省信息公开办法》", 2023, "不准确"),
    ],
)
def test_citations(text: str, year: int, words: str | None) -> None:
    found = _found(f"按照{text}编制本报告。", "D-09", year)
    assert len(found) == (0 if words is None else 1)
    assert all(f.severity == "warning" and words in f.message for f in found if words)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("省人大十三届六次会议", ("省人大", 13, 6)),
        ("十三届全国人大一次会议", ("全国人大", 13, 1)),
        ("全国政协十四届二次会议", ("全国政协", 14, 2)),
        ("山东省第十四届人民代表大会第一次会议", ("山东省人民代表大会", 14, 1)),
    ],
)
def test_sessions_in_their_spellings(words: str, read: tuple[str, int, int]) -> None:
    (session,) = sessions(_prose(f"办理{words}建议3件。"))
    body, term, number = read
    assert session.body.endswith(body)
    assert (session.term, session.session) == (term, number)


@settings(max_examples=60, deadline=None)
@given(st.integers(2003, 2027))
def test_the_national_congress_meets_once_a_year(year: int) -> None:
    term, number = chinese((year - 2003) // 5 + 10), (year - 2003) % 5
    words = f"{year}年承办{term}届全国人大"
    digits = "一二三四五"
    assert _found(f"{words}{digits[number]}次会议建议2件。", "D-10", year) == []
    assert len(_found(f"{words}{digits[(number + 1) % 5]}次会议建议2件。", "D-10", year)) == 1


@pytest.mark.parametrize(
    ("text", "year", "wrong"),
    [
        ("省人大十二届六次会议建议32件。", 2018, True),
        ("省政协十二届一次会议提案63件。", 2018, False),
        ("省人大十二届六次会议建议32件。", 2017, False),
        ("省人大十三届二次会议建议32件。", 2021, True),
        ("2017年省人大十二届五次会议建议32件。", 2018, False),
        ("市人大十六届二次会议建议32件。", 2018, False),
        ("区政协九届三次会议提案2件。", 2018, False),
        ("党的十九届四中全会精神。", 2019, False),
        ("十一届全国人大一次会议建议1件。", 2018, True),
    ],
)
def test_sessions_against_the_year(text: str, year: int, wrong: bool) -> None:
    assert bool(_found(text, "D-10", year)) is wrong


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("申请人身份证号11010519491231002X。", ["warning"]),
        ("流水号110105194912310021。", []),
        ("联系申请人13812345678核实。", ["warning"]),
        ("咨询电话：13812345678。", []),
        ("账号：6222 0212 3456 7890 123。", ["warning"]),
        ("主动公开信息20230115条。", []),
    ],
)
def test_personal_data(text: str, severities: list[str]) -> None:
    assert [f.severity for f in _found(text, "D-12")] == severities


def test_the_clerk_under_the_table_is_for_information() -> None:
    said = Report(AGENCY, 2017, None, sections=[Section("attachment", None, None, "填表人： 某某   联系电话：5551234")])
    assert [f.severity for f in audit(said).findings if f.rule == "D-12"] == ["info"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("公开了各项科技[image: image4.png]@ msoia\n够让群众了解。", ["loss"]),
        ("公开完毕。[image: image4.png]R /| B\n办理情况良好。", ["residue"]),
        ("按时答复，[image: image7.png]i3\n办理情况良好。", ["residue"]),
        ("[bookmark: _GoBack]附件", ["residue"]),
        ("公开了![图](a.png)情况", ["loss"]),
        ("公开了\ufffd\ufffd信息", ["loss"]),
        ('见HYPERLINK "x"网页', ["residue"]),
        ("主动公开的政府信条，占100%。", ["gap"]),
        ("主动公开政府信息条，均已上网。", ["gap"]),
        ("收到XX件申请。", ["gap"]),
        ("收到申请  件。", ["gap"]),
        ("东湖区档案局\n2024年  月  日", ["gap"]),
        ("2023年2月30日发布。", ["gap"]),
        ("2023年13月发布。", ["gap"]),
        ("2023月5日发布。", ["gap"]),
        ("2024年2月29日发布，2023年1-9月汇总。", []),
        ("统计期限自2023月1日起至2023年12月31日止。", []),
        ("按时公开。。均已上网。", ["slip"]),
        ("公开信息。\n图3.网站首页", ["caption"]),
        ("主动公开信息12条，按照“五公开”要求。", []),
        ("收到信息公开申请件，没有受理件。", []),
        ("需登记出生年月日。", []),
        ("图书馆设有查阅点。", []),
        ("XX公司等企业。", []),
    ],
)
def test_traces_and_gaps(text: str, kinds: list[str]) -> None:
    assert [r.kind for r in residues(_prose(text))] == kinds


def test_lost_words_are_a_warning_and_shown_with_their_neighbours() -> None:
    (finding,) = _found("及时公开了各项科技[image: image4.png]@ msoia\n够让群众及时了解。", "D-13")
    assert finding.severity == "warning"
    assert finding.quotes[0].text.startswith("及时公开了各项科技[image")
    assert finding.quotes[0].text.endswith("够让群众及时了解。")
    (finding,) = _found("公开完毕。[bookmark: _GoBack]附件", "D-13")
    assert finding.severity == "info"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="[image: ].png公开了。\n图1\ufffd《》", max_size=60))
def test_any_mess_of_traces_is_read(text: str) -> None:
    prose = _prose(text)
    for residue in residues(prose):
        start, end = residue.around
        assert start <= residue.span[0] < residue.span[1] <= end <= len(prose.text)


@pytest.mark.parametrize(
    ("text", "right"),
    [("涉及商业机密的不予公开。", "商业秘密"), ("没有行政复仪。", "行政复议"), ("涉及商业秘密、个人隐私。", None)],
)
def test_terms(text: str, right: str | None) -> None:
    found = _found(text, "D-11")
    assert [f.severity for f in found] == (["info"] if right else [])
    assert all(right in (f.mend or "") for f in found if right)


def test_figures_of_other_years_alone_are_told() -> None:
    text = "2022年收到申请3件。"
    said = report(None, sections=[text], year=2023)
    said.claims = [claim("req_received", 3, "2022年收到申请3件", text, period="other_year")]
    assert [f.severity for f in audit(said).findings if f.rule == "D-14"] == ["info"]
    said.claims.append(claim("req_received", 4, "收到申请3件", text))
    assert not [f for f in audit(said).findings if f.rule == "D-14"]


def test_more_on_a_channel_than_in_all_is_told_once() -> None:
    text = "主动公开信息598条。网站公布713条，微信公布650条。"
    said = report(None, sections=[text], year=2020)
    said.claims = [
        claim("proactive_items", 598, "主动公开信息598条", text),
        claim("channel_website", 713, "网站公布713条", text),
        claim("channel_wechat", 650, "微信公布650条", text),
    ]
    (finding,) = [f for f in audit(said).findings if f.rule == "D-16"]
    assert (finding.severity, len(finding.quotes)) == ("info", 2)


def test_answers_without_requests() -> None:
    text = "未收到申请。答复申请3件。"
    said = report(None, sections=[text], year=2023)
    said.claims = [claim("req_received", 0, "未收到申请", text), claim("req_answered", 3, "答复申请3件", text)]
    assert [f.severity for f in audit(said).findings if f.rule == "D-16"] == ["warning"]
    said.claims.append(claim("req_carried_in", 3, "未收到申请", text))
    assert not [f for f in audit(said).findings if f.rule == "D-16"]


def test_a_whole_report_stays_clean_of_all_of_it() -> None:
    rules = {"D-09", "D-10", "D-11", "D-12", "D-13", "D-14", "D-16"}
    assert not rules & {f.rule for f in audit(whole()).findings}
