"""A reading run in a process of its own, to be killed: tells every step on standard output, commits often."""

import sys
from contextlib import closing

from gongkai.corpus.running import read_corpus
from gongkai.corpus.running.keeping import Pace
from gongkai.corpus.running.local import LocalEngine
from tests.corpus.running.making import Here


class Told:
    def looking(self, files):
        """Not told: the kills come while reports are read."""

    def reading(self, done, total, faults):
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    source, store, workers = sys.argv[1:]
    with LocalEngine(int(workers)) if int(workers) else closing(Here()) as engine:
        read_corpus([source], store, engine=engine, progress=Told(), pace=Pace(files=3))
