"""The language of what commands say: Simplified Chinese, or English where the user's locale is English."""

from __future__ import annotations

import gettext
import os
import unicodedata
from functools import cache
from importlib.resources import files

from gongkai.law.messages import Message, fill

DOMAIN = "gongkai"
FOLDER = str(files("gongkai") / "locale")


def wants_english() -> bool:
    """True when the locale variables name English (``en_US.UTF-8``); Chinese otherwise, ``C`` included."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("en")
    return False


def choose_language() -> None:
    """Make click's own words (``Usage``, ``Options``), which it looks up with gettext, follow the same choice."""
    os.environ["LANGUAGE"] = "en" if wants_english() else "zh_CN"
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)


@cache
def _english() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, languages=["en"])


def translate(message: str) -> str:
    """``message`` (Chinese, the source language) in the user's language, a ``Message`` with the messages inside it."""
    if not wants_english():
        return str(message)
    if isinstance(message, Message):
        return fill(_english().gettext(message.template), message.values, translate, ", ")
    return _english().gettext(message)


def say(template: str, **values: object) -> str:
    """A message with its values filled in, in the user's language."""
    return translate(Message(template, **values))


def printable(text: str) -> str:
    """Text for one line of a terminal: what would steer it (escapes, line ends, changes of the writing direction), as
    the name of a file may, is shown as ``\\x1b``."""
    return "".join(c.encode("unicode_escape").decode() if _steers(c) else c for c in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
