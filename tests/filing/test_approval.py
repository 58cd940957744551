"""The way of a version: who may act at each stage, what is stored, what is refused."""

import pytest

from gongkai.agencies.errors import ChangedMeanwhile, NotPermitted
from gongkai.agencies.models import Membership, Role
from gongkai.audit_log.chain import verify
from gongkai.audit_log.models import Entry
from gongkai.filing.actions.approval import approve, return_version, send_in, sign_reason
from gongkai.filing.actions.drafting import open_report, save_section
from gongkai.filing.actions.problems import follow_up_problem, note_problem
from gongkai.filing.approval import CommentMissing, NotAtThisStage, OwnWork, may_approve, objections
from gongkai.filing.findings import findings_of
from gongkai.filing.models import HandFigure, SignedReason, Stage, Step
from gongkai.filing.queries import waiting_for
from gongkai.filing.reporting import report_of
from tests.filing.publishing import CHAIN_ROLES, ON_THE_WAY, YEAR, add_rule, carried, draft, staff
from tests.people import SINCE, county, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return county()["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


def also(someone, agency, role):
    """The person takes on a second role; asked anew, as in the next request."""
    Membership.objects.create(person=someone, agency=agency, role=role, valid_from=SINCE)
    return type(someone).objects.get(pk=someone.pk)


def test_each_stage_passes_to_the_next(agency, people):
    version = send_in(version=draft(agency, people.clerk), actor=people.clerk, comment="请审核")
    seen = [version.stage]
    while version.stage != Stage.LEADER:
        version = approve(version=version, actor=people.at(Stage(version.stage)), comment="同意")
        seen.append(version.stage)
    assert seen == ["section", "secrecy", "office", "leader"]
    assert [(s.stage, s.decision, s.by, s.revision) for s in version.steps.all()] == [
        ("draft", "sent", people.clerk, 1),
        ("section", "approved", people.section, 2),
        ("secrecy", "approved", people.secrecy, 3),
        ("office", "approved", people.office, 4),
    ]


def test_every_change_of_state_is_one_line_of_the_log(agency, people):
    version = carried(draft(agency, people.clerk), people, Stage.SECRECY)
    return_version(version=version, actor=people.secrecy, comment="附件涉密")
    lines = Entry.objects.order_by("number").values_list("action", "actor_name", "before", "after", "reason")
    assert list(lines) == [
        ("send_in", "经办甲", {"stage": "draft"}, {"stage": "section"}, ""),
        ("approve", people.section.name, {"stage": "section"}, {"stage": "secrecy"}, ""),
        ("return_version", people.secrecy.name, {"stage": "secrecy"}, {"stage": "draft"}, "附件涉密"),
    ]
    assert list(verify()) == []


@pytest.mark.parametrize("stage", CHAIN_ROLES)
@pytest.mark.parametrize("role", [None, *Role])
def test_only_the_role_of_the_stage_may_approve(agency, people, stage, role):
    version = carried(draft(agency, people.clerk), people, stage)
    someone = person(role, agency)
    assert may_approve(someone, version) == (CHAIN_ROLES[stage] == role)
    if CHAIN_ROLES[stage] != role:
        with pytest.raises((NotPermitted, NotAtThisStage)):
            approve(version=version, actor=someone)
        with pytest.raises(NotPermitted):
            return_version(version=version, actor=someone, comment="退回")


@pytest.mark.parametrize("stage", CHAIN_ROLES)
def test_the_same_role_elsewhere_may_not(agency, people, stage):
    version = carried(draft(agency, people.clerk), people, stage)
    stranger = person(CHAIN_ROLES[stage], agency.parent)
    with pytest.raises((NotPermitted, NotAtThisStage)):
        approve(version=version, actor=stranger)
    assert not may_approve(stranger, version)


def test_a_clerk_of_another_organ_may_not_send_in(agency, people):
    with pytest.raises(NotPermitted):
        send_in(version=draft(agency, people.clerk), actor=person(Role.CLERK, agency.parent))


def test_who_sent_it_in_may_not_approve_it(agency, people):
    version = send_in(version=draft(agency, people.clerk), actor=people.section)
    with pytest.raises(OwnWork, match="不能审核自己的工作"):
        approve(version=version, actor=people.section)


def test_who_wrote_in_it_may_not_approve_it(agency, people):
    version = draft(agency, people.clerk)
    save_section(version=version, key="sec_other", text="本年度无。", actor=people.office, revision=0)
    version = carried(version, people, Stage.OFFICE)
    with pytest.raises(OwnWork):
        approve(version=version, actor=people.office)
    assert not waiting_for(people.office).exists()


def test_who_noted_a_problem_for_it_may_not_approve_it(agency, people):
    version = draft(agency, people.clerk)
    note_problem(report=version.report, text="公开不够及时", actor=people.office)
    with pytest.raises(OwnWork):
        approve(version=carried(version, people, Stage.OFFICE), actor=people.office)


def test_who_told_what_became_of_last_years_problem_may_not_approve_it(agency, people):
    before = note_problem(report=draft(agency, people.clerk, YEAR - 1).report, text="公开不及时", actor=people.clerk)
    version = draft(agency, people.clerk)
    follow_up_problem(problem=before, outcome="mended", followed_up="每周核对", actor=people.section)
    with pytest.raises(OwnWork):
        approve(version=carried(version, people, Stage.SECTION), actor=people.section)


def test_who_only_opened_the_report_may_approve_it(agency, people):
    version = open_report(agency=agency, year=YEAR, actor=people.office)
    version.sections.filter(text="").update(text="无。")
    version = carried(version, people, Stage.OFFICE)
    assert approve(version=version, actor=people.office).stage == Stage.LEADER


def test_who_entered_a_figure_by_hand_may_not_approve_it(agency, people):
    HandFigure.objects.create(agency=agency, year=YEAR, key="x", reason="口径", evidence="依据", by=people.section)
    version = carried(draft(agency, people.clerk), people, Stage.SECTION)
    with pytest.raises(OwnWork):
        approve(version=version, actor=people.section)


@pytest.mark.parametrize(("first", "second"), [("section", "secrecy"), ("secrecy", "leader"), ("section", "office")])
def test_nobody_acts_twice_on_the_way(agency, people, first, second):
    actor = also(people.at(Stage(first)), agency, CHAIN_ROLES[Stage(second)])
    version = carried(draft(agency, people.clerk), people, Stage(second))
    assert not may_approve(actor, version)
    assert version not in waiting_for(actor)
    with pytest.raises(OwnWork, match="已经在前面的环节") if second != "leader" else pytest.raises(NotAtThisStage):
        approve(version=version, actor=actor)


def test_after_a_return_everybody_may_act_again(agency, people):
    version = carried(draft(agency, people.clerk), people, Stage.OFFICE)
    version = return_version(version=version, actor=people.office, comment="数据请核对")
    version = carried(version, people, Stage.LEADER)
    assert version.stage == Stage.LEADER


def test_sending_in_stores_the_figures(agency, people):
    add_rule(agency)
    version = draft(agency, people.clerk)
    assert version.cells == {}
    version = send_in(version=version, actor=people.clerk)
    assert version.cells["rules_made"] == {"value": 1, "raw": "1", "unit": "件", "where": {}}
    add_rule(agency, number="2")
    report = report_of(version)
    assert report.value("rules_made") == 1
    assert report.sections[0].text == "2023年，本机关制发规章1件。"


def test_a_returned_draft_follows_the_registers_again(agency, people):
    add_rule(agency)
    version = carried(draft(agency, people.clerk), people, Stage.SECTION)
    add_rule(agency, number="2")
    version = return_version(version=version, actor=people.section, comment="请补充")
    assert (version.stage, version.cells) == ("draft", {})
    assert report_of(version).sections[0].text == "2023年，本机关制发规章2件。"


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_return_says_why(agency, people, comment):
    version = carried(draft(agency, people.clerk), people, Stage.SECTION)
    with pytest.raises(CommentMissing):
        return_version(version=version, actor=people.section, comment=comment)


@pytest.mark.parametrize("stage", [Stage.SECTION, Stage.SECRECY, Stage.OFFICE, Stage.LEADER])
def test_only_a_draft_is_sent_in(agency, people, stage):
    version = carried(draft(agency, people.clerk), people, stage)
    with pytest.raises(NotAtThisStage):
        send_in(version=version, actor=people.clerk)


def test_a_draft_is_neither_approved_nor_returned(agency, people):
    version = draft(agency, people.clerk)
    with pytest.raises(NotAtThisStage):
        approve(version=version, actor=people.section)
    with pytest.raises(NotAtThisStage):
        return_version(version=version, actor=people.section, comment="退回")


def test_the_leader_publishes_and_does_not_approve(agency, people):
    version = carried(draft(agency, people.clerk), people, Stage.LEADER)
    with pytest.raises(NotAtThisStage, match="签发"):
        approve(version=version, actor=people.leader)


def test_an_old_page_decides_nothing(agency, people):
    version = carried(draft(agency, people.clerk), people, Stage.SECTION)
    old = version.revision
    return_version(version=version, actor=people.section, comment="请补充")
    send_in(version=version, actor=people.clerk)
    with pytest.raises(ChangedMeanwhile):
        approve(version=version, actor=people.section, seen=old)


def test_what_waits_for_whom(agency, people):
    version = draft(agency, people.clerk)
    everybody = [people.clerk, people.section, people.secrecy, people.office, people.leader]
    waiting = {}
    for stage in ON_THE_WAY:
        version = carried(version, people, stage)
        waiting[stage.value] = [at for at, someone in enumerate(everybody) if version in waiting_for(someone)]
    assert waiting == {"draft": [0], "section": [1], "secrecy": [2], "office": [3], "leader": [4]}
    return_version(version=version, actor=people.leader, comment="请改")
    assert [version in waiting_for(someone) for someone in everybody] == [True, True, False, True, False]


def test_what_waits_takes_one_query(agency, people, django_assert_num_queries):
    for year in (2021, 2022, YEAR):
        carried(draft(agency, people.clerk, year), people, Stage.SECTION)
        someone = type(people.section).objects.get(pk=people.section.pk)
        with django_assert_num_queries(2):  # The roles, the versions.
            assert len(waiting_for(someone)) == year - 2020


def faulty(agency, people, stage=Stage.LEADER):
    """A version with an error: the prose states another number of requests than the table."""
    version = draft(agency, people.clerk)
    version.sections.filter(key="sec_overall").update(text="2023年，本机关共收到政府信息公开申请7件。")
    return carried(version, people, stage)


def test_there_is_an_error_to_sign_for(agency, people):
    version = faulty(agency, people)
    assert [o.signed for o in objections(version, findings_of(version).findings)] == [None]


def test_the_leader_signs_a_reason_for_each_error(agency, people):
    version = faulty(agency, people)
    [objection] = objections(version, findings_of(version).findings)
    [signed] = sign_reason(version=version, rule=objection.finding.rule, reason="口径不同，已说明", actor=people.leader)
    assert (signed.message, signed.by, signed.reason) == (objection.finding.message, people.leader, "口径不同，已说明")
    assert [o.signed for o in objections(version, findings_of(version).findings)] == [signed]
    line = Entry.objects.get(action="sign_reason")
    assert (line.reason, line.after) == (
        "口径不同，已说明",
        {"rule": signed.rule, "finding": objection.finding.message},
    )


def test_a_signed_reason_does_not_outlive_a_return(agency, people):
    version = faulty(agency, people)
    [objection] = objections(version, findings_of(version).findings)
    sign_reason(version=version, rule=objection.finding.rule, reason="口径不同", actor=people.leader)
    version = return_version(version=version, actor=people.leader, comment="还是改一下")
    version = carried(version, people, Stage.LEADER)
    assert SignedReason.objects.count() == 1
    assert [o.signed for o in objections(version, findings_of(version).findings)] == [None]


def test_nobody_but_the_leader_signs_and_only_at_the_end(agency, people):
    version = faulty(agency, people, Stage.OFFICE)
    [objection] = objections(version, findings_of(version).findings)
    with pytest.raises(NotAtThisStage):
        sign_reason(version=version, rule=objection.finding.rule, reason="理由", actor=people.leader)
    version = approve(version=version, actor=people.office)
    with pytest.raises(NotPermitted):
        sign_reason(version=version, rule=objection.finding.rule, reason="理由", actor=people.office)
    with pytest.raises(CommentMissing):
        sign_reason(version=version, rule=objection.finding.rule, reason=" ", actor=people.leader)
    with pytest.raises(NotPermitted, match="没有这样的错误"):
        sign_reason(version=version, rule="A-01", reason="理由", actor=people.leader)
    assert not Step.objects.filter(decision="published").exists()
