"""``gongkai report``: the annual report from the registers, in the shape of ``read``."""

import json

import pytest
from tests.registers.books import day, request_row, requests

from gongkai.agencies.models import Agency, AgencyName, EditionChoice, Kind
from gongkai.cli.main import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agency(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    settings.MEDIA_ROOT = tmp_path / "media"
    made = Agency.objects.create(code="990404", name="示例局", kind=Kind.DEPARTMENT)
    AgencyName.objects.create(agency=made, name="原示例局", valid_to=day("2019-06-30"))
    (tmp_path / "in.xlsx").write_bytes(
        requests(request_row("1", received="2021-12-30", answered="2022-01-04", outcome="予以公开"))
    )
    run(["import", str(tmp_path / "in.xlsx"), "--agency", "示例局"])
    return made


def printed(capsys, *arguments):
    capsys.readouterr()
    assert run(["report", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_report_in_the_shape_of_read(capsys):
    report = printed(capsys, "示例局", "2022")
    assert [report[key] for key in ("schema", "agency", "year", "edition", "title")] == [
        "gongkai.report/1", "示例局", 2022, "cn-gid-2021", "示例局2022年政府信息公开工作年度报告"
    ]  # fmt: skip
    values = {key: cell["value"] for key, cell in report["cells"].items() if cell["value"]}
    assert values == {
        f"{row}@{column}": 1
        for row in ("req_carried_in", "outcome_granted", "outcome_total")
        for column in ("natural_person", "total")
    }


def test_the_name_and_the_form_are_those_of_the_year(capsys, agency):
    assert printed(capsys, "990404", "2018")["agency"] == "原示例局"
    assert printed(capsys, "原示例局", "2018")["edition"] == "cn-gid-2014-national"
    EditionChoice.objects.create(agency=agency, edition="cn-gid-2014-shandong", year_from=2014, year_to=2018)
    assert printed(capsys, "990404", "2018")["edition"] == "cn-gid-2014-shandong"


@pytest.mark.parametrize("form", ["json", "docx", "html", "xlsx"])
def test_written_and_read_again(capsys, tmp_path, form):
    out = tmp_path / f"报告.{form}"
    assert run(["report", "示例局", "2022", "-o", str(out)]) == 0
    if form == "json":
        assert json.loads(out.read_text(encoding="utf-8"))["cells"]["req_carried_in@total"]["value"] == 1
        return
    capsys.readouterr()
    assert run(["read", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["cells"]["req_carried_in@total"]["value"] == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["无", "2022"], "没有机关“无”；请检查机关的名称或代码。"),
        (["示例局", "2012"], "2012年没有全国统一的报告格式；请先为这个机关选定该年度的报告格式。"),
        (["示例局", "2022", "-o", "x.doc"], "不能写成 x.doc；输出文件名请以 .json .docx .pdf .html .xlsx 之一结尾。"),
    ],
)
def test_refusals(capsys, arguments, line):
    capsys.readouterr()
    assert run(["report", *arguments]) == 2
    assert capsys.readouterr().err == f"gongkai: {line}\n"


def test_a_year_to_come_has_no_report(capsys):
    capsys.readouterr()
    assert run(["report", "示例局", "2999"]) == 2
    assert capsys.readouterr().err == "gongkai: 2999年还没有到；请检查年度。\n"
