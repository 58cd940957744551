"""Templates and the pages that come of them: everything escaped, every address relative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import jinja2

from gongkai.corpus.site import words
from gongkai.corpus.site.drawing.svg import swatch
from gongkai.corpus.site.language import _, plural
from gongkai.corpus.site.sheets import shown

T = TypeVar("T")
NEIGHBOURS = 3
PER_PAGE = 500
"""Findings, reports or agencies on one page; the rest goes on further pages."""
NAVIGATION = (
    ("index.html", "总览"),
    ("findings.html", "问题"),
    ("agencies/index.html", "机关"),
    ("compare.html", "比较"),
    ("outcomes.html", "办理结果"),
    ("reports/index.html", "报告"),
    ("faults.html", "读不了的文件"),
    ("about.html", "说明"),
)


def environment() -> jinja2.Environment:
    """The templates of the package; ``_`` in them is that of ``language``."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The new style would call whatever it translates safe markup, texts of reports among it.
    found.install_gettext_callables(_, plural, newstyle=False)  # type: ignore[attr-defined]
    found.globals.update(
        navigation=NAVIGATION,
        cell_words=words.cell_words,
        cell_link=words.cell_link,
        organ_page=words.organ_page,
        rule_page=words.rule_page,
        year_page=words.year_page,
        severity_words=words.severity_words,
        edition_label=words.edition_label,
        swatch=swatch,
    )
    found.filters["shown"] = shown
    return found


class Renderer:
    """Writes pages below ``folder``; ``facts`` are what every page prints (title, date, generation)."""

    def __init__(self, folder: Path, facts: dict[str, Any]) -> None:
        self.folder = folder
        self._environment = environment()
        self._environment.globals.update(facts)

    def page(self, path: str, template: str, **context: Any) -> None:
        """Write the page at ``path`` (from the root of the site). ``up`` leads from it to the root."""
        up = "../" * (len(PurePosixPath(path).parts) - 1)
        text = self._environment.get_template(template).render(path=path, up=up, **context)
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="replace")

    def copy_stylesheet(self) -> None:
        css = (files(__package__) / "site.css").read_text(encoding="utf-8")
        (self.folder / "site.css").write_text(css, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of several pages: ``number`` of ``count`` from 1, and the path of every one of them."""

    number: int
    paths: tuple[str, ...]

    @property
    def path(self) -> str:
        return self.paths[self.number - 1]

    @property
    def count(self) -> int:
        return len(self.paths)

    @property
    def offered(self) -> list[int]:
        """The numbers that the pager shows: the first, the last, the neighbours, and about twenty in between."""
        step = max(self.count // 20, 1)
        near = range(max(self.number - NEIGHBOURS, 1), min(self.number + NEIGHBOURS, self.count) + 1)
        return sorted({1, self.count, *near, *range(step, self.count + 1, step)})


def leaves(path: str, total: int, size: int = PER_PAGE) -> list[Leaf]:
    """The pages that ``total`` entries need: ``path``, then ``…-2.html``, ``…-3.html``; at least one."""
    count = max(1, -(-total // size))
    stem = path.removesuffix(".html")
    paths = tuple(path if n == 1 else f"{stem}-{n}.html" for n in range(1, count + 1))
    return [Leaf(number, paths) for number in range(1, count + 1)]


def portions(entries: Sequence[T], size: int = PER_PAGE) -> Iterator[Sequence[T]]:
    """The entries by pages; one empty portion where there are none."""
    for start in range(0, max(len(entries), 1), size):
        yield entries[start : start + size]
