"""Whether somebody works on a job: whoever does holds a lock on a file, and a lock ends with its process, however that
ends. Workers on several machines need a home folder that they share, as they do for the files."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def held(job: int) -> Iterator[None]:
    """Hold the job until the block ends or the process dies."""
    path = _path(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_held(job: int) -> bool:
    try:
        with _path(job).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _path(job: int) -> Path:
    return Path(settings.HOME) / "jobs" / f"{job}.lock"
