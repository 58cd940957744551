"""The list of a register: what it shows, finds, orders, sums and writes to files; how many questions it asks."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from gongkai.registers.registry import sheet as sheet_of
from tests.desk.register_kit import BASE, SHEETS, add_rows, desk, numbered, page, text

pytestmark = pytest.mark.django_db
ITEM = {"made_on": None, "first_published_on": None}


def heads(response) -> list[str]:
    return [e.text_content().strip() for e in page(response).xpath("//table[@id='rows']/tbody/tr/th")]


@pytest.mark.parametrize("slug", SHEETS)
def test_every_register_has_its_list(slug):
    client, organs, clerk = desk()
    empty = client.get(f"{BASE}{slug}/")
    assert "还没有登记" in text(empty)
    add_rows(slug, organs["science"], 3, clerk)
    response = client.get(f"{BASE}{slug}/")
    assert len(heads(response)) == 3
    headers = {c.header for c in sheet_of(slug).columns if c.in_list}
    shown = [e.text_content().strip() for e in page(response).xpath("//table[@id='rows']/thead//th")]
    assert headers <= set(shown)
    assert "共 3 条" in text(response)


@pytest.mark.parametrize("slug", SHEETS)
def test_a_list_asks_the_same_for_one_three_and_sixty_rows(slug, django_assert_num_queries):
    client, organs, clerk = desk()
    asked = 11 if any(c.kind in ("integer", "decimal") for c in sheet_of(slug).columns) else 10
    client.get(f"{BASE}years/")  # The first answer of a session notes where it is used.
    for more in (1, 2, 57):
        known = sheet_of(slug).model.objects.count()
        for n in range(known + 1, known + more + 1):
            add_one(slug, organs["science"], clerk, n)
        with django_assert_num_queries(asked):
            response = client.get(f"{BASE}{slug}/")
    assert len(heads(response)) == 50
    assert "第 1–50 条，共 60 条" in text(response)


def add_one(slug, agency, actor, number):
    from gongkai.registers.actions.rows import create_row

    create_row(sheet=sheet_of(slug), agency=agency, values=numbered(sheet_of(slug), number), actor=actor)


def test_the_directory_of_registers_asks_the_same_for_any_rows(django_assert_num_queries):
    client, organs, clerk = desk()
    client.get(f"{BASE}years/")
    for more in (1, 3):
        for slug in SHEETS:
            add_rows(slug, organs["science" if more == 1 else "culture"], more, clerk if more == 1 else None)
        with django_assert_num_queries(8):
            response = client.get(BASE)
    rows = {
        row.xpath("string(th)").strip(): row.xpath("string(td[1])")
        for row in page(response).xpath("//table[@id='registers']/tbody/tr")
    }
    assert len(rows) == 13
    assert set(rows.values()) == {"1"}


def test_rows_of_other_organs_are_not_listed():
    client, organs, _clerk = desk()
    add_rows("items", organs["culture"], 2)
    assert sheet_of("items").model.objects.count() == 2
    assert heads(client.get(f"{BASE}items/")) == []


def test_the_newest_come_first_and_the_undated_last():
    client, organs, clerk = desk()
    days = [datetime.date(2024, 5, 1), None, datetime.date(2024, 7, 1)]
    for number, day in enumerate(days, 1):
        add_rows(
            "items", organs["science"], 1, clerk, index_number=f"SY-{number}", made_on=None, first_published_on=day
        )
    assert heads(client.get(f"{BASE}items/")) == ["SY-3", "SY-1", "SY-2"]
    assert heads(client.get(f"{BASE}items/?sort=first_published_on")) == ["SY-1", "SY-3", "SY-2"]
    assert heads(client.get(f"{BASE}items/?sort=-index_number")) == ["SY-3", "SY-2", "SY-1"]
    assert heads(client.get(f"{BASE}items/?sort=agency__name")) == ["SY-3", "SY-1", "SY-2"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=水库", {"SY-1"}),
        ("q=SY-", {"SY-1", "SY-2", "SY-3"}),
        ("q=100%25", {"SY-2"}),
        ("q=%00", set()),
        ("year=2023", {"SY-2"}),
        ("year=blank", {"SY-3"}),
        ("year=2001", set()),
        ("year=abc", set()),
        ("kind=rule", {"SY-1"}),
        ("kind=rule%27--", set()),
        ("attribute=withheld", {"SY-3"}),
        ("status=repealed&year=2023", {"SY-2"}),
        ("ended_on=filled", {"SY-2"}),
        ("ended_on=blank", {"SY-1", "SY-3"}),
        ("ended_on=", {"SY-1", "SY-2", "SY-3"}),
    ],
)
def test_filters_find_what_they_say(question, found):
    client, organs, clerk = desk()
    day = datetime.date
    given = [
        {"title": "水库管理办法", "kind": "rule", "made_on": None, "first_published_on": day(2024, 1, 2)},
        {
            "title": "办结率100%", "made_on": None, "first_published_on": day(2023, 12, 31),
            "status": "repealed", "ended_on": day(2024, 2, 1),
        },
        {"title": "内部规程", "attribute": "withheld", "withheld_reason": "内部管理", **ITEM},
    ]  # fmt: skip
    for number, values in enumerate(given, 1):
        add_rows("items", organs["science"], 1, clerk, index_number=f"SY-{number}", **values)
    assert set(heads(client.get(f"{BASE}items/?{question}"))) == found


def test_answers_are_found_by_being_there_and_by_outcome():
    client, organs, clerk = desk()
    open_ = {"answered_on": None, "outcome": ""}
    add_rows("requests", organs["science"], 1, clerk, number="A", **open_)
    add_rows("requests", organs["science"], 1, clerk, number="B")
    assert heads(client.get(f"{BASE}requests/?answered_on=blank")) == ["A"]
    assert heads(client.get(f"{BASE}requests/?answered_on=filled")) == ["B"]
    assert heads(client.get(f"{BASE}requests/?outcome=outcome_granted")) == ["B"]
    assert heads(client.get(f"{BASE}requests/?outcome=blank")) == ["A"]
    assert heads(client.get(f"{BASE}requests/?extended=no&answered_on=blank")) == ["A"]
    assert heads(client.get(f"{BASE}requests/?extended=yes")) == []


def test_an_outcome_is_called_as_the_year_of_its_answer_calls_it():
    client, organs, clerk = desk()
    day = datetime.date(2016, 3, 1)
    values = {"received_on": day, "answered_on": day, "outcome": "refused_state_secret"}
    add_rows("requests", organs["science"], 1, clerk, **values)
    assert "不同意公开:国家秘密" in text(client.get(f"{BASE}requests/"))


def test_numbers_are_summed_over_all_pages():
    client, organs, clerk = desk()
    add_rows("reading-visits", organs["science"], 60, clerk, visits=7)
    add_rows("funds", organs["science"], 3, clerk, amount=Decimal("0.1"))
    assert page(client.get(f"{BASE}reading-visits/?page=2")).xpath("string(//tfoot)") == "合计420"
    assert page(client.get(f"{BASE}funds/")).xpath("string(//tfoot)") == "合计0.3"


def test_a_search_counts_no_further_than_it_lists(monkeypatch):
    from gongkai.desk.views import registers

    monkeypatch.setattr(registers, "COUNTED", 60)
    client, organs, clerk = desk()
    add_rows("postings", organs["science"], 62, clerk, title="公告")
    response = client.get(f"{BASE}postings/?q=公告&page=2")
    assert "找到超过 60 条" in text(response)
    assert len(heads(response)) == 10
    assert "共 62 条" in text(client.get(f"{BASE}postings/?channel=website"))


def rows_of_xlsx(response):
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_file_holds_what_the_filter_shows_on_all_pages():
    client, organs, clerk = desk()
    add_rows("postings", organs["science"], 55, clerk, posted_on=datetime.date(2024, 3, 1))
    add_rows("postings", organs["science"], 1, clerk, posted_on=datetime.date(2023, 3, 1), title="=1+1")
    response = client.get(f"{BASE}postings/export/?year=2024")
    assert len(rows_of_xlsx(response)["公开渠道"]) == 56
    assert "attachment" in response["Content-Disposition"]
    other = client.get(f"{BASE}postings/export/?year=2023&format=csv")
    lines = list(csv.reader(io.StringIO(b"".join(other.streaming_content).decode("utf-8-sig"))))
    assert lines[0] == ["索引号", "标题", "渠道", "发布日期", "地址"]
    assert [line[1] for line in lines[1:]] == ["'=1+1"]
    assert len(rows_of_xlsx(client.get(f"{BASE}postings/export/?year=abc"))["公开渠道"]) == 1


def test_all_registers_and_the_template_are_files():
    client, organs, clerk = desk()
    add_rows("funds", organs["science"], 2, clerk, on=datetime.date(2024, 9, 2))
    whole = rows_of_xlsx(client.get(f"{BASE}export/"))
    assert len(whole) == 13
    assert len(whole["经费收费"]) == 3
    assert len(rows_of_xlsx(client.get(f"{BASE}export/?year=2023"))["经费收费"]) == 1
    assert set(rows_of_xlsx(client.get(f"{BASE}template/"))) >= set(whole)


def test_a_reader_sees_rows_and_no_way_to_change_them():
    from gongkai.agencies.models import Role
    from tests.desk.register_kit import signed_in
    from tests.people import person

    _client, organs, clerk = desk()
    add_rows("items", organs["science"], 1, clerk)
    reader = signed_in(person(Role.AUDITOR, organs["government"]))
    response = reader.get(f"{BASE}items/")
    assert len(heads(response)) == 1
    for word in ("登记一行", "批量修改", "导入 Excel"):
        assert word not in text(response)
