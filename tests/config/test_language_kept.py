"""What is kept and what leaves the house is Chinese, whatever the language of the one who asks for it."""

from __future__ import annotations

import datetime
import io

import docx
import pytest
from django.core import mail
from django.utils.translation import get_language, gettext, override
from openpyxl import load_workbook

from gongkai.agencies.actions.invitations import invite
from gongkai.agencies.actions.organs import rename_agency
from gongkai.agencies.models import Role
from gongkai.audit_log import exporting
from gongkai.audit_log.chinese import in_chinese
from gongkai.audit_log.models import Entry
from gongkai.filing.collecting import mailing, sheets_out, supervision
from gongkai.filing.collecting.actions.notices import send_back
from gongkai.registers.workbook.template import template_workbook
from tests.filing.collecting import kit
from tests.people import county

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        assert gettext("送审") == "Send for approval"
        yield


def test_a_function_in_chinese_leaves_the_language_as_it_was():
    @in_chinese
    def said() -> str:
        return gettext("送审")

    @in_chinese
    def broken() -> str:
        raise KeyError

    assert said() == "送审"
    with pytest.raises(KeyError):
        broken()
    assert get_language() == "en"


@pytest.fixture
def notice():
    case = kit.Case()
    submission = case.filed("science", **kit.WRONG_SUM)
    return send_back(submission=submission, actor=case.supervisor, text="请改正", due_on=datetime.date(2030, 1, 1))


def test_a_notice_and_its_number(notice):
    assert notice.number.endswith("1号")
    with notice.document.open("rb") as file:
        lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(file.read())).paragraphs]
    assert "一、需要整改的问题" in lines
    assert any("请于2030年1月1日前重新报送" in line for line in lines)
    assert gettext("一、需要整改的问题") not in lines


def test_the_mail_about_a_notice_and_a_reminder(notice):
    notice.submission.agency.email = "office@example.test"
    notice.submission.agency.save()
    mail.outbox.clear()
    assert mailing.send_notice(notice) == 1
    assert mailing.send_reminders([notice.submission]) == 1
    told, reminded = mail.outbox
    assert told.subject == f"年度报告整改通知（{notice.number}）"
    assert "请于2030年1月1日前整改并重新报送" in told.body
    assert reminded.subject == f"请报送{kit.YEAR}年度政府信息公开工作年度报告"


def test_an_invitation(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(agency=county()["science"], role=Role.CLERK, name="新同事", actor=None, email="new@example.test")
    (sent,) = mail.outbox
    assert sent.subject.startswith("邀请您使用")
    assert "邀请您担任示例县科学技术局的经办人" in sent.body


def test_the_record_and_its_exports():
    science = county()["science"]
    rename_agency(
        agency=science, name="示例县科技局", actor=None, effective_on=datetime.date(2025, 1, 1), reason="机构改革"
    )
    line = Entry.objects.get(action="rename_agency")
    assert line.actor_name == "系统"
    heads, told = list(exporting.csv_lines([line]))
    assert heads.startswith("\ufeff序号,记录时间,")
    assert ",机关更名," in told
    book = load_workbook(io.BytesIO(exporting.workbook([line])))
    assert book.sheetnames == ["操作日志"]
    assert book.active["F2"].value == "机关更名"


def test_lists_of_the_supervising_desk(notice):
    rows = supervision.rows_of(supervision.submissions_of(notice.submission.round))
    head, *lines = sheets_out.round_lines(rows)
    assert head[:3] == ["机关代码", "机关", "状态"]
    assert {line[2] for line in lines} <= {"待报送", "已报送", "已退回", "已接收"}
    assert sheets_out.findings_lines([])[0][:3] == ["机关代码", "机关", "级别"]


def test_the_template_of_the_registers():
    book = load_workbook(io.BytesIO(template_workbook()))
    sheet = book["信息公开申请"]
    assert sheet["A1"].value == "登记号"
    assert sheet["A1"].comment.text.startswith("必填。文字。")
