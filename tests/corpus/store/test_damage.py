"""Folders that are no store, stores that are damaged or too new, disks that are full: one line each, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess

import duckdb
import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store import Store, disk, open_store
from gongkai.corpus.store.manifest import NAME
from tests.corpus.store.making import report, store_of, tables


def everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(action):
    with pytest.raises(CorpusError) as caught:
        action()
    assert caught.value.mend
    assert "\n" not in caught.value.reason + caught.value.mend
    return caught.value.reason


@pytest.fixture
def store(tmp_path):
    return store_of(tmp_path / "store", report("一"), report("二"))


@pytest.mark.parametrize("name", ["absent", "file", "folder"])
def test_what_is_no_store_is_not_opened(tmp_path, name):
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    assert "不是报告库" in refusal(lambda: open_store(tmp_path / name))


def test_a_folder_with_other_files_is_never_written_to(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    assert "thesis.docx" in refusal(lambda: Store.create_or_open(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_not_taken_for_the_folder_of_a_store(tmp_path):
    (tmp_path / "file").write_text("text")
    assert "写不了" in refusal(lambda: Store.create_or_open(tmp_path / "file"))
    assert "写不了" in refusal(lambda: Store.create_or_open(tmp_path / "file" / "below"))


def test_files_of_others_inside_a_store_are_left_alone(store):
    for path in ("readme.txt", "figures/notes.txt", "mine.parquet", "other/year=2020/x.parquet"):
        (store.folder / path).parent.mkdir(exist_ok=True, parents=True)
        (store.folder / path).write_text("mine")
    with store.writing() as writer:
        writer.add(tables(report("三")))
        writer.commit()
    assert (store.folder / "other/year=2020/x.parquet").read_text() == "mine"
    assert (store.folder / "figures/notes.txt").exists()
    assert (store.folder / "mine.parquet").exists()


def edit(store, **changes):
    path = store.folder / NAME
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_a_store_of_a_newer_schema_is_refused(store):
    edit(store, version=2)
    for action in (
        lambda: open_store(store.folder),
        lambda: Store.create_or_open(store.folder),
        lambda: store.manifest,
    ):
        assert "结构版本为2，本程序只认识到1" in refusal(action)


@pytest.mark.parametrize(
    "change",
    [
        {"parts": [{"id": "x"}]},
        {"parts": 7},
        {
            "parts": [
                {
                    "id": "x",
                    "made_by": "read",
                    "revision": 1,
                    "files": {"figures": [{"path": "../x.parquet", "rows": 1}]},
                }
            ]
        },
        {
            "parts": [
                {
                    "id": "x",
                    "made_by": "read",
                    "revision": 1,
                    "files": {"figures": [{"path": "/etc/passwd", "rows": 1}]},
                }
            ]
        },
        {"retired": None},
        {"generation": "many"},
        {"schema": "another"},
    ],
    ids=["no-files", "parts", "path-out", "absolute", "retired", "generation", "schema"],
)
def test_a_manifest_that_cannot_be_ours_is_told(store, change):
    edit(store, **change)
    assert f"{NAME} 已损坏" in refusal(lambda: open_store(store.folder))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"null"], ids=["empty", "half", "bytes", "null"])
def test_a_half_manifest_is_told(store, content):
    (store.folder / NAME).write_bytes(content)
    assert f"{NAME} 已损坏" in refusal(lambda: open_store(store.folder))


DAMAGES = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "other": lambda path: path.write_bytes(b"not a table at all, but long enough to hold one" * 9),
    "inside": lambda path: path.write_bytes(b"PAR1" + b"\xff" * 300 + path.read_bytes()[304:]),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_file_is_named(store, how):
    path = store.folder / store.manifest.files("figures")[1].path
    DAMAGES[how](path)
    for action in (
        lambda: store.table("figures"),
        lambda: store.query("SELECT sum(value), max(raw), min(place), max(sha256) FROM figures"),
        lambda: list(store.reports()),
    ):
        assert path.name in refusal(action)


@pytest.mark.parametrize("at", range(5))
def test_a_question_names_the_missing_file(tmp_path, at):
    store = store_of(tmp_path / "store", *[report(name) for name in "一二三四五"])
    path = store.folder / store.manifest.files("figures")[at].path
    path.unlink()
    assert f"缺少文件 {path}" in refusal(lambda: store.query("SELECT count(*) FROM figures"))


def test_a_file_that_turns_out_damaged_on_the_way_is_named(store):
    path = store.folder / store.manifest.files("figures")[1].path
    with store.query("SELECT key FROM figures, range(100000) ORDER BY ALL") as result:
        DAMAGES["cut"](path)
        result._next = lambda: (_ for _ in ()).throw(duckdb.InvalidInputException("No magic bytes"))
        assert path.name in refusal(lambda: list(result.batches()))


def test_a_writer_begins_only_where_every_file_is_there(store):
    path = store.folder / store.manifest.files("claims")[1].path
    path.unlink()

    def nothing():
        with store.writing():
            pass

    assert f"缺少文件 {path}" in refusal(nothing)


@pytest.mark.parametrize("table", ["reports", "files"])
@pytest.mark.parametrize("how", ["missing", "cut"])
def test_a_writer_names_a_damaged_file_too(store, how, table):
    path = store.folder / store.manifest.files(table)[1].path
    DAMAGES[how](path)
    generation = store.manifest.generation
    assert path.name in refusal(lambda: attempt(store.folder))
    assert store.manifest.generation == generation


def test_a_merge_names_a_damaged_file_too(tmp_path):
    store = store_of(tmp_path / "store", *[report(str(n)) for n in range(7)])
    path = store.folder / store.manifest.files("sections")[3].path
    DAMAGES["cut"](path)
    assert path.name in refusal(lambda: attempt(store.folder, "7"))
    assert store.table("reports").num_rows == 8


def test_a_manifest_cannot_lead_out_of_the_store_by_a_symlink(store, tmp_path):
    file = store.folder / store.manifest.files("figures")[0].path
    shutil.move(file, tmp_path / "elsewhere.parquet")
    file.symlink_to(tmp_path / "elsewhere.parquet")
    assert file.name in refusal(lambda: list(store.query("FROM figures").rows()))


def attempt(folder, name="三"):
    with open_store(folder).writing() as writer:
        writer.add(tables(report(name)))
        writer.commit()


@pytest.mark.parametrize("step", range(12))
def test_a_disk_that_is_full_at_any_step_changes_nothing(store, monkeypatch, step):
    left = [step]

    def full(descriptor):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = everything(store.folder)
    with monkeypatch.context() as limited:
        limited.setattr(disk.os, "fsync", full)
        assert "磁盘已满" in refusal(lambda: attempt(store.folder))
    assert everything(store.folder) == before
    attempt(store.folder)
    assert store.table("reports").num_rows == 3


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a megabyte and a half; skips where we may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_real_disk_that_fills_up_leaves_every_commit_that_was_made(small_disk):
    store = store_of(small_disk / "store")
    made = 0

    def fill():
        nonlocal made
        for number in range(1000):
            one = report(str(number))
            one.sections[0] = type(one.sections[0])("requests", None, None, os.urandom(9000).hex())
            with store.writing() as writer:
                writer.add(tables(one))
                writer.commit()
            made += 1

    assert "磁盘已满" in refusal(fill)
    assert made > 10
    assert store.table("reports").num_rows == made == len(list(store.reports()))
    assert {path.relative_to(store.folder).as_posix() for path in store.folder.rglob("*.parquet")} == set(
        store.manifest.paths()
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_told(store):
    store.folder.chmod(0o555)
    try:
        assert "没有权限" in refusal(lambda: attempt(store.folder))
    finally:
        store.folder.chmod(0o755)
