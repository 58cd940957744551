"""Adding, changing and removing a row at the desk: what is refused, what is warned of, two browsers on one row."""

from __future__ import annotations

import datetime

import pytest

from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.capacity.models import Session
from gongkai.disclosure.models import Item
from gongkai.registers.actions.imports import import_workbook
from gongkai.registers.actions.rows import change_row, change_rows, remove_row
from gongkai.registers.identity import row_values
from gongkai.registers.models import ClosedYear
from gongkai.registers.registry import all_sheets
from gongkai.registers.registry import sheet as sheet_of
from gongkai.requests.models import Request
from tests.desk.register_kit import BASE, SHEETS, add_rows, desk, numbered, page, posted, signed_in, text
from tests.people import person
from tests.registers.books import request_row, requests

pytestmark = pytest.mark.django_db
REQUEST = {
    "number": "2024-7", "received_on": "2024-02-01", "mode": "online", "applicant": "natural_person",
    "content": "清单", "answered_on": "2024-02-20", "outcome": "outcome_granted",
}  # fmt: skip
TRAINING = {"on": "2024-04-18", "kind": "training", "name": "业务培训", "host": "own", "attendance": ""}


def mistakes(response) -> dict[str, str]:
    """What stands beside each field: its label → the mistake."""
    wrong = page(response).xpath("//*[contains(@class, 'field wrong')]")
    return {
        "".join(w.xpath(".//label//text()")).replace("（选填）", "").strip(): " ".join(
            li.text_content().strip() for li in w.xpath(".//ul[@class='mistake']/li")
        )
        for w in wrong
    }


def as_typed(sheet, values) -> dict[str, str]:
    """What somebody types for these values."""
    typed = {}
    for column in sheet.columns:
        value = values.get(column.field)
        if value is True:
            typed[column.field] = "on"
        elif column.kind == "month":
            typed[column.field] = f"{value:%Y-%m}"
        elif value is not None and value is not False:
            typed[column.field] = str(value)
    return typed


@pytest.mark.parametrize("slug", SHEETS)
def test_every_register_takes_its_example_and_shows_it_again(slug):
    client, _organs, clerk = desk()
    sheet = sheet_of(slug)
    response = client.post(f"{BASE}{slug}/add/", as_typed(sheet, sheet.example))
    assert response.status_code == 302, mistakes(response)
    row = sheet.model.objects.get()
    stored = row_values(sheet, row)
    assert {k: stored[k] for k in sheet.example} == dict(sheet.example)
    assert (row.created_by, row.updated_by, row.source) == (clerk, clerk, None)
    opened = client.get(f"{BASE}{slug}/{row.pk}/")
    again = client.post(f"{BASE}{slug}/{row.pk}/", posted(opened))
    assert again.status_code == 302
    assert Entry.objects.filter(action="change_row").count() == 0
    row.refresh_from_db()
    assert row_values(sheet, row) == stored


@pytest.mark.parametrize("slug", SHEETS)
def test_an_empty_form_says_beside_each_field_what_is_missing(slug):
    client, *_ = desk()
    response = client.post(f"{BASE}{slug}/add/", {})
    needed = {c.header for c in sheet_of(slug).columns if c.required}
    found = mistakes(response)
    assert needed <= set(found) or set(found) <= needed
    assert found
    assert f"有 {len(found)} 处需要改正" in text(response)
    assert sheet_of(slug).model.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "where", "said"),
    [
        ({"received_on": "2024-02-30"}, "收到日期", "请填写日期"),
        ({"received_on": "1800-01-01"}, "收到日期", "年份要在1949年至"),
        ({"answered_on": "2024-01-20"}, "答复日期", "不早于收到日期 2024-02-01"),
        ({"outcome": ""}, "办理结果", "填了答复日期时必填"),
        ({"answered_on": ""}, "答复日期", "填了办理结果时必填"),
        ({"mode": "pigeon"}, "提出方式", "pigeon"),
        ({"outcome": "reply_granted"}, "办理结果", "2024年报告格式中的办理结果"),
        ({"number": "x" * 81}, "登记号", "80"),
        ({"content": "a\x07b"}, "申请内容", "不能有控制字符"),
    ],
)
def test_the_impossible_is_refused_beside_its_field(typed, where, said):
    client, *_ = desk()
    response = client.post(f"{BASE}requests/add/", REQUEST | typed)
    assert said in mistakes(response)[where]
    assert page(response).xpath("//div[@data-error-summary]//a[starts-with(@href, '#id_')]")
    assert Request.objects.count() == 0


@pytest.mark.parametrize(
    "written", ["2024-02-01", "2024/2/1", "2024.2.1", "2024年2月1日", "20240201", "２０２４－０２－０１"]
)
def test_dates_may_be_written_as_people_do(written):
    client, *_ = desk()
    client.post(f"{BASE}requests/add/", REQUEST | {"received_on": written})
    assert Request.objects.get().received_on == datetime.date(2024, 2, 1)


def test_a_number_is_given_once():
    client, organs, _clerk = desk()
    add_rows("requests", organs["science"], 1, number="2024-7")
    response = client.post(f"{BASE}requests/add/", REQUEST)
    assert "“2024-7”已经有了" in mistakes(response)["登记号"]
    assert Request.objects.count() == 1


def test_the_unlikely_is_saved_after_a_tick_for_just_that():
    client, *_ = desk()
    url = f"{BASE}sessions/add/"
    asked = client.post(url, TRAINING)
    assert "还没有保存，请先核对" in text(asked)
    assert "培训班写明接受培训人次" in text(asked)
    assert client.post(url, TRAINING | {"confirmed": "on"}).status_code == 200
    assert Session.objects.count() == 0
    confirmed = page(asked).xpath("string(//input[@name='confirmed']/@value)")
    assert client.post(url, TRAINING | {"confirmed": confirmed}).status_code == 302
    assert Session.objects.get().attendance is None


def test_saving_may_lead_to_the_next_row():
    client, *_ = desk()
    response = client.post(f"{BASE}requests/add/", REQUEST | {"again": "1"})
    assert response["Location"] == f"{BASE}requests/add/"


def test_lines_end_as_registers_have_them():
    client, *_ = desk()
    client.post(f"{BASE}requests/add/", REQUEST | {"content": "一\r\n二"})
    assert Request.objects.get().content == "一\n二"


def test_only_what_was_touched_is_changed_and_the_record_tells_of_it():
    client, organs, _clerk = desk()
    [row] = add_rows("requests", organs["science"], 1)
    url = f"{BASE}requests/{row.pk}/"
    data = posted(client.get(url)) | {"content": "新的内容", "reason": "补全"}
    assert client.post(url, data).status_code == 302
    entry = Entry.objects.get(action="change_row")
    assert entry.after == {"content": "新的内容"}
    assert entry.reason == "补全"
    shown = text(client.get(url))
    assert "申请内容：上年度服务事项清单 → 新的内容" in shown
    assert "补全" in shown


def test_changes_of_many_rows_are_in_the_history_of_each():
    client, organs, clerk = desk()
    one, other = add_rows("requests", organs["science"], 2)
    change_rows(sheet=sheet_of("requests"), rows=[one], values={"mode": "fax"}, actor=clerk, reason="核对传真")
    assert "提出方式：网络 → 传真" in text(client.get(f"{BASE}requests/{one.pk}/"))
    assert "核对传真" not in text(client.get(f"{BASE}requests/{other.pk}/"))


def import_requests(agency, actor, name, *rows):
    return import_workbook(agency=agency, file_name=name, content=requests(*rows), actor=actor)[0]


def test_every_import_that_added_or_changed_a_row_is_in_its_history(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, organs, clerk = desk()
    colleague = person(Role.CLERK, organs["science"], "同事")
    first = import_requests(organs["science"], clerk, "一月.xlsx", request_row("1"), request_row("2"))
    import_requests(organs["science"], colleague, "二月.xlsx", request_row("1", 提出方式="传真"), request_row("2"))
    import_requests(organs["science"], None, "三月.xlsx", request_row("1", 提出方式="信函"))
    changed, unchanged = Request.objects.order_by("number")
    shown = client.get(f"{BASE}requests/{changed.pk}/")
    history = [" ".join(li.text_content().split()) for li in page(shown).xpath("//ol[@class='steps']/li")]
    assert [line.split(" · ")[0] for line in history] == [
        "导入修改系统",
        f"导入修改{colleague.name}",
        f"导入新增{clerk.name}",
    ]
    assert "三月.xlsx 第 2 行 提出方式：传真 → 信函" in history[0]
    assert "二月.xlsx 第 2 行 提出方式：网络 → 传真" in history[1]
    assert history[2].endswith("一月.xlsx 第 2 行")
    assert page(shown).xpath(f"//ol[@class='steps']//a[@href='{BASE}import/{first.pk}/']")
    other = text(client.get(f"{BASE}requests/{unchanged.pk}/"))
    assert "一月.xlsx 第 3 行" in other
    assert "二月.xlsx" not in other


def test_the_history_of_another_register_with_the_same_key_is_not_shown():
    client, organs, clerk = desk()
    [request] = add_rows("requests", organs["science"], 1)
    [item] = add_rows("items", organs["science"], 1)
    type(item).objects.filter(pk=item.pk).update(id=request.pk)
    row = Request.objects.get()
    change_rows(sheet=sheet_of("requests"), rows=[row], values={"mode": "fax"}, actor=clerk, reason="核对传真")
    assert "核对传真" in text(client.get(f"{BASE}requests/{row.pk}/"))
    assert "核对传真" not in text(client.get(f"{BASE}items/{row.pk}/"))


def test_two_browsers_on_one_row_lose_nothing():
    client, organs, _clerk = desk()
    [row] = add_rows("requests", organs["science"], 1)
    url = f"{BASE}requests/{row.pk}/"
    mine = posted(client.get(url)) | {"content": "我写的", "applicant": "org_research"}
    colleague = person(Role.SECTION_HEAD, organs["science"], "科室负责人")
    change_row(sheet=sheet_of("requests"), row=row, values={"content": "别人写的", "mode": "fax"}, actor=colleague)
    refused = client.post(url, mine)
    assert refused.status_code == 409
    table = page(refused).xpath("//table[@id='differences']/tbody/tr")
    told = [[cell.text_content().strip() for cell in tr] for tr in table]
    assert ["申请内容", "别人写的", "我写的", "改成您填写的"] in told
    assert ["提出方式", "传真", "网络", "保持现在的"] in told
    assert "科室负责人" in text(refused)
    row.refresh_from_db()
    assert row.content == "别人写的"
    again = posted(refused)
    assert (again["content"], again["mode"], again["applicant"]) == ("我写的", "fax", "org_research")
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert (row.content, row.mode, row.applicant) == ("我写的", "fax", "org_research")


@pytest.mark.parametrize("seen", ["", "yesterday", "2024-01-01T00:00:00+08:00", "2024-01-01"])
def test_a_forged_time_of_opening_saves_nothing(seen):
    client, organs, _clerk = desk()
    [row] = add_rows("requests", organs["science"], 1)
    url = f"{BASE}requests/{row.pk}/"
    response = client.post(url, posted(client.get(url)) | {"content": "x", "seen": seen})
    assert response.status_code == 409
    row.refresh_from_db()
    assert row.content == "上年度服务事项清单"


def test_what_was_typed_into_a_row_removed_meanwhile_may_be_entered_anew():
    client, organs, clerk = desk()
    [row] = add_rows("requests", organs["science"], 1)
    url = f"{BASE}requests/{row.pk}/"
    mine = posted(client.get(url)) | {"content": "我写的"}
    remove_row(sheet=sheet_of("requests"), row=row, actor=clerk, reason="登记重复")
    refused = client.post(url, mine)
    assert refused.status_code == 409
    assert "登记重复" in text(refused)
    assert page(refused).xpath("string(//main//form/@action)") == f"{BASE}requests/add/"
    assert client.post(f"{BASE}requests/add/", posted(refused)).status_code == 302
    assert Request.objects.get().content == "我写的"


def test_a_closed_year_is_refused_with_the_way_to_reopen_it():
    client, organs, _clerk = desk()
    [row] = add_rows("requests", organs["science"], 1)
    url = f"{BASE}requests/{row.pk}/"
    typed = posted(client.get(url)) | {"mode": "fax"}
    ClosedYear.objects.create(agency=organs["science"], year=2024)
    for response in (client.post(f"{BASE}requests/add/", REQUEST), client.post(url, typed)):
        assert response.status_code == 409
        assert "2024年已关账" in text(response)
        assert "重开相应年度" in text(response)
        assert page(response).xpath(f"//a[@href='{BASE}years/']")
    assert posted(client.post(url, typed))["mode"] == "fax"
    removal = client.post(f"{url}remove/", posted(client.get(f"{url}remove/")) | {"reason": "多余"})
    assert removal.status_code == 409
    assert "2024年已关账" in text(removal)
    assert [(r.mode, r.number) for r in Request.objects.all()] == [("online", "2024-001-1")]


def test_removing_asks_for_a_reason_and_keeps_the_values_in_the_record():
    client, organs, _clerk = desk()
    [row] = add_rows("items", organs["science"], 1)
    url = f"{BASE}items/{row.pk}/remove/"
    asked = client.get(url)
    assert "关于公布本年度服务事项的通知" in text(asked)
    assert client.post(url, posted(asked)).status_code == 200
    assert Item.objects.count() == 1
    assert client.post(url, posted(asked) | {"reason": "重复登记"}).status_code == 302
    assert Item.objects.count() == 0
    entry = Entry.objects.get(action="remove_row")
    assert (entry.reason, entry.before["title"]) == ("重复登记", "关于公布本年度服务事项的通知")


def test_a_row_changed_meanwhile_is_not_removed_unseen():
    client, organs, clerk = desk()
    [row] = add_rows("items", organs["science"], 1)
    url = f"{BASE}items/{row.pk}/remove/"
    stale = posted(client.get(url)) | {"reason": "重复登记"}
    change_row(sheet=sheet_of("items"), row=row, values={"title": "新标题"}, actor=clerk)
    refused = client.post(url, stale)
    assert refused.status_code == 409
    assert "新标题" in text(refused)
    assert Item.objects.count() == 1
    assert client.post(url, posted(refused)).status_code == 302


def test_outcomes_without_scripts_are_grouped_by_the_years_of_their_form():
    client, *_ = desk()
    groups = page(client.get(f"{BASE}requests/add/")).xpath("//select[@name='outcome']/optgroup/@label")
    assert groups == ["2021年起的答复", "2019—2020年的答复", "2014—2018年的答复"]


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("answered_on=2015-03-01", "不同意公开:国家秘密", "予以公开"),
        ("answered_on=2024-03-01", "予以公开", "同意部分公开"),
        ("answered_on=", "同意部分公开", "没有这一项"),
        ("answered_on=x", "予以公开", "没有这一项"),
    ],
)
def test_outcomes_follow_the_date_of_the_answer(question, has, lacks):
    client, *_ = desk()
    response = client.get(f"{BASE}requests/options/?{question}&outcome=outcome_granted")
    labels = [o.text_content() for o in page(response).xpath("//option")]
    assert has in labels
    assert lacks not in labels
    chosen = page(response).xpath("//option[@selected]/@value")
    assert chosen == ([] if "2015" in question else ["outcome_granted"])
    assert client.get(f"{BASE}items/options/").status_code == 404


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:1 }}"


TEXTUAL = [s.slug for s in all_sheets() if any(c.kind in ("text", "long_text") for c in s.columns)]


@pytest.mark.parametrize("slug", TEXTUAL)
def test_scripts_in_any_text_are_shown_as_text(slug):
    client, organs, clerk = desk()
    sheet = sheet_of(slug)
    texts = [c.field for c in sheet.columns if c.kind in ("text", "long_text")]
    values = {field: f"{n}{HOSTILE}" for n, field in enumerate(texts)}
    for field in texts:
        longest = sheet.model._meta.get_field(field).max_length
        values[field] = values[field][:longest] if longest else values[field]
    [row] = add_rows(slug, organs["science"], 1, clerk, **values)
    addresses = ["", f"{row.pk}/", f"{row.pk}/remove/", f"?q={HOSTILE}", "bulk/?rows=all&column=" + texts[0]]
    seen = 0
    for address in addresses:
        response = client.get(f"{BASE}{slug}/{address}")
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
        assert page(response).xpath("//script[not(@src)] | //img | //*[@onerror]") == []
        seen += response.content.count(b"&lt;script&gt;alert(1)")
    assert seen >= 2
    reader = signed_in(person(Role.AUDITOR, organs["science"]))
    assert b"<script>alert" not in reader.get(f"{BASE}{slug}/{row.pk}/").content


def test_a_row_shows_who_when_and_the_file_it_came_from():
    client, organs, clerk = desk()
    [row] = add_rows("items", organs["science"], 1, clerk)
    assert "在网页上登记" in text(client.get(f"{BASE}items/{row.pk}/"))
    assert clerk.name in text(client.get(f"{BASE}items/{row.pk}/"))


def test_the_page_of_a_row_asks_the_same_for_few_and_many_events(django_assert_num_queries, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, organs, clerk = desk()
    import_requests(organs["science"], clerk, "一.xlsx", request_row("1"))
    row = Request.objects.get()
    client.get(f"{BASE}years/")
    for contents in (["一"], ["二", "三"]):
        for content in contents:
            change_row(sheet=sheet_of("requests"), row=row, values={"content": content}, actor=clerk)
            import_requests(organs["science"], clerk, "又.xlsx", request_row("1", 申请内容=f"又{content}"))
        with django_assert_num_queries(10):
            client.get(f"{BASE}requests/{row.pk}/")


def test_all_sheets_are_tested():
    assert len(SHEETS) == len(all_sheets()) == 13
    assert len(TEXTUAL) == 11
    assert numbered(sheet_of("funds"), 1)["on"] != sheet_of("funds").example["on"]
