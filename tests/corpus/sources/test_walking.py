"""Walking folders and remote addresses: what is found, in which order, what is passed over, what is told."""

import errno
import os
import socket
import sys
from pathlib import Path

import fsspec
import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.sources import walking
from gongkai.corpus.sources.items import Fault, Item, storable
from gongkai.corpus.sources.kinds import kind_of
from gongkai.corpus.sources.places import unopened
from gongkai.corpus.sources.walking import Walk


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def found(folder: Path, *addresses: str) -> tuple[list[str], Walk]:
    walk = Walk(addresses or (str(folder),))
    return [os.path.relpath(item.path, folder) for item in walk], walk


def test_files_of_reports_are_found_in_a_stable_order_and_others_are_counted(tmp_path):
    put(tmp_path, "b/乙局.docx", "a.html", "b/甲局.PDF", "c.tar.gz", "照片.jpg", "b/说明.exe", "z.zip")
    files, walk = found(tmp_path)
    assert files == ["a.html", "b/乙局.docx", "b/甲局.PDF", "c.tar.gz", "z.zip"]
    assert walk.others == 2


def test_hidden_files_and_the_answer_key_are_no_reports(tmp_path):
    put(tmp_path, ".git/a.txt", ".a.docx", "~$a.docx", "__MACOSX/a.docx", "answers.json", "a.docx")
    files, walk = found(tmp_path)
    assert files == ["a.docx"]
    assert walk.others == 1


def test_a_store_among_the_files_is_left_out(tmp_path):
    put(tmp_path, "库/reports/a.html", "单位/store.json", "单位/a.html")
    (tmp_path / "库/store.json").write_text('{"schema": "gongkai.store"}')
    assert found(tmp_path)[0] == ["单位/a.html", "单位/store.json"]


def test_a_loop_of_links_ends_and_each_folder_is_walked_once(tmp_path):
    put(tmp_path, "a/1.txt", "b/2.txt")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "b/self").symlink_to(tmp_path / "b")
    (tmp_path / "c").symlink_to("c")
    files, _ = found(tmp_path)
    assert files == ["a/1.txt", "b/2.txt"]


def test_a_link_to_nothing_is_a_fault(tmp_path):
    (tmp_path / "去年.docx").symlink_to(tmp_path / "gone")
    (tmp_path / "无关.jpg").symlink_to(tmp_path / "gone")
    faults = list(Walk([str(tmp_path)]))
    assert [type(fault) for fault in faults] == [Fault]
    assert "没有这个文件" in faults[0].reason


def test_pipes_and_devices_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    files, walk = found(tmp_path)
    assert (files, walk.others) == ([], 1)


def test_names_that_are_no_utf8_are_walked_opened_and_storable(tmp_path):
    raw = os.fsencode(tmp_path) + b"/" + "甲局.txt".encode("gbk")
    with open(raw, "wb") as file:
        file.write(b"x")
    (item,) = Walk([str(tmp_path)])
    assert isinstance(item, Item)
    assert os.path.exists(item.address)
    assert item.path == storable(item.address) == f"{tmp_path}/\\xbc\u05fe\\xd6.txt"  # Two of its bytes are UTF-8.
    assert item.name == "\\xbc\u05fe\\xd6.txt"


def test_a_file_that_is_named_is_taken_whatever_its_suffix_and_once(tmp_path):
    put(tmp_path, "a.bak", "b.txt")
    files, _ = found(tmp_path, *(str(tmp_path / n) for n in ("b.txt", "a.bak", "b.txt")), str(tmp_path))
    assert files == ["b.txt", "a.bak"]


def test_foreign_archives_are_listed_with_what_to_do(tmp_path):
    put(tmp_path, "a.7z", "b.RAR")
    faults = list(Walk([str(tmp_path)]))
    assert [(Path(f.path).name, "解压" in f.mend, f.size) for f in faults] == [("a.7z", True, 4), ("b.RAR", True, 5)]


def test_a_folder_without_permission_is_a_fault_and_the_others_are_walked(tmp_path, monkeypatch):
    put(tmp_path, "a/1.txt", "b/2.txt")
    listing = os.scandir

    def refusing(folder):  # Tests may run as root, whom no permission stops.
        if folder.endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return listing(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    fault, item = Walk([str(tmp_path)])
    assert isinstance(fault, Fault)
    assert (Path(fault.path).name, fault.reason) == ("a", "没有读取权限")
    assert item.path.endswith("b/2.txt")


def test_a_missing_folder_is_a_fault_of_the_walk(tmp_path):
    (fault,) = Walk([str(tmp_path / "没有")])
    assert isinstance(fault, Fault)


def test_local_addresses_have_one_form(tmp_path, monkeypatch):
    put(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    addresses = (".", "./a.txt", str(tmp_path), f"file://{tmp_path}", "file://" + str(tmp_path / "a.txt"))
    assert {item.path for address in addresses for item in Walk([address])} == {str(tmp_path / "a.txt")}


def test_a_remote_tree_is_walked_as_a_local_one():
    system = fsspec.filesystem("memory")
    for name in ("甲/1.html", "甲/.hidden.html", "甲/2.jpg", "3.zip", "4.rar"):
        system.pipe(f"/walked/{name}", b"data")
    walk = Walk(["memory://walked"])
    items = list(walk)
    assert [item.path for item in items] == [
        "memory:///walked/3.zip",
        "memory:///walked/4.rar",
        "memory:///walked/甲/1.html",
    ]
    assert isinstance(items[1], Fault)
    assert walk.others == 1
    assert [item.size for item in items] == [4, 4, 4]


def chained(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


class EndpointConnectionError(Exception):
    """As botocore names it."""


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError(2, "No such file or directory"), "没有这个文件或文件夹"),
        (chained(FileNotFoundError("http://x"), FileNotFoundError("http://x")), "没有这个文件或文件夹"),
        (chained(FileNotFoundError("http://x"), ConnectionRefusedError(111, "Connection refused")), "连不上服务器"),
        (ConnectionResetError(104, "Connection reset by peer"), "连不上服务器"),
        (TimeoutError(), "连不上服务器"),
        (socket.gaierror(-2, "Name or service not known"), "连不上服务器"),
        (EndpointConnectionError('Could not connect to the endpoint URL: "http://x"'), "连不上服务器"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "连不上服务器"),
        (OSError(errno.ELOOP, "Too many levels of symbolic links"), "没有这个文件或文件夹"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "打不开：名称太长"),
        (OSError(errno.EIO, "Input/output error"), "打不开：读写出错，磁盘或网络可能有故障"),
        (IsADirectoryError(errno.EISDIR, "Is a directory"), "打不开：这是文件夹"),
        (ZeroDivisionError("division by zero"), "打不开（ZeroDivisionError）"),
    ],
    ids=lambda value: type(value).__name__ + str(getattr(value, "errno", "")),
)
def test_why_something_does_not_open_is_told_in_our_words(error, reason):
    why = unopened(error)
    assert why.reason == reason
    assert why.mend


def test_a_server_that_does_not_answer_is_not_a_missing_file(tmp_path, monkeypatch):
    class Unreachable:
        def info(self, path):
            raise chained(FileNotFoundError(path), ConnectionRefusedError(111, "Connection refused"))

    monkeypatch.setattr(walking, "system_of", lambda address: (Unreachable(), address))
    monkeypatch.setattr(walking, "normal", str)
    walk = Walk(["http://127.0.0.1:1/a"])
    walk.check()
    (fault,) = walk
    assert fault.reason == "连不上服务器"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("gopher9://x/y", "认不出地址 gopher9://x/y"),
        ("gs://b/x", "打开 gs://b/x 缺少组件 gcsfs"),
        ("ftp://127.0.0.1:1/x", "打不开 ftp://127.0.0.1:1/x：连不上服务器"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_in_our_words(address, reason, monkeypatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(CorpusError) as caught:
        list(Walk([address]))
    assert caught.value.reason == reason


@pytest.mark.parametrize("address", ["gopher9://x/y", "zip://a::memory://b.zip"])
def test_an_address_that_nothing_opens_is_refused(address):
    with pytest.raises(CorpusError):
        list(Walk([address]))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("甲/2023年报.DOCX", "report"),
        ("a.tar.XZ", "archive"),
        ("甲/.b/c.docx", "hidden"),
        ("answers.json", "other"),
        (".docx", "hidden"),
        ("docx", "other"),
    ],
)
def test_kinds(path, kind):
    assert kind_of(path) == kind


def test_storable_keeps_what_is_unicode():
    assert storable("甲乙/丙.docx") == "甲乙/丙.docx"
