"""What the drafting actions do and refuse, without a browser."""

from decimal import Decimal

import pytest

from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.models import EditionChoice, Role
from gongkai.audit_log.models import Entry
from gongkai.filing.actions.drafting import (
    Incomplete,
    NotADraft,
    NotByHand,
    TextChanged,
    bind_number,
    enter_hand_figure,
    open_report,
    save_section,
)
from gongkai.filing.actions.problems import follow_up_problem, note_problem, withdraw_problem
from gongkai.filing.models import HandFigure, Problem, Version
from gongkai.registers.errors import YearClosed
from gongkai.registers.models import ClosedYear
from tests.people import county, person

pytestmark = pytest.mark.django_db
KEY = "licensing_items_prev_year"
OTHER_ROLES = [role for role in Role if role not in (Role.CLERK, Role.SECTION_HEAD, Role.OFFICE)]


@pytest.fixture
def bureau():
    return county()["science"]


@pytest.fixture
def clerk(bureau):
    return person(Role.CLERK, bureau)


@pytest.fixture
def version(bureau, clerk):
    return open_report(agency=bureau, year=2024, actor=clerk)


def enter(bureau, actor, **more):
    told = {"year": 2019, "key": KEY, "value": Decimal("3"), "reason": "按清单计", "evidence": "权责清单"} | more
    return enter_hand_figure(agency=bureau, actor=actor, **told)


def test_opening_fixes_the_edition(bureau, clerk, version):
    assert version.report.edition == "cn-gid-2021"
    assert (version.number, version.title) == (1, "示例县科学技术局2024年政府信息公开工作年度报告")
    EditionChoice.objects.create(agency=bureau, edition="cn-gid-2019", year_from=2024, year_to=2024)
    assert open_report(agency=bureau, year=2024, actor=clerk).report.edition == "cn-gid-2021"


def test_opening_twice_gives_the_one_that_stands(bureau, version):
    other = person(Role.SECTION_HEAD, bureau)
    assert open_report(agency=bureau, year=2024, actor=other) == version
    assert Version.objects.count() == 1


def test_opening_is_on_record(clerk, version):
    entry = Entry.objects.get(action="open_report")
    assert (entry.actor, entry.after) == (clerk, {"edition": "cn-gid-2021"})


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_other_roles_may_not_draft(bureau, version, role):
    actor = person(role, bureau)
    problem = Problem.objects.create(report=version.report, text="甲")
    for refused in (
        lambda: open_report(agency=bureau, year=2023, actor=actor),
        lambda: save_section(version=version, key="sec_other", text="甲", actor=actor, revision=0),
        lambda: enter(bureau, actor),
        lambda: note_problem(report=version.report, text="甲", actor=actor),
        lambda: follow_up_problem(problem=problem, outcome="open", followed_up="", actor=actor),
        lambda: withdraw_problem(problem=problem, actor=actor),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert (Version.objects.count(), HandFigure.objects.count(), Problem.objects.count()) == (1, 0, 1)


def test_the_second_saver_gets_both_texts(clerk, version):
    save_section(version=version, key="sec_other", text="甲", actor=clerk, revision=0)
    with pytest.raises(TextChanged) as refused:
        save_section(version=version, key="sec_other", text="乙", actor=clerk, revision=0)
    assert (refused.value.theirs, refused.value.yours, refused.value.revision) == ("甲", "乙", 1)


def test_a_stale_copy_of_the_version_does_not_help(clerk, version):
    stale = Version.objects.get(pk=version.pk)
    save_section(version=version, key="sec_other", text="甲", actor=clerk, revision=0)
    with pytest.raises(TextChanged):
        save_section(version=stale, key="sec_other", text="乙", actor=clerk, revision=stale.revision)


@pytest.mark.parametrize("stage", ["section", "secrecy", "office", "leader"])
def test_only_a_draft_can_be_changed(clerk, version, stage):
    Version.objects.filter(pk=version.pk).update(stage=stage)
    with pytest.raises(NotADraft):
        save_section(version=version, key="sec_other", text="甲", actor=clerk, revision=0)


def test_a_text_beyond_all_measure(clerk, version):
    with pytest.raises(Incomplete):
        save_section(version=version, key="sec_other", text="字" * 100_001, actor=clerk, revision=0)


def test_a_section_that_is_not_there(clerk, version):
    with pytest.raises(NoSuchObject):
        save_section(version=version, key="sec_nothing", text="甲", actor=clerk, revision=0)


def test_binding_at_the_very_place(clerk, version):
    save_section(version=version, key="sec_other", text="共4件，又4件", actor=clerk, revision=0)
    section = bind_number(
        version=version, key="sec_other", at=5, number="4", cell="req_received@total", actor=clerk, revision=1
    )
    assert section.text == "共4件，又{{req_received@total}}件"


def test_a_hand_figure_and_its_change_are_on_record(bureau, clerk):
    enter(bureau, clerk)
    enter(bureau, clerk, value=None, reason="改为留空")
    assert HandFigure.objects.get().value is None
    entry = Entry.objects.order_by("-number").first()
    assert entry.reason == "改为留空"
    assert (entry.before["value"], entry.after["value"]) == ("3", None)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"key": "no_such_cell"}, NoSuchObject),
        ({"key": "req_received@total"}, NotByHand),
        ({"reason": " "}, Incomplete),
        ({"evidence": ""}, Incomplete),
    ],
)
def test_hand_figures_that_are_refused(bureau, clerk, more, refusal):
    with pytest.raises(refusal):
        enter(bureau, clerk, **more)
    assert HandFigure.objects.count() == 0


def test_a_closed_year_takes_no_hand_figure_until_it_is_reopened(bureau, clerk):
    closed = ClosedYear.objects.create(agency=bureau, year=2019)
    with pytest.raises(YearClosed):
        enter(bureau, clerk)
    closed.reopened_at = closed.closed_at
    closed.save()
    assert enter(bureau, clerk).value == 3


def test_problems_are_noted_followed_up_and_withdrawn(clerk, version):
    problem = note_problem(report=version.report, text=" 甲 ", measure="乙", actor=clerk)
    assert (problem.text, problem.measure, problem.outcome) == ("甲", "乙", "open")
    follow_up_problem(problem=problem, outcome="partly", followed_up="已着手", actor=clerk)
    assert Problem.objects.get().get_outcome_display() == "正在整改"
    withdraw_problem(problem=problem, actor=clerk)
    assert Problem.objects.count() == 0
    actions = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["open_report", "note_problem", "follow_up_problem", "withdraw_problem"]


@pytest.mark.parametrize(("outcome", "how"), [("mended", " "), ("partly", ""), ("forged", "甲")])
def test_follow_ups_that_are_refused(clerk, version, outcome, how):
    problem = note_problem(report=version.report, text="甲", actor=clerk)
    with pytest.raises(Incomplete):
        follow_up_problem(problem=problem, outcome=outcome, followed_up=how, actor=clerk)
    assert Problem.objects.get().outcome == "open"
