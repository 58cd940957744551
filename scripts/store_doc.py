"""Writes the tables of docs/store.md from the schema; ``--check`` exits with 1 when the page is out of date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from gongkai.corpus.store.schema import SCHEMA, TABLES, VERSION, Table

FILE = Path(__file__).resolve().parent.parent / "docs" / "store.md"
BEGIN, END = "<!-- tables: written by python scripts/store_doc.py -->\n", "<!-- end of tables -->\n"


def sections() -> Iterator[str]:
    """The schema's version, then every table with its columns, as Markdown."""
    yield f"Schema `{SCHEMA}`, version {VERSION}.\n"
    for table in TABLES.values():
        yield f"### {table.name}\n\n{_about(table)}\n\n| column | type | what |\n|---|---|---|"
        yield "\n".join(f"| `{c.name}` | {c.kind} | {c.what} |" for c in table.columns) + "\n"


def _about(table: Table) -> str:
    made = "" if table.made_by == "read" else " Made by `gongkai corpus audit`."
    return f"{table.what[:1].upper()}{table.what[1:]}.{made}"


def main() -> int:
    text = FILE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    written = before + BEGIN + "\n" + "\n".join(sections()) + "\n" + END + after
    if "--check" in sys.argv:
        return 0 if written == text else 1
    FILE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
