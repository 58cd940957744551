"""Workbooks and CSV that the product writes: they come back as they were, and nothing in them is a formula."""

import csv
import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from gongkai.agencies.models import Agency, Kind
from gongkai.registers.actions.imports import import_workbook
from gongkai.registers.actions.rows import create_row
from gongkai.registers.csv import export_csv
from gongkai.registers.planning import plan_import
from gongkai.registers.registry import all_sheets, sheet
from gongkai.registers.workbook import export_workbook, read_workbook, template_workbook
from gongkai.registers.workbook.refused import has_refused_rows, refused_workbook
from tests.ledgers.generate import big
from tests.ledgers.sheets import SHEETS
from tests.ledgers.write import xlsx
from tests.registers.books import FUNDS, book, day, funds, loaded, request_row, requests

DANGEROUS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A1", "＝1+1", " =1+1", '=HYPERLINK("http://x")']
soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agency(db):
    return Agency.objects.create(code="990404", name="示例局", kind=Kind.DEPARTMENT)


def brought_in(agency, content):
    done, plan = import_workbook(agency=agency, file_name="x.xlsx", content=content, actor=None)
    assert done, [located.as_json() for located in plan.faults()]
    return plan


def totals(plan):
    return {state: plan.total(state) for state in ("added", "changed", "unchanged", "refused")}


def test_an_export_imports_as_unchanged(agency):
    brought_in(agency, xlsx(big(600, seed=5)))
    plan = brought_in(agency, export_workbook(agency))
    assert totals(plan) == {"added": 0, "changed": 0, "unchanged": 600, "refused": 0}


def test_an_export_makes_the_same_registers_elsewhere(agency):
    brought_in(agency, xlsx(big(300, seed=6)))
    other = Agency.objects.create(code="990505", name="另一示例局", kind=Kind.DEPARTMENT)
    brought_in(other, export_workbook(agency))
    for register in all_sheets():
        rows = register.model._default_manager
        kept = [sorted(rows.filter(agency=a).values_list("identity", flat=True)) for a in (agency, other)]
        assert kept[0] == kept[1]
        assert kept[0] != []


def test_an_export_has_the_sheets_and_headers_of_the_page(agency):
    exported = loaded(export_workbook(agency))
    assert {name: rows[0] for name, rows in exported.items()} == {n: s.headers for n, s in SHEETS.items()}


def test_chosen_sheets_only(agency):
    assert list(loaded(export_workbook(agency, sheets=[sheet("requests")]))) == ["信息公开申请"]


def test_a_year_holds_what_has_a_date_in_it(agency):
    rows = [
        request_row("1", received="2022-12-20", answered="2023-01-05", outcome="予以公开"),
        request_row("2", received="2022-12-20"),
        request_row("3", received="2023-12-31"),
        request_row("4", received="2024-01-01"),
    ]
    terms = [["姓名或名称", "类型", "起", "止"], ["甲", "专职", day("2020-01-01"), None]]
    terms.append(["乙", "专职", day("2020-01-01"), day("2022-12-31")])
    brought_in(agency, book(信息公开申请=[["登记号", *requests_headers()], *rows], 人员机构=terms))
    exported = loaded(export_workbook(agency, year=2023))
    assert [row[0] for row in exported["信息公开申请"]] == ["登记号", "1", "3"]
    assert [row[0] for row in exported["人员机构"]] == ["姓名或名称", "甲"]


def requests_headers():
    return ["收到日期", "提出方式", "申请人类型", "申请内容", "延期", "答复日期", "办理结果"]


def test_labels_dates_and_numbers_stand_as_excel_has_them(agency):
    brought_in(agency, requests(request_row("1", "2018-03-05", answered="2018-03-09", outcome="不同意公开:国家秘密")))
    brought_in(agency, funds([day("2024-01-02"), "专项经费", 1.25]))
    exported = loaded(export_workbook(agency))
    row = exported["信息公开申请"][1]
    assert [row[0], row[2], row[5], row[7]] == ["1", "网络", "否", "不同意公开:国家秘密"]
    assert row[1].date() == day("2018-03-05")
    assert exported["经费收费"][1][2] == 1.25


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(agency, text):
    brought_in(agency, requests(request_row("1")))
    create = {"number": "2", "received_on": day("2024-02-01"), "mode": "online", "applicant": "natural_person"}
    create_row(sheet=sheet("requests"), agency=agency, values={**create, "content": text}, actor=None)
    exported = export_workbook(agency, sheets=[sheet("requests")])
    with zipfile.ZipFile(io.BytesIO(exported)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in parts.read("xl/worksheets/sheet1.xml").lower()
    cell = openpyxl.load_workbook(io.BytesIO(exported))["信息公开申请"]["E3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text.strip(), "s", True)
    assert totals(plan_import(agency, read_workbook(exported)))["unchanged"] == 2


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_never_becomes_a_formula(agency, text):
    create = {"number": "2", "received_on": day("2024-02-01"), "mode": "online", "applicant": "natural_person"}
    create_row(sheet=sheet("requests"), agency=agency, values={**create, "content": text}, actor=None)
    written = export_csv(sheet("requests"), sheet("requests").model._default_manager.all()).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(written))
    assert header[:2] == ["登记号", "收到日期"]
    assert row[4] == f"'{text.strip()}"


def test_csv_keeps_everything_else_as_it_is(agency):
    brought_in(agency, funds([day("2024-01-02"), "专项经费", 1.5]))
    written = export_csv(sheet("funds"), sheet("funds").model._default_manager.all())
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")))) == [
        list(FUNDS),
        ["2024-01-02", "专项经费", "1.500000"],
    ]


def test_a_template_has_headers_notes_lists_and_an_example():
    made = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert [s.title for s in made if s.sheet_state == "visible"] == [s.name for s in all_sheets()]
    for name, stated in SHEETS.items():
        assert [cell.value for cell in made[name][1]] == stated.headers
        assert all(cell.comment.text for cell in made[name][1])
        assert [cell.value for cell in made[name][2]] != [None] * len(stated.headers)
        listed = sum(rule.type == "list" for rule in made[name].data_validations.dataValidation)
        assert listed == sum(bool(column.options) or column.header == "办理结果" for column in stated.columns)
    lists = [cell.value for cell in made["选项"]["A"]]
    assert made["选项"].sheet_state == "hidden"
    assert {"予以公开", "同意公开", "不同意公开:国家秘密", "其他处理"} <= set(lists)


def test_the_example_is_not_imported_until_it_is_changed(agency):
    assert totals(brought_in(agency, template_workbook()))["added"] == 0
    made = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    made["经费收费"]["C2"] = 9.5
    made["信息公开申请"].append(request_row("2024-7"))
    out = io.BytesIO()
    made.save(out)
    plan = brought_in(agency, out.getvalue())
    assert {s.sheet.name: s.counts()["added"] for s in plan.sheets if s.counts()["added"]} == {
        "经费收费": 1,
        "信息公开申请": 1,
    }


def test_a_row_like_the_example_is_imported_anywhere_else(agency):
    example = [day("2024-09-02"), "专项经费", 1.5]
    assert totals(brought_in(agency, funds([day("2024-01-01"), "专项经费", 1], example)))["added"] == 2


def test_refused_rows_come_back_mended(agency):
    rows = [request_row("1"), request_row("2", 提出方式="电话"), request_row("3", 收到日期="2024-02-30")]
    done, plan = import_workbook(agency=agency, file_name="x.xlsx", content=requests(*rows), actor=None, partial=True)
    assert done
    assert has_refused_rows(plan)
    made = openpyxl.load_workbook(io.BytesIO(refused_workbook(plan)))
    written = made["信息公开申请"]
    assert [row[0].value for row in written.iter_rows()] == ["登记号", "2", "3"]
    assert written["C2"].comment.text == "提出方式：电话。要填其中之一：当面、信函、网络、传真、其他"
    written["C2"], written["B3"] = "信函", "2024-02-29"
    out = io.BytesIO()
    made.save(out)
    assert totals(brought_in(agency, out.getvalue()))["added"] == 2


def test_rows_of_a_sheet_that_lacks_a_column_come_back(agency):
    headers = ["收到日期", "提出方式", "申请人类型", "申请内容"]
    content = book(信息公开申请=[headers, [day("2024-02-01"), "网络", "自然人", "=预算"]])
    done, plan = import_workbook(agency=agency, file_name="x.xlsx", content=content, actor=None, partial=True)
    assert done is None
    assert loaded(refused_workbook(plan))["信息公开申请"][0] == headers


def converted(folder, content, form):
    (folder / "book.xlsx").write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        form,
        "book.xlsx",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)


@soffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_libreoffice_opens_what_is_written_and_what_it_saves_is_read(agency, tmp_path, form):
    brought_in(agency, xlsx(big(200, seed=8)))
    converted(tmp_path, export_workbook(agency), form)
    plan = plan_import(agency, read_workbook((tmp_path / f"book.{form}").read_bytes()))
    assert [located.as_json() for located in plan.faults() if located.fault.severity == "error"] == []
    assert totals(plan) == {"added": 0, "changed": 0, "unchanged": 200, "refused": 0}


@soffice
def test_libreoffice_evaluates_nothing(agency, tmp_path):
    create = {"number": "2", "received_on": day("2024-02-01"), "mode": "online", "applicant": "natural_person"}
    create_row(sheet=sheet("requests"), agency=agency, values={**create, "content": "=1+1"}, actor=None)
    converted(tmp_path, export_workbook(agency, sheets=[sheet("requests")]), "csv")
    assert re.search("=1[+]1", (tmp_path / "book.csv").read_text(encoding="utf-8"))


@soffice
def test_libreoffice_opens_the_template(agency, tmp_path):
    converted(tmp_path, template_workbook(), "ods")
    assert totals(plan_import(agency, read_workbook((tmp_path / "book.ods").read_bytes())))["added"] == 0
