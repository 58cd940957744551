"""What the claims tests compare: the mapped claims of a text as ``key=value`` words."""

from __future__ import annotations

from gongkai.report.claims import extract


def told(text: str, **report: str | int) -> list[str]:
    """The mapped claims of ``text`` in order, ``key=value``; ``report``: heading, year, agency."""
    return [f"{c.key}={c.value}" for c in extract(text, **report) if c.key != "unmapped"]


def unmapped(text: str, **report: str | int) -> list[str]:
    """The unmapped claims of ``text`` in order as ``value+unit``."""
    return [f"{c.value}{c.unit}" for c in extract(text, **report) if c.key == "unmapped"]
