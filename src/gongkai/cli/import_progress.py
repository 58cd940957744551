"""How far an import is, on standard error: rows read, compared with the registers, written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gongkai.cli.corpus.read_progress import Bar, drawn
from gongkai.cli.language import say


class RowBar(Bar):
    """Counts anew in each pass over the rows, and says which it is."""

    _doing = ""

    def told(self, done: int, total: int, message: str) -> None:
        self._doing = message
        self.reading(done, total, 0)

    def _line(self, done: int, total: int, faults: int, seconds: float) -> str:
        told = say("{done}/{total} 行  {doing}", done=done, total=total, doing=self._doing)
        return f"{drawn(done, total)} {told}" if self._terminal else told


@contextmanager
def shown_rows() -> Iterator[Callable[[int, int, str], None]]:
    """What hears of the rows and shows it; the last picture of the bar stays."""
    bar = RowBar(sys.stderr, terminal=sys.stderr.isatty())
    try:
        yield bar.told
    finally:
        bar.finish()
