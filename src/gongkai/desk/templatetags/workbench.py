"""Figures and look-ups in the pages of the workbench."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from gongkai.report.model import Number
from gongkai.report.writing.figures import plain_number

register = template.Library()


@register.filter
def figure(value: Number | None) -> str:
    """A number as the form prints it; a dash for a blank, which is no zero."""
    return "—" if value is None else plain_number(value)


@register.filter
def size(value: Number) -> Number:
    return abs(value)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key, nothing where there is none."""
    return mapping.get(key, "")
