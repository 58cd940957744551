"""One page of a PDF as a ``Page``: characters with boxes, rulings and fills, turned the way the text is read."""

from __future__ import annotations

from typing import Any

from gongkai.report.reading.formats.pages import pdf_library as library
from gongkai.report.reading.formats.pages.page import Page, clipped, printed
from gongkai.report.reading.formats.pages.pdf_characters import Characters
from gongkai.report.reading.formats.pages.pdf_frame import page_frame
from gongkai.report.reading.formats.pages.pdf_paths import read_shapes
from gongkai.report.reading.formats.pages.pdf_runs import read_runs
from gongkai.report.reading.formats.pages.rulings import rulings

_MOSTLY = 0.5


def read_page(page: Any, textpage: Any, number: int) -> Page:
    """Read an open pypdfium2 page and its text page; ``number`` counts from 1."""
    handle = library.address(page.raw)
    characters = Characters(library.address(textpage.raw))
    frame = page_frame(handle, characters.reading_turns(page.get_rotation() // 90))
    shapes = read_shapes(handle)
    width, height = frame.size
    horizontals, verticals = rulings(clipped(frame.boxes(shapes.marks), width, height))
    pictures = shapes.pictures / max(1.0, width * height)
    return Page(
        number,
        width,
        height,
        printed(read_runs(characters, frame, verticals), width, height),
        horizontals,
        verticals,
        list(clipped(frame.boxes(shapes.fills), width, height)),
        pictures=pictures,
        hidden_text=pictures > _MOSTLY and characters.mostly_invisible(),
        lost=characters.lost,
        drawings=shapes.drawings,
        overfull=shapes.overfull or characters.overfull,
    )
