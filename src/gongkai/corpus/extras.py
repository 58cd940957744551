"""Packages that a plain installation does not have: imported when needed, a missing one named in one line."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Literal

from gongkai.corpus.errors import CorpusError
from gongkai.law.messages import Message

Extra = Literal["analytics", "cluster"]


def require(module: str, extra: Extra) -> ModuleType:
    """The module; CorpusError names the package that is missing and the extra that brings it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or module
        raise CorpusError(
            Message("缺少组件 {package}", package=missing),
            Message("请安装：pip install 'gongkai[{extra}]'", extra=extra),
        ) from error
