"""What the tests of kill -9 run: a process that has the platform loaded forks a child for each try, kills it at the
asked moment and has another child, which has seen nothing of it, say how the home stands."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from gongkai.config.start import start


def work(name: str, arguments: dict[str, Any], mark: Callable[[], None]) -> None:
    """Do one of the things. ``mark`` is called when its last transaction begins."""
    {"import": _import, "publish": _publish, "combine": _combine}[name](arguments, mark)


def _import(arguments: dict[str, Any], mark: Callable[[], None]) -> None:
    """As ``gongkai import`` does, the whole command."""
    from gongkai.cli.main import run
    from gongkai.registers.actions import imports

    _marking(imports, "_carry_out", mark)
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        assert run(["import", arguments["workbook"], "--agency", "990101-kj"]) == 0


def _publish(arguments: dict[str, Any], mark: Callable[[], None]) -> None:
    import datetime

    from gongkai.agencies.models import Person
    from gongkai.filing.actions import publication
    from gongkai.filing.models import Version

    _marking(publication, "_published", mark)
    day = datetime.date.fromisoformat(arguments["day"])
    leader = Person.objects.get(pk=arguments["leader"])
    publication.publish(version=Version.objects.get(pk=arguments["version"]), actor=leader, effective_on=day)


def _combine(arguments: dict[str, Any], mark: Callable[[], None]) -> None:
    from gongkai.agencies.models import Person
    from gongkai.filing.collecting.actions import combining
    from gongkai.filing.models import Round

    _marking(combining, "_draft", mark)
    supervisor = Person.objects.get(pk=arguments["supervisor"])
    combining.combine_round(round=Round.objects.get(pk=arguments["round"]), actor=supervisor)


def _marking(module: Any, name: str, mark: Callable[[], None]) -> None:
    function = getattr(module, name)

    def marked(*positional: Any, **named: Any) -> Any:
        mark()
        return function(*positional, **named)

    setattr(module, name, marked)


def state() -> dict[str, Any]:
    """Rows of every table of ours, figures, stages, files that are not as their rows say, the record and its breaks."""
    from django.apps import apps

    from gongkai.audit_log.chain import verify
    from gongkai.audit_log.models import Entry
    from gongkai.filing.models import PublishedFile, Version
    from gongkai.registers.models import ClosedYear, Import

    ours = [model for model in apps.get_models() if model.__module__.startswith("gongkai.")]
    files = [(kept.content, kept.sha256) for kind in (Import, PublishedFile) for kept in kind._default_manager.all()]
    return {
        "rows": {model._meta.label: model._default_manager.count() for model in ours},
        "figures": _figures(),
        "versions": sorted(Version.objects.values_list("report__agency__code", "stage", "revision")),
        "cells": [len(cells) for cells in Version.objects.order_by("pk").values_list("cells", flat=True)],
        "closed": sorted(ClosedYear.objects.values_list("agency__code", "year")),
        "damaged": [file.name for file, sha256 in files if not _is_whole(file, sha256)],
        "record": list(Entry.objects.order_by("number").values_list("action", flat=True)),
        "breaks": [found.message for found in verify()],
    }


def _figures() -> dict[str, Any]:
    from gongkai.agencies.models import Agency
    from gongkai.filing.deriving import derive_cells

    cells = derive_cells(Agency.objects.get(code="990101-kj"), 2023)
    return {key: cell.value for key, cell in cells.items() if cell.value}


def _is_whole(file: Any, sha256: str) -> bool:
    import hashlib

    return file.storage.exists(file.name) and hashlib.sha256(file.open("rb").read()).hexdigest() == sha256


def without_transactions() -> None:
    """Every statement stands for itself: what the kills would find if nothing held them together."""
    from django.db import transaction

    transaction.Atomic.__enter__ = lambda self: None  # type: ignore[method-assign]
    transaction.Atomic.__exit__ = lambda self, *raised: None  # type: ignore[method-assign, assignment]


def dying_at_the_record() -> None:
    """Die as the line of the record is to be written, which is the last thing done."""

    def die(**told: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    for module in ("registers.actions.imports", "filing.actions.publication", "filing.collecting.actions.combining"):
        import_module(f"gongkai.{module}").record = die  # type: ignore[attr-defined]


def fork(task: Callable[[int], None]) -> tuple[int, int]:
    """A child that does ``task`` with the writing end of a pipe: its process, our end."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    try:
        task(theirs)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def attempt(order: dict[str, Any]) -> dict[str, Any]:
    """Do the order in a child, killed ``after`` so many seconds of it, or of its last transaction where it says
    ``late``; None: let it finish. Returns how it ended and its two durations."""

    def task(pipe: int) -> None:
        if order["bare"]:
            without_transactions()
        if order["at_record"]:
            dying_at_the_record()
        work(order["work"], order["arguments"], lambda: os.write(pipe, b"m"))  # type: ignore[arg-type, return-value]

    begun = marked = time.monotonic()
    child, pipe = fork(task)
    if order["late"]:
        os.read(pipe, 1)
        marked = time.monotonic()
    select.select([os.pidfd_open(child)], [], [], order["after"])
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    os.close(pipe)
    ended = time.monotonic()
    return {"ended": os.waitstatus_to_exitcode(status), "whole": ended - begun, "last": ended - marked}


def seen() -> dict[str, Any]:
    """The state as a child sees it that has just opened the database."""
    child, pipe = fork(lambda end: (os.write(end, json.dumps(state()).encode()), None)[1])
    with os.fdopen(pipe, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return json.loads(said)


def main() -> None:
    """Orders on standard input, a line of JSON each; answers on standard output."""
    start()
    for module in ("cli.import_", "filing.collecting.actions.combining", "filing.actions.publication"):
        import_module(f"gongkai.{module}")  # Before the forks, so that they need not.

    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(attempt(order) if "work" in order else seen()), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
