"""What the store keeps of one report: plain rows by table, in the order of ``schema``'s columns. Workers make them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

import gongkai
from gongkai.law.crosswalk import Concept, concept_figure, concepts, era_of
from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.expressions import Node, Ref, parse_figure
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.document_facts import publication_date, signature_date
from gongkai.report.auditing.findings import Audit, Finding, Subject
from gongkai.report.auditing.prose import prose_of
from gongkai.report.model import NOWHERE, Cell, Number, Place, Report

Row = tuple[Any, ...]
_COORDINATES = ("table", "row", "column", "page", "line", "start", "end")
_coordinates = attrgetter(*_COORDINATES)


def rows_of(
    report: Report, audit: Audit, *, path: str, size: int, modified: str | None = None, edition: Edition | None = None
) -> dict[str, list[Row]]:
    """The rows of a report that was read from ``path`` (``size`` bytes), and of its audit; ValueError where the report
    names no source. ``edition`` is the custom edition that it was read with, where there was one."""
    if report.source is None:
        raise ValueError("a report without a source has no place in a store")
    form = edition if edition and edition.id == report.edition else builtin_editions().get(report.edition or "")
    sha256 = report.source.sha256
    stem = (sha256, report.agency, report.year)
    return {
        "reports": [_report_row(report, audit, path, size, form)],
        "figures": list(_figure_rows(report, form, (*stem, report.edition))),
        "concepts": list(_concept_rows(report, form, (*stem, report.edition))),
        "sections": [(*stem, at, s.key, s.number, s.title, s.text) for at, s in enumerate(report.sections)],
        "claims": list(_claim_rows(report, stem)),
        "findings": [finding_row(f, (*stem, report.edition), form) for f in audit.findings],
        "notes": [(*stem, note.code, str(note.message), _place(note.where)) for note in report.notes],
        "files": [file_row(path, sha256, size, modified)],
    }


def file_row(path: str, sha256: str | None, size: int | None, modified: str | None, fault: str | None = None) -> Row:
    """The row of an address that was looked at; ``fault`` says why nothing could be read there."""
    return path, sha256, size, modified, fault


def _report_row(report: Report, audit: Audit, path: str, size: int, form: Edition | None) -> Row:
    assert report.source is not None
    return (
        report.source.sha256,
        path,
        report.source.name,
        report.source.format,
        size,
        report.agency,
        report.year,
        report.edition,
        era_of(form) if form else None,
        report.title,
        len(report.cells),
        sum(cell.value is not None for cell in report.cells.values()),
        len(report.sections),
        sum(len(section.text) for section in report.sections),
        len(report.claims),
        len(report.notes),
        audit.count("error"),
        audit.count("warning"),
        audit.count("info"),
        len(audit.not_assessable),
        _published(report),
        gongkai.__version__,
    )


def _published(report: Report) -> date | None:
    """The date that rule D-04 judges by: of publication, else of signature."""
    prose = prose_of(Subject(report))
    if day := publication_date(prose):
        return day
    signed = signature_date(prose)
    return signed[0] if signed else None


def _figure_rows(report: Report, form: Edition | None, stem: Row) -> Iterator[Row]:
    known = _known_of(form).alone if form else {}
    for key, cell in report.cells.items():
        row, at, column = key.partition("@")
        yield (*stem, key, row, column if at else None, known.get(key), *_number(cell.value), *_printed(cell))


def _printed(cell: Cell) -> Row:
    return cell.raw, cell.unit, cell.printed_unit, _place(cell.where)


def _number(value: Number | None) -> tuple[float | None, str | None]:
    """The number as a float, or its digits where a float would change it."""
    if value is None or type(value) is float:
        return value, None
    held = float(value)
    return (held, None) if held == value else (None, str(value))


def _place(place: Place) -> str | None:
    """The coordinates that are set, as ``serialise.place_to_json`` has them. By hand, for speed."""
    if place == NOWHERE:
        return None
    numbers = zip(_COORDINATES, _coordinates(place), strict=True)
    parts = [f'"{name}":{number}' for name, number in numbers if number is not None]
    if place.box is not None:
        parts.append(f'"box":[{",".join(map(repr, place.box))}]')
    if place.sheet is not None:
        parts.append(f'"sheet":{json.dumps(place.sheet, ensure_ascii=False)}')
    return f"{{{','.join(parts)}}}"


@dataclass(frozen=True, slots=True)
class _Known:
    """What an edition's cells express. ``alone``: the concept of each cell that is one by itself, the first of the
    crosswalk where there are several. ``plan``: concepts with their expression and the cells that it names."""

    form: Edition
    alone: Mapping[str, str]
    plan: tuple[tuple[Concept, Node | None, Mapping[str, str]], ...]


_known: dict[str, _Known] = {}


def _known_of(form: Edition) -> _Known:
    found = _known.get(form.id)
    if found is None or found.form is not form:
        found = _known[form.id] = _learn(form)
    return found


def _learn(form: Edition) -> _Known:
    alone: dict[str, str] = {}
    plan = []
    for concept in concepts().values():
        expression = concept.expressions.get(era_of(form) or "")
        node = parse_figure(expression) if expression else None
        if isinstance(node, Ref):
            alone.setdefault(form.resolve(node.key), concept.id)
        plan.append((concept, node, {ref.name: form.resolve(ref.key) for ref in node.refs()} if node else {}))
    return _Known(form, alone, tuple(plan))


def _concept_rows(report: Report, form: Edition | None, stem: Row) -> Iterator[Row]:
    if form is None or era_of(form) is None:
        return
    figures = {key: cell.value for key, cell in report.cells.items()}
    for concept, node, keys in _known_of(form).plan:
        if node is None:
            yield (*stem, concept.id, None, "no_row")
        elif all(figures.get(key) is not None for key in keys.values()):
            value = node.evaluate({name: figures[key] for name, key in keys.items()})
            yield (*stem, concept.id, _number(value)[0], "number")
        else:  # Blanks, cells that the document lacks, rows that it prints in place of others.
            figure = concept_figure(concept, form, figures)
            yield (*stem, concept.id, _number(figure.value)[0], figure.state)


def _claim_rows(report: Report, stem: Row) -> Iterator[Row]:
    for c in report.claims:
        yield (
            *(*stem, c.section, c.key, *_number(c.value), c.unit, c.scope),
            *(c.period, c.approx, c.quote, c.start, c.end),
        )


def finding_row(finding: Finding, stem: Row, form: Edition | None, source: str = "report") -> Row:
    """The row of a finding about the report of ``stem`` (sha256, agency, year, edition)."""
    own_rules = form.rules if form else ()
    rule = builtin_rules().get(finding.rule) or next((r for r in own_rules if r.id == finding.rule), None)
    quotes = [{"text": q.text, "section": q.section, "start": q.start, "end": q.end} for q in finding.quotes]
    return (
        *(*stem, finding.rule, rule.kind if rule else None, finding.severity, str(finding.message)),
        json.dumps(dict(finding.cells), ensure_ascii=False),
        json.dumps(quotes, ensure_ascii=False),
        *(finding.basis, str(finding.mend) if finding.mend else None, source),
    )
