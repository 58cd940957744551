"""Backups: database and files in one archive, made while the site runs; restoring one all or not at all.

An archive (.tar.gz) holds ``manifest.json`` (schema, release, kind of database, SHA-256 of each member), the database
(``database.sqlite3``, or ``database.dump`` in pg_dump's custom format) and ``media/``. The database is copied first;
files that it names are only ever added, so each of them is in the archive.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

import gongkai
from gongkai.agencies.errors import Refusal

SCHEMA = "gongkai.backup/1"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
CHUNK = 1 << 20


class BackupRefusal(Refusal):
    """The backup cannot be made or restored; nothing has been changed."""


def back_up(target: Path) -> dict[str, Any]:
    """Write the archive to ``target``, which appears only when it is whole, and return its manifest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with _workspace(target.parent) as folder:
        database = folder / _database_name()
        _copy_database(database)
        members = [(database.name, database), *_media_files()]
        manifest = _manifest(members)
        partial = folder / "archive"
        with _private(partial) as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
            _add_manifest(archive, folder, manifest)
            for name, path in members:
                archive.add(path, name, recursive=False)
        os.replace(partial, target)
    return manifest


def restore(source: Path, *, replace: bool = False) -> dict[str, Any]:
    """Bring database and files back from an archive. What is there is refused unless ``replace``, and then kept beside
    as ``….before-restore-TIME``. Every member's hash is checked before anything is touched."""
    home = Path(settings.HOME)
    if not replace and _in_use():
        raise BackupRefusal(_("这里已经有数据。"), _("要用备份替换它，请加 --replace；原有数据会另存。"))
    with _workspace(home) as folder:
        manifest = _unpack(source, folder)
        wanted = _database_name()
        if manifest["database"] != wanted:
            raise BackupRefusal(
                _("备份来自另一种数据库（%(kind)s）。") % {"kind": manifest["database"]},
                _("请按备份时的设置填写 GONGKAI_DATABASE_URL。"),
            )
        connection.close()
        _put_database(folder / wanted, home)
        _put_media(folder / "media", home)
    return manifest


def _database_name() -> str:
    return SQLITE if connection.vendor == "sqlite" else POSTGRES


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _media_files() -> list[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted((f"media/{path.relative_to(root).as_posix()}", path) for path in files)


def _manifest(members: list[tuple[str, Path]]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "release": gongkai.__version__,
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "database": _database_name(),
        "members": {name: sha256(path) for name, path in members},
    }


def _add_manifest(archive: tarfile.TarFile, folder: Path, manifest: dict[str, Any]) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    archive.add(path, "manifest.json")


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """The manifest of an archive whose members lie in ``folder``, complete and unaltered."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise BackupRefusal(
            _("读不出备份 %(name)s：%(fault)s。") % {"name": source.name, "fault": error}, _("请换一个完整的备份文件。")
        ) from error
    if manifest.get("schema") != SCHEMA:
        raise BackupRefusal(_("这不是本系统能用的备份。"), _("请用做备份时的版本恢复，再升级。"))
    for name, expected in manifest["members"].items():
        path = folder / name
        if not path.is_file() or sha256(path) != expected:
            raise BackupRefusal(_("备份中的 %(name)s 已损坏。") % {"name": name}, _("请换一个完整的备份文件。"))
    return manifest


def _in_use() -> bool:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return bool(connection.introspection.table_names())


def _put_database(copy: Path, home: Path) -> None:
    if copy.name == POSTGRES:
        arguments = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _postgres("pg_restore", *arguments, f"--dbname={_postgres_name()}", str(copy))
        return
    target = Path(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        _set_aside(Path(f"{target}{suffix}"))
    os.replace(copy, target)


def _put_media(copy: Path, home: Path) -> None:
    target = Path(settings.MEDIA_ROOT)
    _set_aside(target)
    if copy.exists():
        os.replace(copy, target)


def _set_aside(path: Path) -> None:
    if path.exists():
        moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
        os.replace(path, path.with_name(f"{path.name}.before-restore-{moment}"))


def _postgres_name() -> str:
    return str(connection.settings_dict["NAME"])


def _postgres(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's own; the password goes through its environment, never the command line."""
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {variable: str(known[name]) for variable, name in names.items() if known.get(name)}
    try:
        done = subprocess.run([program, *arguments], env={**os.environ, **told}, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise BackupRefusal(
            _("找不到 %(program)s。") % {"program": program}, _("请安装 PostgreSQL 的客户端程序（postgresql-client）。")
        ) from error
    if done.returncode:
        raise BackupRefusal(_("%(program)s 没有做完：") % {"program": program}, done.stderr.strip()[-300:])


@contextmanager
def _workspace(parent: Path) -> Iterator[Path]:
    """A folder on the same disk, for its owner only, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _private(path: Path) -> Iterator[Any]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        yield stream
