"""The messages of the platform: what ``_()`` and its kin mark in Python, ``{% trans %}`` and ``{% blocktrans %}`` in
templates. Read without xgettext, which not every machine has."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "gongkai"
LOCALES = SOURCE / "config" / "locale"
PO, MO = "LC_MESSAGES/django.po", "LC_MESSAGES/django.mo"
FIXED = datetime(2026, 1, 1, tzinfo=UTC)  # The files change when a message changes, not each time they are written.
CALLS = frozenset(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"))
# Django's ``templatize`` leaves calls of gettext, blanks the rest; a template has no other brackets after these names.
_CALL = re.compile(r"\b(?:_|n?gettext)\((?:[^'\")]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*\)", re.S)

Found = str | tuple[str, str]  # a pair: one and many


def messages() -> Iterator[Found]:
    """Every message in the order of the files, those met twice twice."""
    for file in source_files():
        text = file.read_text(encoding="utf-8")
        yield from (of_python if file.suffix == ".py" else of_template)(text)


def source_files() -> Iterator[Path]:
    """The rooms of the platform; the command line and what lies below it have a catalogue of their own."""
    for file in sorted(SOURCE.rglob("*")):
        room = SOURCE / file.relative_to(SOURCE).parts[0]
        if (room / "apps.py").exists() and (file.suffix == ".py" or ("templates" in file.parts and file.is_file())):
            yield file


def of_python(text: str) -> Iterator[Found]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
            yield from _of_call(node)


def of_template(text: str) -> Iterator[Found]:
    for call in _CALL.findall(templatize(text)):
        yield from of_python(call)


def _of_call(call: ast.Call) -> Iterator[Found]:
    """The literal, both branches of a choice, or the pair of one and many."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    literals = [literal for argument in call.args for literal in _literals(argument)]
    if name.startswith("ngettext"):
        yield (literals[0], literals[1])
    else:
        yield from literals


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def catalogue() -> Catalog:
    """The English catalogue as it should be: today's messages with the translations known so far."""
    file = LOCALES / "en" / PO
    known = read_po(file.open("rb"), locale="en") if file.exists() else Catalog()
    fresh = Catalog(locale="en", project="Gongkai", header_comment="# English", fuzzy=False, creation_date=FIXED)
    fresh.revision_date = FIXED
    for message in dict.fromkeys(messages()):
        old = known.get(message[0] if isinstance(message, tuple) else message)
        fresh.add(message, old.string if old and isinstance(old.id, str) == isinstance(message, str) else "")
    return fresh


def untranslated() -> list[str]:
    """Messages without English, in the order of the files."""
    return [str(m.id) for m in catalogue() if m.id and not all(as_forms(m.string))]


def as_forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    """A translation's forms: one, or one and many."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def files() -> dict[Path, bytes]:
    """What each written file should hold. The Chinese catalogues are written by hand: they supply the words of the
    packages below that they leave in English."""
    english, po = catalogue(), io.BytesIO()
    write_po(po, english, sort_output=True, omit_header=False, width=100)
    due = {LOCALES / "en" / PO: po.getvalue(), LOCALES / "en" / MO: compiled(english)}
    for file in sorted(LOCALES.glob("zh_Hans/*/*.po")):
        chinese = read_po(file.open("rb"), locale="zh_Hans")
        chinese.creation_date = chinese.revision_date = FIXED
        due[file.with_suffix(".mo")] = compiled(chinese)
    return due


def compiled(catalog: Catalog) -> bytes:
    mo = io.BytesIO()
    write_mo(mo, catalog)
    return mo.getvalue()
