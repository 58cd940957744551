"""Collects the messages of the command line and of the platform, keeps the catalogues complete and compiles them.

``python scripts/messages.py`` adds new messages (untranslated) to the English ``gongkai.po`` and ``django.po``, drops
those that are gone, lists what has no English yet and compiles every catalogue. The Chinese ones are written by hand:
they hold the words of packages only, click's there, Wagtail's and allauth's here. ``--check`` changes nothing and exits
with 1 when something is missing or out of date. ``docs/translating.md`` tells the rest.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import platform_messages as platform
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from platform_messages import FIXED, compiled

from gongkai.law.data_files import load_json

SOURCE = Path(__file__).resolve().parent.parent / "src" / "gongkai"
LOCALES = SOURCE / "locale"
PO, MO = "LC_MESSAGES/gongkai.po", "LC_MESSAGES/gongkai.mo"
CALLS = frozenset(("say", "translate", "Message", "Fault", "fail", "expect", "_unusable", "_refusal"))
TABLES = {
    "gongkai.law.clock": ("STATE_TEXTS",),
    "gongkai.law.clock_steps": ("WEEKDAYS",),
    "gongkai.law.clock_events": ("MEANINGS",),
    "gongkai.law.expressions": ("_HINTS",),
    "gongkai.law.fees": ("UNITS",),
    "gongkai.law.schema_check": ("TYPE_NAMES",),
    "gongkai.report.combine": ("_TOLD",),
    "gongkai.report.reading.formats": ("_UNREADABLE",),
    "gongkai.report.writing.errors": ("OS_FAULTS",),
}
SCHEMAS = ("edition.schema.json", "calendar.schema.json")


def messages() -> Iterator[str]:
    """Every message in the order of the files: literals in the code, then tables, then data."""
    for file in source_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _of_call(node)
            elif isinstance(node, ast.FunctionDef) and node.returns is not None:
                yield from _of_function(node)
    for module, names in TABLES.items():
        for name in names:
            yield from _chinese(_texts(getattr(import_module(module), name)))
    yield from _chinese(_of_data())


def source_files() -> Iterator[Path]:
    """The command line and what lies below it; the rooms of the platform have Django's catalogue."""
    for file in sorted(SOURCE.rglob("*.py")):
        room = SOURCE / file.relative_to(SOURCE).parts[0]
        if not (room / "apps.py").exists():
            yield file


def is_told(call: ast.Call) -> bool:
    """True for the making of a message: one of CALLS, or an error."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name in CALLS or name.endswith("Error")


def _of_call(call: ast.Call) -> Iterator[str]:
    given = call.args if is_told(call) else [k.value for k in call.keywords if k.arg == "help"]
    for argument in given:
        yield from _chinese(_literals(argument))


def _of_function(function: ast.FunctionDef) -> Iterator[str]:
    """A function that explains a fault returns the message, or makes it in a table."""
    if function.name.endswith("_fault"):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                yield from _chinese(_literals(node.value))


def _literals(node: ast.expr) -> Iterator[str]:
    """The literal itself, or both branches of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _texts(member)


def _of_data() -> Iterator[str]:
    law = load_json("parameters.json")
    for regime in law["regimes"]:
        yield from (regime["doc"], *regime["articles"].values())
    fee = law["fee"]
    yield from (fee["title"], fee["doc"], fee["per_item"]["scope"], fee["per_page"]["scope"])
    for schema in SCHEMAS:
        yield from _descriptions(load_json(schema))


def _descriptions(schema: Any) -> Iterator[str]:
    members = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and isinstance(schema.get("description"), str):
        yield schema["description"]
    for member in members:
        yield from _descriptions(member)


def _chinese(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if not text.isascii())


def catalogue() -> Catalog:
    """The English catalogue as it should be: today's messages with the translations known so far."""
    file = LOCALES / "en" / PO
    known = read_po(file.open("rb"), locale="en") if file.exists() else Catalog()
    fresh = Catalog(locale="en", project="Gongkai", header_comment="# English", fuzzy=False, creation_date=FIXED)
    fresh.revision_date = FIXED
    for message in messages():
        old = known.get(message)
        fresh.add(message, old.string if old else "")
    return fresh


def files() -> dict[Path, bytes]:
    """What each written file should hold."""
    english, po = catalogue(), io.BytesIO()
    write_po(po, english, sort_output=True, omit_header=False, width=100)
    chinese = read_po((LOCALES / "zh_CN" / PO).open("rb"), locale="zh_CN")
    chinese.creation_date = chinese.revision_date = FIXED
    return {
        LOCALES / "en" / PO: po.getvalue(),
        LOCALES / "en" / MO: compiled(english),
        LOCALES / "zh_CN" / MO: compiled(chinese),
    }


def main() -> int:
    missing = [m.id for m in catalogue() if m.id and not m.string] + platform.untranslated()
    sys.stdout.writelines(f"untranslated: {m}\n" for m in missing)
    due = files() | platform.files()
    stale = {file: content for file, content in due.items() if not file.exists() or file.read_bytes() != content}
    if "--check" in sys.argv:
        sys.stdout.writelines(f"out of date: {file.relative_to(SOURCE)}\n" for file in stale)
        return 1 if missing or stale else 0
    for file, content in stale.items():
        file.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
