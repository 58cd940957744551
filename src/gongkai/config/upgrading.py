"""What stands between the database and this release."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal


class NewerDatabaseError(Refusal):
    """The database has been used by a newer release: an older one would damage it."""


def pending() -> list[str]:
    """Names of the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def applied() -> set[tuple[str, str]]:
    """The migrations that the database has, as (room, name)."""
    return set(MigrationRecorder(connection).applied_migrations())


def refuse_newer() -> None:
    """Raise NewerDatabaseError where the database holds migrations of a room that this release does not know."""
    refuse_unknown(applied())


def refuse_unknown(migrations: Iterable[tuple[str, str]]) -> None:
    """Raise NewerDatabaseError where one of the migrations is of an app of ours but not known to this release."""
    loader = MigrationLoader(connection)
    ours = {label for label, _name in loader.disk_migrations}
    unknown = sorted(
        f"{label}.{name}"
        for label, name in migrations
        if label in ours and (label, name) not in loader.disk_migrations and not _replaced(loader, label, name)
    )
    if unknown:
        raise NewerDatabaseError(
            _("数据库已由更新的版本使用（%(names)s）。") % {"names": _("、").join(unknown[:3])}, _("请安装更新的版本。")
        )


def _replaced(loader: MigrationLoader, label: str, name: str) -> bool:
    return any((label, name) in migration.replaces for migration in loader.disk_migrations.values())
