"""The platform's promises, each beside what it is measured against in the same run: the ratio.

``python benchmarks/platform_rooms.py [figures] [pages] [combine] [public]`` (all without a name) works in a home of its
own, on SQLite, or on the PostgreSQL of GONGKAI_TEST_DATABASE_URL, and prints lines for docs/benchmarks.md. ROWS rows of
one agency-year come from tests/ledgers/generate.py; medians of RUNS runs, by turns.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROWS, YEAR, AGENCIES = 100_000, 2021, 1000
RUNS = 9
CONNECTIONS, SECONDS, ROUNDS = 8, 4.0, 5
LIST_LIMIT = 15
Counts = Iterator[tuple[str, Any]]

# The same counts as a person would write them for this form, in one statement: two ways, of which the faster counts.
ONE_PASS = """
SELECT 'items', k.kind, NULL, SUM(CASE WHEN made_on BETWEEN :first AND :last THEN 1 ELSE 0 END),
  SUM(CASE WHEN ended_on BETWEEN :first AND :last THEN 1 ELSE 0 END),
  SUM(CASE WHEN made_on <= :last AND (ended_on IS NULL OR ended_on > :last) THEN 1 ELSE 0 END), 0
FROM disclosure_item k WHERE agency_id = :agency AND k.kind IN ('rule', 'normative') GROUP BY k.kind
UNION ALL
SELECT 'powers', category, NULL, SUM(count), 0, 0, SUM(amount)
FROM duties_powermonth WHERE agency_id = :agency AND month BETWEEN :first AND :last GROUP BY category
UNION ALL
SELECT 'requests', CASE WHEN answered_on BETWEEN :first AND :last THEN outcome END, applicant,
  SUM(CASE WHEN received_on BETWEEN :first AND :last THEN 1 ELSE 0 END),
  SUM(CASE WHEN received_on < :first AND (answered_on IS NULL OR answered_on >= :first) THEN 1 ELSE 0 END),
  SUM(CASE WHEN received_on <= :last AND (answered_on IS NULL OR answered_on > :last) THEN 1 ELSE 0 END),
  SUM(CASE WHEN answered_on BETWEEN :first AND :last THEN 1 ELSE 0 END)
FROM requests_request WHERE agency_id = :agency GROUP BY 2, 3
UNION ALL
SELECT 'cases', kind, CASE WHEN concluded_on BETWEEN :first AND :last THEN result END,
  SUM(CASE WHEN concluded_on BETWEEN :first AND :last THEN 1 ELSE 0 END),
  SUM(CASE WHEN accepted_on <= :last AND (concluded_on IS NULL OR concluded_on > :last) THEN 1 ELSE 0 END), 0, 0
FROM remedies_case WHERE agency_id = :agency GROUP BY 2, 3
"""
OUT = "received_on <= :last AND (answered_on IS NULL OR answered_on > :last)"
BEFORE = "received_on < :first AND (answered_on IS NULL OR answered_on >= :first)"
BY_INDEX = f"""
SELECT 'items', kind, NULL, COUNT(*), 0, 0, 0 FROM disclosure_item
WHERE agency_id = :agency AND made_on BETWEEN :first AND :last AND kind IN ('rule', 'normative') GROUP BY kind
UNION ALL SELECT 'items', kind, NULL, 0, COUNT(*), 0, 0 FROM disclosure_item
WHERE agency_id = :agency AND ended_on BETWEEN :first AND :last AND kind IN ('rule', 'normative') GROUP BY kind
UNION ALL SELECT 'items', kind, NULL, 0, 0, COUNT(*), 0 FROM disclosure_item WHERE agency_id = :agency
  AND made_on <= :last AND (ended_on IS NULL OR ended_on > :last) AND kind IN ('rule', 'normative') GROUP BY kind
UNION ALL SELECT 'powers', category, NULL, SUM(count), 0, 0, SUM(amount)
FROM duties_powermonth WHERE agency_id = :agency AND month BETWEEN :first AND :last GROUP BY category
UNION ALL SELECT 'requests', NULL, applicant, COUNT(*), 0, 0, 0 FROM requests_request
WHERE agency_id = :agency AND received_on BETWEEN :first AND :last GROUP BY applicant
UNION ALL SELECT 'requests', NULL, applicant, 0, COUNT(*), 0, 0 FROM requests_request
WHERE agency_id = :agency AND {BEFORE} GROUP BY applicant
UNION ALL SELECT 'requests', NULL, applicant, 0, 0, COUNT(*), 0 FROM requests_request
WHERE agency_id = :agency AND {OUT} GROUP BY applicant
UNION ALL SELECT 'requests', outcome, applicant, 0, 0, 0, COUNT(*) FROM requests_request
WHERE agency_id = :agency AND answered_on BETWEEN :first AND :last GROUP BY outcome, applicant
UNION ALL SELECT 'cases', kind, result, COUNT(*), 0, 0, 0 FROM remedies_case
WHERE agency_id = :agency AND concluded_on BETWEEN :first AND :last GROUP BY kind, result
UNION ALL SELECT 'cases', kind, NULL, 0, COUNT(*), 0, 0 FROM remedies_case
WHERE agency_id = :agency AND accepted_on <= :last AND (concluded_on IS NULL OR concluded_on > :last) GROUP BY kind
"""


def tell(what: str, measured: str, ratio: str, goal: str, met: bool) -> None:
    print(f"| {what} | {measured} | {ratio} | {goal}{'' if met else ' (missed)'} |", flush=True)  # noqa: T201


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def by_turns(*works: Callable[[], Any]) -> list[float]:
    """The median time of each."""
    times = [[seconds(work) for work in works] for _ in range(RUNS)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def fill() -> Any:
    """The organ whose year has ROWS rows."""
    from tests.ledgers.generate import big
    from tests.ledgers.write import xlsx
    from tests.people import county

    from gongkai.agencies.models import Agency
    from gongkai.registers.actions.imports import import_workbook

    found = Agency.objects.filter(code="990101-kj").first()
    if found:
        return found
    organ = county()["science"]
    content = xlsx(big(ROWS, 1, YEAR))
    taken = seconds(lambda: import_workbook(agency=organ, file_name="big.xlsx", content=content, actor=None))
    print(f"import of {ROWS:,} rows: {taken:.1f} s", file=sys.stderr)  # noqa: T201
    return organ


def figures() -> None:
    from gongkai.filing.deriving import derive_cells

    organ = fill()
    _analyse()
    cells = {key: cell.value for key, cell in derive_cells(organ, YEAR).items()}
    for statement in (ONE_PASS, BY_INDEX):
        counted = hand_written(statement, organ.pk)
        differing = {key for key, value in cells.items() if value is not None and counted.get(key) != value}
        assert not differing, sorted(differing)
    ours, *theirs = by_turns(
        lambda: derive_cells(organ, YEAR),
        lambda: hand_written(ONE_PASS, organ.pk),
        lambda: hand_written(BY_INDEX, organ.pk),
    )
    ratio = ours / min(theirs)
    times = f"{ours * 1000:.0f} ms against {min(theirs) * 1000:.0f} (the other way {max(theirs) * 1000:.0f})"
    tell(f"all cells of {ROWS:,} rows against hand-written SQL", times, f"{ratio:.2f}", "≤ 1.5", ratio <= 1.5)


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def hand_written(statement: str, agency: int) -> dict[str, Any]:
    """The cells from the one statement."""
    from django.db import connection

    values = {"agency": str(agency), "first": f"'{YEAR}-01-01'", "last": f"'{YEAR}-12-31'"}
    for name, value in values.items():
        statement = statement.replace(f":{name}", value)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return _cells(cursor.fetchall())


def _cells(lines: list[tuple[Any, ...]]) -> dict[str, Any]:
    from gongkai.law.editions import national_edition

    slots = national_edition(YEAR).slots
    cells: dict[str, Any] = dict.fromkeys(slots, 0)
    for kind, *line in lines:
        for key, value in PLACES[kind](*line):
            if key in slots:
                cells[key] += value or 0
    return cells


def _items(kind: str, _none: None, made: int, repealed: int, valid: int, _nothing: None) -> Counts:
    prefix = "rules" if kind == "rule" else "normative_docs"
    yield from ((f"{prefix}_made", made), (f"{prefix}_repealed", repealed), (f"{prefix}_valid", valid))


def _powers(category: str, _none: None, count: int, _one: None, _two: None, amount: Any) -> Counts:
    from gongkai.registers.figures import plain

    yield f"{category}_decisions", count
    yield f"{category}_amount", plain(amount or 0)


def _requests(outcome: str | None, applicant: str, received: int, before: int, after: int, answered: int) -> Counts:
    rows = [("req_received", received), ("req_carried_in", before), ("req_carried_out", after)]
    rows += [(row, answered) for row in _rows_above(outcome)]
    for row, value in rows:
        yield f"{row}@{applicant}", value
        yield f"{row}@total", value


@cache
def _rows_above(outcome: str | None) -> list[str]:
    """The row of an outcome, the group it belongs to, the total."""
    from gongkai.law.editions import national_edition

    parents = {row.key: row.parent for table in national_edition(YEAR).tables for row in table.rows}
    rows = []
    while outcome:
        rows.append(outcome)
        outcome = parents.get(outcome)
    return [*rows, "outcome_total"] if rows and "outcome_total" not in rows else rows


def _cases(kind: str, result: str | None, concluded: int, pending: int, _one: None, _two: None) -> Counts:
    prefix = "review" if kind == "reconsideration" else kind
    yield from ((f"{prefix}_{result}", concluded), (f"{prefix}_pending", pending))
    yield f"{prefix}_total", concluded + pending


PLACES: dict[str, Callable[..., Counts]] = {
    "items": _items, "powers": _powers, "requests": _requests, "cases": _cases,
}  # fmt: skip


def pages() -> None:
    """The queries of the workbench and of every list, on ROWS rows."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from tests.people import person

    from gongkai.config.serving import publish_static_files
    from gongkai.filing.actions.drafting import open_report
    from gongkai.registers.registry import all_sheets

    settings.ALLOWED_HOSTS.append("testserver")
    publish_static_files()
    organ = fill()
    clerk = person("clerk", organ)
    open_report(agency=organ, year=YEAR, actor=clerk)
    client = Client()
    client.force_login(clerk)
    lists = {sheet.name: reverse("desk:register", args=[organ.code, sheet.slug]) for sheet in all_sheets()}
    addresses = {"workbench": reverse("desk:workbench", args=[organ.code, YEAR]), **lists}
    counts, times = {}, {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            times[name] = seconds(lambda: client.get(address))  # noqa: B023
        counts[name] = len(asked)
    most = max(lists, key=lambda name: counts[name])
    for name in ("workbench", most):
        measured = f"{counts[name]} queries, {times[name] * 1000:.0f} ms"
        what = (
            "opening the workbench" if name == "workbench" else f"the list with most queries of {len(lists)} ({name})"
        )
        tell(what, measured, "", f"< {LIST_LIMIT} queries", counts[name] < LIST_LIMIT)


def combine() -> None:
    from tests.filing.collecting.kit import Case, many

    from gongkai.filing.collecting import combining
    from gongkai.filing.collecting.actions.combining import combine_round

    case = Case()
    many(case.round, AGENCIES)
    reading, whole = by_turns(
        lambda: combining._parts(case.round), lambda: combine_round(round=case.round, actor=case.supervisor)
    )
    beyond = whole - reading
    tell(
        f"combining {AGENCIES:,} reports beyond reading their figures",
        f"{beyond:.2f} s (whole {whole:.2f} s, reading {reading:.2f} s)", "", "< 2 s", beyond < 2,
    )  # fmt: skip


def public() -> None:
    from django.urls import reverse
    from tests.filing.publishing import draft, published, staff
    from tests.people import county

    organ = county()["science"]
    people = staff(organ)
    published(draft(organ, people.clerk), people)
    address = reverse("portal:report", args=[organ.code, 2023])
    with served() as port:
        size = len(fetch(port, address))
        rates = [[rate(port, path) for path in (address, f"/bare/{size}")] for _ in range(ROUNDS)]
    ours, bare = (statistics.median(column) for column in zip(*rates, strict=True))
    ratio = bare / ours
    measured = f"{ours:.0f} requests/s against {bare:.0f}"
    tell(f"the public report page ({size:,} bytes) against a bare view of as many", measured, f"{ratio:.2f}", "≤ 2",
         ratio <= 2)  # fmt: skip


@contextlib.contextmanager
def served() -> Iterator[int]:
    """The site with the bare view beside it, in processes of its own."""
    import socket

    from django.db import connections

    connections.close_all()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = os.environ | {"GONGKAI_LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT / "benchmarks")}
    command = [sys.executable, __file__, "serve", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    try:
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def serve(port: int) -> None:
    """With the middleware and settings that the page has."""
    from django.conf import settings

    from gongkai.config.serving import Site, publish_static_files

    publish_static_files()
    settings.ROOT_URLCONF = "platform_urls"
    Site(f"127.0.0.1:{port}", 1, lambda: print("ready", flush=True)).run()  # noqa: T201


def fetch(port: int, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200, (path, answer.status)
    return answer.read()


def rate(port: int, path: str) -> float:
    """Answers a second over CONNECTIONS kept connections."""
    counts = [0] * CONNECTIONS
    end = time.monotonic() + SECONDS

    def ask(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while time.monotonic() < end:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            counts[number] += answer.status == 200
        connection.close()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


PARTS = {"figures": figures, "pages": pages, "combine": combine, "public": public}


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["serve"]:
        from gongkai.config.start import start

        start()
        serve(int(arguments[1]))
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        server = os.environ.get("GONGKAI_TEST_DATABASE_URL", "")
        os.environ |= {"GONGKAI_DATABASE_URL": server, "GONGKAI_LOG_LEVEL": "ERROR", "GONGKAI_SECRET_KEY": "x" * 60}
        day = datetime.datetime.now(datetime.UTC).date()
        engine = "PostgreSQL" if server else "SQLite"
        cores = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{day}, {engine}, Python {sys.version.split()[0]}, {cores}", flush=True)  # noqa: T201
        _in_a_home(Path(folder), arguments or list(PARTS))


def _in_a_home(folder: Path, parts: list[str]) -> None:
    """Each part makes what it needs in a home of its own; only ``figures`` leaves it to ``pages``."""
    os.environ["GONGKAI_HOME"] = str(folder / "home")
    from gongkai.config.start import bring_up_to_date, start

    start()
    from django.core.management import call_command
    from django.db import connections

    bring_up_to_date()
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        PARTS[part]()
        if (part, following) != ("figures", "pages"):  # The pages are asked about the same registers.
            call_command("flush", interactive=False, verbosity=0)
    connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1:])
