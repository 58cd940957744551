"""Filing versions and files: what is taken, what is refused, what must be confirmed by eye."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import mail

from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.models import AgencyName, Role
from gongkai.audit_log.models import Entry
from gongkai.filing.collecting import supervision
from gongkai.filing.collecting.actions import submissions, uploads
from gongkai.filing.collecting.confinement import KILLED, read_confined
from gongkai.filing.models import AnnualReport, DoubtfulCell, Stage, Upload, Version
from gongkai.jobs.models import Job
from tests.filing.collecting.kit import WRONG_SUM, YEAR, Case, content, file_of, report
from tests.people import person

pytestmark = pytest.mark.django_db
NAME = "示例县科学技术局"


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


@pytest.fixture
def hand_in(case, django_capture_on_commit_callbacks):
    """Hand in a file as the clerk and have it read."""

    def handed_in(data, name="年报.html", actor=None):
        with django_capture_on_commit_callbacks(execute=True):
            made = uploads.file_upload(
                submission=case.submission(), file_name=name, content=data, actor=actor or case.clerk
            )
        return Upload.objects.get(pk=made.pk)

    return handed_in


# --- A version of one's own.


def version_of(case, stage, year=YEAR, organ="science"):
    annual = AnnualReport.objects.create(agency=case.organs[organ], year=year, edition=report(NAME).edition)
    cells = content(case.organs[organ])["cells"]
    return Version.objects.create(report=annual, number=1, stage=stage, title="报告", cells=cells)


@pytest.mark.parametrize("stage", [Stage.LEADER, Stage.PUBLISHED])
def test_a_version_that_the_office_approved_is_filed(case, stage):
    version = version_of(case, stage)
    filed = submissions.file_version(submission=case.submission(), version=version, actor=case.clerk)
    assert (filed.state, filed.version, filed.upload, filed.filed_by) == ("filed", version, None, case.clerk)
    assert filed.content["cells"]["req_received@total"]["value"] == 3
    assert filed.first_filed_at == filed.filed_at
    entry = Entry.objects.get(action="file")
    assert (entry.agency, entry.after["state"]) == (case.organs["science"], "filed")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SECTION, Stage.SECRECY, Stage.OFFICE, Stage.WITHDRAWN])
def test_a_version_that_is_not_approved_is_refused(case, stage):
    with pytest.raises(submissions.NotFileable) as refused:
        submissions.file_version(submission=case.submission(), version=version_of(case, stage), actor=case.clerk)
    assert str(refused.value) == "报告还没有通过办公室审核。请在办公室审核通过或发布以后再报送。"
    assert case.submission().state == "invited"


@pytest.mark.parametrize(("organ", "year"), [("culture", YEAR), ("science", 2023)])
def test_another_organs_or_years_version_is_refused(case, organ, year):
    with pytest.raises(submissions.NotFileable):
        submissions.file_version(
            submission=case.submission(), version=version_of(case, Stage.PUBLISHED, year, organ), actor=case.clerk
        )


def test_only_the_organ_itself_files_a_version(case):
    version = version_of(case, Stage.PUBLISHED)
    for other in (case.stranger, case.outsider, case.supervisor, person(Role.LEADER, case.organs["science"])):
        with pytest.raises(NotPermitted):
            submissions.file_version(submission=case.submission(), version=version, actor=other)


# --- A file.


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "xlsx"])
def test_a_sound_file_of_any_format_is_filed_without_questions(case, hand_in, form):
    upload = hand_in(file_of(NAME, form), f"年报.{form}")
    assert (upload.state, upload.fault, upload.doubtful_cells.count()) == ("filed", "", 0)
    filed = case.submission()
    assert (filed.state, filed.upload, filed.filed_by) == ("filed", upload, case.clerk)
    assert filed.content["cells"]["req_received@total"]["value"] == 3
    assert Job.objects.get(kind="read_upload").state == "done"


def test_the_file_is_kept_as_it_came_with_its_hash(case, hand_in):
    data = file_of(NAME)
    upload = hand_in(data, "C:\\文件\\../2024\n年报.html")
    assert Path(upload.file.path).read_bytes() == data
    assert upload.file_name == "2024_年报.html"
    assert len(upload.sha256) == 64
    assert "年报" not in upload.file.name


def test_a_sum_that_does_not_come_out_is_confirmed_by_eye_before_it_is_filed(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    assert (upload.state, case.submission().state) == ("doubtful", "invited")
    keys = {d.key: d for d in upload.doubtful_cells.all()}
    total = keys["req_received@total"]
    assert total.read_value == 5
    assert "5" in total.excerpt["rows"][total.excerpt["row"]]
    assert total.excerpt["rows"][total.excerpt["row"]][total.excerpt["column"]] == "5"
    assert total.note


def test_confirmed_values_go_into_what_is_filed(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    read = {d.key: d.read_value for d in upload.doubtful_cells.all()}
    done = uploads.confirm_cells(upload=upload, values=read | {"req_received@total": Decimal(3)}, actor=case.clerk)
    assert done.state == "filed"
    filed = case.submission()
    assert filed.content["cells"]["req_received@total"]["value"] == 3
    assert [f for f in filed.findings if f["severity"] == "error" and "req_received@total" in f["cells"]] == []
    entry = Entry.objects.get(action="confirm_cells")
    assert entry.after["changed"] == {"req_received@total": 3}


def test_what_the_source_prints_is_filed_even_if_it_contradicts_itself(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    for doubt in upload.doubtful_cells.all():
        uploads.confirm_cell(doubt=doubt, value=doubt.read_value, actor=case.clerk)
    filed = case.submission()
    assert filed.state == "filed"
    assert filed.content["cells"]["req_received@total"]["value"] == 5
    assert any(f["severity"] == "error" for f in filed.findings)


def test_it_is_not_filed_while_one_cell_is_open(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    *others, last = upload.doubtful_cells.all()
    assert others
    uploads.confirm_cells(upload=upload, values={d.key: d.read_value for d in others}, actor=case.clerk)
    assert case.submission().state == "invited"
    uploads.confirm_cell(doubt=last, value=last.read_value, actor=case.clerk)
    assert case.submission().state == "filed"


def test_a_confirmed_blank_is_a_blank_and_not_a_zero(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    values = {d.key: d.read_value for d in upload.doubtful_cells.all()} | {"req_received@total": None}
    uploads.confirm_cells(upload=upload, values=values, actor=case.clerk)
    cell = case.submission().content["cells"]["req_received@total"]
    assert (cell["value"], cell["raw"]) == (None, "")


def test_an_impossible_figure_is_refused(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    with pytest.raises(uploads.ImpossibleFigure):
        uploads.confirm_cells(upload=upload, values={"req_received@total": Decimal(10) ** 14}, actor=case.clerk)
    assert not DoubtfulCell.objects.filter(confirmed_at__isnull=False).exists()


def test_a_pdf_shows_a_picture_of_the_place(case, hand_in):
    upload = hand_in(file_of(NAME, "pdf", **WRONG_SUM), "年报.pdf")
    doubt = upload.doubtful_cells.get(key="req_received@total")
    assert Path(doubt.picture.path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_an_unreadable_cell_is_asked_for(case, hand_in):
    data = file_of(NAME).decode().replace(">3<", ">三四件<", 1).encode()
    upload = hand_in(data)
    doubts = [d for d in upload.doubtful_cells.all() if d.read_value is None]
    assert upload.state == "doubtful"
    assert any("三四件" in text for d in doubts for row in d.excerpt["rows"] for text in row)


def test_another_years_file_is_refused_and_says_so(case, hand_in):
    upload = hand_in(file_of(NAME, year=2023))
    assert (upload.state, case.submission().state) == ("refused", "invited")
    assert upload.fault == "文件是2023年度的报告，应报送2024年度的报告。请核对后重新上传。"


def test_another_organs_file_is_filed_only_after_a_word(case, hand_in):
    upload = hand_in(file_of("别处县水利局"))
    assert (upload.state, upload.named, case.submission().state) == ("doubtful", "别处县水利局", "invited")
    uploads.confirm_agency(upload=upload, actor=case.clerk)
    filed = case.submission()
    assert (filed.state, filed.content["agency"]) == ("filed", NAME)
    assert Entry.objects.get(action="confirm_agency").before == {"named": "别处县水利局"}


def test_a_former_name_of_the_organ_is_its_own(case, hand_in):
    AgencyName.objects.create(agency=case.organs["science"], name="示例县科委")
    assert hand_in(file_of("示例县科委")).named == ""


def test_a_file_without_a_table_is_refused(case, hand_in):
    upload = hand_in("<html><body><h1>示例县科学技术局2024年政府信息公开工作年度报告</h1></body></html>".encode())
    assert upload.state == "refused"
    assert "没有读到统计表" in upload.fault


# --- Files that are not reports, or worse.


def docx_with_macros():
    out = io.BytesIO(file_of(NAME, "docx"))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


def zip_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * 300_000_000)
    return out.getvalue()


HOSTILE = {
    "macros": (docx_with_macros, "文件带有宏"),
    "macros of old Word": (lambda: b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le") * 9, "文件带有宏"),
    "bomb": (zip_bomb, ""),
    "garbage": (lambda: bytes(range(256)) * 400, ""),
    "truncated": (lambda: file_of(NAME, "docx")[:3000], ""),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 900, "这是图片"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_and_nothing_is_lost(case, hand_in, what):
    before = case.filed()
    make, said = HOSTILE[what]
    upload = hand_in(make(), "年报.docx")
    assert upload.state == "refused"
    assert said in upload.fault
    assert upload.fault.endswith("。")
    after = case.submission()
    assert (after.state, after.content, after.filed_at) == ("filed", before.content, before.filed_at)


def test_a_reader_that_does_not_end_is_stopped(tmp_path):
    path = tmp_path / "slow.html"
    path.write_bytes(file_of(NAME))
    assert read_confined(path, "slow.html", seconds=0.01) == {"refusal": KILLED}


def test_the_reader_is_given_no_secrets(tmp_path, monkeypatch):
    from gongkai.filing.collecting import confinement

    seen = {}
    monkeypatch.setattr(confinement.subprocess, "run", lambda *args, **options: seen.update(options) or pytest.skip)
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "s")
    with pytest.raises(AttributeError):
        read_confined(tmp_path, "x")
    assert not [key for key in seen["env"] if key.startswith(("GONGKAI", "DJANGO"))]


def test_a_reader_that_is_killed_leaves_a_refusal(tmp_path):
    assert read_confined(tmp_path, "a folder is no file") == {"refusal": KILLED}


def test_what_went_wrong_is_logged_without_a_word_of_the_file(tmp_path, caplog):
    held = tmp_path / "申请人的姓名"
    held.mkdir()
    read_confined(held, "申请人的姓名.docx")
    assert caplog.messages == ["reading an upload ended with 1: IsADirectoryError"]


def test_a_file_beyond_the_limit_is_refused_before_it_is_stored(case, settings):
    settings.UPLOAD_LIMIT = 1_000_000
    with pytest.raises(uploads.TooLarge) as refused:
        uploads.file_upload(
            submission=case.submission(), file_name="a.docx", content=b"x" * 1_000_001, actor=case.clerk
        )
    assert str(refused.value).startswith("文件超过 1 MB。")
    assert not Upload.objects.exists()


def test_an_empty_file_is_refused(case):
    with pytest.raises(uploads.NothingInIt):
        uploads.file_upload(submission=case.submission(), file_name="a.docx", content=b"", actor=case.clerk)


# --- One file after another.


def test_a_new_file_replaces_one_that_waits_for_confirmation(case, hand_in):
    first = hand_in(file_of(NAME, **WRONG_SUM))
    second = hand_in(file_of(NAME))
    first.refresh_from_db()
    assert (first.state, second.state, case.submission().upload) == ("replaced", "filed", second)
    with pytest.raises(uploads.NotWaiting):
        uploads.confirm_cells(upload=first, values={}, actor=case.clerk)


def test_a_file_of_no_use_leaves_the_one_that_waits(case, hand_in):
    first = hand_in(file_of(NAME, **WRONG_SUM))
    useless = hand_in(b"no report at all")
    first.refresh_from_db()
    assert (first.state, useless.state) == ("doubtful", "refused")
    assert supervision.submissions_of(case.round).get(agency=case.organs["science"]).pending == "doubtful"
    values = {d.key: d.read_value for d in first.doubtful_cells.all()}
    assert uploads.confirm_cells(upload=first, values=values, actor=case.clerk).state == "filed"
    assert case.submission().upload == first


def test_a_doubtful_file_takes_the_place_of_a_doubtful_one(case, hand_in):
    first, second = hand_in(file_of(NAME, **WRONG_SUM)), hand_in(file_of(NAME, req_received__total=6))
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "doubtful")


def test_while_a_newer_file_is_being_read_the_older_still_waits(case, hand_in):
    first = hand_in(file_of(NAME, **WRONG_SUM))
    newer = uploads.file_upload(submission=case.submission(), file_name="新.html", content=b"x", actor=case.clerk)
    first.refresh_from_db()
    assert (first.state, newer.state) == ("doubtful", "reading")


def test_a_result_that_comes_after_a_newer_file_changes_nothing(case, hand_in):
    late = uploads.file_upload(
        submission=case.submission(), file_name="旧.html", content=file_of(NAME), actor=case.clerk
    )
    newer = hand_in(file_of(NAME, req_received__natural_person=3))
    assert uploads._take_reading(late, {"content": content(case.organs["science"]), "doubts": []}).state == "replaced"
    assert case.submission().upload == newer


def test_what_was_accepted_is_not_filed_again(case):
    case.accepted()
    with pytest.raises(submissions.AlreadyAccepted):
        uploads.file_upload(submission=case.submission(), file_name="a", content=b"x", actor=case.clerk)
    with pytest.raises(submissions.AlreadyAccepted):
        submissions.file_version(
            submission=case.submission(), version=version_of(case, Stage.PUBLISHED), actor=case.clerk
        )


# --- Who may.


def test_the_supervising_organ_hands_in_for_an_organ(case, hand_in):
    upload = hand_in(file_of(NAME), actor=case.supervisor)
    assert (upload.state, case.submission().filed_by) == ("filed", case.supervisor)


def test_nobody_else_hands_in_or_confirms(case, hand_in):
    upload = hand_in(file_of(NAME, **WRONG_SUM))
    doubt = upload.doubtful_cells.first()
    for other in (case.stranger, case.outsider, person(None, None), person(Role.AUDITOR, case.government)):
        with pytest.raises(NotPermitted):
            uploads.file_upload(submission=case.submission(), file_name="a", content=b"x", actor=other)
        with pytest.raises(NotPermitted):
            uploads.confirm_cell(doubt=doubt, value=None, actor=other)
        with pytest.raises(NotPermitted):
            uploads.confirm_agency(upload=upload, actor=other)
    assert not DoubtfulCell.objects.filter(confirmed_at__isnull=False).exists()


def test_an_upload_is_seen_by_both_sides_only(case, hand_in):
    upload = hand_in(file_of(NAME))
    for own in (case.clerk, case.supervisor):
        assert supervision.access_upload(own, "990101-kj", upload.pk) == upload
    for other in (case.stranger, case.outsider, person(Role.SUPERVISOR, case.organs["culture"])):
        with pytest.raises(NoSuchObject):
            supervision.access_upload(other, "990101-kj", upload.pk)
    with pytest.raises(NoSuchObject):
        supervision.access_upload(case.supervisor, "990101-wh", upload.pk)


def test_accepting_is_for_the_supervisor_and_for_what_was_filed(case):
    with pytest.raises(submissions.NotFiled):
        submissions.accept(submission=case.submission(), actor=case.supervisor)
    case.filed()
    for other in (case.clerk, case.stranger, case.outsider):
        with pytest.raises(NotPermitted):
            submissions.accept(submission=case.submission(), actor=other)
    assert submissions.accept(submission=case.submission(), actor=case.supervisor).state == "accepted"
    assert Entry.objects.get(action="accept").before == {"state": "filed"}


# --- Audit.


def test_last_years_filing_is_used_when_it_is_known(case, django_capture_on_commit_callbacks):
    now = case.filed(req_received__total=300, req_received__natural_person=300)
    assert not [f for f in now.findings if f["rule"] == "X-09"]
    other = type(case.round).objects.create(
        agency=case.government, year=YEAR - 1, due_on=case.round.due_on, opened_by=case.supervisor
    )
    other.submissions.create(
        agency=case.organs["science"], state="filed", content=content(case.organs["science"], YEAR - 1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        job = submissions.audit_round(round=case.round, actor=case.supervisor)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert [f["rule"] for f in case.submission().findings if f["rule"] == "X-09"]


@pytest.mark.parametrize("count", [1, 3])
def test_auditing_again_takes_the_same_queries_however_many(case, django_assert_num_queries, count):
    from tests.filing.collecting.kit import many

    many(case.round, count)
    pks = list(case.round.submissions.filter(content__isnull=False).values_list("pk", flat=True))
    assert len(pks) == count
    with django_assert_num_queries(7):
        submissions.audit_again(pks)


def test_findings_of_a_round_are_filtered_and_ordered(case):
    case.filed(**WRONG_SUM)
    case.filed("culture", actor=case.stranger, req_received__total=7)
    found = supervision.findings_of_round(supervision.submissions_of(case.round))
    severities = [f.finding["severity"] for f in found]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    errors = supervision.findings_of_round(supervision.submissions_of(case.round), severity="error")
    assert {f.agency.code for f in errors} == {"990101-kj", "990101-wh"}
    own = supervision.findings_of_round(supervision.submissions_of(case.round), severity="error", agency="990101-wh")
    assert {f.agency.code for f in own} == {"990101-wh"}
    rule = own[0].finding["rule"]
    assert {f.finding["rule"] for f in supervision.findings_of_round([case.submission()], rule=rule)} == {rule}
    assert own[0].title


def test_the_league_puts_the_worst_first(case):
    case.filed()
    case.filed("culture", actor=case.stranger, **WRONG_SUM)
    rows = supervision.rows_of(supervision.submissions_of(case.round))
    assert [r.submission.agency.code for r in supervision.league(rows)] == ["990101-wh", "990101-kj"]
    assert mail.outbox == []
