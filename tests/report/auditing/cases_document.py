"""Failing and passing cases of the rules about the form of a report (D-01 … D-17).

The passing reports are whole well-formed ones; a failing report has exactly one fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.law.editions import builtin_editions
from gongkai.report.model import Cell, Claim, Report, Section
from tests.report.auditing.cases import Case, claim

AGENCY = "东湖区档案局"
YEAR = 2023
PREAMBLE = (
    "按照《中华人民共和国政府信息公开条例》（国务院令第711号）编制本报告。统计期限为2023年1月1日至2023年12月31日。"
    "如有疑问，请与东湖区档案局办公室联系（地址：东湖区环湖路8号，电话：0551-6123456）。"
)
BODIES = {
    "sec_overall": "全年档案开放与政府信息公开同步推进，专栏内容按月更新。\n"
    "（一）主动公开。制度文件和档案利用指南均已上网。\n（二）监督保障。信息公开列入科室年度考核，"
    + "考核结果在局务会上通报，并作为评优的依据。"
    * 6,
    "sec_proactive_disclosure": "机构职能、办事指南和财政预决算已经公开。",
    "sec_requests_handling": "未收到政府信息公开申请。",
    "sec_review_litigation": "未发生行政复议、行政诉讼。",
    "sec_problems": "一是解读形式单一；二是栏目维护人手不足。已经调整分工。",
    "sec_other": "未收取信息处理费。\n东湖区档案局\n2024年1月18日",
}
NUMBERS = ("一、", "二、", "三、", "四、", "五、", "六、")


def whole(
    *,
    preamble: str = PREAMBLE,
    bodies: dict[str, str] | None = None,
    leave_out: Sequence[str] = (),
    title: str = f"{AGENCY}{YEAR}年政府信息公开工作年度报告",
    edition: str = "cn-gid-2021",
    year: int = YEAR,
) -> Report:
    """A well-formed report; ``bodies`` replace the text of sections by key."""
    texts = BODIES | (bodies or {})
    titles = {s.key: s.title for s in builtin_editions()[edition].sections}
    sections = [
        Section(key, number, titles[key], texts[key])
        for number, key in zip(NUMBERS, texts, strict=True)
        if key not in leave_out
    ]
    return Report(AGENCY, year, edition, title, sections=[Section("preamble", None, None, preamble), *sections])


def _claiming(claims: Sequence[Claim], bodies: dict[str, str]) -> Report:
    return replace(whole(bodies=bodies), claims=list(claims))


def _old(text: str) -> Report:
    """A report of the 2014 form in one section."""
    sections = [
        Section("preamble", None, None, PREAMBLE.replace("2023", "2017").replace("711", "492")),
        Section("sec_overview", "一、", "概述", text + "\n" + BODIES["sec_overall"]),
        Section("sec_other", "二、", "其他需要报告的事项", "无。\n东湖区档案局\n2018年1月18日"),
    ]
    return Report(AGENCY, 2017, "cn-gid-2014-national", f"{AGENCY}2017年政府信息公开工作年度报告", sections=sections)


def _with_units(unit: str) -> Report:
    cells = {
        key: Cell(key, 3, "3", unit="条", printed_unit=printed)
        for key, printed in (("proactive_items", unit), ("channel_website", "条"))
    }
    return replace(_old(_ALL_ITEMS), cells=cells)


_ALL_ITEMS = "主动公开3条；受理申请0件；没有收费；没有复议和诉讼；存在的问题是更新慢。"
_POSTS = "微信公众号发布信息640条。累计推送信息640条。"
_TWO_CLAIMS = (
    claim("channel_wechat", 640, "微信公众号发布信息640条", _POSTS, unit="条", section=2),
    claim("channel_wechat", 640, "累计推送信息640条", _POSTS, unit="条", section=2, period="cumulative"),
)
_FIVE_PARTS = "总体情况、主动公开政府信息、收到和处理申请、行政复议和诉讼、存在的问题及改进"
_TIMELY = "各类信息均及时公开。"
_RESTARTED = BODIES["sec_overall"].replace("（一）主动公开", "一、主动公开").replace("（二）监督", "二、监督")

CASES: dict[str, Case] = {
    "D-01": Case(fails=whole(leave_out=["sec_other"]), passes=whole(), also=frozenset({"D-05", "D-04"})),
    "D-02": Case(
        fails=_old(_ALL_ITEMS.replace("没有收费；", "")),
        passes=_old(_ALL_ITEMS),
    ),
    "D-03": Case(fails=whole(preamble=PREAMBLE.replace("1月1日", "3月1日")), passes=whole()),
    "D-04": Case(
        fails=whole(bodies={"sec_other": "未收取信息处理费。\n发布日期：2024-02-27\n东湖区档案局\n2024年1月18日"}),
        passes=whole(bodies={"sec_other": "未收取信息处理费。\n发布日期：2024-01-29\n东湖区档案局\n2024年1月18日"}),
    ),
    "D-05": Case(fails=whole(bodies={"sec_other": "未收取信息处理费。"}), passes=whole()),
    "D-06": Case(fails=whole(preamble=PREAMBLE.split("如有疑问")[0]), passes=whole()),
    "D-07": Case(fails=whole(bodies={"sec_overall": _RESTARTED}), passes=whole()),
    "D-08": Case(
        fails=whole(preamble=PREAMBLE + f"本报告由{_FIVE_PARTS}等部分组成。"),
        passes=whole(preamble=PREAMBLE + f"本报告由{_FIVE_PARTS}、其他需要报告的事项等部分组成。"),
    ),
    "D-09": Case(
        fails=whole(preamble=PREAMBLE + "依据《东湖区2023年政务公开工作要点》（东政办发〔2021〕6号）。"),
        passes=whole(preamble=PREAMBLE + "依据《东湖区2023年政务公开工作要点》（东政办发〔2023〕6号）。"),
    ),
    "D-10": Case(
        fails=whole(bodies={"sec_proactive_disclosure": "公开了省人大十三届六次会议建议的答复。"}),
        passes=whole(bodies={"sec_proactive_disclosure": "公开了省人大十四届一次会议建议的答复。"}),
    ),
    "D-11": Case(
        fails=whole(bodies={"sec_proactive_disclosure": "涉及商业机密的不予公开。"}),
        passes=whole(bodies={"sec_proactive_disclosure": "涉及商业秘密的不予公开。"}),
    ),
    "D-12": Case(
        fails=whole(bodies={"sec_requests_handling": "申请人的身份证号为11010519491231002X。"}),
        passes=whole(bodies={"sec_requests_handling": "申请人的身份证号为110105********002X。"}),
    ),
    "D-13": Case(
        fails=whole(bodies={"sec_proactive_disclosure": "主动公开信息条，按时更新。"}),
        passes=whole(bodies={"sec_proactive_disclosure": "主动公开信息12条，按时更新。"}),
    ),
    "D-14": Case(
        fails=_claiming(_TWO_CLAIMS, {"sec_proactive_disclosure": _POSTS}),
        passes=_claiming(_TWO_CLAIMS[:1], {"sec_proactive_disclosure": _POSTS}),
        also=frozenset({"T-07"}),
    ),
    "D-15": Case(fails=_with_units(""), passes=_with_units("条")),
    "D-16": Case(
        fails=whole(bodies={"sec_proactive_disclosure": _TIMELY, "sec_problems": "个别栏目更新不及时。"}),
        passes=whole(bodies={"sec_proactive_disclosure": _TIMELY}),
        severity="info",
    ),
    "D-17": Case(fails=whole(title=f"{AGENCY}{YEAR}年工作总结"), passes=whole()),
}
