"""What people get wrong: each mistake is answered in one line, in Chinese and in English, and leaves nothing behind."""

from __future__ import annotations

import errno
import json
import os
import re
import struct
import zipfile
from pathlib import Path

import pytest

from gongkai.cli.main import run

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "reports"
OLD, NEW = SAMPLES / "2014山东部门-科技局-2017.txt", SAMPLES / "2021版-镇政府-2023.md"
WORD = SAMPLES / "2021版-市政府-2024.docx"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def compound_file(*streams: str) -> bytes:
    """An OLE file with empty streams of these names, as Office writes a document that it has encrypted."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<9I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    fat = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = [_entry("Root Entry", 5, 1)]
    entries += [
        _entry(name, 2, 0xFFFFFFFF, n + 1 if n < len(streams) else 0xFFFFFFFF) for n, name in enumerate(streams, 1)
    ]
    return head + fat + b"".join(entries).ljust(512, b"\0")


def _entry(name: str, kind: int, child: int, following: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<3I", 0xFFFFFFFF, following, child)
    tail = bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
    return encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + links + tail


def locked_pdf() -> bytes:
    """A PDF that asks for a password nobody knows."""
    secret = "41" * 32
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        f"trailer<</Root 1 0 R/Size 4/Encrypt<</Filter/Standard/V 1/R 2/O<{secret}>/U<{secret}>/P -4>>/ID[<00><00>]>>\n"
        "startxref\n0\n%%EOF\n"
    ).encode()


@pytest.fixture
def desk(monkeypatch, tmp_path):
    """A folder with a good report, and with much that is none."""
    monkeypatch.chdir(tmp_path)
    for name, source in (("old.txt", OLD), ("new.md", NEW)):
        (tmp_path / name).write_bytes(source.read_bytes())
    (tmp_path / "prose.txt").write_text("2023年，我局收到政府信息公开申请3件。", encoding="utf-8")
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "junk.docx").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "cut.docx").write_bytes(WORD.read_bytes()[:9_000])
    (tmp_path / "locked.docx").write_bytes(compound_file("EncryptionInfo", "EncryptedPackage"))
    (tmp_path / "locked.pdf").write_bytes(locked_pdf())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(300))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    (tmp_path / "list.json").write_text("[1, 2]", encoding="utf-8")
    (tmp_path / "cut.json").write_text('{"schema": "gongkai.report/1", "cells": ', encoding="utf-8")
    (tmp_path / "other.json").write_text('{"schema": "gongkai.report/1", "cells": {"a": 1}}', encoding="utf-8")
    (tmp_path / "edition.json").write_text('{"id": "X", "title": "", "tables": []}', encoding="utf-8")
    holiday = {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}
    calendar = {"version": "1", "years": {"27": {"holidays": [holiday]}}}
    (tmp_path / "calendar.json").write_text(json.dumps(calendar), encoding="utf-8")
    (tmp_path / "settings.json").write_text('{"payment_days": 0, "nonsense": 1}', encoding="utf-8")
    (tmp_path / "names.txt").write_bytes("某局".encode("gbk"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.docx").mkdir()
    return tmp_path


LONG = "a" * 300
COMBINED = ["--agency", "X", "-o", "sum.json"]
MISTAKES = [
    (["audti"], "没有命令 audti；是不是 audit"),
    (["--colour"], "没有选项 --colour"),
    (["read"], "缺少 FILE"),
    (["read", "new.md", "old.txt"], "多余的参数 old.txt"),
    (["read", "--editoin", "x", "new.md"], "是不是 --edition"),
    (["read", "new.md", "--edition"], "选项 --edition 后面要有值"),
    (["read", "none.docx"], "没有这个文件"),
    (["read", "folder"], "这是文件夹"),
    (["read", "empty.docx"], "文件是空的"),
    (["read", "junk.docx"], "认不出的文件格式"),
    (["read", "cut.docx"], "损坏"),
    (["read", "locked.docx"], "文件加了密码"),
    (["read", "locked.pdf"], "PDF 文件加了打开密码"),
    (["read", "broken.pdf"], "PDF 文件已损坏或不是 PDF"),
    (["read", "picture.png"], "这是图片"),
    (["read", "all.zip"], "这是压缩包"),
    (["read", "cut.json"], "语法错误"),
    (["read", "other.json"], "cells[a] 应为对象"),
    (["read", f"{LONG}.docx"], "打不开这个文件"),
    (["read", "new.md/x.docx"], "打不开这个文件"),
    (["read", "new.md", "--edition", "edition.json"], "$.tables：至少要有 1 项"),
    (["read", "new.md", "--edition", "none.json"], "无法打开文件"),
    (["read", "new.md", "--edition", "junk.docx"], "不是 UTF-8"),
    (["read", "new.md", "--edition", "list.json"], "应为对象（{…}），现为 [1, 2]"),
    (["audit"], "缺少 PATH…"),
    (["audit", "folder"], "没有找到可读的报告文件"),
    (["audit", "new.md", "--format", "pdf"], "只能是 table、json、html、xlsx"),
    (["audit", "new.md", "--format", "html"], "请加 -o 文件名.html"),
    (["audit", "new.md", "-o", "a.docx"], "不知道 a.docx 是什么格式"),
    (["audit", "new.md", "--format", "json", "-o", "a.json", "-o", "b.json"], "--format 只能配一个 -o"),
    (["audit", "new.md", "-o", "old.txt/a.html"], "写不了"),
    (["audit", "new.md", "--format", "json", "-o", "folder"], "这是文件夹"),
    (["audit", "new.md", "--previous", "none.txt"], "没有这个文件"),
    (["convert", "new.md"], "缺少 --output"),
    (["convert", "new.md", "-o", "a.odt"], "不能写成 a.odt"),
    (["convert", "new.md", "-o", "folder"], "不能写成 folder"),
    (["convert", "new.md", "-o", "folder.docx"], "这是文件夹"),
    (["convert", "new.md", "-o", "old.txt/a.docx"], "写不了"),
    (["convert", "new.md", "-o", f"{LONG}.docx"], "名称太长"),
    (["convert", "new.md", "old.txt", "-o", "a.docx"], "-o 只能放一份报告"),
    (["convert", "folder", "--to", "docx", "-o", "out"], "没有找到可读的报告文件"),
    (["convert", "new.md", "old.txt", "--to", "docx", "-o", "prose.txt"], "prose.txt 不是文件夹"),
    (["convert", "junk.docx", "-o", "a.docx"], "认不出的文件格式"),
    (["compare", "new.md"], "缺少 B"),
    (["compare", "new.md", "prose.txt"], "prose.txt 中没有可识别的统计表"),
    (["compare", "new.md", "old.txt", "-o", "folder"], "这是文件夹"),
    (["combine", "new.md", "-o", "sum.json"], "缺少 --agency"),
    (["combine", "new.md", "old.txt", *COMBINED], "报告分属2017、2023年度"),
    (["combine", "new.md", "new.md", "./new.md", *COMBINED], "有两份报告，会重复计算"),
    (["combine", "prose.txt", *COMBINED], "没有可识别的年度或统计表"),
    (["combine", "folder", *COMBINED], "没有可汇总的报告"),
    (["combine", "new.md", "--agency", "X", "-o", "sum.txt"], "不能写成“txt”格式"),
    (["combine", "new.md", "--agency", "X", "-o", "sum"], "不能写成“无后缀”格式"),
    (["combine", "new.md", *COMBINED, "--expected", "names.txt"], "读不了名单 names.txt"),
    (["combine", "new.md", *COMBINED, "--parent", "junk.docx"], "认不出的文件格式"),
    (["deadline"], "中填一个"),
    (["deadline", "--received", "tomorrow"], "“tomorrow”不是日期"),
    (["deadline", "--received", "2026-02-30"], "没有“2026-02-30”这一天"),
    (["deadline", "--received", "2026-11-02", "--event", "lost=2026-11-03"], "没有事件“lost”"),
    (["deadline", "--received", "2026-11-02", "--event", "paid=2026-11-05"], "请补上“fee-notified”"),
    (["deadline", "--received", "2026-11-02", "--event", "extended=2026-11-05+99"], "第三十三条规定最长 20 个"),
    (["deadline", "--received", "2026-11-02", "--event", "answered=2026-10-01"], "早于收到申请之日"),
    (["deadline", "--received", "2001-01-01"], "施行之日"),
    (["deadline", "--received", "2026-11-02", "--calendar", "calendar.json"], "“27”不是年份"),
    (["deadline", "--received", "2026-11-02", "--settings", "settings.json"], "应为 1 至 365 的整数"),
    (["deadline", "--annual-report", "soon"], "要填一个合适的整数"),
    (["deadline", "--annual-report", "1999"], "1999"),
    (["fee"], "应填且只填一个"),
    (["fee", "--items", "3", "--pages", "4"], "应填且只填一个"),
    (["fee", "--items", "-3"], "现为 -3"),
    (["fee", "--pages", "3.5"], "要填一个合适的整数"),
    (["fee", "--pages", "3", "--date", "2019-01-01"], "起施行"),
    (["edition", "chek", "x"], "是不是 check"),
    (["edition", "check", "none.json"], "找不到文件 none.json"),
    (["edition", "show", "cn-gid-2099"], "没有版本“cn-gid-2099”"),
    (["edition", "show", "edition.json"], "有误：$.id"),
    (["corpus", "read", "folder", "-o", "s3://b/st"], "--output：s3://b/st 是远程地址"),
    (["corpus", "read", "folder", "-o", ""], "--output：路径是空的"),
    (["corpus", "read", "", "-o", "st"], "DIR…：路径是空的"),
    (["corpus", "query", "st", "SELECT 1", "--limit", "0"], "--limit：要填整数，不小于1"),
    (["corpus", "synth", "0", "-o", "st"], "N：要填整数，不小于1"),
    (["corpus", "read", "folder", "-o", "st", "--workers", "0"], "--workers：要填整数，不小于1"),
    (["corpus", "query", "st", "SELECT 1", "-o", "s3://b/a.csv"], "--output：s3://b/a.csv 是远程地址"),
    (["corpus", "query", "s3://b/st", "SELECT 1"], "STORE：s3://b/st 是远程地址"),
    (["corpus", "audit", "st", "-o", "a.json", "-o", "memory://a.json"], "memory://a.json 是远程地址"),
    (["corpus", "audit", "", "-o", "a.json"], "STORE：路径是空的"),
    (["corpus", "report", "st", "-o", "file:///site"], "file:///site 是远程地址"),
    (["corpus", "synth", "1", "-o", "s3://b/st"], "s3://b/st 是远程地址"),
    (["corpus", "score", "st", "answers.json", "-o", "s3://b/score.json"], "s3://b/score.json 是远程地址"),
]


def everything(folder: Path) -> dict[Path, bytes | None]:
    """All that is in a folder, hidden files too."""
    return {file: file.read_bytes() if file.is_file() else None for file in folder.rglob("*")}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("arguments", "words"), MISTAKES, ids=lambda value: " ".join(value)[:60])
def test_a_mistake_is_one_line_in_either_language(capsys, monkeypatch, desk, arguments, words, language):
    monkeypatch.setenv("LANGUAGE", language)
    before = everything(desk)
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("gongkai: ")
    assert said.err.endswith("\n")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    if language == "zh_CN":
        assert words in said.err
        assert not re.search(r"No such|Errno|Error|Invalid|is not", said.err)
    else:
        quoted = (desk / "new.md").read_text(encoding="utf-8")
        assert [text for text in CHINESE.findall(said.err) if text not in quoted] == []
    assert everything(desk) == before


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["none.txt", "junk.docx", "locked.docx", "locked.pdf", "empty.docx"])
def test_audit_names_what_it_could_not_read_and_goes_on(capsys, monkeypatch, desk, name, language):
    monkeypatch.setenv("LANGUAGE", language)
    assert run(["audit", name, "new.md"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("gongkai: ")
    assert said.err.count("\n") == 1
    assert name in said.err
    assert bool(CHINESE.search(said.err)) is (language == "zh_CN")
    assert "2023" in said.out


def test_findings_of_severity_error_exit_with_one(desk):
    assert run(["convert", str(WORD), "-o", "right.json"]) == 0
    report = json.loads((desk / "right.json").read_text(encoding="utf-8"))
    report["cells"]["req_received@total"]["value"] += 1000
    (desk / "wrong.json").write_text(json.dumps(report), encoding="utf-8")
    assert run(["audit", "right.json"]) == 0
    assert run(["audit", "wrong.json"]) == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_several_reports_that_cannot_be_converted_are_each_named(capsys, monkeypatch, desk, language):
    monkeypatch.setenv("LANGUAGE", language)
    assert run(["convert", "new.md", "junk.docx", "locked.pdf", "--to", "json", "-o", "out"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [name in line for name, line in zip(("junk.docx", "locked.pdf", "2"), lines, strict=True)] == [True] * 3
    assert [file.name for file in (desk / "out").iterdir()] == ["new.json"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "没有权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "磁盘只读"),
        (errno.EIO, "Input/output error"),
    ],
)
@pytest.mark.parametrize("command", [["convert", "new.md"], ["audit", "new.md"], ["compare", "new.md", "new.md"]])
def test_what_the_disk_refuses_is_said_and_leaves_no_half_file(
    capsys, monkeypatch, desk, command, number, words, language
):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setattr(Path, "replace", refuse)
    before = everything(desk)
    assert run([*command, "-o", "out.json"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert words in said or (language == "en" and not CHINESE.search(said))
    assert everything(desk) == before
