from __future__ import annotations

import json
import stat

import pytest

from gongkai.report.model import Report, Section
from gongkai.report.serialise import from_json
from gongkai.report.writing import FORMATS, UnwritableError, save, write, write_bytes
from tests.report.writing.reports import NEEDS_FONT, custom_edition, full_report, numbered_cells

WRITABLE = [pytest.param(form, marks=NEEDS_FONT if form == "pdf" else ()) for form in FORMATS]
MAGIC = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>", "xlsx": b"PK", "json": b"{"}


@pytest.mark.parametrize("form", WRITABLE)
def test_the_suffix_chooses_the_format(form, tmp_path):
    path = tmp_path / f"报告.{form.upper()}"
    write(full_report("cn-gid-2021"), path)
    assert path.read_bytes().startswith(MAGIC[form])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_json_is_the_report():
    report = full_report("cn-gid-2019")
    assert from_json(json.loads(write_bytes(report, "json"))) == report


def test_htm_is_html():
    assert write_bytes(Report(), "htm") == write_bytes(Report(), "html")


@pytest.mark.parametrize("form", WRITABLE)
def test_an_empty_report_can_be_written(form):
    assert write_bytes(Report(), form).startswith(MAGIC[form])


@pytest.mark.parametrize("form", WRITABLE)
def test_a_custom_form_can_be_written(form):
    edition = custom_edition()
    report = Report("某县", 2010, edition.id, cells=numbered_cells(edition))
    assert write_bytes(report, form, edition=edition).startswith(MAGIC[form])


@pytest.mark.parametrize("name", ["报告.odt", "报告", "报告.doc"])
def test_another_suffix_is_refused(name, tmp_path):
    with pytest.raises(UnwritableError, match="docx、pdf、html、xlsx、json"):
        write(Report(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UnwritableError, match=r"不能写入 .*没有/报告\.json") as fault:
        write(Report(), tmp_path / "没有" / "报告.json")
    assert "文件夹" in fault.value.mend


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")
    report = Report(edition="cn-gid-2021", cells={"x": next(iter(numbered_cells(custom_edition()).values()))})
    with pytest.raises(UnwritableError):
        write(report, path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["报告.docx"]


def test_a_file_that_cannot_take_its_place_leaves_nothing(tmp_path):
    (tmp_path / "报告.json").mkdir()
    with pytest.raises(UnwritableError):
        save(tmp_path / "报告.json", b"{}")
    assert [p.name for p in tmp_path.iterdir()] == ["报告.json"]


def test_the_file_is_replaced_and_has_usual_rights(tmp_path):
    path = tmp_path / "报告.json"
    plain = tmp_path / "plain"
    plain.touch()
    save(path, b"1")
    save(path, b"2")
    assert path.read_bytes() == b"2"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_long_name_can_be_written(tmp_path):
    write(Report(sections=[Section("preamble", None, None, "文")]), tmp_path / ("长" * 70 + ".json"))
    assert len(list(tmp_path.iterdir())) == 1
