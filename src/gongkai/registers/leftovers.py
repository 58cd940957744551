"""Workbooks that nobody will read any more, because the process that handled them was killed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.registers.models import Import

KEPT = "imports"
INCOMING = f"{KEPT}/incoming"
FORGOTTEN = timedelta(days=1)
"""No job takes that long, and no transaction: what is older and unnamed was left behind."""


def remove_leftovers(agency: Agency) -> None:
    """Delete uploads that wait for a job that has died, and workbooks of the organ that no import names: the
    transaction that would have named them was never through."""
    _remove_old(_files(INCOMING))
    years = [name for name in _folders(KEPT) if name.isdecimal()]
    stored = {path for year in years for path in _files(f"{KEPT}/{year}") if f"/{agency.code}" in path}
    if stored:
        # Of every organ whose code begins alike.
        named = Import.objects.filter(content__contains=f"/{agency.code}").values_list("content", flat=True)
        _remove_old(stored.difference(named))


def _folders(folder: str) -> list[str]:
    return default_storage.listdir(folder)[0] if default_storage.exists(folder) else []


def _files(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


def _remove_old(paths: Iterable[str]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):  # Another process was quicker.
            if timezone.now() - default_storage.get_modified_time(path) > FORGOTTEN:
                default_storage.delete(path)
