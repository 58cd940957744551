"""Large workbooks are read and imported in the background."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.urls import reverse
from django_tasks import task

from gongkai.agencies.models import Agency, Person
from gongkai.jobs.actions import working
from gongkai.registers.actions.imports import confirm_import, preview_import
from gongkai.registers.models import Import


@task()
def preview_upload(job: int, agency_pk: int, person_pk: int, path: str, file_name: str, partial: bool) -> None:
    """``path`` is where the upload waits in the storage; it is removed once read, whatever came of it."""
    with working(job) as progress:
        try:
            with default_storage.open(path) as file:
                content = file.read()
            imported = preview_import(
                agency=Agency.objects.get(pk=agency_pk),
                file_name=file_name,
                content=content,
                actor=Person.objects.get(pk=person_pk),
                partial=partial,
                told=progress.step,
            )
        finally:
            default_storage.delete(path)
        progress.result = _address(imported)


@task()
def carry_out_import(job: int, imported: int, person_pk: int) -> None:
    with working(job) as progress:
        found = Import.objects.select_related("agency").get(pk=imported)
        confirm_import(imported=found, actor=Person.objects.get(pk=person_pk), told=progress.step)
        progress.result = _address(found)


def _address(imported: Import) -> str:
    return reverse("desk:import-preview", args=[imported.agency.code, imported.pk])
