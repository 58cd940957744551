"""The workbench: the table from the registers, a cell's pane, last year, findings, who may see what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import CalendarDay, Role
from gongkai.filing.actions.drafting import enter_hand_figure, open_report
from gongkai.filing.models import AnnualReport, Version
from gongkai.filing.reporting import to_stored
from gongkai.filing.workbench import deadline_of, parts_of, peers_of, workbench
from gongkai.law.editions import load_edition
from gongkai.report.model import Cell
from gongkai.requests.models import Request
from tests.filing.rows import busy_year, request, requests_of
from tests.people import county, person

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def organs():
    return county()


@pytest.fixture
def bureau(organs):
    return organs["science"]


def at(client, role, organ):
    someone = person(role, organ)
    client.force_login(someone)
    return someone


def page(client, name, *args, status=200, **more):
    answer = client.get(reverse(f"desk:{name}", args=args), **more)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_table_is_the_official_one_filled_from_the_registers(client, bureau):
    busy_year(bureau, 2024)
    at(client, Role.CLERK, bureau)
    text = page(client, "workbench", bureau.code, 2024)
    assert "本年新收政府信息公开申请数量" in text
    assert 'id="cell-req_received@total"' in text
    assert "未开始编制" in text
    assert text.count('class="scroll official"') == 3


def test_a_changed_register_changes_the_page_on_reload(client, bureau):
    at(client, Role.CLERK, bureau)
    requests_of(bureau, 2024)
    assert workbench(bureau, 2024).cells["req_received@total"].value == 4
    request(bureau, datetime.date(2024, 6, 1))
    assert workbench(bureau, 2024).cells["req_received@total"].value == 5


def test_beginning_the_report(client, bureau):
    clerk = at(client, Role.CLERK, bureau)
    answer = client.post(reverse("desk:open-report", args=(bureau.code, 2024)))
    assert answer.url == reverse("desk:workbench", args=(bureau.code, 2024))
    version = Version.objects.get()
    assert (version.report.year, version.created_by) == (2024, clerk)
    client.post(reverse("desk:open-report", args=(bureau.code, 2024)))
    assert Version.objects.count() == 1


def test_the_pane_of_a_cell(client, bureau):
    requests_of(bureau, 2024)
    at(client, Role.CLERK, bureau)
    text = page(client, "cell", bureau.code, 2024, "outcome_granted@total")
    assert "<h2>予以公开·总计</h2>" in text
    assert "答复日期在本年的申请" in text
    assert "3 条记录" in text
    assert "系统中没有上年的报告。" in text
    assert 'aria-current="true"' in text


def test_htmx_gets_the_inside_of_the_pane_only(client, bureau):
    requests_of(bureau, 2024)
    at(client, Role.CLERK, bureau)
    text = page(client, "cell", bureau.code, 2024, "outcome_granted@total", **HTMX)
    assert "<h2>予以公开·总计</h2>" in text
    assert "<html" not in text


def test_going_back_in_the_browser_gets_the_whole_page(client, bureau):
    at(client, Role.CLERK, bureau)
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in page(client, "cell", bureau.code, 2024, "outcome_granted@total", headers=headers)


@pytest.mark.parametrize("requests", [1, 3])
def test_the_rows_behind_a_cell_are_a_page_at_a_time(client, bureau, requests):
    for n in range(requests * 15):
        request(bureau, datetime.date(2024, 1, 1) + datetime.timedelta(n))
    at(client, Role.CLERK, bureau)
    text = page(client, "cell", bureau.code, 2024, "req_received@total", **HTMX)
    assert text.count('<tr><th scope="row">') == min(20, requests * 15)


def test_a_total_says_what_it_sums(client, bureau):
    requests_of(bureau, 2024)
    at(client, Role.CLERK, bureau)
    text = page(client, "cell", bureau.code, 2024, "req_received@total", **HTMX)
    assert "由这些数相加" in text
    assert "本年新收政府信息公开申请数量·自然人" in text
    below = page(client, "cell", bureau.code, 2024, "req_received@natural_person", **HTMX)
    assert "计入：" in below


def test_what_totals_add_up():
    parts = parts_of(load_edition("cn-gid-2021"))
    assert parts["req_received@total"] == [
        f"req_received@{kind}"
        for kind in (
            "natural_person",
            "org_commercial",
            "org_research",
            "org_welfare",
            "org_legal_service",
            "org_other",
        )
    ]
    assert len(parts["outcome_total@natural_person"]) == 21
    assert parts["outcome_total@natural_person"][:2] == [
        "outcome_granted@natural_person",
        "outcome_partial@natural_person",
    ]
    old = parts_of(load_edition("cn-gid-2014-weihai"))
    assert old["req_closed"] == ["req_closed_on_time", "req_closed_extended"]
    assert old["staff_total"] == ["staff_full_time", "staff_part_time"]


def test_a_cell_that_the_form_does_not_have(client, bureau):
    at(client, Role.CLERK, bureau)
    page(client, "cell", bureau.code, 2024, "no_such_cell", status=404)


def test_a_year_without_a_form(client, bureau):
    at(client, Role.CLERK, bureau)
    assert "2013年没有全国统一的报告格式。" in page(client, "workbench", bureau.code, 2013, status=404)


@pytest.mark.parametrize("ahead", [1, 10_000, 10**24])
def test_a_year_to_come(client, bureau, ahead):
    at(client, Role.CLERK, bureau)
    year = timezone.localdate().year + ahead
    for name in ("workbench", "prose", "problems", "compare-years"):
        assert "年还没有到。" in page(client, name, bureau.code, year, status=404)
    assert client.post(reverse("desk:open-report", args=(bureau.code, year))).status_code == 404


@pytest.mark.parametrize("name", ["workbench", "prose", "problems", "compare-years"])
def test_somebody_without_a_role_or_of_another_organ_sees_nothing(client, organs, name):
    assert reverse(f"desk:{name}", args=(organs["science"].code, 2024))
    for role, organ in ((None, None), (Role.CLERK, organs["culture"]), (Role.ADMINISTRATOR, organs["government"])):
        at(client, role, organ)
        page(client, name, organs["science"].code, 2024, status=404)
    client.logout()
    assert client.get(reverse(f"desk:{name}", args=(organs["science"].code, 2024))).status_code == 302


def test_a_supervisor_sees_the_number_and_its_rule_but_no_rows(client, organs):
    bureau = organs["science"]
    row = request(bureau, datetime.date(2024, 3, 1))
    at(client, Role.CLERK, bureau)
    assert row.number in page(client, "cell", bureau.code, 2024, "req_received@total")
    at(client, Role.SUPERVISOR, organs["government"])
    text = page(client, "cell", bureau.code, 2024, "req_received@total")
    assert "收到日期在本年的申请" in text
    assert row.number not in text
    assert "台账明细由填报机关保管" in text


def test_only_those_who_draft_may_begin_or_enter_figures(client, bureau):
    at(client, Role.LEADER, bureau)
    assert "开始编制</button>" not in page(client, "workbench", bureau.code, 2024)
    assert client.post(reverse("desk:open-report", args=(bureau.code, 2024))).status_code == 404
    assert AnnualReport.objects.count() == 0


def test_a_figure_by_hand_is_shown_as_such_with_reason_and_evidence(client, bureau):
    at(client, Role.CLERK, bureau)
    key = "licensing_items_prev_year"
    assert "权力事项数来自权责清单" in page(client, "cell", bureau.code, 2019, key)
    assert "格要手工填报" in page(client, "workbench", bureau.code, 2019)
    told = {"value": "31", "reason": "按清单计", "evidence": "权责清单2018年版"}
    answer = client.post(reverse("desk:hand-figure", args=(bureau.code, 2019, key)), told)
    assert answer.status_code == 302
    text = page(client, "cell", bureau.code, 2019, key)
    assert "手工填报</span>" in text
    assert "按清单计" in text
    assert "权责清单2018年版" in text
    assert workbench(bureau, 2019).cells[key].value == 31


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"value": "", "reason": "甲", "evidence": "乙"}, "请填数值"),
        ({"value": "3", "blank": "on", "reason": "甲", "evidence": "乙"}, "请填数值"),
        ({"value": "三", "reason": "甲", "evidence": "乙"}, "id_value"),
        ({"value": "3", "reason": "", "evidence": "乙"}, "id_reason"),
        ({"value": "3", "reason": "甲", "evidence": ""}, "id_evidence"),
        ({"value": "1e400", "reason": "甲", "evidence": "乙"}, "id_value"),
    ],
)
def test_a_figure_by_hand_that_lacks_something_comes_back_with_what_was_typed(client, bureau, told, said):
    at(client, Role.CLERK, bureau)
    answer = client.post(reverse("desk:hand-figure", args=(bureau.code, 2019, "licensing_items_prev_year")), told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert workbench(bureau, 2019).cells["licensing_items_prev_year"].value is None


def test_a_counted_cell_takes_no_figure_by_hand(client, bureau):
    at(client, Role.CLERK, bureau)
    told = {"value": "31", "reason": "甲", "evidence": "乙"}
    answer = client.post(reverse("desk:hand-figure", args=(bureau.code, 2024, "req_received@total")), told)
    assert answer.status_code == 409
    assert "由台账自动统计" in answer.content.decode()


def test_last_year_within_one_form(client, bureau):
    clerk = at(client, Role.CLERK, bureau)
    requests_of(bureau, 2023)
    request(bureau, datetime.date(2024, 2, 1))
    open_report(agency=bureau, year=2023, actor=clerk)
    text = page(client, "cell", bureau.code, 2024, "req_received@total", **HTMX)
    assert "上年：<strong>4</strong>" in text
    assert "减少 3" in text
    assert "（-75.0%）" in text


def test_last_year_through_the_crosswalk_says_what_breaks(client, bureau):
    clerk = at(client, Role.CLERK, bureau)
    requests_of(bureau, 2018)
    requests_of(bureau, 2019)
    open_report(agency=bureau, year=2018, actor=clerk)
    text = page(client, "cell", bureau.code, 2019, "req_received@total", **HTMX)
    assert "上年：<strong>5</strong>" in text
    table = page(client, "compare-years", bureau.code, 2019)
    assert "不可比" in table
    assert "无此栏" in table


def test_comparing_lists_what_has_a_figure_and_everything_when_asked(client, bureau):
    clerk = at(client, Role.CLERK, bureau)
    requests_of(bureau, 2023)
    open_report(agency=bureau, year=2023, actor=clerk)
    address = reverse("desk:compare-years", args=(bureau.code, 2024))
    few = client.get(address).content.decode().count('<th scope="row"')
    everything = client.get(f"{address}?all=1").content.decode().count('<th scope="row"')
    assert (few, everything) == (12, 200)


def published(organ, year, stage="published", **values):
    edition = load_edition("cn-gid-2021")
    annual = AnnualReport.objects.create(agency=organ, year=year, edition=edition.id)
    cells = {key: Cell(key, values.get(key.replace("@", "__"), 0), "") for key in edition.slots}
    return Version.objects.create(report=annual, number=1, stage=stage, title="甲", cells=to_stored(cells))


def test_peers_are_the_published_reports_of_the_organs_beside_it(client, organs):
    bureau = organs["science"]
    requests_of(bureau, 2024)
    published(organs["culture"], 2024, req_received__total=10)
    published(organs["elsewhere"], 2024, req_received__total=100)
    peers = peers_of(workbench(bureau, 2024))
    assert peers.names == ["示例县文化局"]
    standing = next(s for s in peers.standings if s.key == "req_received@total")
    assert (standing.own, standing.median, standing.rank, standing.of) == (4, 10, 2, 2)
    at(client, Role.CLERK, bureau)
    assert "示例县文化局" in page(client, "compare-years", bureau.code, 2024)


@pytest.mark.parametrize(("stage", "shown"), [("published", 200), ("draft", 0), ("leader", 0), ("withdrawn", 0)])
def test_only_published_reports_of_peers_are_set_beside_it(organs, stage, shown):
    published(organs["culture"], 2024, stage, req_received__total=10)
    assert len(peers_of(workbench(organs["science"], 2024)).standings) == shown


@pytest.mark.parametrize(
    ("organ", "year", "day", "article"),
    [
        ("science", 2024, datetime.date(2025, 1, 31), "第四十九条"),
        ("science", 2018, datetime.date(2019, 3, 31), "第三十一条"),
        ("government", 2024, datetime.date(2025, 3, 31), "第四十九条"),
    ],
)
def test_the_deadline_with_its_basis(organs, organ, year, day, article):
    found = deadline_of(organs[organ], year, today=day)
    assert (found.day, found.left) == (day, 0)
    assert article in found.basis


def test_the_deadline_is_counted_in_working_days(bureau):
    assert (
        deadline_of(bureau, 2024, today=datetime.date(2025, 1, 24)).left == 2
    )  # 26 January was worked, 28 on was Spring Festival
    assert deadline_of(bureau, 2024, today=datetime.date(2025, 2, 10)).left < 0


def test_the_deadline_is_counted_in_the_days_of_the_organ_and_those_above(organs):
    def left(organ):
        return deadline_of(organs[organ], 2024, today=datetime.date(2025, 1, 24)).left

    assert [left(organ) for organ in ("science", "culture")] == [2, 2]
    day = {"working": False, "note": "县庆"}
    CalendarDay.objects.create(agency=organs["government"], day=datetime.date(2025, 1, 27), **day)
    assert [left(organ) for organ in ("science", "culture")] == [1, 1]
    CalendarDay.objects.create(agency=organs["science"], day=datetime.date(2025, 1, 26), **day)
    CalendarDay.objects.create(agency=organs["elsewhere"], day=datetime.date(2025, 1, 26), **day)
    assert [left(organ) for organ in ("science", "culture")] == [0, 1]


def test_findings_stand_beside_their_cells_and_go_when_the_registers_are_mended(client, bureau):
    at(client, Role.CLERK, bureau)
    enter_hand_figure(
        agency=bureau, year=2019, key="licensing_items_prev_year", value=1, reason="甲", evidence="乙",
        actor=person(Role.CLERK, bureau),
    )  # fmt: skip
    enter_hand_figure(
        agency=bureau, year=2019, key="licensing_items_change", value=-5, reason="甲", evidence="乙",
        actor=person(Role.CLERK, bureau),
    )  # fmt: skip
    text = page(client, "workbench", bureau.code, 2019)
    assert "P19-03-licensing" in text
    assert "opens error" in text
    enter_hand_figure(
        agency=bureau, year=2019, key="licensing_items_change", value=5, reason="甲", evidence="乙",
        actor=person(Role.CLERK, bureau),
    )  # fmt: skip
    assert "P19-03-licensing" not in page(client, "workbench", bureau.code, 2019)


def test_choosing_organ_and_year(client, organs):
    at(client, Role.CLERK, organs["science"])
    assert "示例县科学技术局" in page(client, "reports")
    answer = client.get(reverse("desk:reports"), {"agency": organs["science"].code, "year": "2024"})
    assert answer.url == reverse("desk:workbench", args=(organs["science"].code, 2024))
    other = client.get(reverse("desk:reports"), {"agency": organs["culture"].code, "year": "2024"})
    assert other.status_code == 200


def test_the_reports_in_work_are_listed_for_those_who_may_see_them(client, organs):
    open_report(agency=organs["science"], year=2024, actor=person(Role.CLERK, organs["science"]))
    open_report(agency=organs["culture"], year=2024, actor=person(Role.CLERK, organs["culture"]))
    at(client, Role.CLERK, organs["science"])
    mine = page(client, "reports")
    assert reverse("desk:workbench", args=(organs["science"].code, 2024)) in mine
    assert reverse("desk:workbench", args=(organs["culture"].code, 2024)) not in mine


QUERIES = {"workbench": 13, "cell": 15, "prose": 14, "compare-years": 14, "problems": 14}


@pytest.mark.parametrize("size", [1, 3, 200])
@pytest.mark.parametrize("name", QUERIES)
def test_every_page_asks_as_often_whatever_the_size(client, bureau, django_assert_num_queries, name, size):
    clerk = at(client, Role.CLERK, bureau)
    for n in range(size):
        request(
            bureau, datetime.date(2024, 1, 1) + datetime.timedelta(n), datetime.date(2024, 12, 1), "outcome_granted"
        )
    for year in (2023, 2024):
        open_report(agency=bureau, year=year, actor=clerk)
    args = (bureau.code, 2024, *(["req_received@total"] if name == "cell" else []))
    page(client, name, *args)
    with django_assert_num_queries(QUERIES[name]):
        page(client, name, *args)
    assert Request.objects.count() == size


def test_a_cell_left_blank_on_purpose_is_not_asked_for_again(bureau):
    before = workbench(bureau, 2019).to_fill()
    assert len(before) == 10
    enter_hand_figure(
        agency=bureau, year=2019, key=before[0], value=None, reason="没有清单", evidence="说明",
        actor=person(Role.CLERK, bureau),
    )  # fmt: skip
    assert workbench(bureau, 2019).to_fill() == before[1:]


def test_a_session_is_noted_once_in_five_minutes(client, bureau, django_assert_num_queries):
    at(client, Role.CLERK, bureau)
    page(client, "reports")
    with django_assert_num_queries(7):
        page(client, "reports")
    session = client.session
    session["seen_at"] = 0
    session.save()
    with django_assert_num_queries(15):
        page(client, "reports")
