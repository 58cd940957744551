"""``gongkai import``: what it prints, its exit codes, and what is in the registers afterwards."""

import openpyxl
import pytest
from tests.registers.books import request_row, requests

from gongkai.agencies.models import Agency, Kind
from gongkai.audit_log.models import Entry
from gongkai.cli.corpus import read_progress
from gongkai.cli.main import run
from gongkai.registers import counting
from gongkai.registers.models import Import
from gongkai.registers.workbook import template_workbook
from gongkai.requests.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def agency():
    return Agency.objects.create(code="990404", name="示例局", kind=Kind.DEPARTMENT)


@pytest.fixture
def workbook(tmp_path):
    def write(*rows):
        path = tmp_path / "台账.xlsx"
        path.write_bytes(requests(*rows))
        return str(path)

    return write


def test_a_sound_workbook(agency, workbook, capsys):
    path = workbook(request_row("1"), request_row("2"))
    assert run(["import", path, "--agency", "示例局"]) == 0
    assert capsys.readouterr().out == "已导入：新增 2 行，修改 0 行，未变 0 行，未导入 0 行。\n"
    assert Request.objects.filter(agency=agency).count() == 2
    assert run(["import", path, "--agency", "990404"]) == 0
    assert capsys.readouterr().out == "已导入：新增 0 行，修改 0 行，未变 2 行，未导入 0 行。\n"


def test_every_fault_is_listed_and_nothing_imported(agency, workbook, capsys):
    path = workbook(request_row("1"), request_row("2", 提出方式="电话"), request_row("3", 收到日期="2024-02-30"))
    assert run(["import", path, "--agency", "示例局"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "信息公开申请 第3行 “提出方式”：现为“电话”，要填其中之一：当面、信函、网络、传真、其他",
        "信息公开申请 第4行 “收到日期”：现为“2024-02-30”，要填日期，如 2024-03-05",
    ]
    assert printed.err == "有错误，什么都没有导入。\n"
    assert (Request.objects.count(), Import.objects.count()) == (0, 0)


def test_part_of_a_workbook(agency, workbook, capsys, tmp_path):
    path = workbook(request_row("1"), request_row("2", 提出方式="电话"))
    assert run(["import", path, "--agency", "示例局", "--partial"]) == 1
    assert Request.objects.get().number == "1"
    assert "已导入：新增 1 行，修改 0 行，未变 0 行，未导入 1 行。" in capsys.readouterr().out
    refused = openpyxl.load_workbook(tmp_path / "台账-refused.xlsx")["信息公开申请"]
    assert [row[0].value for row in refused.iter_rows()] == ["登记号", "2"]


def test_part_of_a_sound_workbook_is_all_of_it(agency, workbook, tmp_path):
    assert run(["import", workbook(request_row("1")), "--agency", "示例局", "--partial"]) == 0
    assert not (tmp_path / "台账-refused.xlsx").exists()


def test_a_new_agency(workbook):
    assert run(["import", workbook(request_row("1")), "--agency", "新设局", "--create-agency"]) == 0
    made = Agency.objects.get()
    assert (made.name, made.kind, made.edition_choices.count()) == ("新设局", Kind.DEPARTMENT, 0)
    assert sorted(Entry.objects.values_list("action", flat=True)) == ["create_agency", "import_workbook"]
    assert run(["import", workbook(request_row("1")), "--agency", "新设局", "--create-agency"]) == 0
    assert Agency.objects.count() == 1


def test_no_agency_is_made_for_a_faulty_workbook(workbook):
    assert run(["import", workbook(request_row(None)), "--agency", "新设局", "--create-agency"]) == 1
    assert Agency.objects.count() == 0


def test_refusals_are_one_line(agency, workbook, capsys, tmp_path):
    Agency.objects.create(code="990405", name="示例局", kind=Kind.DEPARTMENT)
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    path = workbook(request_row("1"))
    for arguments, line in [
        ([path, "--agency", "无此局"], "没有机关“无此局”；请检查名称或代码；新设机关请加 --create-agency。"),
        ([path, "--agency", "示例局"], "有几个机关叫“示例局”；请改用代码：990404、990405。"),
        ([str(tmp_path / "无.xlsx"), "--agency", "990404"], f"打不开 {tmp_path}/无.xlsx：没有这个文件"),
        (
            [str(tmp_path / "x.xlsx"), "--agency", "990404"],
            "这不是 Excel 工作簿；请导入 .xlsx、.xls 或 .ods 文件，可先下载模板。",
        ),
    ]:
        assert run(["import", *arguments]) == 2
        assert capsys.readouterr().err == f"gongkai: {line}\n"


def test_a_terminal_shows_the_rows_that_are_done_and_a_pipe_does_not(agency, workbook, capsys, monkeypatch):
    path = workbook(request_row("1"), request_row("2"))
    monkeypatch.setattr(counting, "STEP", 1)
    monkeypatch.setattr(read_progress, "ON_TERMINAL", 0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run(["import", path, "--agency", "示例局"]) == 0
    pictures = capsys.readouterr().err.removesuffix("\n").split("\r\x1b[K")
    assert "████████░░░░░░░░░░░░░░░░ 1/3 行  正在读取“信息公开申请”" in pictures
    assert "████████████░░░░░░░░░░░░ 1/2 行  正在与台账“信息公开申请”核对" in pictures
    assert pictures[-1] == "████████████████████████ 2/2 行  正在写入“信息公开申请”"
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    assert run(["import", path, "--agency", "示例局"]) == 0
    assert capsys.readouterr().err == ""


def test_an_untouched_template_is_said_to_hold_nothing(agency, tmp_path, capsys):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template_workbook())
    assert run(["import", str(path), "--agency", "示例局"]) == 0
    told = (
        "工作簿里除示例行外没有填写任何行，什么都没有导入。请在表头下面填写（示例行可以改掉或删除），保存后再导入。\n"
    )
    assert capsys.readouterr().out == told


def test_in_english(agency, workbook, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert run(["import", workbook(request_row("1")), "--agency", "示例局"]) == 0
    assert capsys.readouterr().out == "Imported: 1 rows added, 0 changed, 0 unchanged, 0 not imported.\n"
