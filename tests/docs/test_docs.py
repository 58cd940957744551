"""The documents are a contract: commands, notes, keys, rules, dependencies are in them; links lead somewhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gongkai.cli.main import COMMANDS
from gongkai.law.data_files import load_json
from gongkai.law.rules import builtin_rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def note_codes() -> set[str]:
    """Every literal code of a reading note in the source."""
    found = set()
    for file in (ROOT / "src" / "gongkai" / "report" / "reading").rglob("*.py"):
        for node in ast.walk(ast.parse(read(file))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("Note", "note", "_note") and re.fullmatch(r"[a-z_]+", str(node.args[0].value)):
                    found.add(node.args[0].value)
    return found


def test_every_reading_note_is_explained():
    documented = set(re.findall(r"`([a-z_]+)`", read(DOCS / "reading.md")))
    codes = note_codes()
    assert {"unplaced", "scanned", "encoding"} <= codes | documented
    assert codes <= documented


WRITTEN = {
    "commands.md": "commands_doc.py",
    "rules.md": "rules_table.py",
    "settings.md": "settings_doc.py",
    "store.md": "store_doc.py",
}


@pytest.mark.parametrize("page", WRITTEN)
def test_written_pages_are_up_to_date(page):
    script = WRITTEN[page]
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / script), "--check"], check=False)
    assert done.returncode == 0, f"run: python scripts/{script}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_both_readmes(name):
    for readme in PAGES[:2]:
        assert f"gongkai {name}" in read(readme)


def test_every_rule_and_every_claim_key_is_documented():
    rules, claims = read(DOCS / "rules.md"), read(DOCS / "claims.md")
    assert [r for r in builtin_rules() if f"`{r}`" not in rules and f"| {r} |" not in rules] == []
    assert [k["key"] for k in load_json("claims.json")["keys"] if k["key"] not in claims] == []


def test_every_dependency_has_its_reason_and_licence():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    required = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    listed = read(DOCS / "dependencies.md")
    names = [re.split(r"[>=<\[]", r)[0] for r in required]
    assert [n for n in names if not re.search(rf"\|[^|]*\b{re.escape(n)}\b[^|]*\|[^|]+\|[^|]+\|", listed)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_structure_page_names_places_that_exist():
    names = re.findall(r"`((?:law|report|cli|tests)/[\w/.*]+)`", read(DOCS / "structure.md"))
    places = [n if n.startswith("tests") else f"src/gongkai/{n}" for n in names]
    assert names
    assert [p for p in places if not list(ROOT.glob(p))] == []


def test_nothing_names_a_registry_or_a_machine():
    words = [
        "".join(parts)
        for parts in (("py", "pi.org"), ("npm", "js."), ("/ro", "ot/"), ("python", "hosted"), ("/wo", "rk/"))
    ]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    texts = [
        ROOT / f for f in tracked if f.endswith((".py", ".md", ".toml", ".txt", ".json", ".sh", "Makefile", "run"))
    ]
    assert [(t.name, w) for t in texts if t.exists() for w in words if w in read(t)] == []
