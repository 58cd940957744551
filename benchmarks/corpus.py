"""Measures the corpus as whole commands on synthetic reports, against peers and limits in one run.

``python benchmarks/corpus.py [COUNT]`` (``make bench-corpus``; COUNT reports, 3,000 by default) prints throughput on
two workers against one, on Dask against the local pool, and end to end against what a user would pick instead:
markitdown or docling's backends that need no model for the conversion alone, and pdfplumber for the tables of PDFs.

``python benchmarks/corpus.py --curve COUNT…`` (``make bench-curve``) prints time and memory per report as the number of
reports grows.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
SEED, SAMPLE = 20261121, 200
SUFFIXES = (".html", ".docx", ".pdf", ".txt")
QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
}
"""Settings of a cluster that spends its processors on reports, as docs/scaling.md recommends them."""


@dataclass(frozen=True)
class Run:
    """One command: its wall time, and the processor time and greatest resident memory of its own process; workers are
    processes of a server of their own, which the system does not count."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Line:
    """``ratio`` is what the goal speaks of; more is better."""

    what: str
    detail: str
    ratio: float
    goal: float | None = None


def gongkai(*arguments: str | Path) -> Run:
    """Run a command of Gongkai to its end; CalledProcessError unless it exits with 0 or 1 (findings, faults)."""
    command = [sys.executable, "-m", "gongkai", *map(str, arguments)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds, code = time.perf_counter() - begin, os.waitstatus_to_exitcode(status)
    process.returncode = code  # Waited for above.
    if code not in (0, 1):
        raise subprocess.CalledProcessError(code, command)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def reading(reports: Path, *options: str) -> Run:
    """``corpus read`` into a new store."""
    with tempfile.TemporaryDirectory() as folder:
        return gongkai("corpus", "read", reports, "-o", Path(folder, "store"), *options)


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A Dask scheduler and QUIET workers of one thread each on this machine; gives the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    several = ("--nworkers", str(workers), "--nthreads", "1")
    processes = [_dask("scheduler", "--host", address), _dask("worker", address, *several)]
    try:
        _wait_for(address, workers)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def _dask(part: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *arguments, "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **QUIET})


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=30) as client:
        client.wait_for_workers(workers, timeout=60)


def peer(name: str, files: Sequence[Path]) -> float:
    """Seconds that a peer takes for the files in one process, start and imports left out."""
    done = subprocess.run([PEERS, "benchmarks/peers.py", name, *files], cwd=ROOT, capture_output=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def compared(folder: Path, count: int) -> Iterator[Line]:
    """The lines of docs/benchmarks.md."""
    reports = folder / "reports"
    gongkai("corpus", "synth", str(count), "-o", reports, "--seed", str(SEED), "--defects", "0.1")
    files = sorted(path for path in reports.rglob("*") if path.suffix in SUFFIXES)
    two, one = reading(reports, "--workers", "2"), reading(reports, "--workers", "1")
    told = f"{count / two.seconds:.1f} reports/s against {count / one.seconds:.1f}"
    yield Line("read on 2 workers against 1", told, one.seconds / two.seconds, 1.8)
    with cluster(2) as address:
        dask = reading(reports, "--scheduler", address)
    told = f"{count / dask.seconds:.1f} reports/s against {count / two.seconds:.1f}"
    yield Line("Dask with 2 workers against the local pool", told, two.seconds / dask.seconds, 0.9)
    yield from against_peers(files, one, two)


def against_peers(files: Sequence[Path], one: Run, two: Run) -> Iterator[Line]:
    """End to end (read, audit, store; start of the command included) against conversion alone, of every so many files,
    start and imports left out."""
    sample = files[:: max(1, len(files) // SAMPLE)]
    tables = peer("pdfplumber", sample)
    for name in ("markitdown", "docling"):
        theirs = (peer(name, sample) + tables) / len(sample)
        ours = f"{1000 * two.seconds / len(files):.1f} ms a report against {1000 * theirs:.1f}"
        yield Line(
            f"2 workers against {name}, and pdfplumber for PDF tables", ours, theirs * len(files) / two.seconds, 20
        )
        yield Line("  the same on one worker", "", theirs * len(files) / one.seconds)


def curve(counts: Sequence[int], formats: str) -> Iterator[str]:
    """Time, memory and disk as the number of reports grows; one line a count."""
    yield "| reports | wall, ms a report | client's processor, ms a report | client, MB | store, kB a report |\n"
    yield "|---|---|---|---|---|\n"
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            reports, store = Path(folder, "reports"), Path(folder, "store")
            gongkai("corpus", "synth", str(count), "-o", reports, "--seed", str(SEED), "--formats", formats)
            yield curve_line(count, reports, store)


def curve_line(count: int, reports: Path, store: Path) -> str:
    """Read ``count`` reports into a new store and say what each cost."""
    run = gongkai("corpus", "read", reports, "-o", store, "--workers", "2")
    size = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
    each = f"{1000 * run.seconds / count:.1f} | {1000 * run.processor / count:.1f}"
    return f"| {count:,} | {each} | {run.megabytes:.0f} | {size / count / 1024:.1f} |\n"


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=3000)
    parser.add_argument("--curve", nargs="+", type=int, metavar="COUNT")
    parser.add_argument("--formats", default="html,docx,pdf,txt")
    given = parser.parse_args()
    say = sys.stdout.write
    say(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n\n")
    if given.curve:
        for text in curve(given.curve, given.formats):
            say(text)
            sys.stdout.flush()
        return 0
    folder = Path(tempfile.mkdtemp())
    try:
        return table(list(compared(folder, given.count)))
    finally:
        shutil.rmtree(folder)


def table(lines: Sequence[Line]) -> int:
    sys.stdout.write("| what | measured | ratio | goal |\n|---|---|---|---|\n")
    missed = 0
    for line in lines:
        failed = line.goal is not None and line.ratio < line.goal
        goal = "" if line.goal is None else f"≥ {line.goal:g}{' (missed)' if failed else ''}"
        sys.stdout.write(f"| {line.what} | {line.detail} | {line.ratio:.2f} | {goal} |\n")
        missed += failed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
