"""Who uses a home folder: a site that is being served, or a restore that replaces what is in it; never both."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal


class HomeInUseError(Refusal):
    """Somebody else uses the home folder in a way that excludes ours."""


@contextmanager
def in_use(home: Path) -> Iterator[None]:
    """Serve from the home folder, beside others that do."""
    busy = HomeInUseError(_("正在恢复备份。"), _("请等它完成后再启动网站。"))
    with _locked(home, fcntl.LOCK_SH, busy):
        yield


@contextmanager
def nobody_else(home: Path) -> Iterator[None]:
    """Have the home folder to ourselves."""
    busy = HomeInUseError(_("网站正在运行，或正在恢复另一个备份。"), _("请先停止网站。"))
    with _locked(home, fcntl.LOCK_EX, busy):
        yield


@contextmanager
def _locked(home: Path, how: int, busy: HomeInUseError) -> Iterator[None]:
    with (home / "in-use.lock").open("w") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield
