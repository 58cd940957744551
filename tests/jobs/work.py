"""Tasks for the tests, as a room would write them in its ``tasks.py``."""

import os
import signal
from pathlib import Path

from django.db import transaction
from django_tasks import task

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Kind
from gongkai.jobs.actions import working


def agency(code):
    return Agency.objects.create(code=code, name=f"示例机关{code}", kind=Kind.DEPARTMENT)


@task()
def make(job: int, codes: list[str]) -> None:
    """Make organs, one a step, in a transaction each."""
    with working(job) as progress:
        for number, code in enumerate(codes, 1):
            agency(code)
            progress.step(number, len(codes), f"做完{code}")
        progress.result = "/desk/agencies/"


@task()
def refuse(job: int) -> None:
    with working(job), transaction.atomic():
        agency("half-done")
        raise Refusal("数据不全。", "请补齐后重试。")


@task()
def break_down(job: int) -> None:
    with working(job), transaction.atomic():
        agency("half-done")
        raise ValueError("张某的申请")


@task()
def die(job: int) -> None:
    with working(job), transaction.atomic():
        agency("half-done")
        os.kill(os.getpid(), signal.SIGKILL)


@task()
def wait(job: int, folder: str) -> None:
    """Say that it has begun, and wait at a pipe until somebody reads from it."""
    with working(job) as progress:
        progress.step(1, 2)
        with (Path(folder) / "pipe").open("w") as pipe:
            pipe.write("begun")
        progress.step(2, 2)
