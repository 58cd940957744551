"""The chain of hashes: a line's hash (SHA-256 of canonical JSON) covers its content and the hash before it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.audit_log.models import Entry, Head

START = "0" * 64


@dataclass(frozen=True)
class Break:
    """Where the record does not hold together: the number of the line, and what is wrong."""

    number: int
    message: str


def content_of(entry: Entry) -> dict[str, Any]:
    """What the hash of a line covers."""
    return {
        "number": entry.number,
        "recorded_at": entry.recorded_at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "effective_on": entry.effective_on.isoformat(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "agency": entry.agency_id,
        "action": entry.action,
        "target": [entry.target_kind, entry.target_id, entry.target_name],
        "reason": entry.reason,
        "before": entry.before,
        "after": entry.after,
        "previous": entry.previous_hash,
    }


def hash_of(entry: Entry) -> str:
    canonical = json.dumps(content_of(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify() -> Iterator[Break]:
    """Every place where a line was altered, removed or added beside the record."""
    number, last = 0, START
    for entry in Entry.objects.order_by("number").iterator(2000):
        if entry.number != number + 1:
            yield Break(entry.number, _("此前缺 %(count)d 条") % {"count": entry.number - number - 1})
        elif entry.previous_hash != last:
            yield Break(entry.number, _("与上一条接不上"))
        if hash_of(entry) != entry.hash:
            yield Break(entry.number, _("内容被改动"))
        number, last = entry.number, entry.hash
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.number, head.hash) != (number, last):
        yield Break(number + 1, _("末尾的记录缺失或被替换"))
