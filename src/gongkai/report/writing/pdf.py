"""A report as a PDF: one typst template, the report handed over as data, fonts of the system."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from gongkai.report.writing.arrangement import Arrangement, Block, Figure, Heading
from gongkai.report.writing.errors import UnwritableError
from gongkai.report.writing.figures import clean
from gongkai.report.writing.layout import Box, PrintedTable
from gongkai.report.writing.pictures import shape_of

_LATIN = ("Times New Roman", "Liberation Serif", "TeX Gyre Termes", "Libertinus Serif")
_SERIF = ("Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "SimSun", "AR PL UMing CN")
_SANS = (
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
    "WenQuanYi Zen Hei",
)
_ANY = ("Droid Sans Fallback", "Noto Sans CJK JP", "Noto Serif CJK JP")

# Field font first, then its usual names, then free stand-ins.
FONTS = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", *_SERIF, *_SANS, *_ANY),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", "仿宋", *_SERIF, *_SANS, *_ANY),
    "head": ("SimHei", "黑体", "STHeiti", *_SANS, *_SERIF, *_ANY),
    "subhead": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "楷体", *_SERIF, *_SANS, *_ANY),
}
_Standard = Literal["a-2a", "ua-1"]
_TEMPLATE = "report.typ"
_STANDARDS: tuple[_Standard, ...] = ("a-2a", "ua-1")


def write_pdf(paper: Arrangement, *, made: datetime | None = None) -> bytes:
    """The PDF of an arranged report: tagged, with bookmarks, PDF/A-2a and PDF/UA-1 where its characters allow it.

    ``made`` is the date of making that the file tells (default: now); with it the same report gives the same bytes.
    UnwritableError where the system has no Chinese font.
    """
    with TemporaryDirectory() as made_here:  # The template sees nothing but what is put here: itself, the pictures.
        folder = Path(made_here)
        data = json.dumps(_data(paper, folder), ensure_ascii=False)
        (folder / _TEMPLATE).write_bytes((files(__package__) / _TEMPLATE).read_bytes())
        try:
            return _compile(data, folder, _STANDARDS, made)
        except typst.TypstError:  # A character without glyph or meaning (private use) is barred from PDF/A only.
            return _compile(data, folder, (), made)


def _compile(data: str, folder: Path, standards: tuple[_Standard, ...], made: datetime | None) -> bytes:
    pdf = typst.compile(
        folder / _TEMPLATE,
        root=folder,
        sys_inputs={"data": data},
        pdf_standards=[*standards],
        font_paths=_system_fonts(),
        timestamp=int(made.timestamp()) if made else None,
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _system_fonts() -> typst.Fonts:
    return typst.Fonts()


def _data(paper: Arrangement, folder: Path) -> dict[str, Any]:
    return {
        "title": paper.title,
        "agency": paper.agency or (),
        "fonts": _fonts(),
        "blocks": [_block(b, folder) for b in paper.blocks],
        "appended": [_block(b, folder) for b in paper.appended],
    }


def _fonts() -> dict[str, list[Any]]:
    """For each use the installed fonts in order of choice, western letters and digits in a serif font of their own."""
    installed = set(_system_fonts().families())
    chosen = {use: [name for name in names if name in installed] for use, names in FONTS.items()}
    if not all(chosen.values()):
        raise UnwritableError("本机没有中文字体，无法生成 PDF", "请安装一种，例如：sudo apt install fonts-noto-cjk")
    latin = [{"name": name, "covers": "latin-in-cjk"} for name in _LATIN if name in installed][:1]
    return {use: [*latin, *names] for use, names in chosen.items()}


def _block(block: Block, folder: Path) -> dict[str, Any]:
    if isinstance(block, PrintedTable):
        return _table(block)
    if isinstance(block, Figure):
        return _figure(block, folder)
    return {"kind": "heading" if isinstance(block, Heading) else block.style, "text": block.text}


def _figure(figure: Figure, folder: Path) -> dict[str, Any]:
    """The picture's file is put into ``folder``, where the template finds it."""
    picture = figure.picture
    if picture.content is None:
        return {"kind": "caption", "text": figure.text}
    shape = shape_of(picture, picture.content)
    name = f"{len(list(folder.iterdir()))}.{shape.suffix}"
    (folder / name).write_bytes(picture.content)
    return {
        "kind": "picture",
        "file": f"/{name}",
        "alt": clean(picture.alt),
        "caption": clean(picture.caption),
        "width": shape.size[0],
        "height": shape.size[1],
    }


def _table(table: PrintedTable) -> dict[str, Any]:
    return {
        "kind": "table",
        "widths": table.widths,
        "header_rows": table.header_rows,
        "size": _size(table),
        "inset": _inset(table),
        "rows": [[_box(box, table) for box in row] for row in table.rows()],
    }


def _size(table: PrintedTable) -> float:
    return 9.0 if table.narrow else 10.5


def _inset(table: PrintedTable) -> float:
    return 1.6 if table.narrow else 4.0


def _box(box: Box, table: PrintedTable) -> dict[str, Any]:
    return {
        "text": box.text,
        "size": table.type_size(box, _size(table), _inset(table)),
        "colspan": box.column_span,
        "rowspan": box.row_span,
        "align": box.align,
        "indent": box.indent,
        "head": box.head in ("column", "title"),
    }
