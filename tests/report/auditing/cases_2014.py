"""Cases of the rules of 2014–2018: for each rule the cells that fail it, then what to change so that they pass."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.law.rules import Severity
from gongkai.report.model import Number
from tests.report.auditing.cases import Case, report

Cells = Mapping[str, Number | str | None]
NATIONAL = "cn-gid-2014-national"
SHANDONG = "cn-gid-2014-shandong"
DEPARTMENT = "cn-gid-2014-shandong-dept"
WEIHAI = "cn-gid-2014-weihai"
CHANNELS = ("channel_gazette", "channel_website", "channel_weibo", "channel_wechat", "channel_other")
MODES = ("req_received_in_person", "req_received_fax", "req_received_online", "req_received_letter")
KINDS = (
    "reply_already_public",
    "reply_granted",
    "reply_partial",
    "reply_refused",
    "reply_not_this_agency",
    "reply_not_exist",
    "reply_amend_requested",
    "reply_other_channel",
)
GROUNDS = (
    "refused_state_secret",
    "refused_trade_secret",
    "refused_privacy",
    "refused_security_stability",
    "refused_not_gov_info",
    "refused_other_law",
)
RESULTS = ("upheld", "corrected", "other")


def case(edition: str, cells: Cells, change: Cells, *also: str, severity: Severity | None = None) -> Case:
    """``cells`` fail; with ``change`` they pass."""
    return Case(report(edition, cells), report(edition, {**cells, **change}), severity, also=frozenset(also))


def sums(total: str, value: Number | None, keys: tuple[str, ...], *figures: Number | None) -> dict[str, Number | None]:
    """A total and its rows, 0 where the figures end."""
    return {total: value} | {key: figures[at] if at < len(figures) else 0 for at, key in enumerate(keys)}


def outcomes(stem: str, total: Number | None, *figures: Number) -> dict[str, Number | None]:
    return sums(f"{stem}_total", total, tuple(f"{stem}_{result}" for result in RESULTS), *figures)


ITEMS = "proactive_items"
CASES = {
    "P14-01": case(NATIONAL, sums(ITEMS, 41, CHANNELS, 0, 30, 6, 4), {ITEMS: 39}),
    "P14-02": case(SHANDONG, sums(ITEMS, 28, CHANNELS, 0, 30, 6, 4), {ITEMS: 30}),
    "P14-03": case(WEIHAI, sums("channel_items_total", 30, CHANNELS, 0, 30, 6, 4), {"channel_items_total": 40}),
    "P14-04": case(DEPARTMENT, sums(ITEMS, 40, CHANNELS[1:], 30, 6, 4), {ITEMS: 39}),
    "P14-05": case(NATIONAL, {ITEMS: 3, "normative_docs_disclosed": 4}, {"normative_docs_disclosed": 3}),
    "P14-06": case(SHANDONG, {"normative_docs_disclosed": 6, "normative_docs_made": 5}, {"normative_docs_made": 6}),
    "Q14-01": case(
        NATIONAL, {"press_conferences": 2, "press_conferences_principal": 3}, {"press_conferences_principal": 2}
    ),
    "Q14-02": case(WEIHAI, {"online_interviews": 0, "online_interviews_principal": 1}, {"online_interviews": 1}),
    "Q14-03": case(
        WEIHAI,
        {"response_hot_topics": 1, "response_weibo_wechat": 0, "response_other": 2},
        {"response_hot_topics": 2},
    ),
    "Q14-04": case(
        SHANDONG,
        {
            "response_hot_topics": 90,
            "press_conferences": 6,
            "online_interviews": 5,
            "interpretation_articles": 18,
            "response_weibo_wechat": 0,
            "response_other": 0,
        },
        {"response_hot_topics": 29},
    ),
    "Q14-05": case(DEPARTMENT, {"response_methods_total": 1}, {"response_methods_total": None}),
    "A14-01": case(
        SHANDONG,
        sums("req_received", 7, (*MODES, "req_received_other"), 1, 0, 5),
        {"req_received_other": 1},
    ),
    "A14-02": case(NATIONAL, sums("req_received", 5, MODES, 1, 0, 5), {"req_received": 6}, "A14-03"),
    "A14-03": case(NATIONAL, sums("req_received", 7, MODES, 1, 0, 5), {"req_received": 6}),
    "A14-04": case(NATIONAL, {"req_closed": 3, "req_closed_on_time": 2, "req_closed_extended": 0}, {"req_closed": 2}),
    "A14-05": case(SHANDONG, sums("req_replied", 0, KINDS, 1, 1), {"req_replied": 2}),
    "A14-06": case(NATIONAL, sums("reply_refused", 3, GROUNDS, 1, 1), {"refused_other_law": 1}),
    "A14-07": case(NATIONAL, sums("reply_refused", 1, GROUNDS, 1, 1), {"reply_refused": 2}),
    "A14-08": case(NATIONAL, {"req_replied": 4, "req_closed": 5}, {"req_replied": 5}),
    "A14-09": case(NATIONAL, {"req_closed": 9, "req_received": 8}, {"req_closed": 8}),
    "A14-10": case(NATIONAL, {"req_closed": 7, "req_received": 8}, {"req_closed": 8}),
    "L14-01": case(NATIONAL, outcomes("review", 1, 1, 1), {"review_total": 2}, "L14-02"),
    "L14-02": case(NATIONAL, outcomes("review", 3, 1, 1), {"review_total": 2}),
    "L14-11": case(SHANDONG, outcomes("litigation", 0, 1), {"litigation_total": 1}, "L14-12"),
    "L14-12": case(WEIHAI, outcomes("litigation", 2, 1), {"litigation_total": 1}),
    "L14-21": case(SHANDONG, outcomes("complaints", 2, 1), {"complaints_upheld": 2}),
    "L14-31": case(NATIONAL, {"req_replied": 0, "review_total": 1, "litigation_total": 0}, {"req_replied": 1}),
    "B14-01": case(
        WEIHAI,
        {"library_deliveries": 44, "library_deliveries_paper": 22, "library_deliveries_electronic": 2},
        {"library_deliveries_electronic": 22},
    ),
    "B14-02": case(
        WEIHAI, {"websites": 4, "websites_city": 1, "websites_county": 2, "websites_town": 0}, {"websites": 3}
    ),
    "B14-03": case(
        WEIHAI,
        {"reading_points": 1, "reading_points_city": 1, "reading_points_county": 1, "reading_points_town": 0},
        {"reading_points": 2},
    ),
    "B14-04": case(
        WEIHAI,
        {
            "reading_point_visits": 70,
            "reading_point_visits_city": 7,
            "reading_point_visits_county": 0,
            "reading_point_visits_town": 0,
        },
        {"reading_point_visits": 7},
    ),
    "B14-05": case(DEPARTMENT, {"staff_total": 3, "staff_full_time": 0, "staff_part_time": 2}, {"staff_total": 2}),
    "B14-06": case(NATIONAL, {"fee_collected": 0.02, "req_closed": 0}, {"req_closed": 1}),
    "B14-07": case(NATIONAL, {"trainees": 30, "training_classes": 0}, {"training_classes": 1}),
    "B14-08": case(NATIONAL, {"trainees": 0, "training_classes": 2}, {"trainees": 40}),
    "B14-09": case(WEIHAI, {"reading_point_visits": 12, "reading_points": 0}, {"reading_points": 1}),
    "B14-10": case(SHANDONG, {"dedicated_offices": 0}, {"dedicated_offices": 1}),
    "B14-11": case(SHANDONG, {"dedicated_offices": 4}, {"dedicated_offices": 1}),
    "B14-12": case(
        NATIONAL,
        {"staff_total": 0, "staff_full_time": 0, "staff_part_time": 0},
        {"staff_total": 1, "staff_full_time": 1},
    ),
    "B14-13": case(WEIHAI, {"gazette_issues": 6, "gazette_copies": 0}, {"gazette_copies": 3000}),
    "B14-14": case(WEIHAI, {"fee_collected": 350}, {"fee_collected": 0.035}),
    "B14-15": case(NATIONAL, {"special_funds": 150000}, {"special_funds": 15}),
    "C14-01": case(NATIONAL, {"meetings_held": None, "channel_gazette": None}, {"meetings_held": 0}),
}
