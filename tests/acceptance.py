"""Where the acceptance data lie: beside the checkout, not in it. Tests that need them skip where they are absent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS = SHARED / "seeds"
SAMPLES = SHARED / "samples" / "narratives"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the acceptance data (../shared) are not here")


@cache
def domain(name: str) -> Any:
    """A JSON file of the acceptance data; an empty dict where the data are absent."""
    path = SHARED / "domain" / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def seed_names() -> list[str]:
    return sorted(domain("seed-values.json").get("reports", {}))
