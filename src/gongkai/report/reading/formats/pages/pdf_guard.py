"""A look at the raw bytes of a PDF before PDFium parses it: content that unpacks to gigabytes, and forms that paint
each other over and over, would hold the process for hours, and PDFium cannot be told to stop."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from gongkai.report.reading.errors import UnreadableError

MAX_CONTENT = 16 << 20
MAX_WORK = 300_000
_LARGE = 64 << 10
_HEAD = 4096
_WORTH = 2_000
_STREAM = re.compile(rb"stream\r?\n")
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_NUMBER = re.compile(rb"(\d+)\s+\d+\s+$")
_NUMBER_LENGTH = 24
_NO_CONTENT = re.compile(rb"/(?:Image|Length1|XRef|Metadata|Subtype)\b")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b")
_FIRST = re.compile(rb"/First\s+(\d+)")
_FORM = re.compile(rb"/Form\b")
_DO = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_REFERENCE = rb"\s+(\d+)\s+\d+\s+R\b"
_RESOURCES = re.compile(rb"/Resources[\s<]")
_INDIRECT = re.compile(rb"/(?:Resources|XObject)" + _REFERENCE)


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream of the file: object number, dictionary, where its data lie."""

    number: int
    head: bytes
    start: int
    end: int


@dataclass
class _Forms:
    """The form objects of a file by number, each with its dictionary and content; ``objects`` are the others that
    may hold their resources."""

    contents: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    objects: dict[int, bytes] = field(default_factory=dict)
    _work: dict[int, float] = field(default_factory=dict)

    def work(self, number: int) -> float:
        """The work of painting a form: one unit, one for every few operators in it, and that of the forms it paints.
        PDFium follows a form that paints itself forty levels deep, so that it has no end."""
        if number not in self._work:
            self._work[number] = inf
            head, content = self.contents[number]
            resources = self._resources(head) if _RESOURCES.search(head) else self._inherited
            times = Counter(_DO.findall(content))
            inner = sum(count * self._painted(resources, name) for name, count in times.items())
            self._work[number] = 1.0 + len(content) / _WORTH + inner
        return self._work[number]

    def _resources(self, head: bytes) -> bytes:
        """The dictionary of a form with the dictionaries that its resources lie in."""
        for _ in range(2):
            numbers = {int(number) for number in _INDIRECT.findall(head)}
            head += b"".join(self.objects.get(number, b"") for number in numbers)
        return head

    @cached_property
    def _inherited(self) -> bytes:
        """What a form without resources may find its names in: those of the page that paints it, any page."""
        return b"".join(self.objects.values())

    def _painted(self, resources: bytes, name: bytes) -> float:
        """The work of the form that ``name`` stands for; of the heaviest where it may stand for several."""
        numbers = map(int, re.findall(rb"/" + re.escape(name) + _REFERENCE, resources))
        return max((self.work(number) for number in numbers if number in self.contents), default=0.0)

    def heaviest(self) -> float:
        return max((self.work(number) for number in self.contents), default=0.0)


def refuse_bombs(data: bytes) -> None:
    """Raise UnreadableError for a file whose content would take too long to parse."""
    forms = _Forms()
    painted = 1
    has_forms = _FORM.search(data) is not None
    if has_forms:
        forms.objects = {
            int(o[1]): data[o.end() : o.end() + _HEAD].partition(b"endobj")[0] for o in _OBJECT.finditer(data)
        }
    for stream in _streams(data, least=0 if has_forms else _LARGE):
        is_form = _FORM.search(stream.head) is not None
        if not is_form and _NO_CONTENT.search(stream.head):
            continue
        content = _unpacked(data[stream.start : stream.end])
        if is_form:
            forms.contents[stream.number] = stream.head, content
        elif _PACKED_OBJECTS.search(stream.head):
            forms.objects.update(_packed_objects(stream.head, content))
        else:
            painted += len(_DO.findall(content))
    if painted * forms.heaviest() > MAX_WORK:
        raise _refusal()


def _streams(data: bytes, least: int) -> Iterator[_Stream]:
    """The streams of more than ``least`` bytes."""
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        if end - found.end() > least and data[found.start() - 3 : found.start()] != b"end":
            begin = data.rfind(b"obj", max(0, found.start() - _HEAD), found.start())
            number = _NUMBER.search(data, max(0, begin - _NUMBER_LENGTH), max(0, begin))
            yield _Stream(int(number[1]) if number else 0, data[max(0, begin) : found.start()], found.end(), end)


def _packed_objects(head: bytes, content: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects in an object stream by number (ISO 32000-1, 7.5.7)."""
    first = _FIRST.search(head)
    start = int(first[1]) if first else 0
    pairs = [int(number) for number in content[:start].split() if number.isdigit()]
    places = sorted(zip(pairs[1::2], pairs[0::2], strict=False))
    ends = [place for place, _ in places[1:]] + [len(content)]
    for (place, number), end in zip(places, ends, strict=True):
        yield number, content[start + place : start + end]


def _unpacked(packed: bytes) -> bytes:
    """The content of a stream; as stored where it is not packed in the usual way."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MAX_CONTENT)
    except zlib.error:
        return packed
    if unpacker.unconsumed_tail:
        raise _refusal()
    return content


def _refusal() -> UnreadableError:
    return UnreadableError("PDF 文件的内容异常庞大，不读", "请确认这是年度报告；用 Word 或 WPS 打开后另存为 docx 再读")
