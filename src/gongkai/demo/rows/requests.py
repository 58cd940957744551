"""Sheet 信息公开申请: requests that arrive, are answered in their time or carried over to the next year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from gongkai.corpus.synth.chance import stream, weighted
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import later, reply_limit, some_day, working_days
from gongkai.demo.rows.texts import Titles
from gongkai.demo.sheets import RegisterError, Row, full_row

MODES = {
    "req_received_in_person": "当面",
    "req_received_fax": "传真",
    "req_received_online": "网络",
    "req_received_letter": "信函",
    "req_received_other": "其他",
}
APPLICANTS = {
    "natural_person": "自然人",
    "org_commercial": "商业企业",
    "org_research": "科研机构",
    "org_welfare": "社会公益组织",
    "org_legal_service": "法律服务机构",
    "org_other": "其他",
}
REPLIES = {
    "reply_already_public": "属于已主动公开范围",
    "reply_granted": "同意公开",
    "reply_partial": "同意部分公开",
    "refused_state_secret": "不同意公开:国家秘密",
    "refused_trade_secret": "不同意公开:商业秘密",
    "refused_privacy": "不同意公开:个人隐私",
    "refused_security_stability": "不同意公开:三安全一稳定",
    "refused_not_gov_info": "不同意公开:不是政府信息",
    "refused_other_law": "不同意公开:其他法律法规",
    "reply_not_this_agency": "不属于本行政机关公开",
    "reply_not_exist": "信息不存在",
    "reply_amend_requested": "告知作出更改补充",
    "reply_other_channel": "告知通过其他途径办理",
}
_MODE_WEIGHTS = (("网络", 6.0), ("信函", 3.0), ("当面", 2.0))
_APPLICANT_WEIGHTS = (("自然人", 8.0), ("商业企业", 1.0), ("法律服务机构", 0.5))
_EXTENDED = 0.08  # Share of extended replies where the form does not count them.


@dataclass(slots=True)
class _Request:
    received: date
    mode: str
    applicant: str | None = None
    extended: bool = False
    answered: date | None = None
    outcome: str | None = None


def request_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    draw = stream(agency.name, "requests")
    held: list[_Request] = _older(draw, years[0])
    for target in years:
        _answer_and_receive(draw, held, target)
    return _numbered(agency, held)


def outcomes(target: YearFigures) -> dict[str, str]:
    """Row keys of the results that a request can have in the edition, with their label in the register."""
    if not target.by_applicant:
        return REPLIES
    rows = target.edition.table("requests").rows
    leaves = (row for row in rows if row.has_cell and row.role == "component")
    return {row.key: str(row.label).split("（")[0] for row in leaves}


def _older(draw: Random, first: YearFigures) -> list[_Request]:
    """What the first year presupposes: requests of the December before that it answers or still holds."""
    year = first.year - 1
    if first.by_applicant:
        kinds = [kind for key, kind in APPLICANTS.items() for _ in range(first.count(f"req_carried_in@{key}"))]
        return [_carried(draw, year, kind) for kind in kinds]
    more = sum(map(first.count, REPLIES)) - first.count("req_received")
    return [_carried(draw, year, None) for _ in range(more)]


def _carried(draw: Random, year: int, applicant: str | None) -> _Request:
    """A request received so late in the year that its time runs beyond it."""
    days = working_days(year)
    limit = reply_limit(days[-1])
    return _Request(draw.choice(days[1 - limit :]), weighted(draw, _MODE_WEIGHTS), applicant)


def _answer_and_receive(draw: Random, held: list[_Request], target: YearFigures) -> None:
    opened = [request for request in held if request.answered is None]
    if target.by_applicant:
        _tell_applicants(opened, target)
        for key, kind in APPLICANTS.items():
            before = [request for request in opened if request.applicant == kind]
            labels = [label for row, label in outcomes(target).items() for _ in range(target.count(f"{row}@{key}"))]
            received = target.count(f"req_received@{key}")
            held += _year(draw, target.year, before, _with_extensions(draw, labels), received, kind)
    else:
        labels = [label for row, label in REPLIES.items() for _ in range(target.count(row))]
        extended = target.count("req_closed_extended")
        if target.count("req_closed_on_time") + extended != len(labels):
            raise RegisterError(f"{target.year}: a request is closed by its reply, and these counts differ")
        answers = [(label, n < extended) for n, label in enumerate(draw.sample(labels, len(labels)))]
        new = _year(draw, target.year, opened, answers, target.count("req_received"), None)
        _tell_modes(draw, new, target)
        held += new


def _with_extensions(draw: Random, labels: Iterable[str]) -> list[tuple[str, bool]]:
    return [(label, draw.random() < _EXTENDED) for label in labels]


def _year(
    draw: Random, year: int, opened: list[_Request], answers: list[tuple[str, bool]], received: int, kind: str | None
) -> list[_Request]:
    """Answer what was open first, then what arrives; the requests that arrive."""
    draw.shuffle(answers)
    for request, (outcome, extended) in zip(opened, answers, strict=False):
        request.answered, request.outcome = _answer_day(draw, request.received, year, extended), outcome
        request.extended = extended
    fresh = answers[len(opened) :]
    if len(fresh) > received:
        raise RegisterError(f"{year}: more requests are answered than were there")
    new = [_answered(draw, year, kind, outcome, extended) for outcome, extended in fresh]
    return new + [_carried(draw, year, kind) for _ in range(received - len(fresh))]


def _answered(draw: Random, year: int, kind: str | None, outcome: str, extended: bool) -> _Request:
    """A request received and answered in the year, in its time."""
    days = working_days(year)
    received = draw.randrange(len(days) - 1)
    limit = reply_limit(days[received])
    first, last = (limit + 1, 2 * limit) if extended else (1, limit)
    if received + first >= len(days):
        received = len(days) - 1 - last
    answered = days[draw.randint(received + first, min(received + last, len(days) - 1))]
    return _Request(days[received], weighted(draw, _MODE_WEIGHTS), kind, extended, answered, outcome)


def _answer_day(draw: Random, received: date, year: int, extended: bool) -> date:
    """A day of the year within the time of a request carried over; an early one where that has run out."""
    limit = reply_limit(received)
    due, last = later(received, limit), later(received, 2 * limit)
    window = [d for d in working_days(year) if (due < d <= last if extended else d <= due)]
    return draw.choice(window) if window else some_day(draw, year, 0, 19)


def _tell_applicants(opened: Iterable[_Request], target: YearFigures) -> None:
    """The forms before 2019 do not ask who applied: whoever is carried over from there is as the next form has it."""
    unknown = [request for request in opened if request.applicant is None]
    known = [request.applicant for request in opened if request.applicant]
    for key, kind in APPLICANTS.items():
        missing = target.count(f"req_carried_in@{key}") - known.count(kind)
        if missing < 0 or missing > len(unknown):
            raise RegisterError(f"req_carried_in@{key} of {target.year} is not what the year before carried out")
        for request in unknown[:missing]:
            request.applicant = kind
        unknown = unknown[missing:]
    if unknown:
        raise RegisterError(f"req_carried_in of {target.year} is less than what the year before carried out")


def _tell_modes(draw: Random, requests: list[_Request], target: YearFigures) -> None:
    modes = [mode for key, mode in MODES.items() for _ in range(target.count(key))]
    modes += ["其他"] * (len(requests) - len(modes))
    draw.shuffle(modes)
    for request, mode in zip(requests, modes, strict=True):
        request.mode = mode


def _numbered(agency: Agency, requests: list[_Request]) -> list[Row]:
    draw = stream(agency.name, "request texts")
    titles = Titles(agency)
    counted: dict[int, int] = {}
    rows = []
    for request in sorted(requests, key=lambda r: r.received):
        year = request.received.year
        counted[year] = counted.get(year, 0) + 1
        values: Row = {
            "登记号": f"依申请〔{year}〕{counted[year]}号",
            "收到日期": request.received,
            "提出方式": request.mode,
            "申请人类型": request.applicant or weighted(draw, _APPLICANT_WEIGHTS),
            "申请内容": titles.one_of(draw, "requests", year - 1),
            "延期": "是" if request.extended else "否",
            "答复日期": request.answered,
            "办理结果": request.outcome,
        }
        rows.append(full_row("信息公开申请", values))
    return rows
