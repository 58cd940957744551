"""The tables of a store and their columns: the documented contract with everyone who opens the files.

``VERSION`` grows when a column is taken away or changes its meaning; a store of a newer version is refused. Every
table of report content carries ``sha256`` (of the file's bytes), and ``agency`` and ``year`` as the report states them,
so that most questions need no join. ``python scripts/store_doc.py`` prints docs/store.md from this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SCHEMA = "gongkai.store"
VERSION = 1

Kind = Literal["text", "int", "float", "bool", "date"]
"""``text`` UTF-8 · ``int`` 64-bit · ``float`` 64-bit · ``bool`` · ``date`` a day; every column may be null."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind and what it holds."""

    name: str
    kind: Kind
    what: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``made_by`` is the run that writes it; ``by_year``: its files lie in one folder a year."""

    name: str
    what: str
    columns: tuple[Column, ...]
    made_by: Literal["read", "audit"] = "read"
    by_year: bool = True


def may_drop(table: Table) -> bool:
    """Whether rows of retired contents are left out of a table: it is about contents, not about addresses."""
    return table.name != "files" and any(column.name == "sha256" for column in table.columns)


def _text(name: str, what: str) -> Column:
    return Column(name, "text", what)


def _int(name: str, what: str) -> Column:
    return Column(name, "int", what)


SHA256 = _text("sha256", "SHA-256 of the file's bytes: the report's identity in the store")
AGENCY = _text("agency", "the agency as the report names it")
YEAR = _int("year", "the year that the report is on")
EDITION = _text("edition", "edition of the statutory form, null where no table was recognised")
EXACT = _text("exact", "the digits of a number that a 64-bit float cannot hold exactly, else null")

REPORTS = Table(
    "reports",
    "one row a report",
    (
        SHA256,
        _text("path", "address of the file where it was first found (archive members as archive!member)"),
        _text("name", "file name without folders"),
        _text("format", "file format by content: docx, pdf, html …"),
        _int("bytes", "size of the file"),
        AGENCY,
        YEAR,
        EDITION,
        _text("era", "family of editions that share keys (law/data/crosswalk.json)"),
        _text("title", "title of the report"),
        _int("cells", "cells that the document prints"),
        _int("filled", "cells that hold a number"),
        _int("sections", "sections of prose"),
        _int("characters", "characters of prose"),
        _int("claims", "numbers that the prose states"),
        _int("notes", "reading notes"),
        _int("errors", "findings of severity error about this report alone"),
        _int("warnings", "findings of severity warning about this report alone"),
        _int("infos", "findings of severity info about this report alone"),
        _int("not_assessable", "checks that could not be made"),
        Column("published", "date", "date of publication, else of signature, that the report states"),
        _text("gongkai", "version of Gongkai that read it"),
    ),
)
FIGURES = Table(
    "figures",
    "one row a cell of a statutory table: every cell that the document prints, blanks too",
    (
        SHA256,
        AGENCY,
        YEAR,
        EDITION,
        _text("key", "key of the cell in its edition, with its column in a matrix (req_received@total)"),
        _text("row", "row of the cell: the part of the key before @"),
        _text("column", "column of the cell: the part of the key after @, null outside a matrix"),
        _text("concept", "concept of the crosswalk that this cell alone expresses, null where there is none"),
        Column("value", "float", "the number, null where the cell is blank or holds a mark, and where exact is set"),
        EXACT,
        _text("raw", "the text of the cell"),
        _text("unit", "unit of the form"),
        _text("printed_unit", "unit that the document prints, null where the layout has no unit column"),
        _text("place", "where the cell stands in its file, as JSON (see docs/reading.md)"),
    ),
)
CONCEPTS = Table(
    "concepts",
    "one row a concept of the crosswalk and report: figures that may be set beside each other across editions",
    (
        SHA256,
        AGENCY,
        YEAR,
        EDITION,
        _text("concept", "id of the concept"),
        Column("value", "float", "its value, null unless state is number"),
        _text(
            "state", "number, blank, absent (the document lacks a cell that the form has), no_row (not in this form)"
        ),
    ),
)
SECTIONS = Table(
    "sections",
    "the prose, one row a section",
    (
        SHA256,
        AGENCY,
        YEAR,
        _int("at", "position of the section in the report, from 0"),
        _text("key", "section of the edition, preamble, attachment, or null"),
        _text("number", "number that the heading prints"),
        _text("title", "heading"),
        _text("text", "prose of the section"),
    ),
)
CLAIMS = Table(
    "claims",
    "numbers that the prose states, one row an occurrence",
    (
        SHA256,
        AGENCY,
        YEAR,
        _int("section", "position of the section, from 0"),
        _text("key", "key of the claim or unmapped"),
        Column("value", "float", "the number, null where exact is set"),
        EXACT,
        _text("unit", "its unit"),
        _text("scope", "own, jurisdiction or other"),
        _text("period", "year, cumulative or other_year"),
        Column("approx", "bool", "stated as an approximation"),
        _text("quote", "the words"),
        _int("start", "where they begin in the section's text"),
        _int("end", "where they end"),
    ),
)
FINDINGS = Table(
    "findings",
    "what the audit says: of each report alone (source report) and of the whole store (source corpus)",
    (
        SHA256,
        AGENCY,
        YEAR,
        EDITION,
        _text("rule", "id of the rule (docs/rules.md)"),
        _text("kind", "arithmetic, quality, narrative, document, cross_year, cross_level, cross_agency"),
        _text("severity", "error, warning or info"),
        _text("message", "the finding in words"),
        _text("cells", "the cells it names with their values, as JSON"),
        _text("quotes", "the words it rests on, as JSON"),
        _text("basis", "citation"),
        _text("mend", "proposed mend"),
        _text("source", "report: found in the report alone; corpus: found by corpus audit"),
    ),
)
NOTES = Table(
    "notes",
    "what the reader could not place or wants to tell",
    (
        SHA256,
        AGENCY,
        YEAR,
        _text("code", "code of the note"),
        _text("message", "the note in words"),
        _text("place", "where, as JSON"),
    ),
)
FILES = Table(
    "files",
    "every address that was looked at; the newest row of an address counts",
    (
        _text("path", "address of the file"),
        _text("sha256", "SHA-256 of its bytes, null where it could not be opened"),
        _int("bytes", "size"),
        _text("modified", "time of change or tag as the file system tells it; unchanged files are not opened again"),
        _text("fault", "why it could not be read, null where it was"),
        _int("written", "order of writing, set by the store: the greatest of an address counts"),
    ),
    by_year=False,
)

ORGAN = _text("organ", "identity of the agency over the years: the name that its latest report states")
AGENCIES = Table(
    "agencies",
    "one row a name as reports state it, and the organ that bears it",
    (
        _text("name", "name as stated"),
        ORGAN,
        _text("current_name", "name of the organ in the agency tree, else in its latest report"),
        _int("first_year", "first year that reports under this name are on"),
        _int("last_year", "last year that reports under this name are on"),
        _int("reports", "reports under this name"),
        _text("code", "code of GB/T 2260 (longer below the county), null without an agency tree"),
        _text("level", "national, province, prefecture, county, township; by the code, else as the name shows"),
        _text("kind", "government, department, subdistrict, institution"),
        _text("parent", "organ above it, else its name in the agency tree"),
        _text("matched", "how the name came to its organ, in words"),
        _text("successor", "organ that it was merged into or that came of its split, null where there is none"),
        _text("change", "merged or split"),
        _int("change_year", "first year that the successor's report is on"),
        _text("source", "what the change rests on"),
    ),
    "audit",
    by_year=False,
)
AGENCY_TREE = Table(
    "agency_tree",
    "the agency tree that corpus audit was given last",
    (
        _int("at", "position in the file, from 0"),
        _text("code", "code of GB/T 2260, longer below the county"),
        _text("name", "name"),
        _text("kind", "government, department, subdistrict, institution"),
        _int("parent_at", "position of the agency above"),
        _text("parent", "name of the agency above"),
        _int("from_year", "first year in which it reports, null open"),
        _int("to_year", "last year in which it reports, null open"),
    ),
    "audit",
    by_year=False,
)
ALIASES = Table(
    "aliases",
    "the alias table that corpus audit was given last",
    (
        _text("name", "name before"),
        _text("successor", "name after"),
        _text("kind", "renamed, merged, split"),
        _int("from_year", "first year that the successor reports on"),
        _text("source", "what it rests on"),
    ),
    "audit",
    by_year=False,
)
SERIES = Table(
    "series",
    "one row a report with a known agency and year: an organ's reports over the years",
    (
        SHA256,
        AGENCY,
        YEAR,
        ORGAN,
        Column("counts", "bool", "false where another report of the organ on that year was taken instead"),
        _text("previous", "SHA-256 of last year's report that it was held against; null: none, or a sum of several"),
    ),
    "audit",
)
COPIES = Table(
    "copies",
    "sections whose own words stand in another report: of another agency, or of the same one in another year",
    (
        SHA256,
        AGENCY,
        YEAR,
        _int("section", "position of the section, from 0"),
        _text("key", "section of the edition"),
        _text("title", "heading"),
        _text("kind", "agencies: of another agency; years: of the same organ in an earlier year"),
        _text("other_sha256", "the other report"),
        _text("other_agency", "its agency"),
        _int("other_year", "its year"),
        Column("share", "float", "share of the section's own runs of eight characters that stand in the other report"),
        _int("characters", "runs that were compared; what is commonplace does not count"),
        _text("quotes", "the longest sentences that stand in both, as JSON"),
    ),
    "audit",
)
LATENESS = Table(
    "lateness",
    "one row a report whose date is known: by how many days it was published after the last lawful day",
    (
        SHA256,
        AGENCY,
        YEAR,
        ORGAN,
        Column("published", "date", "date of publication, else of signature"),
        Column("due", "date", "last day, moved to the next working day where it is a day of rest"),
        _int("days_late", "days after it, 0 in time"),
    ),
    "audit",
)
MISSING = Table(
    "missing",
    "years for which an organ's report is missing",
    (
        YEAR,
        ORGAN,
        _text("code", "its code in the agency tree"),
        _text("reason", "gap: reports before and after; neighbours: the agency above or others below it have reported"),
        _text("message", "the reason in words"),
    ),
    "audit",
)
UNASSESSED = Table(
    "unassessed",
    "checks of corpus audit that could not be made",
    (SHA256, AGENCY, YEAR, _text("rule", "id of the rule"), _text("reason", "why, in words")),
    "audit",
)

READ = (REPORTS, FIGURES, CONCEPTS, SECTIONS, CLAIMS, FINDINGS, NOTES, FILES)
AUDITED = (AGENCIES, AGENCY_TREE, ALIASES, SERIES, COPIES, LATENESS, MISSING, UNASSESSED)
TABLES: Mapping[str, Table] = {table.name: table for table in (*READ, *AUDITED)}
