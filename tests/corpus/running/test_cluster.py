"""A real Dask cluster: the same store, workers that are killed or kill themselves, a scheduler that goes away."""

import os
import signal
from contextlib import contextmanager

import dask
import pytest
from distributed import Client, LocalCluster

import gongkai
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.running import cluster as cluster_module
from gongkai.corpus.running import read_corpus
from gongkai.corpus.running.cluster import ClusterEngine
from gongkai.corpus.running.keeping import Pace
from gongkai.corpus.store import open_store
from tests.corpus.running.making import SAMPLES, Here, contents, paths, put_reports, report_text, treacherous


@contextmanager
def started(workers=2):
    """A cluster that gives a task up when a second worker dies of it, not a fourth, which takes longer."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=60
        ) as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def shared():
    with started() as running:
        yield running


@pytest.fixture
def cluster(shared):
    """The cluster with both its workers: those that the test before has killed have come back."""
    with Client(shared.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2)
    return shared


class AtFile:
    """Progress that does something once, when so many files are done: ``action`` tells whether it could be done yet."""

    def __init__(self, at, action):
        self.at, self.action = at, action

    def looking(self, files):
        pass

    def reading(self, done, total, faults):
        if self.action and done >= self.at and self.action(done, total):
            self.action = None


def test_a_cluster_gives_the_same_store(cluster, tmp_path):
    put_reports(tmp_path / "in", range(30))
    (tmp_path / "in" / "bad.docx").write_bytes(b"PK")
    sources = [SAMPLES, tmp_path / "in"]
    with ClusterEngine(cluster.scheduler_address) as engine:
        assert engine.workers == 2
        summary = read_corpus(sources, tmp_path / "store", engine=engine)
    assert (summary.read, len(summary.faults)) == (40, 1)
    read_corpus(sources, tmp_path / "expected", engine=Here())
    assert contents(tmp_path / "store") == contents(tmp_path / "expected")


def test_a_worker_that_is_killed_at_work_loses_nothing(cluster, tmp_path):
    put_reports(tmp_path / "in", range(60))
    killed = []  # While it had tasks, which are in flight then.
    with ClusterEngine(cluster.scheduler_address) as engine:

        def kill(done, total):
            with Client(cluster.scheduler_address, set_as_default=False) as client:
                pids = client.run(os.getpid)
                working = {w: tasks for w, tasks in client.processing().items() if tasks}
            for worker in working:
                os.kill(pids[worker], signal.SIGKILL)
                killed.append(pids[worker])
                return done < total
            return False

        summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine, progress=AtFile(8, kill))
        with Client(cluster.scheduler_address, set_as_default=False) as client:
            client.wait_for_workers(2)
            assert killed[0] not in client.run(os.getpid).values()
    assert (summary.read, summary.faults) == (60, [])
    assert paths(tmp_path / "store") == [f"{n:04}.txt" for n in range(60)]


def test_reports_that_kill_workers_are_listed_and_the_others_are_read(cluster, tmp_path):
    put_reports(tmp_path / "in", range(12))
    (tmp_path / "in" / "0005.txt").write_text(report_text(5, extra="LEAVE"), encoding="utf-8")
    with ClusterEngine(cluster.scheduler_address) as engine:
        summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine, reader=treacherous)
    assert [fault.path.rpartition("/")[2] for fault in summary.faults] == ["0005.txt"]
    assert len(paths(tmp_path / "store")) == 11


def test_a_scheduler_that_goes_away_is_told_and_the_next_run_completes(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 1)
    put_reports(tmp_path / "in", range(60))
    how = {"pace": Pace(files=4)}
    with started() as running:
        engine = ClusterEngine(running.scheduler_address)

        def leave(done, total):
            running.close()
            return done < total

        with pytest.raises(CorpusError, match="与集群的连接中断") as caught:
            read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine, progress=AtFile(10, leave), **how)
        engine.close()
    assert "再运行同一命令" in caught.value.mend
    kept = len(open_store(tmp_path / "store").table("reports"))
    assert 10 <= kept < 60
    summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=Here())
    assert (summary.read, summary.present) == (60 - kept, kept)
    assert paths(tmp_path / "store") == [f"{n:04}.txt" for n in range(60)]


def test_a_client_serves_the_run_after_a_stopped_one(cluster, tmp_path):
    put_reports(tmp_path / "in", range(30))

    def stop(done, total):
        raise KeyboardInterrupt

    with ClusterEngine(cluster.scheduler_address) as engine:
        with pytest.raises(KeyboardInterrupt):
            read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine, progress=AtFile(4, stop))
        assert not engine.busy
        summary = read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine)
    assert summary.read + summary.present == len(paths(tmp_path / "store")) == 30


def test_chunks_on_a_cluster_are_few_and_big(cluster, tmp_path):
    """Two hundred files and more a task, once there are enough of them."""
    sizes = []
    with ClusterEngine(cluster.scheduler_address) as engine:
        assert engine.largest_chunk >= 200
        submit = engine.submit
        engine.submit = lambda task, chunk: (sizes.append(len(chunk)), submit(task, chunk))
        put_reports(tmp_path / "in", range(40))
        read_corpus([tmp_path / "in"], tmp_path / "store", engine=engine)
    assert max(sizes) > 2


def test_a_cluster_that_cannot_be_used_is_refused_in_one_line(cluster, monkeypatch):
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 1)
    for address in ("tcp://127.0.0.1:9", "tcp://no-such-host.invalid:8786"):
        with pytest.raises(CorpusError, match="连不上集群"):
            ClusterEngine(address)
    for address in ("gopher://x:1", "no address", "tcp://127.0.0.1"):
        with pytest.raises(CorpusError):
            ClusterEngine(address)
    monkeypatch.setattr(gongkai, "__version__", "0.0.9")
    with pytest.raises(CorpusError, match=r"0\.1\.0，这里是 0\.0\.9"):
        ClusterEngine(cluster.scheduler_address)


@pytest.mark.parametrize(
    "address", ["nonsense", "tcp://127.0.0.1", "tcp://127.0.0.1:port", "gopher://x:1", "tcp://", ""]
)
def test_what_is_no_address_is_told_before_a_client_is_made(address, monkeypatch):
    monkeypatch.setattr(cluster_module, "Client", None)
    with pytest.raises(CorpusError, match="不是调度进程的地址"):
        ClusterEngine(address)


def test_a_cluster_without_workers_is_refused():
    with started(0) as empty, pytest.raises(CorpusError, match="没有工作进程"):
        ClusterEngine(empty.scheduler_address)
