"""Changes of one organ's registers happen one after another: numbering, duplicates and closed years depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.agencies.models import Agency


@contextmanager
def changing(*agencies: int) -> Iterator[None]:
    """A transaction that holds the organs (by primary key) until it ends. SQLite lets one transaction write at a time
    (``transaction_mode`` IMMEDIATE), PostgreSQL locks the organs' rows."""
    with transaction.atomic():
        list(Agency.objects.select_for_update(no_key=True).filter(pk__in=agencies).order_by("pk").values_list("pk"))
        yield
