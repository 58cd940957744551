"""The pages of administrators about organs."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.agencies.actions.organs import create_agency
from gongkai.agencies.models import Agency, Kind, Role, Succession
from tests.people import county, person

pytestmark = pytest.mark.django_db
CODE = "990101-kj"


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def client(organs):
    client = Client()
    client.force_login(person(Role.ADMINISTRATOR, organs["government"]))
    return client


def page(answer):
    return answer.content.decode()


def send(client, address, code=CODE, /, **values):
    return client.post(reverse(f"desk:{address}", args=[code]), values)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(client, organs, count, django_assert_num_queries):
    for number in range(count):
        create_agency(
            code=f"more-{number}", name=f"增设{number}局", kind=Kind.DEPARTMENT, parent=organs["government"], actor=None
        )
    client.get(reverse("desk:agencies"))
    with django_assert_num_queries(8):
        answer = client.get(reverse("desk:agencies"))
    assert page(answer).count("</td></tr>") == 3 + count


def test_organs_elsewhere_are_not_shown(client):
    assert "别处县" not in page(client.get(reverse("desk:agencies")))
    assert client.get(reverse("desk:agency", args=["990202"])).status_code == 404
    assert (
        send(client, "agency-rename", "990202", name="某局", effective_on="2026-01-01", reason="x").status_code == 404
    )


def test_founding_and_changing(client):
    made = client.post(
        reverse("desk:agency-create"),
        {"parent": "990101", "name": "示例县卫生健康局", "code": "990101-wj", "kind": "department"},
    )
    assert made.status_code == 302
    send(client, "agency-change", "990101-wj", kind="institution", website="https://example.org/", phone="0000-1")
    found = Agency.objects.get(code="990101-wj")
    assert (found.kind, found.phone, found.website) == ("institution", "0000-1", "https://example.org/")
    assert "0000-1" in page(client.get(reverse("desk:agency", args=["990101-wj"])))


@pytest.mark.parametrize("code", [CODE, "people", "log", "有空格", "a/b", ""])
def test_a_code_that_is_taken_reserved_or_unfit_is_refused(client, code):
    asked = {"parent": "990101", "name": "某局", "code": code, "kind": "department"}
    answer = client.post(reverse("desk:agency-create"), asked)
    assert answer.status_code == 422
    assert Agency.objects.count() == 4


def test_a_forged_parent_is_refused(client):
    asked = {"parent": "990202", "name": "某局", "code": "new", "kind": "department"}
    assert client.post(reverse("desk:agency-create"), asked).status_code == 422


def test_a_new_name_is_told_on_the_page(client):
    send(client, "agency-rename", name="示例县科技创新局", effective_on="2026-01-01", reason="批复")
    shown = page(client.get(reverse("desk:agency", args=[CODE])))
    assert "<h1>示例县科技创新局</h1>" in shown
    assert "曾用名“示例县科学技术局”，用到2025年12月31日" in shown


def test_moving_below_itself_is_refused_on_the_form(client):
    answer = send(client, "agency-move", "990101", parent=CODE, reason="试")
    assert answer.status_code == 422
    assert "机关不能隶属于自己或自己的下级。" in page(answer)


def test_merging_and_splitting(client, organs):
    create_agency(code="new", name="新局", kind=Kind.DEPARTMENT, parent=organs["government"], actor=None)
    day = {"effective_on": "2026-01-01", "reason": "批复"}
    send(client, "agency-merge", successor="990101-wh", carries_registers="on", **day)
    send(client, "agency-split", "990101-wh", successors=["new"], lives_on="on", registers_go_to="", **day)
    told = Succession.objects.order_by("pk").values_list(
        "predecessor__code", "successor__code", "how", "carries_registers"
    )
    assert list(told) == [(CODE, "990101-wh", "merged", True), ("990101-wh", "new", "split", False)]
    shown = page(client.get(reverse("desk:agency", args=["990101-wh"])))
    assert "2026年1月1日由示例县科学技术局合并而来，承接台账" in shown
    assert "2026年1月1日拆分到新局" in shown


def test_dissolving(client):
    send(client, "agency-dissolve", effective_on="2026-01-01", reason="撤销")
    assert Agency.objects.get(code=CODE).dissolved_on == datetime.date(2025, 12, 31)
    assert "已撤销" in page(client.get(reverse("desk:agencies")))


def test_editions_and_days_are_set_and_taken_back(client):
    send(client, "agency-edition", edition="cn-gid-2014-shandong", year_from=2014, year_to=2018)
    send(client, "agency-day", day="2025-08-28", working="0", note="县庆放假")
    shown = page(client.get(reverse("desk:agency", args=[CODE])))
    assert "2014—2018年：政府信息公开工作情况统计表（山东省" in shown
    assert "2025年8月28日：放假（县庆放假）" in shown
    science = Agency.objects.get(code=CODE)
    client.post(reverse("desk:agency-edition-drop", args=[CODE, science.edition_choices.get().pk]))
    client.post(reverse("desk:agency-day-remove", args=[CODE, "2025-08-28"]))
    assert not science.edition_choices.exists()
    assert not science.calendar_days.exists()
    assert client.post(reverse("desk:agency-day-remove", args=[CODE, "2025-99-99"])).status_code == 404


def test_what_changes_is_never_done_by_reading(client, organs):
    for name in ("agency-edition-drop", "agency-day-remove"):
        tail = 1 if name.endswith("drop") else "2025-08-28"
        assert client.get(reverse(f"desk:{name}", args=[CODE, tail])).status_code == 405


def test_a_code_with_other_signs_is_refused_in_plain_words(client, organs):
    answer = client.post(reverse("desk:agency-create"), {"code": "示例局"})
    assert answer.status_code == 422
    assert "机关代码：只能用字母、数字、“-”和“_”，如 990101001。" in page(answer)


@pytest.mark.parametrize("address", ["agency-create", "agency-change", "agency-move", "agency-merge", "agency-split"])
def test_lists_to_choose_from_say_so(client, address):
    place = [] if address == "agency-create" else [CODE]
    shown = page(client.get(reverse(f"desk:{address}", args=place)))
    assert "---------" not in shown
    assert ("请选择" in shown, "（未填）" in shown) == (address != "agency-split", address == "agency-split")
