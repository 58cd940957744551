"""Access to the data files of this package (editions, rules, calendars, parameters)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files("gongkai.law") / "data"


@cache
def load_json(name: str) -> Any:
    """The parsed content of ``law/data/<name>``; callers must not change it."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))
