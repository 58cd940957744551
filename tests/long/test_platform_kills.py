"""kill -9 at any moment of an import, a publication, a combination: after a restart all of it has happened, or nothing.

A fixed sample of 20 kills runs in the suite, 200 with ``make test-long``. That such a test would find a lack is shown
with the transactions taken away.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from random import Random

import pytest

from tests.homes import SERVER
from tests.ledgers.generate import big
from tests.ledgers.write import xlsx

pytestmark = pytest.mark.django_db
KILLS = 200 if "GONGKAI_LONG" in os.environ else 20
WORKS = ("import", "publish", "combine")
SETUP = """
    from datetime import date
    from gongkai.agencies.models import Agency
    from gongkai.audit_log.actions import record
    from tests.filing.collecting.kit import Case, many
    from tests.filing.publishing import CHAIN_ROLES, Staff, add_rule, carried, draft, staff
    from gongkai.filing.models import Stage
    case = Case()
    science = case.organs["science"]
    people = staff(science)
    add_rule(science)
    version = carried(draft(science, people.clerk), people, Stage.LEADER)
    many(case.round, 40)
    tell(
        publish={"version": version.pk, "leader": people.leader.pk, "day": "2024-01-20"},
        combine={"round": case.round.pk, "supervisor": case.supervisor.pk},
    )
"""


class Killing:
    """A home, and the process in which work is begun there and killed."""

    def __init__(self, original, blank, folder, work, arguments):
        self.original, self.blank, self.work, self.arguments = original, blank, work, arguments
        self.home = blank.home(folder, like=original)
        with (folder.parent / "log").open("a") as log:
            pipes = {"stdin": subprocess.PIPE, "stderr": log}
            self.process = self.home.start("-m", "tests.long.platform_kills", **pipes)

    def ask(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def attempt(self, after, **how):
        """See ``platform_kills.attempt``."""
        usual = {"late": False, "bare": False, "at_record": False}
        return self.ask(work=self.work, arguments=self.arguments, after=after, **(usual | how))

    def put_back(self):
        self.blank.put_back(self.home, self.original)

    def end(self):
        self.process.communicate()


@pytest.fixture(scope="module")
def original(blank, django_db_setup, tmp_path_factory):
    """A home with a workbook to import, a version to publish, a round to combine; and what each of them needs."""
    folder = tmp_path_factory.mktemp("killing")
    home = blank.home(folder / "home")
    home.arguments = home.told(SETUP)
    workbook = folder / "registers.xlsx"
    workbook.write_bytes(xlsx(big(400, 7, 2023)))
    home.arguments["import"] = {"workbook": str(workbook)}
    return home


@pytest.fixture
def killing(original, blank, tmp_path):
    made = []

    def begin(work):
        made.append(Killing(original, blank, tmp_path / "home", work, original.arguments[work]))
        return made[-1]

    yield begin
    for each in made:
        each.end()


def measured(killing):
    """Before, after, and how long the whole takes and its last transaction."""
    before = killing.ask()
    took = killing.attempt(None, late=True)
    assert took["ended"] == 0
    after = killing.ask()
    assert before != after
    assert before["breaks"] == after["breaks"] == before["damaged"] == after["damaged"] == []
    killing.put_back()
    return before, after, took


def moments(count, seed, took):
    """Every second one in the last transaction; each kind spread evenly, with some chance."""
    random = Random(seed)
    for number in range(count):
        late = number % 2 == 1
        share = (number // 2 + random.random()) / ((count + 1) // 2)
        yield late, share * 1.1 * took["last" if late else "whole"]


@pytest.mark.long
@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_moment_all_of_it_has_happened_or_nothing(killing, work):
    killed = killing(work)
    before, after, took = measured(killed)
    count = len(range(WORKS.index(work), KILLS, len(WORKS)))
    outcomes = []
    for late, moment in moments(count, work, took):
        ended = killed.attempt(moment, late=late)["ended"]
        found = killed.ask()
        assert found in (before, after), f"killed {moment:.3f} s into it"
        assert found == after or ended != 0
        outcomes.append(found == after)
        if found == after:
            killed.put_back()
    assert len(outcomes) == count
    assert False in outcomes


@pytest.mark.parametrize("work", WORKS)
def test_killed_before_its_last_row_it_is_half_done_without_transactions_and_not_at_all_with_them(killing, work):
    """The line of the record is written last."""
    killed = killing(work)
    before = killed.ask()
    assert killed.attempt(None, at_record=True)["ended"] == -signal.SIGKILL
    assert killed.ask() == before
    if SERVER:
        return  # PostgreSQL refuses to lock rows outside a transaction.
    assert killed.attempt(None, at_record=True, bare=True)["ended"] == -signal.SIGKILL
    half = killed.ask()
    assert half["rows"] != before["rows"] or half["versions"] != before["versions"]
    assert not {"import_workbook", "publish", "combine"} & set(half["record"])
