"""The folder of a site: whole or not at all, and never over files that are not a site."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.site import folder
from gongkai.corpus.site.folder import MARKER, new_site


def build(place, text="一", meanwhile=lambda: None):
    with new_site(place) as building:
        (building / "index.html").write_text(text, encoding="utf-8")
        meanwhile()


def put_thesis(folder):
    folder.mkdir(exist_ok=True)
    (folder / "thesis.docx").write_text("x")


def no_room():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def beside(place):
    return sorted(p.name for p in place.parent.iterdir())


def test_a_new_folder_appears_whole(tmp_path):
    build(tmp_path / "deep" / "site")
    assert sorted(p.name for p in (tmp_path / "deep" / "site").iterdir()) == [MARKER, "index.html"]
    assert beside(tmp_path / "deep" / "site") == ["site"]


def test_a_former_site_is_replaced_as_a_whole(tmp_path):
    with new_site(tmp_path / "site") as building:
        (building / "rules").mkdir()
        (building / "rules" / "left-over.html").write_text("x")
    build(tmp_path / "site", "二")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "二"
    assert not (tmp_path / "site" / "rules").exists()
    assert beside(tmp_path / "site") == ["site"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "site").mkdir()
    build(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").exists()


def test_other_files_are_never_lost(tmp_path):
    put_thesis(tmp_path / "site")
    with pytest.raises(CorpusError, match="不是本命令生成"):
        build(tmp_path / "site")
    assert beside(tmp_path / "site") == ["site"]
    assert (tmp_path / "site" / "thesis.docx").read_text() == "x"


def test_files_that_come_meanwhile_are_never_lost(tmp_path):
    with pytest.raises(CorpusError, match="不是本命令生成"):
        build(tmp_path / "site", meanwhile=lambda: put_thesis(tmp_path / "site"))
    assert (tmp_path / "site" / "thesis.docx").exists()


@pytest.mark.parametrize("place", ["mine.txt", "rules/mine.txt", "deep/er/mine.txt", "index.html.bak", ".notes"])
def test_a_file_put_into_a_site_is_never_lost(place, tmp_path):
    build(tmp_path / "site")
    mine = tmp_path / "site" / place
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("keep")
    with pytest.raises(CorpusError, match="不是本命令生成") as refused:
        build(tmp_path / "site", "二")
    assert place in str(refused.value.reason)
    assert mine.read_text() == "keep"
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "一"


def test_a_linked_folder_put_into_a_site_is_never_lost(tmp_path):
    build(tmp_path / "site")
    put_thesis(tmp_path / "papers")
    (tmp_path / "site" / "papers").symlink_to(tmp_path / "papers")
    with pytest.raises(CorpusError, match="papers"):
        build(tmp_path / "site")
    assert (tmp_path / "papers" / "thesis.docx").exists()


def test_a_file_put_into_a_site_meanwhile_is_never_lost(tmp_path):
    build(tmp_path / "site")
    with pytest.raises(CorpusError, match="thesis"):
        build(tmp_path / "site", meanwhile=lambda: put_thesis(tmp_path / "site"))
    assert (tmp_path / "site" / "thesis.docx").exists()


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_file_browser_leaves_does_not_hinder(name, tmp_path):
    build(tmp_path / "site")
    (tmp_path / "site" / name).write_bytes(b"\0")
    build(tmp_path / "site", "二")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "二"


@pytest.mark.parametrize("kind", ["file", "link"])
def test_something_that_is_no_folder_is_refused(kind, tmp_path):
    if kind == "file":
        (tmp_path / "site").write_text("x")
    else:
        (tmp_path / "real").mkdir()
        (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(CorpusError, match="不是文件夹"):
        build(tmp_path / "site")


def test_a_full_disk_leaves_the_former_site(tmp_path):
    build(tmp_path / "site")
    with pytest.raises(CorpusError, match="磁盘已满"):
        build(tmp_path / "site", "half", meanwhile=no_room)
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "一"
    assert beside(tmp_path / "site") == ["site"]


def test_an_interruption_leaves_the_former_site(tmp_path):
    build(tmp_path / "site")
    with pytest.raises(KeyboardInterrupt), new_site(tmp_path / "site"):
        raise KeyboardInterrupt
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "一"
    assert beside(tmp_path / "site") == ["site"]


def test_when_the_swap_fails_the_former_site_is_put_back(tmp_path, monkeypatch):
    build(tmp_path / "site")
    real = Path.rename

    def rename(self, target):
        if self.name.endswith(".part"):
            raise OSError(errno.EACCES, "no")
        return real(self, target)

    monkeypatch.setattr(folder.Path, "rename", rename)
    with pytest.raises(CorpusError, match="没有权限"):
        build(tmp_path / "site", "二")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "一"
    assert beside(tmp_path / "site") == ["site"]
