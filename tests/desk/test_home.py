"""My work today, the shell around every page, and choosing organ and year."""

import datetime

import pytest
from django.urls import reverse
from lxml import html

from gongkai.agencies.models import Role
from gongkai.filing.actions.approval import send_in
from gongkai.filing.actions.drafting import open_report
from gongkai.filing.collecting.actions.rounds import open_round
from gongkai.filing.models import Stage
from gongkai.registers.models import Import
from tests.filing.publishing import draft
from tests.people import county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def clerk(organs, client):
    """The clerk of the science bureau, signed in."""
    clerk = person(Role.CLERK, organs["science"])
    client.force_login(clerk)
    return clerk


def home(client):
    return client.get(reverse("desk:home"))


def test_without_signing_in_one_is_asked_to(client):
    answer = home(client)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next=/desk/"


def test_nothing_to_do_is_said(client, clerk):
    assert "现在没有等您办理的事项" in home(client).content.decode()


def test_a_report_to_file_waits_with_its_date(client, organs, clerk):
    supervisor = person(Role.SUPERVISOR, organs["government"])
    open_round(agency=organs["government"], year=2021, actor=supervisor, due_on=datetime.date(2022, 1, 31))
    page = home(client).content.decode()
    assert "示例县科学技术局2021年度" in page
    assert "2022年1月31日" in page
    assert "示例县文化局" not in page


def test_an_import_to_confirm_waits_for_those_who_edit(client, organs, clerk):
    Import.objects.create(agency=organs["science"], file_name="一季度.xlsx", sha256="0" * 64, by=clerk)
    Import.objects.create(agency=organs["culture"], file_name="别人的.xlsx", sha256="0" * 64)
    page = home(client).content.decode()
    assert "一季度.xlsx" in page
    assert "别人的.xlsx" not in page


def links(client, table):
    return html.fromstring(home(client).content).xpath(f"//table[@id='{table}']//a/@href")


def test_a_draft_leads_to_the_workbench_and_a_report_under_way_to_its_approval(client, organs, clerk):
    version = draft(organs["science"], clerk)
    assert links(client, "to-approve-list") == ["/desk/990101-kj/reports/2023/"]
    assert links(client, "under-way-list") == []
    send_in(version=version, actor=clerk)
    assert links(client, "to-approve-list") == []
    assert links(client, "under-way-list") == ["/desk/990101-kj/reports/2023/approval/"]
    assert "科室审核" in home(client).content.decode()


def test_a_report_that_waits_for_me_is_listed_once(client, organs, clerk):
    send_in(version=draft(organs["science"], clerk), actor=clerk)
    client.force_login(person(Role.SECTION_HEAD, organs["science"]))
    assert links(client, "to-approve-list") == ["/desk/990101-kj/reports/2023/approval/"]
    assert links(client, "under-way-list") == []


@pytest.mark.parametrize(("role", "organ"), [(Role.SUPERVISOR, "government"), (Role.CLERK, "culture")])
def test_what_is_under_way_elsewhere_is_not_listed(client, organs, clerk, role, organ):
    send_in(version=draft(organs["science"], clerk), actor=clerk)
    assert len(links(client, "under-way-list")) == 1
    client.force_login(person(role, organs[organ]))
    assert links(client, "under-way-list") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(client, organs, clerk, django_assert_num_queries, count):
    home(client)  # The first visit notes the session.
    supervisor = person(Role.SUPERVISOR, organs["government"])
    for year in range(2021 - count, 2021):
        open_round(agency=organs["government"], year=year, actor=supervisor)
        Import.objects.create(agency=organs["science"], file_name=f"{year}.xlsx", sha256="0" * 64, by=clerk)
        version = draft(organs["science"], clerk, year=year)
        version.stage = Stage.SECTION
        version.save()
    with django_assert_num_queries(11):
        home(client)


NAVIGATION = [
    (Role.CLERK, {"台账", "年度报告", "向上报送"}),
    (Role.LEADER, {"台账", "年度报告"}),
    (Role.SUPERVISOR, {"年度报告", "收集与汇总", "比较"}),
    (Role.AUDITOR, {"台账", "年度报告", "操作日志"}),
    (Role.ADMINISTRATOR, {"机关", "人员与岗位"}),
    (None, set()),
]


@pytest.mark.parametrize(("role", "expected"), NAVIGATION, ids=[str(role) for role, _e in NAVIGATION])
def test_the_menu_shows_what_the_role_may_open(client, organs, role, expected):
    client.force_login(person(role, organs["government"]))
    answer = home(client)
    links = [item for item in answer.context["shell"]["nav"] if item.get("url")]
    assert {item["label"] for item in links} == expected | {"我的工作"}
    for item in links:
        assert client.get(item["url"]).status_code == 200, item["label"]


def test_the_menu_marks_where_one_is(client, clerk, organs):
    answer = client.get(reverse("desk:registers", args=[organs["science"].code]))
    assert [item["label"] for item in answer.context["shell"]["nav"] if item["current"]] == ["台账"]


def test_the_year_in_work_is_the_one_of_the_open_report(client, clerk, organs):
    open_report(agency=organs["science"], year=2019, actor=clerk)
    assert home(client).context["shell"]["switcher"]["year"] == 2019


class TestSwitching:
    def switch(self, client, **chosen):
        return client.post(reverse("desk:switch"), chosen)

    def test_the_chosen_year_is_kept(self, client, clerk):
        self.switch(client, year="2018")
        assert home(client).context["shell"]["switcher"]["year"] == 2018

    def test_the_same_page_opens_for_the_organ_and_year_chosen(self, client, organs):
        client.force_login(person(Role.SUPERVISOR, organs["government"]))
        before = reverse("desk:workbench", args=[organs["science"].code, 2020])
        answer = self.switch(client, agency=organs["culture"].code, year="2018", next=f"{before}?cell=x")
        assert answer.url == reverse("desk:workbench", args=[organs["culture"].code, 2018])

    def test_a_page_of_one_object_is_left_for_my_work(self, client, clerk, organs):
        answer = self.switch(client, year="2018", next=reverse("desk:job", args=[1]))
        assert answer.url == reverse("desk:home")

    @pytest.mark.parametrize(
        "address", ["https://elsewhere.example/desk/", "//elsewhere.example", "javascript:x", "/none"]
    )
    def test_no_address_of_others_is_followed(self, client, clerk, address):
        assert self.switch(client, year="2018", next=address).url == reverse("desk:home")

    @pytest.mark.parametrize("year", ["1999", "2101", "x", "", "二〇一八"])
    def test_a_year_that_cannot_be_meant_is_not_kept(self, client, clerk, year):
        before = home(client).context["shell"]["switcher"]["year"]
        self.switch(client, year=year)
        assert home(client).context["shell"]["switcher"]["year"] == before

    def test_an_organ_of_others_cannot_be_chosen(self, client, clerk, organs):
        self.switch(client, agency=organs["culture"].code, year="2018")
        assert home(client).context["shell"]["switcher"]["agency_value"] == organs["science"].code

    def test_it_is_a_post(self, client, clerk):
        assert client.get(reverse("desk:switch")).status_code == 405
