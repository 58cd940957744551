"""What the site ships, and that every word of it passes one place."""

from __future__ import annotations

import re
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from gongkai.corpus.site.questions import questions

ROOT = Path(__file__).resolve().parents[3]
ROOM = files("gongkai.corpus.site")
TEMPLATES = sorted(file.name for file in (ROOM / "templates").iterdir())
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def test_a_wheel_holds_templates_questions_and_style(tmp_path):
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"gongkai/corpus/site/templates/{name}" for name in TEMPLATES}
    shipped |= {f"gongkai/corpus/site/questions/{name}.sql" for name in questions()}
    assert {*shipped, "gongkai/corpus/site/site.css"} <= names


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_word_of_a_template_passes_the_one_place(name):
    text = (ROOM / "templates" / name).read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"""_\((?:"[^"]*"|'[^']*')\)""", "", text)
    assert [line for line in text.splitlines() if CHINESE.search(line)] == []


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.id)
def test_a_question_says_what_it_counts(question):
    assert question.title
    assert question.definition.endswith("。")
    assert re.match(r"(WITH|SELECT)\b", question.sql)
    assert "{" not in question.sql
    assert "site_" not in question.sql
