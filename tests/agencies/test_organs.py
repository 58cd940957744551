import datetime

import pytest
from django.core.exceptions import ValidationError

from gongkai.agencies.actions.organs import change_agency, create_agency, move_agency, rename_agency
from gongkai.agencies.errors import CodeTaken, ImpossibleTree, NotPermitted, UnfitSuccession
from gongkai.agencies.models import Agency, Kind, Role
from gongkai.agencies.queries import name_in_year, search_agencies
from gongkai.agencies.rules import Permission
from gongkai.audit_log.models import Entry
from tests.people import SINCE, county, person

pytestmark = pytest.mark.django_db
DAY = datetime.date(2019, 4, 1)


def paths():
    return dict(Agency.objects.values_list("code", "path"))


class TestCreating:
    def test_below_an_organ_by_its_administrator(self):
        organs = county()
        actor = person(Role.ADMINISTRATOR, organs["government"])
        made = create_agency(
            code="990101-wj", name="示例县卫生健康局", kind=Kind.DEPARTMENT, parent=organs["government"], actor=actor
        )
        assert made.path == "/990101/990101-wj/"
        line = Entry.objects.get()
        assert (line.action, line.actor, line.agency) == ("create_agency", actor, made)
        assert line.after == {
            "code": "990101-wj", "name": "示例县卫生健康局", "kind": "department", "parent": "990101",
        }  # fmt: skip

    def test_at_the_top_by_the_system_only(self):
        actor = person(Role.ADMINISTRATOR, county()["government"])
        asked = {"code": "990303", "name": "又一县人民政府", "kind": Kind.GOVERNMENT, "parent": None}
        with pytest.raises(NotPermitted):
            create_agency(**asked, actor=actor)
        assert create_agency(**asked, actor=None).path == "/990303/"

    @pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
    def test_by_nobody_else(self, role):
        organs = county()
        with pytest.raises(NotPermitted):
            create_agency(
                code="x", name="某局", kind=Kind.DEPARTMENT, parent=organs["government"],
                actor=person(role, organs["government"]),
            )  # fmt: skip

    def test_a_code_is_given_once(self):
        organs = county()
        with pytest.raises(CodeTaken, match="990101-kj"):
            create_agency(code="990101-kj", name="某局", kind=Kind.DEPARTMENT, parent=organs["elsewhere"], actor=None)

    @pytest.mark.parametrize(
        ("field", "value"), [("code", "有 空格"), ("kind", "公司"), ("name", " "), ("email", "不是邮箱")]
    )
    def test_what_does_not_fit_is_refused(self, field, value):
        asked = {"code": "990303", "name": "又一县人民政府", "kind": Kind.GOVERNMENT, "parent": None, field: value}
        with pytest.raises(ValidationError) as refused:
            create_agency(**asked, actor=None)
        assert list(refused.value.message_dict) == [field]
        assert not Agency.objects.exists()

    def test_a_place_too_deep_to_store_is_refused(self):
        parent = None
        for depth in range(10):
            parent = create_agency(code=f"{depth:038}", name="局", kind=Kind.INSTITUTION, parent=parent, actor=None)
        with pytest.raises(ImpossibleTree):
            create_agency(code="1" * 38, name="局", kind=Kind.INSTITUTION, parent=parent, actor=None)


class TestChanging:
    def test_only_what_differs_is_recorded(self):
        science = county()["science"]
        change_agency(agency=science, values={"phone": "0000-1", "address": ""}, actor=None)
        science.refresh_from_db()
        assert science.phone == "0000-1"
        line = Entry.objects.get()
        assert (line.before, line.after) == ({"phone": ""}, {"phone": "0000-1"})

    def test_nothing_changed_leaves_no_trace(self):
        change_agency(agency=county()["science"], values={"phone": ""}, actor=None)
        assert not Entry.objects.exists()

    @pytest.mark.parametrize("field", ["code", "name", "path", "parent", "dissolved_on"])
    def test_what_has_an_action_of_its_own_or_never_changes(self, field):
        with pytest.raises(TypeError, match=field):
            change_agency(agency=county()["science"], values={field: "x"}, actor=None)

    def test_the_administrator_of_another_organ_may_not(self):
        organs = county()
        with pytest.raises(NotPermitted):
            change_agency(
                agency=organs["science"], values={"phone": "1"}, actor=person(Role.ADMINISTRATOR, organs["elsewhere"])
            )


class TestRenaming:
    def test_code_stays_and_each_year_has_its_name(self):
        science = county()["science"]
        rename_agency(agency=science, name="示例县科技和信息化局", actor=None, effective_on=DAY)
        rename_agency(agency=science, name="示例县科技创新局", actor=None, effective_on=datetime.date(2021, 1, 1))
        science.refresh_from_db()
        assert (science.code, science.path) == ("990101-kj", "/990101/990101-kj/")
        assert [name_in_year(science, year) for year in (2018, 2019, 2020, 2021)] == [
            "示例县科学技术局", "示例县科技和信息化局", "示例县科技和信息化局", "示例县科技创新局",
        ]  # fmt: skip
        assert Entry.objects.first().effective_on == datetime.date(2021, 1, 1)

    def test_not_before_the_name_it_bears(self):
        science = county()["science"]
        rename_agency(agency=science, name="示例县科技创新局", actor=None, effective_on=DAY)
        with pytest.raises(UnfitSuccession, match="2019-04-01"):
            rename_agency(agency=science, name="某局", actor=None, effective_on=DAY)

    def test_a_name_is_one_line(self):
        science = county()["science"]
        rename_agency(agency=science, name=" 科学\r\nBcc: x@example.org ", actor=None, effective_on=DAY)
        assert Agency.objects.get(pk=science.pk).name == "科学 Bcc: x@example.org"

    def test_the_same_name_changes_nothing(self):
        science = county()["science"]
        rename_agency(agency=science, name=" 示例县科学技术局 ", actor=None, effective_on=DAY)
        assert not science.names.exists()
        assert not Entry.objects.exists()


class TestMoving:
    def test_all_below_move_along(self):
        organs = county()
        create_agency(code="station", name="科技服务站", kind=Kind.INSTITUTION, parent=organs["science"], actor=None)
        move_agency(agency=organs["science"], parent=organs["elsewhere"], actor=None, reason="区划调整")
        assert paths() == {
            "990101": "/990101/", "990101-kj": "/990202/990101-kj/", "station": "/990202/990101-kj/station/",
            "990101-wh": "/990101/990101-wh/", "990202": "/990202/",
        }  # fmt: skip
        line = Entry.objects.first()
        assert line.before == {"parent": "990101", "path": "/990101/990101-kj/"}
        assert line.after == {"parent": "990202", "path": "/990202/990101-kj/"}

    def test_a_code_that_begins_like_another_stays_where_it_is(self):
        organs = county()
        create_agency(code="990101-k", name="某局", kind=Kind.DEPARTMENT, parent=organs["government"], actor=None)
        move_agency(agency=Agency.objects.get(code="990101-k"), parent=organs["elsewhere"], actor=None)
        assert paths()["990101-kj"] == "/990101/990101-kj/"

    def test_no_organ_below_itself(self):
        organs = county()
        for parent in (organs["government"], organs["science"]):
            with pytest.raises(ImpossibleTree):
                move_agency(agency=organs["government"], parent=parent, actor=None)
        assert paths()["990101-kj"] == "/990101/990101-kj/"

    def test_a_stale_object_is_not_believed(self):
        organs = county()
        station = create_agency(
            code="station", name="服务站", kind=Kind.INSTITUTION, parent=organs["culture"], actor=None
        )
        move_agency(agency=Agency.objects.get(code="station"), parent=organs["science"], actor=None)
        assert station.path == "/990101/990101-wh/station/"
        with pytest.raises(ImpossibleTree):
            move_agency(agency=organs["science"], parent=station, actor=None)

    def test_needs_both_ends(self):
        organs = county()
        with pytest.raises(NotPermitted):
            move_agency(
                agency=organs["science"],
                parent=organs["elsewhere"],
                actor=person(Role.ADMINISTRATOR, organs["government"]),
            )

    def test_who_administers_one_end_may_not_get_to_see_the_other(self):
        organs = county()
        both = person(Role.ADMINISTRATOR, organs["elsewhere"])
        both.memberships.create(agency=organs["science"], role=Role.CLERK, valid_from=SINCE)
        with pytest.raises(ImpossibleTree, match="任职"):
            move_agency(agency=organs["science"], parent=organs["elsewhere"], actor=None)


def test_search_finds_former_names_within_reach():
    organs = county()
    rename_agency(agency=organs["science"], name="示例县工业局", actor=None, effective_on=DAY)
    administrator = person(Role.ADMINISTRATOR, organs["government"])
    for words, codes in {
        "": ["990101", "990101-kj", "990101-wh"], "科学": ["990101-kj"], "示例 工业": ["990101-kj"],
        "别处": [], "990202": [],
    }.items():  # fmt: skip
        found = search_agencies(administrator, Permission.MANAGE_AGENCIES, words)
        assert [agency.code for agency in found] == codes
