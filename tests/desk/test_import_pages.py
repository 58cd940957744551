"""Importing at the desk: the preview, confirming, giving up, parts, files that are refused, work in the background."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.models import Role
from gongkai.desk.views import imports
from gongkai.disclosure.models import Item
from gongkai.jobs.actions import Progress
from gongkai.jobs.models import Job
from gongkai.registers import counting
from gongkai.registers.models import Import
from gongkai.registers.registry import all_sheets
from gongkai.requests.models import Request
from tests.desk.register_kit import BASE, add_rows, desk, page, posted, signed_in, text
from tests.people import person

pytestmark = pytest.mark.django_db
HEADERS = ["登记号", "收到日期", "提出方式", "申请人类型", "申请内容", "延期", "答复日期", "办理结果"]
GOOD = ["2024-101", "2024-02-01", "网络", "自然人", "清单", "否", "2024-02-20", "予以公开"]
BAD = ["2024-102", "2024-02-30", "网络", "自然人", "清单", "否", "", ""]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def workbook(*rows: list[str], sheet: str = "信息公开申请", headers: list[str] = HEADERS) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        written = book.add_worksheet(sheet)
        for at, cells in enumerate([headers, *rows]):
            for column, cell in enumerate(cells):
                written.write_string(at, column, cell)
    return file.getvalue()


def hand_in(client, content: bytes, name: str = "台账.xlsx", **more: Any):
    return client.post(f"{BASE}import/", {"workbook": SimpleUploadedFile(name, content)}, **more)


def lines(response) -> list[list[str]]:
    rows = page(response).xpath("//table[@id='lines']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def figures(response) -> list[str]:
    return [e.text_content() for e in page(response).xpath("//dl[@class='tiles']//dd[@class='figure']")]


def test_a_workbook_is_shown_before_it_is_imported():
    client, organs, clerk = desk()
    add_rows("requests", organs["science"], 1, number="2024-100", mode="fax", content="清单")
    changed = ["2024-100", "2024-02-01", "当面", "自然人", "清单", "否", "2024-02-20", "部分公开"]
    response = hand_in(client, workbook(GOOD, changed))
    imported = Import.objects.get()
    assert response["Location"] == f"{BASE}import/{imported.pk}/"
    shown = client.get(response["Location"])
    assert figures(shown) == ["1行", "1行", "0行", "0行"]
    assert lines(shown) == [
        ["信息公开申请", "2", "2024-101 2024-02-01 网络", "新增", ""],
        [
            "信息公开申请", "3", "2024-100 2024-02-01 当面", "修改",
            "提出方式：传真 → 当面办理结果：予以公开 → 部分公开",
        ],
    ]  # fmt: skip
    assert Request.objects.count() == 1
    confirmed = client.post(f"{response['Location']}confirm/", follow=True)
    assert "已导入。" in text(confirmed)
    row = Request.objects.get(number="2024-101")
    assert (row.source, row.source_line, row.created_by) == (imported, 2, clerk)
    assert "台账.xlsx 第 2 行" in text(client.get(f"{BASE}requests/{row.pk}/"))


def test_the_same_workbook_again_changes_nothing():
    client, *_ = desk()
    for _again in (1, 2):
        response = hand_in(client, workbook(GOOD))
        shown = client.get(response["Location"])
        client.post(f"{response['Location']}confirm/")
    assert figures(shown) == ["0行", "0行", "1行", "0行"]
    assert "导入不会改动什么" in text(shown)
    assert Request.objects.count() == 1


def test_faults_stand_with_their_row_and_column_and_nothing_is_imported():
    client, *_ = desk()
    url = hand_in(client, workbook(GOOD, BAD))["Location"]
    shown = client.get(url)
    assert figures(shown) == ["1行", "0行", "0行", "1行"]
    assert "一行也没有导入" in text(shown)
    assert lines(shown)[1][:4] == ["信息公开申请", "3", "2024-102 网络 自然人", "拒绝"]
    assert "收到日期：2024-02-30。要填日期" in lines(shown)[1][4]
    assert page(shown).xpath("//form[contains(@action, 'confirm')]") == []
    refused = client.post(f"{url}confirm/", follow=True)
    assert "请重新上传" in text(refused)
    assert Request.objects.count() == 0
    assert [row[1] for row in lines(client.get(f"{url}?state=refused"))] == ["3"]
    assert lines(client.get(f"{url}?sheet=requests&state=changed")) == []


def test_faults_of_sheets_and_headers_are_listed():
    client, *_ = desk()
    url = hand_in(client, workbook(["x"], sheet="花名册", headers=["姓名"]))["Location"]
    faults = page(client.get(url)).xpath("//table[@id='faults']/tbody/tr")
    assert len(faults) == 1
    assert "花名册" in faults[0].text_content()


def test_the_rows_without_errors_may_be_imported_and_the_others_downloaded():
    client, *_ = desk()
    url = hand_in(client, workbook(GOOD, BAD))["Location"]
    part = client.post(f"{url}part/")
    assert Import.objects.get(partial=False).state == Import.State.DISCARDED
    assert client.post(f"{part['Location']}confirm/").status_code == 302
    assert [r.number for r in Request.objects.all()] == ["2024-101"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{part['Location']}refused/").content))
    rows = list(book["信息公开申请"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["登记号", "2024-102"]


def test_a_row_that_its_headers_keep_out_says_where_to_look():
    client, *_ = desk()
    content = workbook([*GOOD, "x"], headers=[*HEADERS, "备注"])
    shown = client.get(hand_in(client, content)["Location"])
    assert "见“工作表和表头的问题”" in lines(shown)[0][4]
    whole = client.get(hand_in(client, workbook(BAD))["Location"])
    assert "见“工作表和表头的问题”" not in lines(whole)[0][4]


@pytest.mark.parametrize("first", ["合计", "总 计", "小计"])
def test_a_row_of_sums_is_told_as_such(first):
    client, *_ = desk()
    shown = client.get(hand_in(client, workbook(GOOD, [first, *[""] * 7]))["Location"])
    [refused] = [line for line in lines(shown) if "拒绝" in line[3]]
    assert f"登记号：{first}。看起来是合计行，请删除" in refused[4]


def test_a_preview_may_be_given_up():
    client, *_ = desk()
    url = hand_in(client, workbook(GOOD))["Location"]
    assert "台账没有改动" in text(client.post(f"{url}discard/", follow=True))
    assert "请重新上传" in text(client.post(f"{url}confirm/", follow=True))
    assert client.post(f"{url}discard/").status_code == 409
    assert Request.objects.count() == 0


def test_a_preview_that_no_longer_holds_is_refused_and_shown_anew():
    from gongkai.registers.models import ClosedYear

    client, organs, _clerk = desk()
    url = hand_in(client, workbook(GOOD))["Location"]
    ClosedYear.objects.create(agency=organs["science"], year=2024)
    refused = client.post(f"{url}confirm/", follow=True)
    assert "预览以后台账有了变化" in text(refused)
    assert "2024年已关账" in text(refused)
    assert Request.objects.count() == 0


def test_a_long_preview_has_pages_and_asks_the_same_for_any(django_assert_num_queries):
    client, *_ = desk()
    for count in (1, 3, 60):
        rows = [[f"A{count}-{n}", *GOOD[1:]] for n in range(count)]
        url = hand_in(client, workbook(*rows))["Location"]
        with django_assert_num_queries(7):
            shown = client.get(url)
    assert len(lines(shown)) == 50
    assert len(lines(client.get(f"{url}?page=2"))) == 10


def macro_workbook() -> bytes:
    file = io.BytesIO(workbook(GOOD))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO(workbook(GOOD))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 200_000_000)
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"%PDF-1.7", b"PK\x03\x04broken"], ids=str)
def test_what_is_no_workbook_is_refused_beside_the_field(content):
    client, *_ = desk()
    response = hand_in(client, content)
    assert response.status_code == 200
    assert page(response).xpath("//*[contains(@class, 'field wrong')]//ul[@class='mistake']/li")
    assert Import.objects.count() == 0


def test_macros_and_bombs_are_refused():
    client, *_ = desk()
    for content in (macro_workbook(), bomb()):
        response = hand_in(client, content)
        assert response.status_code in (200, 302)
        if response.status_code == 200:
            assert page(response).xpath("//*[contains(@class, 'field wrong')]//ul[@class='mistake']/li")
    assert Import.objects.count() == 0


def test_a_file_beyond_the_limit_is_passed_over_while_it_arrives(settings, monkeypatch):
    settings.UPLOAD_LIMIT = 1_000_000
    client, *_ = desk()
    kept: list[int] = []
    taken = "django.core.files.uploadhandler.MemoryFileUploadHandler.receive_data_chunk"
    with monkeypatch.context() as patch:
        patch.setattr(taken, lambda self, data, start: kept.append(len(data)) or data)
        response = hand_in(client, b"x" * 5_000_000)
    assert response.status_code == 413
    assert "文件超过 1 MB，没有接收" in text(response)
    assert 0 < sum(kept) <= 1_000_000
    assert hand_in(client, workbook(GOOD)).status_code in (200, 302)
    assert Import.objects.count() <= 1


def test_no_file_is_said_beside_the_field():
    client, *_ = desk()
    assert "请选择文件" in text(client.post(f"{BASE}import/"))


def test_names_of_files_are_shown_as_text_and_lead_nowhere():
    client, *_ = desk()
    name = "<script>alert(1)<&script>\"'.xlsx"
    url = hand_in(client, workbook(GOOD), name)["Location"]
    client.post(f"{url}confirm/")
    row = Request.objects.get()
    seen = 0
    for address in (url, f"{BASE}imports/", f"{BASE}requests/{row.pk}/"):
        body = client.get(address).content
        assert b"<script>alert" not in body
        seen += body.count(b"&lt;script&gt;alert(1)")
    assert seen >= 3
    hand_in(client, workbook(GOOD), "../../etc/passwd.xlsx")
    assert Import.objects.first().file_name == "passwd.xlsx"
    assert all(default_storage.exists(one.content.name) for one in Import.objects.all())


def test_scripts_in_cells_are_shown_as_text():
    client, *_ = desk()
    hostile = "<script>alert(1)</script>"
    row = [f"A{hostile}", "2024-02-01", hostile, "自然人", hostile, "否", "", ""]
    body = client.get(hand_in(client, workbook(row))["Location"]).content
    assert b"<script>alert" not in body
    assert body.count(b"&lt;script&gt;alert(1)") >= 2


def test_the_file_is_kept_as_it_came():
    client, *_ = desk()
    content = workbook(GOOD)
    url = hand_in(client, content)["Location"]
    response = client.get(f"{url}file/")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_list_of_imports_tells_own_ones_apart(django_assert_num_queries):
    client, organs, _clerk = desk()
    colleague = signed_in(person(Role.CLERK, organs["science"]))
    hand_in(client, workbook(GOOD), "我的.xlsx")
    hand_in(colleague, workbook(GOOD), "同事的.xlsx")
    with django_assert_num_queries(8):
        every = text(client.get(f"{BASE}imports/"))
    assert "我的.xlsx" in every
    assert "同事的.xlsx" in every
    assert "同事的.xlsx" not in text(client.get(f"{BASE}imports/?mine=1"))


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 10)
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 0)


def test_large_files_are_read_and_imported_in_the_background(large, django_capture_on_commit_callbacks):
    client, organs, clerk = desk()
    with django_capture_on_commit_callbacks(execute=True):
        response = hand_in(client, workbook(GOOD))
    job = Job.objects.get()
    assert (job.state, job.person, job.agency) == (Job.State.DONE, clerk, organs["science"])
    assert response["Location"] == f"/desk/jobs/{job.pk}/"
    shown = client.get(response["Location"])
    imported = Import.objects.get()
    assert page(shown).xpath(f"//a[@href='{BASE}import/{imported.pk}/']")
    assert default_storage.listdir("imports/incoming")[1] == []
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{BASE}import/{imported.pk}/confirm/")
    assert Request.objects.count() == 1
    assert Job.objects.first().result == f"{BASE}import/{imported.pk}/"


def spread_out() -> bytes:
    """A small file that unpacks to 100 MB: a picture beside the register."""
    file = io.BytesIO(workbook(GOOD))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bmp", b"\0" * 100_000_000)
    return file.getvalue()


def test_a_small_file_that_unpacks_to_a_large_one_is_read_in_the_background(django_capture_on_commit_callbacks):
    client, *_ = desk()
    content = spread_out()
    assert len(content) < imports.AT_ONCE
    with django_capture_on_commit_callbacks(execute=True):
        response = hand_in(client, content)
    assert response["Location"] == f"/desk/jobs/{Job.objects.get().pk}/"
    assert Import.objects.get().state == Import.State.PREVIEWED
    hand_in(client, workbook(GOOD))
    assert Job.objects.count() == 1


def test_the_rows_without_errors_of_such_a_file_are_read_in_the_background_too(
    monkeypatch, django_capture_on_commit_callbacks
):
    client, *_ = desk()
    url = hand_in(client, workbook(GOOD, BAD))["Location"]
    monkeypatch.setattr(imports, "UNPACKED_AT_ONCE", 1000)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{url}part/")
    assert response["Location"] == f"/desk/jobs/{Job.objects.get().pk}/"
    assert Import.objects.get(partial=True).state == Import.State.PREVIEWED


def test_background_work_tells_how_many_rows_are_done(large, monkeypatch, django_capture_on_commit_callbacks):
    seen: list[tuple[int, int, str]] = []

    stepping = Progress.step

    def step(self, *told):
        stepping(self, *told)
        seen.append(Job.objects.values_list("done", "total", "message").get(pk=self.job.pk))

    monkeypatch.setattr(Progress, "step", step)
    monkeypatch.setattr(counting, "STEP", 2)
    client, *_ = desk()
    rows = [[f"2024-{number}", *GOOD[1:]] for number in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(client, workbook(*rows))
    reading, comparing = "正在读取“信息公开申请”", "正在与台账“信息公开申请”核对"
    read = [(0, 0, "正在打开文件"), (0, 4, reading), (2, 4, reading), (4, 4, reading)]
    assert seen == [*read, (0, 3, comparing), (2, 3, comparing), (3, 3, comparing)]
    seen.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{BASE}import/{Import.objects.get().pk}/confirm/")
    assert seen == [*read, (0, 0, "正在写入台账")]


def test_a_large_file_that_is_refused_says_so_on_its_page(large, django_capture_on_commit_callbacks):
    client, *_ = desk()
    with django_capture_on_commit_callbacks(execute=True):
        response = hand_in(client, b"no workbook at all")
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert job.message
    assert job.message in text(client.get(response["Location"]))
    assert default_storage.listdir("imports/incoming")[1] == []


def test_a_job_shows_itself_to_who_asked_for_it_only():
    client, organs, clerk = desk()
    job = Job.objects.create(kind="import", title="读取", person=clerk, agency=organs["science"], done=3, total=9)
    url = f"/desk/jobs/{job.pk}/"
    waiting = client.get(url)
    assert "3 / 9" in text(waiting)
    assert page(waiting).xpath("//noscript") or b'http-equiv="refresh"' in waiting.content
    part = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert f'hx-get="{url}"'.encode() in part.content
    Job.objects.update(state=Job.State.DONE, result="https://evil.example/")
    assert b"evil.example" not in client.get(url).content
    assert b"http-equiv" not in client.get(url).content
    for other in (person(Role.CLERK, organs["science"]), person(Role.AUDITOR, organs["government"])):
        assert signed_in(other).get(url).status_code == 404


def test_the_template_can_be_handed_in_again():
    client, *_ = desk()
    template = client.get(f"{BASE}template/").content
    shown = client.get(hand_in(client, template)["Location"])
    assert figures(shown) == ["0行", "0行", "0行", "0行"]
    assert "除示例行外没有填写任何行" in text(shown)
    assert "都已经有了" not in text(shown)
    assert page(shown).xpath("//form[contains(@action, 'confirm')]") == []
    assert Item.objects.count() == 0
    assert len(all_sheets()) == 13
    assert posted(client.get(f"{BASE}import/"))["csrfmiddlewaretoken"]
