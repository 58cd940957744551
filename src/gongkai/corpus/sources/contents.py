"""The bytes of files and archive members: hashed, or read. This is what workers do, wherever they run."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO, cast

from gongkai.corpus.sources.archives import GIBIBYTE, Archive, Member, open_archive
from gongkai.corpus.sources.items import Fault, Item, fault_of
from gongkai.corpus.sources.kinds import kind_of
from gongkai.corpus.sources.places import open_file, read_file
from gongkai.corpus.sources.walking import UNPACK_FIRST
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import check_size

MAX_INNER_ARCHIVE = 2 * GIBIBYTE
TOO_DEEP = UnreadableError("压缩包里的压缩包中还有压缩包", "请先解压一层再读")
INNER_TOO_BIG = UnreadableError("压缩包里的压缩包过大，不读", "请先解压一层再读")

Hashed = tuple[Item, bytes]
"""A file and the SHA-256 of its bytes."""


def bytes_of(item: Item) -> bytes:
    """The bytes of a file. UnreadableError when it cannot be opened or is far bigger than any report."""
    check_size(item.size)
    if not item.member:
        return read_file(item.address)
    return b"".join(_shelf.archive_of(item).blocks(item.at[-1], item.size))


def hashed(item: Item) -> Hashed | Fault:
    """A file with its hash, or why it does not open."""
    try:
        return item, hashlib.sha256(bytes_of(item)).digest()
    except UnreadableError as error:
        return fault_of(item, error.reason, error.mend)


def hashed_members(archive: Item) -> Iterator[Hashed | Fault | None]:
    """The files of reports in an archive and in the archives in it, with their hashes; None for each file of another
    kind. Of members with one name the last counts, as where an archive is unpacked."""
    found: dict[str, Hashed | Fault] = {}
    others = 0
    for result in _members(archive):
        if result is None:
            others += 1
        else:
            found[result.path if isinstance(result, Fault) else result[0].path] = result
    yield from found.values()
    yield from [None] * others


def _members(archive: Item) -> Iterator[Hashed | Fault | None]:
    try:
        for member in _shelf.archive_at(archive).members():
            yield from _looked_at(archive, member)
    except UnreadableError as error:
        yield fault_of(archive, error.reason, error.mend)


def _looked_at(archive: Item, member: Member) -> Iterator[Hashed | Fault | None]:
    item = replace(
        archive,
        size=member.size,
        member=(*archive.member, member.name),
        at=(*archive.at, member.at),
        within=archive.size if archive.member else 0,
    )
    kind = kind_of(member.name)
    if kind == "other":
        yield None
    elif kind != "hidden":
        fault = member.fault or (UNPACK_FIRST if kind == "foreign" else None)
        if kind == "archive" and archive.member:
            fault = TOO_DEEP
        if fault:
            yield fault_of(item, fault.reason, fault.mend)
        elif kind == "archive":
            yield from _members(item)
        else:
            yield hashed(item)


class _Shelf:
    """The archives that this process has open: the last outer and the last inner one, since files of one archive come
    one after the other and opening a big one takes a while."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[Item, BinaryIO, Archive]] = {}

    def archive_of(self, member: Item) -> Archive:
        """The innermost archive that holds a member."""
        return self.archive_at(
            replace(member, size=member.within, member=member.member[:-1], at=member.at[:-1], within=0)
        )

    def archive_at(self, item: Item) -> Archive:
        """The archive that an item is: a file, or a member of one."""
        depth, key = len(item.member), replace(item, size=0)
        if depth not in self._open or self._open[depth][0] != key:
            self._close(depth)
            file = self._inner(item) if item.member else open_file(item.address)
            self._open[depth] = (key, file, _opened(file))
        return self._open[depth][2]

    def _close(self, depth: int) -> None:
        for old in [at for at in self._open if at >= depth]:
            with suppress(Exception):  # A lost connection may object to being closed.
                self._open.pop(old)[1].close()

    def _inner(self, item: Item) -> BinaryIO:
        """An inner archive in a nameless file on disk."""
        if item.size > MAX_INNER_ARCHIVE:
            raise INNER_TOO_BIG
        file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
        for block in self.archive_of(item).blocks(item.at[-1], item.size):
            file.write(block)
        return file


def _opened(file: BinaryIO) -> Archive:
    try:
        return open_archive(file)
    except UnreadableError:
        file.close()
        raise


_shelf = _Shelf()
