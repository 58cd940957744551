"""Cases of the rules of 2019 and after."""

from __future__ import annotations

from gongkai.report.model import Number
from tests.report.auditing.cases import Case, report
from tests.report.auditing.cases_2014 import Cells, case

TRIAL, CURRENT = "cn-gid-2019", "cn-gid-2021"
COLUMNS = (
    "natural_person",
    "org_commercial",
    "org_research",
    "org_welfare",
    "org_legal_service",
    "org_other",
)
SHARED_OUTCOMES = (
    "outcome_granted",
    "outcome_partial",
    "refused_state_secret",
    "refused_law_prohibited",
    "refused_security_stability",
    "refused_third_party",
    "refused_internal_affairs",
    "refused_process_info",
    "refused_enforcement_file",
    "refused_admin_query",
    "unable_not_held",
    "unable_needs_creation",
    "unable_still_unclear",
    "np_petition",
    "np_repeat",
    "np_publication",
    "np_excessive",
    "np_reconfirm",
)
OTHERS = {TRIAL: ("outcome_other",), CURRENT: ("other_overdue_correction", "other_unpaid_fee", "other_misc")}


def row(key: str, total: Number | None, *figures: Number | None) -> dict[str, Number | None]:
    """A row of the requests table: the applicant columns, 0 where the figures end, and 总计."""
    cells = {f"{key}@{c}": figures[at] if at < len(figures) else 0 for at, c in enumerate(COLUMNS)}
    return {**cells, f"{key}@total": total}


def column(edition: str, name: str, total: Number | None, **figures: Number | None) -> dict[str, Number | None]:
    """The outcome rows of one column, 0 where nothing is said."""
    rows = (*SHARED_OUTCOMES, *OTHERS[edition])
    return {f"{key}@{name}": figures.get(key, 0) for key in rows} | {f"outcome_total@{name}": total}


def suits(stem: str, total: Number | None, *figures: Number) -> dict[str, Number | None]:
    """One group of the review and litigation table: 维持、纠正、其他、尚未审结、总计."""
    names = ("upheld", "corrected", "other", "pending")
    cells = {f"{stem}_{n}": figures[at] if at < len(figures) else 0 for at, n in enumerate(names)}
    return {**cells, f"{stem}_total": total}


def items(stem: str, before: Number, change: Number, decisions: Number) -> Cells:
    return {f"{stem}_items_prev_year": before, f"{stem}_items_change": change, f"{stem}_decisions": decisions}


def balance(received: Number, carried_in: Number, handled: Number | None, carried_out: Number) -> Cells:
    """The four lines of the form's own equation, in the column of natural persons."""
    lines = {"req_received": received, "req_carried_in": carried_in, "outcome_total": handled}
    return {f"{key}@natural_person": value for key, value in {**lines, "req_carried_out": carried_out}.items()}


NO_SUITS = {**suits("review", 0), **suits("litigation_direct", 0), **suits("litigation_after_review", 0)}
FEE_CLOSED = {"other_unpaid_fee@total": 2}

CASES = {
    "A19-01": case(TRIAL, balance(9, 1, 8, 1), {"outcome_total@natural_person": 9}),
    "A19-02": case(
        TRIAL,
        column(TRIAL, "org_other", 4, outcome_granted=2, np_repeat=1),
        {"outcome_total@org_other": 3},
    ),
    "A21-02": case(
        CURRENT,
        column(CURRENT, "org_other", 4, outcome_granted=2, other_misc=1),
        {"other_misc@org_other": 2},
    ),
    "A19-03": case(CURRENT, row("outcome_granted", 5, 3, 1), {"outcome_granted@total": 4}),
    "L19-review": case(TRIAL, suits("review", 8, 5, 0, 0, 2), {"review_total": 7}),
    "L19-litigation_direct": case(TRIAL, suits("litigation_direct", 8, 8, 0, 0, 1), {"litigation_direct_total": 9}),
    "L19-litigation_after_review": case(
        CURRENT, suits("litigation_after_review", 1, 1, 0, 1), {"litigation_after_review_total": 2}
    ),
    **{
        rule_id: made
        for kind in ("rules", "normative_docs")
        for rule_id, made in {
            f"P19-01-{kind}": case(
                TRIAL, {f"{kind}_newly_disclosed": 5, f"{kind}_disclosed_total": 4}, {f"{kind}_disclosed_total": 5}
            ),
            f"P19-02-{kind}": case(TRIAL, {f"{kind}_newly_disclosed": 5, f"{kind}_made": 4}, {f"{kind}_made": 5}),
            f"P21-01-{kind}": case(
                CURRENT, {f"{kind}_made": 5, f"{kind}_valid": 3, f"{kind}_repealed": 1}, {f"{kind}_valid": 4}
            ),
        }.items()
    },
    **{
        rule_id: made
        for kind in ("licensing", "other_services", "penalties", "coercion")
        for rule_id, made in {
            f"P19-03-{kind}": case(TRIAL, items(kind, 3, -4, 0), {f"{kind}_items_change": -3}),
            f"P19-04-{kind}": case(TRIAL, items(kind, 3, -3, 8), {f"{kind}_items_change": 0}),
        }.items()
    },
    "P19-05": case(
        TRIAL, {"admin_fees_items_prev_year": 0, "admin_fees_items_change": -1}, {"admin_fees_items_change": 2}
    ),
    "P19-06": case(
        TRIAL,
        {"central_procurement_projects": 6, "central_procurement_amount": 0},
        {"central_procurement_amount": 251000.5},
    ),
    "C19-01": case(
        TRIAL, {"rules_made": None, "rules_newly_disclosed": None}, {"rules_made": "/", "rules_newly_disclosed": "/"}
    ),
    "C19-02": Case(
        report(CURRENT, FEE_CLOSED, sections=["本机关没有其他需要报告的事项。"]),
        report(CURRENT, FEE_CLOSED, sections=["全年发出收费通知三件，收取信息处理费900元。"]),
    ),
    "C19-03": case(
        CURRENT,
        {**NO_SUITS, "review_total": 1, "review_upheld": 1, "req_received@total": 0, "outcome_total@total": 0},
        {"req_received@total": 1},
    ),
    "C19-04": case(
        CURRENT, suits("litigation_direct", 2, 2), {"litigation_direct_total": 0, "litigation_direct_upheld": 0}
    ),
}
