"""Rules that hold a figure of the prose against its cell of the table (T-01 … T-03, T-05 … T-07, T-17, T-20).

Only claims about this agency and this year are compared. Each claim is judged by one rule (``_rule_for``), and one
finding tells of every place that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, Sentence, Stated, is_government, prose_of, quotes_of
from gongkai.report.auditing.prose_breakdowns import breakdowns
from gongkai.report.auditing.prose_numbers import is_exact, meant
from gongkai.report.auditing.prose_table import (
    TableFigure,
    cell_keys,
    claim_label,
    figure,
    figure_of_claim,
    figures,
    likely_mend,
    support,
    told,
    total_of,
)
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import number
from gongkai.report.model import Number

# The indicator has one figure a year; what is said of the others may be said of a part of the events.
_WHOLE = {
    "proactive_items",
    "req_received",
    "req_carried_in",
    "req_carried_out",
    "review_total",
    "litigation_total",
    "complaints_total",
}
_EVENTS = {"meetings_held", "training_classes", "trainees"}
_CHANNELS = ("channel_gazette", "channel_website", "channel_weibo", "channel_wechat", "channel_other")
_OWN_RULES = {
    "req_answered": "T-20",
    "staff_full_time": "T-11",
    "staff_part_time": "T-11",
    "interpretation_articles": "T-13",
}
_TEN_THOUSAND, _CENT_OF_TEN_THOUSAND = 10_000, 0.0051
COMBINED_EVENTS = re.compile(
    r"会议?[^,;。\d]{0,4}(?:和|与|以?及|、|暨)[^,;。\d]{0,6}培训|培训[^,;。\d]{0,4}(?:和|与|以?及|、|暨)[^,;。\d]{0,6}会"
)
_ABOUT_DISCLOSURE = re.compile(r"信息公开|政务公开")
_CARRY_OVER = re.compile(
    r"(?:上一?年度?|去年|往年)[^,;。]{0,8}(?:结转|转入|遗留|未办结)|结转(?!下|[至到]下|[至到]次|次)"
)
_INCLUDED = re.compile(r"[^。;\d]{0,12}(?:含|包括)[^,;。)]{0,8}(?:上一?年|去年|往年|结转)")
_ACCEPTED = re.compile(r"受理|办理|处理")
_RECEIVED = re.compile(r"收到|新收|接收|接到|收取")
_OF_A_PART = re.compile(
    r"上半年|下半年|季度|\d月份|本级|机关本|各[区县市镇乡]|下属|所属|办公[厅室](?:共?收到|受理)"
    r"|专栏|栏目|专题|板块|重点领域"
)
_LOST_CASES = re.compile(
    r"败诉|撤销|纠错|违法|责令|变更|超期|逾期|超时|支持|引发(?!的[^,;。]{0,10}(?:复议|诉讼|应诉|举报|投诉|申诉|信访))"
)
_CLAUSE_END = re.compile(r"[,;。]")
_ANOTHER_WAY = re.compile(r"当面|电话|口头|现场|留言|咨询|信箱|来信|热线|网民|网友")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim with the table's figure; ``rule`` is the id of the rule that judges it."""

    stated: Stated
    table: TableFigure
    rule: str

    @property
    def value(self) -> Number:
        return self.stated.claim.value

    @property
    def agrees(self) -> bool:
        """True where the words admit the table's figure (a blank is 0); the table has fees in 万元."""
        claim, value = self.stated.claim, self.table.value or 0
        if claim.key == "fee_collected" and claim.unit == "元":
            return abs(claim.value / _TEN_THOUSAND - value) < _CENT_OF_TEN_THOUSAND
        return meant(claim).admits(value)


@lru_cache(maxsize=8)
def comparisons(subject: Subject) -> tuple[Comparison, ...]:
    """Every claim of this agency and year for which the document has a cell."""
    prose = prose_of(subject)
    tables = {key: figure_of_claim(subject, key) for key in {s.claim.key for s in prose.own}}
    found = []
    for stated in prose.own:
        if stated.claim.key in _WHOLE and _is_part(prose, stated):
            continue
        if (table := tables[stated.claim.key]) is not None:
            found.append(Comparison(stated, table, _rule_for(subject, prose, stated)))
    return tuple(found)


def _is_part(prose: Prose, stated: Stated) -> bool:
    """True for a figure told as a part of another one of its key: 收到20件，其中企业等申请8件."""
    starts = _starts_of_parts(prose).get(stated.claim.key, ())
    return any(stated.start <= start < stated.end for start in starts)


@lru_cache(maxsize=8)
def _starts_of_parts(prose: Prose) -> dict[str | None, list[int]]:
    """Where the parts of totals begin, by the key of their total."""
    starts: dict[str | None, list[int]] = {}
    for breakdown in breakdowns(prose):
        starts.setdefault(breakdown.total.key, []).extend(part.start for part in breakdown.parts)
    return starts


def _rule_for(subject: Subject, prose: Prose, stated: Stated) -> str:
    claim = stated.claim
    if claim.key.startswith("reply_"):
        return "T-09"
    if claim.key in _EVENTS and claim.value and COMBINED_EVENTS.search(prose.text, stated.start, stated.end + 12):
        return "T-12"
    if claim.key == "req_answered" or (claim.key in _OWN_RULES and claim.value):
        return _OWN_RULES[claim.key]
    if claim.value == 0:
        return "T-14" if claim.key == "fee_collected" else "T-03"
    if not is_exact(claim):
        return "T-02"
    if claim.key == "req_received" and _speaks_of_carry_over(subject, prose, stated):
        return "T-17"
    return "T-05" if claim.key == "proactive_items" and _channel_total(subject, claim.value) else "T-01"


def _speaks_of_carry_over(subject: Subject, prose: Prose, stated: Stated) -> bool:
    """True where last year's carry-over decides what the number means."""
    carried = figures(subject).get("req_carried_in@total")
    if "req_carried_in@total" not in figures(subject):
        return False
    sentence = prose.sentence_at(stated.start)
    if _CARRY_OVER.search(sentence.text):
        return True
    received = figures(subject).get("req_received@total") or 0
    return bool(carried) and stated.claim.value == received + (carried or 0)


def _channel_total(subject: Subject, value: Number) -> TableFigure | None:
    """The channel total or the sum of the channels, where it is ``value`` and the distinct number is another."""
    known = figures(subject)
    if known.get("proactive_items") == value:
        return None
    if known.get("channel_items_total") == value:
        return figure(subject, "channel_items_total")
    summed = total_of(subject, tuple(key for key in _CHANNELS if key in known))
    return summed if summed and summed.value == value and known.get("proactive_items") is not None else None


def of_rule(subject: Subject, rule_id: str) -> list[list[Comparison]]:
    """The comparisons that a rule judges and that do not agree, grouped by what they say."""
    groups: dict[tuple[str, Number], list[Comparison]] = {}
    for compared in comparisons(subject):
        if compared.rule == rule_id and not compared.agrees:
            groups.setdefault((compared.stated.claim.key, compared.value), []).append(compared)
    return list(groups.values())


def unread(subject: Subject, rule_id: str) -> Iterator[Skip]:
    """A reason for every claim of the prose whose cell the form has but the document does not."""
    if subject.edition is None:
        yield Skip("没有识别出统计表，正文的数无从核对")
        return
    compared = {c.stated.claim.key for c in comparisons(subject)}
    for key in dict.fromkeys(s.claim.key for s in prose_of(subject).own):
        if key not in compared and cell_keys(subject.edition, key):
            yield Skip(f"没有读到表内“{claim_label(key)}”一项，正文的数无从核对")


def hit(subject: Subject, group: list[Comparison], *, severity: Severity | None = None, note: str = "") -> Hit:
    """The finding for claims that say one number where the table has another."""
    first = group[0]
    places = f"（{len(group)}处）" if len(group) > 1 else ""
    return Hit(
        f"正文称“{first.stated.claim.quote}”{places}，统计表{_in_table(subject, first.table)}，两者不一致。{note}",
        cells={**first.table.cells, **support(subject, first.table)},
        quotes=quotes_of(prose_of(subject), [c.stated for c in group]),
        mend=likely_mend(subject, first.table),
        severity=severity,
    )


def _in_table(subject: Subject, table: TableFigure) -> str:
    if len(table.cells) == 1:
        return told(subject, table.cells)
    shown: dict[str, Number | None] = {k: v for k, v in table.cells.items() if v is not None} or {**table.cells}
    total = "未填" if table.value is None else number(table.value)
    return f"{told(subject, dict(islice(shown.items(), 4)))}合计{total}" if len(shown) > 1 else told(subject, shown)


@rule("T-01")
def t_01_equals_cell(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A figure of the prose equals its cell. It is a warning where the cell is blank, where the words may be about a
    part only, and for meetings and training of which the sentence does not say that they were about disclosure."""
    yield from unread(subject, rule.id)
    for group in of_rule(subject, rule.id):
        of_a_part = bool(_OF_A_PART.search(_clause(subject, group[0]))) or _of_one_organ(subject, group)
        if (group[0].stated.claim.key not in _WHOLE or of_a_part) and explained(subject, group):
            continue
        weak = of_a_part or group[0].table.value is None or _off_subject(subject, group[0])
        yield hit(subject, group, severity="warning" if weak else None)


def _of_one_organ(subject: Subject, group: list[Comparison]) -> bool:
    """True in a government's report for less than the cell, where the prose gives the cell's figure too: it may be
    about one organ (市政府办公室)."""
    government = is_government(subject.report.agency)
    return government and group[0].value < (group[0].table.value or 0) and explained(subject, group)


def _clause(subject: Subject, compared: Comparison) -> str:
    """The claim with the words before it in its clause."""
    text, stated = prose_of(subject).text, compared.stated
    begin = max(text.rfind(mark, 0, stated.start) for mark in ",;。\n") + 1
    return text[begin : stated.end]


def _off_subject(subject: Subject, compared: Comparison) -> bool:
    """True for meetings and training of which the sentence does not say that they were about disclosure."""
    return compared.stated.claim.key in _EVENTS and not _ABOUT_DISCLOSURE.search(_sentence(subject, compared).text)


def _sentence(subject: Subject, compared: Comparison) -> Sentence:
    return prose_of(subject).sentence_at(compared.stated.start)


def explained(subject: Subject, group: list[Comparison]) -> bool:
    """True where other sentences name the whole of which this is a part, or parts that add up to the cell."""
    key, cell = group[0].stated.claim.key, group[0].table.value or 0
    alike = [c for c in comparisons(subject) if c.stated.claim.key == key]
    if any(c.agrees for c in alike) or key == "fee_collected":
        return any(c.agrees for c in alike)
    values = [c.value for c in alike]
    if key == "req_received_online":  # The form of 2014 has no row for e-mail.
        values += [s.claim.value for s in prose_of(subject).own if s.claim.key == "req_received_email"]
    return cell in (sum(values), sum(dict.fromkeys(values)))


@rule("T-02")
def t_02_approximate_number(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """An approximate or rounded figure is compatible with its cell."""
    for group in of_rule(subject, rule.id):
        if group[0].stated.claim.key in _WHOLE or not explained(subject, group):
            yield hit(subject, group)


@rule("T-03")
def t_03_nothing_claimed(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Where the prose says that there was nothing, the cell is 0 or blank."""
    for group in of_rule(subject, rule.id):
        plain = [c for c in group if not _of_lost_cases(subject, c)]
        if plain and not any(other.agrees and other.value for other in _same_key(subject, plain[0])):
            yield hit(subject, plain)
        elif plain:
            yield hit(subject, plain, severity="warning")


def _of_lost_cases(subject: Subject, compared: Comparison) -> bool:
    """True for 没有败诉的案件 and the like: the words behind the denial, in its clause, tell of which cases."""
    prose, stated = prose_of(subject), compared.stated
    sentence = max(prose.sentence_at(stated.start).end, stated.end)
    clause = _CLAUSE_END.search(prose.text, stated.end, sentence)
    end = min(stated.end + 10, clause.start() if clause else sentence)
    return bool(_LOST_CASES.search(prose.text, stated.start, max(end, stated.end)))


def _same_key(subject: Subject, compared: Comparison) -> list[Comparison]:
    return [c for c in comparisons(subject) if c.stated.claim.key == compared.stated.claim.key]


@rule("T-05")
def t_05_channel_total_for_items(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The prose gives the postings on all channels as the number of items, which counts an item once."""
    for group in of_rule(subject, rule.id):
        channels = _channel_total(subject, group[0].value)
        distinct = group[0].table
        if channels is None:
            continue
        repeated = number((channels.value or 0) - (distinct.value or 0))
        yield Hit(
            f"正文称“{group[0].stated.claim.quote}”，这是各渠道公开数之和（含重复），"
            f"统计表{told(subject, distinct.cells)}是去除重复后的条数，相差{repeated}。",
            cells={**distinct.cells, **channels.cells},
            quotes=quotes_of(prose_of(subject), [c.stated for c in group]),
            mend="请在正文写去除重复后的条数，或说明所写的是各渠道公开的合计数。",
        )


@rule("T-06")
def t_06_repeated_claims_agree(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """What the prose says more than once of one indicator is one number. Indicators of which parts are often told
    apart (channels, meetings, interpretations) are not judged."""
    prose = prose_of(subject)
    for key in sorted(_WHOLE):
        said = [s for s in prose.own if s.claim.key == key and is_exact(s.claim)]
        said = [s for s in said if not _of_a_part(prose, s) and not _is_part(prose, s)] if len(said) > 1 else []
        values = {s.claim.value for s in said}
        if len(values) > 1 and len({prose.sentence_at(s.start).start for s in said}) > 1 and not _adds_up(values):
            shown = "、".join(f"“{s.claim.quote}”" for s in said)
            yield Hit(
                f"正文对{claim_label(key)}的说法前后不一致：{shown}。",
                cells=_cells_of(subject, key),
                quotes=quotes_of(prose, said),
                mend=_which_agrees(subject, key, values),
                severity=_grade_of_repeats(subject, key, values),
            )


def _of_a_part(prose: Prose, stated: Stated) -> bool:
    sentence = prose.sentence_at(stated.start)
    return "其中" in sentence.text[: stated.start - sentence.start] or bool(
        _OF_A_PART.search(sentence.text, 0, stated.end - sentence.start)
    )


def _adds_up(values: set[Number]) -> bool:
    return len(values) > 2 and max(values) == sum(values) - max(values)


def _grade_of_repeats(subject: Subject, key: str, values: set[Number]) -> Severity | None:
    """Nothing and something, with and without carry-over, a government and one of its organs may all be meant."""
    if is_government(subject.report.agency):
        return "info"
    return "warning" if 0 in values or _carry_over_explains(prose_of(subject), key, values) else None


def _carry_over_explains(prose: Prose, key: str, values: set[Number]) -> bool:
    carried = {s.claim.value for s in prose.own if s.claim.key == "req_carried_in"}
    return key == "req_received" and max(values) - min(values) in carried


def _cells_of(subject: Subject, key: str) -> dict[str, Number | None]:
    table = figure_of_claim(subject, key)
    return dict(table.cells) if table else {}


def _which_agrees(subject: Subject, key: str, values: set[Number]) -> str:
    table = figure_of_claim(subject, key)
    if table and table.value in values:
        return f"统计表为{number(table.value or 0)}，请核对另一处并改为一致。"
    return "请对照台账核实，使各处一致。"


@rule("T-07")
def t_07_no_cell(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A figure of the prose that this edition of the form has no cell for: kept as a fact."""
    if subject.edition is None:
        return
    prose = prose_of(subject)
    said: dict[str, Stated] = {}
    for stated in (s for s in prose.own if s.claim.value and not s.claim.key.startswith(("unmapped", "reply_"))):
        if cell_keys(subject.edition, stated.claim.key) is None:
            said.setdefault(stated.claim.key, stated)
    if said:
        shown = "、".join(f"{claim_label(key)}（“{s.claim.quote}”）" for key, s in said.items())
        yield Hit(
            f"正文写了{shown}，本年度的统计表没有对应项，未作核对。", quotes=quotes_of(prose, list(said.values()))
        )


@rule("T-17")
def t_17_received_and_carried_over(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """受理 n 件（含上年结转 m 件） is received plus carried in; 收到 n 件 is what was received this year."""
    received, carried = figure(subject, "req_received@total"), figure(subject, "req_carried_in@total")
    if received is None or carried is None:
        return
    both = (received.value or 0) + (carried.value or 0)
    cells = {**received.cells, **carried.cells}
    for compared in (c for c in comparisons(subject) if c.rule == rule.id):
        if compared.value in _readings(prose_of(subject), compared.stated, received.value or 0, both):
            continue
        counted = compared.value == both
        explained = "；这是本年新收与上年结转之和" if counted else f"，两项合计{number(both)}"
        yield Hit(
            f"正文称“{compared.stated.claim.quote}”，统计表{told(subject, cells)}{explained}，两者不一致。",
            cells=cells,
            quotes=quotes_of(prose_of(subject), [compared.stated]),
            mend="请在正文写明是否含上年结转。" if counted else likely_mend(subject, received),
        )


def _readings(prose: Prose, stated: Stated, received: Number, both: Number) -> set[Number]:
    """The numbers that the wording admits: the sum where it says that carry-over is included, either where it tells of
    carry-over besides or says only 受理."""
    if _INCLUDED.match(prose.text, stated.end):
        return {both}
    text = prose.sentence_at(stated.start).text
    either = _CARRY_OVER.search(text) or (_ACCEPTED.search(text) and not _RECEIVED.search(text))
    return {received, both} if either else {received}


@rule("T-20")
def t_20_closed_or_replied(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """办结 and 答复 in the prose equal （七）总计 (2019 on), or 申请办结数 or 申请答复数 (2014 to 2018)."""
    closed = figure(subject, "req_closed")
    for group in of_rule(subject, rule.id):
        first = group[0]
        if _ANOTHER_WAY.search(first.stated.claim.quote) or not is_exact(first.stated.claim):
            continue
        if closed and closed.value == first.value:
            continue
        said_closed = "办结" in first.stated.claim.quote
        table = closed if closed and said_closed else first.table
        yield hit(subject, [Comparison(c.stated, table, rule.id) for c in group], severity=_blank_is_weak(table))


def _blank_is_weak(table: TableFigure) -> Severity | None:
    return "warning" if table.value is None else None
