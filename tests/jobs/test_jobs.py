"""Background work: its progress is seen, its end is told, and what dies under way is found."""

import io
import json
import logging

import pytest
from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.config.logs import JsonFormatter
from gongkai.jobs.actions import end_abandoned, enqueue, working
from gongkai.jobs.holding import held, is_held
from gongkai.jobs.models import Job
from tests.jobs import work
from tests.people import county, person

pytestmark = pytest.mark.django_db


def started(task, **arguments):
    """The job after its task ran, as the queue would run it once the transaction commits."""
    job = enqueue(task, kind="test", title="试一试", person=None, agency=None, **arguments)
    job.refresh_from_db()
    return job


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Start a task and commit."""

    def start(task, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            job = started(task, **arguments)
            assert job.state == Job.State.WAITING
        job.refresh_from_db()
        return job

    return start


@pytest.fixture
def logged():
    """What is logged about jobs, as written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("gongkai.jobs.actions")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def test_work_begins_when_the_change_that_asked_for_it_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        started(work.make, codes=["one"])
    assert len(callbacks) == 1
    assert not Agency.objects.exists()


def test_done_work_says_how_much_and_where_to_go(at_once):
    job = at_once(work.make, codes=["one", "two", "three"])
    assert (job.state, job.done, job.total, job.message) == (Job.State.DONE, 3, 3, "")
    assert job.result == "/desk/agencies/"
    assert job.started_at <= job.finished_at
    assert Agency.objects.count() == 3


def test_each_step_is_seen_while_the_work_goes_on():
    job = Job.objects.create(kind="test", title="试一试")
    with working(job.pk) as progress:
        seen = []
        for number in (1, 2):
            progress.step(number, 2, f"第{number}步")
            job.refresh_from_db()
            seen.append((job.state, job.done, job.total, job.message))
    assert seen == [("running", 1, 2, "第1步"), ("running", 2, 2, "第2步")]


def test_a_refusal_is_told_to_the_person_and_nothing_is_done(at_once):
    job = at_once(work.refuse)
    assert (job.state, job.message) == (Job.State.FAILED, "数据不全。请补齐后重试。")
    assert job.finished_at
    assert not Agency.objects.exists()


def test_a_fault_is_told_without_its_text_and_logged_without_data(at_once, logged):
    job = at_once(work.break_down)
    assert job.state == Job.State.FAILED
    assert job.message.startswith("后台处理出错，什么都没有改动。")
    assert not Agency.objects.exists()
    (line,) = [json.loads(text) for text in logged.getvalue().splitlines()]
    assert (line["message"], line["job"], line["exception"]) == ("job failed", job.pk, "ValueError")
    assert any(place.startswith("tests.jobs.work:") for place in line["places"])
    assert "张某" not in json.dumps(line, ensure_ascii=False)


def test_a_queue_that_cannot_be_reached_fails_the_job_not_the_request(at_once, logged, settings):
    settings.TASKS = {"default": {"BACKEND": "tests.jobs.unreachable.Unreachable", "QUEUES": ["default"]}}
    job = at_once(work.make, codes=["one"])
    assert job.state == Job.State.FAILED
    assert job.message.startswith("后台任务没有排上队。")
    assert "job not handed over" in logged.getvalue()


def test_a_job_knows_who_asked_for_it_and_for_which_organ():
    clerk = person("clerk", agency := county()["science"])
    job = enqueue(work.make, kind="import", title="2023年台账", person=clerk, agency=agency, codes=[])
    assert (job.person, job.agency, job.title) == (clerk, agency, "2023年台账")


def test_work_under_way_is_held_and_let_go_at_its_end():
    job = Job.objects.create(kind="test", title="试一试")
    assert not is_held(job.pk)
    with working(job.pk):
        assert is_held(job.pk)
        assert end_abandoned() == 0
    assert not is_held(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE


@pytest.mark.parametrize("state", [Job.State.WAITING, Job.State.DONE, Job.State.FAILED])
def test_only_work_under_way_can_be_abandoned(state):
    Job.objects.create(kind="test", title="试一试", state=state)
    assert end_abandoned() == 0


def test_of_two_jobs_under_way_the_one_that_nobody_holds_is_ended():
    lost, alive = (Job.objects.create(kind="test", title=title, state=Job.State.RUNNING) for title in "ab")
    with held(alive.pk):
        assert end_abandoned() == 1
    lost.refresh_from_db()
    alive.refresh_from_db()
    assert (lost.state, alive.state) == (Job.State.FAILED, Job.State.RUNNING)
    assert lost.message == "后台处理被中断，什么都没有改动。请重试。"
