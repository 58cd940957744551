"""docs/store.md is executed: its questions, its lines of Python, and its tables are those of the schema."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.corpus.store import open_store
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.query import VIEWS
from gongkai.corpus.store.rows import file_row
from gongkai.report.reading import read
from tests.corpus.store.making import rows, store_of

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"([^\n]+):\n\n```sql\n(.*?)```", PAGE, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store of the sample reports and one file that could not be read."""
    folder = tmp_path_factory.mktemp("docs")
    samples = [path for path in sorted((ROOT / "samples" / "reports").iterdir()) if path.is_file()]
    store = store_of(folder / "store")
    with store.writing() as writer:
        writer.add(tables_of(joined([rows(read(path)) for path in samples])))
        writer.add(tables_of({"files": [file_row("in/x.pdf", "0" * 64, 7, "1", "文件已加密")]}))
        writer.commit()
    return folder


def test_there_are_ten_questions():
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=lambda n: re.sub(r"\W+", "-", QUESTIONS[n][0]))
def test_every_question_has_an_answer(folder, number):
    with open_store(folder / "store").query(QUESTIONS[number][1]) as result:
        assert list(result.rows())


def test_three_lines_give_a_frame(folder, monkeypatch):
    monkeypatch.chdir(folder)
    found: dict[str, object] = {}
    exec(PYTHON[0], found)
    assert len(PYTHON[0].strip().split("\n")) == 3
    table = open_store(folder / "store").table("figures")
    assert found["figures"].shape == table.shape
    assert found["figures"]["value"].sum() == table.to_pandas()["value"].sum() > 0


def test_the_files_are_read_without_gongkai(folder, monkeypatch):
    monkeypatch.chdir(folder)
    found: dict[str, object] = {}
    exec(PYTHON[1], found)
    values = open_store(folder / "store").table("figures")["value"].to_pylist()
    assert len(found["rows"].fetchall()) == sum(value is not None and value > 0 for value in values)


def test_every_view_and_every_allowed_function_is_documented():
    from gongkai.corpus.store.confinement import TABLE_FUNCTIONS

    assert [name for name in VIEWS if f"### {name}\n" not in PAGE and f"`{name}`" not in PAGE] == []
    assert [name for name in TABLE_FUNCTIONS if f"`{name}`" not in PAGE] == []
