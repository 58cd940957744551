"""The language of what is kept and of what leaves the house: always Chinese, whatever the person at the desk reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import override

LANGUAGE = "zh-hans"
P = ParamSpec("P")
T = TypeVar("T")


def in_chinese(function: Callable[P, T]) -> Callable[P, T]:
    """Django's ``override`` as a decorator would share one instance between threads."""

    @wraps(function)
    def told(*arguments: P.args, **named: P.kwargs) -> T:
        with override(LANGUAGE):
            return function(*arguments, **named)

    return told
