"""The answer key: its schema, written and read again, refused when it is none."""

from __future__ import annotations

import json

import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.synth.answers import SCHEMA, from_line, read_answers, to_line
from gongkai.corpus.synth.faults import FAMILIES, FAULTS
from gongkai.corpus.synth.folder import synthesize
from gongkai.law.editions import builtin_editions
from tests.corpus.synth.samples import made, options

ASKED = options(60, rate=0.6, formats=("md",))


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synth")
    synthesize(ASKED, folder)
    return folder / "answers.json"


def test_the_key_is_one_json_object_with_a_line_for_each_report(key):
    whole = json.loads(key.read_text(encoding="utf-8"))
    assert whole["schema"] == SCHEMA
    assert whole["count"] == len(whole["reports"]) == 60
    assert whole["options"]["rate"] == 0.6
    assert len(key.read_text(encoding="utf-8").splitlines()) == 62


def test_every_report_has_the_documented_members(key):
    for entry in json.loads(key.read_text(encoding="utf-8"))["reports"]:
        assert entry.keys() == {
            *("path", "sha256", "agency", "year", "edition", "format", "layout", "cells", "faults", "excused")
        }
        assert len(entry["cells"].split(",")) == len(builtin_editions()[entry["edition"]].slots)
        for fault in entry["faults"]:
            assert fault.keys() == {"kind", "family", "told", "must"}
            assert fault["kind"] in FAULTS
            assert fault["family"] in FAMILIES
            assert fault["must"]
        for expected in [*entry["excused"], *(e for fault in entry["faults"] for e in fault["must"])]:
            assert {"rules"} <= expected.keys() <= {"rules", "cells", "passage"}


def test_reading_gives_what_was_written(key):
    assert list(read_answers(key)) == [one.answer for one in made(ASKED)]


def test_a_line_comes_back():
    for one in made(options(20, rate=1.0, formats=("txt",))):
        assert from_line(json.loads(to_line(one.answer))) == one.answer


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[: len(text) // 2], "不是完整的答案文件"),
        (lambda text: "", "不是完整的答案文件"),
        (lambda text: "[]\n", "不是完整的答案文件"),
        (lambda text: text.replace("gongkai.answers/1", "gongkai.answers/2", 1), "gongkai.answers/2"),
        (lambda text: text.replace('"sha256"', '"hash"', 1), "不是完整的答案文件"),
        (lambda text: text.rpartition("]")[0], "不是完整的答案文件"),
    ],
    ids=["cut off", "empty", "other", "newer", "member missing", "end missing"],
)
def test_another_file_is_refused(key, tmp_path, change, words):
    other = tmp_path / "answers.json"
    other.write_text(change(key.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CorpusError, match=words):
        list(read_answers(other))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="读不了答案文件"):
        list(read_answers(tmp_path / "answers.json"))
