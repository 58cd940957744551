"""The prose as one text: offsets, sentences, quotes, what is a plan."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.auditing.findings import Subject
from gongkai.report.auditing.prose import Prose, Sentence, half_width, is_fact, prose_of, quotes_of
from gongkai.report.model import Report, Section
from tests.report.auditing.cases import claim, report

_CHARACTERS = st.text(alphabet="全年公开信息收到件条12,，。；;！？\n 一（）(3)其中%％", max_size=60)


def _prose(*texts: str) -> Prose:
    return Prose(report(None, sections=list(texts), year=2020))


def _sentences(*texts: str) -> list[str]:
    return [s.text.strip() for s in _prose(*texts).sentences]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_half_width_text_keeps_its_offsets(text: str) -> None:
    assert len(half_width(text)) == len(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("公开１２条，占５０％；", "公开12条,占50%;"),
        ("（一）情况：", "(一)情况:"),
        ("公開條數12條", "公开条数12条"),
        ("2019年1月1日－12月31日", "2019年1月1日-12月31日"),
        ("《办法》、“两会”", "《办法》、“两会”"),
    ],
)
def test_patterns_are_written_once(printed: str, folded: str) -> None:
    assert half_width(printed) == folded


@settings(max_examples=60, deadline=None)
@given(st.lists(_CHARACTERS, min_size=1, max_size=4))
def test_sentences_lie_in_order_and_leave_nothing_out(texts: list[str]) -> None:
    prose = _prose(*texts)
    covered = set()
    end = 0
    for sentence in prose.sentences:
        assert sentence.start >= end
        assert sentence.text == prose.text[sentence.start : sentence.end]
        end = sentence.end
        covered |= set(range(sentence.start, sentence.end))
    left = {prose.text[i] for i in range(len(prose.text)) if i not in covered}
    assert left <= set("。?! \n")


@settings(max_examples=60, deadline=None)
@given(st.lists(_CHARACTERS, min_size=1, max_size=4))
def test_a_quote_is_the_section_word_for_word(texts: list[str]) -> None:
    prose = _prose(*texts)
    for sentence in prose.sentences:
        quote = prose.quote(sentence.start, sentence.end)
        assert quote.section == sentence.section
        assert quote.text == texts[sentence.section][quote.start : quote.end]
        assert half_width(quote.text) == sentence.text
        assert prose.sentence_at(sentence.start) is sentence
        assert prose.offset(sentence.section, quote.start or 0) == sentence.start


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("公开56条。收到3件！", ["公开56条", "收到3件"]),
        ("公开56条，其中：\n财政类6条；\n其他50条。", ["公开56条,其中:\n财政类6条;\n其他50条"]),
        ("（一）主动公开情况\n全年公开56条。", ["(一)主动公开情况", "全年公开56条"]),
        (
            "全年通过门户网站、新媒体等渠道公开各类政府信息，涉及财政预决算和重大\n项目56条。",
            ["全年通过门户网站、新媒体等渠道公开各类政府信息,涉及财政预决算和重大\n项目56条"],
        ),
        (
            "全年通过门户网站、新媒体等渠道公开各类政府信息，涉及财政预决算和重大\n（二）申请情况\n收到3件。",
            ["全年通过门户网站、新媒体等渠道公开各类政府信息,涉及财政预决算和重大", "(二)申请情况", "收到3件"],
        ),
        ("\n\n", []),
    ],
)
def test_a_list_over_lines_is_one_sentence_and_a_heading_its_own(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_sections_never_share_a_sentence() -> None:
    assert _sentences("公开56条，", "其中网站50条。") == ["公开56条,", "其中网站50条"]


def test_what_surrounds_the_table_is_no_prose() -> None:
    prose = Prose(
        Report(sections=[Section(None, None, None, "公开1条。"), Section("attachment", None, None, "填表人")])
    )
    assert prose.text == "公开1条。"
    assert prose.attachment == "填表人"


def test_claims_stand_in_their_sentences() -> None:
    texts = ("收到申请3件。", "公开9条。上年公开7条。")
    claims = [
        claim("proactive_items", 9, "公开9条", texts[1], section=1),
        claim("proactive_items", 7, "上年公开7条", texts[1], section=1, period="other_year"),
        claim("req_received", 3, "收到申请3件", texts[0]),
    ]
    prose = Prose(report(None, sections=list(texts), claims=claims, year=2020))
    assert [[s.claim.value for s in sentence.claims] for sentence in prose.sentences] == [[3], [9], [7]]
    assert [s.claim.value for s in prose.own] == [3, 9]
    assert [q.text for q in quotes_of(prose, [*prose.own, prose.own[0]])] == ["收到申请3件", "公开9条"]


def test_sentences_are_found_by_their_words_once_and_in_order() -> None:
    prose = _prose("微博公开1条。网站公开，网站发布。\n微博停更。")
    found = prose.mentioning(("微博", "网站", "公报"))
    assert [s.text for s in found] == ["微博公开1条", "网站公开,网站发布", "微博停更"]


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("下一步，将举办培训班", True),
        ("今后要加强培训", True),
        ("我局将进一步拓宽渠道", True),
        ("2021年计划组织两期培训", True),
        ("将涉及隐私以外的信息通过网站公开", False),
        ("举办培训班2期", False),
        ("结转下年度继续办理1件", False),
        ("结转至下年度1件", False),
    ],
)
def test_plans_are_told_from_facts(text: str, planned: bool) -> None:
    assert Sentence(text, 0, len(text), 0).planned is planned


@pytest.mark.parametrize(
    ("text", "key", "fact"),
    [
        ("举办培训班2期。", "sec_overall", True),
        ("2020年举办培训班2期。", "sec_overall", True),
        ("2019年举办培训班2期。", "sec_overall", False),
        ("较2019年，2020年培训增加。", "sec_overall", True),
        ("举办培训班不多。", "sec_problems", False),
        ("下一步举办培训班。", "sec_overall", False),
    ],
)
def test_facts_are_of_the_year_and_no_problems(text: str, key: str, fact: bool) -> None:
    subject = Subject(report(None, sections=[Section(key, "一、", "标题", text)], year=2020))
    assert is_fact(subject, prose_of(subject).sentences[0]) is fact


def test_the_prose_of_a_subject_is_derived_once() -> None:
    subject = Subject(report(None, sections=["公开1条。"]))
    assert prose_of(subject) is prose_of(subject)
    assert prose_of(subject) is not prose_of(Subject(subject.report))
