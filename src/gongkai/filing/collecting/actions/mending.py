"""What becomes of the items of notices when an organ files again: mended once a filing does not show the finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.filing.models import NoticeItem, Submission

_STATE = NoticeItem.State


def follow_mending(submissions: Iterable[Submission]) -> None:
    """Bring the items of all notices of these submissions to what their findings say now."""
    by_pk = {s.pk: s for s in submissions}
    items = NoticeItem.objects.filter(notice__submission__in=by_pk).select_related("notice")
    changed = []
    for item in items:
        state = state_of(item, by_pk[item.notice.submission_id].findings)
        if state != item.state:
            item.state = state
            changed.append(item)
    NoticeItem.objects.bulk_update(changed, ["state"])


def state_of(item: NoticeItem, findings: Iterable[Mapping[str, Any]]) -> str:
    """An item is open, or answered in words, as long as its finding stands."""
    if not any(stands(item, finding) for finding in findings):
        return _STATE.MENDED
    return _STATE.ANSWERED if item.answer else _STATE.OPEN


def stands(item: NoticeItem, finding: Mapping[str, Any]) -> bool:
    """Whether a finding is still that of the item: the same rule about one of the same cells. Of a finding about words,
    which names no cell, the rule alone tells: its message changes with the words."""
    if item.rule != finding["rule"]:
        return False
    return not item.cells or not finding["cells"] or not set(item.cells).isdisjoint(finding["cells"])
