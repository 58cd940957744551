"""The cores of this machine: the same store for any number of workers, workers that die, hang, are killed."""

import multiprocessing
import os
import signal
import threading
from functools import partial

import pytest

from gongkai.corpus.running import read_corpus
from gongkai.corpus.running.chunks import carried_out
from gongkai.corpus.running.local import LocalEngine, cores
from tests.corpus.running.making import SAMPLES, Here, contents, paths, put_reports, report_text, treacherous


def numbers(chunk):
    return [n * n for n in chunk]


def pid_of(chunk):
    return os.getpid()


def leave_at_seven(chunk):
    if 7 in chunk:
        os._exit(1)
    return sum(chunk)


def leave_once(chunk, *, marks):
    """Kills its worker the first time it is given a number."""
    for number in chunk:
        mark = os.path.join(marks, str(number))
        if not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
    return sum(chunk)


@pytest.fixture(scope="module")
def two():
    with LocalEngine(2) as engine:
        yield engine


def test_every_chunk_is_carried_out_once(two):
    chunks = [tuple(range(n, n + 3)) for n in range(0, 60, 3)]
    results = dict(carried_out(two, numbers, iter(chunks)))
    assert results == {chunk: numbers(chunk) for chunk in chunks}
    assert not two.busy


def test_all_workers_work(two):
    assert len({pid for _, pid in carried_out(two, pid_of, iter([(n,) for n in range(40)]))}) == 2


def test_no_more_is_taken_than_is_in_flight(two):
    taken = 0

    def chunks():
        nonlocal taken
        for n in range(50):
            taken += 1
            yield (n,)

    for done, _ in enumerate(carried_out(two, numbers, chunks())):
        assert taken <= done + 4 + 1


def test_the_one_that_kills_its_worker_is_found_and_the_others_are_done(two):
    chunks = [tuple(range(n, n + 5)) for n in range(0, 30, 5)]
    results = list(carried_out(two, leave_at_seven, iter(chunks)))
    assert [chunk for chunk, result in results if result is None] == [(7,)]
    assert sorted(n for chunk, _ in results for n in chunk) == list(range(30))


def test_a_worker_that_was_killed_from_outside_accuses_nobody(two, tmp_path):
    """Each chunk's first worker is killed, whoever does it: nothing is lost, done twice, or taken for guilty."""
    results = list(carried_out(two, partial(leave_once, marks=str(tmp_path)), iter([(n,) for n in range(6)])))
    assert sorted(results) == [((n,), n) for n in range(6)]


def test_the_default_is_the_cores_that_may_be_used():
    with LocalEngine() as engine:
        assert engine.workers == cores() >= 1


def test_closing_ends_workers_in_the_middle_of_their_work():
    before = set(multiprocessing.active_children())
    engine = LocalEngine(1)
    engine.submit(numbers, (1,))
    engine.next()
    (worker,) = set(multiprocessing.active_children()) - before
    engine.submit(_sleep, ("forever",))
    engine.close()
    worker.join(20)
    assert worker.exitcode == 0


def _sleep(chunk):
    threading.Event().wait()


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_store(tmp_path, workers):
    put_reports(tmp_path / "in", range(20))
    (tmp_path / "in" / "bad.docx").write_bytes(b"PK")
    sources = [SAMPLES, tmp_path / "in"]
    with LocalEngine(workers) as engine:
        read_corpus(sources, tmp_path / "store", engine=engine)
    read_corpus(sources, tmp_path / "expected", engine=Here())
    assert contents(tmp_path / "store") == contents(tmp_path / "expected")


@pytest.mark.parametrize("how", ["CRASH", "LEAVE", "HANG"])
def test_a_report_that_kills_or_hangs_its_reader_is_listed_and_the_others_are_read(tmp_path, how):
    put_reports(tmp_path / "in", range(12))
    (tmp_path / "in" / "0005.txt").write_text(report_text(5, extra=how), encoding="utf-8")
    (tmp_path / "in" / "0009.txt").write_text(report_text(9, extra="REFUSE"), encoding="utf-8")
    how_long = {"seconds": 2} if how == "HANG" else {}
    with LocalEngine(2) as engine:
        summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine, reader=treacherous, **how_long)
        names = {fault.path.rpartition("/")[2]: fault.reason for fault in summary.faults}
        assert set(names) == {"0005.txt", "0009.txt"}
        assert "工作进程中断" in names["0005.txt"]
        assert names["0009.txt"] == "不读这一份"
        assert len(paths(tmp_path / "store")) == 10
        again = read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine, reader=treacherous)
    assert (again.read, again.present, len(again.faults)) == (0, 10, 2)


class Stopping:
    def looking(self, files):
        pass

    def reading(self, done, total, faults):
        if done:
            raise KeyboardInterrupt


def test_an_engine_serves_the_run_after_a_stopped_one(tmp_path, two):
    put_reports(tmp_path / "in", range(30))
    with pytest.raises(KeyboardInterrupt):
        read_corpus([tmp_path / "in"], tmp_path / "store", engine=two, progress=Stopping())
    assert not two.busy
    summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=two)
    assert summary.read + summary.present == 30
    assert summary.read
    assert len(paths(tmp_path / "store")) == 30
