"""A file to write to that fails once: its writers close it in peace afterwards."""

from __future__ import annotations

import io
from typing import IO, Any


class FailingOnce(io.RawIOBase):
    """Hands on to ``out`` until that cannot be written. The OSError is raised once and told by ``fault``; what is
    written later is dropped, so that neither a ``close`` nor a destructor of zipfile or Arrow fails again."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._at = out.tell()
        self._reason: tuple[object, ...] | None = None  # Not the error, whose traceback would hold us and the answer.

    def fault(self) -> OSError | None:
        """Why ``out`` could not be written, None where it could."""
        return None if self._reason is None else OSError(*self._reason)

    def write(self, data: Any) -> int:
        size = len(memoryview(data).cast("B"))
        if self._reason is None:
            try:
                self._out.write(data)
            except OSError as error:
                self._reason = error.args
                raise
        self._at += size
        return size

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = self._out.seek(offset, whence) if self._reason is None else offset
        return self._at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Leave it to the owner of ``out``, who closes it."""

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True
