from datetime import date

import pytest

from gongkai.agencies.actions.variants import (
    choose_edition,
    drop_edition_choice,
    remove_calendar_day,
    set_calendar_day,
)
from gongkai.agencies.calendar import calendar_of
from gongkai.agencies.errors import NoSuchObject, NotPermitted, UnfitVariant
from gongkai.agencies.models import Role
from gongkai.agencies.queries import edition_of
from gongkai.audit_log.models import Entry
from gongkai.law.working_days import builtin_calendar
from tests.people import county, person

pytestmark = pytest.mark.django_db
SHANDONG, DEPARTMENTS = "cn-gid-2014-shandong", "cn-gid-2014-shandong-dept"


def choose(agency, edition=SHANDONG, first=2014, last=2018, actor=None):
    return choose_edition(agency=agency, edition=edition, year_from=first, year_to=last, actor=actor)


class TestEditions:
    def test_the_nearest_organ_decides(self):
        organs = county()
        choose(organs["government"])
        choose(organs["science"], DEPARTMENTS, 2016, 2016)
        found = {year: edition_of(organs["science"], year).id for year in (2015, 2016, 2017, 2019)}
        assert found == {2015: SHANDONG, 2016: DEPARTMENTS, 2017: SHANDONG, 2019: "cn-gid-2019"}
        assert edition_of(organs["elsewhere"], 2016).id == "cn-gid-2014-national"

    def test_a_dropped_choice_no_longer_holds(self):
        science = county()["science"]
        choice = choose(science)
        drop_edition_choice(agency=science, choice=choice, actor=None)
        assert edition_of(science, 2016).id == "cn-gid-2014-national"
        assert [line.action for line in Entry.objects.all()] == ["drop_edition_choice", "choose_edition"]
        with pytest.raises(NoSuchObject):
            drop_edition_choice(agency=science, choice=choice, actor=None)

    @pytest.mark.parametrize(
        ("edition", "first", "last", "said"),
        [
            ("no-such", 2014, 2018, "没有这种"), (SHANDONG, 2018, 2014, "晚于"),
            (SHANDONG, 2014, 2019, "不适用"), (SHANDONG, 2013, 2015, "不适用"),
        ],
    )  # fmt: skip
    def test_what_does_not_fit(self, edition, first, last, said):
        with pytest.raises(UnfitVariant, match=said):
            choose(county()["science"], edition, first, last)

    def test_two_choices_for_one_year_clash(self):
        science = county()["science"]
        choose(science, last=2016)
        with pytest.raises(UnfitVariant, match="2014—2016"):
            choose(science, DEPARTMENTS, 2016, 2018)

    def test_by_administrators_only(self):
        organs = county()
        with pytest.raises(NotPermitted):
            choose(organs["science"], actor=person(Role.LEADER, organs["science"]))


class TestCalendar:
    def test_without_local_days_it_is_the_national_one(self):
        assert calendar_of(county()["science"]) is builtin_calendar()

    def test_local_days_hold_for_the_organ_and_those_below(self):
        organs = county()
        set_calendar_day(agency=organs["government"], day=date(2025, 8, 28), working=False, note="县庆放假", actor=None)
        for name, day_after in (("science", 29), ("government", 29), ("elsewhere", 28)):
            moved = calendar_of(organs[name]).add_working_days(date(2025, 8, 27), 1)
            assert moved.date == date(2025, 8, day_after)

    def test_the_nearer_organ_overrules(self):
        organs = county()
        day = date(2025, 8, 28)
        set_calendar_day(agency=organs["government"], day=day, working=False, note="县庆放假", actor=None)
        set_calendar_day(agency=organs["science"], day=day, working=True, note="值班", actor=None)
        assert calendar_of(organs["science"]).is_working_day(day)
        assert not calendar_of(organs["culture"]).is_working_day(day)

    def test_a_national_holiday_and_a_working_weekend_can_be_overruled(self):
        science = county()["science"]
        holiday, worked = date(2025, 10, 1), date(2025, 9, 28)
        national = builtin_calendar()
        assert (national.is_working_day(holiday), national.is_working_day(worked)) == (False, True)
        set_calendar_day(agency=science, day=holiday, working=True, note="抗洪", actor=None)
        set_calendar_day(agency=science, day=worked, working=False, note="县庆", actor=None)
        local = calendar_of(science)
        assert (local.is_working_day(holiday), local.is_working_day(worked)) == (True, False)
        assert {h.name for h in local.holidays_between(date(2025, 9, 20), date(2025, 10, 20))} >= {"抗洪", "县庆"}

    def test_local_days_announce_no_year(self):
        science = county()["science"]
        set_calendar_day(agency=science, day=date(2090, 1, 3), working=False, note="县庆", actor=None)
        moved = calendar_of(science).add_working_days(date(2090, 1, 2), 1)
        assert (moved.date, moved.provisional) == (date(2090, 1, 4), True)

    def test_the_version_says_which_days(self):
        science = county()["science"]
        versions = {calendar_of(science).version}
        for working in (True, False):
            set_calendar_day(agency=science, day=date(2025, 8, 28), working=working, note="县庆", actor=None)
            versions.add(calendar_of(science).version)
        assert len(versions) == 3
        remove_calendar_day(agency=science, day=date(2025, 8, 28), actor=None)
        assert calendar_of(science).version == builtin_calendar().version

    def test_every_change_is_recorded_and_no_change_is_not(self):
        science = county()["science"]
        asked = {"agency": science, "day": date(2025, 8, 28), "working": False, "actor": None}
        for note in ("县庆", "县庆", "县庆活动"):
            set_calendar_day(**asked, note=note)
        assert [(line.before.get("note"), line.after["note"]) for line in Entry.objects.all()] == [
            ("县庆", "县庆活动"), (None, "县庆"),
        ]  # fmt: skip
        with pytest.raises(UnfitVariant):
            set_calendar_day(**asked, note=" ")

    def test_one_query(self, django_assert_num_queries):
        science = county()["science"]
        for day in (1, 2, 3):
            set_calendar_day(agency=science, day=date(2025, 7, day), working=False, note="放假", actor=None)
        with django_assert_num_queries(1):
            calendar_of(science).working_days_between(date(2025, 6, 30), date(2025, 7, 31))
