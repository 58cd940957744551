"""The sheet 主动公开信息."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.disclosure.models import Item
from gongkai.registers.sheets import Column, Fault, Sheet, Values


def _check(row: Values) -> Iterator[Fault]:
    made, published, ended = row["made_on"], row["first_published_on"], row["ended_on"]
    if row["attribute"] == Item.Attribute.WITHHELD and published:
        yield Fault("首次公开日期", str(published), _("不予公开的信息没有首次公开日期"))
    if made and published and published < made:
        yield Fault("首次公开日期", str(published), _("不早于成文日期 %(day)s") % {"day": made}, "warning")
    if row["status"] == Item.Status.VALID and ended:
        yield Fault("状态", _("有效"), _("填了废止或失效日期时为“废止”或“失效”"))
    if row["status"] != Item.Status.VALID and not ended:
        yield Fault("废止或失效日期", _("空"), _("状态为“废止”或“失效”时必填"))
    if made and ended and ended < made:
        yield Fault("废止或失效日期", str(ended), _("不早于成文日期 %(day)s") % {"day": made})
    if row["attribute"] == Item.Attribute.WITHHELD and not row["withheld_reason"]:
        yield Fault("不予公开理由", _("空"), _("不予公开的信息写明理由"), "warning")


SHEETS = (
    Sheet(
        slug="items",
        name="主动公开信息",
        model=Item,
        date="first_published_on",
        number="index_number",
        check=_check,
        columns=(
            Column("索引号", "index_number", required=True),
            Column("标题", "title", required=True),
            Column("文号", "document_number", blank=""),
            Column(
                "信息类型",
                "kind",
                "option",
                required=True,
                choices=Item.Kind,
                dated_by=("made_on", "first_published_on", "ended_on"),
            ),
            Column("目录编码", "catalogue_code", blank="", in_list=False),
            Column("内容分类", "category", blank="", in_list=False),
            Column(
                "公开属性",
                "attribute",
                "option",
                required=True,
                choices=Item.Attribute,
                dated_by=("first_published_on",),
            ),
            Column("不予公开理由", "withheld_reason", blank="", in_list=False),
            Column("成文日期", "made_on", "date", dated_by=("made_on",)),
            Column("首次公开日期", "first_published_on", "date", dated_by=("first_published_on",)),
            Column(
                "状态",
                "status",
                "option",
                choices=Item.Status,
                blank=Item.Status.VALID,
                dated_by=("ended_on",),
            ),
            Column("废止或失效日期", "ended_on", "date", dated_by=("ended_on",)),
        ),
        example={
            "index_number": "SL-0001",
            "title": "关于公布本年度服务事项的通知",
            "kind": Item.Kind.OTHER,
            "attribute": Item.Attribute.PROACTIVE,
            "made_on": datetime.date(2024, 3, 4),
            "first_published_on": datetime.date(2024, 3, 6),
            "status": Item.Status.VALID,
        },
    ),
)
