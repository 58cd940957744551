"""The clerk's guide: its pictures exist and are light, and what it tells to press is written on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS, SOURCE = ROOT / "docs", ROOT / "src" / "gongkai"
GUIDES = ["clerk-january.zh-CN.md", "clerk-january.md"]
ROOMS = ("desk", "portal", "agencies", "filing")


def guide(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def pictures(text: str) -> set[str]:
    return set(re.findall(r"images/(platform-\w+\.png)", text))


def written_on_pages() -> str:
    """The templates and the Python files of the rooms with pages; numbers in messages are told by their names."""
    found = [f for room in ROOMS for pattern in ("*.html", "*.py") for f in sorted((SOURCE / room).rglob(pattern))]
    return "\n".join(f.read_text(encoding="utf-8") for f in found)


@pytest.mark.parametrize("name", GUIDES)
def test_every_picture_is_there_and_light(name):
    used = pictures(guide(name))
    assert len(used) >= 10
    sizes = {picture: (DOCS / "images" / picture).stat().st_size for picture in used}
    assert {picture: size for picture, size in sizes.items() if size > 150_000} == {}


def test_both_guides_show_every_picture():
    made = {path.name for path in (DOCS / "images").glob("platform-*.png")}
    assert [pictures(guide(name)) for name in GUIDES] == [made, made]


@pytest.mark.parametrize("name", GUIDES)
def test_what_is_to_be_pressed_is_on_the_pages(name):
    names = set(re.findall(r"\*\*(.+?)\*\*", guide(name)))
    pages = re.sub(r"\{\{ number \}\}", "6", written_on_pages())
    assert len(names) >= 20
    assert [pressed for pressed in sorted(names) if pressed not in pages] == []


def test_the_chinese_guide_has_ten_steps_and_each_says_what_to_do():
    steps = re.split(r"\n## (?=\d)", guide(GUIDES[0]))[1:]
    assert [int(step.partition(".")[0]) for step in steps] == list(range(1, 11))
    assert [step for step in steps if "**" not in step] == []
