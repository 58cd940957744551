"""Writes the table of docs/settings.md from ``config.environment``; ``--check`` exits with 1 when it is out of date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from gongkai.config.environment import PREFIX, SECRETS, Environment

FILE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
BEGIN, END = "<!-- settings: written by python scripts/settings_doc.py -->\n", "<!-- end of settings -->\n"


def lines() -> Iterator[str]:
    """One row for each setting: variable, name in the file, default, what it does."""
    yield "| variable | in the file | default | what it does |\n|---|---|---|---|"
    for name, field in Environment.model_fields.items():
        in_file = "– (secret)" if name in SECRETS else f"`{name}`"
        yield f"| `{PREFIX}{name.upper()}` | {in_file} | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "the user's data directory"
    value = field.default
    shown = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    if shown == "":
        return "empty"
    return (
        f"`{shown!r}`" if isinstance(shown, list) else f"`{str(shown).lower() if isinstance(shown, bool) else shown}`"
    )


def main() -> int:
    text = FILE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    written = before + BEGIN + "\n" + "\n".join(lines()) + "\n\n" + END + after
    if "--check" in sys.argv:
        return 0 if written == text else 1
    FILE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
