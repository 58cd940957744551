"""The publication clock and the deadline of the annual report."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.clock_duties import annual_report_deadline, publication_deadline
from gongkai.law.clock_events import BadDetailError, NotInForceError

PUBLICATION = [
    ("2026-11-02", "2026-11-30", False, "第二十六条"),
    ("2026-09-14", "2026-10-16", False, "第二十六条"),
    ("2019-05-14", "2019-06-12", False, "第十八条"),
    ("2026-12-07", "2027-01-04", True, "第二十六条"),
]


@pytest.mark.parametrize(("formed", "due", "provisional", "article"), PUBLICATION)
def test_an_item_is_public_within_twenty_working_days(formed, due, provisional, article):
    deadline = publication_deadline(date.fromisoformat(formed))
    assert (deadline.due, deadline.provisional) == (date.fromisoformat(due), provisional)
    assert deadline.derivation[0].basis.endswith(article)
    assert any(s.code == "provisional" for s in deadline.derivation) == provisional


@pytest.mark.parametrize(("formed", "error"), [("2008-04-30", NotInForceError), ("2200-01-01", BadDetailError)])
def test_a_day_outside_the_time_of_the_regulations_is_refused(formed, error):
    with pytest.raises(error):
        publication_deadline(date.fromisoformat(formed))


REPORTS = [
    (2008, "department", "2009-03-31", "第三十一条"),
    (2018, "department", "2019-03-31", "第三十一条"),
    (2018, "local_government", "2019-03-31", "第三十一条"),
    (2019, "department", "2020-01-31", "第四十九条"),
    (2019, "local_government", "2020-03-31", "第四十九条"),
    (2025, "department", "2026-01-31", "第四十九条"),
]


@pytest.mark.parametrize(("year", "agency", "due", "article"), REPORTS)
def test_the_annual_report_is_due_by_year_and_kind_of_agency(year, agency, due, article):
    deadline = annual_report_deadline(year, agency)
    assert deadline.due == date.fromisoformat(due)
    assert not deadline.provisional
    assert deadline.derivation[0].basis.endswith(article)


def test_the_last_year_that_is_computed():
    assert publication_deadline(date(2199, 12, 31)).due.year == 2200
    assert annual_report_deadline(2199, "department").due == date(2200, 1, 31)


@pytest.mark.parametrize("year", [2007, 2200])
def test_there_is_no_report_for_other_years(year):
    with pytest.raises(BadDetailError, match="没有"):
        annual_report_deadline(year, "department")
