"""``gongkai manage work`` in a process of its own, with the queue in the database and with one in Redis."""

import json
import os
import shutil
import signal
import socket
import subprocess

import pytest

pytestmark = pytest.mark.django_db
ENQUEUE = """
    import sys
    from gongkai.jobs.actions import enqueue
    from tests.jobs import work
    arguments = json.loads(sys.argv[2])
    job = enqueue(getattr(work, sys.argv[1]), kind="test", title="试一试", person=None, agency=None, **arguments)
    tell(job=job.pk)
"""
SAYS = """
    from gongkai.agencies.models import Agency
    from gongkai.jobs.models import Job
    tell(
        jobs=[[j.state, j.done, j.total, j.message] for j in Job.objects.order_by("pk")],
        agencies=sorted(Agency.objects.values_list("code", flat=True)),
    )
"""


def enqueued(home, task, **arguments):
    return home.told(ENQUEUE, task, json.dumps(arguments))["job"]


def test_the_queue_in_the_database_is_worked_off(home):
    enqueued(home, "make", codes=["a", "b"])
    enqueued(home, "refuse")
    home.gongkai("manage", "work", "--batch")
    says = home.told(SAYS)
    assert says["jobs"] == [["done", 2, 2, ""], ["failed", 0, 0, "数据不全。请补齐后重试。"]]
    assert says["agencies"] == ["a", "b"]


def test_a_job_whose_worker_was_killed_is_shown_as_failed_and_may_be_asked_for_again(home):
    enqueued(home, "die")
    home.gongkai("manage", "work", "--batch", code=-signal.SIGKILL)
    assert home.told(SAYS) == {"jobs": [["running", 0, 0, ""]], "agencies": []}
    enqueued(home, "make", codes=["again"])
    home.gongkai("manage", "work", "--batch")
    failed, done = home.told(SAYS)["jobs"]
    assert failed == ["failed", 0, 0, "后台处理被中断，什么都没有改动。请重试。"]
    assert done[0] == "done"
    assert home.told(SAYS)["agencies"] == ["again"]


def test_a_worker_ends_with_the_process_that_started_it_after_the_task_in_hand(home, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    enqueued(home, "wait", folder=str(tmp_path))
    worker = home.start("-m", "gongkai", "manage", "work", "--end-with-input", stdin=subprocess.PIPE)
    with (tmp_path / "pipe").open() as pipe:  # Opens when the task has begun.
        worker.stdin.close()
        assert pipe.read() == "begun"
    assert worker.wait(60) == 0
    worker.stdin = None
    worker.communicate()
    assert home.told(SAYS)["jobs"] == [["done", 2, 2, ""]]


@pytest.fixture
def redis(tmp_path):
    """The address of a Redis of our own."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert any("eady to accept connections" in line for line in server.stdout)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.communicate()


def test_the_same_tasks_run_from_redis(home, redis, tmp_path):
    home.environment["GONGKAI_REDIS_URL"] = redis
    os.mkfifo(tmp_path / "pipe")
    enqueued(home, "make", codes=["a", "b"])
    enqueued(home, "break_down")
    enqueued(home, "wait", folder=str(tmp_path))
    worker = home.start("-m", "gongkai", "manage", "work")
    with (tmp_path / "pipe").open() as pipe:  # The last job has begun, so the others have.
        assert pipe.read() == "begun"
    worker.send_signal(signal.SIGINT)
    _printed, said = worker.communicate(timeout=60)
    assert worker.returncode == 0
    says = home.told(SAYS)
    assert [job[:3] for job in says["jobs"]] == [["done", 2, 2], ["failed", 0, 0], ["done", 2, 2]]
    assert says["agencies"] == ["a", "b"]
    lines = [json.loads(line) for line in said.splitlines()]
    assert "ValueError" in {line.get("exception") for line in lines}
    assert "张某" not in said


def test_redis_that_is_away_fails_the_job(home):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # Bound but not listening: nobody answers there.
        home.environment["GONGKAI_REDIS_URL"] = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
        enqueued(home, "make", codes=["a"])
    (job,) = home.told(SAYS)["jobs"]
    assert (job[0], job[3][:10]) == ("failed", "后台任务没有排上队。")
