"""Closed years: what they refuse, what they allow, and that no permitted change alters what a report counted."""

import datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.agencies.errors import NotPermitted, Refusal
from gongkai.agencies.models import Agency, Kind, Role, Succession
from gongkai.audit_log.models import Entry
from gongkai.filing.deriving import derive_cells
from gongkai.registers.actions.imports import import_workbook
from gongkai.registers.actions.rows import change_row, create_row, remove_row
from gongkai.registers.actions.years import ReasonMissing, YearNotClosed, close_year, reopen_year
from gongkai.registers.closing import closed_years
from gongkai.registers.errors import YearClosed
from gongkai.registers.registry import all_sheets, sheet
from tests.ledgers.generate import workbooks
from tests.ledgers.write import xlsx
from tests.people import county, person
from tests.registers.books import day, request_row, requests

pytestmark = pytest.mark.django_db
RECEIVED = {
    "number": "1",
    "received_on": day("2022-12-20"),
    "mode": "online",
    "applicant": "natural_person",
    "content": "预算",
}


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def science(organs):
    return organs["science"]


def added(agency, slug="requests", values=RECEIVED, **other):
    return create_row(sheet=sheet(slug), agency=agency, values={**values, **other}, actor=None)


def changed(row, slug="requests", **values):
    return change_row(sheet=sheet(slug), row=row, values=values, actor=None)


def answered(text):
    return {"answered_on": day(text), "outcome": "outcome_granted"}


def test_a_closed_year_refuses_and_says_which_and_what_to_do(science):
    row = added(science)
    close_year(agency=science, year=2022, actor=None)
    with pytest.raises(YearClosed) as caught:
        changed(row, applicant="org_other")
    assert str(caught.value) == (
        "2022年已关账：这一行不能修改（申请人类型）。这项改动会影响已发布的年度报告。"
        "确需更正的，请先由办公室或分管领导说明原因，重开相应年度。"
    )


REFUSED = [
    {"received_on": day("2023-01-05")},
    {"received_on": day("2022-12-21")},
    {"mode": "letter"},
    answered("2022-12-31"),
]
ALLOWED = [
    {"content": "决算"},
    {"number": "改号"},
    answered("2023-01-01"),
    {**answered("2023-01-05"), "extended": True},
]


@pytest.mark.parametrize("values", REFUSED)
def test_what_a_closed_year_refuses(science, values):
    row = added(science)
    close_year(agency=science, year=2022, actor=None)
    with pytest.raises(YearClosed):
        changed(row, **values)


@pytest.mark.parametrize("values", ALLOWED)
def test_what_a_closed_year_allows(science, values):
    row = added(science)
    close_year(agency=science, year=2022, actor=None)
    changed(row, **values)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in values} == values


def test_rows_are_neither_added_to_nor_taken_from_a_closed_year(science):
    row = added(science)
    close_year(agency=science, year=2022, actor=None)
    with pytest.raises(YearClosed):
        added(science, number="2")
    with pytest.raises(YearClosed, match="2022年已关账：这一行不能删除"):
        remove_row(sheet=sheet("requests"), row=row, actor=None, reason="重复")
    added(science, number="3", received_on=day("2023-01-01"))


def test_a_year_before_a_closed_one_is_closed_too(science):
    """What is carried over from 2021 stands in the report on 2022."""
    close_year(agency=science, year=2022, actor=None)
    with pytest.raises(YearClosed, match="2022年已关账：这一行不能新增"):
        added(science, received_on=day("2021-06-01"))


def test_the_kind_of_an_item_counts_by_each_of_its_dates(science):
    item = added(
        science,
        "items",
        {"index_number": "1", "title": "办法", "kind": "rule", "attribute": "proactive"},
        first_published_on=day("2022-05-06"),
    )
    close_year(agency=science, year=2022, actor=None)
    with pytest.raises(YearClosed):
        changed(item, "items", kind="other")


def test_what_no_figure_counts_is_never_closed(science):
    values = {"number": "1", "session": "一次", "kind": "suggestion", "title": "建议", "answered_on": day("2022-05-06")}
    values["outcome"] = "solved"
    close_year(agency=science, year=2022, actor=None)
    added(science, "proposals", values)


def test_an_import_refuses_closed_rows_and_tells_them(science):
    added(science)
    close_year(agency=science, year=2022, actor=None)
    content = requests(
        request_row("1", received="2022-12-20", 申请人类型="其他"), request_row("2", received="2023-01-02")
    )
    done, plan = import_workbook(agency=science, file_name="x.xlsx", content=content, actor=None)
    assert done is None
    told = (2, "收到日期", "2022-12-20", "2022年已关账：这一行不能修改（申请人类型）")
    assert [(f.row, f.fault.header, f.fault.found, f.fault.expected) for f in plan.faults()] == [told]
    done, plan = import_workbook(agency=science, file_name="x.xlsx", content=content, actor=None, partial=True)
    assert (plan.total("added"), plan.total("refused")) == (1, 1)


def test_a_new_row_of_a_closed_year_is_told_once(science):
    close_year(agency=science, year=2022, actor=None)
    content = requests(request_row("1", received="2022-03-01", answered="2022-03-10", outcome="予以公开"))
    _done, plan = import_workbook(agency=science, file_name="x.xlsx", content=content, actor=None)
    told = ("收到日期", "2022-03-01", "2022年已关账：这一行不能新增")
    assert [(f.fault.header, f.fault.found, f.fault.expected) for f in plan.faults()] == [told]


def test_a_reopened_year_allows_until_it_is_closed_again(science):
    row = added(science)
    close_year(agency=science, year=2022, actor=None)
    reopen_year(agency=science, year=2022, actor=None, reason="漏登一件")
    changed(row, applicant="org_other")
    close_year(agency=science, year=2022, actor=None)
    with pytest.raises(YearClosed):
        changed(row, applicant="natural_person")
    assert [entry.action for entry in Entry.objects.order_by("number")] == [
        "create_row", "close_year", "reopen_year", "change_row", "close_year"
    ]  # fmt: skip


def test_a_later_closed_year_still_refuses_and_is_named(science):
    for year in (2022, 2023):
        close_year(agency=science, year=year, actor=None)
    reopen_year(agency=science, year=2022, actor=None, reason="更正")
    with pytest.raises(YearClosed, match="2023年已关账：这一行不能新增"):
        added(science)


def test_closing_and_reopening_have_their_people_and_reasons(science):
    leader, clerk, office = (person(role, science) for role in (Role.LEADER, Role.CLERK, Role.OFFICE))
    with pytest.raises(NotPermitted):
        close_year(agency=science, year=2022, actor=clerk)
    close_year(agency=science, year=2022, actor=leader)
    with pytest.raises(NotPermitted):
        reopen_year(agency=science, year=2022, actor=clerk, reason="想改")
    with pytest.raises(ReasonMissing):
        reopen_year(agency=science, year=2022, actor=office, reason="  ")
    reopen_year(agency=science, year=2022, actor=office, reason="漏登一件")
    with pytest.raises(YearNotClosed):
        reopen_year(agency=science, year=2022, actor=office, reason="再开")
    assert Entry.objects.first().reason == "漏登一件"


def test_closing_a_closed_year_changes_nothing(science):
    close_year(agency=science, year=2022, actor=None)
    close_year(agency=science, year=2022, actor=None)
    assert Entry.objects.filter(action="close_year").count() == 1


def test_other_organs_stay_open(organs, science):
    close_year(agency=science, year=2022, actor=None)
    added(organs["culture"])
    added(organs["government"])


def test_a_merged_organs_rows_are_closed_by_its_successors_reports(organs, science):
    Succession.objects.create(
        predecessor=science, successor=organs["culture"], how=Succession.How.MERGED, effective_on=day("2022-03-01")
    )
    close_year(agency=organs["culture"], year=2021, actor=None)
    assert closed_years(science).years == frozenset()
    close_year(agency=organs["culture"], year=2022, actor=None)
    assert closed_years(science).years == {2022}
    with pytest.raises(YearClosed):
        added(science)


CLOSED = (2020, 2021)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
@given(workbooks(2021, max_rows=4), st.integers(0, 10**6))
def test_no_permitted_change_alters_a_closed_years_cells(workbook, seed):
    agency = Agency.objects.create(code=f"closed-{Agency.objects.count()}", name="示例局", kind=Kind.DEPARTMENT)
    import_workbook(agency=agency, file_name="x.xlsx", content=xlsx(workbook), actor=None)
    for year in CLOSED:
        close_year(agency=agency, year=year, actor=None)
    before = [derive_cells(agency, year) for year in CLOSED]
    random, outcomes = Random(seed), {"done": 0, "refused": 0}
    for _ in range(30):
        try:
            _one_change(random, agency)
            outcomes["done"] += 1
        except Refusal:
            outcomes["refused"] += 1
    assert [derive_cells(agency, year) for year in CLOSED] == before
    assert outcomes["done"] + outcomes["refused"] == 30


def _one_change(random, agency):
    """A random change of a random row: some are permitted, some not."""
    register = random.choice(all_sheets())
    rows = list(register.model._default_manager.filter(agency=agency))
    kind = random.choice(("create", "change", "change", "change", "remove"))
    if kind == "create" or not rows:
        values = dict(register.example) | _some(random, register, 4)
        create_row(sheet=register, agency=agency, values=values, actor=None)
    elif kind == "change":
        change_row(sheet=register, row=random.choice(rows), values=_some(random, register, 2), actor=None)
    else:
        remove_row(sheet=register, row=random.choice(rows), actor=None, reason="x")


def _some(random, register, most):
    columns = random.sample(register.columns, random.randint(1, min(most, len(register.columns))))
    return {column.field: _value(random, column) for column in columns}


def _value(random, column):
    if column.kind in ("date", "month"):
        found = datetime.date(random.choice((2019, 2020, 2021, 2022, 2023)), random.choice((1, 6, 12)), 1)
        return None if not column.required and random.random() < 0.3 else found
    made = {
        "integer": lambda: random.randint(0, 9),
        "decimal": lambda: Decimal(random.randint(0, 9)),
        "flag": lambda: random.random() < 0.5,
        "option": lambda: random.choice(list(column.options)),
        "outcome": lambda: random.choice(("outcome_granted", "outcome_partial", "")),
    }
    return made.get(column.kind, lambda: f"文字{random.randint(0, 99)}")()


def test_the_property_would_notice_a_change_in_a_closed_year(science):
    """The test above has something to find: without closing, such changes do alter the cells."""
    row = added(science)
    before = derive_cells(science, 2022)
    changed(row, applicant="org_other")
    assert derive_cells(science, 2022) != before
