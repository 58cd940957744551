"""Any bytes give a report or a refusal, soon and within bounds; a report that was read can be audited and written."""

from __future__ import annotations

import itertools
import os
from random import Random

import pytest

from gongkai.report.auditing.engine import audit
from gongkai.report.reading import read_bytes
from tests.long.bounds import TooSlow, bounded, check_quotes, survive
from tests.long.hostile import HOSTILE
from tests.long.mutate import SAMPLES, mutant, sources

LONG = "GONGKAI_LONG" in os.environ
BLOCK = 50
BLOCKS = 400 if LONG else 3
SHUFFLES = 2000 if LONG else 20


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
def test_mutants_are_read_or_refused(block):
    outcomes = {survive_or_name(seed) for seed in range(block * BLOCK, (block + 1) * BLOCK)}
    assert outcomes == {"read", "refused"}


def survive_or_name(seed):
    """read or refused; a fault raises with the seed, which is all that is needed to have the bytes again."""
    name, data = mutant(seed)
    try:
        return "read" if survive(name, data) else "refused"
    except (Exception, TooSlow) as fault:
        raise AssertionError(f"mutant({seed}), of {name}") from fault


def test_a_mutant_is_known_by_its_number():
    assert mutant(11) == mutant(11)
    assert sum(mutant(seed)[1] != sources()[seed % len(sources())][1] for seed in range(30)) > 25


def test_the_bound_cuts_an_endless_reader_short(monkeypatch):
    monkeypatch.setattr("tests.long.bounds.SECONDS", 0.05)
    with pytest.raises(TooSlow), bounded():
        for _ in itertools.repeat(None):
            pass


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_written_to_hurt_is_read_or_refused(case):
    name, make = HOSTILE[case]
    survive(name, make())


@pytest.mark.long
@pytest.mark.parametrize("name", ["2014山东部门-科技局-2017.txt", "2021版-镇政府-2023.md"])
def test_sentences_and_table_rows_in_any_order_are_audited(name):
    """The claims of prose out of order are still quoted where they stand."""
    claims = 0
    for seed in range(SHUFFLES):
        result = audit(read_bytes(shuffled(name, Random(seed)), name))
        check_quotes(result)
        claims += len(result.report.claims)
    assert claims > SHUFFLES


def shuffled(name, random):
    """The lines of two reports, and the sentences in them, in a random order, with some lost and some doubled."""
    files = [path.read_text() for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md")]
    own = (SAMPLES / name).read_text()
    pieces = [f"{s}。" if "。" in line else s for line in own.split("\n") for s in line.split("。") if s]
    others = random.choice(files).split("\n")
    chosen = random.choices(pieces, k=len(pieces)) + random.sample(others, len(others) // 4)
    head = own.split("\n")[:1] if random.random() < 0.7 else []
    return "".join(piece + random.choice(("\n", "", "\n\n", "  ")) for piece in head + chosen).encode()
