"""What is written is read back, once, by year, from Arrow and from SQL."""

from __future__ import annotations

from gongkai.corpus.store import open_store
from tests.corpus.store.making import report, store_of, tables


def test_figures_come_back_with_concept_and_value(tmp_path):
    store = store_of(tmp_path / "store", report("一", received=7), report("二", received=None))
    found = store.table("figures", columns=["agency", "key", "column", "concept", "value"]).to_pylist()
    assert found == [
        {"agency": f"示例市{name}局", "key": f"req_received@{c}", "column": c, "concept": concept, "value": value}
        for name, value in (("一", 7.0), ("二", None))
        for c, concept in (("natural", None), ("total", "requests_received"))
    ]


def test_the_files_of_a_year_lie_in_its_folder(tmp_path):
    store_of(tmp_path / "store", report("一", year=2020), report("二", year=None))
    folders = {path.parent.name for path in (tmp_path / "store" / "figures").rglob("*.parquet")}
    assert folders == {"year=2020", "year=none"}


def years(folder):
    question = "SELECT agency, year, typeof(year) FROM figures WHERE \"column\" = 'total' ORDER BY agency"
    with open_store(folder).query(question) as result:
        return list(result.rows())


def test_the_year_of_a_question_is_a_number_or_null(tmp_path):
    store_of(tmp_path / "store", report("一", year=2020), report("三", year=2021))
    assert years(tmp_path / "store") == [("示例市一局", 2020, "BIGINT"), ("示例市三局", 2021, "BIGINT")]
    store_of(tmp_path / "store", report("二", year=None))
    assert years(tmp_path / "store") == [
        ("示例市一局", 2020, "BIGINT"),
        ("示例市三局", 2021, "BIGINT"),
        ("示例市二局", None, "BIGINT"),
    ]


def test_a_store_that_only_holds_reports_without_a_year_is_read(tmp_path):
    store_of(tmp_path / "store", report("二", year=None))
    assert years(tmp_path / "store") == [("示例市二局", None, "BIGINT")]


def test_folders_above_the_store_do_not_tell_its_years_and_columns(tmp_path):
    folder = tmp_path / "year=1999" / "agency=某局" / "store"
    folder.parent.mkdir(parents=True)
    store_of(folder, report("一", year=2020), report("二", year=None))
    assert years(folder) == [("示例市一局", 2020, "BIGINT"), ("示例市二局", None, "BIGINT")]


def test_all_views_are_there_and_empty_at_first(tmp_path):
    store = store_of(tmp_path / "store")
    with store.connection() as connection:
        for name in (*store.tables, "faults"):
            assert connection.execute(f"SELECT * FROM {name}").fetchall() == []


def test_nothing_is_visible_before_the_commit_and_everything_after(tmp_path):
    store = store_of(tmp_path / "store")
    with store.writing() as writer:
        writer.add(tables(report()))
        assert open_store(tmp_path / "store").table("reports").num_rows == 0
        writer.commit()
        assert open_store(tmp_path / "store").table("reports").num_rows == 1


def test_a_content_is_held_once_however_often_it_is_added(tmp_path):
    store = store_of(tmp_path / "store", report(), report())
    with store.writing() as writer:
        writer.add(tables(report(), report("二"), report("二")))
        writer.add(tables(report("二")))
        writer.commit()
    assert store.table("reports").num_rows == 2
    assert store.table("figures").num_rows == 4
    assert store.table("claims").num_rows == 2


def test_replace_takes_the_place_of_what_the_audit_wrote_before(tmp_path):
    store = store_of(tmp_path / "store", report())
    before = store.table("findings").num_rows
    row = tables(report())["findings"].slice(0, 1)
    with store.writing() as writer:
        writer.replace("audit", {"findings": row})
        writer.replace("audit", {"findings": row})
    assert store.table("findings").num_rows == before + 1
