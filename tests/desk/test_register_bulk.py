"""One value in many rows: the page that says what it would do, refusals, what changed between the two."""

from __future__ import annotations

import datetime

import pytest

from gongkai.audit_log.models import Entry
from gongkai.registers.actions.rows import change_row
from gongkai.registers.models import ClosedYear
from gongkai.registers.registry import sheet as sheet_of
from gongkai.requests.models import Request
from tests.desk.register_kit import BASE, SHEETS, add_rows, desk, page, posted, text

pytestmark = pytest.mark.django_db
URL = f"{BASE}requests/bulk/"


def figures(response) -> list[str]:
    return [e.text_content() for e in page(response).xpath("//dl[@class='tiles']//dd[@class='figure']")]


def test_the_list_leads_by_steps_to_a_change_of_the_chosen_rows():
    client, organs, _clerk = desk()
    rows = add_rows("requests", organs["science"], 3)
    picked = f"rows=picked&pick={rows[0].pk}&pick={rows[1].pk}"
    columns = page(client.get(f"{URL}?{picked}")).xpath("//select[@name='column']/option/@value")
    assert "mode" in columns
    assert "number" not in columns
    asked = client.get(f"{URL}?{picked}&column=mode")
    preview = client.post(URL, posted(asked) | {"value": "fax", "reason": "核对"})
    assert figures(preview) == ["2行", "0行", "0行"]
    assert Request.objects.filter(mode="fax").count() == 0
    assert client.post(URL, posted(preview)).status_code == 302
    assert list(Request.objects.filter(mode="fax").values_list("pk", flat=True)) == [rows[0].pk, rows[1].pk]
    entry = Entry.objects.get(action="change_rows")
    assert (entry.reason, set(entry.after["rows"])) == ("核对", {str(rows[0].pk), str(rows[1].pk)})


def test_all_means_what_the_filter_finds_on_all_pages():
    client, organs, _clerk = desk()
    add_rows("requests", organs["science"], 55, applicant="org_research")
    add_rows("requests", organs["science"], 1, number="other")
    add_rows("requests", organs["culture"], 2, applicant="org_research")
    asked = client.get(f"{URL}?rows=all&applicant=org_research&column=mode")
    preview = client.post(URL, posted(asked) | {"value": "fax"})
    assert figures(preview) == ["55行", "0行", "0行"]
    client.post(URL, posted(preview))
    assert Request.objects.filter(mode="fax", agency=organs["science"], applicant="org_research").count() == 55
    assert Request.objects.filter(mode="fax").count() == 55


@pytest.mark.parametrize(
    "question", ["rows=all&year=abc", "rows=all&applicant=nobody", "rows=picked", "", "rows=all&q=没有"]
)
def test_a_question_that_finds_nothing_changes_nothing(question):
    client, organs, _clerk = desk()
    add_rows("requests", organs["science"], 2)
    response = client.get(f"{URL}?{question}&column=mode", follow=True)
    assert "没有选中任何一行" in text(response)


def test_refusals_are_told_row_by_row_and_the_others_are_changed():
    client, organs, _clerk = desk()
    add_rows("requests", organs["science"], 1, number="answered")
    add_rows("requests", organs["science"], 1, number="open", answered_on=None, outcome="")
    asked = client.get(f"{URL}?rows=all&column=answered_on")
    preview = client.post(URL, posted(asked) | {"value": "2024-03-05"})
    assert figures(preview) == ["1行", "0行", "1行"]
    refused = page(preview).xpath("//table[@id='refused']/tbody/tr")
    assert [row.xpath("string(th)") for row in refused] == ["open"]
    assert "填了答复日期时必填" in refused[0].text_content()
    client.post(URL, posted(preview))
    day = datetime.date(2024, 3, 5)
    assert dict(Request.objects.values_list("number", "answered_on")) == {"answered": day, "open": None}


def test_rows_of_closed_years_are_refused_before_and_after_the_question():
    client, organs, _clerk = desk()
    add_rows("requests", organs["science"], 2)
    preview = client.post(URL, posted(client.get(f"{URL}?rows=all&column=mode")) | {"value": "fax"})
    ClosedYear.objects.create(agency=organs["science"], year=2024)
    meanwhile = client.post(URL, posted(preview))
    assert figures(meanwhile) == ["0行", "0行", "2行"]
    assert "2024年已关账" in text(meanwhile)
    assert Request.objects.filter(mode="fax").count() == 0


def test_what_was_confirmed_is_what_was_shown():
    client, organs, clerk = desk()
    rows = add_rows("requests", organs["science"], 2)
    preview = client.post(URL, posted(client.get(f"{URL}?rows=all&column=mode")) | {"value": "fax"})
    change_row(sheet=sheet_of("requests"), row=rows[0], values={"mode": "letter"}, actor=clerk)
    again = client.post(URL, posted(preview))
    assert again.status_code == 200
    assert "有些行刚刚被别人改过" in text(again)
    assert Request.objects.filter(mode="fax").count() == 0
    assert client.post(URL, posted(again)).status_code == 302
    assert Request.objects.filter(mode="fax").count() == 2


def test_rows_of_others_cannot_be_named():
    client, organs, _clerk = desk()
    [own] = add_rows("requests", organs["science"], 1)
    [foreign] = add_rows("requests", organs["culture"], 1)
    forged = {"chosen": f"{own.pk},{foreign.pk}", "column": "mode", "value": "fax"}
    preview = client.post(URL, forged)
    assert figures(preview) == ["1行", "0行", "0行"]
    assert "另有 1 行已经被删除" in text(preview)
    client.post(URL, posted(preview))
    assert dict(Request.objects.values_list("pk", "mode")) == {own.pk: "fax", foreign.pk: "online"}


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({"chosen": "1;DROP"}, 400),
        ({"chosen": "-1"}, 400),
        ({"chosen": "9" * 30}, 400),
        ({"chosen": "9" * 19, "value": "fax"}, 200),
        ({"value": "pigeon"}, 200),
        ({"value": "fax", "confirmed": "x" * 64}, 200),
        ({"column": "agency", "value": "1"}, 200),
        ({"column": "number", "value": "1"}, 200),
    ],
)
def test_forged_fields_change_nothing(forged, status):
    client, organs, _clerk = desk()
    [row] = add_rows("requests", organs["science"], 1)
    response = client.post(URL, {"chosen": str(row.pk), "column": "mode"} | forged)
    assert response.status_code == status
    stored = Request.objects.get()
    assert (stored.mode, stored.agency, stored.number) == ("online", organs["science"], "2024-001-1")


def test_more_rows_than_can_be_judged_at_once_are_refused(monkeypatch):
    from gongkai.desk.views import register_bulk

    monkeypatch.setattr(register_bulk, "MOST", 2)
    client, organs, _clerk = desk()
    add_rows("requests", organs["science"], 3)
    response = client.get(f"{URL}?rows=all&column=mode")
    assert response.status_code == 409
    assert "一次最多修改 2 行" in text(response)


@pytest.mark.parametrize("slug", SHEETS)
def test_every_column_of_every_register_has_its_question(slug):
    client, organs, _clerk = desk()
    add_rows(slug, organs["science"], 1)
    sheet = sheet_of(slug)
    for column in sheet.columns:
        response = client.get(f"{BASE}{slug}/bulk/?rows=all&column={column.field}")
        offered = page(response).xpath("//*[@name='value']")
        assert bool(offered) == (column.field != sheet.number)


def test_the_confirming_page_asks_the_same_for_one_and_three_rows(django_assert_num_queries):
    client, organs, _clerk = desk()
    client.get(f"{BASE}years/")
    for count in (1, 2):
        known = Request.objects.count()
        for n in range(count):
            add_rows("requests", organs["science"], 1, number=f"{known}-{n}")
        asked = posted(client.get(f"{URL}?rows=all&column=mode")) | {"value": "fax"}
        with django_assert_num_queries(9):
            client.post(URL, asked)
