"""A command killed at any moment leaves the file that was there or the new one, whole, and nothing that looks like a
result. Of a SIGKILL a hidden ``.NAME.….part`` may stay; a command that is asked to end takes it away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from random import Random

import pytest

from tests.long.mutate import SAMPLES

KILLS = 200 if "GONGKAI_LONG" in os.environ else 6
SOURCE = SAMPLES / "2021版-市政府-2024.docx"
OLD = b"the result of another day"
COMMANDS = {
    "convert": ("convert", str(SOURCE), "-o", "out.docx"),
    "audit": ("audit", str(SOURCE), "-o", "findings.html", "-o", "findings.xlsx"),
}
RESULTS = {"convert": ("out.docx",), "audit": ("findings.html", "findings.xlsx")}
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
ENDINGS = {signal.SIGKILL: -9, signal.SIGINT: 130, signal.SIGTERM: 130}
# Saving is a small part of a run: this start stretches it, so that a fixed number of signals meets it.
SLOW_SAVE = """
import pathlib, sys, time
place = pathlib.Path.replace
def slowly(part, path):
    print("saving", flush=True)
    time.sleep(0.2)
    return place(part, path)
pathlib.Path.replace = slowly
from gongkai.cli.main import main
main(sys.argv[1:])
"""


def start(folder, command, *python):
    return subprocess.Popen(
        [sys.executable, *(python or ("-m", "gongkai")), *COMMANDS[command]],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def whole(path):
    """Whether a result can be opened to its last byte."""
    if path.suffix == ".html":
        return path.read_text().rstrip().endswith("</html>")
    with zipfile.ZipFile(path) as package:
        return package.testzip() is None


def visible(folder):
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def put_old(folder, command):
    for name in RESULTS[command]:
        (folder / name).write_bytes(OLD)


def check_folder(folder, command):
    """How many results are new; each is the old one or a whole new one, and nothing else is to be seen."""
    assert visible(folder) == set(RESULTS[command])
    new = [path for name in RESULTS[command] if (path := folder / name).read_bytes() != OLD]
    assert all(map(whole, new))
    return len(new)


@pytest.fixture(scope="module")
def usual_time(tmp_path_factory):
    """Seconds of a whole run, over which the moments of the kills are spread."""
    folder = tmp_path_factory.mktemp("usual")
    before = time.monotonic()
    for command in COMMANDS:
        put_old(folder, command)
        process = start(folder, command)
        process.communicate()
        assert process.returncode in (0, 1)
    assert len(visible(folder)) == 3
    assert all(whole(path) for path in folder.iterdir())
    return (time.monotonic() - before) / 2


@pytest.mark.long
@pytest.mark.parametrize("number", range(KILLS))
def test_a_command_ended_at_any_moment_leaves_old_or_new(tmp_path, usual_time, number):
    random = Random(number)
    command, how = list(COMMANDS)[number % 2], SIGNALS[number // 2 % 4]
    put_old(tmp_path, command)
    process = start(tmp_path, command)
    try:
        process.wait(random.uniform(0, 1.1) * usual_time)
    except subprocess.TimeoutExpired:
        process.send_signal(how)
    process.communicate()
    check_folder(tmp_path, command)
    if how != signal.SIGKILL:
        assert {path.name for path in tmp_path.iterdir()} == set(RESULTS[command])


@pytest.mark.parametrize("how", list(ENDINGS), ids=lambda s: s.name)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_ended_while_it_saves_leaves_old_or_new(tmp_path, command, how):
    put_old(tmp_path, command)
    process = start(tmp_path, command, "-c", SLOW_SAVE)
    assert process.stdout.readline() == b"saving\n"
    process.send_signal(how)
    process.communicate()
    assert process.returncode == ENDINGS[how]
    assert check_folder(tmp_path, command) == 0
    hidden = {path.name for path in tmp_path.iterdir()} - visible(tmp_path)
    assert len(hidden) == (how == signal.SIGKILL)
    assert all(name.startswith(".") and name.endswith(".part") for name in hidden)


@pytest.mark.parametrize("command", COMMANDS)
def test_two_commands_writing_one_file_leave_it_whole(tmp_path, command):
    put_old(tmp_path, command)
    both = [start(tmp_path, command, "-c", SLOW_SAVE) for _ in range(2)]
    for process in both:
        process.communicate()
        assert process.returncode in (0, 1)
    assert check_folder(tmp_path, command) == len(RESULTS[command])
    assert {path.name for path in tmp_path.iterdir()} == set(RESULTS[command])
