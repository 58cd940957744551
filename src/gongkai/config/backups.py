"""Backups: database and files in one archive, made while the site runs.

An archive (.tar.gz) holds the database (``database.sqlite3``, or ``database.dump`` in pg_dump's custom format), the
files below ``media/`` and, last, ``manifest.json``: schema, release, migrations, kind of database, SHA-256 of each
member. The database is copied first; files that it names are only ever added, so each of them is in the archive.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

import gongkai
from gongkai.agencies.errors import Refusal
from gongkai.config.upgrading import applied

SCHEMA = "gongkai.backup/1"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class BackupRefusal(Refusal):
    """The backup cannot be made or restored; nothing has been changed."""


def back_up(target: Path) -> dict[str, Any]:
    """Write the archive to ``target``, which appears only when it is whole, and return its manifest."""
    if not has_database():
        raise BackupRefusal(_("还没有数据库，没有可备份的数据。"), _("请检查 GONGKAI_HOME 和 GONGKAI_DATABASE_URL。"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with workspace(target.parent) as folder:
        manifest = _manifest()
        copy_database(folder / manifest["database"])
        partial = folder / "archive"
        with _private(partial) as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
            for name, path in ((manifest["database"], folder / manifest["database"]), *_media_files()):
                with suppress(FileNotFoundError):  # A file taken away meanwhile is one that the database does not name.
                    manifest["members"][name] = _add(archive, name, path)
            _add_bytes(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        os.replace(partial, target)
    return manifest


def database_name() -> str:
    return SQLITE if connection.vendor == "sqlite" else POSTGRES


def has_database() -> bool:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return bool(connection.introspection.table_names())


def copy_database(target: Path) -> None:
    """The database at one moment, whoever writes meanwhile."""
    if connection.vendor == "sqlite":
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    else:
        postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _media_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"media/{path.relative_to(root).as_posix()}", path


def _manifest() -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "release": gongkai.__version__,
        "migrations": sorted(f"{label}.{name}" for label, name in applied()),
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "database": database_name(),
        "members": {},
    }


class _Hashing:
    """A stream that hashes what is read from it, so that hash and archive are of the same bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """The SHA-256 of the file as it was put into the archive."""
    with path.open("rb") as stream:
        about = tarfile.TarInfo(name)
        about.size, about.mtime = os.fstat(stream.fileno()).st_size, int(path.stat().st_mtime)
        hashing = _Hashing(stream)
        archive.addfile(about, hashing)
    return hashing.digest.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size = len(data)
    archive.addfile(about, io.BytesIO(data))


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def postgres(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's own; the password goes through its environment, never the command line."""
    try:
        done = subprocess.run(
            [program, *arguments], env={**os.environ, **_told()}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupRefusal(
            _("找不到 %(program)s。") % {"program": program}, _("请安装 PostgreSQL 的客户端程序（postgresql-client）。")
        ) from error
    if done.returncode:
        raise BackupRefusal(_("%(program)s 没有做完：") % {"program": program}, done.stderr.strip()[-300:])


def _told() -> dict[str, str]:
    """What libpq's variables say of our database, the settings of its encryption included."""
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {variable: str(known[name]) for variable, name in names.items() if known.get(name)}
    options = {name: value for name, value in known.get("OPTIONS", {}).items() if name.startswith("ssl")}
    return told | {f"PG{name.upper()}": str(value) for name, value in options.items()}


@contextmanager
def workspace(parent: Path) -> Iterator[Path]:
    """A folder on the same disk, for its owner only, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        yield stream
