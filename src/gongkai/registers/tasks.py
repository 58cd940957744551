"""Large workbooks are read and imported in the background."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from gongkai.agencies.models import Agency, Person
from gongkai.jobs.actions import working
from gongkai.registers.actions.imports import confirm_import, preview_import
from gongkai.registers.models import Import

INCOMING = "imports/incoming"
FORGOTTEN = timedelta(days=1)
"""A waiting upload that is older was left by a process that was killed: no job takes that long."""


@task()
def preview_upload(job: int, agency_pk: int, person_pk: int, path: str, file_name: str, partial: bool) -> None:
    """``path`` is where the upload waits in the storage; it is removed once read, whatever came of it."""
    with working(job) as progress:
        progress.step(0, 0, _("正在读取和核对每一行"))
        try:
            with default_storage.open(path) as file:
                content = file.read()
            imported = preview_import(
                agency=Agency.objects.get(pk=agency_pk),
                file_name=file_name,
                content=content,
                actor=Person.objects.get(pk=person_pk),
                partial=partial,
            )
        finally:
            default_storage.delete(path)
            remove_forgotten_uploads()
        progress.result = _address(imported)


def remove_forgotten_uploads() -> None:
    """Delete uploads that nothing will read any more."""
    if not default_storage.exists(INCOMING):
        return
    for name in default_storage.listdir(INCOMING)[1]:
        path = f"{INCOMING}/{name}"
        if timezone.now() - default_storage.get_modified_time(path) > FORGOTTEN:
            default_storage.delete(path)


@task()
def carry_out_import(job: int, imported: int, person_pk: int) -> None:
    with working(job) as progress:
        progress.step(0, 0, _("正在写入台账"))
        found = Import.objects.select_related("agency").get(pk=imported)
        confirm_import(imported=found, actor=Person.objects.get(pk=person_pk))
        progress.result = _address(found)


def _address(imported: Import) -> str:
    return reverse("desk:import-preview", args=[imported.agency.code, imported.pk])
