"""Reading an uploaded file where it can do no harm: in a process of its own, with limits, without our environment."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
SECONDS = 150
"""A report takes a tenth of a second; what takes longer than this does not end."""
KILLED = ("读取这个文件时占用的时间或内存过多，已中止", "请确认这是年度报告；用 Word 或 WPS 另存为 docx 后再上传")
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


def read_confined(path: Path, name: str, *, seconds: float = SECONDS) -> dict[str, Any]:
    """What ``reading_child`` found in the file: ``refusal``, or ``content`` and ``doubts``."""
    command = [sys.executable, "-m", "gongkai.filing.collecting.reading_child", str(path), name]
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        ended = subprocess.run(command, capture_output=True, timeout=seconds, env=kept, check=False)
    except subprocess.TimeoutExpired:
        return {"refusal": KILLED}
    if ended.returncode:
        log.warning("reading an upload ended with %s: %s", ended.returncode, _kind_of(ended.stderr))
        return {"refusal": KILLED}
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def _kind_of(complaint: bytes) -> str:
    """The class of the error that a process ended with; what it says besides may quote the file."""
    last = complaint.decode(errors="replace").rstrip().rpartition("\n")[2].partition(":")[0]
    return last if last.replace(".", "").isidentifier() else "?"
