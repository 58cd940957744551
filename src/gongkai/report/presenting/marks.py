"""Where findings touch a report: which cells, which stretches of its prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.law.editions import Edition
from gongkai.law.rules import SEVERITIES, Severity
from gongkai.report.auditing.findings import Audit, Quote


@dataclass(frozen=True, slots=True)
class Span:
    """A quote in the text of a section: offsets, number of its finding (from 1), number of the quote (from 1)."""

    start: int
    end: int
    finding: int
    quote: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same quotes cover; ``opens`` and ``closes`` are those that begin and end with it."""

    text: str
    covered: tuple[Span, ...] = ()
    opens: tuple[Span, ...] = ()
    closes: tuple[Span, ...] = ()


@dataclass(slots=True)
class Marks:
    """The findings of a report by cell key (numbers of findings) and by section index (spans)."""

    severities: tuple[Severity, ...] = ()
    cells: dict[str, list[int]] = field(default_factory=dict)
    spans: dict[int, list[Span]] = field(default_factory=dict)

    def gravest(self, findings: list[int]) -> Severity:
        return min((self.severities[n - 1] for n in findings), key=SEVERITIES.index)


def marks_of(audit: Audit, edition: Edition | None) -> Marks:
    """The cells and the stretches of prose that the findings name; a quote outside its section marks nothing."""
    cells: dict[str, list[int]] = defaultdict(list)
    spans: dict[int, list[Span]] = defaultdict(list)
    for number, finding in enumerate(audit.findings, start=1):
        for key in finding.cells:
            cells[edition.resolve(key) if edition else key].append(number)
        for at, quote in enumerate(finding.quotes, start=1):
            if place := _place(audit, quote):
                section, start, end = place
                spans[section].append(Span(start, end, number, at))
    return Marks(tuple(f.severity for f in audit.findings), dict(cells), dict(spans))


def _place(audit: Audit, quote: Quote) -> tuple[int, int, int] | None:
    section, start, end = quote.section, quote.start, quote.end
    if section is None or start is None or end is None or section >= len(audit.report.sections):
        return None
    inside = 0 <= start < end <= len(audit.report.sections[section].text)
    return (section, start, end) if inside else None


def segments(line: str, start: int, spans: list[Span]) -> Iterator[Segment]:
    """Cut a line that begins at ``start`` of its section's text where quotes begin or end. A quote that goes on to
    the next line closes here too."""
    end = start + len(line)
    inside = [s for s in spans if s.start < end and start < s.end]
    cuts = sorted({start, end, *(max(s.start, start) for s in inside), *(min(s.end, end) for s in inside)})
    for a, b in pairwise(cuts):
        covered = tuple(s for s in inside if s.start < b and a < s.end)
        yield Segment(
            text=line[a - start : b - start],
            covered=covered,
            opens=tuple(s for s in covered if s.start == a),
            closes=tuple(s for s in covered if min(s.end, end) == b),
        )
