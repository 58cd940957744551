"""The one place of every word that the site itself says, in its pages and in its charts. The site is in Chinese; what
would say it in another language is a catalogue put here."""

from __future__ import annotations

from gettext import NullTranslations

catalogue = NullTranslations()


def _(text: str, **values: object) -> str:
    """A text of the site (Chinese, the source language) in the language of the site, its ``{values}`` filled in."""
    said = catalogue.gettext(text) if text else ""  # A catalogue keeps its own head under the empty text.
    return said.format(**values) if values else said


def plural(one: str, several: str, number: int) -> str:
    """The one of two texts that goes with a number."""
    return catalogue.ngettext(one, several, number)
