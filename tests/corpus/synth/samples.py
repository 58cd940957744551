"""Synthetic reports for the tests, read and audited as any report is."""

from __future__ import annotations

from functools import cache

from gongkai.corpus.synth.making import make_county
from gongkai.corpus.synth.matching import Told, meets, meets_any
from gongkai.corpus.synth.plan import Options, counties
from gongkai.report.auditing.engine import audit
from gongkai.report.reading import read_bytes

QUICK = ("txt", "html")


def options(count=40, *, seed=1, rate=0.0, formats=QUICK, **more):
    return Options(count, seed, rate, formats, **more)


def made(asked):
    """Every report, county by county."""
    for county in counties(asked):
        yield from make_county(asked, county)


@cache
def by_path(asked):
    return {m.path.rpartition(".")[0]: m for m in made(asked)}


@cache
def report_of(one):
    return read_bytes(one.content, one.path.rpartition("/")[2])


def last_year(reports, one):
    """The report of the same agency on the year before, if any."""
    stem = one.path.rpartition(".")[0].replace(f"{one.answer.year}年", f"{one.answer.year - 1}年")
    return reports.get(stem)


def told(reports, one):
    """The findings about a report beside last year's, as a store would keep them."""
    before = last_year(reports, one)
    found = audit(report_of(one), previous=report_of(before) if before else None).findings
    return [Told(f.rule, f.severity, f.message, frozenset(f.cells), tuple(q.text for q in f.quotes)) for f in found]


def not_found(answer, findings):
    """What the key demands and no finding is."""
    expected = [e for fault in answer.injected for e in fault.must]
    return [e for e in expected if not any(meets(finding, e) for finding in findings)]


def unexplained(answer, findings):
    """Errors and warnings that no fault causes."""
    explained = [*answer.excused, *(e for fault in answer.injected for e in fault.must)]
    return [f for f in findings if f.severity != "info" and not meets_any(f, explained)]
