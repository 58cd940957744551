"""Restoring a backup: all or nothing.

Everything is unpacked and checked beside the home's own things first. Then a plan (``restore.json``) is written; from
that moment the restore has happened: whoever is killed while putting the parts in place, the next command that starts
carries the plan out. Each step may be repeated. What was there is kept in ``before-restore-TIME/``.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from gongkai.config.backups import (
    MANIFEST,
    POSTGRES,
    SCHEMA,
    BackupRefusal,
    copy_database,
    database_name,
    has_database,
    postgres,
    sha256,
    workspace,
)
from gongkai.config.homes import nobody_else
from gongkai.config.upgrading import refuse_unknown

PLAN = "restore.json"
SCRIPT = "database.sql"
# Our tables only: a schema may belong to somebody else, and hold what is not ours.
EMPTY = """DO $$ DECLARE name text; BEGIN
FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name); END LOOP; END $$"""


def restore(source: Path, *, replace: bool = False) -> dict[str, Any]:
    """Bring database and files back from an archive, whose manifest is returned. What is there is refused unless
    ``replace``, and then kept. Every member's hash is checked before anything is touched."""
    home = Path(settings.HOME)
    with nobody_else(home), workspace(home) as folder:
        if not replace and _occupied():
            raise BackupRefusal(_("这里已经有数据。"), _("要用备份替换它，请加 --replace；原有数据会另存。"))
        manifest = _unpack(source, folder)
        _refuse_unfit(manifest)
        _plan(home, folder)
        try:
            _carry_out(home)
        except BackupRefusal:  # PostgreSQL did not take the database: it is as it was, and so is everything.
            _give_up(home)
            raise
    return manifest


def complete(home: Path) -> None:
    """Put in place what a restore has planned that was killed since, if there is such a plan."""
    if (home / PLAN).exists():
        with nobody_else(home):
            _carry_out(home)


def _carry_out(home: Path) -> None:
    staged, kept = _planned(home)
    connection.close()
    kept.mkdir(exist_ok=True, mode=0o700)
    _put_database(staged, kept)
    _swap(staged / "media", Path(settings.MEDIA_ROOT), kept)
    (home / PLAN).unlink()
    shutil.rmtree(staged)
    if not any(kept.iterdir()):
        kept.rmdir()


def _planned(home: Path) -> tuple[Path, Path]:
    names = json.loads((home / PLAN).read_text(encoding="utf-8"))
    return home / names["staged"], home / names["kept"]


def _give_up(home: Path) -> None:
    staged, kept = _planned(home)
    (home / PLAN).unlink()
    shutil.rmtree(staged)
    shutil.rmtree(kept)


def _occupied() -> bool:
    media = Path(settings.MEDIA_ROOT)
    return has_database() or (media.exists() and any(media.iterdir()))


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """The manifest of an archive whose members lie in ``folder``, complete, unaltered and no more."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, _plain_members(archive), filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise BackupRefusal(
            _("读不出备份 %(name)s：%(fault)s。") % {"name": source.name, "fault": error}, _("请换一个完整的备份文件。")
        ) from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        raise BackupRefusal(_("这不是本系统能用的备份。"), _("请用做备份时的版本恢复，再升级。"))
    _check_members(folder, manifest["members"])
    return manifest


def _plain_members(archive: tarfile.TarFile) -> list[tarfile.TarInfo]:
    members = archive.getmembers()
    for member in members:
        if not member.isreg():
            raise tarfile.ExtractError(f"{member.name!r}")
    return members


def _check_members(folder: Path, expected: dict[str, str]) -> None:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del found[MANIFEST]
    for name in sorted(found.keys() | expected.keys()):
        if name not in found or name not in expected or sha256(found[name]) != expected[name]:
            raise BackupRefusal(_("备份中的 %(name)s 已损坏。") % {"name": name}, _("请换一个完整的备份文件。"))


def _refuse_unfit(manifest: dict[str, Any]) -> None:
    if manifest["database"] != database_name():
        raise BackupRefusal(
            _("备份来自另一种数据库（%(kind)s）。") % {"kind": manifest["database"]},
            _("请按备份时的设置填写 GONGKAI_DATABASE_URL。"),
        )
    refuse_unknown({(label, name) for label, _dot, name in (m.partition(".") for m in manifest["migrations"])})


def _plan(home: Path, folder: Path) -> None:
    """Keep a copy of what cannot be moved aside, and write the plan."""
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    staged, kept = home / f".restore-{moment}", home / f"before-restore-{moment}"
    (folder / "media").mkdir(exist_ok=True)
    if database_name() == POSTGRES:
        postgres("pg_restore", "--no-owner", "--no-privileges", f"--file={folder / SCRIPT}", str(folder / POSTGRES))
        if has_database():
            kept.mkdir(mode=0o700)
            copy_database(kept / POSTGRES)
    folder.rename(staged)
    draft = staged / "plan"
    draft.write_text(json.dumps({"staged": staged.name, "kept": kept.name}), encoding="utf-8")
    _to_disk(staged)
    os.replace(draft, home / PLAN)


def _to_disk(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


def _put_database(staged: Path, kept: Path) -> None:
    if database_name() == POSTGRES:
        postgres(
            "psql", "-qX", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-c", EMPTY, "-f", str(staged / SCRIPT)
        )
        return
    target = Path(connection.settings_dict["NAME"])
    _swap(staged / "database.sqlite3", target, kept, beside=("-wal", "-shm"))


def _swap(new: Path, target: Path, kept: Path, beside: tuple[str, ...] = ()) -> None:
    """Put ``new`` in the place of ``target``, which is kept; nothing when that has been done."""
    if not new.exists():
        return
    for path in (target, *(Path(f"{target}{suffix}") for suffix in beside)):
        if path.exists():
            os.replace(path, kept / path.name)
    os.replace(new, target)
