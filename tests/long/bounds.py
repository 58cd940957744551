"""What reading any bytes may cost and may give."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from gongkai.report.auditing.engine import audit
from gongkai.report.auditing.findings import Audit
from gongkai.report.model import Report
from gongkai.report.reading import UnreadableError, read_bytes
from gongkai.report.serialise import from_json, to_json

SECONDS = 30
MEBIBYTES = 768


class TooSlow(BaseException):
    """Not an Exception, so that no reader can take it for a fault of the file."""


@contextmanager
def bounded() -> Iterator[None]:
    """Fail what takes over ``SECONDS`` of processor time, which other work on the machine does not lengthen, or lets
    the process grow by more than ``MEBIBYTES``."""

    def too_slow(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"over {SECONDS} seconds")

    before = _peak()
    old = signal.signal(signal.SIGPROF, too_slow)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)
    assert _peak() - before < MEBIBYTES


def _peak() -> int:
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def survive(name: str, data: bytes) -> Report | None:
    """Read, audit and serialise; the report, None where it was refused. Anything else that happens is a fault."""
    with bounded():
        try:
            report = read_bytes(data, name)
        except UnreadableError:
            return None
        result = audit(report)
    check_json(report)
    if not name.endswith(".json"):  # A report's own JSON says itself where its claims stand.
        check_quotes(result)
    return report


def check_json(report: Report) -> None:
    written = json.dumps(to_json(report), allow_nan=False, ensure_ascii=False).encode()
    assert to_json(from_json(json.loads(written))) == to_json(report)


def check_quotes(result: Audit) -> None:
    """Every claim and every located quote says what stands there."""
    sections = result.report.sections
    for claim in result.report.claims:
        assert claim.quote == sections[claim.section].text[claim.start : claim.end]
    for finding in result.findings:
        for quote in finding.quotes:
            if quote.section is not None:
                assert quote.text == sections[quote.section].text[quote.start : quote.end]
