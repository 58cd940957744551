"""Publishing: what is refused, what stands afterwards, what a stopped try leaves, what can never be changed."""

import csv
import datetime
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from gongkai.agencies.errors import ChangedMeanwhile, NotPermitted
from gongkai.agencies.models import Membership, Role
from gongkai.audit_log.models import Entry
from gongkai.filing import files
from gongkai.filing.actions import publication
from gongkai.filing.actions.approval import return_version, sign_reason
from gongkai.filing.actions.correction import open_correction
from gongkai.filing.actions.publication import (
    EarlierYearOpen,
    ErrorsStand,
    NotThatDay,
    PictureWithoutText,
    RegistersMoved,
    ask_to_publish,
    publish,
)
from gongkai.filing.actions.withdrawal import withdraw_correction
from gongkai.filing.approval import NotAtThisStage, OwnWork
from gongkai.filing.kept import PublishedIsFinal
from gongkai.filing.models import PublishedFile, Section, SignedReason, Stage, Step, Version
from gongkai.jobs.models import Job
from gongkai.law.editions import load_edition
from gongkai.registers.models import ClosedYear
from gongkai.report.serialise import from_json
from tests.filing.publishing import TODAY, YEAR, add_rule, carried, content_of, draft, picture, published, staff
from tests.people import SINCE, county, person

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def signed(agency, people):
    """A version that only waits for the leader."""
    add_rule(agency)
    return carried(draft(agency, people.clerk), people, Stage.LEADER)


def on_disk(media):
    return sorted(str(p.relative_to(media)) for p in media.rglob("*") if p.is_file())


def nothing_happened(version):
    version = Version.objects.get(pk=version.pk)
    return (
        version.stage == Stage.LEADER
        and not version.files.exists()
        and not ClosedYear.objects.exists()
        and not Entry.objects.filter(action="publish").exists()
    )


def test_publishing_stores_every_form_with_its_hash(signed, people):
    version = publish(version=signed, actor=people.leader, effective_on=TODAY)
    stored = list(version.files.order_by("pk"))
    assert [f.form for f in stored] == ["docx", "pdf", "html", "xlsx", "json", "csv", "page"]
    for file in stored:
        content = content_of(version, file.form)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
    assert version.sha256 == version.files.get(form="json").sha256
    assert (version.stage, version.published_on) == ("published", TODAY)


def test_each_form_is_what_it_says(signed, people):
    version = publish(version=signed, actor=people.leader, effective_on=TODAY)
    content = {f.form: content_of(version, f.form) for f in version.files.all()}
    assert content["pdf"].startswith(b"%PDF-")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(content["docx"])).namelist()
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content["xlsx"])).namelist()
    assert content["html"].startswith(b"<!doctype html>")
    assert content["page"].startswith(b'<article class="report">')


def test_the_json_reads_back_and_says_where_it_stands(signed, people):
    version = publish(version=signed, actor=people.leader, effective_on=TODAY)
    data = json.loads(content_of(version, "json"))
    report = from_json(data)
    assert (report.value("rules_made"), report.year, report.agency) == (1, 2023, "示例县科学技术局")
    assert report.sections[-1].text.endswith("示例县科学技术局\n2024年1月20日")
    assert data["publication"] == {
        "agency_code": "990101-kj",
        "version": 1,
        "published_on": "2024-01-20",
        "files": {
            form: f"/reports/990101-kj/2023/v1/report.{form}" for form in ("docx", "pdf", "html", "xlsx", "json", "csv")
        },
        "correction": None,
    }


def test_the_csv_has_a_line_for_each_cell(signed, people):
    version = publish(version=signed, actor=people.leader, effective_on=TODAY)
    text = content_of(version, "csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["key", "table", "row", "column", "unit", "value"]
    assert lines[1] == ["rules_made", "第二十条第（一）项", "规章", "本年制发件数", "件", "1"]
    assert [line[0] for line in lines[1:]] == list(load_edition(version.report.edition).slots)


def test_publishing_closes_the_year_and_writes_one_line(signed, people, agency):
    version = publish(version=signed, actor=people.leader, effective_on=TODAY, comment="同意发布")
    assert list(ClosedYear.objects.values_list("agency", "year", "reopened_at")) == [(agency.pk, YEAR, None)]
    [line] = Entry.objects.filter(action="publish")
    assert (line.actor, line.effective_on, line.reason, line.before) == (
        people.leader,
        TODAY,
        "同意发布",
        {"stage": "leader"},
    )
    assert line.after["stage"] == "published"
    assert line.after["files"] == dict(version.files.values_list("form", "sha256"))
    assert version.steps.last().decision == "published"


def test_progress_is_told_form_by_form(signed, people):
    told = []
    publish(version=signed, actor=people.leader, effective_on=TODAY, told=lambda *heard: told.append(heard))
    assert told[0] == (0, 7, "正在生成 DOCX")
    assert told[-1] == (7, 7, "")


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.LEADER)])
def test_only_the_leader_publishes(signed, agency, role):
    with pytest.raises(NotPermitted):
        publish(version=signed, actor=person(role, agency), effective_on=TODAY)
    assert nothing_happened(signed)


def test_a_leader_who_checked_it_for_secrecy_does_not_publish_it(agency, people):
    for role in (Role.SECRECY_REVIEWER, Role.LEADER):
        Membership.objects.get_or_create(
            person=people.secrecy, agency=agency, role=role, defaults={"valid_from": SINCE}
        )
    version = carried(draft(agency, people.clerk), people, Stage.LEADER)
    people.secrecy = type(people.secrecy).objects.get(pk=people.secrecy.pk)
    with pytest.raises(OwnWork):
        publish(version=version, actor=people.secrecy, effective_on=TODAY)
    assert nothing_happened(version)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SECTION, Stage.SECRECY, Stage.OFFICE])
def test_no_stage_is_left_out(agency, people, stage):
    version = carried(draft(agency, people.clerk), people, stage)
    with pytest.raises(NotAtThisStage):
        publish(version=version, actor=people.leader, effective_on=TODAY)
    assert not PublishedFile.objects.exists()


def test_figures_that_moved_since_sending_in_are_not_published(signed, agency, people):
    add_rule(agency, number="2")
    with pytest.raises(RegistersMoved, match=r"“规章·本年制发件数”、“规章·现行有效件数”与送审时不一致.*退回"):
        publish(version=signed, actor=people.leader, effective_on=TODAY)
    assert nothing_happened(signed)
    version = return_version(version=signed, actor=people.leader, comment="台账有变动")
    version = published(version, people)
    assert version.cells["rules_made"]["value"] == 2


def test_figures_that_move_while_the_files_are_written_are_not_published(signed, agency, people, media):
    def told(done, total, message):
        if done == 3:
            add_rule(agency, number="2")

    with pytest.raises(RegistersMoved):
        publish(version=signed, actor=people.leader, effective_on=TODAY, told=told)
    assert nothing_happened(signed)
    assert on_disk(media) == []


def test_a_return_while_the_files_are_written_wins(signed, people, media):
    def told(done, total, message):
        if done == 3:
            return_version(version=signed, actor=people.leader, comment="等一等")

    with pytest.raises(ChangedMeanwhile):
        publish(version=signed, actor=people.leader, effective_on=TODAY, told=told)
    assert Version.objects.get(pk=signed.pk).stage == Stage.DRAFT
    assert on_disk(media) == []


@pytest.fixture
def faulty(agency, people):
    version = draft(agency, people.clerk)
    version.sections.filter(key="sec_overall").update(text="2023年，本机关共收到政府信息公开申请7件。")
    return carried(version, people, Stage.LEADER)


def test_an_error_blocks_publication(faulty, people):
    with pytest.raises(ErrorsStand, match="还有1处错误：T-01 正文称“本机关共收到政府信息公开申请7件”"):
        publish(version=faulty, actor=people.leader, effective_on=TODAY)
    assert nothing_happened(faulty)


def test_an_error_with_a_signed_reason_does_not(faulty, people):
    sign_reason(version=faulty, rule="T-01", reason="含去年转来的申请", actor=people.leader)
    version = publish(version=faulty, actor=people.leader, effective_on=TODAY)
    assert version.stage == "published"
    assert Entry.objects.get(action="sign_reason").reason == "含去年转来的申请"


@pytest.mark.parametrize("day", [datetime.date(2023, 12, 31), datetime.date(2999, 1, 1)])
def test_the_day_lies_between_the_year_and_today(signed, people, day):
    with pytest.raises(NotThatDay, match="2024年1月1日"):
        publish(version=signed, actor=people.leader, effective_on=day)
    assert nothing_happened(signed)


def test_an_earlier_year_in_work_is_published_first(signed, agency, people):
    earlier = draft(agency, people.clerk, year=YEAR - 1)
    with pytest.raises(
        EarlierYearOpen, match=r"2022年的年度报告还没有发布.*请先发布以前年度的报告；误开的草稿可以作废"
    ):
        publish(version=signed, actor=people.leader, effective_on=TODAY)
    assert not ClosedYear.objects.exists()
    published(earlier, people)
    assert publish(version=signed, actor=people.leader, effective_on=TODAY).stage == Stage.PUBLISHED


def test_an_earlier_correction_is_published_or_given_up_first(agency, people):
    first = published(draft(agency, people.clerk, year=YEAR - 1), people)
    later = carried(draft(agency, people.clerk), people, Stage.LEADER)
    correction = open_correction(report=first.report, actor=people.office, reason="漏登")
    with pytest.raises(EarlierYearOpen, match="不需要的更正可以放弃"):
        publish(version=later, actor=people.leader, effective_on=TODAY)
    withdraw_correction(version=correction, actor=people.office, reason="没有漏登")
    assert publish(version=later, actor=people.leader, effective_on=TODAY).stage == Stage.PUBLISHED


def test_a_correction_too_waits_for_earlier_years(agency, people):
    first = published(draft(agency, people.clerk), people)
    draft(agency, people.clerk, year=YEAR - 2)
    correction = open_correction(report=first.report, actor=people.office, reason="漏登")
    with pytest.raises(EarlierYearOpen, match="2021年"):
        published(correction, replace(people, office=person(Role.OFFICE, agency)))


def test_later_years_and_other_organs_may_be_in_work(signed, agency, people):
    draft(agency, people.clerk, year=YEAR + 1)
    draft(agency.parent, person(Role.CLERK, agency.parent), year=YEAR - 1)
    assert publish(version=signed, actor=people.leader, effective_on=TODAY).stage == Stage.PUBLISHED


def test_a_picture_is_published_with_its_text(agency, people):
    version = draft(agency, people.clerk)
    picture(version)
    version = published(version, people)
    page = content_of(version, "page").decode()
    problems = page.partition("存在的主要问题")[2].partition("<h2")[0]
    assert (
        '<img src="/reports/990101-kj/2023/v1/p1" alt="政策解读会现场" width="640" height="480" loading="lazy">'
        "<figcaption>解读会</figcaption>" in problems
    )
    assert content_of(version, "p1").startswith(b"\x89PNG")


def test_a_picture_without_text_is_not_published(agency, people):
    version = draft(agency, people.clerk)
    picture(version, " ")
    version = carried(version, people, Stage.LEADER)
    with pytest.raises(PictureWithoutText):
        publish(version=version, actor=people.leader, effective_on=TODAY)
    assert nothing_happened(version)


class Stopped(BaseException):
    """As if the process had been killed: nothing below catches it."""


@pytest.mark.parametrize("at", range(7))
def test_a_try_that_stops_between_files_publishes_nothing(signed, people, at, media):
    def told(done, total, message):
        if done == at:
            raise Stopped

    with pytest.raises(Stopped):
        publish(version=signed, actor=people.leader, effective_on=TODAY, told=told)
    assert nothing_happened(signed)


def test_what_a_killed_try_left_behind_is_removed_by_the_next(signed, people, media):
    left = "reports/990101-kj/2023/v1/pdf-0123456789ab.pdf"
    default_storage.save(left, ContentFile(b"%PDF- half"))
    assert on_disk(media) == [left]
    version = publish(version=signed, actor=people.leader, effective_on=TODAY)
    assert on_disk(media) == sorted(version.files.values_list("content", flat=True))
    assert len(on_disk(media)) == 7


def test_another_file_of_the_same_name_is_not_overwritten(signed, media):
    """A try that runs at the same time has names of its own, so that giving up takes nothing from the other."""
    first = files.render_files(signed, TODAY, [], lambda *heard: None)
    second = files.render_files(signed, TODAY, [], lambda *heard: None)
    assert {f.name for f in first}.isdisjoint({f.name for f in second})
    files.remove(second)
    assert on_disk(media) == sorted(f.name for f in first)


def test_a_form_that_cannot_be_written_publishes_nothing(signed, people, media, monkeypatch):
    monkeypatch.setattr(files, "write_bytes", _no_font)
    with pytest.raises(files.CannotWrite, match="没有字体"):
        publish(version=signed, actor=people.leader, effective_on=TODAY)
    assert nothing_happened(signed)
    assert on_disk(media) == []


def _no_font(report, form):
    from gongkai.report.writing import UnwritableError, write_bytes

    if form == "xlsx":
        raise UnwritableError("没有字体", "请安装字体")
    return write_bytes(report, form)


def test_in_the_background(signed, people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_to_publish(
            version=signed, actor=people.leader, effective_on=TODAY, comment="同意", seen=signed.revision
        )
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 7, 7)
    assert job.result == "/desk/990101-kj/reports/2023/approval/"
    assert Version.objects.get(pk=signed.pk).stage == Stage.PUBLISHED


def test_what_stands_in_the_way_is_told_before_the_work_begins(faulty, people):
    with pytest.raises(ErrorsStand):
        ask_to_publish(version=faulty, actor=people.leader, effective_on=TODAY, comment="", seen=faulty.revision)
    assert not Job.objects.exists()


def test_a_refusal_in_the_background_stands_in_the_job(signed, people, agency, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_to_publish(version=signed, actor=people.leader, effective_on=TODAY, comment="", seen=signed.revision)
        add_rule(agency, number="2")
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.message.startswith("送审以后台账有了变动")
    assert nothing_happened(signed)


# A published version is final.


@pytest.fixture
def final(agency, people, faulty):
    """A published version that has one of everything that belongs to it."""
    sign_reason(version=faulty, rule="T-01", reason="理由", actor=people.leader)
    return publish(version=faulty, actor=people.leader, effective_on=TODAY)


PARTS = {
    Version: ("title", "改"),
    Section: ("text", "改"),
    Step: ("comment", "改"),
    SignedReason: ("reason", "改"),
    PublishedFile: ("sha256", "0" * 64),
}


@pytest.mark.parametrize("kind", PARTS)
def test_every_part_can_be_changed_before(kind, faulty, people):
    sign_reason(version=faulty, rule="T-01", reason="理由", actor=people.leader)
    PublishedFile.objects.create(version=faulty, form="csv", content="x", sha256="1" * 64, size=1)
    name, value = PARTS[kind]
    assert kind.objects.update(**{name: value}) >= 1


@pytest.mark.parametrize("kind", PARTS)
def test_nothing_changes_a_part_of_a_published_version(kind, final):
    name, value = PARTS[kind]
    one = kind.objects.first()
    before = list(kind.objects.order_by("pk").values())
    setattr(one, name, value)
    attempts = [
        one.save,
        lambda: one.save(update_fields=[name]),
        one.delete,
        lambda: kind.objects.update(**{name: value}),
        lambda: kind.objects.filter(pk=one.pk).update(**{name: value}),
        lambda: kind.objects.filter(pk=one.pk).delete(),
        lambda: kind.objects.all().delete(),
        lambda: kind.objects.bulk_update([one], [name]),
        lambda: kind.objects.update_or_create(pk=one.pk, defaults={name: value}),
    ]
    for attempt in attempts:
        with pytest.raises(PublishedIsFinal), transaction.atomic():
            attempt()
    assert list(kind.objects.order_by("pk").values()) == before


def test_an_object_loaded_before_publication_changes_nothing(signed, people):
    section = signed.sections.first()
    old = Version.objects.get(pk=signed.pk)
    publish(version=signed, actor=people.leader, effective_on=TODAY)
    with pytest.raises(PublishedIsFinal):
        old.save()
    with pytest.raises(PublishedIsFinal):
        section.save()


def test_nothing_is_added_to_a_published_version(final, people):
    attempts = [
        lambda: Section.objects.create(version=final, key="new", position=9, title="新"),
        lambda: Section.objects.bulk_create([Section(version=final, key="new", position=9, title="新")]),
        lambda: final.sections.create(key="new", position=9, title="新"),
        lambda: final.files.create(form="new", content="x", sha256="0" * 64, size=1),
        lambda: Step.objects.create(version=final, stage="leader", decision="approved", by=people.leader, revision=9),
        lambda: final.sections.update(text="改"),
        lambda: final.sections.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(PublishedIsFinal), transaction.atomic():
            attempt()


def test_a_picture_joins_no_published_section(final):
    with pytest.raises(PublishedIsFinal):
        picture(final)


def test_the_report_of_a_published_version_stays(final):
    with pytest.raises(ProtectedError):
        final.report.delete()
    assert publication.published_versions().get() == final
