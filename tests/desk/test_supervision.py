"""The pages of supervision: what each shows, to whom, with how many queries, and what they do."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Role
from gongkai.filing.collecting.actions import combining, notices
from gongkai.filing.models import Notice, Round, Submission, Upload
from gongkai.law.crosswalk import concepts
from tests.filing.collecting.kit import WRONG_SUM, YEAR, Case, file_of, many
from tests.people import person

pytestmark = pytest.mark.django_db
NAME = "示例县科学技术局"
SOON = timezone.localdate() + datetime.timedelta(days=14)


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


def page(client, who, name, *arguments, **asked):
    client.force_login(who)
    return client.get(reverse(f"desk:{name}", args=arguments), asked)


def post(client, who, name, *arguments, **given):
    client.force_login(who)
    return client.post(reverse(f"desk:{name}", args=arguments), given)


def sent_back(case):
    case.filed(**WRONG_SUM)
    return notices.send_back(submission=case.submission(), actor=case.supervisor, text="请核对。", due_on=SOON)


def doubtful(case, client, capture):
    with capture(execute=True):
        file = SimpleUploadedFile("年报.html", file_of(NAME, **WRONG_SUM))
        post(client, case.clerk, "upload-own", "990101-kj", case.submission().pk, file=file)
    return Upload.objects.get()


# --- Opening, listing, reminding.


def test_opening_a_round_from_the_page(client, case):
    Round.objects.all().delete()
    text = page(client, case.supervisor, "round-open", "990101").content.decode()
    assert NAME in text
    chosen = [case.organs["science"].pk]
    answer = post(client, case.supervisor, "round-open", "990101", year=2024, due_on="", message="", agencies=chosen)
    assert answer.url == "/desk/990101/rounds/2024/"
    assert [s.agency for s in Round.objects.get().submissions.all()] == [case.organs["science"]]


def test_the_supervisor_sees_how_many_were_told_and_whom_no_mail_reaches(
    client, case, django_capture_on_commit_callbacks
):
    Round.objects.all().delete()
    case.organs["science"].email = "kj@example.org"
    case.organs["science"].save()
    client.force_login(case.supervisor)
    given = {"year": 2024, "message": "", "agencies": [case.organs[name].pk for name in ("science", "culture")]}
    with django_capture_on_commit_callbacks(execute=True):
        place = client.post(reverse("desk:round-open", args=["990101"]), given).url
    text = client.get(place).content.decode()
    assert "正在用邮件通知各机关" in text
    assert "报送通知邮件：" in text
    assert "发出 1 封" in text
    told = text.partition("收不到通知和催报")[2].partition("</p>")[0]
    assert "示例县文化局" in told
    assert NAME not in told


def test_a_day_that_is_past_is_pointed_out_when_a_round_is_opened(client, case):
    Round.objects.all().delete()
    given = {"year": 2024, "message": "", "agencies": [case.organs["science"].pk]}
    client.force_login(case.supervisor)
    address = reverse("desk:round-open", args=["990101"])
    assert "报送截止日期2025-01-31已经过了" in client.post(address, given, follow=True).content.decode()
    Round.objects.all().delete()
    assert "已经过了" not in client.post(address, given | {"due_on": SOON}, follow=True).content.decode()


@pytest.mark.parametrize("given", [{"year": 2007}, {"year": 2999}, {"agencies": [0]}, {"due_on": "31.1."}])
def test_a_wrong_round_is_refused_with_a_reason(client, case, given):
    Round.objects.all().delete()
    sound = {"year": 2024, "due_on": "", "message": "", "agencies": [case.organs["science"].pk]}
    answer = post(client, case.supervisor, "round-open", "990101", **(sound | given))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Round.objects.exists()


def test_an_organ_of_another_government_cannot_be_forged_into_a_round(client, case):
    Round.objects.all().delete()
    given = {"year": 2024, "agencies": [case.organs["elsewhere"].pk]}
    assert post(client, case.supervisor, "round-open", "990101", **given).context["form"].errors
    assert not Submission.objects.exists()


def test_a_round_shows_who_has_filed_who_is_late_and_the_counts(client, case):
    case.filed()
    text = page(client, case.supervisor, "round", "990101", YEAR).content.decode()
    assert (text.count("逾期报送</"), text.count("逾期未报</")) == (1, 1)
    assert "逾期（含逾期报送和未报）" in text
    assert {"示例县科学技术局", "示例县文化局", "已报送", "待报送"} <= set(_words(text))


def _words(text):
    return [w for w in ("示例县科学技术局", "示例县文化局", "已报送", "待报送") if w in text]


def test_a_round_is_filtered(client, case):
    case.filed()
    filed = page(client, case.supervisor, "round", "990101", YEAR, state="filed")
    assert [r.submission.agency.code for r in filed.context["page"]] == ["990101-kj"]
    named = page(client, case.supervisor, "round", "990101", YEAR, q="文化")
    assert [r.submission.agency.code for r in named.context["page"]] == ["990101-wh"]


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    ("name", "queries"), [("round", 10), ("round-findings", 7), ("combine", 8), ("rounds", 7), ("compare", 8)]
)
def test_pages_take_the_same_queries_however_many(client, case, django_assert_num_queries, name, queries, count):
    many(case.round, count)
    client.force_login(case.supervisor)
    address = reverse(f"desk:{name}", args=["990101"] if name in ("rounds", "compare") else ["990101", YEAR])
    client.get(address)  # The first answer of a session stores the session.
    with django_assert_num_queries(queries):
        client.get(address)


def test_moving_the_day_inviting_and_reminding(client, case, django_capture_on_commit_callbacks):
    post(client, case.supervisor, "round-due", "990101", YEAR, due_on="2099-02-01")
    case.round.refresh_from_db()
    assert case.round.due_on == datetime.date(2099, 2, 1)
    post(client, case.supervisor, "round-due", "990101", YEAR, due_on="soon")
    assert page(client, case.supervisor, "round-invite", "990101", YEAR).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, case.supervisor, "round-remind", "990101", YEAR).status_code == 302


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["round", "round-findings"])
def test_lists_are_exported(client, case, name, form):
    case.filed(**WRONG_SUM)
    answer = page(client, case.supervisor, name, "990101", YEAR, export=form)
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''2024")
    if form == "csv":
        assert NAME in answer.content.decode("utf-8-sig")
    else:
        assert NAME in {c.value for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active for c in row}


def test_findings_are_filtered_by_severity_rule_and_organ(client, case):
    case.filed(**WRONG_SUM)
    case.filed("culture", actor=case.stranger, **WRONG_SUM)
    every = page(client, case.supervisor, "round-findings", "990101", YEAR)
    assert {f.agency.code for f in every.context["page"]} == {"990101-kj", "990101-wh"}
    some = page(client, case.supervisor, "round-findings", "990101", YEAR, severity="error", agency="990101-kj")
    assert {(f.agency.code, f.finding["severity"]) for f in some.context["page"]} == {("990101-kj", "error")}
    forged = page(client, case.supervisor, "round-findings", "990101", YEAR, severity="nonsense")
    assert forged.status_code == 200


# --- One submission.


def test_accepting_and_sending_back_from_the_pages(client, case):
    case.filed(**WRONG_SUM)
    text = page(client, case.supervisor, "submission", "990101", YEAR, "990101-kj").content.decode()
    assert "退回整改" in text
    assert page(client, case.supervisor, "send-back", "990101", YEAR, "990101-kj").status_code == 200
    answer = post(client, case.supervisor, "send-back", "990101", YEAR, "990101-kj", findings=[0], text="", due_on=SOON)
    assert (answer.status_code, case.submission().state) == (302, "returned")
    case.filed()
    post(client, case.supervisor, "submission-accept", "990101", YEAR, "990101-kj")
    assert case.submission().state == "accepted"


def test_what_was_never_filed_cannot_be_sent_back(client, case):
    text = page(client, case.supervisor, "submission", "990101", YEAR, "990101-kj").content.decode()
    assert "退回整改" not in text
    given = {"findings": [], "text": "请补报。", "due_on": SOON}
    for answer in (
        page(client, case.supervisor, "send-back", "990101", YEAR, "990101-kj"),
        post(client, case.supervisor, "send-back", "990101", YEAR, "990101-kj", **given),
    ):
        assert answer.status_code == 409
        assert "该机关还没有报送，不能退回。" in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_forged_finding_or_day_is_refused(client, case):
    case.filed(**WRONG_SUM)
    for forged in ({"findings": [999]}, {"due_on": "2020-01-01"}, {"due_on": ""}):
        given = {"findings": [0], "text": "", "due_on": SOON} | forged
        answer = post(client, case.supervisor, "send-back", "990101", YEAR, "990101-kj", **given)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Notice.objects.exists()


def test_accepting_twice_says_what_is_wrong(client, case):
    case.accepted()
    answer = post(client, case.supervisor, "submission-accept", "990101", YEAR, "990101-kj")
    assert answer.status_code == 409
    assert "没有可以接收的报告" in answer.content.decode()


def test_the_supervisor_hands_in_a_file_for_an_organ(client, case, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("年报.html", file_of(NAME))
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(client, case.supervisor, "upload-for", "990101", YEAR, "990101-kj", file=file)
    upload = Upload.objects.get()
    assert answer.url == f"/desk/990101-kj/filing/uploads/{upload.pk}/"
    assert "已报送" in page(client, case.supervisor, "upload", "990101-kj", upload.pk).content.decode()


# --- The organ's side.


def test_an_organ_sees_what_it_has_to_file_and_its_notices(client, case):
    notice = sent_back(case)
    text = page(client, case.clerk, "filing", "990101-kj").content.decode()
    assert notice.number in text
    assert "待整改" in text
    text = page(client, case.clerk, "file-report", "990101-kj", case.submission().pk).content.decode()
    assert "上传报告文件" in text


def test_doubtful_cells_are_shown_beside_the_source_and_confirmed(client, case, django_capture_on_commit_callbacks):
    upload = doubtful(case, client, django_capture_on_commit_callbacks)
    answer = page(client, case.clerk, "upload", "990101-kj", upload.pk)
    text = answer.content.decode()
    assert "<mark>5</mark>" in text
    assert 'value="5"' in text
    given = {f"cell-{d.pk}": d.read_value if d.key != "req_received@total" else 3 for d in upload.doubtful_cells.all()}
    assert post(client, case.clerk, "upload", "990101-kj", upload.pk, **given).status_code == 302
    assert case.submission().state == "filed"
    assert case.submission().content["cells"]["req_received@total"]["value"] == 3


def test_a_wrong_figure_is_told_and_nothing_is_filed(client, case, django_capture_on_commit_callbacks):
    upload = doubtful(case, client, django_capture_on_commit_callbacks)
    given = {f"cell-{d.pk}": "三" for d in upload.doubtful_cells.all()}
    answer = post(client, case.clerk, "upload", "990101-kj", upload.pk, **given)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert case.submission().state == "invited"


def test_scripts_in_a_file_stay_text(client, case, django_capture_on_commit_callbacks):
    data = file_of(NAME, **WRONG_SUM).decode().replace(">5<", ">5&lt;script&gt;x&lt;/script&gt;<").encode()
    with django_capture_on_commit_callbacks(execute=True):
        file = SimpleUploadedFile("<img src=x>.html", data)
        post(client, case.clerk, "upload-own", "990101-kj", case.submission().pk, file=file)
    text = page(client, case.clerk, "upload", "990101-kj", Upload.objects.get().pk).content.decode()
    assert "<script>x" not in text
    assert "<img src=x>" not in text


def test_the_file_comes_back_as_a_download_only(client, case, django_capture_on_commit_callbacks):
    upload = doubtful(case, client, django_capture_on_commit_callbacks)
    answer = page(client, case.clerk, "upload-file", "990101-kj", upload.pk)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == file_of(NAME, **WRONG_SUM)


def test_a_file_beyond_the_limit_is_told(client, case, settings):
    settings.UPLOAD_LIMIT = 1000
    file = SimpleUploadedFile("年报.html", b"x" * 1001)
    client.force_login(case.clerk)
    address = reverse("desk:upload-own", args=["990101-kj", case.submission().pk])
    text = client.post(address, {"file": file}, follow=True).content.decode()
    assert "文件超过" in text
    assert not Upload.objects.exists()


def test_a_notice_is_read_downloaded_and_answered(client, case):
    notice = sent_back(case)
    item = notice.items.first()
    text = page(client, case.clerk, "notice", "990101-kj", notice.pk).content.decode()
    assert item.message in text
    assert page(client, case.clerk, "notice-document", "990101-kj", notice.pk).content[:2] == b"PK"
    assert page(client, case.clerk, "notice-answer", "990101-kj", item.pk).status_code == 200
    post(client, case.clerk, "notice-answer", "990101-kj", item.pk, answer="<b>已更正</b>")
    text = page(client, case.supervisor, "notice", "990101-kj", notice.pk).content.decode()
    assert "&lt;b&gt;已更正&lt;/b&gt;" in text
    assert "说明情况" not in text


# --- Combining and comparing.


def test_combining_shows_the_table_whose_numbers_open(client, case):
    case.accepted()
    before = page(client, case.supervisor, "combine", "990101", YEAR)
    assert "还没有汇总" in before.content.decode()
    assert before.context["tiles"] == [("应报送", 2), ("已接收", 1), ("汇入", 0), ("缺", 1)]
    assert post(client, case.supervisor, "combine", "990101", YEAR).status_code == 302
    text = page(client, case.supervisor, "combine", "990101", YEAR).content.decode()
    assert f"/desk/990101/rounds/{YEAR}/combine/req_received@total/" in text
    assert "示例县文化局（990101-wh）" in text
    text = page(client, case.supervisor, "combine-cell", "990101", YEAR, "req_received@total").content.decode()
    assert NAME in text
    assert "与各来源之和一致" in text
    assert page(client, case.supervisor, "combine-cell", "990101", YEAR, "nonsense").status_code == 404


def test_comparing_and_its_files(client, case):
    case.filed()
    asked = {"agencies": ["990101-kj"], "years": [YEAR], "concepts": ["requests_received"]}
    text = page(client, case.supervisor, "compare", "990101", **asked).content.decode()
    assert "<meter" in text
    assert (
        "requests_received"
        in page(client, case.supervisor, "compare", "990101", export="json", **asked).content.decode()
    )
    assert NAME in page(client, case.supervisor, "compare", "990101", export="csv", **asked).content.decode("utf-8-sig")
    offered = page(client, case.supervisor, "compare", "990101").context["form"]
    assert [year for year, _label in offered["years"].field.choices] == [YEAR]
    groups = dict(offered["concepts"].field.choices)
    assert ("requests_received", "收到/本年新收申请") in groups["收到和处理政府信息公开申请情况"]
    assert sum(len(members) for members in groups.values()) == len(concepts()) - 1  # One is told in words only.
    forged = asked | {"agencies": ["990202"]}
    assert page(client, case.supervisor, "compare", "990101", **forged).context["form"].errors


# --- Who.


def addresses(case, notice, upload):
    """Every address with the side that may open it."""
    own, sub = ["990101-kj"], case.submission().pk
    item = notice.items.first().pk
    return {
        ("rounds", "990101"): "supervisor",
        ("round-open", "990101"): "supervisor",
        ("round", "990101", YEAR): "supervisor",
        ("round-invite", "990101", YEAR): "supervisor",
        ("round-findings", "990101", YEAR): "supervisor",
        ("combine", "990101", YEAR): "supervisor",
        ("combine-cell", "990101", YEAR, "req_received@total"): "supervisor",
        ("submission", "990101", YEAR, "990101-kj"): "supervisor",
        ("send-back", "990101", YEAR, "990101-kj"): "supervisor",
        ("compare", "990101"): "supervisor",
        ("filing", *own): "clerk",
        ("file-report", *own, sub): "clerk",
        ("notice-answer", *own, item): "clerk",
        ("upload", *own, upload.pk): "both",
        ("upload-file", *own, upload.pk): "both",
        ("notice", *own, notice.pk): "both",
        ("notice-document", *own, notice.pk): "both",
    }


def test_every_page_is_for_its_own_people(client, case, django_capture_on_commit_callbacks):
    upload = doubtful(case, client, django_capture_on_commit_callbacks)
    notice = sent_back(case)
    case.accepted("culture")
    combining.combine_round(round=case.round, actor=case.supervisor)
    others = {
        "stranger": case.stranger,
        "outsider": case.outsider,
        "nobody": person(None, None),
        "auditor": person(Role.AUDITOR, case.government),
        "administrator": person(Role.ADMINISTRATOR, case.government),
        "leader": person(Role.LEADER, case.organs["science"]),
    }
    for (name, *arguments), side in addresses(case, notice, upload).items():
        for who in ("supervisor", "clerk"):
            seen = page(client, getattr(case, who), name, *arguments).status_code
            assert seen == (200 if side in (who, "both") else 404), (name, who)
        for other, one in others.items():
            answer = page(client, one, name, *arguments)
            assert answer.status_code == 404, (name, other)
            told = answer.content.decode().partition("<main")[2]
            assert NAME not in told, (name, other)
        client.logout()
        assert client.get(reverse(f"desk:{name}", args=arguments)).url.startswith("/accounts/login/")


POSTS = [
    ("round-due", "990101", YEAR), ("round-remind", "990101", YEAR), ("round-audit", "990101", YEAR),
    ("submission-accept", "990101", YEAR, "990101-kj"), ("upload-for", "990101", YEAR, "990101-kj"),
]  # fmt: skip


@pytest.mark.parametrize("address", POSTS)
def test_changes_are_refused_to_others_and_to_reading(client, case, address):
    case.filed()
    for other in (case.clerk, case.stranger, case.outsider, person(None, None)):
        assert post(client, other, *address).status_code == 404
    assert page(client, case.supervisor, *address).status_code == 405
    assert case.submission().state == "filed"


@pytest.mark.parametrize("count", [1, 3])
def test_what_an_organ_has_to_file_takes_the_same_queries(client, case, django_assert_num_queries, count):
    sent_back(case)
    for n in range(1, count):
        earlier = Round.objects.create(agency=case.government, year=YEAR - n, due_on=SOON, opened_by=case.supervisor)
        held = earlier.submissions.create(agency=case.organs["science"], state="filed", content={}, findings=[])
        held.notices.create(
            agency=case.government, year=2020, serial=n, number=f"第{n}号", due_on=SOON, sent_by=case.supervisor
        )
    client.force_login(case.clerk)
    address = reverse("desk:filing", args=["990101-kj"])
    client.get(address)
    with django_assert_num_queries(9):
        assert len(client.get(address).context["rows"]) == count
