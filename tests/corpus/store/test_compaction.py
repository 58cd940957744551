"""Many small commits become few files, retired contents vanish for good, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from gongkai.corpus.store import compaction
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.manifest import DataFile, Manifest, Part
from gongkai.corpus.store.rows import file_row
from tests.corpus.store.making import digest, report, rows, store_of, tables


def files_of(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}


def sized(number, size, made_by="read"):
    return Part(str(number), made_by, {"reports": (DataFile(f"reports/year=2020/0-{number}.parquet", size),)})


def test_eight_parts_of_a_size_become_one_and_their_files_go(tmp_path):
    reports = [report(str(n), year=2018 + n % 2) for n in range(9)]
    store = store_of(tmp_path / "store", *reports)
    assert [part.size for part in store.manifest.parts] == [8, 1]
    assert files_of(tmp_path / "store") == set(store.manifest.paths())
    assert len(store.manifest.files("figures")) == 3
    assert {r.source.sha256 for r in store.reports()} == {r.source.sha256 for r in reports}


def test_every_table_is_the_same_after_a_compaction(tmp_path, monkeypatch):
    reports = [report(str(n), year=None if n % 3 else 2020) for n in range(8)]
    whole = store_of(tmp_path / "compacted", *reports)
    monkeypatch.setattr(compaction, "FAN", 100)
    loose = store_of(tmp_path / "loose", *reports)
    assert len(loose.manifest.parts) == 8 > len(whole.manifest.parts) == 1
    for name in loose.tables:
        lines = [sorted(map(repr, store.table(name).to_pylist())) for store in (whole, loose)]
        assert lines[0] == lines[1], name
    assert sorted(r.source.name for r in whole.reports()) == sorted(r.source.name for r in loose.reports())


def test_reports_keep_their_order_and_rows_together_in_every_table(tmp_path):
    store = store_of(tmp_path / "store", *[report(str(n)) for n in range(8)])
    order = store.table("reports")["sha256"].to_pylist()
    for name in ("figures", "sections", "claims", "findings"):
        assert list(dict.fromkeys(store.table(name)["sha256"].to_pylist())) == order


def test_small_parts_grow_like_a_counter():
    """A thousand commits of 500 reports: how often each report is written, and how many parts there are at the end."""
    parts, written, most = (), 0, 0
    for number in range(1000):
        parts = (*parts, sized(number, 500))
        written += 500
        while merges := compaction.due(Manifest(parts=parts)):
            merged = sized(f"{number}m", sum(p.size for p in merges[0].parts))
            parts = (*(p for p in parts if p not in merges[0].parts), merged)
            written += merged.size
        most = max(most, len(parts))
    assert sum(p.size for p in parts) == 500_000
    assert written / 500_000 <= 5
    assert most <= 30


def test_parts_of_the_audit_are_left_alone():
    parts = tuple(sized(n, 5, "audit") for n in range(20))
    assert compaction.due(Manifest(parts=parts)) == []


def changed(store, path, name):
    """The file at ``path`` has other contents now."""
    with store.writing() as writer:
        writer.add(tables_of(rows(report(name), path)))
        writer.commit()


def names(store):
    return sorted(store.table("reports")["name"].to_pylist())


def test_contents_that_no_address_holds_any_more_are_left_out(tmp_path):
    store = store_of(tmp_path / "store")
    changed(store, "in/a", "一")
    changed(store, "in/b", "一")
    changed(store, "in/a", "二")
    assert names(store) == ["一.html", "二.html"]
    changed(store, "in/b", "二")
    assert names(store) == ["二.html"]
    assert store.table("figures").num_rows == 2
    assert [r.source.name for r in store.reports()] == ["二.html"]
    assert store.table("files").num_rows == 2
    with store.query("SELECT count(*) FROM claims") as result:
        assert list(result.rows()) == [(1,)]


def test_contents_that_come_back_are_there_again_once(tmp_path):
    store = store_of(tmp_path / "store")
    for name in ("一", "二", "一"):
        changed(store, "in/a", name)
    assert names(store) == ["一.html"]
    assert store.table("figures").num_rows == 2
    assert store.manifest.retired == {digest("二")}


def test_contents_whose_address_cannot_be_opened_stay(tmp_path):
    store = store_of(tmp_path / "store")
    changed(store, "in/a", "一")
    with store.writing() as writer:
        writer.add(tables_of({"files": [file_row("in/a", None, None, None, "没有权限")]}))
        writer.commit()
    assert names(store) == ["一.html"]
    with store.query("SELECT path, fault FROM faults") as result:
        assert list(result.rows()) == [("in/a", "没有权限")]


def test_rows_of_many_retired_contents_are_dropped_when_the_next_run_begins(tmp_path):
    store = store_of(tmp_path / "store", *[report(f"kept {n}") for n in range(3)])
    audited = [digest("of a 0"), digest("kept 0")]
    finding = tables(report())["findings"].slice(0, 1)
    lines = [finding.set_column(0, "sha256", pa.array([sha])) for sha in audited]
    with store.writing() as writer:
        writer.replace("audit", {"findings": pa.concat_tables(lines)})
    for number in range(compaction.FAN + 2):
        changed(store, "in/a", f"of a {number}")
    assert len(store.manifest.retired) == compaction.FAN + 1
    left = ["kept 0.html", "kept 1.html", "kept 2.html", f"of a {number}.html"]
    assert names(store) == left
    with store.writing():
        assert not store.manifest.retired
    assert names(store) == left
    assert sum(file.rows for file in store.manifest.files("reports")) == len(left)
    made_by_audit = [part for part in store.manifest.parts if part.made_by == "audit"]
    assert [part.rows("findings") for part in made_by_audit] == [1]
    changed(store, "in/a", "of a 0")
    assert "of a 0.html" in names(store)


def test_a_part_of_an_older_revision_is_read_with_nulls(tmp_path, monkeypatch):
    """A column that the schema has gained since is null in older rows, before and after a compaction."""
    from gongkai.corpus.store import library, manifest, schema, views

    store = store_of(tmp_path / "store", *[report(str(n)) for n in range(7)])
    notes = schema.TABLES["notes"]
    wider = replace(notes, columns=(*notes.columns, schema.Column("added", "text", "a later column")))
    reports = schema.TABLES["reports"]
    wider_reports = replace(reports, columns=(*reports.columns, schema.Column("added", "float", "a later column")))
    later = {**schema.TABLES, "notes": wider, "reports": wider_reports}
    for module in (schema, views, library, manifest, compaction):
        monkeypatch.setattr(module, "TABLES", later)
    for module in (manifest, views):
        monkeypatch.setattr(module, "REVISION", manifest.REVISION + 2)
    assert store.table("reports")["added"].to_pylist() == [None] * 7
    assert store.table("notes", ["added"]).num_rows == 0


@pytest.mark.parametrize("copies", [2, 3])
def test_one_add_with_a_content_several_times(tmp_path, copies):
    store = store_of(tmp_path / "store")
    given = [rows(report("一"), f"in/{n}") for n in range(copies)] + [rows(report("二"))]
    with store.writing() as writer:
        writer.add(tables_of(joined(given)))
        writer.commit()
    assert store.table("figures").num_rows == 4
    assert store.table("files").num_rows == copies + 1
    assert names(store) == ["一.html", "二.html"]
