"""How ``gongkai demo`` says how far its loading is where no bar can be drawn."""

import io
import sys

import pytest

from gongkai.cli import demo


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(demo.time, "monotonic", lambda: now[0])
    return now


def test_a_log_has_a_line_now_and_then_and_one_at_the_end(monkeypatch, clock):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    with demo._progress() as step:
        for done in range(22):
            step(done, 21, "台账")
            clock[0] += 1
    told = [f"正在载入 {done}/21 …" for done in (0, 3, 6, 9, 12, 15, 18, 21)]
    assert sys.stderr.getvalue().splitlines() == told


def test_nothing_is_said_where_nothing_is_loaded(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with demo._progress():
        pass
    assert sys.stderr.getvalue() == ""


def test_a_terminal_has_a_bar(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    with demo._progress() as step:
        for done in range(4):
            step(done, 3, "台账")
    assert "100%" in sys.stderr.getvalue()
    assert "正在载入" not in sys.stderr.getvalue()
