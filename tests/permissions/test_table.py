"""Every role × every address of the site, from one literal table (table.txt).

A line is an address, a method and the status for each column of ``world.COLUMNS``. Forms are sent without what they
ask for, so one that may be used answers 200, 302, 409 or 422; whoever may not use it is sent to log in or gets 403 or
404; 405 is an address that knows no such method. An
address that the table lacks fails the test. ``GONGKAI_PERMISSIONS=file`` writes what the site answers now to a file,
for a person to read line by line before it becomes the table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from gongkai.audit_log.models import Entry
from tests.permissions.world import COLUMNS, World

TABLE = Path(__file__).with_name("table.txt")
METHODS = ("GET", "POST")


def addresses(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, set[str]]]:
    """The name of every address, and the names of its parts."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            parts = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
            yield namespace + str(pattern.name), parts
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)


def expected() -> dict[tuple[str, str], tuple[str, ...]]:
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {(name, method): tuple(statuses) for name, method, *statuses in lines}


def content(answer: Any) -> bytes:
    """All that was answered; a file is read to its end, which closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


class Site:
    """What the site answers to each column, every answer undone."""

    def __init__(self) -> None:
        self.world = World()
        self.clients = {
            column: [self._client(person) for person in people] for column, people in self.world.people.items()
        }

    def _client(self, person: Any) -> Client:
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        return client

    def address(self, name: str, parts: set[str]) -> str:
        try:
            return reverse(name, kwargs=self.world.arguments(name, parts))
        except NoReverseMatch:
            pytest.fail(f"{name}: world.py has nothing for {sorted(parts)}")

    def line(self, name: str, parts: set[str], method: str) -> tuple[str, ...]:
        address = self.address(name, parts)
        sent = self.world.sent(name) if method == "POST" else None
        return tuple(self._status(self.clients[column], address, sent) for column in COLUMNS)

    def _status(self, clients: list[Client], address: str, sent: dict[str, Any] | None) -> str:
        answers = {self._answer(client, address, sent) for client in clients}
        return "/".join(sorted(answers))

    def _answer(self, client: Client, address: str, sent: dict[str, Any] | None) -> str:
        """Every answer comes from the same state: sessions, cookies and counted attempts are put back."""
        session = client.cookies.get("sessionid")
        cache.clear()
        with transaction.atomic():
            answer = client.get(address) if sent is None else client.post(address, sent)
            lines = Entry.objects.count()
            content(answer)
            transaction.set_rollback(True)
        client.cookies = SimpleCookie({"sessionid": session.value} if session else {})
        assert sent is not None or lines == self.lines, f"{address}: reading it changed something"
        to_log_in = answer.status_code == 302 and answer.headers["location"].startswith("/accounts/login/?")
        return "login" if to_log_in else str(answer.status_code)

    @property
    def lines(self) -> int:
        return Entry.objects.count()


@pytest.fixture
def site() -> Site:
    return Site()


def written(lines: dict[tuple[str, str], tuple[str, ...]]) -> str:
    head = f"# {'address':38} {'':5}" + "".join(f"{column:>10}" for column in COLUMNS)
    body = [
        f"{name:40} {method:5}" + "".join(f"{s:>10}" for s in statuses) for (name, method), statuses in lines.items()
    ]
    return "\n".join([head, *body]) + "\n"


@pytest.mark.django_db
def test_every_role_at_every_address(site):
    found = {(name, method): site.line(name, parts, method) for name, parts in addresses() for method in METHODS}
    if target := os.environ.get("GONGKAI_PERMISSIONS"):
        Path(target).write_text(written(found), encoding="utf-8")
    table = expected()
    assert sorted({name for name, _method in found.keys() - table.keys()}) == [], "addresses that the table lacks"
    assert sorted({name for name, _method in table.keys() - found.keys()}) == [], "addresses that are gone"
    wrong = {key: statuses for key, statuses in found.items() if statuses != table[key]}
    assert written(wrong) == written({key: table[key] for key in wrong})
