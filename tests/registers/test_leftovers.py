"""Workbooks that a killed process left in the store are removed by the next import, and no others."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gongkai.agencies.models import Agency, Kind
from gongkai.registers.actions import imports
from gongkai.registers.actions.imports import import_workbook, preview_import
from gongkai.registers.leftovers import INCOMING, remove_leftovers
from gongkai.registers.models import Import
from tests.registers.books import request_row, requests

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 24 * 3600


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def agency():
    return Agency.objects.create(code="990101", name="示例局", kind=Kind.DEPARTMENT)


def age(media, *names):
    """Let files be as old as if they had been written the day before yesterday."""
    then = time.time() - TWO_DAYS
    for name in names:
        os.utime(media / name, (then, then))


def stored(media):
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def hand_in(agency, number):
    return preview_import(agency=agency, file_name="x.xlsx", content=requests(request_row(number)), actor=None)


def test_an_upload_whose_job_died_is_removed_after_a_day_and_one_that_waits_is_kept(media, agency):
    old = default_storage.save(f"{INCOMING}/old", ContentFile(b"rows"))
    new = default_storage.save(f"{INCOMING}/new", ContentFile(b"rows"))
    age(media, old)
    remove_leftovers(agency)
    assert stored(media) == {new}


def test_what_an_import_that_was_killed_left_goes_with_the_next_one_of_the_organ(media, agency, monkeypatch):
    kept = hand_in(agency, "1").content.name

    def killed(*_args):
        raise KeyboardInterrupt

    content = requests(request_row("2"))
    with monkeypatch.context() as patch:
        patch.setattr(imports, "_carry_out", killed)
        with pytest.raises(KeyboardInterrupt):
            import_workbook(agency=agency, file_name="x.xlsx", content=content, actor=None)
    (left,) = stored(media) - {kept}
    young = hand_in(agency, "3").content.name
    assert stored(media) == {kept, left, young}
    age(media, kept, left)
    last = hand_in(agency, "4").content.name
    assert stored(media) == {kept, young, last}


def test_the_files_of_an_organ_whose_code_begins_alike_stay(media, agency):
    other = Agency.objects.create(code="990101_kj", name="另一局", kind=Kind.DEPARTMENT)
    age(media, theirs := hand_in(other, "1").content.name)
    assert os.path.basename(theirs).startswith(agency.code)
    remove_leftovers(agency)
    assert default_storage.exists(theirs)
    assert Import.objects.get().content.name == theirs


def test_without_any_file_there_is_nothing_to_remove(media, agency):
    remove_leftovers(agency)
    assert stored(media) == set()
