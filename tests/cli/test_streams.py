"""What a command does to its streams: a closed pipe, a full disk, Ctrl-C, progress."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.cli import main as command_line
from gongkai.cli.main import run

REPORT = Path(__file__).resolve().parents[2] / "samples" / "reports" / "2021版-镇政府-2023.md"
GONGKAI = [sys.executable, "-m", "gongkai"]


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


@pytest.mark.parametrize("arguments", [["read", str(REPORT)], ["audit", str(REPORT)], ["edition", "show"], ["--help"]])
def test_a_reader_that_goes_away_leaves_no_trace(arguments):
    ours, theirs = os.pipe()
    os.close(ours)  # Closed before the first word: every write meets a broken pipe.
    done = subprocess.run([*GONGKAI, *arguments], stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full not installed")
def test_a_full_disk_behind_standard_output_is_one_line():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*GONGKAI, "read", str(REPORT)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "gongkai: 写不出结果：磁盘已满；请检查输出的去处和磁盘空间。\n"


def test_an_interrupt_from_the_keyboard_ends_quietly(tmp_path):
    pipe = tmp_path / "report.txt"
    os.mkfifo(pipe)
    output = tmp_path / "out.json"
    command = [*GONGKAI, "convert", str(pipe), "-o", str(output)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        writer = pipe.open("wb")  # Returns once the command has opened its end: it is reading now.
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        writer.close()
    assert (process.returncode, out) == (130, "")
    assert err.strip() == ""
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_an_interrupt_while_writing_leaves_no_half_file(capsys, monkeypatch, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    assert run(["convert", str(REPORT), "-o", str(tmp_path / "out.json")]) == command_line.INTERRUPTED
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("2023年，我局收到政府信息公开申请3件。", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [["audit"], ["convert", "--to", "json", "-o", "out"]])
def test_progress_is_for_a_terminal_only(capsys, monkeypatch, folder, command):
    monkeypatch.chdir(folder)
    assert run([*command, str(folder)]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert run([*command, str(folder / "a.txt"), str(folder / "b.txt")]) == 0
    assert "100%" in terminal.getvalue()
    assert "100%" not in capsys.readouterr().out


def test_progress_of_a_single_report_is_not_shown(capsys, monkeypatch, folder):
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert run(["audit", str(folder / "a.txt")]) == 0
    assert terminal.getvalue() == ""
    assert "a.txt" in capsys.readouterr().out
