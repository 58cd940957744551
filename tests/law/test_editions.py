"""Editions as keys: equal ones are one key, in every process."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from dataclasses import replace

from gongkai.law.editions import builtin_editions

FIND = """
import pickle, sys
from gongkai.law.editions import builtin_editions
edition = pickle.load(sys.stdin.buffer)
known = {e: e.id for e in builtin_editions().values()}
tables = {t for e in builtin_editions().values() for t in e.tables}
print(known[edition], all(t in tables for t in edition.tables))
"""


def test_equal_editions_are_one_key():
    for edition in builtin_editions().values():
        twin = copy.deepcopy(edition)
        assert twin == edition
        assert {edition: 1}[twin] == 1
        assert edition not in {replace(edition, title="另一版"): 1}


def test_an_edition_sent_to_another_process_is_the_same_key_there():
    edition = builtin_editions()["cn-gid-2021"]
    assert len({edition, *edition.tables}) == 1 + len(edition.tables)  # Hashed here, where texts hash otherwise.
    sent = pickle.dumps(edition)
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    found = subprocess.run(
        [sys.executable, "-c", FIND], input=sent, capture_output=True, env=environment, check=True, timeout=60
    )
    assert found.stdout.split() == [b"cn-gid-2021", b"True"]
