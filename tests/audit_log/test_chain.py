"""Whatever is done to the lines beside ``record`` is found."""

import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.audit_log.actions import record
from gongkai.audit_log.chain import hash_of, verify
from gongkai.audit_log.models import Entry, Head
from tests.people import county

pytestmark = pytest.mark.django_db
LINES = 12
COLUMNS = (
    "number", "recorded_at", "effective_on", "actor_name", "action", "target_kind", "target_id", "target_name",
    "reason", "before", "after", "previous_hash", "hash",
)  # fmt: skip
OTHER = {
    "number": "4711", "recorded_at": "2001-02-03 04:05:06+00:00", "effective_on": "2001-02-03",
    "before": '{"phone": "0"}', "after": '{"phone": "0"}',
}  # fmt: skip


@pytest.fixture
def lines():
    science = county()["science"]
    for number in range(1, LINES + 1):
        record(
            actor=None, action="change_agency", target=science, agency=science, reason=f"第{number}次",
            before={"phone": str(number)}, after={"phone": str(number + 1), "at": [1.5, {"一": None}]},
        )  # fmt: skip
    return science


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def entry_key(number):
    return Entry.objects.values_list("pk", flat=True).get(number=number)


def test_an_untouched_record_holds(lines):
    assert Entry.objects.count() == LINES
    assert list(verify()) == []


def test_an_empty_record_holds():
    assert list(verify()) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, LINES), column=st.sampled_from(COLUMNS))
def test_an_altered_line_is_found(lines, number, column):
    with_savepoint(lambda: alter(number, column))


def alter(number, column):
    sql(f"UPDATE audit_log_entry SET {column} = %s WHERE number = %s", OTHER.get(column, "别的"), number)
    assert list(verify()), (number, column)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gone=st.sets(st.integers(1, LINES), min_size=1))
def test_removed_lines_are_found_at_the_end_too(lines, gone):
    def remove():
        for number in gone:
            sql("DELETE FROM audit_log_entry WHERE number = %s", number)
        assert list(verify()), gone

    with_savepoint(remove)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=st.lists(st.integers(1, LINES), min_size=2, max_size=2, unique=True))
def test_swapped_lines_are_found(lines, pair):
    def swap():
        one, other = (entry_key(number) for number in pair)
        for key, number in ((one, 999), (other, pair[0]), (one, pair[1])):
            sql("UPDATE audit_log_entry SET number = %s WHERE id = %s", number, key)
        assert list(verify()), pair

    with_savepoint(swap)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(1, LINES + 1))
def test_an_inserted_line_with_a_good_hash_of_its_own_is_found(lines, place):
    def insert():
        for number in range(LINES, place - 1, -1):
            sql("UPDATE audit_log_entry SET number = number + 1 WHERE number = %s", number)
        before = Entry.objects.filter(number=place - 1).first()
        forged = Entry(
            number=place, recorded_at=datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC),
            effective_on=datetime.date(2025, 1, 1), actor_name="系统", agency=lines, action="change_agency",
            target_kind="agencies.agency", target_id="1", target_name="某局",
            previous_hash=before.hash if before else "0" * 64,
        )  # fmt: skip
        forged.hash = hash_of(forged)
        forged.save(force_insert=True)
        assert list(verify()), place

    with_savepoint(insert)


def test_an_altered_line_whose_hash_is_mended_breaks_the_next(lines):
    sql("UPDATE audit_log_entry SET reason = %s WHERE number = 5", "从来如此")
    sql("UPDATE audit_log_entry SET hash = %s WHERE number = 5", hash_of(Entry.objects.get(number=5)))
    assert [(found.number, found.message) for found in verify()] == [(6, "与上一条接不上")]


def test_a_forged_last_line_is_missed_by_the_head(lines):
    sql("UPDATE audit_log_entry SET reason = %s WHERE number = %s", "从来如此", LINES)
    sql("UPDATE audit_log_entry SET hash = %s WHERE number = %s", hash_of(Entry.objects.first()), LINES)
    assert [(found.number, found.message) for found in verify()] == [(LINES + 1, "末尾的记录缺失或被替换")]


def test_an_emptied_record_is_found(lines):
    sql("DELETE FROM audit_log_entry")
    assert [found.number for found in verify()] == [1]


def test_a_removed_head_is_found(lines):
    Head.objects.all().delete()
    assert [found.number for found in verify()] == [LINES + 1]


def with_savepoint(change):
    point = transaction.savepoint()
    try:
        change()
    finally:
        transaction.savepoint_rollback(point)
