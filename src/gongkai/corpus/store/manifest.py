"""The manifest of a store: which files count. A file that it does not list is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.disk import replace_file
from gongkai.corpus.store.schema import SCHEMA, TABLES, VERSION
from gongkai.law.messages import Message

NAME = "store.json"
Maker = Literal["read", "audit"]
_PATH = re.compile(r"[a-z_]+/(year=(\d{1,4}|none)/)?[0-9a-z]+-[0-9a-f]+\.parquet")
REVISION = sum(len(table.columns) for table in TABLES.values())
"""Grows with every column that a version of the schema gains; a part of an older revision lacks some columns."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file: its path within the store and its rows."""

    path: str
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one commit, or one compaction, has written. Within a part, every table of a year has the reports in the
    same order, each report's rows together."""

    id: str
    made_by: Maker
    files: Mapping[str, tuple[DataFile, ...]]
    revision: int = REVISION

    @property
    def size(self) -> int:
        """Addresses or reports that the part is about, whichever are more."""
        return max((self.rows("reports"), self.rows("files")))

    def rows(self, table: str) -> int:
        return sum(file.rows for file in self.files.get(table, ()))


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of a store. ``retired`` are contents that no address holds any more; views leave them out."""

    generation: int = 0
    parts: tuple[Part, ...] = ()
    retired: frozenset[str] = field(default_factory=frozenset)

    def files(self, table: str) -> list[DataFile]:
        return [file for part in self.parts for file in part.files.get(table, ())]

    def paths(self) -> Iterator[str]:
        """Every file that counts."""
        return (file.path for part in self.parts for files in part.files.values() for file in files)


def save(folder: Path, manifest: Manifest) -> None:
    """Make a generation the current one, at once. OSError as the system tells it; the old one then stays."""
    data = {
        "schema": SCHEMA,
        "version": VERSION,
        "generation": manifest.generation,
        "parts": [_part_out(part) for part in manifest.parts],
        "retired": sorted(manifest.retired),
    }
    replace_file(folder / NAME, json.dumps(data, ensure_ascii=False, indent=1).encode())


def _part_out(part: Part) -> dict[str, Any]:
    files = {table: [{"path": f.path, "rows": f.rows} for f in files] for table, files in part.files.items()}
    return {"id": part.id, "made_by": part.made_by, "revision": part.revision, "files": files}


def load(folder: Path) -> Manifest:
    """The current generation. CorpusError: no store, of a newer schema, unreadable."""
    path = folder / NAME
    try:
        data = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CorpusError(
            Message("{folder} 不是报告库", folder=folder), Message("请先用 gongkai corpus read 建库，或检查路径")
        ) from error
    except OSError as error:
        raise CorpusError(
            Message("读不了 {file}：{reason}", file=path, reason=str(error.strerror)), Message("请检查文件夹权限")
        ) from error
    except ValueError as error:
        raise damaged(path) from error
    return _manifest_in(data, path)


def damaged(path: Path) -> CorpusError:
    """The refusal of a file of the store whose content cannot be what was written."""
    return CorpusError(
        Message("报告库的文件 {file} 已损坏", file=path),
        Message("请从备份恢复这个库，或换一个文件夹用 gongkai corpus read 重新建库"),
    )


def _manifest_in(data: Any, path: Path) -> Manifest:
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise damaged(path)
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise CorpusError(
            Message(
                "报告库 {folder} 的结构版本为{found}，本程序只认识到{known}",
                folder=path.parent,
                found=version,
                known=VERSION,
            ),
            Message("请升级 gongkai"),
        )
    try:
        parts = tuple(_part_in(part) for part in data["parts"])
        return Manifest(int(data["generation"]), parts, frozenset(map(str, data["retired"])))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(path) from error


def _part_in(data: Any) -> Part:
    files = {str(table): tuple(_file_in(file) for file in files) for table, files in data["files"].items()}
    made_by: Maker = "audit" if data["made_by"] == "audit" else "read"
    return Part(str(data["id"]), made_by, files, int(data["revision"]))


def _file_in(data: Any) -> DataFile:
    """A manifest that somebody else wrote cannot lead out of the store."""
    if not _PATH.fullmatch(data["path"]):
        raise ValueError(data["path"])
    return DataFile(data["path"], int(data["rows"]))
