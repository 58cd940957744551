"""The pages for closing a round, withdrawing a report and counting what cannot be added up."""

import pytest
from django.urls import reverse
from lxml import html

from gongkai.filing.collecting.actions import combining, rounds
from gongkai.filing.models import HandFigure, Round
from tests.filing.collecting.kit import YEAR, Case

pytestmark = pytest.mark.django_db
PLACE = f"/desk/990101/rounds/{YEAR}/"


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


def page(client, who, name, *arguments):
    client.force_login(who)
    return html.fromstring(client.get(reverse(f"desk:{name}", args=arguments)).content)


def forms(tree):
    return [form.get("action", "").rsplit("/", 2)[-2] for form in tree.xpath("//main//form[@method='post'][@action]")]


def said(tree):
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


def test_closing_and_reopening_from_the_page(client, case):
    case.filed()
    assert forms(page(client, case.supervisor, "round", "990101", YEAR)) == ["remind", "due", "close"]
    assert client.post(f"{PLACE}close/").url == PLACE
    closed = page(client, case.supervisor, "round", "990101", YEAR)
    assert forms(closed) == ["reopen"]
    assert not closed.xpath("//a[contains(@href, 'invite')]")
    assert "已结束" in said(closed)
    assert "已结束" in said(page(client, case.supervisor, "rounds", "990101"))
    assert client.post(f"{PLACE}reopen/").url == PLACE
    assert Round.objects.get().closed_at is None


@pytest.mark.parametrize("act", ["close", "reopen"])
def test_only_who_supervises_closes_and_only_by_post(client, case, act):
    for other in (case.clerk, case.outsider):
        client.force_login(other)
        assert client.post(f"{PLACE}{act}/").status_code == 404
    client.force_login(case.supervisor)
    assert client.get(f"{PLACE}{act}/").status_code == 405
    assert Round.objects.get().closed_at is None


def test_a_closed_round_offers_the_organ_nothing_and_the_supervisor_to_accept(client, case):
    case.filed()
    pk = case.submission().pk
    assert forms(page(client, case.clerk, "file-report", "990101-kj", pk)) == ["withdraw", "upload"]
    rounds.close_round(round=case.round, actor=case.supervisor)
    organ = page(client, case.clerk, "file-report", "990101-kj", pk)
    assert forms(organ) == []
    assert "这次报送已经结束。" in said(organ)
    above = page(client, case.supervisor, "submission", "990101", YEAR, "990101-kj")
    assert forms(above) == ["accept"]
    assert not above.xpath("//a[contains(@href, 'send-back')]")


def test_inviting_to_a_closed_round_is_refused_in_words(client, case):
    rounds.close_round(round=case.round, actor=case.supervisor)
    client.force_login(case.supervisor)
    answer = client.get(f"{PLACE}invite/")
    assert answer.status_code == 409
    assert "这次报送已经结束。" in answer.content.decode()


def test_withdrawing_from_the_page(client, case):
    case.filed()
    pk = case.submission().pk
    address = reverse("desk:file-withdraw", args=["990101-kj", pk])
    for other in (case.stranger, case.supervisor):
        client.force_login(other)
        assert client.post(address).status_code == 404
    client.force_login(case.clerk)
    assert client.get(address).status_code == 405
    assert client.post(address).url == f"/desk/990101-kj/filing/{pk}/"
    assert case.submission().state == "invited"
    assert "withdraw" not in forms(page(client, case.clerk, "file-report", "990101-kj", pk))
    assert client.post(address).status_code == 409


def told(**changed):
    return {"value": "8", "reason": "去重", "evidence": "<b>目录</b>"} | changed


def test_a_figure_is_entered_on_the_page_of_what_stands_behind_it(client, case):
    case.accepted(rules_valid=5)
    version = combining.combine_round(round=case.round, actor=case.supervisor)
    address = f"{PLACE}combine/rules_valid/"
    before = page(client, case.supervisor, "combine-cell", "990101", YEAR, "rules_valid")
    assert "不能由各机关的数值相加得出" in said(before)
    assert client.post(address, told()).url == address
    version.refresh_from_db()
    assert version.cells["rules_valid"]["value"] == 8
    shown = page(client, case.supervisor, "combine-cell", "990101", YEAR, "rules_valid")
    assert "去重" in said(shown)
    assert "<b>目录</b>" in said(shown)
    assert shown.xpath("//input[@name='value']/@value") == ["8"]


@pytest.mark.parametrize("given", [told(value=""), told(reason=""), told(evidence=""), told(blank="on")])
def test_an_entry_that_lacks_something_keeps_what_was_typed(client, case, given):
    case.accepted(rules_valid=5)
    combining.combine_round(round=case.round, actor=case.supervisor)
    client.force_login(case.supervisor)
    answer = client.post(f"{PLACE}combine/rules_valid/", given)
    assert answer.status_code == 422
    assert html.fromstring(answer.content).xpath("//input[@name='value']/@value") in ([given["value"]], [])
    assert not HandFigure.objects.exists()


def test_a_sum_has_no_form_and_takes_none(client, case):
    case.accepted()
    combining.combine_round(round=case.round, actor=case.supervisor)
    shown = page(client, case.supervisor, "combine-cell", "990101", YEAR, "req_received@total")
    assert not shown.xpath("//main//textarea")
    answer = client.post(f"{PLACE}combine/req_received@total/", told())
    assert answer.status_code == 409
    assert "不能手工填报" in answer.content.decode()
    assert not HandFigure.objects.exists()


def test_only_who_supervises_enters(client, case):
    case.accepted(rules_valid=5)
    combining.combine_round(round=case.round, actor=case.supervisor)
    for other in (case.clerk, case.outsider):
        client.force_login(other)
        assert client.post(f"{PLACE}combine/rules_valid/", told()).status_code == 404
    assert not HandFigure.objects.exists()
