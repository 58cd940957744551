"""The sheets of the register workbook, stated once more by hand from ledgers.md (the lines named are its lines)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Value = str | int | Decimal | date | None
Row = dict[str, Value]
Workbook = dict[str, list[Row]]
"""Rows by sheet. A blank is None; a header that no row of a sheet has is a column that the sheet does not have."""

Kind = Literal["text", "number", "date", "month", "count", "money", "option"]


@dataclass(frozen=True)
class Column:
    """``number`` is a row's own number, which no other row of the sheet may have; ``count`` a whole number.
    ``required`` is the star: the column must be there and, but for 索引号 of 公开渠道, every cell of it filled."""

    header: str
    kind: Kind = "text"
    required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]

    @property
    def number(self) -> str | None:
        return next((column.header for column in self.columns if column.kind == "number"), None)

    def column(self, header: str) -> Column:
        return next(column for column in self.columns if column.header == header)


def _text(header: str) -> Column:
    return Column(header)


def _needed(header: str, kind: Kind = "text") -> Column:
    return Column(header, kind, required=True)


def _choice(header: str, *options: str) -> Column:
    return Column(header, "option", options=options)


def _needed_choice(header: str, *options: str) -> Column:
    return Column(header, "option", required=True, options=options)


YES_NO = ("是", "否")
PROPOSAL_RESULTS = ("已解决或基本解决", "正在解决或列入规划", "暂时难以解决", "留作参考")

_ALL = (
    Sheet(
        "主动公开信息",
        (
            _needed("索引号", "number"),
            _needed("标题"),
            _text("文号"),
            _needed_choice("信息类型", "规章", "行政规范性文件", "其他"),
            _text("目录编码"),
            _text("内容分类"),
            _needed_choice("公开属性", "主动公开", "依申请公开", "不予公开"),
            _text("不予公开理由"),
            Column("成文日期", "date"),
            Column("首次公开日期", "date"),
            _choice("状态", "有效", "废止", "失效"),
            Column("废止或失效日期", "date"),
        ),
    ),
    Sheet(
        "公开渠道",
        (
            # Line 14, "索引号* (or empty with 标题)": the column must be there, the cell may be blank beside a title.
            # It is the item's number, not the row's own, so many postings may have it.
            _needed("索引号"),
            _text("标题"),
            _needed_choice("渠道", "政府公报", "政府网站", "政务微博", "政务微信", "其他"),
            _needed("发布日期", "date"),
            _text("地址"),
        ),
    ),
    Sheet(
        "回应解读",
        (
            _needed("日期", "date"),
            _needed_choice("类型", "新闻发布会", "在线访谈", "政策解读", "微博微信回应", "其他方式回应"),
            _needed("主题"),
            _text("热点编号"),
            _choice("主要负责同志参加", *YES_NO),
            _text("形式"),
            _text("关联索引号"),
        ),
    ),
    Sheet(
        "信息公开申请",
        (
            _needed("登记号", "number"),
            _needed("收到日期", "date"),
            _needed_choice("提出方式", "当面", "信函", "网络", "传真", "其他"),
            _needed_choice("申请人类型", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
            _needed("申请内容"),
            _choice("延期", *YES_NO),
            Column("答复日期", "date"),
            # The options depend on the answer date: see `outcomes`.
            Column("办理结果", "option"),
        ),
    ),
    Sheet(
        "复议诉讼",
        (
            _needed("编号", "number"),
            _needed_choice("类型", "行政复议", "行政诉讼-未经复议", "行政诉讼-复议后"),
            _needed("受理日期", "date"),
            Column("审结日期", "date"),
            _choice("结果", "结果维持", "结果纠正", "其他结果"),
            _text("关联登记号"),
        ),
    ),
    Sheet(
        "举报投诉",
        (
            _needed("编号", "number"),
            _needed("日期", "date"),
            _needed("内容"),
            _choice("结果", "维持", "纠正", "其他"),
        ),
    ),
    Sheet(
        "行政权力",
        (
            _needed("月份", "month"),
            _needed_choice(
                "类别", "行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购"
            ),
            Column("件数", "count"),
            Column("金额（万元）", "money"),
        ),
    ),
    Sheet(
        "会议培训",
        (
            _needed("日期", "date"),
            _needed_choice("类型", "会议", "培训班"),
            _needed("名称"),
            _needed_choice("举办单位", "本机关", "其他"),
            Column("人次", "count"),
        ),
    ),
    Sheet(
        "人员机构",
        (
            _needed("姓名或名称"),
            _needed_choice("类型", "专门机构", "查阅点", "专职", "兼职"),
            _needed("起", "date"),
            Column("止", "date"),
        ),
    ),
    Sheet(
        "经费收费",
        (
            _needed("日期", "date"),
            _needed_choice("类型", "专项经费", "信息处理费收取", "信息处理费减免"),
            _needed("金额（万元）", "money"),
        ),
    ),
    Sheet("查阅点接待", (_needed("日期", "date"), _needed("查阅点"), _needed("人次", "count"))),
    Sheet(
        "两馆报送",
        (
            _needed("日期", "date"),
            _needed("接收单位"),
            _needed_choice("载体", "纸质", "电子"),
            _needed("件数", "count"),
        ),
    ),
    Sheet(
        "建议提案",
        (
            _needed("编号", "number"),
            _needed("届次"),
            _needed_choice("类型", "人大建议", "政协提案"),
            _needed("标题"),
            _choice("参阅件", *YES_NO),
            Column("答复日期", "date"),
            _choice("办理结果", *PROPOSAL_RESULTS),
            _choice("满意", "满意", "基本满意", "不满意"),
        ),
    ),
)

SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in _ALL}

# Lines 27 and 28: the colon is the ASCII one, as printed there.
OUTCOMES_2014 = (
    "属于已主动公开范围",
    "同意公开",
    "同意部分公开",
    "不同意公开:国家秘密",
    "不同意公开:商业秘密",
    "不同意公开:个人隐私",
    "不同意公开:三安全一稳定",
    "不同意公开:不是政府信息",
    "不同意公开:其他法律法规",
    "不属于本行政机关公开",
    "信息不存在",
    "告知作出更改补充",
    "告知通过其他途径办理",
)
# Line 29 writes 部分公开, the short label of the row that the form prints with a note in brackets.
_OUTCOMES_SINCE_2019 = (
    "予以公开",
    "部分公开",
    "属于国家秘密",
    "其他法律行政法规禁止公开",
    "危及“三安全一稳定”",
    "保护第三方合法权益",
    "属于三类内部事务信息",
    "属于四类过程性信息",
    "属于行政执法案卷",
    "属于行政查询事项",
    "本机关不掌握相关政府信息",
    "没有现成信息需要另行制作",
    "补正后申请内容仍不明确",
    "信访举报投诉类申请",
    "重复申请",
    "要求提供公开出版物",
    "无正当理由大量反复申请",
    "要求行政机关确认或重新出具已获取信息",
)
# In 2019 and 2020 （六）其他处理 is itself a leaf; from 2021 it is a group of three, of which the last is 其他.
OUTCOMES_2019 = (*_OUTCOMES_SINCE_2019, "其他处理")
OUTCOMES_2021 = (
    *_OUTCOMES_SINCE_2019,
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "其他",
)


def outcomes(year: int) -> tuple[str, ...]:
    """What 办理结果 may say of an answer given in ``year``. Before 2014 no form was in force, so nothing."""
    if year < 2014:
        return ()
    if year < 2019:
        return OUTCOMES_2014
    return OUTCOMES_2019 if year < 2021 else OUTCOMES_2021


def editions(year: int) -> tuple[str, ...]:
    """The editions that cover ``year``."""
    if year >= 2021:
        return ("cn-gid-2021",)
    if year >= 2019:
        return ("cn-gid-2019",)
    shandong = ("cn-gid-2014-shandong", "cn-gid-2014-shandong-dept")
    return ("cn-gid-2014-national", *shandong, *(("cn-gid-2014-weihai",) if year == 2016 else ()))
