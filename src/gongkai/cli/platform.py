"""Commands that need the platform: Django is loaded when they run, never by reading or auditing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path

from gongkai.cli.errors import CommandError
from gongkai.cli.language import say, wants_english


@contextmanager
def platform(*, up_to_date: bool = True, throwaway_secret: bool = True, use: bool = True) -> Iterator[Path]:
    """The home folder, with Django set up and the database made or upgraded; a refusal becomes one line. While the home
    is in use nothing is restored there; ``use`` False is for restoring itself."""
    if find_spec("django") is None:
        raise CommandError(say("缺少组件 {package}", package="django"), "请安装：pip install 'gongkai[platform]'")
    from gongkai.agencies.errors import Refusal

    try:
        home = _started(throwaway_secret)
        with _using(home) if use else nullcontext():
            if up_to_date:
                _bring_up_to_date()
            yield home
    except Refusal as refusal:
        raise CommandError(refusal.reason.rstrip("。；"), refusal.mend.rstrip("。")) from refusal


def _started(throwaway_secret: bool) -> Path:
    from pydantic import ValidationError

    from gongkai.config.start import start

    try:
        return start(throwaway_secret=throwaway_secret, language="en" if wants_english() else "zh-hans")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise CommandError(say("设置 {name} 不对：{reason}", name=place, reason=first["msg"])) from error
    except (ValueError, OSError) as error:
        raise CommandError(say("设置不对：{reason}", reason=error)) from error


def _using(home: Path) -> AbstractContextManager[None]:
    from gongkai.config.homes import in_use

    return in_use(home)


def _bring_up_to_date() -> None:
    from django.db import DatabaseError

    from gongkai.config.start import bring_up_to_date

    try:
        bring_up_to_date()
    except DatabaseError as error:
        raise CommandError(
            say("打不开数据库：{reason}", reason=error), say("请检查 GONGKAI_HOME 和 GONGKAI_DATABASE_URL")
        ) from error
