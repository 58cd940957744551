"""Bringing the platform up in a process that is not a web server: commands, the worker, backups."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

SETTINGS = "gongkai.config.settings"


def start(*, throwaway_secret: bool = True, language: str | None = None) -> Path:
    """Set Django up and return the home folder, which is made, for its owner only, where there is none. A command that
    signs nothing for others may do with a secret of its own. A restore that was killed half way is completed."""
    from gongkai.config.environment import PREFIX, environment

    if throwaway_secret:
        os.environ.setdefault(f"{PREFIX}SECRET_KEY", secrets.token_urlsafe(60))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    home = environment().home
    home.mkdir(parents=True, exist_ok=True, mode=0o700)

    import django

    django.setup()
    from django.utils import translation

    from gongkai.config.restoring import complete

    if language:
        translation.activate(language)

    complete(home)
    return home


def bring_up_to_date(*, quiet: bool = True) -> None:
    """Make or upgrade the database; NewerDatabaseError where a newer Gongkai has used it."""
    from django.core.management import call_command

    from gongkai.config.upgrading import refuse_newer

    refuse_newer()
    call_command("migrate", verbosity=0 if quiet else 1, interactive=False, stdout=sys.stderr)
    call_command("createcachetable", verbosity=0)
