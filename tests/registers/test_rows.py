"""Single rows: added, changed, removed, several at once; each with its line in the record."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from gongkai.agencies.errors import ChangedMeanwhile, NoSuchObject, NotPermitted
from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.registers.actions.rows import change_row, change_rows, create_row, remove_row
from gongkai.registers.errors import NumberTaken, RowRefused
from gongkai.registers.registry import all_sheets, sheet
from tests.people import county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def science(organs):
    return organs["science"]


@pytest.fixture
def clerk(science):
    return person(Role.CLERK, science)


REQUEST = {
    "number": "1",
    "received_on": datetime.date(2024, 2, 1),
    "mode": "online",
    "applicant": "natural_person",
    "content": "预算",
}
FUND = {"on": datetime.date(2024, 1, 2), "kind": "special", "amount": Decimal("1.5")}


def added(agency, actor, slug="requests", values=REQUEST, **other):
    return create_row(sheet=sheet(slug), agency=agency, values={**values, **other}, actor=actor)


def last():
    return Entry.objects.first()


def test_adding_a_row(science, clerk):
    row = added(science, clerk)
    assert (row.agency, row.identity, row.created_by, row.extended, row.outcome) == (science, "1", clerk, False, "")
    assert row.source is None
    assert (last().action, last().actor, last().after["received_on"]) == ("create_row", clerk, "2024-02-01")


def test_changing_a_row_records_the_changed_fields_only(science, clerk):
    row = added(science, clerk)
    other = person(Role.SECTION_HEAD, science)
    values = {"answered_on": datetime.date(2024, 2, 20), "outcome": "outcome_granted"}
    changed = change_row(sheet=sheet("requests"), row=row, values=values, actor=other, reason="已答复")
    changed.refresh_from_db()
    assert (str(changed.answered_on), changed.updated_by, changed.created_by) == ("2024-02-20", other, clerk)
    assert (last().action, last().reason) == ("change_row", "已答复")
    assert last().before == {"answered_on": None, "outcome": ""}
    assert last().after == {"answered_on": "2024-02-20", "outcome": "outcome_granted"}


def test_a_change_that_changes_nothing_leaves_no_trace(science, clerk):
    row = added(science, clerk)
    lines = Entry.objects.count()
    same = change_row(sheet=sheet("requests"), row=row, values={"mode": "online"}, actor=clerk)
    assert same.updated_at == row.updated_at
    assert Entry.objects.count() == lines


def test_a_row_that_somebody_changed_meanwhile(science, clerk):
    row = added(science, clerk)
    seen = row.updated_at
    change_row(sheet=sheet("requests"), row=row, values={"content": "决算"}, actor=clerk, seen=seen)
    with pytest.raises(ChangedMeanwhile, match="这一行刚刚被别人改过。"):
        change_row(sheet=sheet("requests"), row=row, values={"content": "其他"}, actor=clerk, seen=seen)
    row.refresh_from_db()
    assert row.content == "决算"


def test_removing_a_row_keeps_its_values_in_the_record(science, clerk):
    row = added(science, clerk)
    remove_row(sheet=sheet("requests"), row=row, actor=clerk, reason="重复登记")
    assert not sheet("requests").model._default_manager.exists()
    assert (last().action, last().reason, last().before["number"]) == ("remove_row", "重复登记", "1")
    with pytest.raises(NoSuchObject):
        remove_row(sheet=sheet("requests"), row=row, actor=clerk, reason="再删")


def test_a_number_is_taken_once_in_an_organ(organs, science, clerk):
    added(science, clerk)
    with pytest.raises(NumberTaken, match="登记号“1”已经有了。"):
        added(science, clerk)
    second = added(science, clerk, number="2")
    with pytest.raises(NumberTaken):
        change_row(sheet=sheet("requests"), row=second, values={"number": "1"}, actor=clerk)
    added(organs["culture"], None)


def test_a_changed_number_is_the_new_identity(science, clerk):
    row = added(science, clerk)
    change_row(sheet=sheet("requests"), row=row, values={"number": "9"}, actor=clerk)
    row.refresh_from_db()
    assert row.identity == "9"
    added(science, clerk, number="1")


def test_equal_rows_have_ordinals_of_their_own(science, clerk):
    rows = [added(science, clerk, "funds", FUND) for _ in range(3)]
    assert [row.identity[-2:] for row in rows] == ["-1", "-2", "-3"]
    different = added(science, clerk, "funds", FUND, amount=Decimal(2))
    moved = change_row(sheet=sheet("funds"), row=different, values={"amount": Decimal("1.50")}, actor=clerk)
    assert moved.identity == f"{rows[0].identity[:-2]}-4"


WRONG = [
    ({"received_on": None}, "收到日期"),
    ({"received_on": "2024-02-03"}, "收到日期"),
    ({"received_on": datetime.date(1066, 10, 14)}, "收到日期"),
    ({"received_on": timezone.localdate() + datetime.timedelta(days=1)}, "收到日期"),
    ({"mode": "telephone"}, "提出方式"),
    ({"number": "1" * 81}, "登记号"),
    ({"content": 5}, "申请内容"),
    ({"content": "a\x00b"}, "申请内容"),
    ({"extended": "是"}, "延期"),
    ({"answered_on": datetime.date(2024, 1, 31), "outcome": "outcome_granted"}, "答复日期"),
    ({"answered_on": datetime.date(2024, 2, 20)}, "办理结果"),
    ({"outcome": "outcome_granted"}, "答复日期"),
    ({"answered_on": datetime.date(2024, 2, 20), "outcome": "reply_granted"}, "办理结果"),
]


@pytest.mark.parametrize(("values", "header"), WRONG)
def test_values_that_a_row_may_not_have(science, clerk, values, header):
    with pytest.raises(RowRefused) as caught:
        added(science, clerk, **values)
    assert [fault.header for fault in caught.value.faults] == [header]
    assert f"“{header}”" in str(caught.value)
    row = added(science, clerk, number="77")
    with pytest.raises(RowRefused):
        change_row(sheet=sheet("requests"), row=row, values=values, actor=clerk)


@pytest.mark.parametrize("amount", [Decimal(-1), 1.5, "1", Decimal("0.0000001"), Decimal(10) ** 12, True])
def test_amounts_that_a_row_may_not_have(science, clerk, amount):
    with pytest.raises(RowRefused):
        added(science, clerk, "funds", FUND, amount=amount)


def test_a_warning_does_not_refuse(science, clerk):
    values = {"on": datetime.date(2024, 1, 2), "kind": "interpretation", "subject": "解读", "principal": True}
    assert added(science, clerk, "responses", values).principal is True


@pytest.mark.parametrize("slug", [s.slug for s in all_sheets()])
def test_the_example_of_every_register_is_a_row(science, clerk, slug):
    row = added(science, clerk, slug, sheet(slug).example)
    assert row.pk is not None
    assert str(row) != ""


def test_several_rows_at_once(science, clerk):
    rows = [added(science, clerk, number=str(number)) for number in range(3)]
    changed = change_rows(sheet=sheet("requests"), rows=rows, values={"mode": "letter"}, actor=clerk, reason="登记有误")
    assert changed == 3
    assert {row.mode for row in sheet("requests").model._default_manager.all()} == {"letter"}
    assert (last().action, last().reason, sorted(last().after["rows"])) == (
        "change_rows", "登记有误", sorted(str(row.pk) for row in rows)
    )  # fmt: skip
    again = change_rows(sheet=sheet("requests"), rows=rows, values={"mode": "letter"}, actor=clerk, reason="x")
    assert again == 0


def test_several_rows_all_or_none(science, clerk):
    rows = [added(science, clerk, number=str(number)) for number in range(3)]
    answered = {"answered_on": datetime.date(2024, 2, 20), "outcome": "outcome_granted"}
    change_row(sheet=sheet("requests"), row=rows[2], values=answered, actor=clerk)
    with pytest.raises(RowRefused):
        change_rows(
            sheet=sheet("requests"),
            rows=rows,
            values={"received_on": datetime.date(2024, 3, 1)},
            actor=clerk,
            reason="x",
        )
    rows[0].refresh_from_db()
    assert str(rows[0].received_on) == "2024-02-01"


def test_rows_of_two_organs_are_not_changed_together(organs, science, clerk):
    rows = [added(science, clerk), added(organs["culture"], None)]
    with pytest.raises(NoSuchObject):
        change_rows(sheet=sheet("requests"), rows=rows, values={"mode": "letter"}, actor=clerk, reason="x")
    assert change_rows(sheet=sheet("requests"), rows=[], values={}, actor=clerk, reason="x") == 0


@pytest.mark.parametrize("role", [None, *(r for r in Role if r not in (Role.CLERK, Role.SECTION_HEAD))])
def test_others_change_nothing(science, clerk, role):
    row = added(science, clerk)
    someone = person(role, science)
    changes = {"sheet": sheet("requests"), "actor": someone}
    for refused in (
        lambda: added(science, someone, number="2"),
        lambda: change_row(row=row, values={"mode": "letter"}, **changes),
        lambda: change_rows(rows=[row], values={"mode": "letter"}, reason="x", **changes),
        lambda: remove_row(row=row, reason="x", **changes),
    ):
        with pytest.raises(NotPermitted):
            refused()
