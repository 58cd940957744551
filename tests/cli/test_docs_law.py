"""The pages on law, editions and their commands: every example runs, every table agrees with the code."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from gongkai.cli.deadline import deadline
from gongkai.cli.edition import edition
from gongkai.cli.fee import fee
from gongkai.cli.main import run
from gongkai.law import clock_events
from gongkai.law.clock import STATE_TEXTS, ClockResult
from gongkai.law.clock_events import ClockError, EventKind
from gongkai.law.data_files import load_json
from gongkai.law.parameters import fee_rules, regimes

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("law.md", "commands-law.md", "editions.md")
BLOCK = re.compile(r"(?:<!-- (?P<order>.+?) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)```\n", re.DOTALL)


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    monkeypatch.chdir(tmp_path)


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each ``$`` line with the lines printed under it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        yield command, lines


def expect(command: str, lines: list[str], printed: list[str]) -> None:
    """``...`` stands for any lines; a line between two of them need only be part of one that is printed."""
    loose = lines[:1] == ["..."]
    for number, line in enumerate(lines):
        if line == "...":
            loose = True
            continue
        at = next((i for i, p in enumerate(printed) if line == p or (loose and line in p)), None)
        assert at is not None, f"{command}: no line {line!r}"
        assert loose or at == 0, f"{command}: line {number} is {printed[0]!r}"
        printed, loose = printed[at + 1 :], False
    assert loose or not printed, f"{command}: not in the docs: {printed}"


@pytest.mark.parametrize("page", PAGES)
def test_every_example_of_a_page_runs(page, capsys, folder):
    names: dict[str, object] = {}
    seen = set()
    for block in BLOCK.finditer(text_of(page)):
        order, language, body = block["order"], block["language"], block["body"]
        seen.add(language)
        if order and order.startswith("file: "):
            Path(order.removeprefix("file: ")).write_text(body, encoding="utf-8")
        elif order:
            name, field = re.fullmatch(r"add to (\S+): (\w+)", order).groups()
            data = json.loads(Path(name).read_text(encoding="utf-8"))
            Path(name).write_text(json.dumps({**data, field: json.loads(body)}), encoding="utf-8")
        elif language == "console":
            for command, lines in commands(body):
                run(shlex.split(command)[1:])
                captured = capsys.readouterr()
                expect(command, lines, (captured.out + captured.err).rstrip("\n").split("\n"))
        else:
            assert language == "python"
            example = doctest.DocTestParser().get_doctest(body, names, page, page, 0)
            results = doctest.DocTestRunner().run(example, clear_globs=False)
            names = example.globs
            assert (results.failed, results.attempted > 0) == (0, True), capsys.readouterr().out
    assert "console" in seen


@pytest.mark.parametrize("command", [deadline, fee, edition.commands["check"], edition.commands["show"]])
def test_every_option_is_documented(command):
    page = text_of("commands-law.md")
    options = [name for p in command.params if isinstance(p, click.Option) for name in p.opts]
    assert [name for name in options if f"`{name}" not in page] == []
    assert f"gongkai {command.name}" in page or f"gongkai edition {command.name}" in page


def table_after(page: str, heading: str) -> list[list[str]]:
    """The rows of the table whose head starts with ``| heading |``, head and rule left out."""
    lines = text_of(page).split("\n")
    start = next(i for i, line in enumerate(lines) if re.match(rf"\| ?{re.escape(heading)} ?\|", line))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def test_the_table_of_events_has_every_kind_in_order():
    assert [row[0] for row in table_after("law.md", "event")] == [str(kind) for kind in EventKind]


def test_the_table_of_states_is_complete():
    assert {row[0]: row[1] for row in table_after("law.md", "state")} == {str(s): t for s, t in STATE_TEXTS.items()}


def test_the_table_of_errors_is_complete():
    errors = [e for _, e in inspect.getmembers(clock_events, inspect.isclass) if issubclass(e, ClockError)]
    assert {row[0] for row in table_after("law.md", "error")} == {e.__name__ for e in errors} - {"ClockError"}


def test_the_table_of_settings_is_the_data():
    entries = load_json("parameters.json")["settings"]
    expected = [[name, str(e["value"]).lower(), e["status"], e["note"], e["source"]] for name, e in entries.items()]
    assert table_after("law.md", "setting") == expected


def test_the_table_of_both_texts_is_the_data():
    rows = {row[0]: row[1:] for row in table_after("law.md", "")}
    for column, regime in enumerate(regimes()):
        numbers = {
            "document": regime.doc,
            "reply, working days": regime.reply_days,
            "extension, working days": regime.extension_days,
            "correction notice, working days from receipt": regime.correction_notice_days or "–",
            "corrections": regime.corrections_allowed or "any number",
            "third party's answer, working days": regime.third_party_days or "–",
            "other agency's answer, working days": regime.agency_days or "–",
            "publication of an item, working days": regime.publish_days,
        }
        assert {name: rows[name][column] for name in numbers} == {name: str(n) for name, n in numbers.items()}
        assert str(regime.in_force) in rows["requests received"][column]


def test_the_table_of_fees_is_the_data():
    rows = table_after("law.md", "by item: one applicant, one calendar month")
    items, pages = fee_rules().per_item, fee_rules().per_page
    assert [row[:2] for row in rows[:3]] == [[f"{t.first}–{t.last}", str(t.rate)] for t in items.tiers]
    assert rows[3][:2] == [f"each further {items.then_every}", f"+{items.step}"]
    ends = [f"{t.first}–{t.last}" if t.last else f"from {t.first}" for t in pages.tiers]
    assert [row[3:] for row in rows] == [[end, str(t.rate)] for end, t in zip(ends, pages.tiers, strict=True)]


def test_the_table_of_json_keys_is_complete(capsys):
    run(["deadline", "--received", "2026-11-02", "--format", "json"])
    printed = set(json.loads(capsys.readouterr().out)) - {"schema"}
    documented = {name for row in table_after("commands-law.md", "key") for name in re.findall(r"\w+", row[0])}
    assert documented == printed
    assert len(printed) == len(fields(ClockResult))


def test_every_field_of_an_edition_file_is_documented():
    schema = load_json("edition.schema.json")
    page = text_of("editions.md")
    shapes = [schema, *(schema["$defs"][name] for name in ("table", "row", "column", "section", "rule", "basis"))]
    names = {name for shape in shapes for name in shape["properties"]} - {"$schema"}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


@pytest.mark.parametrize(("heading", "definition"), [("role", "role"), ("layout", "table")])
def test_every_role_and_layout_is_documented(heading, definition):
    shape = load_json("edition.schema.json")["$defs"][definition]
    values = shape["enum"] if definition == "role" else shape["properties"]["layout"]["enum"]
    assert {row[0] for row in table_after("editions.md", heading)} == set(values)
