"""OFD files, the national format for fixed-layout documents (GB/T 33190-2016)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.report.model import Note
from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MEBIBYTE
from gongkai.report.reading.formats.package import Package, bomb, parse_xml
from gongkai.report.reading.formats.pages.flow import document_of
from gongkai.report.reading.formats.pages.notes import damaged_page, too_many_pages
from gongkai.report.reading.formats.pages.ofd_markup import Element, box, children, descend, text_of
from gongkai.report.reading.formats.pages.ofd_page import read_page
from gongkai.report.reading.formats.pages.page import Page
from gongkai.report.reading.formats.pages.shapes import Sides

MAX_PAGES = 1_000
MAX_TOTAL = 128 * MEBIBYTE
_ROOT = "OFD.xml"
_A4: Sides = (0.0, 0.0, 210.0, 297.0)
_LEAST, _GREATEST = 10.0, 5_000.0
_LOCKS = ("Encryptions.xml", "Encryption.xml", "DecryptSeed.dat")


def read_ofd(data: bytes) -> Document:
    """The paragraphs and tables of all documents of an OFD file, templates included; annotations, seals, signatures
    and attachments are not read. Raises UnreadableError."""
    parts = _Parts(Package(data))
    notes: list[Note] = []
    pages = list(_pages(parts, notes))
    if not pages and not notes:
        raise UnreadableError("OFD 文件里没有页面", "请重新下载或重新导出这个文件")
    document = document_of(pages, "ofd")
    document.notes += notes
    return document


class _Parts:
    """The XML parts of the package by their path; a path that leads out of it finds nothing."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.lower().replace("\\", "/").lstrip("/"): name for name in package.names}
        self._left = MAX_TOTAL
        if any(lock.lower() in self._names for lock in _LOCKS):
            raise UnreadableError("OFD 文件已加密", "请向制作单位索取未加密的文件")

    def find(self, path: str) -> Element | None:
        """The root of a part, None where the package lacks it."""
        stored = self._names.get(path.lower())
        if stored is None:
            return None
        markup = self._package.read(stored)
        self._left -= len(markup)
        if self._left < 0:
            raise bomb()
        return parse_xml(markup)


def _resolve(base: str, location: str) -> str:
    """A location as a path in the package; it counts from the root or from the folder of the part ``base``."""
    location = location.replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join(posixpath.dirname(base), location)
    return posixpath.normpath(joined).lstrip("/")


@dataclass(slots=True)
class _Body:
    """One document of the file: where its root part lies, its page size, templates and composite units."""

    path: str
    root: Element
    area: Sides = _A4
    templates: dict[str, Element] = field(default_factory=dict)
    resources: dict[str, Element] = field(default_factory=dict)


def _pages(parts: _Parts, notes: list[Note]) -> Iterator[Page]:
    number = 0
    for body in _bodies(parts):
        listed = descend(body.root, "Pages")
        for entry in children(listed, "Page") if listed is not None else ():
            number += 1
            if number > MAX_PAGES:
                notes.append(too_many_pages(MAX_PAGES))
                return
            page = _page(parts, body, entry, number)
            if page:
                yield page
            else:
                notes.append(damaged_page(number))


def _bodies(parts: _Parts) -> Iterator[_Body]:
    root = parts.find(_ROOT.lower())
    if root is None:
        raise UnreadableError("不是 OFD 文件，或文件已损坏", "请重新下载或重新导出这个文件")
    for entry in children(root, "DocBody"):
        path = _resolve(_ROOT, text_of(descend(entry, "DocRoot")))
        document = parts.find(path)
        if document is not None:
            yield _body(parts, path, document)


def _body(parts: _Parts, path: str, root: Element) -> _Body:
    body = _Body(path, root)
    common = descend(root, "CommonData")
    if common is None:
        return body
    body.area = _area(descend(common, "PageArea")) or _A4
    for template in children(common, "TemplatePage"):
        content = parts.find(_resolve(path, template.get("BaseLoc", "")))
        if content is not None:
            body.templates[template.get("ID", "")] = content
    for entry in children(common, "PublicRes", "DocumentRes"):
        resource = parts.find(_resolve(path, text_of(entry)))
        units = descend(resource, "CompositeGraphicUnits") if resource is not None else None
        for unit in children(units, "CompositeGraphicUnit") if units is not None else ():
            body.resources[unit.get("ID", "")] = unit
    return body


def _area(element: Element | None) -> Sides | None:
    """The physical box, where it has the size of a page."""
    found = box(text_of(descend(element, "PhysicalBox"))) if element is not None else None
    sane = found and all(_LEAST <= side <= _GREATEST for side in (found[2] - found[0], found[3] - found[1]))
    return found if sane else None


def _page(parts: _Parts, body: _Body, entry: Element, number: int) -> Page | None:
    """A page with the templates that it names; None where its part is missing."""
    content = parts.find(_resolve(body.path, entry.get("BaseLoc", "")))
    if content is None:
        return None
    named = (body.templates.get(t.get("TemplateID", "")) for t in children(content, "Template"))
    templates = [template for template in named if template is not None]
    area = _area(descend(content, "Area")) or body.area
    return read_page([*templates, content], area, number, body.resources)
