"""What 办理结果 may say: reply kinds of the forms of 2014 to 2018, leaves of the national editions since."""

from __future__ import annotations

import re
from functools import cache

from gongkai.law.editions import Edition, Row, national_edition

FIRST_MATRIX_YEAR = 2019
REPLIES = {
    "属于已主动公开范围": "reply_already_public",
    "同意公开": "reply_granted",
    "同意部分公开": "reply_partial",
    "不同意公开:国家秘密": "refused_state_secret",
    "不同意公开:商业秘密": "refused_trade_secret",
    "不同意公开:个人隐私": "refused_privacy",
    "不同意公开:三安全一稳定": "refused_security_stability",
    "不同意公开:不是政府信息": "refused_not_gov_info",
    "不同意公开:其他法律法规": "refused_other_law",
    "不属于本行政机关公开": "reply_not_this_agency",
    "信息不存在": "reply_not_exist",
    "告知作出更改补充": "reply_amend_requested",
    "告知通过其他途径办理": "reply_other_channel",
}
_BRACKET = re.compile(r"（[^）]*）$")


@cache
def outcomes_in(year: int) -> dict[str, str]:
    """Label → key of every outcome that an answer of this year may have, in the order of the form."""
    if year < FIRST_MATRIX_YEAR:
        return REPLIES
    return {_BRACKET.sub("", row.label or ""): row.key for row in outcome_leaves(national_edition(year))}


def outcome_leaves(edition: Edition) -> list[Row]:
    """The rows of the requests matrix that an answer is counted in: those without rows below them."""
    table = next(t for t in edition.tables if t.layout == "matrix")
    parents = {row.parent for row in table.rows}
    under = {"outcome_total", *(row.key for row in table.rows if row.parent == "outcome_total")}
    return [row for row in table.rows if row.parent in under and row.key not in parents]


@cache
def label_of(key: str, year: int) -> str:
    """How the outcome is called in an answer of this year; the key itself where that year has none of this name."""
    return next((label for label, known in outcomes_in(year).items() if known == key), key)


def spelling(text: str) -> str:
    """A label as it is compared: full-width colons, spaces and quotation marks are the same as the form's."""
    return text.replace("：", ":").replace(" ", "").replace('"', "“", 1).replace('"', "”")
