"""What every page is written from: the store's connection, the folder, the answers given so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.corpus.site.drawing.svg import Picture
from gongkai.corpus.site.organs import Organ
from gongkai.corpus.site.questions import ask
from gongkai.corpus.site.rendering import Renderer
from gongkai.corpus.site.sheets import Sheet, write_csv

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[int], None]
"""Called with the number of pages written since the last call."""
MOST_ROWS = 60
"""Rows of a sheet that a page shows; the CSV has them all."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its numbers: ``pictures`` may be none where there is nothing to draw; ``alone`` shows the table
    open, as there is no chart before it; ``rows`` are the first of the sheet's."""

    sheet: Sheet
    pictures: tuple[Picture, ...] = ()
    alone: bool = False
    rows: int = MOST_ROWS

    @property
    def id(self) -> str:
        return self.sheet.id.replace("_", "-")

    @property
    def csv(self) -> str:
        return f"data/{self.sheet.id}.csv"


@dataclass
class Site:
    """The building of one site."""

    connection: duckdb.DuckDBPyConnection
    renderer: Renderer
    organs: dict[str, Organ]
    compared: Sequence[str] = ()
    progress: Progress = lambda pages: None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def answer(self, name: str) -> Sheet:
        """The answer to a question, asked once, its CSV written."""
        if name not in self.sheets:
            self.keep(ask(self.connection, name))
        return self.sheets[name]

    def keep(self, sheet: Sheet) -> Sheet:
        """Write the CSV of a sheet and list it among the site's data."""
        write_csv(sheet, self.renderer.folder / "data" / f"{sheet.id}.csv")
        self.sheets[sheet.id] = sheet
        return sheet

    def figure(self, name: str, draw: Callable[[Sheet], tuple[Picture, ...]]) -> Figure:
        """The answer to a question with its chart, drawn once."""
        if name not in self.figures:
            sheet = self.answer(name)
            self.figures[name] = Figure(sheet, draw(sheet))
        return self.figures[name]

    def page(self, path: str, template: str, **context: object) -> None:
        self.renderer.page(path, template, **context)
        self.progress(1)
