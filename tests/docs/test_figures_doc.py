"""docs/figures.md says what the code counts."""

from pathlib import Path
from runpy import run_path

ROOT = Path(__file__).parent.parent.parent


def test_the_file_is_up_to_date():
    document = run_path(str(ROOT / "scripts" / "figures_doc.py"))["document"]()
    assert (ROOT / "docs" / "figures.md").read_text(encoding="utf-8") == document


def test_every_cell_is_told():
    from gongkai.law.editions import builtin_editions

    text = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    sections = dict(part.partition("（")[::2] for part in text.split("\n## ")[1:])
    for edition in builtin_editions().values():
        told = {key for key in edition.slots if f"| `{key}` |" in sections[edition.id]}
        rows = {key.partition("@")[0] for key in told}
        assert [key for key in edition.slots if key not in told and key.partition("@")[0] not in rows] == []
