"""Reading: any file of an annual report into the one model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from gongkai.law.editions import Edition
from gongkai.law.messages import Message
from gongkai.report.model import Report, Source
from gongkai.report.reading.errors import UnreadableError

__all__ = ["UnreadableError", "read", "read_bytes", "refuse_nothing"]

LARGEST_FILE = 200 * 1024 * 1024
REMAKE = Message("请用 gongkai convert 重新生成")


def read(path: Path, *, edition: Edition | None = None) -> Report:
    """Read the file at ``path`` into a Report. ``edition`` names a custom edition to read its tables by.

    Raises UnreadableError, with a reason and a mend in Chinese, when the file is missing or no report can be got out
    of it.
    """
    try:
        if path.is_dir():
            raise UnreadableError("这是文件夹，不是文件", "请指定文件夹中的一个文件")
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError("文件超过200MB", "请确认这是年度报告；删去其中的图片后另存再试")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError("没有这个文件", "请检查路径和文件名") from error
    except OSError as error:
        raise UnreadableError("打不开这个文件", "请检查是否有读取权限、是否被别的程序占用") from error
    return read_bytes(data, path.name, edition=edition)


def read_bytes(data: bytes, name: str, *, edition: Edition | None = None) -> Report:
    """Read the bytes of a file called ``name``; the name only helps to tell formats apart."""
    from gongkai.report.reading.formats import open_document
    from gongkai.report.reading.formats.detect import detect
    from gongkai.report.reading.recognise import recognise

    if detect(data, name) == "json":
        return _from_json(data)
    document = open_document(data, name)
    report = recognise(document, edition=edition)
    report.source = Source(name, hashlib.sha256(data).hexdigest(), document.format)
    return report


def refuse_nothing(report: Report) -> Report:
    """The report; UnreadableError where its file gave nothing of one (a scan, another document)."""
    if report.cells or report.claims or report.year or report.title:
        return report
    if report.notes:  # These say themselves what to do.
        raise UnreadableError(report.notes[0].message, "请确认这是年度报告")
    raise UnreadableError("没有读出年度报告的内容", "请确认这是年度报告；扫描件请先做文字识别（OCR）")


def _from_json(data: bytes) -> Report:
    """A report that was written as JSON; it keeps the source that it was first read from."""
    from gongkai.report.serialise import SchemaError, from_json

    try:
        tree = json.loads(data)
        json.dumps(tree, ensure_ascii=False).encode()  # Half of a surrogate pair could be read and not be written.
        return from_json(tree)
    except SchemaError as error:
        why = error.args[0]
        raise UnreadableError(Message("不是本软件写出的报告 JSON（{why}）", why=why), REMAKE) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("JSON 文件有语法错误", REMAKE) from error
