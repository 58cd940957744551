"""The record for auditors."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from gongkai.agencies.models import Role
from gongkai.audit_log.actions import record
from gongkai.audit_log.models import Entry
from tests.people import county, person

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.org","点我")'


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def auditor(organs):
    return person(Role.AUDITOR, organs["government"])


@pytest.fixture
def client(auditor):
    client = Client()
    client.force_login(auditor)
    return client


def line(agency, **more):
    return record(**{"actor": None, "action": "change_agency", "target": agency, "agency": agency, **more})


def page(answer):
    return answer.content.decode()


def body(answer):
    return b"".join(answer.streaming_content if answer.streaming else [answer.content])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(client, organs, count, django_assert_num_queries):
    for _ in range(count):
        line(organs["science"])
    client.get(reverse("desk:log"))
    with django_assert_num_queries(9):
        answer = client.get(reverse("desk:log"))
    assert page(answer).count("</td></tr>") == count


def test_lines_of_other_organs_and_of_none_are_not_shown(client, organs):
    line(organs["science"], reason="本县的事")
    foreign = line(organs["elsewhere"], reason="别处的事")
    of_none = record(actor=None, action="change_agency", target=organs["science"], reason="系统的事")
    assert Entry.objects.count() == 3
    for address in [reverse("desk:log"), *(reverse("desk:log-export", args=[k]) for k in ("csv", "jsonl"))]:
        shown = body(client.get(address)).decode()
        assert "本县的事" in shown
        assert "别处的事" not in shown
        assert "系统的事" not in shown
    for hidden in (foreign, of_none):
        assert client.get(reverse("desk:log-entry", args=[hidden.number])).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_nobody_but_auditors_reads_it(organs, role):
    made = line(organs["science"])
    client = Client()
    client.force_login(person(role, organs["science"]))
    for address in (
        reverse("desk:log"), reverse("desk:log-entry", args=[made.number]), reverse("desk:log-export", args=["csv"]),
    ):  # fmt: skip
        assert client.get(address).status_code == 403


def test_every_question(client, organs):
    clerk = person(Role.CLERK, organs["science"], name="经办甲")
    line(organs["science"], actor=clerk, action="create_row", reason="补录")
    line(organs["culture"], action="rename_agency")
    Entry.objects.get(number=1)
    for asked, numbers in {
        "agency=990101-kj": [1], "person=经办": [1], "action=rename_agency": [2], "target=补录": [1],
        "target=文化": [2], "since=2001-01-01": [2, 1], "since=2999-01-01": [], "until=2001-01-01": [],
        "agency=990202": [], "action=unknown": [], "since=2026-02-30": [],
        "since=2026-02-02&until=2026-02-01": [],
    }.items():  # fmt: skip
        answer = client.get(f"{reverse('desk:log')}?{asked}")
        assert [entry.number for entry, _name in answer.context["lines"]] == numbers, asked


def test_one_line_shows_before_and_after_in_words(client, organs):
    made = line(organs["science"], before={"phone": "0000-1"}, after={"phone": "", "kind": "government"}, reason="来函")
    shown = page(client.get(reverse("desk:log-entry", args=[made.number])))
    for words in ("修改机关资料", "示例县科学技术局（机关）", "联系电话", "0000-1", "类别", "来函", made.hash):
        assert words in shown


def test_scripts_are_shown_as_text(client, organs):
    made = line(organs["science"], reason="<script>x</script>", after={"phone": "<b>x</b>"})
    for address in (reverse("desk:log"), reverse("desk:log-entry", args=[made.number])):
        assert "<script>x" not in page(client.get(address))
        assert "<b>x" not in page(client.get(address))


class TestFiles:
    def get(self, client, kind, question=""):
        return client.get(f"{reverse('desk:log-export', args=[kind])}?{question}")

    def test_csv_holds_no_formula(self, client, organs):
        line(organs["science"], reason=FORMULA)
        answer = self.get(client, "csv")
        text = body(answer).decode("utf-8-sig")
        heads, values = csv.reader(io.StringIO(text))
        told = dict(zip(heads, values, strict=True))
        assert (told["原因"], told["动作"], told["办理人"]) == (f"'{FORMULA}", "修改机关资料", "系统")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-log-')

    def test_excel_holds_no_formula_nor_link(self, client, organs):
        line(organs["science"], reason=FORMULA, after={"website": "http://example.org"})
        book = openpyxl.load_workbook(io.BytesIO(body(self.get(client, "xlsx"))))
        cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
        assert cells[FORMULA].data_type == "s"
        assert not any(cell.hyperlink for cell in cells.values())

    def test_json_lines_can_be_verified_by_others(self, client, organs):
        import hashlib

        for number in range(3):
            line(organs["science"], after={"phone": str(number), "share": 0.5})
        told = [json.loads(row) for row in body(self.get(client, "jsonl")).decode().splitlines()]
        assert [row["number"] for row in told] == [1, 2, 3]
        previous = "0" * 64
        for row in told:
            kept = row.pop("hash")
            canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert hashlib.sha256(canonical.encode()).hexdigest() == kept
            assert row["previous"] == previous
            previous = kept

    def test_the_question_holds_for_files_too(self, client, organs):
        line(organs["science"], effective_on=date(2025, 1, 1))
        line(organs["culture"])
        told = body(self.get(client, "jsonl", "agency=990101-wh")).decode().splitlines()
        assert [json.loads(row)["number"] for row in told] == [2]

    def test_there_is_no_other_kind(self, client):
        assert client.get("/desk/log/export.pdf").status_code == 404
