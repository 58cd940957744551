"""Sending back, numbering, following the mending, answering."""

import datetime
import io
import threading

import docx
import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from gongkai.agencies.errors import NoSuchObject, NotPermitted
from gongkai.agencies.models import Agency, Role
from gongkai.audit_log.models import Entry
from gongkai.filing.collecting import supervision
from gongkai.filing.collecting.actions import notices
from gongkai.filing.collecting.actions.submissions import NotFiled
from gongkai.filing.models import Notice, NoticeItem
from tests.filing.collecting.kit import WRONG_SUM, Case
from tests.people import person

SOON = timezone.localdate() + datetime.timedelta(days=14)


@pytest.fixture
def case(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Case()


def send_back(case, organ="science", **options):
    given = {"text": "请核对台账。", "due_on": SOON} | options
    return notices.send_back(submission=case.submission(organ), actor=case.supervisor, **given)


def test_a_report_goes_back_with_its_errors_and_warnings(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case)
    assert case.submission().state == "returned"
    assert notice.number == f"示例县人民政府信息公开整改〔{timezone.localdate().year}〕1号"
    assert {i.severity for i in notice.items.all()} <= {"error", "warning"}
    assert any("req_received@total" in i.cells for i in notice.items.all())
    assert {i.state for i in notice.items.all()} == {"open"}
    entry = Entry.objects.get(action="send_back")
    assert (entry.before, entry.after["notice"]) == ({"state": "filed"}, notice.number)


def test_only_chosen_findings_go_into_the_notice(case):
    filed = case.filed(**WRONG_SUM)
    notice = send_back(case, findings=[0])
    assert [i.message for i in notice.items.all()] == [filed.findings[0]["message"]]


def test_the_notice_is_an_official_document(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case, text="第一条要求\n第二条要求")
    with notice.document.open() as file:
        document = docx.Document(io.BytesIO(file.read()))
    lines = [p.text for p in document.paragraphs]
    assert lines[0] == notice.number
    assert lines[1] == "关于示例县科学技术局2024年度政府信息公开工作年度报告的整改通知"
    assert "示例县科学技术局：" in lines
    assert {"第一条要求", "第二条要求"} <= set(lines)
    for item in notice.items.all():
        assert f"核对情况：{item.message}" in lines
    assert any(f"请于{SOON.year}年{SOON.month}月{SOON.day}日前重新报送" in line for line in lines)
    assert lines[-2] == "示例县人民政府"


def test_control_characters_in_the_demands_do_not_break_the_document(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case, text="要求\x0b\x00其一<w:p>")
    with notice.document.open() as file:
        assert "要求其一<w:p>" in "".join(p.text for p in docx.Document(file).paragraphs)


def test_the_organ_is_told_by_mail(case, django_capture_on_commit_callbacks):
    Agency.objects.filter(pk=case.organs["science"].pk).update(email="office@example.org")
    case.filed(**WRONG_SUM)
    with django_capture_on_commit_callbacks(execute=True):
        notice = send_back(case)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["office@example.org"], f"年度报告整改通知（{notice.number}）")
    assert "请核对台账" not in message.body


def test_what_cannot_be_sent_back(case):
    with pytest.raises(NotFiled):
        send_back(case)
    case.filed()
    with pytest.raises(notices.DueInThePast):
        send_back(case, due_on=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(notices.NothingToMend):
        send_back(case, text=" ", findings=[])
    for other in (case.clerk, case.stranger, case.outsider):
        with pytest.raises(NotPermitted):
            notices.send_back(submission=case.submission(), actor=other, text="x", due_on=SOON)
    assert (Notice.objects.count(), case.submission().state) == (0, "filed")


def test_an_accepted_report_can_still_go_back(case):
    case.accepted(**WRONG_SUM)
    send_back(case)
    assert case.submission().state == "returned"


# --- Numbers.


def test_numbers_run_without_gaps_for_each_organ_and_year(case):
    case.filed(**WRONG_SUM)
    case.filed("culture", actor=case.stranger, **WRONG_SUM)
    assert [send_back(case).serial, send_back(case, "culture").serial, send_back(case).serial] == [1, 2, 3]
    assert notices.next_serial(case.organs["elsewhere"], timezone.localdate().year) == 1
    assert notices.next_serial(case.government, timezone.localdate().year + 1) == 1


def test_a_notice_that_fails_takes_no_number(case, monkeypatch):
    case.filed(**WRONG_SUM)
    with monkeypatch.context() as broken:
        broken.setattr(notices, "_document", _full_disk)
        with pytest.raises(OSError, match="full"):
            send_back(case)
    assert case.submission().state == "filed"
    assert send_back(case).serial == 1


def _full_disk(*_arguments):
    raise OSError("full")


def _number_twice(government, together):
    """Two workers number a notice at the same time; what they got."""
    got = []

    def work():
        try:
            with transaction.atomic():
                serial = notices.next_serial(government, 2025)
                together()
                got.append(serial)
                Notice.objects.create(
                    submission_id=_submission(government).pk, agency=government, year=2025, serial=serial,
                    number=f"{serial}号", due_on=SOON, sent_by_id=_submission(government).round.opened_by_id,
                )  # fmt: skip
        except Exception as fault:
            got.append(type(fault).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got


def _submission(government):
    return government.rounds.get().submissions.select_related("round").first()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers():
    case = Case()
    assert sorted(_number_twice(case.government, lambda: None)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_at_once_would_get_one_number(monkeypatch):
    """Shows that there is a race to guard against: the lock off, both read before either writes."""
    case = Case()
    both_read = threading.Barrier(2, timeout=30)
    monkeypatch.setattr(notices, "lock_numbers", lambda agency: None)
    if connection.vendor == "sqlite":  # Its transactions lock from the start; off too.
        monkeypatch.setattr(transaction, "atomic", _no_transaction)
    got = _number_twice(case.government, both_read.wait)
    assert got.count(1) == 2
    assert Notice.objects.count() == 1
    assert "IntegrityError" in got


class _no_transaction:  # noqa: N801 - stands in for transaction.atomic.
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


# --- Mending.


def test_an_item_is_mended_when_the_next_filing_does_not_show_it(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case)
    wrong = [i.pk for i in notice.items.all() if "req_received@total" in i.cells]
    assert wrong
    case.filed()
    states = dict(notice.items.values_list("pk", "state"))
    assert {states[pk] for pk in wrong} == {"mended"}


def test_an_item_stays_open_while_its_finding_stands(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case)
    case.filed(req_received__total=6)
    item = next(i for i in notice.items.all() if "req_received@total" in i.cells)
    assert item.state == "open"


def test_a_mended_item_opens_again_when_the_finding_comes_back(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case)
    case.filed()
    case.filed(**WRONG_SUM)
    assert "open" in {i.state for i in notice.items.all() if "req_received@total" in i.cells}


def test_an_answer_is_kept_and_mending_still_follows_from_the_filing(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case)
    item = next(i for i in notice.items.all() if "req_received@total" in i.cells)
    answered = notices.answer_item(item=item, answer=" 收件登记有误，已更正。 ", actor=case.clerk)
    assert (answered.state, answered.answer) == ("answered", "收件登记有误，已更正。")
    assert Entry.objects.get(action="answer_item").before == {"state": "open", "answer": ""}
    case.filed(**WRONG_SUM)
    assert NoticeItem.objects.get(pk=item.pk).state == "answered"
    case.filed()
    assert NoticeItem.objects.get(pk=item.pk).state == "mended"


def test_only_the_organ_itself_answers_and_with_words(case):
    case.filed(**WRONG_SUM)
    item = send_back(case).items.first()
    for other in (case.supervisor, case.stranger, case.outsider):
        with pytest.raises(NotPermitted):
            notices.answer_item(item=item, answer="x", actor=other)
    with pytest.raises(notices.NothingSaid):
        notices.answer_item(item=item, answer="  ", actor=case.clerk)


def test_a_notice_is_seen_by_both_sides_only(case):
    case.filed(**WRONG_SUM)
    notice = send_back(case)
    item = notice.items.first()
    assert supervision.access_notice(case.clerk, "990101-kj", notice.pk) == notice
    assert supervision.access_notice(case.supervisor, "990101-kj", notice.pk) == notice
    assert supervision.access_item(case.clerk, "990101-kj", item.pk) == item
    for other in (case.stranger, case.outsider, person(Role.SUPERVISOR, case.organs["culture"])):
        with pytest.raises(NoSuchObject):
            supervision.access_notice(other, "990101-kj", notice.pk)
        with pytest.raises(NoSuchObject):
            supervision.access_item(other, "990101-kj", item.pk)
    with pytest.raises(NoSuchObject):
        supervision.access_item(case.supervisor, "990101-kj", item.pk)
