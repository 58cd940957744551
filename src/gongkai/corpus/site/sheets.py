"""A table of numbers as the site shows it: under a chart, on a page, and as a CSV file that Excel opens right."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.report.writing.figures import clean, plain_number
from gongkai.report.writing.spreadsheet import Value, guarded

Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name in the data, its label for people, its unit; ``share`` values are fractions of 1."""

    name: str
    label: str
    unit: str = ""
    share: bool = False

    @property
    def is_year(self) -> bool:
        """Years are figures that are neither grouped nor set to the right."""
        return self.name.endswith("year")

    @property
    def shown(self) -> str:
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class Sheet:
    """Numbers with their meaning: ``id`` names the CSV, ``definition`` says what is counted and how, ``sql`` is the
    question that was put to the store, word for word."""

    id: str
    title: str
    definition: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    sql: str = ""

    def column(self, name: str) -> list[Value]:
        at = self.at(name)
        return [row[at] for row in self.rows]

    def at(self, name: str) -> int:
        """Position of the column of that name; KeyError where there is none."""
        for position, heading in enumerate(self.headings):
            if heading.name == name:
                return position
        raise KeyError(name)

    def numeric(self, at: int) -> bool:
        """Whether the column holds figures, which stand to the right."""
        return not self.headings[at].is_year and any(isinstance(row[at], int | float) for row in self.rows)

    def records(self) -> Iterator[dict[str, Value]]:
        names = [heading.name for heading in self.headings]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


def shown(value: Value, heading: Heading | None = None) -> str:
    """The value as a table prints it: thousands grouped from 10,000 on, shares in per cent, nothing for a null."""
    if value is None:
        return "—"
    if isinstance(value, str | date):
        return clean(str(value))
    if heading and heading.share:
        return f"{value * 100:.1f}%"
    if heading and heading.is_year:
        return plain_number(value)
    return grouped(value)


def grouped(value: float) -> str:
    """12,345; a fraction with at most two digits."""
    rounded = round(value, 2)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.2f}"


@contextmanager
def csv_file(path: Path, headings: Iterable[str]) -> Iterator[CsvRows]:
    """A CSV open for rows: UTF-8 with a byte order mark, CRLF, as Excel takes it. OSError: the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w", encoding="utf-8-sig", newline="")
    try:
        rows = CsvRows(csv.writer(file))
        rows.add(list(headings))
        yield rows
    except BaseException:
        with suppress(OSError):  # What is given up need not fit; the first fault is the one to tell.
            file.close()
        raise
    file.close()


class CsvRows:
    """Where rows of a CSV go."""

    def __init__(self, writer: csv._writer) -> None:  # type: ignore[name-defined,unused-ignore]
        self._writer = writer

    def add(self, row: Row) -> None:
        self._writer.writerow([guarded(value) for value in row])


def write_csv(sheet: Sheet, path: Path) -> None:
    with csv_file(path, (heading.shown for heading in sheet.headings)) as rows:
        for row in sheet.rows:
            rows.add(row)
