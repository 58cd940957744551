"""Reports to file, as files and as contents, and rounds under way, for the tests of the collecting."""

import datetime

from gongkai.agencies.models import Agency, Person, Role
from gongkai.filing.collecting.actions import rounds, submissions
from gongkai.filing.models import Round, Submission
from gongkai.law.editions import national_edition
from gongkai.report.model import Cell, Report, Section
from gongkai.report.serialise import to_json
from gongkai.report.writing import write_bytes
from tests.people import county, person

YEAR = 2024
DUE = datetime.date(2025, 1, 31)
SOUND = {
    "req_received@natural_person": 3, "req_received@total": 3,
    "outcome_granted@natural_person": 3, "outcome_granted@total": 3,
    "outcome_total@natural_person": 3, "outcome_total@total": 3,
}  # fmt: skip
WRONG_SUM = {"req_received__total": 5}


def report(agency: str, year: int = YEAR, **changes: int | None) -> Report:
    """A sound report with three requests granted; ``changes`` are values by key, ``__`` standing for ``@``."""
    edition = national_edition(year)
    given = SOUND | {key.replace("__", "@"): value for key, value in changes.items()}
    cells = {}
    for key, (table, row, column) in edition.slots.items():
        value = given.get(key, 0)
        cells[key] = Cell(key, value, "" if value is None else str(value), table.unit_of(row, column))
    parts = sorted(edition.sections, key=lambda s: s.order)
    sections = [Section(s.key, None, s.title, f"本年度{s.title}方面的工作按要求开展。") for s in parts]
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return Report(agency, year, edition.id, title, cells=cells, sections=sections)


def content(agency: Agency, year: int = YEAR, **changes: int | None) -> dict:
    return to_json(report(agency.name, year, **changes))


def file_of(agency: str, form: str = "html", year: int = YEAR, **changes: int | None) -> bytes:
    """The report as a file of a format."""
    return write_bytes(report(agency, year, **changes), form)


class Case:
    """A round of the county's government over its two bureaus, and the people of both sides."""

    def __init__(self, due_on: datetime.date = DUE) -> None:
        self.organs = county()
        self.government = self.organs["government"]
        self.supervisor = person(Role.SUPERVISOR, self.government)
        self.clerk = person(Role.CLERK, self.organs["science"])
        self.stranger = person(Role.CLERK, self.organs["culture"])
        self.outsider = person(Role.SUPERVISOR, self.organs["elsewhere"])
        self.round = rounds.open_round(agency=self.government, year=YEAR, due_on=due_on, actor=self.supervisor)

    def submission(self, organ: str = "science") -> Submission:
        return self.round.submissions.select_related("round__agency", "agency").get(agency=self.organs[organ])

    def filed(self, organ: str = "science", actor: Person | None = None, **changes: int | None) -> Submission:
        """What the organ would have filed, put in without a file."""
        held = submissions.hold(self.submission(organ))
        return submissions.take(held, content(held.agency, **changes), actor=actor or self.clerk)

    def accepted(self, organ: str = "science", **changes: int | None) -> Submission:
        return submissions.accept(submission=self.filed(organ, **changes), actor=self.supervisor)


def many(round_: Round, count: int, **changes: int | None) -> list[Agency]:
    """More organs below the round's, each of which has filed a report that was accepted."""
    parent = round_.agency
    made = [
        Agency(code=f"{parent.code}-m{n}", name=f"示例县第{n}局", kind="department", parent=parent,
               path=f"{parent.path}{parent.code}-m{n}/")
        for n in range(count)
    ]  # fmt: skip
    Agency.objects.bulk_create(made)
    now = datetime.datetime(2025, 1, 10, tzinfo=datetime.UTC)
    Submission.objects.bulk_create(
        Submission(round=round_, agency=a, state="accepted", content=content(a, **changes), filed_at=now,
                   first_filed_at=now)
        for a in made
    )  # fmt: skip
    return made
