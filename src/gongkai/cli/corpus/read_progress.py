"""The progress of a reading run on standard error: a bar on a terminal, else a line every ten seconds."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from gongkai.cli.language import say

if TYPE_CHECKING:
    from gongkai.corpus.running import Progress

ON_TERMINAL, IN_LOG = 0.1, 10.0
"""Seconds between two pictures of the bar, and between two lines."""
WIDTH = 24


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Progress on standard error; the last picture of the bar stays."""
    bar = Bar(sys.stderr, terminal=sys.stderr.isatty())
    try:
        yield bar
    finally:
        bar.finish()


class Bar:
    """Tells how many files are done, how quickly, how long it will take, and how many could not be read."""

    def __init__(self, stream: TextIO, *, terminal: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._terminal, self._clock = stream, terminal, clock
        self._began: float | None = None  # When reading began, after looking.
        self._shown = clock() - (ON_TERMINAL if terminal else 0)
        self._last = self._unfinished = ""

    def looking(self, files: int) -> None:
        self._show(lambda: say("查找文件：{files} 个", files=files))

    def reading(self, done: int, total: int, faults: int) -> None:
        if not total:
            return
        if self._began is None:
            self._began = self._clock()
        seconds = self._clock() - self._began
        if self._terminal or done < total:  # The end of a log is the summary.
            self._show(lambda: self._line(done, total, faults, seconds), last=done >= total)

    def finish(self) -> None:
        """End the line of the bar, so that what comes next has its own."""
        if self._terminal and self._unfinished:
            self._stream.write("\n")
            self._stream.flush()
        self._unfinished = ""

    def _show(self, line: Callable[[], str], *, last: bool = False) -> None:
        now = self._clock()
        if not last and now - self._shown < (ON_TERMINAL if self._terminal else IN_LOG):
            return
        self._shown = now
        text = line()
        if text == self._last:
            return
        self._last = text
        self._stream.write(f"\r\x1b[K{_fitting(text)}" if self._terminal else f"{text}\n")
        self._stream.flush()
        self._unfinished = text

    def _line(self, done: int, total: int, faults: int, seconds: float) -> str:
        rate = done / seconds if seconds > 0 and done else 0.0
        figures = say(
            "{percent}%  {done}/{total} 份  每秒 {rate} 份  剩余 {left}  读不了 {faults} 个",
            percent=done * 100 // total,
            done=done,
            total=total,
            rate=f"{rate:.1f}",
            left=_duration((total - done) / rate) if rate else "–:––",
            faults=faults,
        )
        return f"{drawn(done, total)} {figures}" if self._terminal else figures


def drawn(done: int, total: int) -> str:
    """The bar itself."""
    full = done * WIDTH // total
    return "█" * full + "░" * (WIDTH - full)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _fitting(text: str) -> str:
    """The text cut to the terminal's width; a Chinese character takes two columns."""
    left, fitting = shutil.get_terminal_size().columns - 1, []
    for character in text:
        left -= 2 if "⺀" <= character <= "￠" else 1
        if left < 0:
            break
        fitting.append(character)
    return "".join(fitting)
