"""Whatever a report says, its audit ends, quotes it word for word, and speaks Chinese."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit
from gongkai.report.claims import extract
from gongkai.report.model import Cell, Report, Section

_VOCABULARY = """
全年 2020年 上年 收到申请 答复 办结 其中 包括 网站 微信 微博 公开信息 3件 12条 １０条 5次 百分之二十 25% 占 增长
较上年 同比 参阅件 提案 建议 解决 正在解决 暂难解决 行政复议 未收到 没有 统计期限 1月1日 至 12月31日 2020月1日
《条例》 （国务院令第711号） 〔2021〕30号 省人大十三届六次会议 [image:a.png] 图1. 一、 （一） 1. 商业机密
13812345678 留言 解读 篇 会议和培训 专职人员 2名 共 合计 其他 类 ， 。 ； ： （ ） 、 0551-6123456 结转 含 万 余 约
无 均 本报告由 组成 等五个部分 发布日期：2021-02-30 東湖 條
"""
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\n", " "])
_TEXTS = st.lists(_WORDS, max_size=40).map("".join)
_KEYS = ("sec_overall", "sec_problems", "preamble", "attachment", None)
_VALUES = st.one_of(st.none(), st.integers(0, 50))


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    edition = draw(st.sampled_from([None, *builtin_editions()]))
    year = draw(st.sampled_from([None, 2012, 2017, 2020, 2023]))
    sections = [
        Section(draw(st.sampled_from(_KEYS)), draw(st.sampled_from(["一、", "（三）", "第二部分", None])), "标题", text)
        for text in draw(st.lists(_TEXTS, max_size=4))
    ]
    keys = draw(st.lists(st.sampled_from(list(builtin_editions()[edition].slots)), max_size=12)) if edition else []
    cells = {k: Cell(k, v, "" if v is None else str(v)) for k in keys for v in [draw(_VALUES)]}
    agency = draw(st.sampled_from([None, "东湖区档案局", "东湖区人民政府"]))
    title = draw(st.sampled_from([None, "东湖区档案局2020年政府信息公开工作年度报告"]))
    report = Report(agency, year, edition, title, cells=cells, sections=sections)
    for number, section in enumerate(sections):
        for claim in extract(section.text, heading="标题", year=year, agency=agency):
            values = {f: getattr(claim, f) for f in claim.__slots__}
            report.claims.append(type(claim)(**{**values, "section": number}))
    return report


@settings(max_examples=150, deadline=None)
@given(_reports(), st.one_of(st.none(), _reports()))
def test_every_report_can_be_audited(report: Report, previous: Report | None) -> None:
    for finding in audit(report, previous=previous).findings:
        assert finding.message
        for quote in finding.quotes:
            if quote.section is not None:
                assert report.sections[quote.section].text[quote.start : quote.end] == quote.text
