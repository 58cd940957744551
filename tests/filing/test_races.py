"""Two people at once: first what happens when an act trusts what it was handed, then what happens with the lock.

"The lock off" hands an act the version or report as its caller had loaded it, instead of the row as it stands, held.
"""

import threading

import pytest
from django.db import IntegrityError, connection

from gongkai.agencies.errors import ChangedMeanwhile
from gongkai.agencies.models import Role
from gongkai.audit_log.chain import verify
from gongkai.audit_log.models import Entry
from gongkai.filing.actions import approval, correction, publication
from gongkai.filing.actions.approval import approve
from gongkai.filing.actions.correction import CorrectionOpen, open_correction
from gongkai.filing.actions.publication import publish
from gongkai.filing.approval import NotAtThisStage
from gongkai.filing.kept import Kept, PublishedIsFinal
from gongkai.filing.models import AnnualReport, Stage, Step, Version
from tests.filing.publishing import TODAY, add_rule, carried, draft, published, staff
from tests.people import county, person

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


@pytest.fixture
def agency():
    return county()["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def at_once(*acts):
    """Each act in a thread of its own; what each gave or raised. An act gets ``ready``, to call when it has loaded what
    it works on: all go on together."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(at, act):
        try:
            results[at] = act(lambda: barrier.wait(PATIENCE))
        except Exception as fault:
            results[at] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return results


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def approving(version, actor):
    def act(ready):
        loaded = Version.objects.select_related("report__agency").get(pk=version.pk)
        ready()
        return approve(version=loaded, actor=actor)

    return act


@pytest.fixture
def at_section(agency, people):
    return carried(draft(agency, people.clerk), people, Stage.SECTION)


def test_without_the_lock_two_approve_one_stage(agency, people, at_section, monkeypatch):
    monkeypatch.setattr(approval, "locked", lambda version: version)
    other = person(Role.SECTION_HEAD, agency)
    assert kinds(at_once(approving(at_section, people.section), approving(at_section, other))) == ["Version"] * 2
    assert Step.objects.filter(stage="section", decision="approved").count() == 2


def test_with_the_lock_one_approves_and_the_other_is_told(agency, people, at_section):
    other = person(Role.SECTION_HEAD, agency)
    results = at_once(approving(at_section, people.section), approving(at_section, other))
    assert kinds(results) == ["NotPermitted", "Version"]
    assert Step.objects.filter(stage="section", decision="approved").count() == 1
    assert Entry.objects.filter(action="approve").count() == 1
    assert list(verify()) == []


def publishing(version, actor):
    def act(ready):
        loaded = Version.objects.select_related("report__agency").get(pk=version.pk)
        waited = []

        def told(done, total, message):
            if not waited:
                waited.append(ready())

        return publish(version=loaded, actor=actor, effective_on=TODAY, told=told)

    return act


@pytest.fixture
def at_leader(agency, people):
    add_rule(agency)
    return carried(draft(agency, people.clerk), people, Stage.LEADER)


def test_without_the_lock_the_second_publication_runs_into_the_first(agency, people, at_leader, monkeypatch):
    """It is stopped, but only by what guards the data: nobody is told what happened."""
    monkeypatch.setattr(publication, "locked", lambda version: version)
    other = person(Role.LEADER, agency)
    results = at_once(publishing(at_leader, people.leader), publishing(at_leader, other))
    assert [r for r in results if isinstance(r, PublishedIsFinal | IntegrityError)] != []


def test_without_lock_and_guard_a_version_is_published_twice(agency, people, at_leader, monkeypatch):
    monkeypatch.setattr(publication, "locked", lambda version: version)
    monkeypatch.setattr(Kept, "refuse_final", lambda self: None)
    monkeypatch.setattr(publication.PublishedFile.objects.__class__, "bulk_create", lambda self, made: list(made))
    other = person(Role.LEADER, agency)
    results = at_once(publishing(at_leader, people.leader), publishing(at_leader, other))
    assert kinds(results) == ["Version", "Version"]
    assert Step.objects.filter(decision="published").count() == 2


def test_with_the_lock_one_publishes_and_the_other_is_told(agency, people, at_leader, media):
    other = person(Role.LEADER, agency)
    results = at_once(publishing(at_leader, people.leader), publishing(at_leader, other))
    [version] = [r for r in results if isinstance(r, Version)]
    [refusal] = [r for r in results if not isinstance(r, Version)]
    assert isinstance(refusal, ChangedMeanwhile | NotAtThisStage)
    assert Step.objects.filter(decision="published").count() == 1
    assert Entry.objects.filter(action="publish").count() == 1
    stored = sorted(str(p.relative_to(media)) for p in media.rglob("*") if p.is_file())
    assert stored == sorted(version.files.values_list("content", flat=True))
    assert list(verify()) == []


def correcting(report, actor):
    def act(ready):
        loaded = AnnualReport.objects.select_related("agency").get(pk=report.pk)
        ready()
        return open_correction(report=loaded, actor=actor, reason="漏登")

    return act


def test_without_the_lock_two_corrections_ask_for_one_number(agency, people, at_leader, monkeypatch):
    """The database refuses the second number; the person sees a fault of the system."""
    report = published(at_leader, people).report
    meeting = threading.Barrier(2)
    seen = correction.refuse_second

    def refuse_second(report):
        seen(report)
        if connection.vendor != "sqlite":  # There a transaction that writes keeps the other one out altogether.
            meeting.wait(PATIENCE)

    monkeypatch.setattr(correction, "locked_report", lambda report: report)
    monkeypatch.setattr(correction, "refuse_second", refuse_second)
    results = at_once(correcting(report, people.office), correcting(report, people.leader))
    expected = ["CorrectionOpen", "Version"] if connection.vendor == "sqlite" else ["IntegrityError", "Version"]
    assert kinds(results) == expected


def test_without_any_check_the_numbers_collide_everywhere(agency, people, at_leader, monkeypatch):
    report = published(at_leader, people).report
    monkeypatch.setattr(correction, "locked_report", lambda report: report)
    monkeypatch.setattr(correction, "refuse_second", lambda report: None)
    results = at_once(correcting(report, people.office), correcting(report, people.leader))
    assert kinds(results) == ["IntegrityError", "Version"]


def test_with_the_lock_one_correction_is_opened(agency, people, at_leader):
    report = published(at_leader, people).report
    results = at_once(correcting(report, people.office), correcting(report, people.leader))
    assert kinds(results) == ["CorrectionOpen", "Version"]
    assert isinstance(next(r for r in results if not isinstance(r, Version)), CorrectionOpen)
    assert sorted(Version.objects.values_list("number", "stage")) == [(1, "published"), (2, "draft")]
    assert Entry.objects.filter(action="open_correction").count() == 1
