"""Combining a round, what stands behind each number, and comparing organs and years."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest

from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.models import Agency
from gongkai.audit_log.models import Entry
from gongkai.filing.actions.drafting import Incomplete, draft_again
from gongkai.filing.approval import wrote
from gongkai.filing.collecting import combining, comparing, sheets_out, supervision
from gongkai.filing.collecting.actions import combining as actions
from gongkai.filing.collecting.actions import notices, rounds, submissions
from gongkai.filing.collecting.auditing import contents_of
from gongkai.filing.deriving import derive_cells
from gongkai.filing.models import AnnualReport, HandFigure, Stage, Submission, Version
from gongkai.filing.reporting import report_of
from gongkai.law.crosswalk import concepts
from gongkai.law.editions import load_edition
from gongkai.report.model import Cell, Report
from gongkai.report.serialise import to_json
from tests.filing.collecting.kit import WRONG_SUM, YEAR, Case, content, many
from tests.filing.collecting.test_notices import SOON
from tests.filing.rows import requests_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


def value(version, key):
    return version.cells[key]["value"]


def test_every_number_is_own_registers_plus_accepted_reports(case):
    requests_of(case.government, YEAR)  # Four received, one carried in.
    case.accepted()
    case.filed("culture", actor=case.stranger)
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert value(version, "req_received@total") == 4 + 3
    assert value(version, "outcome_granted@natural_person") == 3 + 3
    submissions.accept(submission=case.submission("culture"), actor=case.supervisor)
    again = actions.combine_round(round=case.round, actor=case.supervisor)
    assert again == version
    assert again.revision == version.revision + 1
    assert value(again, "req_received@total") == 4 + 3 + 3


def test_the_combined_version_is_a_draft_of_the_governments_own_report(case):
    case.accepted()
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert (version.report.agency, version.report.year, version.stage) == (case.government, YEAR, Stage.DRAFT)
    assert version.report.combined_from == case.round
    assert version.sections.exists()
    assert report_of(version).cells["req_received@total"].value == 3
    assert list(version.drafters.all()) == [case.supervisor]
    entry = Entry.objects.get(action="combine")
    assert entry.after == {"included": 1, "missing": 1}


def test_what_stands_behind_a_number_and_who_is_missing(case):
    requests_of(case.government, YEAR)
    case.accepted()
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    behind = combining.behind(case.round, version, "req_received@total")
    assert [(c.label, c.value) for c in behind.contributions] == [("本机关台账", 4), ("示例县科学技术局", 3)]
    assert (behind.value, behind.total, behind.stands) == (7, 7, True)
    assert case.round.combination["missing"] == ["示例县文化局（990101-wh）"]
    assert [f["rule"] for f in case.round.combination["findings"]] == ["V-03"]


def test_a_number_whose_source_changed_since_says_so(case):
    case.accepted()
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    notices.send_back(submission=case.submission(), actor=case.supervisor, text="x", due_on=SOON)
    changed = {"req_received__total": 9, "req_received__natural_person": 9}
    case.accepted(**changed)
    behind = combining.behind(case.round, version, "req_received@total")
    assert (behind.value, behind.total, behind.stands) == (3, 9, False)


def test_a_count_that_must_not_be_added_is_the_organs_own(case):
    case.accepted(rules_valid=5)
    HandFigure.objects.create(
        agency=case.government, year=YEAR, key="rules_valid", value=8, reason="去重", evidence="目录"
    )
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert value(version, "rules_valid") == 8
    assert combining.behind(case.round, version, "rules_valid").stands is None
    assert any("规章·现行有效件数" in note for note in case.round.combination["notes"])


def test_a_combined_report_below_counts_its_own_organs_once(case):
    centre = Agency.objects.create(
        code="990101-kj-zx", name="科技中心", kind="institution", parent=case.organs["science"]
    )
    rounds.invite(round=case.round, agencies=[centre], actor=case.supervisor)
    held = submissions.hold(case.round.submissions.get(agency=centre))
    submissions.take(held, content(centre), actor=case.clerk)
    submissions.accept(submission=held, actor=case.supervisor)
    case.accepted()
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert value(version, "req_received@total") == 6
    below = rounds.Round.objects.create(
        agency=case.organs["science"], year=YEAR, due_on=SOON, opened_by=case.supervisor
    )
    annual = AnnualReport.objects.create(
        agency=case.organs["science"], year=YEAR, edition=version.report.edition, combined_from=below
    )
    rolled_up = Version.objects.create(report=annual, number=1, title="汇总")
    Submission.objects.filter(agency=case.organs["science"]).update(version=rolled_up)
    again = actions.combine_round(round=case.round, actor=case.supervisor)
    assert value(again, "req_received@total") == 3
    assert case.round.combination["left_out"] == ["科技中心（990101-kj-zx）"]


def test_two_organs_of_one_name_are_two(case):
    Agency.objects.filter(pk=case.organs["culture"].pk).update(name="示例县科学技术局")
    case.accepted()
    case.accepted("culture")
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert value(version, "req_received@total") == 6


def test_nothing_accepted_nothing_combined(case):
    case.filed()
    with pytest.raises(actions.NothingAccepted):
        actions.combine_round(round=case.round, actor=case.supervisor)
    assert not AnnualReport.objects.exists()


def test_reports_on_another_form_are_named_and_nothing_changes(case):
    case.accepted()
    submission = case.submission()
    submission.content["edition"] = "cn-gid-2014-national"
    submission.save()
    with pytest.raises(combining.NotCombinable) as refused:
        actions.combine_round(round=case.round, actor=case.supervisor)
    told = str(refused.value)
    assert "示例县科学技术局（990101-kj）用的是《政府信息公开情况统计表（全国统一，2014—2018年度）》" in told
    assert "cn-gid" not in told
    assert not AnnualReport.objects.exists()


def on_form(submission, edition, **figures):
    """The accepted report of an organ in 2017, on one of the forms of that year."""
    slots = load_edition(edition).slots
    cells = {key: Cell(key, figures.get(key, 0), str(figures.get(key, 0))) for key in slots}
    filed = Report(submission.agency.name, 2017, edition, cells=cells)
    Submission.objects.filter(pk=submission.pk).update(state="accepted", content=to_json(filed))


def test_forms_of_one_era_are_added_and_who_lacks_a_cell_is_named(case):
    round_ = rounds.open_round(agency=case.government, year=2017, due_on=SOON, actor=case.supervisor)
    science, culture = (round_.submissions.get(agency=case.organs[name]) for name in ("science", "culture"))
    on_form(science, "cn-gid-2014-national", req_received=4, fee_collected=7)
    on_form(culture, "cn-gid-2014-shandong-dept", req_received=5, complaints_upheld=1)
    version = actions.combine_round(round=round_, actor=case.supervisor)
    assert version.report.edition == "cn-gid-2014-national"
    assert (value(version, "req_received"), value(version, "fee_collected")) == (9, 7)
    behind = combining.behind(round_, version, "fee_collected")
    assert [(c.value, c.lacks) for c in behind.contributions[1:]] == [(7, False), (None, True)]
    assert behind.stands
    (theirs,) = [n for n in round_.combination["notes"] if "由其他单位相加" in n]
    assert "「依申请公开信息收取的费用」" in theirs
    assert "在示例县文化局（990101-wh）的表格中没有此栏" in theirs
    assert any(n.startswith("示例县文化局（990101-wh）的表格另有「") for n in round_.combination["notes"])
    assert not [f for f in round_.combination["findings"] if f["rule"] == "V-01"]


def test_a_report_under_review_is_not_combined_into(case):
    case.accepted()
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    Version.objects.filter(pk=version.pk).update(stage=Stage.OFFICE)
    with pytest.raises(actions.PastDraft):
        actions.combine_round(round=case.round, actor=case.supervisor)
    assert Version.objects.get().cells == version.cells


def test_only_the_supervisor_combines(case):
    case.accepted()
    for other in (case.clerk, case.outsider):
        with pytest.raises(NotPermitted):
            actions.combine_round(round=case.round, actor=other)


def test_a_fault_in_the_middle_leaves_nothing(case, monkeypatch):
    case.accepted()
    monkeypatch.setattr(actions, "record", _killed)
    with pytest.raises(OSError, match="killed"):
        actions.combine_round(round=case.round, actor=case.supervisor)
    case.round.refresh_from_db()
    assert (AnnualReport.objects.count(), Version.objects.count(), case.round.combination) == (0, 0, None)


def _killed(**_options):
    raise OSError("killed")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_combining_takes_the_same_queries_however_many(case, django_assert_num_queries, count):
    case.accepted()
    actions.combine_round(round=case.round, actor=case.supervisor)
    many(case.round, count)
    with django_assert_num_queries(25):
        version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert value(version, "req_received@total") == 3 * (count + 1)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_what_stands_behind_a_number_takes_one_query(case, django_assert_num_queries, count):
    many(case.round, count)
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    with django_assert_num_queries(1):
        assert len(combining.behind(case.round, version, "req_received@total").contributions) == count + 1


def test_many_are_combined_in_the_background(case, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(actions, "MANY", 2)
    case.accepted()
    assert isinstance(actions.combine_or_enqueue(round=case.round, actor=case.supervisor), Version)
    case.accepted("culture")
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.combine_or_enqueue(round=case.round, actor=case.supervisor)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", f"/desk/990101/rounds/{YEAR}/combine/")
    assert value(combining.combined_version(case.round), "req_received@total") == 6


# --- Comparing.


def compared(case, *concepts, years=(2017, YEAR)):
    agencies = [case.organs["science"], case.organs["culture"]]
    return comparing.tables(agencies, years, concepts)


def earlier(case, year, **changes):
    round_ = rounds.Round.objects.create(agency=case.government, year=year, due_on=SOON, opened_by=case.supervisor)
    round_.submissions.create(
        agency=case.organs["science"], state="filed", content=content(case.organs["science"], year, **changes)
    )


def test_years_on_different_forms_are_compared_by_concept(case):
    case.filed()
    earlier(case, 2017, req_received=7)
    [table] = compared(case, "requests_received")
    assert table.years == (2017, YEAR)
    assert [(r.agency.code, [f.value for f in r.figures]) for r in table.rows] == [
        ("990101-kj", [7, 3]), ("990101-wh", [None, None]),
    ]  # fmt: skip
    assert [f.state for f in table.rows[1].figures] == ["absent", "absent"]
    assert table.highest == 7


def test_a_published_report_wins_over_what_was_filed(case):
    case.filed()
    annual = AnnualReport.objects.create(
        agency=case.organs["science"], year=YEAR, edition=case.submission().content["edition"]
    )
    cells = content(case.organs["science"], req_received__total=44)["cells"]
    Version.objects.create(report=annual, number=1, stage=Stage.PUBLISHED, title="报告", cells=cells)
    pk = case.organs["science"].pk
    assert contents_of([pk], [YEAR])[pk, YEAR]["cells"]["req_received@total"]["value"] == 44


@pytest.mark.parametrize("years", [(2024,), (2022, 2023, 2024)])
def test_comparing_takes_two_queries(case, django_assert_num_queries, years):
    case.filed()
    with django_assert_num_queries(2):
        compared(case, *list(concepts())[:6], years=years)


# --- Files.


def test_lists_are_safe_to_open_in_a_spreadsheet(case):
    Agency.objects.filter(pk=case.organs["science"].pk).update(name="=HYPERLINK(1)")
    case.filed(**WRONG_SUM)
    rows = supervision.rows_of(supervision.submissions_of(case.round))
    told = sheets_out.csv_bytes(sheets_out.round_lines(rows)).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in told
    assert ",=" not in told
    found = supervision.findings_of_round(supervision.submissions_of(case.round))
    book = openpyxl.load_workbook(io.BytesIO(sheets_out.xlsx_bytes(sheets_out.findings_lines(found), "核对")))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}


def test_a_comparison_as_data(case):
    case.filed()
    name = next(iter(concepts()))
    tables = compared(case, name, years=(YEAR,))
    data = json.loads(sheets_out.comparison_json(tables))
    assert data["schema"] == "gongkai.series/1"
    assert [s["agency"] for s in data["concepts"][0]["series"]] == ["990101-kj", "990101-wh"]
    assert len(sheets_out.comparison_lines(tables)) == 3


# --- Figures that cannot be added up.


def entered(case, key="rules_valid", value=Decimal(8), actor=None, **told):
    told = {"reason": "联合制发的只计一件", "evidence": "现行有效文件目录"} | told
    return actions.enter_combined_figure(
        round=case.round, key=key, value=value, actor=actor or case.supervisor, **told
    )  # fmt: skip


def combined(case, **changes):
    case.accepted(**changes)
    return actions.combine_round(round=case.round, actor=case.supervisor)


def test_the_supervisor_counts_what_cannot_be_added_up(case):
    version = combined(case, rules_valid=5)
    assert value(version, "rules_valid") is None
    entered(case)
    version.refresh_from_db()
    assert (value(version, "rules_valid"), version.revision) == (8, 2)
    assert version.cells["rules_valid"]["raw"] == "8"
    line = Entry.objects.get(action="enter_combined_figure")
    assert line.after == {
        "key": "rules_valid", "value": "8", "reason": "联合制发的只计一件", "evidence": "现行有效文件目录",
    }  # fmt: skip
    assert report_of(version).value("rules_valid") == 8


def test_what_was_counted_stays_when_the_reports_are_combined_again(case):
    combined(case, rules_valid=5)
    entered(case)
    version = again(case)
    assert (value(version, "rules_valid"), value(version, "req_received@total")) == (8, 6)
    assert case.round.combination["entered"] == ["rules_valid"]
    assert combining.behind(case.round, version, "rules_valid").stands is None


def again(case):
    case.accepted("culture", rules_valid=6)
    return actions.combine_round(round=case.round, actor=case.supervisor)


def test_a_figure_that_was_counted_is_corrected_or_left_blank(case):
    version = combined(case, rules_valid=5)
    entered(case)
    entered(case, value=Decimal(7))
    version.refresh_from_db()
    assert value(version, "rules_valid") == 7
    entered(case, value=None)
    version.refresh_from_db()
    assert value(version, "rules_valid") is None
    assert HandFigure.objects.get().value is None
    assert [e.before.get("value") for e in Entry.objects.filter(action="enter_combined_figure").order_by("number")] == [
        None,
        "8",
        "7",
    ]


def test_the_organs_registers_do_not_take_the_counted_figure_for_theirs(case):
    combined(case, rules_valid=5)
    entered(case)
    assert derive_cells(case.government, YEAR)["rules_valid"].value == 0
    again(case)
    assert case.round.combination["own"]["rules_valid"] == 0


def test_a_sum_is_not_entered_by_hand(case):
    version = combined(case)
    with pytest.raises(actions.AddedUp) as refused:
        entered(case, "req_received@total")
    assert str(refused.value).startswith("这一格由各机关的数值相加得出，不能手工填报。")
    version.refresh_from_db()
    assert (value(version, "req_received@total"), HandFigure.objects.count()) == (3, 0)


def test_a_cell_that_a_report_lacks_is_entered(case):
    held = case.filed()
    del held.content["cells"]["req_received@total"]
    held.save()
    submissions.accept(submission=held, actor=case.supervisor)
    version = actions.combine_round(round=case.round, actor=case.supervisor)
    assert "req_received@total" not in version.cells
    entered(case, "req_received@total", Decimal(3))
    version.refresh_from_db()
    assert value(version, "req_received@total") == 3
    assert combining.behind(case.round, version, "req_received@total").stands is None
    entered(case, "req_received@total", Decimal(4))
    version.refresh_from_db()
    assert value(version, "req_received@total") == 4


@pytest.mark.parametrize(("reason", "evidence"), [("", "目录"), ("口径", " ")])
def test_reason_and_evidence_are_asked_for(case, reason, evidence):
    combined(case)
    with pytest.raises(Incomplete):
        entered(case, reason=reason, evidence=evidence)
    assert not HandFigure.objects.exists()


def test_only_the_supervisor_enters(case):
    combined(case)
    for other in (case.clerk, case.outsider):
        with pytest.raises(NotPermitted):
            entered(case, actor=other)


def test_nothing_is_entered_before_combining_or_after_sending_in(case):
    with pytest.raises(actions.NothingAccepted):
        entered(case)
    version = combined(case)
    Version.objects.filter(pk=version.pk).update(stage=Stage.OFFICE)
    with pytest.raises(actions.PastDraft):
        entered(case)
    assert not HandFigure.objects.exists()


def test_a_cell_that_the_form_lacks_is_not_found(case):
    combined(case)
    with pytest.raises(NoSuchObject):
        entered(case, "no_such_cell")


def test_whoever_entered_a_figure_does_not_approve_the_report(case):
    version = combined(case)
    entered(case)
    assert wrote(case.supervisor, version)


def test_a_combined_draft_tells_the_problems_of_the_year_before(case):
    last = AnnualReport.objects.create(agency=case.government, year=YEAR - 1, edition="cn-gid-2021")
    last.problems.create(text="解读不够", outcome="mended", followed_up="已增加图解")
    version = combined(case)
    assert "解读不够：已整改。已增加图解。" in version.sections.get(key="sec_problems").text
    assert "解读不够" in draft_again(version=version, key="sec_problems")
