"""The page on auditing a store: its examples run as they are printed."""

from __future__ import annotations

import random
import re
import shlex
from pathlib import Path

import pytest
from tests.cli.test_docs_law import BLOCK, commands, expect
from tests.corpus.auditing.making import named, requests, store_of, words

from gongkai.cli.main import run
from gongkai.corpus.store.schema import AUDITED
from gongkai.law.successions import KINDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "corpus-audit.md"
NONE, FIVE = (0,) * 6, (1, 2, 0, 0, 1, 1)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def year_of(agency, year, carried_in=NONE, carried_out=NONE, second=None):
    rng = random.Random(f"{agency}{year}")
    received = [rng.randint(20, 40) for _ in NONE]
    return named(agency, year, requests(carried_in, received, carried_out), [words(rng, 5), second or words(rng, 5)])


def example():
    """A district: a centre that was renamed and lost its carry-over, an office that copies, one that says nothing."""
    shared = words(random.Random(7), 6)
    return (
        year_of("东湖区信息中心", 2022, NONE, FIVE),
        year_of("东湖区数据资源局", 2023, NONE, NONE),
        year_of("东湖区教育局", 2022, second=shared),
        year_of("东湖区教育局", 2023),
        year_of("东湖区财政局", 2022),
        year_of("东湖区财政局", 2023, second=shared),
        year_of("东湖区人民政府", 2023),
    )


def test_the_examples_run(folder, capsys):
    store_of(folder / "store", *example())
    text = PAGE.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    for block in blocks:
        if (block["order"] or "").startswith("file: "):
            (folder / block["order"].removeprefix("file: ")).write_text(block["body"], encoding="utf-8")
    ran = 0
    for block in blocks:
        if (block["order"] or "").startswith("run"):
            for command, lines in commands(block["body"]):
                run(shlex.split(command)[1:])
                printed = capsys.readouterr()
                expect(command, lines, (printed.err + printed.out).splitlines())
                ran += 1
    assert ran == 4


def test_the_page_names_every_table_and_kind():
    text = PAGE.read_text(encoding="utf-8")
    assert [table.name for table in AUDITED if f"`{table.name}`" not in text] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []


def test_the_python_example_runs(folder):
    store_of(folder / "store", *example())
    source = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    names: dict = {}
    exec(source, names)
    assert names["outcome"].reports == 7
