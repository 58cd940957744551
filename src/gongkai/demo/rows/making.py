"""The registers of an agency over its years, made so that they count to given figures."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.capacity import capacity_rows, training_rows
from gongkai.demo.rows.cases import case_rows, complaint_rows
from gongkai.demo.rows.items import channel_rows, item_rows
from gongkai.demo.rows.powers import fund_rows, power_rows
from gongkai.demo.rows.proposals import proposal_rows
from gongkai.demo.rows.requests import request_rows
from gongkai.demo.rows.responses import response_rows
from gongkai.demo.rows.visits import delivery_rows, visit_rows
from gongkai.demo.sheets import RegisterError, Sheets


def make_sheets(agency: Agency, years: Sequence[YearFigures]) -> Sheets:
    """The thirteen sheets over ``years``, which follow on one another. Equal arguments give equal rows.

    Raises RegisterError where no register can give the figures: a stock that does not roll on, requests carried in
    that were not carried out, more topics than responses.
    """
    if [y.year for y in years] != list(range(years[0].year, years[0].year + len(years))):
        raise RegisterError("the years of a register follow on one another")
    items = item_rows(agency, years)
    requests = request_rows(agency, years)
    return {
        "主动公开信息": items,
        "公开渠道": channel_rows(agency, years, items),
        "回应解读": response_rows(agency, years, items),
        "信息公开申请": requests,
        "复议诉讼": case_rows(agency, years, requests),
        "举报投诉": complaint_rows(agency, years),
        "行政权力": power_rows(agency, years),
        "会议培训": training_rows(agency, years),
        "人员机构": capacity_rows(agency, years),
        "经费收费": fund_rows(agency, years),
        "查阅点接待": visit_rows(agency, years),
        "两馆报送": delivery_rows(agency, years),
        "建议提案": proposal_rows(agency, years),
    }
