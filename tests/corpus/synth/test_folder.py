"""A run into a folder: the same whatever the number of workers, nobody else's files touched."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.synth import folder as folder_module
from gongkai.corpus.synth.folder import synthesize
from tests.corpus.synth.samples import options

ASKED = options(50, rate=0.5, formats=("txt", "html", "md"))


def tree(folder):
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_the_files_do_not_depend_on_the_number_of_workers(tmp_path):
    for workers in (1, 2):
        assert synthesize(ASKED, tmp_path / str(workers), workers=workers) == 50
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_reports_lie_in_folders_of_their_places(tmp_path):
    synthesize(ASKED, tmp_path)
    files = [f for f in tmp_path.rglob("*") if f.is_file() and f.name != "answers.json"]
    assert len(files) == 50
    assert {len(f.relative_to(tmp_path).parts) for f in files} == {4}
    assert {f.suffix for f in files} == {".txt", ".html", ".md"}


def test_a_former_run_is_replaced(tmp_path):
    synthesize(options(30, seed=3), tmp_path)
    synthesize(ASKED, tmp_path)
    synthesize(ASKED, other := tmp_path.parent / f"{tmp_path.name}-other")
    assert tree(tmp_path) == tree(other)


def test_a_run_that_was_stopped_is_replaced(tmp_path):
    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        synthesize(ASKED, tmp_path, progress=stop)
    assert not (tmp_path / "answers.json").exists()
    assert synthesize(ASKED, tmp_path) == 50


@pytest.mark.parametrize("name", ["年报.docx", "answers.json", "national/notes.txt"])
def test_a_folder_with_other_things_is_refused(tmp_path, name):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"schema": "mine"}', encoding="utf-8")
    with pytest.raises(CorpusError, match="不是空的"):
        synthesize(ASKED, tmp_path)
    assert file.read_text(encoding="utf-8") == '{"schema": "mine"}'


def test_a_full_disk_is_one_refusal(tmp_path, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CorpusError, match="写不了"):
        synthesize(ASKED, tmp_path)


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="写不了"):
        synthesize(ASKED, tmp_path / "taken")


def test_options_without_any_report_are_refused(tmp_path):
    with pytest.raises(CorpusError, match="没有所选版式"):
        synthesize(options(5, first_year=2022, editions=("cn-gid-2019",)), tmp_path)


def test_progress_tells_reports_written(tmp_path):
    told = []
    synthesize(ASKED, tmp_path, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 50


def test_reports_that_share_bytes_are_never_delivered(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "_written", lambda *_: (["{}"], [b"same"]))
    with pytest.raises(RuntimeError, match="share"):
        synthesize(options(50, formats=("md",)), tmp_path)
    assert not (tmp_path / "answers.json").exists()


def test_the_key_remembers_its_options(tmp_path):
    synthesize(ASKED, tmp_path)
    told = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))["options"]
    assert (told["count"], told["seed"], told["formats"]) == (50, 1, ["txt", "html", "md"])
