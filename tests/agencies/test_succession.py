import datetime

import pytest

from gongkai.agencies.actions.organs import create_agency, rename_agency
from gongkai.agencies.actions.succession import dissolve_agency, merge_agencies, split_agency
from gongkai.agencies.errors import NotPermitted, UnfitSuccession
from gongkai.agencies.models import Kind, Role, Succession
from gongkai.agencies.queries import register_holders
from gongkai.audit_log.models import Entry
from gongkai.filing.deriving import derive_cells
from gongkai.requests.models import Request
from tests.people import county, person

pytestmark = pytest.mark.django_db
REFORM = datetime.date(2021, 3, 1)


def asked(agency, year, number):
    Request.objects.create(
        agency=agency, identity=number, number=number, received_on=datetime.date(year, 5, 6), mode="letter",
        applicant="natural_person", content="预算",
    )  # fmt: skip


def received(agency, year):
    return derive_cells(agency, year)["req_received@total"].value


@pytest.fixture
def organs():
    organs = county()
    for year in (2020, 2021, 2022):
        asked(organs["science"], year, f"科{year}")
        asked(organs["culture"], year, f"文{year}")
        asked(organs["culture"], year, f"文{year}之二")
    return organs


def test_figures_survive_a_new_name(organs):
    before = [received(organs["science"], year) for year in (2020, 2021, 2022)]
    rename_agency(agency=organs["science"], name="示例县科技创新局", actor=None, effective_on=REFORM)
    assert before == [received(organs["science"], year) for year in (2020, 2021, 2022)] == [1, 1, 1]


class TestMerging:
    def test_the_heir_counts_from_that_year_on(self, organs):
        merge_agencies(
            predecessors=[organs["culture"]], successor=organs["science"], actor=None, effective_on=REFORM, basis="批复"
        )
        assert [received(organs["science"], year) for year in (2020, 2021, 2022)] == [1, 3, 3]
        assert received(organs["culture"], 2020) == 2

    def test_a_chain_of_mergers(self, organs):
        heir = create_agency(code="new", name="新局", kind=Kind.DEPARTMENT, parent=organs["government"], actor=None)
        merge_agencies(predecessors=[organs["culture"]], successor=organs["science"], actor=None, effective_on=REFORM)
        merge_agencies(
            predecessors=[organs["science"]], successor=heir, actor=None, effective_on=datetime.date(2022, 1, 1)
        )
        assert [received(heir, year) for year in (2020, 2021, 2022)] == [0, 0, 3]
        assert register_holders(heir, 2022) == tuple(sorted(o.pk for o in (organs["culture"], organs["science"], heir)))

    def test_registers_may_stay_behind(self, organs):
        merge_agencies(
            predecessors=[organs["culture"]], successor=organs["science"], actor=None, effective_on=REFORM,
            carries_registers=False,
        )  # fmt: skip
        assert received(organs["science"], 2022) == 1

    def test_the_merged_organ_ends_the_day_before(self, organs):
        merge_agencies(predecessors=[organs["culture"]], successor=organs["science"], actor=None, effective_on=REFORM)
        organs["culture"].refresh_from_db()
        assert organs["culture"].dissolved_on == datetime.date(2021, 2, 28)
        assert [line.action for line in Entry.objects.all()] == ["dissolve_agency", "merge_agencies"]

    def test_refusals(self, organs):
        science, culture, government = organs["science"], organs["culture"], organs["government"]
        for ending, heir in ([science], science), ([], science), ([government], science):
            with pytest.raises(UnfitSuccession):
                merge_agencies(predecessors=ending, successor=heir, actor=None, effective_on=REFORM)
        dissolve_agency(agency=culture, actor=None, effective_on=REFORM, reason="撤销")
        with pytest.raises(UnfitSuccession, match="已经撤销"):
            merge_agencies(predecessors=[culture], successor=science, actor=None, effective_on=REFORM)
        assert not Succession.objects.exists()

    def test_whoever_merges_administers_all(self, organs):
        with pytest.raises(NotPermitted):
            merge_agencies(
                predecessors=[organs["culture"]], successor=organs["elsewhere"], effective_on=REFORM,
                actor=person(Role.ADMINISTRATOR, organs["government"]),
            )  # fmt: skip


class TestSplitting:
    def heirs(self, organs):
        return [
            create_agency(code=code, name=code, kind=Kind.DEPARTMENT, parent=organs["government"], actor=None)
            for code in ("radio", "sports")
        ]

    def test_rows_count_for_one_heir(self, organs):
        radio, sports = self.heirs(organs)
        split_agency(
            predecessor=organs["culture"], successors=[radio, sports], registers_go_to=sports, actor=None,
            effective_on=REFORM,
        )  # fmt: skip
        assert [received(o, 2021) for o in (radio, sports)] == [0, 2]
        assert [received(o, 2020) for o in (organs["culture"], radio, sports)] == [2, 0, 0]
        organs["culture"].refresh_from_db()
        assert organs["culture"].dissolved_on == datetime.date(2021, 2, 28)

    def test_an_organ_that_lives_on_keeps_its_rows(self, organs):
        radio, _sports = self.heirs(organs)
        asked = {"predecessor": organs["culture"], "successors": [organs["culture"], radio], "actor": None}
        with pytest.raises(UnfitSuccession, match="继续运行"):
            split_agency(**asked, effective_on=REFORM, registers_go_to=radio)
        split_agency(**asked, effective_on=REFORM)
        assert [received(o, 2022) for o in (organs["culture"], radio)] == [2, 0]
        organs["culture"].refresh_from_db()
        assert organs["culture"].dissolved_on is None

    def test_the_carrier_is_an_heir(self, organs):
        radio, sports = self.heirs(organs)
        with pytest.raises(UnfitSuccession, match="承接"):
            split_agency(
                predecessor=organs["culture"], successors=[radio], registers_go_to=sports, actor=None,
                effective_on=REFORM,
            )  # fmt: skip


def test_an_organ_with_others_below_is_not_dissolved(organs):
    with pytest.raises(UnfitSuccession, match="下级"):
        dissolve_agency(agency=organs["government"], actor=None, effective_on=REFORM, reason="撤销")


def test_nothing_of_a_refused_split_stays(organs):
    station = create_agency(code="station", name="文化站", kind=Kind.INSTITUTION, parent=organs["culture"], actor=None)
    lines = Entry.objects.count()
    with pytest.raises(UnfitSuccession, match="下级"):
        split_agency(predecessor=organs["culture"], successors=[organs["science"]], actor=None, effective_on=REFORM)
    assert not Succession.objects.exists()
    assert (Entry.objects.count(), station.dissolved_on) == (lines, None)
