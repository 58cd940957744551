"""Questions are answered; whatever does more than reading the store is refused, and nothing is touched."""

from __future__ import annotations

import os

import duckdb
import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store import confinement, open_store
from gongkai.corpus.store.confinement import reading_statement
from tests.corpus.store.making import report, store_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store whose name has what DuckDB takes for a pattern."""
    folder = tmp_path_factory.mktemp("query") / "库[1] it's *"
    store_of(folder, report("一", received=7), report("二", received=9))
    (folder.parent / "secret.csv").write_text("word\nhidden\n")
    duckdb.connect().execute("COPY (SELECT 'hidden' AS word) TO $file", {"file": str(folder.parent / "secret.parquet")})
    (folder / "link.parquet").symlink_to(folder.parent / "secret.parquet")
    return folder


def everything(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def ask(folder, sql):
    with open_store(folder).query(sql) as result:
        return list(result.rows())


def test_a_question_is_answered_in_columns_and_rows(folder):
    with open_store(folder).query("SELECT agency, sum(value) AS received FROM figures GROUP BY 1 ORDER BY 2") as result:
        assert result.columns == ["agency", "received"]
        assert list(result.rows()) == [("示例市一局", 14.0), ("示例市二局", 18.0)]
    with open_store(folder).query("SELECT count(*) AS n FROM claims") as result:
        assert result.arrow().to_pydict() == {"n": [2]}


READING = [
    "FROM reports",
    "SELECT 1; ",
    "-- a question\nSELECT 1",
    "VALUES (1), (2)",
    "DESCRIBE figures",
    "SUMMARIZE figures",
    "SHOW TABLES",
    "EXPLAIN SELECT * FROM figures",
    "EXPLAIN ANALYZE SELECT count(*) FROM figures",
    "WITH a AS (SELECT year FROM reports) SELECT * FROM a UNION ALL SELECT * FROM a",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 9) SELECT * FROM t",
    "SELECT * FROM range(3), generate_series(1, 2)",
    "PIVOT figures ON \"column\" IN ('total', 'natural') USING sum(value)",
    "SELECT list_transform([1, 2], lambda x: x + 1), (SELECT count(*) FROM faults)",
    "SELECT * FROM reports JOIN figures USING (sha256) WHERE key IN (SELECT key FROM figures) ORDER BY ALL LIMIT 3",
]


@pytest.mark.parametrize("number", range(len(READING)))
def test_reading_statements_are_let_through(folder, number):
    assert ask(folder, READING[number])


INSIDE = "{store}/figures/year=2020/{file}"
ATTACKS = {
    "csv": "SELECT * FROM read_csv('{outside}/secret.csv')",
    "file": "FROM '{outside}/secret.csv'",
    "parquet-file": "FROM '{outside}/secret.parquet'",
    "parquet": "FROM read_parquet('{outside}/secret.parquet')",
    "scan": "FROM parquet_scan('{outside}/secret.parquet')",
    "up": "FROM '{store}/../secret.parquet'",
    "up-from-a-file": "FROM '{inside}/../../../../secret.parquet'",
    "symlink": "FROM '{store}/link.parquet'",
    "pattern": "FROM '{store}/*.parquet'",
    "text": "FROM read_text('{outside}/secret.csv')",
    "blob": "FROM read_blob('{outside}/secret.csv')",
    "json": "FROM read_json('{outside}/secret.csv')",
    "sniff": "FROM sniff_csv('{outside}/secret.csv')",
    "metadata": "FROM parquet_metadata('{outside}/secret.parquet')",
    "glob": "FROM glob('{outside}/*')",
    "subquery": "SELECT (SELECT word FROM read_csv('{outside}/secret.csv'))",
    "lateral": "SELECT * FROM reports, LATERAL (FROM '{outside}/secret.parquet')",
    "in": "SELECT 1 WHERE 'hidden' IN (FROM '{outside}/secret.parquet')",
    "limit": "SELECT 1 LIMIT (SELECT count(*) FROM read_csv('{outside}/secret.csv'))",
    "macro": "FROM query('FROM ''{outside}/secret.parquet''')",
    "query": "FROM query('SELECT 1')",
    "query-table": "FROM query_table('reports')",
    "serialized": "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "http": "FROM 'http://127.0.0.1:9/x.parquet'",
    "https": "FROM read_csv('https://127.0.0.1:9/x.csv')",
    "s3": "FROM 's3://bucket/x.parquet'",
    "database": "FROM read_duckdb('{outside}/x.db')",
    "sqlite": "FROM sqlite_scan('{outside}/x.db', 't')",
    "copy": "COPY (SELECT 1) TO '{outside}/new.csv'",
    "copy-inside": "COPY (SELECT 1) TO '{inside}' (USE_TMP_FILE false)",
    "copy-in-with": "WITH x AS (COPY (SELECT 1) TO '{inside}' (USE_TMP_FILE false)) SELECT * FROM x",
    "copy-deep": "SELECT (SELECT 1 FROM (WITH x AS (COPY (SELECT 1) TO '{inside}' (USE_TMP_FILE false)) FROM x))",
    "copy-explained": "EXPLAIN ANALYZE COPY (SELECT 1) TO '{inside}' (USE_TMP_FILE false)",
    "copy-explained-json": "EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO '{inside}' (USE_TMP_FILE false)",
    "copy-described": "DESCRIBE WITH x AS (COPY (SELECT 1) TO '{inside}' (USE_TMP_FILE false)) SELECT * FROM x",
    "insert-in-with": "WITH x AS (INSERT INTO reports VALUES (1) RETURNING *) FROM x",
    "delete-in-with": "WITH x AS (DELETE FROM retired_contents RETURNING *) FROM x",
    "insert": "INSERT INTO reports VALUES (1)",
    "delete": "DELETE FROM reports",
    "update": "UPDATE reports SET agency = 'x'",
    "truncate": "TRUNCATE reports",
    "create": "CREATE TABLE t AS SELECT 1",
    "create-view": "CREATE OR REPLACE VIEW reports AS SELECT 1",
    "create-macro": "CREATE MACRO f() AS 1",
    "drop": "DROP VIEW reports",
    "alter": "ALTER VIEW reports RENAME TO r",
    "attach": "ATTACH '{outside}/x.db' AS x",
    "use": "USE memory",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "set": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "variable": "SET VARIABLE x = 1",
    "pragma": "PRAGMA enable_profiling",
    "call": "CALL enable_logging()",
    "logging": "FROM enable_logging(storage = 'file')",
    "checkpoint": "FROM checkpoint()",
    "settings": "FROM duckdb_settings()",
    "secrets": "FROM duckdb_secrets()",
    "export": "EXPORT DATABASE '{outside}/all'",
    "import": "IMPORT DATABASE '{outside}'",
    "prepare": "PREPARE p AS SELECT 1",
    "execute": "EXECUTE p",
    "begin": "BEGIN",
    "vacuum": "VACUUM",
    "pivot": "PIVOT figures ON key USING count(*)",
    "several": "SELECT 1; SELECT 2",
    "several-hidden": "SELECT 1 /* ; */; COPY (SELECT 1) TO '{inside}'",
    "empty": "",
    "comment": "-- nothing",
    "getenv": "SELECT getenv('HOME')",
    "pointer": "FROM arrow_scan(1, 2, 3)",
    "replacement": "FROM local_rows",
    "retired": "FROM read_parquet('{inside}')",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_whatever_does_more_than_reading_is_refused_in_one_line(folder, name):
    local_rows = [{"word": "hidden"}]
    before = everything(folder.parent)
    inside = next((folder / "figures" / "year=2020").iterdir())
    places = {"outside": folder.parent, "store": folder, "inside": inside}
    sql = ATTACKS[name].format(**{name: str(place).replace("'", "''") for name, place in places.items()})
    with pytest.raises(CorpusError) as refusal:
        ask(folder, sql)
    assert "\n" not in refusal.value.reason + refusal.value.mend
    assert everything(folder.parent) == before
    assert local_rows


def test_duckdb_alone_would_overwrite_the_store(tmp_path):
    """What the check of the statement is for: DuckDB's own wall lets a WITH clause write into an allowed file."""
    store = store_of(tmp_path / "store", report())
    path = tmp_path / "store" / store.manifest.files("figures")[0].path
    before = path.read_bytes()
    sql = f"WITH x AS (COPY (SELECT 1) TO '{path}' (USE_TMP_FILE false)) SELECT * FROM x"
    with duckdb.connect() as connection:
        connection.execute("SET allowed_paths = $paths", {"paths": [str(path)]})
        connection.execute("SET enable_external_access = false")
        connection.execute(sql)
    assert path.read_bytes() != before
    with duckdb.connect() as connection, pytest.raises(CorpusError, match="COPY"):
        reading_statement(connection, sql)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELEC 1", "SQL 语法有误（第1行第1列）：“SELEC”处写错了"),
        ("SELECT 1,\n  '单位' AS 单位, agncy FROM reports", "（第2行第15列）"),
        ("SELECT " + "1 + " * 99 + "agncy FROM reports", "（第1行第404列）"),
        ("SELECT agncy FROM reports", "：没有列 agncy"),
        ("SELECT * FROM reports r WHERE r.agncy = 1", "：r 没有列 agncy"),
        ("SELECT x.agency FROM reports", "：FROM 中没有 x"),
        ("SELECT agency FROM reports JOIN figures USING (sha256)", "：列 agency 在几个视图中都有"),
        ("SELECT agency, count(*) FROM reports", "：列 agency 既不在 GROUP BY 中，也不在聚合函数中"),
        ("SELECT 1 FROM reports WHERE count(*) > 1", "：WHERE 中不能用聚合函数"),
        ("SELECT 1 UNION SELECT 1, 2", "：上下两个 SELECT 的列数不同"),
        ("SELECT sum(agency) FROM reports", "：函数 sum 不能用于 VARCHAR"),
        ("SELECT agency + 1 FROM reports", "：运算 + 不能用于 VARCHAR, INTEGER"),
        ("SELECT * FROM reprts", "：没有视图 reprts"),
        ("SELECT nosuch(year) FROM reports", "：没有函数 nosuch"),
        ("SELECT CAST(min(agency) AS INT) FROM reports", "有误（第1行第8列）：“示例市一局”不能转换成 INT32"),
        ("SELECT 'x'::DATE", "：“x”不是日期（YYYY-MM-DD）"),
        ("SELECT '2020-13-01'::DATE", "：没有“2020-13-01”这个日期"),
        ("SELECT 300::TINYINT", "：300 超出 INT8 的范围"),
        ("SELECT 2147483647::INT + 1::INT", "：计算结果超出 INT32 的范围"),
        ("SELECT 'abc", "：引号没有配对"),
        ("FROM 'x.csv'", "查询只能读本库"),
        ("SELECT 1 ORDER BY 7", "SQL 中的列或函数有误（第1行第19列）：ORDER term out of range"),
    ],
    ids=[
        "syntax",
        "second-line",
        "long-line",
        "column",
        "column-of",
        "table",
        "ambiguous",
        "group",
        "where",
        "union",
        "function-type",
        "operator-type",
        "view",
        "function",
        "conversion",
        "date",
        "no-such-date",
        "range",
        "overflow",
        "quote",
        "file",
        "words-of-duckdb",
    ],
)
def test_wrong_sql_is_told_with_its_place(folder, sql, reason):
    with pytest.raises(CorpusError) as refusal:
        ask(folder, sql)
    assert reason in refusal.value.reason
    assert "\n" not in refusal.value.reason


@pytest.mark.parametrize(
    ("sql", "meant"),
    [
        ("FROM reprts", "reports"),
        ("SELECT agncy FROM reports", "agency"),
        ("SELECT coun(1)", "count"),
        ("SELECT rports.agency FROM reports", "reports"),
        ("SELECT agency FROM reports JOIN figures USING (sha256)", "reports.agency、figures.agency"),
    ],
    ids=["view", "column", "function", "table", "ambiguous"],
)
def test_what_was_perhaps_meant_is_proposed(folder, sql, meant):
    with pytest.raises(CorpusError) as refusal:
        ask(folder, sql)
    assert refusal.value.mend.startswith(f"是不是 {meant}")


def test_a_conversion_that_fails_late_is_told(folder):
    sql = "SELECT CAST(CASE WHEN range > 900000 THEN 'x' ELSE '1' END AS INT) AS n FROM range(1000000)"
    with pytest.raises(CorpusError, match="转换有误"):
        ask(folder, sql)


def test_what_does_not_fit_into_memory_is_laid_on_the_disk(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(confinement, "MEMORY", "48MB")
    sql = "SELECT range, md5(range::VARCHAR) AS text FROM range(1500000) ORDER BY text DESC"
    with open_store(folder).query(sql) as result:
        assert any(file.is_file() for file in tmp_path.rglob("*"))
        assert sum(batch.num_rows for batch in result.batches()) == 1_500_000
    assert os.listdir(tmp_path) == []


def test_nothing_of_a_question_stays_behind(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ask(folder, "SELECT * FROM figures ORDER BY key")
    with pytest.raises(CorpusError):
        ask(folder, "SELECT nothing")
    assert os.listdir(tmp_path) == []
