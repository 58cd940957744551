"""Zip and tar archives as untrusted input: members are read in memory, nothing is unpacked under a name of theirs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, Protocol, cast

from gongkai.corpus.sources.archive_names import decoded_names, tar_name
from gongkai.corpus.sources.walking import UNPACK_FIRST
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.package import damaged

GIBIBYTE = 1 << 30
MAX_MEMBERS = 100_000
MAX_UNPACKED = 64 * GIBIBYTE
MAX_RATIO = 200
"""Reports of one agency compress to a tenth, blank forms to a fiftieth."""
ANY_RATIO = GIBIBYTE // 4
"""Archives that unpack to less than this are read whatever their ratio."""
_DIRECTORY_ENTRY = 1024
_TAIL = 70_000
_BLOCK = 1 << 20
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, KeyError)
_FOREIGN_MAGIC = (b"Rar!", b"7z\xbc\xaf\x27\x1c")

ENCRYPTED = UnreadableError("压缩包加了密码", "请用密码解压后再读里面的文件")
UNKNOWN_METHOD = UnreadableError("压缩方法不支持", "请解压后重新压缩为普通 zip，或直接读解压后的文件夹")
SPARSE = UnreadableError("压缩包里的文件以稀疏方式存放，不读", "请解压后再读")
BOMB = UnreadableError("压缩包解开后过大，不读", "请先自行解压，确认内容后读解压后的文件夹")
TOO_MANY = UnreadableError("压缩包里的文件过多，不读", "请分成几个压缩包，或先解压再读文件夹")
NO_ARCHIVE = UnreadableError("不是完整的压缩包", "请重新下载，或解压后另存为 zip 再读")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its decoded name with ``/`` between folders, its stated size, its position there."""

    name: str
    size: int
    at: int
    fault: UnreadableError | None = None


class Archive(Protocol):
    """An open archive. Both methods raise UnreadableError where the archive is damaged, a bomb, or protected."""

    def members(self) -> Iterator[Member]:
        """The files in stored order; those before a damage are given before the error is raised."""

    def blocks(self, at: int, size: int) -> Iterator[bytes]:
        """The ``size`` bytes of the member at a position, some at a time; never more."""


def open_archive(file: BinaryIO) -> Archive:
    """The archive in a file, told by its first bytes. UnreadableError when it is none of ours."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(_FOREIGN_MAGIC):
        raise UNPACK_FIRST
    try:
        return ZipArchive(file, size) if head.startswith(b"PK") else TarArchive(file, size)
    except _BROKEN as error:
        raise NO_ARCHIVE from error


class ZipArchive:
    """A zip file; names without the UTF-8 flag are decoded as Chinese systems write them."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        _refuse_huge_directory(file, size)
        self._zip = zipfile.ZipFile(file)
        self._entries = self._zip.infolist()
        if len(self._entries) > MAX_MEMBERS:
            raise TOO_MANY
        _refuse_bomb(sum(entry.file_size for entry in self._entries), size)

    def members(self) -> Iterator[Member]:
        names = decoded_names(self._entries)
        for at, (entry, name) in enumerate(zip(self._entries, names, strict=True)):
            if not name.endswith("/"):
                yield Member(name, entry.file_size, at, ENCRYPTED if entry.flag_bits & 1 else None)

    def blocks(self, at: int, size: int) -> Iterator[bytes]:
        try:
            with self._zip.open(self._entries[at]) as part:
                yield from _exactly(part, size)
                if part.read(1):
                    raise BOMB
        except NotImplementedError as error:
            raise UNKNOWN_METHOD from error
        except RuntimeError as error:
            raise ENCRYPTED from error
        except (*_BROKEN, IndexError) as error:
            raise damaged() from error


def _refuse_huge_directory(file: BinaryIO, size: int) -> None:
    """Refuse before the directory of the archive is loaded: each of its entries costs memory."""
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    end, end64 = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    stated = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if stated == 0xFFFFFFFF and end64 >= 0:
        stated = int.from_bytes(tail[end64 + 40 : end64 + 48], "little")
    if stated > MAX_MEMBERS * _DIRECTORY_ENTRY:
        raise TOO_MANY


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or unpacked > max(ANY_RATIO, packed * MAX_RATIO):
        raise BOMB


class TarArchive:
    """A tar file, plain or packed with gzip, bzip2 or xz. Members lie one behind the other in one stream, so those of
    a packed one are read quickly only in stored order."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._size = size
        self._stream = cast(BinaryIO, _Stream(_unpacked(file)))
        with _opened(self._stream):
            pass  # Raises TarError where the file is no tar.

    def members(self) -> Iterator[Member]:
        self._stream.seek(0)
        try:
            with _opened(self._stream) as tar:
                yield from self._files(tar)
        except _BROKEN as error:
            raise damaged() from error

    def _files(self, tar: tarfile.TarFile) -> Iterator[Member]:
        for count, entry in enumerate(iter(tar.next, None)):
            if count >= MAX_MEMBERS:
                raise TOO_MANY
            _refuse_bomb(entry.offset_data + entry.size, self._size)
            tar.members.clear()  # type: ignore[attr-defined]  # tarfile would keep them all.
            if entry.isfile():
                fault = SPARSE if entry.issparse() else None
                yield Member(tar_name(entry.name), entry.size, entry.offset_data, fault)

    def blocks(self, at: int, size: int) -> Iterator[bytes]:
        try:
            self._stream.seek(at)
            yield from _exactly(self._stream, size)
        except _BROKEN as error:
            raise damaged() from error


def _exactly(file: IO[bytes], size: int) -> Iterator[bytes]:
    left = size
    while left:
        block = file.read(min(left, _BLOCK))
        if not block:
            raise EOFError
        yield block
        left -= len(block)


def _opened(stream: BinaryIO) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape")


def _unpacked(file: BinaryIO) -> BinaryIO:
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(file))
    return cast(BinaryIO, lzma.LZMAFile(file)) if head.startswith(b"\xfd7zXZ") else file


class _Stream(io.RawIOBase):
    """A stream that does not hand out more than a header's worth at once: tarfile loads extended headers whole, and a
    false one may state any size."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _BLOCK:
            raise tarfile.ReadError("header too large")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True
