"""One of everything that an address can name, and one person for each column of the table."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.agencies.actions.invitations import invite
from gongkai.agencies.actions.variants import choose_edition, set_calendar_day
from gongkai.agencies.models import Agency, Person, Role
from gongkai.audit_log.models import Entry
from gongkai.filing.actions.problems import note_problem
from gongkai.filing.collecting.actions.combining import combine_round
from gongkai.filing.collecting.actions.notices import send_back
from gongkai.filing.collecting.actions.uploads import file_upload
from gongkai.filing.models import DoubtfulCell
from gongkai.jobs.models import Job
from gongkai.registers.actions.imports import preview_import
from gongkai.registers.actions.years import close_year
from tests.desk.register_kit import add_rows
from tests.filing import publishing
from tests.filing.collecting import kit
from tests.people import person
from tests.registers.books import REQUESTS, book, request_row

DRAFTED, PUBLISHED, CLOSED = 2022, 2023, 2019
AT = {
    "clerk": Role.CLERK, "head": Role.SECTION_HEAD, "secrecy": Role.SECRECY_REVIEWER, "office": Role.OFFICE,
    "leader": Role.LEADER, "superv": Role.SUPERVISOR, "auditor": Role.AUDITOR, "admin": Role.ADMINISTRATOR,
}  # fmt: skip
ABOVE = {"superv+": Role.SUPERVISOR, "auditor+": Role.AUDITOR, "admin+": Role.ADMINISTRATOR, "clerk+": Role.CLERK}
"""Columns of the table: nobody logged in; somebody without a role, or whose role ended yesterday; each role in the
organ itself; in the organ above (``+``); and every role in an organ elsewhere, who must all get the same answer."""
COLUMNS = ("-", "none", "ended", *AT, *ABOVE, "elsewhere")


class World:
    def __init__(self) -> None:
        self.case = kit.Case()
        self.organs = self.case.organs
        self.science: Agency = self.organs["science"]
        self.people: dict[str, list[Person | None]] = {
            "-": [None],
            "none": [person(None, None)],
            "ended": [self._ended()],
            **{name: [person(role, self.science)] for name, role in AT.items()},
            **{name: [person(role, self.organs["government"])] for name, role in ABOVE.items()},
            "elsewhere": [person(role, self.organs["elsewhere"]) for role in Role],
        }
        self.subject = person(Role.CLERK, self.science)
        self._registers()
        self._reports()
        self._round()
        self._administration()

    def _ended(self) -> Person:
        someone = person(Role.LEADER, self.science)
        someone.memberships.update(valid_to=timezone.localdate() - datetime.timedelta(1))
        return someone

    def _registers(self) -> None:
        (self.row,) = add_rows("requests", self.science, 1)
        content = book(信息公开申请=[REQUESTS, request_row()])
        self.imported = preview_import(agency=self.science, file_name="台账.xlsx", content=content, actor=None)
        faulty = book(信息公开申请=[REQUESTS, request_row(收到日期="昨天")])
        self.faulty = preview_import(agency=self.science, file_name="有误.xlsx", content=faulty, actor=None)
        close_year(agency=self.science, year=CLOSED, actor=None)
        self.job = Job.objects.create(kind="import", title="导入", person=self.people["clerk"][0], agency=self.science)

    def _reports(self) -> None:
        staff = publishing.staff(self.science)
        publishing.published(publishing.draft(self.science, staff.clerk, PUBLISHED), staff)
        self.draft = publishing.draft(self.science, staff.clerk, DRAFTED)
        self.picture = publishing.picture(self.draft)
        self.problem = note_problem(report=self.draft.report, text="公开不够及时", actor=staff.clerk)

    def _round(self) -> None:
        submission = self.case.filed("science", **kit.WRONG_SUM)
        self.notice = send_back(
            submission=submission, actor=self.case.supervisor, text="请改正", due_on=datetime.date(2030, 1, 1)
        )
        self.submission = self.case.submission("science")
        report = kit.file_of(self.science.name)
        self.upload = file_upload(
            submission=self.submission, file_name="报告.html", content=report, actor=self.case.clerk
        )
        self.case.accepted("culture")
        combine_round(round=self.case.round, actor=self.case.supervisor)
        self.doubt = DoubtfulCell.objects.create(upload=self.upload, key="rules_made", note="unclear", where={})
        self.doubt.picture.save("page.png", ContentFile(b"\x89PNG"))

    def _administration(self) -> None:
        self.invitation, address = invite(agency=self.science, role=Role.CLERK, name="新同事", actor=None)
        self.token = address.rstrip("/").rsplit("/", 1)[-1]
        self.choice = choose_edition(
            agency=self.science, edition="cn-gid-2014-shandong", year_from=2014, year_to=2018, actor=None
        )
        set_calendar_day(agency=self.science, day=datetime.date(2025, 8, 28), working=False, note="县庆", actor=None)
        self.line = Entry.objects.filter(agency=self.science).first()

    def arguments(self, name: str, wanted: set[str]) -> dict[str, Any]:
        """What an address needs, by the names of its parts; those whose ``pk`` means different things by its name."""
        everywhere = {
            "code": self.science.code, "year": DRAFTED, "slug": "requests", "key": "rules_made",
            "section": "sec_problems", "number": 1, "name": "report.json", "agency": self.science.code,
            "rule": "X-10", "day": "2025-08-28", "token": self.token, "provider_id": "sso", "kind": "csv",
            "uidb36": "1", "key_": "x-y",
        }  # fmt: skip
        everywhere |= self._special(name)
        return {part: everywhere[part] for part in wanted if part in everywhere}

    def sent(self, name: str) -> dict[str, Any]:
        """What a form sends: nothing that it asks for, save what the page itself puts into it."""
        hidden = {"desk:prose-bind": {"at": 0, "number": "7", "cell": "rules_made", "revision": 0}}
        return {"-": "-"} | hidden.get(name, {})

    def _special(self, name: str) -> dict[str, Any]:
        above = {"code": self.organs["government"].code, "year": kit.YEAR, "key": "req_received@total"}
        if name.startswith("portal:"):
            return {"year": PUBLISHED}
        if name.startswith(("desk:round", "desk:combine", "desk:submission", "desk:send-back", "desk:upload-for")):
            return above
        keys = {
            "desk:import-refused": self.faulty.pk,
            "desk:log-entry": {"number": self.line.number if self.line else 0},
            "desk:agency-edition-drop": self.choice.pk, "desk:invitation-withdraw": self.invitation.pk,
            "desk:role-end": self.subject.memberships.get().pk, "desk:role-grant": self.subject.pk,
            "desk:register-row": self.row.pk, "desk:register-remove": self.row.pk, "desk:job": self.job.pk,
            "desk:picture": self.picture.pk, "desk:picture-remove": self.picture.pk,
            "desk:problem": {"pk": self.problem.pk, "year": DRAFTED + 1}, "desk:problem-withdraw": self.problem.pk,
            "desk:file-report": self.submission.pk, "desk:file-version": self.submission.pk,
            "desk:upload-own": self.submission.pk, "desk:notice-answer": self._item(),
            "desk:approval-file": {"kind": "docx"},
            "desk:year-reopen": {"year": CLOSED}, "desk:upload-picture": {"pk": self.upload.pk, "doubt": self.doubt.pk},
            "account_reset_password_from_key": {"key": "x-y"},
        }  # fmt: skip
        prefixes = {
            "desk:person": self.subject.pk, "desk:import": self.imported.pk, "desk:upload": self.upload.pk,
            "desk:notice": self.notice.pk, "desk:file-": self.submission.pk,
        }  # fmt: skip
        found: Any = keys.get(name, next((pk for start, pk in prefixes.items() if name.startswith(start)), None))
        return found if isinstance(found, dict) else {"pk": found} if found is not None else {}

    def _item(self) -> int:
        item = self.notice.items.first()
        return item.pk if item else 0
