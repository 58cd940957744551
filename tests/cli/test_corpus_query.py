"""``gongkai corpus query``: the answer in every format, at a terminal and in files; refusals in one line."""

from __future__ import annotations

import csv
import errno
import gc
import io
import json
import os
import signal
import subprocess
import sys
from datetime import date, datetime

import openpyxl
import pyarrow.parquet as pq
import pytest
from tests.corpus.store.making import report, store_of

from gongkai.cli.main import run
from gongkai.corpus.store import exporting, open_store
from gongkai.report.model import Section
from gongkai.report.presenting.text_table import text_width

SQL = """
SELECT agency, year, published, value, "column" = 'total' AS total
FROM figures JOIN reports USING (sha256, agency, year) ORDER BY agency, total
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    one, other = report("一", received=7), report("二", received=1.5)
    one.sections = [Section("preamble", None, None, "发布日期：2021-01-20")]
    one.claims = []
    return str(store_of(tmp_path_factory.mktemp("cli") / "库", one, other).folder)


def query(capfdbinary, *arguments):
    code = run(["corpus", "query", *arguments])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_a_table_is_aligned_and_numbers_stand_right(store, capfdbinary):
    code, out, err = query(capfdbinary, store, SQL)
    lines = out.splitlines()
    assert (code, err, len(lines)) == (0, "", 6)
    assert lines[0].split() == ["agency", "year", "published", "value", "total"]
    assert len({text_width(line.partition("20")[0]) for line in lines[2:]}) == 1
    assert {line.split()[-2] for line in lines[2:]} == {"7", "1.5"}
    ends = {
        text_width(line[: line.rfind(word) + len(word)])
        for line in lines[2:]
        for word in ("7 ", "1.5 ")
        if word in line
    }
    assert len(ends) == 1


def test_without_sql_the_views_are_listed(store, capfdbinary):
    code, out, _ = query(capfdbinary, store)
    assert code == 0
    assert "reports\n  sha256, path," in out
    assert "faults" in out


def test_json_is_a_list_of_objects_with_numbers_and_days(store, capfdbinary):
    code, out, _ = query(capfdbinary, store, SQL, "--format", "json")
    assert code == 0
    assert json.loads(out)[0] == {
        "agency": "示例市一局",
        "year": 2020,
        "published": "2021-01-20",
        "value": 7,
        "total": False,
    }
    assert '"value": 7,' in out
    assert json.loads(query(capfdbinary, store, "SELECT 1 WHERE false", "--format", "json")[1]) == []


@pytest.mark.parametrize("bom", [True, False], ids=["bom", "plain"])
def test_csv_is_what_a_spreadsheet_reads(store, capfdbinary, bom):
    code, out, _ = query(capfdbinary, store, SQL, "--format", "csv", *(["--bom"] if bom else []))
    assert code == 0
    assert out.startswith("\ufeff") is bom
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert rows[0] == ["agency", "year", "published", "value", "total"]
    assert rows[1] == ["示例市一局", "2020", "2021-01-20", "7", "false"]


def test_the_format_is_that_of_the_suffix(store, tmp_path, capfdbinary):
    for name in ("a.json", "a.csv", "a.txt", "a.xlsx", "a.parquet"):
        code, out, err = query(capfdbinary, store, SQL, "-o", str(tmp_path / name))
        assert (code, out) == (0, "")
        assert name in err
    assert json.loads((tmp_path / "a.json").read_text())[3]["value"] == 1.5
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[2]][1:] == [2020, sheet["C2"].value, 7, False]
    assert sheet["C2"].value.date() == date(2021, 1, 20)
    assert pq.read_table(tmp_path / "a.parquet")["value"].to_pylist() == [7, 7, 1.5, 1.5]
    assert (tmp_path / "a.txt").read_text().startswith("agency")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.json", "a.parquet", "a.txt", "a.xlsx"]


FORMULAS = ["=1+1", "+cmd", "-无", "@sum", "\tx", "-5", "+3.5%", "1,234", "普通"]


def test_texts_that_a_spreadsheet_would_run_are_disarmed(store, tmp_path, capfdbinary):
    values = ", ".join("('{}')".format(text.replace("'", "''")) for text in FORMULAS)
    sql = f"SELECT t FROM (VALUES {values}) v(t)"
    query(capfdbinary, store, sql, "-o", str(tmp_path / "a.csv"))
    query(capfdbinary, store, sql, "-o", str(tmp_path / "a.xlsx"))
    rows = [row[0] for row in csv.reader(io.StringIO((tmp_path / "a.csv").read_bytes().decode(), newline=""))]
    assert rows[1:] == ["'=1+1", "'+cmd", "'-无", "'@sum", "'\tx", "-5", "+3.5%", "1,234", "普通"]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2)] == [(t, "s") for t in FORMULAS]


def test_values_of_every_kind_have_a_form_in_every_format(store, tmp_path, capfdbinary):
    sql = (
        "SELECT [1, 2.5] AS list, {'a': DATE '2020-01-02'} AS struct, TIMESTAMP '2020-01-02 03:04:05' AS moment, "
        "sum(range) AS huge, 'nan'::DOUBLE AS nan, 1.50::DECIMAL(4, 2) AS decimal, NULL AS nothing, "
        "'ab'::BLOB AS bytes FROM range(3)"
    )
    code, out, _ = query(capfdbinary, store, sql, "--format", "json")
    assert code == 0
    assert json.loads(out) == [
        {
            "list": [1, 2.5],
            "struct": {"a": "2020-01-02"},
            "moment": "2020-01-02T03:04:05",
            "huge": 3,
            "nan": None,
            "decimal": 1.5,
            "nothing": None,
            "bytes": "b'ab'",
        }
    ]
    for name in ("a.csv", "a.xlsx", "a.parquet", "a.txt"):
        assert query(capfdbinary, store, sql, "-o", str(tmp_path / name))[0] == 0


def test_columns_of_the_same_name_are_told_apart(store, tmp_path, capfdbinary):
    sql = "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a, 5 AS b"
    wanted = {"a": 1, "a_2": 2, "a_1": 3, "a_3": 4, "b": 5}
    assert json.loads(query(capfdbinary, store, sql, "--format", "json")[1]) == [wanted]
    assert query(capfdbinary, store, sql, "--format", "csv")[1].splitlines()[0] == ",".join(wanted)
    assert query(capfdbinary, store, sql, "-o", str(tmp_path / "a.parquet"))[0] == 0
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == [wanted]


EXACT = {
    "9007199254740992": 9007199254740992,
    "-9007199254740993": "-9007199254740993",
    "170141183460469231731687303715884105727": "170141183460469231731687303715884105727",
    "0.12345678901234567890::DECIMAL(20, 20)": "0.12345678901234567890",
    "1.50::DECIMAL(4, 2)": 1.5,
    "DATE '0001-01-01'": "0001-01-01",
    "DATE '1899-12-31'": "1899-12-31",
    "DATE '2020-02-29'": datetime(2020, 2, 29),  # noqa: DTZ001
    "DATE '0044-03-15 (BC)'": "-0043-03-15",
    "TIMESTAMP '0001-01-01 00:00:00'": "0001-01-01 00:00:00",
}


@pytest.mark.parametrize("sql", EXACT)
def test_what_a_sheet_would_change_is_written_as_text(store, tmp_path, capfdbinary, sql):
    assert query(capfdbinary, store, f"SELECT {sql} AS v", "-o", str(tmp_path / "a.xlsx"))[0] == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"].value == EXACT[sql]


@pytest.mark.parametrize("sql", [sql for sql, value in EXACT.items() if isinstance(value, str) and "BC" not in sql])
def test_csv_is_exact(store, capfdbinary, sql):
    code, out, _ = query(capfdbinary, store, f"SELECT {sql} AS v", "--format", "csv")
    assert (code, out.splitlines()[1].replace("T", " ")) == (0, EXACT[sql])


@pytest.mark.parametrize("sql", ["INTERVAL 1 DAY", "union_value(a := 1)", "[INTERVAL 1 DAY]"])
def test_a_column_that_parquet_cannot_hold_is_named(store, tmp_path, capfdbinary, sql):
    code, out, err = query(capfdbinary, store, f"SELECT 1 AS n, {sql} AS odd", "-o", str(tmp_path / "a.parquet"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "odd" in err
    assert list(tmp_path.iterdir()) == []
    assert query(capfdbinary, store, f"SELECT {sql} AS odd", "-o", str(tmp_path / "a.csv"))[0] == 0


class FullDisk(io.BytesIO):
    def write(self, data):
        if self.tell() + len(data) > 90:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


@pytest.mark.parametrize("form", exporting.FORMATS)
def test_a_full_disk_leaves_nothing_that_complains_later(store, form):
    """An unraisable exception, as of ZipFile.__del__, fails the test."""
    full = pytest.raises(OSError, match=os.strerror(errno.ENOSPC))
    with open_store(store).query("SELECT range AS n FROM range(9999)") as result, full:
        exporting.write_result(result, FullDisk(), form)
    gc.collect()


def test_limit_holds_in_every_format(store, tmp_path, capfdbinary):
    sql = "SELECT range AS n FROM range(300000)"
    for name in ("a.csv", "a.json", "a.xlsx", "a.parquet", "a.txt"):
        assert query(capfdbinary, store, sql, "--limit", "7", "-o", str(tmp_path / name))[0] == 0
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 7
    assert len(json.loads((tmp_path / "a.json").read_text())) == 7
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 8


def test_a_long_table_says_that_there_is_more(store, capfdbinary):
    _, out, err = query(capfdbinary, store, "SELECT range AS n FROM range(1001)")
    assert len(out.splitlines()) == 1002
    assert "前1000行" in err
    assert query(capfdbinary, store, "SELECT range AS n FROM range(1000)")[2] == ""


def test_more_rows_than_a_sheet_holds_are_told(store, tmp_path, capfdbinary, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 5)
    code, _, err = query(capfdbinary, store, "SELECT * FROM range(6)", "-o", str(tmp_path / "a.xlsx"))
    assert code == 2
    assert "超过Excel一张表的5行" in err
    assert list(tmp_path.iterdir()) == []


def test_sql_comes_from_a_file_or_standard_input(store, tmp_path, capfdbinary, monkeypatch):
    (tmp_path / "a.sql").write_bytes("\ufeffSELECT count(*) AS 数 FROM reports".encode())
    assert query(capfdbinary, store, "--file", str(tmp_path / "a.sql"))[1].split() == ["数", "──", "2"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SELECT 5 AS n")))
    assert query(capfdbinary, store, "--file", "-")[1].split()[-1] == "5"


REFUSED = {
    "no store": (["/nowhere/at/all", "SELECT 1"], "不是报告库"),
    "wrong sql": (["{store}", "SELEC 1"], "第1行第1列"),
    "writing": (["{store}", "DROP VIEW reports"], "DROP"),
    "bytes in sql": (["{store}", "SELECT 1 -- \udcd6\udcd0"], "SQL 不是 UTF-8"),
    "two outputs": (["{store}", "SELECT 1", "-o", "a.csv", "-o", "b.csv"], "-o"),
    "here": (["{store}", "SELECT 1", "-o", "."], "不知道 . 是"),
    "no sql file": (["{store}", "--file", "nowhere.sql"], "打不开 nowhere.sql：没有这个文件"),
    "folder of sql": (["{store}", "--file", "{store}"], "这是文件夹"),
    "both": (["{store}", "SELECT 1", "--file", "{sql}"], "只能给一个"),
    "suffix": (["{store}", "SELECT 1", "-o", "a.docx"], "a.docx"),
    "binary": (["{store}", "SELECT 1", "--format", "xlsx"], "-o"),
    "folder": (["{store}", "SELECT 1", "-o", "/nowhere/a.csv"], "没有这个文件夹"),
    "no utf-8": (["{store}", "--file", "{latin}"], "latin.sql 不是 UTF-8 文本；请"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_are_one_line_and_exit_two(store, tmp_path, capfdbinary, name):
    (tmp_path / "a.sql").write_text("SELECT 1")
    (tmp_path / "latin.sql").write_bytes(b"SELECT '\xe9\xff'")
    arguments, word = REFUSED[name]
    places = {"store": store, "sql": tmp_path / "a.sql", "latin": tmp_path / "latin.sql"}
    code, out, err = query(capfdbinary, *[argument.format(**places) for argument in arguments])
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert word in err


def test_a_plan_is_shown_as_it_is_drawn(store, capfdbinary):
    _, out, _ = query(capfdbinary, store, "EXPLAIN SELECT count(*) FROM figures")
    assert "\n" in out.strip()
    assert "─" in out


def test_an_endless_question_is_ended_by_the_user(store):
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    program = (
        "import sys\nfrom gongkai.corpus.store import query\nnext_of = query.Result._asked\n"
        "def told(self):\n    print('asked', flush=True)\n    return next_of(self)\n"
        "query.Result._asked = told\nfrom gongkai.cli.main import main\nmain(sys.argv[1:])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "corpus", "query", store, endless],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ},
    )
    assert process.stdout.readline() == b"asked\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
