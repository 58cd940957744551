"""ZIP packages (docx, xlsx, ods, ofd) and the XML in them, opened as untrusted input."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property

from lxml import etree

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_MARKUP

MAX_ENTRIES = 20_000
_DIRECTORY_ENTRY = 46
_LOCAL_HEADER = 30
_CHUNK = 1 << 20
_END_RECORD = b"PK\x05\x06"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


def damaged() -> UnreadableError:
    return UnreadableError("文件不完整或已损坏", "请重新下载或重新导出这个文件")


def unsafe() -> UnreadableError:
    return UnreadableError("文件里声明了 XML 实体，不读", "请用 Word 或 WPS 打开后另存为新文件")


def bomb() -> UnreadableError:
    return UnreadableError("文件解压后过大，不读", "请用 Word 或 WPS 打开，删去无关内容后另存")


class Package:
    """The parts of a ZIP file. ``read`` never returns more than ``MAX_MARKUP`` bytes and never trusts stated sizes."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableError when ``data`` is not a whole ZIP file."""
        self._refuse_huge_directory(data)
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise damaged() from error

    @staticmethod
    def _refuse_huge_directory(data: bytes) -> None:
        at = data.rfind(_END_RECORD)
        if at >= 0 and int.from_bytes(data[at + 12 : at + 16], "little") > MAX_ENTRIES * _DIRECTORY_ENTRY * 4:
            raise bomb()

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    @property
    def stated_size(self) -> int:
        """The sum of the uncompressed sizes that the package states, in bytes."""
        return sum(entry.file_size for entry in self._zip.infolist())

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises UnreadableError when it is absent, damaged, encrypted or too big."""
        try:
            with self._zip.open(name) as part:
                content = part.read(MAX_MARKUP + 1)
        except RuntimeError as error:
            raise UnreadableError("压缩包加了密码", "请去掉密码后再读") from error
        except _BROKEN as error:
            raise damaged() from error
        if len(content) > MAX_MARKUP:
            raise bomb()
        return content

    def refuse_false_sizes(self) -> None:
        """Raise UnreadableError where a part unpacks to more than it states; for readers that unpack by themselves."""
        for entry in self._zip.infolist():
            begin = entry.header_offset + _LOCAL_HEADER
            lengths = self._data[begin - 4 : begin]
            begin += int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
            packed = self._data[begin : begin + entry.compress_size]
            if entry.compress_type == zipfile.ZIP_DEFLATED and _unpacks_beyond(packed, entry.file_size):
                raise bomb()

    def find(self, name: str) -> bytes | None:
        """The bytes of a part, None where the package has no such part."""
        return self.read(name) if name in self.names else None


def _unpacks_beyond(packed: bytes, size: int) -> bool:
    """Whether deflated bytes give more than ``size`` bytes."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while size >= 0 and packed:
            size -= len(unpacker.decompress(packed, _CHUNK))
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise damaged() from error
    return size < 0


def parse_xml(markup: bytes) -> etree._Element:
    """The root of an XML part. No entity is expanded, nothing is fetched; UnreadableError when it cannot be parsed."""
    try:
        root = etree.fromstring(markup, _parser(recover=False))
    except etree.XMLSyntaxError:
        root = _recover(markup)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None:
        raise unsafe()
    return root


def _recover(markup: bytes) -> etree._Element:
    """Second reading of a part with stray control characters, which some converters write."""
    if b"<!DOCTYPE" in markup[:4096] or b"<!ENTITY" in markup:
        raise unsafe()
    try:
        root = etree.fromstring(markup, _parser(recover=True))
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    if root is None:
        raise damaged()
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
