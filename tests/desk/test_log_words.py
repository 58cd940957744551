"""The details of the record speak as the pages do, not in codes."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from gongkai.agencies.actions.roles import grant_role
from gongkai.agencies.models import Role
from gongkai.audit_log.actions import record
from gongkai.audit_log.models import Entry
from gongkai.desk.log_words import in_words, name_of
from gongkai.filing.actions.approval import send_in
from gongkai.requests.models import Request
from tests.filing.publishing import draft
from tests.people import county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organs():
    return county()


def changes(client, organs, entry, language="zh-hans"):
    """The table of a line's page: before and after by the name of the field."""
    client.force_login(person(Role.AUDITOR, organs["government"]))
    answer = client.get(reverse("desk:log-entry", args=[entry.number]), headers={"Accept-Language": language})
    rows = html.fromstring(answer.content).xpath("//table[@id='changes']/tbody/tr")
    return {row[0].text_content(): tuple(cell.text_content() for cell in row[1:]) for row in rows}


@pytest.mark.parametrize(("language", "role", "name"), [("zh-hans", "岗位", "经办人"), ("en", "Role", "Clerk")])
def test_a_role_is_named(client, organs, language, role, name):
    administrator = person(Role.ADMINISTRATOR, organs["government"])
    somebody = person(None, None)
    today = datetime.date(2026, 1, 5)
    grant_role(person=somebody, agency=organs["science"], role=Role.CLERK, effective_on=today, actor=administrator)
    told = changes(client, organs, Entry.objects.get(action="grant_role"), language)
    assert told[role] == ("", name)


@pytest.mark.parametrize(
    ("language", "stages"), [("zh-hans", ("草稿", "科室审核")), ("en", ("Draft", "Section review"))]
)
def test_stages_are_named(client, organs, language, stages):
    send_in(version=draft(organs["science"], clerk := person(Role.CLERK, organs["science"])), actor=clerk)
    told = changes(client, organs, Entry.objects.get(action="send_in"), language)
    assert list(told.values()) == [stages]


TOLD = [
    ("agencies.agency", {"kind": "department"}, "kind", "政府部门"),
    ("agencies.agency", {"edition": "cn-gid-2021"}, "edition", "报告格式（2021年度起）"),
    ("agencies.person", {"fields": ["phone", "email"]}, "fields", "办公电话、电子邮件地址"),
    ("filing.submission", {"state": "returned"}, "state", "已退回"),
    ("filing.noticeitem", {"state": "answered"}, "state", "已说明"),
    ("filing.annualreport", {"outcome": "partly"}, "outcome", "正在整改"),
    ("filing.version", {"rule": "D-01"}, "rule", "D-01 "),
    ("filing.handfigure", {"key": "req_received@total"}, "key", "新收政府信息公开申请数量"),
    ("filing.upload", {"changed": {"req_received@total": 3}}, "changed", "：3"),
    ("registers.import", {"rows": {"会议培训": {"added": 2, "refused": 0}}}, "rows", "会议培训（新增：2；拒绝：0）"),
    ("requests.request", {"mode": "online"}, "mode", "网络"),
    ("agencies.agency", {"sheet": "信息公开申请", "rows": {"7": {"mode": "fax"}}}, "rows", "#7（提出方式：传真）"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "name", "said"), TOLD)
def test_values_are_told_in_words(kind, values, name, said):
    with override("zh-hans"):
        assert said in in_words(kind, values, name)


@pytest.mark.parametrize("name", ["role", "stage", "state", "outcome", "edition", "section", "key", "rule", "kind"])
def test_unknown_codes_stay_as_they_are(client, organs, name):
    assert in_words("filing.submission", {name: "of_a_later_release"}, name) == "of_a_later_release"
    entry = record(
        actor=None, action="change_agency", target=organs["science"], agency=organs["science"],
        after={name: "of_a_later_release", "unheard_of": {"a": [1, None, True]}},
    )  # fmt: skip
    told = changes(client, organs, entry)
    assert told["unheard_of"] == ("", "a：1、无、是")
    assert ("", "of_a_later_release") in told.values()


def test_an_outcome_has_the_name_of_its_year():
    kind = Request._meta.label_lower
    values = {"outcome": "refused_not_gov_info", "answered_on": "2016-03-01"}
    assert in_words(kind, values, "outcome").startswith("不同意公开")
    assert in_words(kind, {"outcome": None, "answered_on": None}, "outcome") == ""


def test_a_field_is_named_by_the_record_where_the_model_says_nothing():
    with override("zh-hans"):
        assert name_of("filing.submission", "upload") == "报送文件"
        assert name_of("filing.round", "invited") == "邀请的机关"
        assert name_of("no.model", "later") == "later"
