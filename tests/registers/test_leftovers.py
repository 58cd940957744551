"""Uploads that wait to be read in the background."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gongkai.registers.tasks import INCOMING, remove_forgotten_uploads


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def test_what_a_killed_process_left_is_removed_after_a_day_and_what_waits_is_kept(media):
    old = default_storage.save(f"{INCOMING}/old", ContentFile(b"rows"))
    new = default_storage.save(f"{INCOMING}/new", ContentFile(b"rows"))
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(media / old, (two_days_ago, two_days_ago))
    remove_forgotten_uploads()
    assert (default_storage.exists(old), default_storage.exists(new)) == (False, True)


def test_without_any_upload_there_is_nothing_to_remove():
    remove_forgotten_uploads()
    assert not default_storage.exists(INCOMING)
