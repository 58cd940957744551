"""A writer that kills itself at a moment that is told: ``python -m tests.corpus.store.killed FOLDER MOMENT…``.

A moment is the number of a step on the disk: opening, syncing, renaming or removing a file. For each moment a forked
process writes into FOLDER/MOMENT until it is killed there; a moment beyond the last step ends by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.corpus.store.making import report, store_of, tables

NAMES = [f"{n}" for n in range(10)]
EVENTS = ("open", "os.rename", "os.remove", "os.mkdir")


def die_at(moment: int, folder: Path) -> None:
    left = [moment]

    def step() -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple) -> None:
        if event in EVENTS and str(folder) in str(arguments[0]):
            step()

    sync = os.fsync

    def fsync(descriptor: int) -> None:
        step()
        sync(descriptor)

    os.fsync = fsync
    sys.addaudithook(hook)


def write_until_killed(folder: Path, moment: int) -> None:
    die_at(moment, folder)
    store_of(folder, *map(report, NAMES))


def main() -> None:
    folder = Path(sys.argv[1])
    tables(report())  # So that every process starts with its modules and data read.
    for moment in map(int, sys.argv[2:]):
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            write_until_killed(folder / str(moment), moment)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ending = "killed" if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
        sys.stdout.write(f"{moment} {ending}\n")


if __name__ == "__main__":
    main()
