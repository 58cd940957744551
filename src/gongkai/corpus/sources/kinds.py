"""What a file is for a reading run, by its name alone."""

from __future__ import annotations

from typing import Literal

from gongkai.report.reading.suffixes import SUFFIXES

Kind = Literal["report", "archive", "foreign", "hidden", "other"]

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz")
FOREIGN_ARCHIVES = (".7z", ".rar")
ANSWER_KEY = "answers.json"
"""What ``gongkai corpus synth`` writes beside its reports: never a report."""


def kind_of(path: str) -> Kind:
    """``report`` and ``archive`` are read, ``foreign`` archives are listed as faults, ``hidden`` files are passed over
    in silence, ``other`` ones are counted. ``path`` may hold folders below where the search began."""
    *folders, name = path.split("/")
    if is_hidden(name) or any(map(is_hidden, folders)):
        return "hidden"
    lower = name.lower()
    if lower.endswith(ARCHIVES):
        return "archive"
    if lower.endswith(FOREIGN_ARCHIVES):
        return "foreign"
    return "report" if _suffix(lower) in SUFFIXES and name != ANSWER_KEY else "other"


def is_hidden(name: str) -> bool:
    """Names that programs hide: dot files, the lock files of office programs, the leavings of archivers. The ``.`` and
    ``..`` of a way to a file hide nothing."""
    return (name.startswith((".", "~$")) and name not in (".", "..")) or name == "__MACOSX"


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix if stem else ""
