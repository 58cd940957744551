"""What holds of the counts of any workbook."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .count import cells
from .generate import Case, cases, workbooks
from .sheets import Workbook, editions

WEIHAI = "cn-gid-2014-weihai"
slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

CHANNEL_ROWS = {f"channel_{name}" for name in ("gazette", "website", "weibo", "wechat", "other")}
COLUMNS = ("natural_person", "org_commercial", "org_research", "org_welfare", "org_legal_service", "org_other", "total")


@slow
@given(cases(range(2019, 2024)))
def test_what_came_in_went_out_or_stayed(case: Case) -> None:
    found = cells(*case)
    for column in COLUMNS:
        came = found[f"req_carried_in@{column}"] + found[f"req_received@{column}"]
        assert came == found[f"outcome_total@{column}"] + found[f"req_carried_out@{column}"]


@slow
@given(cases(range(2019, 2024)))
def test_the_total_column_is_the_sum_of_the_others_and_the_total_row_of_the_leaves(case: Case) -> None:
    found = cells(*case)
    rows = {key.split("@")[0] for key in found if "@" in key}
    for row in rows:
        assert found[f"{row}@total"] == sum(found[f"{row}@{column}"] for column in COLUMNS[:-1])
    leaves = [row for row in rows if not row.startswith("req_") and row != "outcome_total"]
    assert found["outcome_total@total"] == sum(found[f"{leaf}@total"] for leaf in leaves)


@slow
@given(st.integers(2020, 2023).flatmap(lambda year: st.tuples(st.just(year), workbooks(year))))
def test_a_year_begins_with_what_the_year_before_left(drawn: tuple[int, Workbook]) -> None:
    year, workbook = drawn
    now = cells(workbook, editions(year)[0], year)
    then = cells(workbook, editions(year - 1)[0], year - 1)
    assert [now[f"req_carried_in@{c}"] for c in COLUMNS] == [then[f"req_carried_out@{c}"] for c in COLUMNS]


@slow
@given(cases(range(2019, 2024)))
def test_a_kind_of_case_is_the_sum_of_its_results(case: Case) -> None:
    found = cells(*case)
    for name in ("review", "litigation_direct", "litigation_after_review"):
        ends = ("upheld", "corrected", "other", "pending")
        assert found[f"{name}_total"] == sum(found[f"{name}_{end}"] for end in ends)


@slow
@given(cases((2014, 2015, 2016, 2016, 2016, 2017, 2018)))
def test_the_totals_of_2014_are_the_sums_of_their_rows(case: Case) -> None:
    found = cells(*case)
    assert found["req_closed"] == found["req_replied"]
    assert found["req_received"] >= sum(n for key, n in found.items() if key.startswith("req_received_"))
    assert found["normative_docs_disclosed"] <= found["proactive_items"]
    assert found["staff_total"] == found["staff_full_time"] + found["staff_part_time"]
    if case.edition == WEIHAI:
        assert found["channel_items_total"] == sum(n for key, n in found.items() if key in CHANNEL_ROWS)
