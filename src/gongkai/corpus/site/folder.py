"""The folder of a site: built beside its place and put there whole, never over anything that is not a site."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.law.messages import Message
from gongkai.report.writing import os_fault

MARKER = "gongkai-site.txt"
MARK = (
    "此文件夹由 gongkai corpus report 生成，再次生成时以下文件整个替换。\n"
    "Made by gongkai corpus report, which replaces these files as a whole:\n\n"
)
LEFT_BY_BROWSERS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What file browsers put into a folder that somebody looks at; nobody misses it."""


@contextmanager
def new_site(place: Path) -> Iterator[Path]:
    """An empty folder beside ``place`` that takes its place when the block ends well, and goes away when it does not.

    CorpusError: ``place`` holds a file that no former site lists as its own; the system refuses (no room, no
    permission). What lies at ``place`` stays untouched until the new site is complete.
    """
    place = Path(os.path.abspath(place))
    _refuse_foreign(place)
    building = place.with_name(f".{place.name[:40]}.{secrets.token_hex(6)}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        building.mkdir()
        yield building
        _mark(building)
        _refuse_foreign(place)  # Somebody may have put files there meanwhile.
        _swap(building, place)
    except OSError as fault:
        raise cannot_build(place, os_fault(fault)) from fault
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _mark(building: Path) -> None:
    """List the site's files, so that the next run knows which are its own."""
    listed = "".join(f"{name}\n" for name in sorted(_files(building)))
    (building / MARKER).write_text(MARK + listed, encoding="utf-8")


def _files(folder: Path) -> Iterator[str]:
    """Everything below the folder that is not a folder itself, links among it, by its path from there."""
    return (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())


def _refuse_foreign(place: Path) -> None:
    try:
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise CorpusError(Message("{place} 不是文件夹", place=place), "请用 -o 另指定一个文件夹")
        if foreign := min(_foreign(place), default=None):
            raise CorpusError(
                Message("{place} 里的 {file} 不是本命令生成的", place=place, file=foreign),
                "为免误删，请把它移走，或用 -o 另指定一个空文件夹或原来的网站文件夹",
            )
    except OSError as fault:
        raise cannot_build(place, os_fault(fault)) from fault


def _foreign(place: Path) -> Iterator[str]:
    """The files at ``place`` that no site of ours lists."""
    marker = place / MARKER
    own = {MARKER, *marker.read_text(encoding="utf-8", errors="replace").split("\n")} if marker.is_file() else set()
    return (name for name in _files(place) if name not in own and name.rpartition("/")[2] not in LEFT_BY_BROWSERS)


def _swap(building: Path, place: Path) -> None:
    """Two renames; when the second fails the former site is put back."""
    former = place.with_name(f"{building.name}.old")
    had_one = place.exists()
    if had_one:
        place.rename(former)
    try:
        building.rename(place)
    except OSError:
        if had_one:
            with suppress(OSError):
                former.rename(place)
        raise
    shutil.rmtree(former, ignore_errors=True)


def cannot_build(place: Path, fault: Message) -> CorpusError:
    """The refusal where the system does not let a site be written."""
    return CorpusError(
        Message("不能生成网站 {place}（{fault}）", place=place, fault=fault),
        "请检查磁盘空间和写权限；原有的网站没有改动",
    )
