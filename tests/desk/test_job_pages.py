"""The page of background work: what it is called, how far it is, how it ended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.agencies.models import Role
from gongkai.filing import files
from gongkai.filing.models import Stage
from gongkai.jobs.models import Job
from tests.desk.register_kit import desk, page, text
from tests.filing.publishing import TODAY, add_rule, carried, draft, staff
from tests.people import county, person

pytestmark = pytest.mark.django_db
STAYS = "可以离开这一页"


def test_the_title_stands_above_the_work_once():
    client, organs, clerk = desk()
    job = Job.objects.create(kind="import", title="读取“某台账”", person=clerk, agency=organs["science"], total=9)
    shown = page(client.get(reverse("desk:job", args=[job.pk])))
    main = shown.xpath("//main")[0]
    main.remove(main.xpath(".//nav[@class='crumbs']")[0])
    assert main.text_content().count("读取“某台账”") == 1
    assert main.xpath(".//h1")[0].text_content() == "读取“某台账”"


@pytest.mark.parametrize(
    ("state", "goes_on"), [("waiting", True), ("running", True), ("done", False), ("failed", False)]
)
def test_only_work_that_goes_on_says_that_one_may_leave(state, goes_on):
    client, organs, clerk = desk()
    job = Job.objects.create(kind="import", title="读取", person=clerk, agency=organs["science"], state=state)
    shown = client.get(reverse("desk:job", args=[job.pk]))
    assert (STAYS in text(shown)) is goes_on
    bar = page(shown).xpath("//progress")[0]
    assert (bar.get("value") is None) is goes_on


def test_a_publication_that_failed_says_nothing_of_success(
    client, settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    add_rule(agency := county()["science"])
    people = staff(agency)
    version = carried(draft(agency, people.clerk), people, Stage.LEADER)

    def full(*_args):
        raise files.CannotWrite("不能生成报告文件：磁盘已满。")

    monkeypatch.setattr("gongkai.filing.actions.publication.render_files", full)
    client.force_login(people.leader)
    asked = {"comment": "同意", "seen": version.revision, "effective_on": TODAY.isoformat()}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/desk/{agency.code}/reports/2023/approval/publish/", asked)
    shown = client.get(answer["Location"])
    assert Job.objects.get().state == Job.State.FAILED
    assert "磁盘已满" in text(shown)
    assert page(shown).xpath("//*[contains(@class, 'message')]") == []


@pytest.mark.parametrize(("language", "told"), [("zh-CN", "请填写这一项。"), ("en", "This field is required.")])
def test_a_field_that_was_left_empty_is_asked_for_in_plain_words(client, language, told):
    client.force_login(person(Role.ADMINISTRATOR, county()["government"]))
    headers = {"accept-language": language}
    rename = client.post(reverse("desk:agency-rename", args=["990101-kj"]), {"name": ""}, headers=headers)
    client.logout()
    login = client.post(reverse("account_login"), {"login": ""}, headers=headers)
    for answer in (rename, login):
        assert told in text(answer)
        assert "必需" not in text(answer)
