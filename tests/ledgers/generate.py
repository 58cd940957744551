"""Random workbooks by the rules of ledgers.md, for properties (`workbooks`) and, at any size, for benchmarks (`big`).

Both are made by the same code from a `random.Random`; Hypothesis hands in one whose draws it steers and shrinks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from .sheets import PROPOSAL_RESULTS, SHEETS, YES_NO, Row, Workbook, editions, outcomes

YEARS = range(2014, 2024)
"""The years worth drawing: rows go on to two years after, and none shall lie in the future."""
_DAY = timedelta(days=1)


class Case(NamedTuple):
    """A workbook with a year to count and one of the editions of that year."""

    workbook: Workbook
    edition: str
    year: int


def workbooks(year: int, *, max_rows: int = 8, sheets: Collection[str] | None = None) -> st.SearchStrategy[Workbook]:
    """Valid workbooks around ``year``, each sheet with up to ``max_rows`` rows (a few more where rows are repeated).

    With ``sheets`` exactly these; without, any sheet but the one of requests may be missing."""
    randoms = st.randoms(use_true_random=False)
    return randoms.map(lambda random: _workbook(random, year, max_rows, sheets))


@st.composite
def cases(draw: st.DrawFn, years: Collection[int] = YEARS, *, max_rows: int = 8) -> Case:
    year = draw(st.sampled_from(sorted(years)))
    return Case(draw(workbooks(year, max_rows=max_rows)), draw(st.sampled_from(editions(year))), year)


def big(rows: int, seed: int, year: int = 2021) -> Workbook:
    """A workbook of exactly ``rows`` rows in all, the same for the same seed, shared out as in a busy agency."""
    random = Random(seed)
    maker = _Maker(random, year)
    workbook: Workbook = {sheet: [] for sheet in SHEETS}
    counts = {sheet: rows * share // 100 for sheet, share in _SHARES.items()}
    counts["主动公开信息"] += rows - sum(counts.values())
    for sheet in SHEETS:
        workbook[sheet] = [maker.row(sheet, number) for number in range(counts[sheet])]
    return workbook


_SHARES = {
    "主动公开信息": 25, "公开渠道": 33, "回应解读": 5, "信息公开申请": 20, "复议诉讼": 3, "举报投诉": 3, "行政权力": 3,
    "会议培训": 1, "人员机构": 1, "经费收费": 1, "查阅点接待": 2, "两馆报送": 2, "建议提案": 1,
}  # fmt: skip


def _workbook(random: Random, year: int, max_rows: int, sheets: Collection[str] | None) -> Workbook:
    maker = _Maker(random, year)
    workbook: Workbook = {}
    for sheet in SHEETS:
        if sheet in sheets if sheets is not None else sheet == "信息公开申请" or random.randint(0, 9) > 0:
            workbook[sheet] = [maker.row(sheet, number) for number in range(random.randint(0, max_rows))]
            _repeat(random, sheet, workbook[sheet])
            _drop_columns(random, sheet, workbook[sheet])
    return workbook


def _repeat(random: Random, sheet: str, rows: list[Row]) -> None:
    """Equal rows, where rows have no number of their own: they stay apart by their ordinal (line 9)."""
    if rows and SHEETS[sheet].number is None and random.randint(0, 2) == 0:
        for _ in range(random.randint(1, 2)):
            rows.insert(random.randint(0, len(rows)), dict(random.choice(rows)))


def _drop_columns(random: Random, sheet: str, rows: list[Row]) -> None:
    """A sheet may lack a column that is not required and that no row fills. (A required column that is empty is that
    of the postings, whose 索引号 bears the star and yet may be blank; the column stays.)"""
    for column in SHEETS[sheet].columns:
        empty = all(row[column.header] is None for row in rows)
        if rows and not column.required and empty and random.randint(0, 1):
            for row in rows:
                del row[column.header]


class _Maker:
    """Makes one row after another. What it made before it remembers, so that rows can name an item or a request."""

    def __init__(self, random: Random, year: int) -> None:
        self.random = random
        self.year = year
        self.first = date(year - 3, 1, 1)
        self.last = date(year + 2, 12, 31)
        self.items: list[str] = []
        self.requests: list[str] = []

    def row(self, sheet: str, number: int) -> Row:
        row: Row = _MAKERS[sheet](self, number)
        assert list(row) == SHEETS[sheet].headers
        return row

    # What a row is made of.

    def pick(self, sheet: str, header: str) -> str:
        return self.random.choice(SHEETS[sheet].column(header).options)

    def maybe_pick(self, sheet: str, header: str) -> str | None:
        return self.random.choice((None, *SHEETS[sheet].column(header).options))

    def maybe(self, text: str) -> str | None:
        return self.random.choice((None, text))

    def day(self, since: date | None = None) -> date:
        """A day in the year itself as often as in any of those around, often one beside which a year begins or ends."""
        since = max(since or self.first, self.first)
        last = self.last
        if self.random.randint(0, 1) and since.year <= self.year:
            since, last = max(since, date(self.year, 1, 1)), date(self.year, 12, 31)
        if self.random.randint(0, 1):
            edges = (date(year, *edge) for year in range(since.year, last.year + 1) for edge in _EDGES)
            return self.random.choice([*(edge for edge in edges if edge >= since), last])
        return since + _DAY * self.random.randint(0, (last - since).days)

    def maybe_day(self, since: date | None = None) -> date | None:
        return self.random.choice((None, self.day(since), self.day(since)))

    def amount(self) -> Decimal:
        """In 万元, down to the 分 (six places)."""
        places = self.random.choice((0, 1, 2, 4, 6))
        return Decimal(self.random.randint(0, 9999)).scaleb(-places)

    # One function a sheet.

    def item(self, number: int) -> Row:
        sheet, random = "主动公开信息", self.random
        access = self.pick(sheet, "公开属性")
        made = self.maybe_day()
        status = self.maybe_pick(sheet, "状态")
        ended = status in ("废止", "失效")
        index = f"{random.choice(('XXGK', '鲁公开', 'A/B-'))}-{number:06d}"
        self.items.append(index)
        return {
            "索引号": index,
            "标题": f"{random.choice(_TITLES)}（{number}）",
            "文号": self.maybe(f"公开办发〔{(made or self.first).year}〕{number}号"),
            "信息类型": self.pick(sheet, "信息类型"),
            "目录编码": self.maybe(f"{random.randint(1, 20):02d}"),
            "内容分类": self.maybe("机构职能"),
            "公开属性": access,
            "不予公开理由": "涉及个人隐私" if access == "不予公开" else None,
            "成文日期": made,
            # An item may be given out on request, then have a day on which that first happened; it is not 主动公开.
            "首次公开日期": None if access == "不予公开" else self.maybe_day(made),
            "状态": status,
            "废止或失效日期": self.day(made) if ended else None,
        }

    def posting(self, number: int) -> Row:
        index = self.random.choice((None, *self.items[-20:]))
        return {
            "索引号": index,
            "标题": self.maybe(f"信息{number}") if index else f"信息{number}",
            "渠道": self.pick("公开渠道", "渠道"),
            "发布日期": self.day(),
            "地址": self.maybe(f"https://www.example.gov.cn/{number}.html?a=1&b=2"),
        }

    def response(self, number: int) -> Row:
        return {
            "日期": self.day(),
            "类型": self.pick("回应解读", "类型"),
            "主题": f"主题{number}",
            "热点编号": self.random.choice((None, "热点1", "热点2", "热点3", f"热点{number}")),
            "主要负责同志参加": self.maybe_pick("回应解读", "主要负责同志参加"),
            "形式": self.maybe("图文"),
            "关联索引号": self.random.choice((None, *self.items[-5:])),
        }

    def request(self, number: int) -> Row:
        sheet = "信息公开申请"
        received = self.day()
        answered = self.answer_day(received)
        register = f"{received.year}-{number:06d}"
        self.requests.append(register)
        return {
            "登记号": register,
            "收到日期": received,
            "提出方式": self.pick(sheet, "提出方式"),
            "申请人类型": self.pick(sheet, "申请人类型"),
            "申请内容": f"申请公开第{number}号文件",
            "延期": self.maybe_pick(sheet, "延期"),
            "答复日期": answered,
            "办理结果": None if answered is None else self.random.choice(outcomes(answered.year)),
        }

    def answer_day(self, received: date) -> date | None:
        """Soon, late or never; not before 2014, when no form gave the labels of an outcome."""
        since = max(received, date(2014, 1, 1))
        soon = min(since + _DAY * self.random.randint(0, 60), self.last)
        return self.random.choice((None, soon, soon, self.day(since)))

    def case(self, number: int) -> Row:
        sheet = "复议诉讼"
        accepted = self.day()
        concluded = self.maybe_day(accepted)
        return {
            "编号": f"案{number:06d}",
            "类型": self.pick(sheet, "类型"),
            "受理日期": accepted,
            "审结日期": concluded,
            "结果": None if concluded is None else self.pick(sheet, "结果"),
            "关联登记号": self.random.choice((None, *self.requests[-5:])),
        }

    def complaint(self, number: int) -> Row:
        result = self.maybe_pick("举报投诉", "结果")
        return {"编号": f"举{number:06d}", "日期": self.day(), "内容": f"反映事项{number}", "结果": result}

    def power(self, number: int) -> Row:
        return {
            "月份": f"{self.day():%Y-%m}",
            "类别": self.pick("行政权力", "类别"),
            "件数": self.random.choice((None, 0, self.random.randint(1, 2000))),
            "金额（万元）": self.random.choice((None, self.amount())),
        }

    def meeting(self, number: int) -> Row:
        return {
            "日期": self.day(),
            "类型": self.pick("会议培训", "类型"),
            "名称": f"政务公开工作会{number}",
            "举办单位": self.pick("会议培训", "举办单位"),
            "人次": self.random.choice((None, 0, self.random.randint(1, 300))),
        }

    def capacity(self, number: int) -> Row:
        kind = self.pick("人员机构", "类型")
        since = self.day()
        return {"姓名或名称": f"{kind}{number}", "类型": kind, "起": since, "止": self.maybe_day(since)}

    def fund(self, number: int) -> Row:
        return {"日期": self.day(), "类型": self.pick("经费收费", "类型"), "金额（万元）": self.amount()}

    def visit(self, number: int) -> Row:
        place = self.random.choice(("档案馆", "图书馆", "政务服务中心"))
        return {"日期": self.day(), "查阅点": place, "人次": self.random.randint(0, 50)}

    def delivery(self, number: int) -> Row:
        receiver = self.random.choice(("档案馆", "图书馆"))
        carrier = self.pick("两馆报送", "载体")
        return {"日期": self.day(), "接收单位": receiver, "载体": carrier, "件数": self.random.randint(0, 50)}

    def proposal(self, number: int) -> Row:
        sheet = "建议提案"
        answered = self.maybe_day()
        reference = self.random.choice((None, *YES_NO))
        results = PROPOSAL_RESULTS[-1:] if reference == "是" else PROPOSAL_RESULTS
        return {
            "编号": f"提{number:06d}",
            "届次": f"十三届{self.random.choice('一二三')}次会议",
            "类型": self.pick(sheet, "类型"),
            "标题": f"关于事项{number}的建议",
            "参阅件": reference,
            "答复日期": answered,
            "办理结果": None if answered is None else self.random.choice(results),
            "满意": None if answered is None else self.maybe_pick(sheet, "满意"),
        }


_EDGES = ((1, 1), (1, 2), (12, 30), (12, 31))
_TITLES = ("关于印发工作规则的通知", "“十三五”规划 & 附件<一>", '公示："名单"', "年度预算, 决算")
_MAKERS: dict[str, Callable[[_Maker, int], Row]] = {
    "主动公开信息": _Maker.item,
    "公开渠道": _Maker.posting,
    "回应解读": _Maker.response,
    "信息公开申请": _Maker.request,
    "复议诉讼": _Maker.case,
    "举报投诉": _Maker.complaint,
    "行政权力": _Maker.power,
    "会议培训": _Maker.meeting,
    "人员机构": _Maker.capacity,
    "经费收费": _Maker.fund,
    "查阅点接待": _Maker.visit,
    "两馆报送": _Maker.delivery,
    "建议提案": _Maker.proposal,
}
