"""Commands that need the platform: Django is loaded when they run, never by reading or auditing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from gongkai.cli.errors import CommandError
from gongkai.cli.language import say, wants_english


@contextmanager
def platform(*, up_to_date: bool = True, throwaway_secret: bool = True) -> Iterator[Path]:
    """The home folder, with Django set up and the database made or upgraded; a refusal becomes one line."""
    if find_spec("django") is None:
        raise CommandError(say("缺少组件 {package}", package="django"), "请安装：pip install 'gongkai[platform]'")
    from pydantic import ValidationError

    try:
        home = _started(up_to_date, throwaway_secret)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise CommandError(say("设置 {name} 不对：{reason}", name=place, reason=first["msg"])) from error
    except (ValueError, OSError) as error:
        raise CommandError(say("设置不对：{reason}", reason=error)) from error
    from gongkai.agencies.errors import Refusal

    try:
        yield home
    except Refusal as refusal:
        raise CommandError(refusal.reason.rstrip("。；"), refusal.mend.rstrip("。")) from refusal


def _started(up_to_date: bool, throwaway_secret: bool) -> Path:
    from gongkai.config.start import bring_up_to_date, start

    home = start(throwaway_secret=throwaway_secret)
    from django.db import DatabaseError
    from django.utils import translation

    from gongkai.agencies.errors import Refusal

    translation.activate("en" if wants_english() else "zh-hans")
    try:
        if up_to_date:
            bring_up_to_date()
    except DatabaseError as error:
        raise CommandError(
            say("打不开数据库：{reason}", reason=error), say("请检查 GONGKAI_HOME 和 GONGKAI_DATABASE_URL")
        ) from error
    except Refusal as refusal:
        raise CommandError(refusal.reason.rstrip("。"), refusal.mend.rstrip("。")) from refusal
    return home
