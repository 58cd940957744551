"""The tutorials are run: each command of a page, in its order, in one folder; they print what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
TUTORIALS = ["tutorial-january.md"]


def steps(page: str) -> list[tuple[str, list[str]]]:
    """The commands of a page, here-documents included, each with the lines that it should print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        end: str | None = None
        for line in block.splitlines():
            if end is None and line.startswith("$ "):
                found.append((line[2:], []))
                here = re.search(r"<<'(\w+)'", line)
                end = here.group(1) if here else None
            elif end is not None:
                found[-1] = (found[-1][0] + "\n" + line, [])
                end = None if line == end else end
            elif line != "…":
                found[-1][1].append(line)
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LANGUAGE": "en"}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_page_is_taken_apart_into_commands_and_what_they_print():
    page = "a\n```console\n$ cat <<'END'\nx\nEND\n$ echo b\nb\n…\nc\n```\n"
    assert steps(page) == [("cat <<'END'\nx\nEND", []), ("echo b", ["b", "c"])]


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_does_what_it_shows(name, tmp_path):
    commands = steps((DOCS / name).read_text(encoding="utf-8"))
    assert len(commands) > 5
    for command, lines in commands:
        done = run(command, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed = squeezed(done.stdout + done.stderr)
        for line in lines:
            assert squeezed(line) in printed, f"{command}\nprints:\n{done.stdout}{done.stderr}"
