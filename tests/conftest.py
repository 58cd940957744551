"""Fixtures that all tests share, and which of them run on PostgreSQL."""

from __future__ import annotations

import os
import signal

import pytest
from django.test import TransactionTestCase

pytest_plugins = ["tests.browser", "tests.homes"]

# A shell that starts the tests in the background lets them ignore the interrupt, and every command that they start with
# them: the tests that interrupt one would wait for ever.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, the tests that use a database: the others ran with SQLite and would do the same again."""
    if not os.environ.get("GONGKAI_TEST_DATABASE_URL"):
        return
    others = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if uses_database(item)]


def uses_database(item: pytest.Item) -> bool:
    if issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        return True
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in fixtures
