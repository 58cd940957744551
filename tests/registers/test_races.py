"""Two at once: what goes wrong without the lock, and that nothing does with it. Threads on a real database."""

import datetime
import threading
from contextlib import contextmanager, suppress

import pytest
from django.db import IntegrityError, connection

from gongkai.agencies.models import Agency, Kind
from gongkai.capacity.models import Fund
from gongkai.registers.actions import imports, rows, years
from gongkai.registers.actions.imports import import_workbook
from gongkai.registers.actions.rows import change_row, create_row
from gongkai.registers.actions.years import close_year
from gongkai.registers.errors import NumberTaken, YearClosed
from gongkai.registers.models import ClosedYear
from gongkai.registers.registry import sheet
from gongkai.requests.models import Request
from tests.registers.books import day, funds

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 2.0
REQUEST = {
    "number": "1",
    "received_on": datetime.date(2022, 12, 20),
    "mode": "online",
    "applicant": "natural_person",
    "content": "预算",
}


@pytest.fixture
def agency(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Agency.objects.create(code="990404", name="示例局", kind=Kind.DEPARTMENT)


@pytest.fixture(params=[True, False], ids=["locked", "unlocked"])
def locked(request, monkeypatch):
    """Whether changes of one organ wait for each other."""
    if not request.param:
        for module in (imports, rows, years):
            monkeypatch.setattr(module, "changing", _unlocked)
    return request.param


@contextmanager
def _unlocked(*agencies):
    yield


class Meeting:
    """Lets two threads meet where each is about to write its row, having looked at the registers before. With the lock
    the second never gets there while the first is inside, and the first goes on after a while."""

    def __init__(self, *tables):
        self.tables = tables
        self.barrier = threading.Barrier(2)

    def __call__(self, execute, sql, params, many, context):
        writes = sql.startswith(("INSERT", "UPDATE")) and any(f'"{table}"' in sql for table in self.tables)
        if writes and not getattr(threading.current_thread(), "met", False):
            threading.current_thread().met = True
            with suppress(threading.BrokenBarrierError):
                self.barrier.wait(WAIT)
        return execute(sql, params, many, context)


def at_once(meeting, *actions):
    """Run the actions in threads of their own; what each raised, None where nothing."""
    raised = [None] * len(actions)

    def run(place, action):
        try:
            with connection.execute_wrapper(meeting):
                action()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def kinds(raised):
    return sorted(type(error).__name__ for error in raised)


def test_the_same_workbook_imported_twice_at_once(agency, locked):
    content = funds([day("2024-01-02"), "专项经费", 1.5], [day("2024-01-02"), "专项经费", 1.5])

    def once():
        import_workbook(agency=agency, file_name="x.xlsx", content=content, actor=None)

    raised = at_once(Meeting(Fund._meta.db_table), once, once)
    if locked:
        assert raised == [None, None]
        assert Fund.objects.count() == 2
    else:
        assert kinds(raised) == ["IntegrityError", "NoneType"]


def test_one_number_given_twice_at_once(agency, locked):
    def once():
        create_row(sheet=sheet("requests"), agency=agency, values=REQUEST, actor=None)

    raised = at_once(Meeting(Request._meta.db_table), once, once)
    assert Request.objects.count() == 1
    assert kinds(raised) == sorted([(NumberTaken if locked else IntegrityError).__name__, "NoneType"])


def test_equal_rows_added_at_once_get_ordinals_of_their_own(agency, locked):
    values = {"on": datetime.date(2024, 1, 2), "kind": "special", "amount": 1}

    def once():
        create_row(sheet=sheet("funds"), agency=agency, values=values, actor=None)

    raised = at_once(Meeting(Fund._meta.db_table), once, once)
    if locked:
        assert raised == [None, None]
        assert sorted(Fund.objects.values_list("identity", flat=True))[1].endswith("-2")
    else:
        assert kinds(raised) == ["IntegrityError", "NoneType"]


def test_a_row_added_while_the_year_is_closed(agency, locked):
    """Without the lock a row gets into a year whose report is out."""
    outcome = {}

    def add():
        create_row(sheet=sheet("requests"), agency=agency, values=REQUEST, actor=None)
        outcome["added_after"] = ClosedYear.objects.exists()

    def close():
        close_year(agency=agency, year=2022, actor=None)
        outcome["counted"] = Request.objects.filter(received_on__year=2022).count()

    raised = at_once(Meeting(Request._meta.db_table, ClosedYear._meta.db_table), add, close)
    if locked:
        assert kinds(raised) in (["NoneType", "NoneType"], ["NoneType", YearClosed.__name__])
        assert Request.objects.count() == outcome["counted"]
    else:
        assert raised == [None, None]
        assert ClosedYear.objects.exists()
        assert Request.objects.count() == 1


def test_two_edits_of_one_row_by_people_who_saw_the_same(agency, locked):
    row = create_row(sheet=sheet("requests"), agency=agency, values=REQUEST, actor=None)

    def edit(content):
        def once():
            change_row(sheet=sheet("requests"), row=row, values={"content": content}, actor=None, seen=row.updated_at)

        return once

    raised = at_once(Meeting(Request._meta.db_table), edit("甲"), edit("乙"))
    assert kinds(raised) == (["ChangedMeanwhile", "NoneType"] if locked else ["NoneType", "NoneType"])
