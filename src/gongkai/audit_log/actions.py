"""Appending to the record."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.audit_log.chain import hash_of
from gongkai.audit_log.chinese import in_chinese
from gongkai.audit_log.models import Entry, Head


@transaction.atomic
@in_chinese
def record(
    *,
    actor: Any,
    action: str,
    target: models.Model,
    agency: Any = None,
    effective_on: datetime.date | None = None,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one line to the record; ``actor`` None is the system. Call it last in the transaction of the change: the
    record stays locked until that ends. ``action`` is a verb from ``audit_log.names``."""
    Head.objects.get_or_create(pk=1)
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        number=head.number + 1,
        recorded_at=timezone.now(),
        effective_on=effective_on or timezone.localdate(),
        actor=actor,
        actor_name=str(actor) if actor else _("系统"),
        agency=agency,
        action=action,
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        target_name=str(target)[:200],
        reason=reason,
        before=as_stored(before or {}),
        after=as_stored(after or {}),
        previous_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as every database gives them back, so that the hash of a line read is that of the line written:
    PostgreSQL writes 1e16 as an integer. Raises TypeError or ValueError for what JSON does not know."""
    stored: dict[str, Any] = _whole(json.loads(json.dumps(values, allow_nan=False)))
    return stored


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
