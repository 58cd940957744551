"""Logs say what happened and never who or with which words."""

import io
import json
import logging
import logging.config
from contextlib import contextmanager

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from gongkai.config.logs import JsonFormatter, logging_config


def broken(request: HttpRequest, name: str) -> HttpResponse:
    raise ValueError(name)


urlpatterns = [path("broken/<str:name>/", broken)]


@contextmanager
def written(logger, level):
    """What the logger writes at this level, as objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture
def logged():
    """A logger and what it has written, as objects."""
    logger = logging.getLogger("gongkai.access")
    with written(logger, "INFO") as lines:
        yield logger, lines


def test_a_line_is_one_json_object(logged):
    logger, lines = logged
    logger.info("two\nlines of %s", "text")
    assert [(line["level"], line["logger"], line["message"]) for line in lines()] == [
        ("INFO", "gongkai.access", "two\nlines of text")
    ]


def test_an_exception_keeps_its_kind_and_places_but_not_its_text(logged):
    logger, lines = logged
    try:
        raise ValueError("张某的申请")
    except ValueError:
        logger.exception("job %s failed", 7)
    (line,) = lines()
    assert line["exception"] == "ValueError"
    assert line["places"][-1].startswith("tests.config.test_logs:")
    assert "张某" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.django_db
def test_an_answer_is_logged_by_its_pattern_without_person_address_or_query(client, logged):
    _logger, lines = logged
    client.get("/health/live?name=张某", headers={"x-forwarded-for": "10.1.2.3", "user-agent": "clerk"})
    (line,) = lines()
    assert (line["method"], line["route"], line["status"]) == ("GET", "health/live", 200)
    assert not {"张某", "10.1.2.3", "clerk"} & set(json.dumps(line, ensure_ascii=False).split('"'))


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_not_logged(client, logged):
    _logger, lines = logged
    client.get("/somebody/13800001111/")
    assert [(line["route"], line["status"]) for line in lines()] == [("-", 404)]


@pytest.mark.django_db
@pytest.mark.urls("tests.config.test_logs")
def test_an_error_of_the_site_leaves_its_kind_and_places_but_not_the_address(client):
    client.raise_request_exception = False
    logger = logging.getLogger("django.request")
    with written(logger, logging_config("WARNING")["loggers"]["django.request"]["level"]) as lines:
        assert client.get("/broken/张某/").status_code == 500
    (line,) = lines()
    assert (line["level"], line["exception"]) == ("ERROR", "ValueError")
    assert line["places"][-1].startswith("tests.config.test_logs:")
    assert "张某" not in json.dumps(line, ensure_ascii=False)


def test_the_least_level_holds_for_loggers_that_set_their_own(monkeypatch):
    """As the worker of django_tasks does when it starts."""
    names = [None, *logging_config("WARNING")["loggers"], "django_tasks.tried"]
    kept = {name: (logging.getLogger(name).level, logging.getLogger(name).handlers[:]) for name in names}
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    try:
        logging.config.dictConfig(logging_config("WARNING"))
        logger = logging.getLogger("django_tasks.tried")
        logger.setLevel("INFO")
        logger.info("starting")
        logger.warning("failed")
    finally:
        for name, (level, handlers) in kept.items():
            logging.getLogger(name).setLevel(level)
            logging.getLogger(name).handlers = handlers
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == ["failed"]
