"""Failing and passing cases of the rules about prose and table (T-01 … T-20)."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.report.claims import extract
from gongkai.report.model import Claim, Number, Report, Section
from tests.report.auditing.cases import Case, claim, report

NATIONAL, SHANDONG, DEPARTMENT, WEIHAI = (
    "cn-gid-2014-national",
    "cn-gid-2014-shandong",
    "cn-gid-2014-shandong-dept",
    "cn-gid-2014-weihai",
)
OF_2019, OF_2021 = "cn-gid-2019", "cn-gid-2021"


def says(
    text: str,
    *claims: tuple[str, Number, str],
    edition: str = NATIONAL,
    cells: Mapping[str, Number | str | None] | None = None,
    approx: bool = False,
) -> Report:
    """A report of one section; a claim is (key, value, words of the text)."""
    read: list[Claim] = [
        claim(key, value, quote, text, unit="元" if key.startswith("fee") else "件", approx=approx)
        for key, value, quote in claims
    ]
    return report(edition, cells, sections=[text], claims=read)


def spoken(
    text: str,
    edition: str | None = NATIONAL,
    cells: Mapping[str, Number | str | None] | None = None,
    *,
    key: str | None = "sec_overview",
    year: int | None = None,
    agency: str = "东湖区档案局",
) -> Report:
    """A report of one section whose claims are read from its words."""
    said = report(edition, cells, sections=[Section(key, "一、", "概述", text)], year=year, agency=agency)
    said.claims = extract(text, heading="概述", year=said.year, agency=agency)
    return said


def _received(value: int, quote: str, **cells: Number | None) -> Report:
    return says(f"全年{quote}。", ("req_received", value, quote), cells=cells)


def _more_than_300(**cells: Number | None) -> Report:
    text = "主动公开信息300余条。"
    return says(text, ("proactive_items", 300, text[:-1]), cells=cells, approx=True)


CASES: dict[str, Case] = {
    "T-01": Case(
        fails=_received(9, "收到申请9件", req_received=8),
        passes=_received(8, "收到申请8件", req_received=8),
    ),
    "T-02": Case(
        fails=says(
            "主动公开信息300余条。",
            ("proactive_items", 300, "主动公开信息300余条"),
            cells={"proactive_items": 520},
            approx=True,
        ),
        passes=says(
            "主动公开信息300余条。",
            ("proactive_items", 300, "主动公开信息300余条"),
            cells={"proactive_items": 361},
            approx=True,
        ),
    ),
    "T-03": Case(
        fails=_received(0, "未收到公开申请", req_received=2),
        passes=_received(0, "未收到公开申请", req_received=None),
    ),
    "T-04": Case(
        fails=says("公开文件类信息共40条，其中财政类12条，城建类15条，其他14条。"),
        passes=says("公开文件类信息共41条，其中财政类12条，城建类15条，其他14条。"),
    ),
    "T-05": Case(
        fails=says(
            "主动公开信息90条。",
            ("proactive_items", 90, "主动公开信息90条"),
            cells={"proactive_items": 70, "channel_website": 60, "channel_wechat": 30},
        ),
        passes=says(
            "主动公开信息70条。",
            ("proactive_items", 70, "主动公开信息70条"),
            cells={"proactive_items": 70, "channel_website": 60, "channel_wechat": 30},
        ),
    ),
    "T-06": Case(
        fails=says(
            "主动公开信息51条。\n综上，主动公开信息57条。",
            ("proactive_items", 51, "主动公开信息51条"),
            ("proactive_items", 57, "主动公开信息57条"),
        ),
        passes=says(
            "主动公开信息51条。\n综上，主动公开信息51条。",
            ("proactive_items", 51, "主动公开信息51条"),
            ("proactive_items", 51, "综上，主动公开信息51条"),
        ),
    ),
    "T-07": Case(
        fails=says("主动公开信息51条。", ("proactive_items", 51, "主动公开信息51条"), edition=OF_2021),
        passes=says("收到申请2件。", ("req_received", 2, "收到申请2件"), edition=OF_2021),
    ),
    "T-08": Case(
        fails=says("局长做客“民生直通热线”。", cells={"response_other": 0}),
        passes=says("局长做客“民生直通热线”。", cells={"response_other": 1}),
    ),
    "T-09": Case(
        fails=says(
            "收到申请5件，其中3件属于已主动公开范围，2件信息不存在。",
            ("req_received", 5, "收到申请5件"),
            cells={"req_received": 5, "reply_already_public": 3, "reply_not_exist": 1},
        ),
        passes=says(
            "收到申请5件，其中3件属于已主动公开范围，2件信息不存在。",
            ("req_received", 5, "收到申请5件"),
            cells={"req_received": 5, "reply_already_public": 3, "reply_not_exist": 2},
        ),
    ),
    "T-10": Case(
        fails=says("承办政协提案20件（参阅件2件）。其中已解决10件，正在解决5件，暂难解决2件。"),
        passes=says("承办政协提案20件（参阅件2件）。其中已解决10件，正在解决5件，暂难解决3件。"),
    ),
    "T-11": Case(
        fails=says(
            "配备专职工作人员2名。",
            ("staff_full_time", 2, "专职工作人员2名"),
            cells={"staff_total": 5, "staff_full_time": 5, "staff_part_time": 0},
        ),
        passes=says(
            "配备专职工作人员2名。",
            ("staff_full_time", 2, "专职工作人员2名"),
            cells={"staff_total": 5, "staff_full_time": 2, "staff_part_time": 3},
        ),
    ),
    "T-12": Case(
        fails=says("组织6次会议和培训。", cells={"meetings_held": 2, "training_classes": 3}),
        passes=says("组织5次会议和培训。", cells={"meetings_held": 2, "training_classes": 3}),
    ),
    "T-13": Case(
        fails=says(
            "发布图解等解读信息30条。",
            ("interpretation_articles", 30, "图解等解读信息30条"),
            cells={"interpretation_articles": 12},
        ),
        passes=says(
            "发布图解等解读信息12条。",
            ("interpretation_articles", 12, "图解等解读信息12条"),
            cells={"interpretation_articles": 12},
        ),
    ),
    "T-14": Case(
        fails=says("全部免费。", ("fee_collected", 0, "全部免费"), cells={"fee_collected": 0.2}),
        passes=says("全部免费。", ("fee_collected", 0, "全部免费"), cells={"fee_collected": 0}),
    ),
    "T-15": Case(
        fails=says("公开信息80条，其中财政类20条，占35%。"),
        passes=says("公开信息80条，其中财政类20条，占25%。"),
    ),
    "T-16": Case(
        fails=says("办理网民留言86条。", cells={"response_hot_topics": 86}),
        passes=says("办理网民留言86条。", cells={"response_hot_topics": 12}),
    ),
    "T-17": Case(
        fails=says(
            "受理申请12件（含上年结转2件）。",
            ("req_received", 12, "受理申请12件"),
            edition=OF_2019,
            cells={"req_received@total": 12, "req_carried_in@total": 2},
        ),
        passes=says(
            "受理申请14件（含上年结转2件）。",
            ("req_received", 14, "受理申请14件"),
            edition=OF_2019,
            cells={"req_received@total": 12, "req_carried_in@total": 2},
        ),
    ),
    "T-18": Case(
        fails=says(
            "查阅点接待群众36人次。",
            ("reading_point_visits", 36, "接待群众36人次"),
            edition=DEPARTMENT,
            cells={"channel_other": 36},
        ),
        passes=says(
            "查阅点接待群众36人次。",
            ("reading_point_visits", 36, "接待群众36人次"),
            edition=DEPARTMENT,
            cells={"channel_other": 4},
        ),
        also=frozenset({"T-07"}),
    ),
    "T-19": Case(
        fails=says("通过网站、微博等渠道公开信息。", cells={"channel_website": 30, "channel_weibo": 0}),
        passes=says("通过网站、微博等渠道公开信息。", cells={"channel_website": 30, "channel_weibo": 6}),
    ),
    "T-20": Case(
        fails=says(
            "办结申请7件。",
            ("req_answered", 7, "办结申请7件"),
            edition=OF_2021,
            cells={"outcome_total@total": 6},
        ),
        passes=says(
            "办结申请6件。",
            ("req_answered", 6, "办结申请6件"),
            edition=OF_2021,
            cells={"outcome_total@total": 6},
        ),
    ),
}
