"""Walks folders for files of reports: in a stable order, one folder's listing in memory at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.sources.items import Fault, Item, fault_of, storable
from gongkai.corpus.sources.kinds import is_hidden, kind_of
from gongkai.corpus.sources.places import is_missing, is_remote, normal, system_of, unopened
from gongkai.law.messages import Message
from gongkai.report.reading.errors import UnreadableError

STORE_MANIFEST = "store.json"
UNPACK_FIRST = UnreadableError("7z 和 rar 压缩包不能直接读", "请先解压，或改存为 zip 再读")


@dataclass(slots=True)
class Walk:
    """The files below some addresses. ``others`` counts the files passed over because they are of another kind;
    ``roots`` are the addresses in their normal form."""

    addresses: Sequence[str]
    others: int = 0
    roots: list[str] = field(default_factory=list)
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Item | Fault]:
        for address in self.addresses:
            root = normal(address)
            self.roots.append(storable(root))
            yield from self._remote(root) if is_remote(root) else self._local(root)

    def check(self) -> None:
        """CorpusError for an address where there is nothing: it is misspelt, and the run would do without it. An empty
        one would be the folder in which the run happens to be."""
        if "" in self.addresses:
            raise CorpusError("有一个地址是空的", "请检查命令中的变量和引号")
        for address in self.addresses:
            root = normal(address)
            try:
                system_of(root)[0].info(system_of(root)[1]) if is_remote(root) else os.stat(root)
            except CorpusError:
                raise
            except Exception as error:
                if is_missing(error):
                    raise CorpusError(
                        Message("没有这个文件或文件夹：{file}", file=storable(root)), "请检查地址"
                    ) from error
                # Else it is there and does not open, as the walk will tell.

    def _local(self, root: str) -> Iterator[Item | Fault]:
        try:
            status = os.stat(root)
        except OSError as error:
            yield _fault(root, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(root)
        elif root not in self._named:
            self._named.add(root)
            yield from self._taken(_local_item(root, status), named=True)

    def _folder(self, folder: str) -> Iterator[Item | Fault]:
        """Each folder once, by whatever link it is reached: a loop of links ends."""
        try:
            status = os.stat(folder)
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _fault(folder, error)
            return
        if (status.st_dev, status.st_ino) in self._seen or _is_store(entry.path for entry in entries):
            return
        self._seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            yield from self._entry(entry)

    def _entry(self, entry: os.DirEntry[str]) -> Iterator[Item | Fault]:
        if is_hidden(entry.name) or entry.path in self._named:
            return
        try:
            status = entry.stat()
        except OSError as error:
            if kind_of(entry.name) != "other":
                yield _fault(entry.path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(entry.path)
        elif stat.S_ISREG(status.st_mode):
            yield from self._taken(_local_item(entry.path, status))
        else:
            self.others += 1

    def _taken(self, item: Item, *, named: bool = False) -> Iterator[Item | Fault]:
        """A file of a fitting kind; one that the user named himself is taken whatever its suffix."""
        kind = kind_of(item.name)
        if kind == "foreign":
            yield fault_of(item, UNPACK_FIRST.reason, UNPACK_FIRST.mend)
        elif kind in ("report", "archive") or named:
            yield item
        elif kind == "other":
            self.others += 1

    def _remote(self, root: str) -> Iterator[Item | Fault]:
        system, path = system_of(root)
        try:
            entry = system.info(path)
        except Exception as error:
            yield _fault(root, error)
            return
        if entry["type"] == "directory":
            yield from self._remote_folder(system, path)
        else:
            yield from self._taken(_remote_item(system, entry), named=True)

    def _remote_folder(self, system: Any, folder: str) -> Iterator[Item | Fault]:
        try:
            entries = sorted(system.ls(folder, detail=True), key=lambda entry: str(entry["name"]))
        except Exception as error:
            yield _fault(str(system.unstrip_protocol(folder)), error)
            return
        for entry in entries:
            name = str(entry["name"]).rstrip("/")
            if name == folder.rstrip("/") or is_hidden(name.rpartition("/")[2]):
                continue  # Some object stores list a folder among its own entries.
            if entry["type"] == "directory":
                yield from self._remote_folder(system, name)
            else:
                yield from self._taken(_remote_item(system, entry))


def _is_store(paths: Iterable[str]) -> bool:
    """Whether the files of a folder are those of a corpus store, this run's or another."""
    manifest = next((path for path in paths if os.path.basename(path) == STORE_MANIFEST), None)
    if manifest is None:
        return False
    try:
        with open(manifest, "rb") as file:
            return b'"gongkai.store"' in file.read(200)
    except OSError:
        return False


def _local_item(path: str, status: os.stat_result) -> Item:
    return Item(path, status.st_size, str(status.st_mtime_ns))


def _remote_item(system: Any, entry: dict[str, Any]) -> Item:
    """The tag of the contents where the file system tells one, else the time of change."""
    tags = (entry.get(name) for name in ("ETag", "etag", "mtime", "LastModified", "modified", "created"))
    modified = next((str(tag) for tag in tags if tag), "")
    return Item(str(system.unstrip_protocol(entry["name"])), int(entry["size"] or 0), modified)


def _fault(path: str, error: Exception) -> Fault:
    why = unopened(error)
    return Fault(storable(path), why.reason, why.mend)
