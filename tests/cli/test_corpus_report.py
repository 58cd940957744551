"""``gongkai corpus report``: a site of a store, and every refusal in one line."""

from __future__ import annotations

import errno
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.corpus.site.making import report, store_of

from gongkai.cli.main import run
from gongkai.corpus.site import rendering


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


@pytest.fixture
def store(tmp_path):
    store_of(tmp_path / "store", [report("示例市教育局", year, seed=4) for year in (2020, 2021)])
    return str(tmp_path / "store")


def test_a_site_is_made(store, tmp_path, capsys):
    site = tmp_path / "site"
    assert run(["corpus", "report", store, "-o", str(site), "--title", "示例市统计", "--compare", "示例市教育局"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert str(site / "index.html") in said.err
    assert f"已生成 {len(list(site.rglob('*.html')))} 页" in said.err
    assert "示例市统计" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing"], "不是报告库"),
        (["store", "--compare", "示例市教育"], "是不是 示例市教育局"),
        (["store", "--compare", "某某"], "请用报告写明的机关名称"),
        (["store", "-o", "store"], "在报告库里面"),
        (["store", "-o", "store/sub/site"], "在报告库里面"),
        (["store", "-o", "link/site"], "在报告库里面"),
        (["store", "-o", "file/site"], "不能生成网站"),
        (["store", "-o", "file"], "不是文件夹"),
    ],
    ids=[
        "no store",
        "close name",
        "no such name",
        "the store itself",
        "into the store",
        "into the store by a link",
        "below a file",
        "a file",
    ],
)
def test_refusals_are_one_line_and_leave_nothing(arguments, words, store, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "store")
    before = sorted(p.name for p in tmp_path.iterdir())
    output = [] if "-o" in arguments else ["-o", "site"]
    assert run(["corpus", "report", *arguments, *output]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_full_disk_leaves_the_former_site(store, tmp_path, capsys, monkeypatch):
    site = tmp_path / "site"
    assert run(["corpus", "report", store, "-o", str(site)]) == 0
    before = (site / "index.html").read_bytes()
    capsys.readouterr()
    real, written = Path.write_text, []

    def full(self, *arguments, **options):
        written.append(self)
        if len(written) > 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, *arguments, **options)

    monkeypatch.setattr(rendering.Path, "write_text", full)
    assert run(["corpus", "report", store, "-o", str(site)]) == 2
    said = capsys.readouterr().err
    assert "磁盘已满" in said
    assert said.count("\n") == 1
    assert (site / "index.html").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site", "store"]


@pytest.mark.parametrize("package", ["altair", "vl_convert", "jinja2", "duckdb"])
def test_a_missing_package_is_named_in_one_line(package, tmp_path, capsys, monkeypatch):
    real = importlib.import_module

    def without(name, *arguments):
        if name == package:
            raise ModuleNotFoundError(name=package)
        return real(name, *arguments)

    monkeypatch.setattr("gongkai.corpus.extras.import_module", without)
    assert run(["corpus", "report", str(tmp_path), "-o", str(tmp_path / "site")]) == 2
    said = capsys.readouterr().err
    assert f"缺少组件 {package}" in said
    assert "gongkai[analytics]" in said
    assert said.count("\n") == 1


def test_help_loads_no_package_of_the_extras():
    code = (
        "import sys; from gongkai.cli.main import run; run(['corpus', 'report', '--help']);"
        "sys.exit(bool({'duckdb', 'pyarrow', 'altair', 'jinja2', 'vl_convert'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_bar_of_a_terminal_reaches_its_end(store, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("gongkai.cli.corpus.report.sys.stderr.isatty", lambda: True, raising=False)
    assert run(["corpus", "report", store, "-o", str(tmp_path / "site")]) == 0
    assert "已生成" in capsys.readouterr().err


def failing(words):
    def write(site):
        raise RuntimeError(words)

    return (write,)


def test_an_interruption_within_a_query_leaves_nothing(store, tmp_path, capsys, monkeypatch):
    """DuckDB makes a RuntimeError of it, now and then: when Ctrl-C reaches its own loop and not Python's."""
    monkeypatch.setattr("gongkai.corpus.site.WRITERS", failing("Query interrupted"))
    assert run(["corpus", "report", store, "-o", str(tmp_path / "site")]) == 130
    assert capsys.readouterr().err.strip() == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["store"]


def test_a_fault_of_ours_is_not_taken_for_an_interruption(store, tmp_path, monkeypatch):
    monkeypatch.setattr("gongkai.corpus.site.WRITERS", failing("ours"))
    with pytest.raises(RuntimeError, match="ours"):
        run(["corpus", "report", store, "-o", str(tmp_path / "site")])
