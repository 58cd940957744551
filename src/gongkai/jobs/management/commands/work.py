"""``gongkai manage work``: do background work until a signal, or the process that started this one, ends it."""

from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from gongkai.jobs.actions import end_abandoned

DAYS_KEPT = 30  # Of what the queue in the database remembers of finished work.
PATIENCE = 20  # Seconds that the task in hand has to end.


class Command(BaseCommand):
    help = "Do background work: of the database, or of Redis where GONGKAI_REDIS_URL is set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Do what waits in the database's queue, then end.")
        parser.add_argument(
            "--end-with-input", action="store_true", help="End when standard input closes, as it does with its writer."
        )

    def handle(self, *args: Any, batch: bool, end_with_input: bool, **options: Any) -> None:
        if end_with_input:
            threading.Thread(target=_end_with_input, daemon=True).start()
        end_abandoned()
        if "huey" in settings.TASKS["default"]["BACKEND"]:
            call_command("run_huey")
        else:
            call_command("prune_db_task_results", min_age_days=DAYS_KEPT, verbosity=0)
            call_command("db_worker", batch=batch, reload=False, startup_delay=False, interval=0.5)


def _end_with_input() -> None:
    while os.read(0, 1):  # Not sys.stdin, whose lock Python asks for when it ends.
        pass
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(PATIENCE)  # Python may lose an interrupt while it starts; work in hand is rolled back as after any kill.
    os._exit(1)
