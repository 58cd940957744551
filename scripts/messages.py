"""Collects the messages of the command line, keeps the English catalogue complete and compiles it.

``python scripts/messages.py`` adds new messages (untranslated) to ``gongkai.po``, drops those that are gone, and writes
``gongkai.mo``. ``--check`` changes nothing and exits with 1 when something is missing or out of date.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "gongkai"
FOLDER = SOURCE / "locale" / "en" / "LC_MESSAGES"
FIXED = datetime(2026, 1, 1, tzinfo=UTC)
CALLS = {"say": 1, "translate": 1, "UnreadableError": 2, "CommandError": 2}


def messages() -> Iterator[str]:
    """Every literal message handed to one of CALLS, in the order of the files."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                for argument in node.args[: CALLS[node.func.id]]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                        yield argument.value


def catalogue() -> Catalog:
    """The catalogue as it should be: today's messages with the translations known so far."""
    known = read_po((FOLDER / "gongkai.po").open("rb"), locale="en") if (FOLDER / "gongkai.po").exists() else Catalog()
    # A fixed date: the files change when a message changes, not each time they are written.
    fresh = Catalog(locale="en", project="Gongkai", header_comment="# English", fuzzy=False, creation_date=FIXED)
    fresh.revision_date = FIXED
    for message in messages():
        old = known.get(message)
        fresh.add(message, old.string if old else "")
    return fresh


def main() -> int:
    fresh = catalogue()
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, fresh, sort_output=True, omit_header=False, width=100)
    write_mo(mo, fresh)
    missing = [m.id for m in fresh if m.id and not m.string]
    if "--check" in sys.argv:
        stale = mo.getvalue() != (FOLDER / "gongkai.mo").read_bytes()
        sys.stdout.writelines(f"untranslated: {m}\n" for m in missing)
        return 1 if missing or stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "gongkai.po").write_bytes(po.getvalue())
    (FOLDER / "gongkai.mo").write_bytes(mo.getvalue())
    sys.stdout.write(f"{len(fresh)} messages, {len(missing)} untranslated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
