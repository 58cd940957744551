"""The language of what commands say: Simplified Chinese, or English where the user's locale is English."""

from __future__ import annotations

import gettext
import os
from functools import cache
from importlib.resources import files

DOMAIN = "gongkai"


def wants_english() -> bool:
    """True when the locale variables name English (``en_US.UTF-8``); Chinese otherwise, ``C`` included."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("en")
    return False


@cache
def _english() -> gettext.NullTranslations:
    folder = files("gongkai") / "locale"
    return gettext.translation(DOMAIN, str(folder), languages=["en"])


def translate(message: str) -> str:
    """``message`` (Chinese, the source language) in the user's language."""
    return _english().gettext(message) if wants_english() else message


def say(template: str, **values: object) -> str:
    """A message with its values filled in, in the user's language."""
    return translate(template).format(**values)
