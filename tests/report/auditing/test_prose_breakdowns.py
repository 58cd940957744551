"""Totals and parts: what belongs together, what looks complete, what need not add up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Finding
from gongkai.report.auditing.prose import Prose
from gongkai.report.auditing.prose_breakdowns import Breakdown, breakdowns
from gongkai.report.claims import extract
from gongkai.report.model import Report, Section


def _report(text: str) -> Report:
    section = Section(None, None, None, text)
    claims = extract(text, heading=None, year=2020, agency="东湖区档案局")
    return Report("东湖区档案局", 2020, None, sections=[section], claims=claims)


def _breakdowns(text: str) -> list[Breakdown]:
    return [b for b in breakdowns(Prose(_report(text))) if len(b.parts) > 1]


def _sums(text: str) -> list[Finding]:
    return [f for f in audit(_report(text)).findings if f.rule == "T-04"]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("公开信息56条，其中：业务类16条，动态类21条，其他19条。", 56, [16, 21, 19]),
        ("公开信息56条。其中业务类16条，动态类40条。", 56, [16, 40]),
        ("在公开的56条信息中，业务类16条，动态类40条。", 56, [16, 40]),
        ("公开信息56条，包括业务类16条、动态类40条。", 56, [16, 40]),
        ("收到申请9件，答复8件，1件结转下年。其中予以公开5件，无法提供3件。", 8, [5, 3]),
        ("公开信息56条。按栏目看：业务类16条，动态类40条。", 56, [16, 40]),
        ("公开信息56条（其中业务类16条，动态类40条），阅读量300条。", 56, [16, 40]),
        ("业务类公开16条，动态类公开40条，合计56条。", 56, [16, 40]),
        ("共收到申请4件。受理方式为信函3件、网络申请1件，其中项目信息4件。", 4, [3, 1]),
        ("收到申请10件，其中网上8件（含邮件2件），信函2件，办结10件。", 10, [8, 2]),
        ("公开信息37条，其中全文电子化35条，包括建设类29条、安全类6条。", 35, [29, 6]),
        ("公开信息56条，较上年增加8条，其中业务类16条，动态类40条。", 56, [16, 40]),
        ("公开信息90条，其中政策类30条，其中省级10条、市级20条；动态类60条。", 90, [30, 60]),
    ],
)
def test_parts_are_bound_to_their_total(text: str, total: int, parts: list[int]) -> None:
    assert (total, parts) in [(b.total.value, [p.value for p in b.parts]) for b in _breakdowns(text)]


@pytest.mark.parametrize(
    ("last", "found"),
    [("1件", []), ("4件", ["正文总数为3件，所列3个分项1＋1＋4＝6件，比总数多3。"])],
)
def test_each_of_several_totals_told_in_a_row_has_its_own_parts(last: str, found: list[str]) -> None:
    refused = f"不予公开3件，其中属于国家秘密1件，保护第三方合法权益1件，属于行政执法案卷{last}"
    unable = "无法提供2件，其中不掌握1件，没有现成信息1件"
    text = f"予以公开4件，部分公开2件，{refused}；{unable}；信访类申请6件，重复申请5件。"
    several = [f.message for f in _sums(text) if f.severity == "error"]
    assert several == found


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("公开信息60条，其中业务类16条，动态类21条，其他19条。", True),
        ("公开信息60条，其中业务类16条，动态类21条，财政类19条。", True),
        ("公开信息60条，其中业务16条，占27%，动态21条，占35%，财政19条，占32%。", True),
        ("公开信息60条，其中业务16条，动态21条，财政19条。", False),
        ("公开信息60条，其中业务类16条，动态类21条。", False),
        ("公开信息60条，其中文件16条，简报21期，其他20条。", False),
    ],
)
def test_which_lists_look_complete(text: str, complete: bool) -> None:
    assert [b.complete for b in _breakdowns(text)] == [complete]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("公开信息60条，其中网站公布40条，微信公布20条。", "channel"),
        ("收到申请6件，其中当面申请2件，网络申请4件。", "mode"),
        ("答复申请6件，其中予以公开4件，部分公开2件。", "outcome"),
        ("公开信息60条，其中财政类40条，城建类20条。", "class"),
    ],
)
def test_by_what_parts_are_told_apart(text: str, kind: str) -> None:
    assert [b.kind for b in _breakdowns(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息56条，其中业务类16条，动态类21条，其他19条。",
        "收到申请5件，其中网上4件、信函1件，其中自然人3件、企业2件。",
        "公开信息500条，其中网站480条，微博200条，微信150条。",
        "在公开的65条信息中，全文电子化57条，为民办实事类13条。",
        "公开信息56条，其中重点领域6条。",
        "制发文件6件、废止2件，公开信息40条。",
        "本年度共收到申请15件，较去年增加3件。其中自然人12件，法人3件。按申请方式分：网上10件，信函4件，当面1件。",
        "公开信息60余条，其中业务类16条，动态类21条，其他19条。",
    ],
)
def test_what_adds_up_or_need_not_stays_silent(text: str) -> None:
    assert _sums(text) == []


@pytest.mark.parametrize(
    ("text", "severity", "words"),
    [
        ("公开信息56条，其中业务类16条，动态类21条，其他20条。", "error", "16＋21＋20＝57条，比总数多1"),
        ("公开信息58条，其中业务类16条，动态类21条，其他20条。", "error", "＝57条，比总数少1"),
        ("收到申请8件，其中网上申请5件，信函申请4件。", "error", "比总数多1"),
        ("收到申请16件，其中当面2件，网上10件，信函3件。", "warning", "比总数少1"),
        ("公开信息461条，其中文件类396条；通知类66条。", "warning", "比总数多1"),
        ("报道144条，包括日报7条、晚报2条、电台1条。", "info", "比总数少134"),
        ("网站公布100条，微信公布60条，合计150条。", None, ""),
        ("甲类公布100条，乙类公布60条，合计150条。", "error", "比总数多10"),
    ],
)
def test_how_grave_a_wrong_sum_is(text: str, severity: str | None, words: str) -> None:
    found = _sums(text)
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(words in f.message for f in found)


def test_the_mend_names_the_part_that_is_too_much() -> None:
    (finding,) = _sums("公开信息47条，其中，职责类5条；动态类38条；法规类3条；收费类1条；其他类29条。")
    assert finding.mend == "前4项之和恰为总数，请核对其后的“其他类29条”。"
    (finding,) = _sums("公开信息40条，其中财政类12条；城建类10条；教育类9条；其他19条。")
    assert finding.mend == "多出的数恰等于“城建类”一项，请核对是否重复计算。"
    (finding,) = _sums("公开信息41条，其中财政类12条；城建类15条；其他13条。")
    assert finding.mend == "请核对各分项；如分项无误，总数应为40条。"


def test_the_quote_reaches_from_the_total_to_the_last_part() -> None:
    (finding,) = _sums("全年公开信息41条，其中财政类12条；城建类15条；其他13条。另有简报3期。")
    assert [q.text for q in finding.quotes] == ["41条，其中财政类12条；城建类15条；其他13条"]


_OPENERS = st.sampled_from(["，其中", "。其中：", "，包括", "。按类别看："])
_VALUES = st.lists(st.integers(1, 400), min_size=3, max_size=8)


@settings(max_examples=60, deadline=None)
@given(_VALUES, st.integers(-5, 5), st.sampled_from(["，", "；", "、"]), _OPENERS)
def test_a_complete_list_fails_exactly_when_it_does_not_add_up(
    values: list[int], slip: int, separator: str, opener: str
) -> None:
    names = ("财政", "城建", "教育", "卫生", "民政", "农业", "水利")
    parts = [f"{name}类信息{v}条" for name, v in zip(names, values[:-1], strict=False)]
    total = sum(values) + slip
    if total <= 0:
        return
    found = _sums(f"公开信息{total}条{opener}{separator.join([*parts, f'其他{values[-1]}条'])}。")
    assert [f.severity for f in found] == ([] if slip == 0 else ["error"])


def test_requests_that_were_answered_are_no_part_of_the_items_disclosed() -> None:
    items = "全年主动公开政府信息3622条。办结申请154件。"
    assert _sums(f"{items}在答复的申请中，属于已主动公开范围43件，同意公开40件，不同意公开11件。") == []
