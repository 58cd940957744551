"""A year's rows in several registers, few enough to count in the head."""

import datetime
from itertools import count
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.capacity.models import Resource, Session
from gongkai.channels.models import Posting
from gongkai.disclosure.models import Item
from gongkai.duties.models import PowerMonth
from gongkai.outreach.models import Response
from gongkai.registers.models import Row
from gongkai.remedies.models import Case
from gongkai.requests.models import Request

_numbers = count(1)
GRANTED = {False: "reply_granted", True: "outcome_granted"}
PARTIAL = {False: "reply_partial", True: "outcome_partial"}


def row(model: type[Row], agency: Agency, **values: Any) -> Any:
    return model._default_manager.create(agency=agency, identity=f"row-{next(_numbers)}", **values)


def request(
    agency: Agency, received: datetime.date, answered: datetime.date | None = None, outcome: str = ""
) -> Request:
    number = f"{received.year}-{next(_numbers)}"
    made: Request = row(
        Request, agency, number=number, received_on=received, mode="online", applicant="natural_person",
        content="年度预算", answered_on=answered, outcome=outcome,
    )  # fmt: skip
    return made


def requests_of(agency: Agency, year: int) -> list[Request]:
    """Four received, one carried in, four answered (three granted, one in part), one carried out."""
    new, day = year >= 2019, datetime.date
    return [
        request(agency, day(year - 1, 12, 25), day(year, 1, 8), GRANTED[new]),
        request(agency, day(year, 2, 1), day(year, 2, 20), GRANTED[new]),
        request(agency, day(year, 3, 1), day(year, 3, 20), GRANTED[new]),
        request(agency, day(year, 4, 1), day(year, 4, 20), PARTIAL[new]),
        request(agency, day(year, 12, 25)),
    ]


def busy_year(agency: Agency, year: int) -> None:
    """Requests as in ``requests_of``; two items (a normative document among them) on three postings; and one thing or
    two in most of the other registers."""
    day = datetime.date(year, 5, 6)
    requests_of(agency, year)
    for index, kind in (("A-1", "normative"), ("A-2", "other")):
        row(
            Item, agency, index_number=f"{year}-{index}", title=f"文件{index}", kind=kind, attribute="proactive",
            made_on=day, first_published_on=day,
        )  # fmt: skip
    for index, channel in (("A-1", "website"), ("A-2", "website"), ("A-1", "wechat")):
        row(Posting, agency, index_number=f"{year}-{index}", title=f"文件{index}", channel=channel, posted_on=day)
    row(PowerMonth, agency, month=day.replace(day=1), category="licensing", count=12)
    row(PowerMonth, agency, month=day.replace(day=1), category="admin_fees", amount="12.345678")
    row(Response, agency, on=day, kind="press_conference", subject="发布会", hot_topic="R1", principal=True)
    row(Case, agency, number=f"{year}复议1", kind="reconsideration", accepted_on=day, concluded_on=day, result="upheld")
    row(Session, agency, on=day, kind="meeting", name="工作会议", host="own", attendance=20)
    row(Session, agency, on=day, kind="training", name="培训班", host="own", attendance=30)
    for kind in ("office", "full_time", "part_time", "part_time"):
        row(Resource, agency, name=f"{kind}", kind=kind, since=datetime.date(year, 1, 1))
