"""``gongkai template``: an empty workbook that import takes."""

import pytest
from tests.ledgers.sheets import SHEETS
from tests.registers.books import loaded

from gongkai.agencies.models import Agency, Kind
from gongkai.cli.main import run


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


def test_the_template_has_every_register(tmp_path):
    out = tmp_path / "模板.xlsx"
    assert run(["template", "-o", str(out)]) == 0
    written = loaded(out.read_bytes())
    assert [name for name in written if name != "选项"] == [name for name in written if name in SHEETS]
    assert all(written[name][0] == sheet.headers for name, sheet in SHEETS.items())


@pytest.mark.django_db
def test_an_untouched_template_imports_nothing(tmp_path, capsys):
    Agency.objects.create(code="990404", name="示例局", kind=Kind.DEPARTMENT)
    run(["template", "-o", str(tmp_path / "t.xlsx")])
    assert run(["import", str(tmp_path / "t.xlsx"), "--agency", "示例局"]) == 0
    assert capsys.readouterr().out.startswith("工作簿里除示例行外没有填写任何行，什么都没有导入。")


def test_another_suffix_is_refused(tmp_path, capsys):
    assert run(["template", "-o", str(tmp_path / "t.xls")]) == 2
    assert capsys.readouterr().err == "gongkai: 不能写成 t.xls；输出文件名请以 .xlsx 结尾。\n"


def test_a_file_that_somebody_may_have_filled_in_is_not_written_over(tmp_path, capsys):
    (tmp_path / "台账.xlsx").write_bytes(b"filled in")
    assert run(["template", "-o", str(tmp_path / "台账.xlsx")]) == 2
    assert capsys.readouterr().err == f"gongkai: 文件已存在：{tmp_path / '台账.xlsx'}；请换一个文件名。\n"
    assert (tmp_path / "台账.xlsx").read_bytes() == b"filled in"
