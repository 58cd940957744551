"""Whose menu and name stand around the pages of a bureau that its supervisor opens too."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency, Membership, Role
from gongkai.filing.collecting.actions import notices, uploads
from tests.filing.collecting.kit import WRONG_SUM, Case
from tests.people import SINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


@pytest.fixture
def shared(case):
    """A notice and a file of the science bureau, by their addresses."""
    case.filed(**WRONG_SUM)
    soon = timezone.localdate() + datetime.timedelta(days=14)
    notice = notices.send_back(submission=case.submission(), actor=case.supervisor, text="请核对。", due_on=soon)
    file = SimpleUploadedFile("年报.html", b"<p>x</p>")
    upload = uploads.file_upload(
        submission=case.submission(), file_name=file.name, content=file.read(), actor=case.clerk
    )
    return [
        reverse("desk:notice", args=["990101-kj", notice.pk]),
        reverse("desk:upload", args=["990101-kj", upload.pk]),
    ]


def shell(client, who, address):
    client.force_login(who)
    return client.get(address).context["shell"]


def stands(client, who, address):
    return shell(client, who, address)["switcher"]["agency_value"]


def test_the_supervisor_stays_where_he_supervises(client, case, shared):
    for address in shared:
        seen = shell(client, case.supervisor, address)
        assert seen["switcher"]["agency_value"] == "990101"
        assert reverse("desk:rounds", args=["990101"]) in {item.get("url") for item in seen["nav"]}


def test_the_organ_that_files_stays_at_home(client, case, shared):
    assert {stands(client, case.clerk, address) for address in shared} == {"990101-kj"}


def test_whoever_does_both_stands_in_the_organ_of_the_page(client, case, shared):
    bureau = case.organs["science"]
    Membership.objects.create(person=case.supervisor, agency=bureau, role=Role.CLERK, valid_from=SINCE)
    assert {stands(client, case.supervisor, address) for address in shared} == {"990101-kj"}


def test_a_role_elsewhere_that_came_first_does_not_draw_the_supervisor_away(client, case, shared):
    elsewhere = case.organs["elsewhere"]
    Membership.objects.create(person=case.stranger, agency=elsewhere, role=Role.CLERK, valid_from=SINCE)
    supervises = Membership(person=case.stranger, agency=case.government, role=Role.SUPERVISOR, valid_from=SINCE)
    supervises.save()
    assert {stands(client, case.stranger, address) for address in shared} == {"990101"}


def test_the_organ_that_a_supervisor_from_above_chose_is_kept(client, case, shared):
    city = Agency.objects.create(code="9901", name="示例市人民政府", kind="government")
    Agency.objects.filter(pk=case.government.pk).update(parent=city)
    for organ in (case.government, case.organs["science"]):
        Agency.objects.filter(pk=organ.pk).update(path=f"{city.path}{organ.path.lstrip('/')}")
    Membership.objects.filter(person=case.supervisor).update(agency=city)
    client.force_login(case.supervisor)
    assert {stands(client, case.supervisor, address) for address in shared} == {"9901"}
    client.post(reverse("desk:switch"), {"agency": "990101", "year": 2024})
    for address in shared:
        assert client.get(address).context["shell"]["switcher"]["agency_value"] == "990101"
