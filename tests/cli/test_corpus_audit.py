"""``gongkai corpus audit STORE`` as its user meets it."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys

import openpyxl
import pytest
from tests.corpus.auditing.making import named, read_store, requests, rows, store_of, words

from gongkai.cli.main import run
from gongkai.corpus.store import open_store

NONE, FIVE, ASKED = (0,) * 6, (1, 2, 0, 0, 1, 1), (30,) * 6


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


def year_of(agency, year, carried_in, carried_out):
    rng = random.Random(f"{agency}{year}")
    return named(agency, year, requests(carried_in, ASKED, carried_out), [words(rng, 5), words(rng, 4)])


@pytest.fixture
def faulty(tmp_path):
    read_store(tmp_path, year_of("东湖区财政局", 2022, NONE, FIVE), year_of("东湖区财政局", 2023, NONE, NONE))
    return tmp_path / "store"


@pytest.fixture
def clean(tmp_path):
    store_of(tmp_path / "clean", year_of("东湖区财政局", 2022, NONE, FIVE), year_of("东湖区财政局", 2023, FIVE, NONE))
    return tmp_path / "clean"


def test_a_clean_store(clean, capsys):
    assert run(["corpus", "audit", str(clean)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "共 2 份报告，1 个机关"
    assert lines[1].split() == ["类别", "错误", "警告", "提示"]
    assert lines[2].split() == ["上下年衔接", "0", "0", "0"]
    assert len(lines) == 6


def test_findings_by_kind_then_the_gravest(faulty, capsys):
    assert run(["corpus", "audit", str(faulty)]) == 1
    out = capsys.readouterr().out
    assert "上下年衔接     1" in out
    first = out[out.index("最严重的") :].splitlines()[1]
    assert first == "■ 错误 X-01  东湖区财政局 2023"


def test_in_english(faulty, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert run(["corpus", "audit", str(faulty)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("2 reports, 1 agencies\nkind ")
    assert "■ error X-01" in out


def test_files_of_every_format(faulty, tmp_path):
    names = ("a.json", "a.csv", "a.xlsx", "a.html", "a.txt")
    options = [option for name in names for option in ("-o", str(tmp_path / "out" / name))]
    assert run(["corpus", "audit", str(faulty), *options]) == 1
    found = json.loads((tmp_path / "out" / "a.json").read_text())
    assert found["schema"] == "gongkai.findings/1"
    (report,) = found["reports"]
    assert (report["agency"], report["year"], report["source"]["format"]) == ("东湖区财政局", 2023, "html")
    assert "X-01" in {finding["rule"] for finding in report["findings"]}
    with (tmp_path / "out" / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert (lines[0]["rule"], lines[0]["severity"], lines[0]["sha256"]) == ("X-01", "error", report["source"]["sha256"])
    assert openpyxl.load_workbook(tmp_path / "out" / "a.xlsx").active.max_row == len(lines) + 1
    assert "X-01" in (tmp_path / "out" / "a.html").read_text()
    assert (tmp_path / "out" / "a.txt").read_text().startswith("共 2 份报告")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_format_on_standard_output(faulty, capsysbinary, form):
    assert run(["corpus", "audit", str(faulty), "--format", form]) == 1
    out = capsysbinary.readouterr().out.decode("utf-8-sig")
    if form == "json":
        assert json.loads(out)["reports"][0]["agency"] == "东湖区财政局"
    else:
        assert out.splitlines()[0].startswith("year,agency,rule")


def test_a_tree_and_aliases(tmp_path, capsys):
    (tmp_path / "tree.csv").write_text("code,name\n370102,东湖区人民政府\n370102,东湖区乙局\n370102,东湖区丙局\n")
    (tmp_path / "aliases.csv").write_text("name,successor,kind,from_year\n东湖区甲局,东湖区乙局,renamed,2023\n")
    store_of(tmp_path / "s", year_of("东湖区甲局", 2022, NONE, FIVE), year_of("东湖区乙局", 2023, NONE, NONE))
    given = ["--tree", str(tmp_path / "tree.csv"), "--aliases", str(tmp_path / "aliases.csv")]
    assert run(["corpus", "audit", str(tmp_path / "s"), *given]) == 1
    out = capsys.readouterr().out
    assert "缺少的报告：2 份" in out
    assert "“东湖区丙局”2023年度没有报告，而同级或上级的1家已有。" in out
    assert {row["organ"] for row in rows(open_store(tmp_path / "s"), "agencies")} == {"东湖区乙局"}


def test_lateness_by_year(tmp_path, capsys):
    report = named("东湖区财政局", 2022, {}, ["甲。", "乙。\n东湖区财政局\n2023年2月10日"])
    store_of(tmp_path / "s", report)
    assert run(["corpus", "audit", str(tmp_path / "s")]) == 0
    assert ["2022", "1", "1", "10"] in [line.split() for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("option", ["--tree", "--aliases"])
def test_every_fault_of_a_table_is_listed(clean, tmp_path, capsys, option):
    path = tmp_path / "table.csv"
    head = "code,name" if option == "--tree" else "name,successor,kind,from_year"
    path.write_text(head + "\n" + "\n".join(["x,y,z,1"[: 3 if option == "--tree" else 9]] * 12))
    assert run(["corpus", "audit", str(clean), option, str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert all(any(line.startswith(f"第{number}行：") for line in lines) for number in range(2, 14))
    assert lines[-1].startswith("gongkai: ")
    assert f"{path} 有" in lines[-1]


def test_refusals(clean, tmp_path, capsys):
    for arguments, words_told in (
        ([str(tmp_path / "nothing")], "不是报告库"),
        ([str(clean), "-o", "a.doc"], "不知道 a.doc 是什么格式"),
        ([str(clean), "--format", "xlsx"], "要写进文件"),
        ([str(clean), "--format", "json", "-o", "a.json", "-o", "b.json"], "只能配一个"),
        ([str(clean), "--tree", str(tmp_path / "no.csv")], "无法打开文件"),
    ):
        assert run(["corpus", "audit", *arguments]) == 2
        assert words_told in capsys.readouterr().err


def test_nothing_is_written_where_another_run_writes(clean, capsys):
    store = open_store(clean)
    with store.writing():
        assert run(["corpus", "audit", str(clean)]) == 2
    assert "正在写" in capsys.readouterr().err
    assert rows(store, "series") == []


def python(code, *arguments):
    environment = {**os.environ, "LANGUAGE": "zh_CN"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize("package", ["rensa", "numpy", "duckdb"])
def test_a_missing_component_is_named_in_one_line(clean, package):
    code = f"import sys; sys.modules[{package!r}] = None\nfrom gongkai.cli.main import run; sys.exit(run(sys.argv[1:]))"
    done = python(code, "corpus", "audit", clean)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"gongkai: 缺少组件 {package}；请安装：pip install 'gongkai[analytics]'。"]


def test_the_help_needs_no_component():
    code = "import sys, gongkai.cli.corpus.audit; print({'duckdb', 'numpy', 'rensa', 'pyarrow'} & sys.modules.keys())"
    assert python(code).stdout == "set()\n"
