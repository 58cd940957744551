"""The workbook of a small bureau: three requests, two items (one a normative document), a lawsuit."""

from __future__ import annotations

import datetime
from pathlib import Path

from gongkai.demo.sheets import COLUMNS, Row, Value, full_row
from gongkai.demo.workbooks import write_workbook

YEAR = 2025
Changed = dict[str, Value]


def workbook(folder: Path, request: Changed | None = None, case: Changed | None = None) -> bytes:
    """The file; ``request`` are cells of the second request by header, ``case`` those of the lawsuit."""
    sheets: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    requests = [_request(1, 3), {**_request(2, 6), **(request or {})}, _request(3, 10)]
    sheets["信息公开申请"] = [full_row("信息公开申请", told) for told in requests]
    items = [_item(1, "行政规范性文件", "科技计划项目管理办法"), _item(2, "其他", "科技活动周通知")]
    sheets["主动公开信息"] = [full_row("主动公开信息", told) for told in items]
    lawsuit: Changed = {"编号": f"{YEAR}-诉-1", "类型": "行政诉讼-复议后", "受理日期": datetime.date(YEAR, 7, 1)}
    sheets["复议诉讼"] = [full_row("复议诉讼", {**lawsuit, **(case or {})})]
    path = folder / "台账.xlsx"
    write_workbook(path, sheets)
    return path.read_bytes()


def _request(number: int, month: int) -> Changed:
    return {
        "登记号": f"依申请〔{YEAR}〕{number}号",
        "收到日期": datetime.date(YEAR, month, 3),
        "提出方式": "网络",
        "申请人类型": "自然人",
        "申请内容": "科技计划项目名单",
        "延期": "否",
        "答复日期": datetime.date(YEAR, month, 18),
        "办理结果": "予以公开",
    }


def _item(number: int, kind: str, title: str) -> Changed:
    return {
        "索引号": f"KJ-{YEAR}-{number}",
        "标题": title,
        "信息类型": kind,
        "公开属性": "主动公开",
        "成文日期": datetime.date(YEAR, 4, number),
        "首次公开日期": datetime.date(YEAR, 4, number + 2),
        "状态": "有效",
    }
