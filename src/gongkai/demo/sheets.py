"""The thirteen sheets of a workbook of registers, and the shape of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

Value = str | int | Decimal | date | None
Row = dict[str, Value]
Sheets = dict[str, list[Row]]

MONEY = "金额（万元）"
COLUMNS: dict[str, tuple[str, ...]] = {
    "主动公开信息": (
        "索引号",
        "标题",
        "文号",
        "信息类型",
        "目录编码",
        "内容分类",
        "公开属性",
        "不予公开理由",
        "成文日期",
        "首次公开日期",
        "状态",
        "废止或失效日期",
    ),
    "公开渠道": ("索引号", "标题", "渠道", "发布日期", "地址"),
    "回应解读": ("日期", "类型", "主题", "热点编号", "主要负责同志参加", "形式", "关联索引号"),
    "信息公开申请": (
        "登记号",
        "收到日期",
        "提出方式",
        "申请人类型",
        "申请内容",
        "延期",
        "答复日期",
        "办理结果",
    ),
    "复议诉讼": ("编号", "类型", "受理日期", "审结日期", "结果", "关联登记号"),
    "举报投诉": ("编号", "日期", "内容", "结果"),
    "行政权力": ("月份", "类别", "件数", MONEY),
    "会议培训": ("日期", "类型", "名称", "举办单位", "人次"),
    "人员机构": ("姓名或名称", "类型", "起", "止"),
    "经费收费": ("日期", "类型", MONEY),
    "查阅点接待": ("日期", "查阅点", "人次"),
    "两馆报送": ("日期", "接收单位", "载体", "件数"),
    "建议提案": ("编号", "届次", "类型", "标题", "参阅件", "答复日期", "办理结果", "满意"),
}


class RegisterError(ValueError):
    """No register can give these figures; the message says which."""


def full_row(sheet: str, values: Mapping[str, Value]) -> Row:
    """``values`` under every header of the sheet, in printed order; what is not given is blank."""
    if unknown := values.keys() - set(COLUMNS[sheet]):
        raise KeyError(f"{sheet}: {sorted(unknown)}")
    return {header: values.get(header) for header in COLUMNS[sheet]}
