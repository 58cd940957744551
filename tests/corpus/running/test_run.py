"""A reading run: each content once, what changed and nothing else, faults, archives, resumption."""

import errno
import hashlib
import os
import zipfile
from functools import partial
from pathlib import Path

import pytest

import gongkai
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.running import read_corpus
from gongkai.corpus.running.engines import Done
from gongkai.corpus.running.keeping import Pace
from gongkai.corpus.running.tasks import read_report
from gongkai.corpus.store import Store, open_store, writer
from gongkai.corpus.store.parts import write_part
from gongkai.law.edition_check import load_checked
from gongkai.report.model import Cell, Report
from gongkai.report.reading import read
from gongkai.report.writing import write
from tests.corpus.running.making import (
    SAMPLES,
    Here,
    faults,
    logged,
    paths,
    put_reports,
    reads_of,
    report_text,
    treacherous,
)

EDITIONS = SAMPLES.parent / "editions"


@pytest.fixture
def run(tmp_path):
    """Reads into tmp_path/store in this process; ``run.reads`` are the names that the reader was given."""

    def run(*addresses, reader=None, **how):
        log = tmp_path / "log"
        log.unlink(missing_ok=True)
        reader = reader or partial(logged, log=str(log))
        summary = read_corpus(addresses or [tmp_path / "in"], tmp_path / "store", engine=Here(), reader=reader, **how)
        run.reads = reads_of(log)
        return summary

    return run


def counts(summary):
    return summary.read, summary.present, summary.duplicates, summary.others, len(summary.faults)


def titles(store: Path) -> list[str]:
    """How the titles of the reports in a store begin."""
    return sorted(title[:3] for title in open_store(store).table("reports")["title"].to_pylist())


def packed(path: Path, numbers: range, **more: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in numbers:
            archive.writestr(f"县/{number:04}.txt", report_text(number))
        for name, data in more.items():
            archive.writestr(name, data)


def test_every_figure_is_that_of_the_file_read_alone(tmp_path, run):
    assert run(SAMPLES).read == 10
    store = open_store(tmp_path / "store")
    kept = {}
    for row in store.table("figures").to_pylist():
        kept.setdefault(row["sha256"], {})[row["key"]] = (row["value"], row["raw"], row["unit"], row["printed_unit"])
    formats = set()
    for path in SAMPLES.iterdir():
        report = read(path)
        formats.add(report.source.format)
        cells = {key: (c.value, c.raw, c.unit, c.printed_unit) for key, c in report.cells.items()}
        assert kept.pop(report.source.sha256, {}) == cells
    assert not kept
    assert len(formats) == 10


def test_reports_that_the_store_rebuilds_are_those_that_were_read(tmp_path, run):
    run(SAMPLES)
    rows = {row["sha256"]: row for row in open_store(tmp_path / "store").table("reports").to_pylist()}
    for path in SAMPLES.iterdir():
        report, row = read(path), rows[hashlib.sha256(path.read_bytes()).hexdigest()]
        assert (row["path"], row["bytes"]) == (str(path), path.stat().st_size)
        assert (row["agency"], row["year"], row["claims"]) == (report.agency, report.year, len(report.claims))


def test_a_second_run_reads_nothing(tmp_path, run):
    put_reports(tmp_path / "in", range(20))
    assert counts(run()) == (20, 0, 0, 0, 0)
    assert len(run.reads) == 20
    assert counts(run()) == (0, 20, 0, 0, 0)
    assert run.reads == []
    assert open_store(tmp_path / "store").manifest.generation == 1


def test_equal_contents_are_read_once_and_all_their_addresses_are_known(tmp_path, run):
    for folder in ("a", "b", "c"):
        put_reports(tmp_path / "in" / folder, range(6))
    assert counts(run()) == (6, 0, 12, 0, 0)
    assert len(run.reads) == 6
    assert counts(run()) == (0, 18, 0, 0, 0)
    put_reports(tmp_path / "in" / "d", range(3, 9))
    assert counts(run()) == (3, 18, 3, 0, 0)
    assert sorted(run.reads) == ["0006.txt", "0007.txt", "0008.txt"]


def test_a_touched_file_is_hashed_and_not_read(tmp_path, run):
    (path,) = put_reports(tmp_path / "in", range(1))
    run()
    os.utime(path, ns=(1, 1))
    assert counts(run()) == (0, 1, 0, 0, 0)
    assert run.reads == []


def test_a_changed_file_retires_its_old_contents(tmp_path, run):
    first, _ = put_reports(tmp_path / "in", range(2))
    run()
    first.write_text(report_text(7), encoding="utf-8")
    assert counts(run()) == (1, 1, 0, 0, 0)
    assert titles(tmp_path / "store") == ["第1县", "第7县"]


def test_contents_that_another_address_holds_are_not_retired(tmp_path, run):
    first, _ = put_reports(tmp_path / "in", range(2))
    (tmp_path / "in" / "copy.txt").write_bytes(first.read_bytes())
    run()
    first.write_text(report_text(7), encoding="utf-8")
    run()
    assert len(open_store(tmp_path / "store").table("reports")) == 3


def test_contents_that_come_back_are_there_again_and_not_read_twice(tmp_path, run):
    (path,) = put_reports(tmp_path / "in", range(1))
    run()
    path.write_text(report_text(7), encoding="utf-8")
    run()
    put_reports(tmp_path / "in", range(1))
    assert counts(run()) == (0, 1, 0, 0, 0)
    assert titles(tmp_path / "store") == ["第0县"]


def test_a_file_that_was_deleted_keeps_its_report(tmp_path, run):
    first, _ = put_reports(tmp_path / "in", range(2))
    run()
    first.unlink()
    assert counts(run()) == (0, 1, 0, 0, 0)
    assert len(open_store(tmp_path / "store").table("reports")) == 2


# --- Faults.


def test_one_bad_file_does_not_stop_the_others(tmp_path, run):
    put_reports(tmp_path / "in", range(9))
    (tmp_path / "in" / "empty.docx").write_bytes(b"")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "in" / "letter.txt").write_text("你好", encoding="utf-8")
    (tmp_path / "in" / "old.rar").write_bytes(b"Rar!")
    summary = run()
    assert counts(summary) == (9, 0, 0, 0, 4)
    names = {Path(fault.path).name: fault for fault in summary.faults}
    assert set(names) == {"empty.docx", "broken.pdf", "letter.txt", "old.rar"}
    assert all(fault.reason and fault.mend for fault in summary.faults)
    assert {Path(path).name for path in faults(tmp_path / "store")} == set(names)


def test_an_exception_of_a_reader_is_called_a_defect(tmp_path, run):
    put_reports(tmp_path / "in", range(3))
    (tmp_path / "in" / "bad.txt").write_text(report_text(9, extra="FAIL"), encoding="utf-8")
    summary = run(reader=treacherous)
    assert summary.read == 3
    assert "ZeroDivisionError" in summary.faults[0].reason
    assert "缺陷" in summary.faults[0].mend


def test_a_faulty_file_is_tried_again_when_it_changes_or_when_told(tmp_path, run):
    _, bad = put_reports(tmp_path / "in", range(2))
    bad.write_bytes(b"PK\x03\x04 no document")
    assert counts(run()) == (1, 0, 0, 0, 1)
    again = run()
    assert (counts(again), run.reads) == ((0, 1, 0, 0, 1), [])
    assert again.faults[0].reason == faults(tmp_path / "store")[str(bad)]
    assert (counts(run(retry_faults=True)), run.reads) == ((0, 1, 0, 0, 1), ["0001.txt"])
    bad.write_text(report_text(1), encoding="utf-8")
    assert (counts(run()), run.reads) == ((1, 1, 0, 0, 0), ["0001.txt"])
    assert faults(tmp_path / "store") == {}
    assert counts(run()) == (0, 2, 0, 0, 0)


def test_a_defect_of_ours_is_tried_again_by_another_version(tmp_path, run, monkeypatch):
    put_reports(tmp_path / "in", range(3))
    (tmp_path / "in" / "bad.txt").write_text(report_text(9, extra="FAIL"), encoding="utf-8")
    (tmp_path / "in" / "not.txt").write_text(report_text(8, extra="REFUSE"), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        archive.writestr("bad.txt", report_text(7, extra="FAIL"))
    summary = run(reader=treacherous)
    assert counts(summary) == (3, 0, 0, 0, 3)
    mends = {Path(fault.path).name: fault.mend for fault in summary.faults}
    assert "--retry-faults" in mends["bad.txt"]
    assert "--retry-faults" not in mends["not.txt"]
    assert (counts(run()), run.reads) == ((0, 3, 0, 0, 3), [])
    monkeypatch.setattr(gongkai, "__version__", "99.0")
    assert (counts(run()), sorted(run.reads)) == ((2, 3, 0, 0, 1), ["bad.txt", "bad.txt"])
    assert [Path(path).name for path in faults(tmp_path / "store")] == ["not.txt"]
    assert (counts(run()), run.reads) == ((0, 5, 0, 0, 1), [])


def test_a_defect_that_stays_is_written_down_as_that_of_the_new_version(tmp_path, run, monkeypatch):
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "in" / "bad.txt").write_text(report_text(9, extra="FAIL"), encoding="utf-8")
    run(reader=treacherous)
    monkeypatch.setattr(gongkai, "__version__", "99.0")
    for _ in range(2):
        assert run(reader=treacherous).read == 0
    assert ["99.0" in fault for fault in faults(tmp_path / "store").values()] == [True]
    assert open_store(tmp_path / "store").manifest.generation == 2


def test_copies_of_a_faulty_file_are_faults_of_their_own_and_not_read(tmp_path, run):
    for name in ("a", "b", "c"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "x.txt").write_text("你好", encoding="utf-8")
    assert counts(run()) == (0, 0, 0, 0, 3)
    assert run.reads == ["x.txt"]
    assert counts(run()) == (0, 0, 0, 0, 3)
    assert run.reads == []
    assert len(faults(tmp_path / "store")) == 3


def test_a_file_that_did_not_open_is_tried_by_every_run(tmp_path, run):
    put_reports(tmp_path / "in", range(1))
    link = tmp_path / "in" / "link.txt"
    link.symlink_to(tmp_path / "later.txt")
    assert counts(run()) == (1, 0, 0, 0, 1)
    (tmp_path / "later.txt").write_text(report_text(5), encoding="utf-8")
    assert counts(run()) == (1, 1, 0, 0, 0)
    assert faults(tmp_path / "store") == {}


def test_a_fault_whose_file_is_gone_is_none_any_more(tmp_path, run):
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "other").mkdir()
    for folder in ("in", "other"):
        (tmp_path / folder / "x.txt").write_text(f"你好{folder}", encoding="utf-8")
    run(tmp_path / "in", tmp_path / "other")
    (tmp_path / "in" / "x.txt").unlink()
    (tmp_path / "other" / "x.txt").unlink()
    assert counts(run()) == (0, 1, 0, 0, 0)
    assert list(faults(tmp_path / "store")) == [str(tmp_path / "other" / "x.txt")]


def test_old_faults_are_not_written_down_again_and_again(tmp_path, run):
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "in" / "a.7z").write_bytes(b"7z")
    run()
    before = open_store(tmp_path / "store").manifest.generation
    assert counts(run()) == (0, 1, 0, 0, 1)
    assert open_store(tmp_path / "store").manifest.generation == before


# --- Archives.


def test_members_of_archives_are_read_like_files(tmp_path, run):
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in" / "a.zip", range(5), **{"图.jpg": b"", "bad.docx": b""})
    summary = run()
    assert counts(summary) == (5, 0, 0, 1, 1)
    assert summary.faults[0].path == f"{tmp_path}/in/a.zip!bad.docx"
    known = {row["path"] for row in open_store(tmp_path / "store").table("reports").to_pylist()}
    assert f"{tmp_path}/in/a.zip!县/0003.txt" in known
    assert counts(run()) == (0, 5, 0, 0, 1)
    assert run.reads == []


def test_a_changed_archive_is_opened_and_only_its_new_contents_are_read(tmp_path, run):
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in" / "a.zip", range(5))
    run()
    packed(tmp_path / "in" / "a.zip", range(7))
    assert counts(run()) == (2, 5, 0, 0, 0)
    assert run.reads == ["0005.txt", "0006.txt"]


def test_a_file_in_a_folder_and_in_an_archive_is_read_once(tmp_path, run):
    put_reports(tmp_path / "in", range(3))
    packed(tmp_path / "in" / "a.zip", range(5))
    assert counts(run()) == (5, 0, 3, 0, 0)
    assert len(run.reads) == 5


def test_a_damaged_archive_is_a_fault_until_it_is_replaced(tmp_path, run):
    (tmp_path / "in").mkdir()
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "in" / "a.zip").write_bytes(b"PK\x03\x04" + b"x" * 99)
    assert counts(run()) == (1, 0, 0, 0, 1)
    packed(tmp_path / "in" / "a.zip", range(5))
    assert counts(run()) == (4, 1, 1, 0, 0)
    assert faults(tmp_path / "store") == {}


# --- Stopped runs.


class StopError(Exception):
    pass


class Stopping:
    """Progress that stops the run when so many files are done."""

    def __init__(self, at, error):
        self.at, self.error = at, error

    def looking(self, files):
        pass

    def reading(self, done, total, faults):
        if done >= self.at:
            raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt, StopError])
def test_a_stopped_run_keeps_what_is_whole_and_the_next_goes_on(tmp_path, run, error):
    put_reports(tmp_path / "in", range(30))
    packed(tmp_path / "in" / "a.zip", range(100, 110))
    with pytest.raises(error):
        run(progress=Stopping(14, error))
    kept = len(open_store(tmp_path / "store").table("reports"))
    assert 14 <= kept < 40
    assert sum(counts(run())[:3]) == 40
    assert len(run.reads) == 40 - kept
    assert len(paths(tmp_path / "store")) == 40


def test_commits_come_at_the_pace(tmp_path, run):
    put_reports(tmp_path / "in", range(40))
    run(pace=Pace(files=10))
    assert 3 <= open_store(tmp_path / "store").manifest.generation <= 5


def test_a_file_that_changes_between_hashing_and_reading_is_kept_as_it_was_read(tmp_path, run):
    first, _ = put_reports(tmp_path / "in", range(2))
    (tmp_path / "in" / "copy.txt").write_bytes(first.read_bytes())

    class Changing(Stopping):
        def reading(self, done, total, faults):
            if done == 0:
                first.write_text(report_text(1), encoding="utf-8")

    summary = run(progress=Changing(0, None))
    assert titles(tmp_path / "store") == ["第0县", "第1县"]
    assert counts(summary) == (2, 0, 1, 0, 0)


def test_a_file_that_vanishes_meanwhile_is_read_at_its_other_address(tmp_path, run):
    first, _ = put_reports(tmp_path / "in", range(2))
    (tmp_path / "in" / "copy.txt").write_bytes(first.read_bytes())

    class Vanishing(Stopping):
        def reading(self, done, total, faults):
            if done == 0:
                first.unlink(missing_ok=True)

    summary = run(progress=Vanishing(0, None))
    assert counts(summary) == (2, 0, 0, 0, 1)
    assert paths(tmp_path / "store") == ["0001.txt", "copy.txt"]


# --- Refusals.


def test_what_cannot_be_begun_is_refused(tmp_path, run):
    (tmp_path / "in").mkdir()
    with pytest.raises(CorpusError, match="没有找到年度报告文件"):
        run()
    with pytest.raises(CorpusError, match="没有这个文件或文件夹"):
        run(tmp_path / "in", tmp_path / "misspelt")
    with pytest.raises(CorpusError, match="空的"):
        run(tmp_path / "in", "")
    put_reports(tmp_path / "in", range(1))
    run()
    for inside in (tmp_path / "store", tmp_path / "store" / "reports"):
        with pytest.raises(CorpusError, match="报告库本身"):
            run(tmp_path / "in", inside)


def nothing(folder):
    (folder / "in").mkdir()
    (folder / "in" / "图.jpg").write_bytes(b"")


def nothing_in_an_archive(folder):
    (folder / "in").mkdir()
    packed(folder / "in" / "a.zip", range(0))


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty folder"])
@pytest.mark.parametrize("put", [nothing, nothing_in_an_archive], ids=lambda put: put.__name__)
def test_a_run_that_found_nothing_leaves_no_store(tmp_path, run, put, there):
    put(tmp_path)
    if there:
        (tmp_path / "store").mkdir()
    with pytest.raises(CorpusError):
        run()
    assert (tmp_path / "store").exists() is there
    assert not there or list((tmp_path / "store").iterdir()) == []
    put_reports(tmp_path / "in", range(2))
    assert run().read == 2


def test_a_run_whose_only_source_does_not_open_leaves_no_store(tmp_path, run, monkeypatch):
    put_reports(tmp_path / "in", range(1))

    def refusing(folder):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refusing)
        with pytest.raises(CorpusError, match="没有读取权限"):
            run()
    assert not (tmp_path / "store").exists()


def test_a_run_that_was_stopped_before_it_read_anything_leaves_no_store(tmp_path, run):
    put_reports(tmp_path / "in", range(2))

    class Early(Stopping):
        def looking(self, files):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=Early(0, None))
    assert not (tmp_path / "store").exists()


def test_a_store_that_was_there_stays_when_a_run_finds_nothing(tmp_path, run):
    Store.create_or_open(tmp_path / "store")
    nothing(tmp_path)
    with pytest.raises(CorpusError):
        run()
    assert len(open_store(tmp_path / "store").table("reports")) == 0


def test_a_store_that_is_being_written_is_refused(tmp_path, run):
    put_reports(tmp_path / "in", range(1))
    with Store.create_or_open(tmp_path / "store").writing(), pytest.raises(CorpusError, match="正在写"):
        run()


def test_a_folder_that_is_the_only_source_and_does_not_open_is_refused(tmp_path, run, monkeypatch):
    put_reports(tmp_path / "in", range(1))
    listing = os.scandir

    def refusing(folder):
        if str(folder).endswith("/in"):
            raise PermissionError(13, "Permission denied")
        return listing(folder)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refusing)
        with pytest.raises(CorpusError, match="没有读取权限"):
            run()
        put_reports(tmp_path / "more", range(2))
        assert counts(run(tmp_path / "in", tmp_path / "more")) == (2, 0, 0, 0, 1)
    assert counts(run(tmp_path / "in", tmp_path / "more")) == (0, 2, 1, 0, 0)
    assert faults(tmp_path / "store") == {}


def test_a_store_inside_the_folder_is_left_out(tmp_path):
    put_reports(tmp_path, range(3))
    for expected in (3, 0):
        summary = read_corpus([tmp_path], tmp_path / "store", engine=Here())
        assert (summary.read, summary.others) == (expected, 0)


def test_names_that_are_no_utf8_are_stored(tmp_path, run):
    put_reports(tmp_path / "in", range(1))
    raw = os.fsencode(tmp_path) + b"/in/" + "甲局.txt".encode("gbk")
    with open(raw, "wb") as file:
        file.write(report_text(1).encode())
    assert counts(run()) == (2, 0, 0, 0, 0)
    assert counts(run()) == (0, 2, 0, 0, 0)


def test_what_is_in_flight_is_bounded(tmp_path):
    put_reports(tmp_path / "in", range(60))
    engine = Here()
    read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine)
    assert engine.most <= 2
    assert engine.submitted > 8


# --- What goes wrong around the files.


class Dying(Here):
    """An engine whose workers die of an archive."""

    def next(self):
        if any(getattr(one, "name", "").endswith(".zip") for one in self.waiting[0][1]):
            return Done(self.waiting.popleft()[1], None)
        return super().next()


def test_an_archive_that_kills_workers_is_a_fault(tmp_path):
    put_reports(tmp_path / "in", range(4))
    packed(tmp_path / "in" / "a.zip", range(9))
    summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=Dying())
    assert counts(summary) == (4, 0, 0, 0, 1)
    assert "工作进程中断" in summary.faults[0].reason
    assert counts(read_corpus([tmp_path / "in"], tmp_path / "store", engine=Here())) == (5, 4, 4, 0, 0)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path, run, monkeypatch):
    put_reports(tmp_path / "in", range(30))
    written = 0

    def full(*arguments):
        nonlocal written
        written += 1
        if written > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_part(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(writer, "write_part", full)
        with pytest.raises(CorpusError, match="写不了"):
            run(pace=Pace(files=6))
    kept = len(open_store(tmp_path / "store").table("reports"))
    assert 0 < kept < 30
    assert counts(run()) == (30 - kept, kept, 0, 0, 0)


def test_rows_that_cannot_be_stored_are_a_fault_of_their_report_alone(tmp_path, run):
    put_reports(tmp_path / "in", range(3))
    (tmp_path / "in" / "x.txt").write_text(report_text(9, extra="SURROGATE"), encoding="utf-8")
    summary = run(reader=with_surrogate)
    assert counts(summary) == (3, 0, 0, 0, 1)
    assert "UnicodeEncodeError" in summary.faults[0].reason


def with_surrogate(data, name, *, edition=None):
    report = read_report(data, name, edition=edition)
    if b"SURROGATE" in data:
        report.title = "\ud800"
    return report


def test_a_custom_edition_is_read_by(tmp_path, run):
    edition = load_checked(EDITIONS / "sh-style-2012.json")
    report = Report(
        agency="某县水务局", year=2012, edition=edition.id, title="某县水务局2012年政府信息公开工作年度报告"
    )
    report.cells = {key: Cell(key, at, str(at)) for at, key in enumerate(edition.slots)}
    (tmp_path / "in").mkdir()
    write(report, tmp_path / "in" / "a.html", edition=edition)
    run(edition=edition, reader=read_report)
    store = open_store(tmp_path / "store")
    assert store.table("reports")["edition"].to_pylist() == [edition.id]
    figures = store.table("figures", ["key", "value"]).to_pylist()
    assert {row["key"]: row["value"] for row in figures} == {key: float(at) for at, key in enumerate(edition.slots)}


def test_a_report_kept_as_json_is_a_file_of_its_own(tmp_path, run):
    source = next(SAMPLES.glob("*.docx"))
    (tmp_path / "in").mkdir()
    write(read(source), tmp_path / "in" / "a.json")
    assert counts(run(SAMPLES, tmp_path / "in")) == (11, 0, 0, 0, 0)
    rows = {row["name"]: row for row in open_store(tmp_path / "store").table("reports").to_pylist()}
    assert rows["a.json"]["sha256"] == hashlib.sha256((tmp_path / "in" / "a.json").read_bytes()).hexdigest()
    assert rows["a.json"]["cells"] == rows[source.name]["cells"]
