"""``gongkai export-registers``: the workbook that import takes."""

import pytest
from tests.ledgers.generate import big
from tests.ledgers.write import xlsx
from tests.registers.books import loaded, request_row, requests

from gongkai.agencies.models import Agency, Kind
from gongkai.cli.main import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    settings.MEDIA_ROOT = tmp_path / "media"
    Agency.objects.create(code="990404", name="示例局", kind=Kind.DEPARTMENT)


def imported(tmp_path, content):
    (tmp_path / "in.xlsx").write_bytes(content)
    assert run(["import", str(tmp_path / "in.xlsx"), "--agency", "示例局"]) == 0


def test_what_is_exported_imports_as_unchanged(tmp_path, capsys):
    imported(tmp_path, xlsx(big(200, seed=2)))
    out = tmp_path / "new" / "out.xlsx"
    assert run(["export-registers", "--agency", "示例局", "-o", str(out)]) == 0
    capsys.readouterr()
    assert run(["import", str(out), "--agency", "示例局"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "已导入：新增 0 行，修改 0 行，未变 200 行，未导入 0 行。"


def test_one_year(tmp_path):
    imported(tmp_path, requests(request_row("1", received="2022-05-06"), request_row("2", received="2023-05-06")))
    out = tmp_path / "out.xlsx"
    assert run(["export-registers", "--agency", "示例局", "-o", str(out), "--year", "2023"]) == 0
    assert [row[0] for row in loaded(out.read_bytes())["信息公开申请"]] == ["登记号", "2"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--agency", "无", "-o", "x.xlsx"], "没有机关“无”；请检查机关的名称或代码。"),
        (["--agency", "示例局", "-o", "x.csv"], "不能写成 x.csv；输出文件名请以 .xlsx 结尾。"),
    ],
)
def test_refusals(capsys, arguments, line):
    assert run(["export-registers", *arguments]) == 2
    assert capsys.readouterr().err == f"gongkai: {line}\n"
