"""Importing: preview, all or nothing, twice is once, part of it, and what is kept of it."""

import json

import pytest

from gongkai.agencies.errors import NotPermitted
from gongkai.agencies.models import Role
from gongkai.audit_log.models import Entry
from gongkai.capacity.models import Fund
from gongkai.registers.actions.imports import confirm_import, discard_import, import_workbook, preview_import
from gongkai.registers.errors import ImportRefused, WorkbookRefused
from gongkai.registers.models import Import
from gongkai.requests.models import Request
from tests.ledgers.generate import big
from tests.ledgers.write import xlsx
from tests.people import county, person
from tests.registers.books import book, day, funds, request_row, requests

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def science():
    return county()["science"]


@pytest.fixture
def clerk(science):
    return person(Role.CLERK, science)


def previewed(agency, actor, content, **options):
    return preview_import(agency=agency, file_name="台账.xlsx", content=content, actor=actor, **options)


def brought_in(agency, actor, content, **options):
    return confirm_import(imported=previewed(agency, actor, content, **options), actor=actor)


def test_a_preview_changes_no_register(science, clerk):
    imported = previewed(science, clerk, requests(request_row("1"), request_row("2")))
    assert imported.state == Import.State.PREVIEWED
    assert imported.preview["totals"] == {"added": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert [(row["line"], row["state"], row["name"]) for row in imported.preview["sheets"][0]["rows"]] == [
        (2, "added", "1 2024-02-01 网络"),
        (3, "added", "2 2024-02-01 网络"),
    ]
    assert Request.objects.count() == 0
    assert Entry.objects.count() == 0


def test_confirmed_rows_know_who_when_and_from_where(science, clerk):
    imported = brought_in(science, clerk, requests(request_row("1"), [], request_row("2")))
    rows = Request.objects.order_by("pk")
    assert [(row.number, row.source_id, row.source_line, row.created_by) for row in rows] == [
        ("1", imported.pk, 2, clerk),
        ("2", imported.pk, 4, clerk),
    ]
    assert rows[0].created_at is not None
    assert imported.state == Import.State.IMPORTED
    with imported.content.open() as kept:
        assert kept.read(2) == b"PK"


def test_one_line_of_the_record_for_an_import(science, clerk):
    imported = brought_in(science, clerk, requests(request_row("1"), request_row("2")))
    (entry,) = Entry.objects.all()
    assert (entry.action, entry.actor, entry.agency, entry.target_id) == (
        "import_workbook", clerk, science, str(imported.pk)
    )  # fmt: skip
    assert entry.after["rows"] == {"信息公开申请": {"added": 2, "changed": 0, "unchanged": 0, "refused": 0}}
    assert entry.after["file"] == "台账.xlsx"


def test_the_same_workbook_twice_changes_nothing(science, clerk):
    content = xlsx(big(300, seed=4))
    brought_in(science, clerk, content)
    before = list(Request.objects.values().order_by("pk"))
    imported = brought_in(science, clerk, content)
    assert imported.preview["totals"] == {"added": 0, "changed": 0, "unchanged": 300, "refused": 0}
    assert list(Request.objects.values().order_by("pk")) == before


def test_a_row_whose_number_exists_is_changed(science, clerk):
    brought_in(science, clerk, requests(request_row("1"), request_row("2")))
    imported = brought_in(
        science, clerk, requests(request_row("1", answered="2024-02-20", outcome="予以公开"), request_row("2"))
    )
    assert imported.preview["totals"] == {"added": 0, "changed": 1, "unchanged": 1, "refused": 0}
    (row,) = imported.preview["sheets"][0]["rows"]
    assert row["changes"] == {"答复日期": [None, "2024-02-20"], "办理结果": ["", "outcome_granted"]}
    changed = Request.objects.get(number="1")
    assert (str(changed.answered_on), changed.outcome, changed.source) == ("2024-02-20", "outcome_granted", imported)
    assert Request.objects.get(number="2").source != imported


def test_a_column_that_the_workbook_lacks_keeps_its_values(science, clerk):
    brought_in(science, clerk, requests(request_row("1", answered="2024-02-20", outcome="予以公开", 延期="是")))
    headers = ["登记号", "收到日期", "提出方式", "申请人类型", "申请内容"]
    brought_in(science, clerk, book(信息公开申请=[headers, ["1", day("2024-02-01"), "信函", "自然人", "预算"]]))
    row = Request.objects.get()
    assert (row.mode, str(row.answered_on), row.outcome, row.extended) == (
        "letter", "2024-02-20", "outcome_granted", True
    )  # fmt: skip


def test_a_column_left_out_is_still_checked_against_the_rest(science, clerk):
    brought_in(science, clerk, requests(request_row("1", answered="2024-02-20", outcome="予以公开")))
    headers = ["登记号", "收到日期", "提出方式", "申请人类型", "申请内容"]
    later = previewed(science, clerk, book(信息公开申请=[headers, ["1", day("2024-03-01"), "信函", "自然人", "预算"]]))
    assert later.state == Import.State.REFUSED
    assert later.preview["sheets"][0]["rows"][0]["faults"][0]["column"] == "答复日期"


def test_equal_rows_without_a_number_stay_apart(science, clerk):
    twin, other = [day("2024-01-02"), "专项经费", 1.5], [day("2024-01-02"), "专项经费", 2]
    brought_in(science, clerk, funds(twin, twin, other))
    assert Fund.objects.count() == 3
    imported = brought_in(science, clerk, funds(other, twin, twin, twin))
    assert imported.preview["totals"] == {"added": 1, "changed": 0, "unchanged": 3, "refused": 0}
    brought_in(science, clerk, funds(twin))
    assert Fund.objects.filter(amount="1.5").count() == 3


def test_the_ordinal_of_a_removed_row_is_given_again(science, clerk):
    twin = [day("2024-01-02"), "专项经费", 1.5]
    brought_in(science, clerk, funds(twin, twin, twin))
    Fund.objects.order_by("pk")[0].delete()
    assert brought_in(science, clerk, funds(twin, twin)).preview["totals"]["unchanged"] == 2
    brought_in(science, clerk, funds(twin, twin, twin))
    assert sorted(identity[-2:] for identity in Fund.objects.values_list("identity", flat=True)) == ["-1", "-2", "-3"]


def test_one_fault_and_nothing_is_imported(science, clerk):
    imported = previewed(science, clerk, requests(request_row("1"), request_row("2", 提出方式="电话")))
    assert imported.state == Import.State.REFUSED
    with pytest.raises(ImportRefused):
        confirm_import(imported=imported, actor=clerk)
    assert Request.objects.count() == 0


def test_part_of_a_workbook(science, clerk):
    content = requests(request_row("1"), request_row("2", 提出方式="电话"), request_row("3"))
    imported = brought_in(science, clerk, content, partial=True)
    assert imported.preview["totals"] == {"added": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert sorted(Request.objects.values_list("number", flat=True)) == ["1", "3"]


def test_a_sheet_with_an_unknown_column_is_refused_whole_even_in_part(science, clerk):
    rows = [["日期", "类型", "金额（万元）", "日期2"], [day("2024-01-02"), "专项经费", 1, "x"]]
    content = book(经费收费=rows, 查阅点接待=[["日期", "查阅点", "人次"], [day("2024-01-02"), "大厅", 3]])
    imported = brought_in(science, clerk, content, partial=True)
    assert imported.preview["totals"] == {"added": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert Fund.objects.count() == 0


def test_registers_of_organs_do_not_meet(science, clerk):
    other = county_of_others()
    brought_in(science, clerk, requests(request_row("1")))
    imported, plan = import_workbook(agency=other, file_name="x.xlsx", content=requests(request_row("1")), actor=None)
    assert imported is not None
    assert plan.total("added") == 1


def county_of_others():
    from gongkai.agencies.models import Agency, Kind

    return Agency.objects.create(code="990303", name="另一示例局", kind=Kind.DEPARTMENT)


def test_an_import_is_confirmed_once(science, clerk):
    imported = brought_in(science, clerk, requests(request_row("1")))
    with pytest.raises(ImportRefused, match="这次导入已经是“已导入”。"):
        confirm_import(imported=imported, actor=clerk)
    with pytest.raises(ImportRefused):
        discard_import(imported=imported, actor=clerk)


def test_what_is_given_up_is_not_imported(science, clerk):
    imported = previewed(science, clerk, requests(request_row("1")))
    discard_import(imported=imported, actor=clerk)
    assert imported.state == Import.State.DISCARDED
    with pytest.raises(ImportRefused):
        confirm_import(imported=imported, actor=clerk)
    assert Request.objects.count() == 0


def test_confirming_looks_again_at_the_registers(science, clerk):
    first = previewed(science, clerk, requests(request_row("1"), request_row("2")))
    brought_in(science, clerk, requests(request_row("2")))
    confirm_import(imported=first, actor=clerk)
    assert first.preview["totals"] == {"added": 1, "changed": 0, "unchanged": 1, "refused": 0}


def test_an_unreadable_file_is_not_kept(science, clerk):
    with pytest.raises(WorkbookRefused):
        previewed(science, clerk, b"not a workbook")
    assert Import.objects.count() == 0


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.CLERK, Role.SECTION_HEAD)])
def test_others_import_nothing(science, clerk, role):
    someone = person(role, science)
    imported = previewed(science, clerk, requests(request_row("1")))
    for refused in (
        lambda: previewed(science, someone, requests(request_row("2"))),
        lambda: confirm_import(imported=imported, actor=someone),
        lambda: discard_import(imported=imported, actor=someone),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert Request.objects.count() == 0


def test_somebody_of_another_organ_imports_nothing(science):
    stranger = person(Role.CLERK, county_of_others())
    with pytest.raises(NotPermitted):
        previewed(science, stranger, requests(request_row("1")))


def test_a_preview_is_json_and_lists_a_thousand_added_rows_a_sheet(science, clerk):
    rows = [[day("2024-01-02"), "专项经费", number] for number in range(1200)]
    imported = previewed(science, clerk, funds(*rows))
    assert json.loads(json.dumps(imported.preview)) == imported.preview
    assert imported.preview["sheets"][0]["counts"]["added"] == 1200
    assert len(imported.preview["sheets"][0]["rows"]) == 1000


def test_statements_do_not_grow_with_the_rows(science, clerk, django_assert_num_queries):
    def one(size):
        rows = [request_row(f"{size}-{number}") for number in range(size)]
        content = requests(*rows)
        return lambda: import_workbook(agency=science, file_name="x.xlsx", content=content, actor=clerk)

    clerk.memberships.count()
    import_workbook(agency=science, file_name="x.xlsx", content=requests(request_row("0")), actor=clerk)
    for size in (1, 3, 60):
        again = one(size)
        with django_assert_num_queries(16):
            again()
