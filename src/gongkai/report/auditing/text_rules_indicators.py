"""Rules for single indicators of the 2014 form: staff (T-11), meetings and training (T-12), interpretations (T-13),
fees (T-14), messages taken for hot topics (T-16), figures entered in a row that is not theirs (T-18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Sentence, is_fact, prose_of, quotes_of
from gongkai.report.auditing.prose_numbers import Figure
from gongkai.report.auditing.prose_numbers import figures as figures_in
from gongkai.report.auditing.prose_table import claim_label, figures, told
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.text_rules import COMBINED_EVENTS, Comparison, explained, hit, of_rule
from gongkai.report.auditing.wording import label, number
from gongkai.report.model import Number

_STAFF = ("staff_total", "staff_full_time", "staff_part_time")
_OTHER_STAFF = re.compile(r"其他|其余|另")
_WHOLE_STAFF = re.compile(r"从事[^,;。]{0,8}信息公开[^,;。]{0,6}人员[^,;。\d]{0,4}$")
_ELSEWHERE = re.compile(r"参加|出席|派|赴|选送|(?:组织|举办|召开|主办)的")
_ARTICLES = re.compile(r"篇|稿件")
_MIXED_FORMS = re.compile(r"图解|图表|视频|动漫|H5|问答|信息|条")
_MESSAGES = re.compile(r"留言|来信|提问|咨询|信箱|互动|网民|网友|回帖")
_HOT = re.compile(r"热点|舆情")
_VISITS = re.compile(r"接待|来访|查阅|接听|来电")
_RESIDUAL = ("channel_other", "response_other", "library_deliveries")
_METHODS = (
    "press_conferences",
    "online_interviews",
    "interpretation_articles",
    "response_weibo_wechat",
    "response_other",
)
_DIGIT = re.compile(r"\d")
_MANY = 10


@rule("T-11")
def t_11_staff(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Full-time and part-time staff in the prose are those of the table; 其他科室 n 人 may be counted with them."""
    prose, known = prose_of(subject), figures(subject)
    cells = {key: known[key] for key in _STAFF if key in known}
    wrong = [c for group in of_rule(subject, rule.id) for c in group if not _with_other_staff(subject, c)]
    for start in dict.fromkeys(prose.sentence_at(c.stated.start).start for c in wrong):
        sentence = prose.sentence_at(start)
        said = [c for c in wrong if prose.sentence_at(c.stated.start) is sentence]
        yield _staff_hit(subject, sentence, [c.stated.claim.quote for c in said], cells)
    for sentence in (s for s in prose.mentioning(("从事",)) if "人员" in s.text and _DIGIT.search(s.text)):
        whole = [f for f in figures_in(prose, sentence) if _WHOLE_STAFF.search(f.label) and not f.approx]
        if whole and whole[0].value not in cells.values() and "staff_total" in cells:
            yield _staff_hit(subject, sentence, [f"{whole[0].label}{number(whole[0].value)}{whole[0].unit}"], cells)


def _with_other_staff(subject: Subject, compared: Comparison) -> bool:
    prose = prose_of(subject)
    people = figures_in(prose, prose.sentence_at(compared.stated.start))
    others = sum(f.value for f in people if f.unit in ("人", "名") and _OTHER_STAFF.search(f.label))
    return compared.value + others == compared.table.value


def _staff_hit(subject: Subject, sentence: Sentence, said: list[str], cells: dict[str, Number | None]) -> Hit:
    prose = prose_of(subject)
    people = [f for f in figures_in(prose, sentence) if f.unit in ("人", "名")]
    total = f"（全句共{number(sum(f.value for f in people))}人）" if len(people) > 1 else ""
    return Hit(
        f"正文称{'、'.join(f'“{s}”' for s in said)}{total}，统计表{told(subject, cells)}，人员数不一致。",
        cells=cells,
        quotes=quotes_of(prose, [sentence]),
        mend="请核对专职、兼职人员各有多少；从事政府公报和政府网站工作的人员不计入专职人员。",
    )


@rule("T-12")
def t_12_meetings_with_training(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """n 次会议和培训 is the sum of meetings and training classes; those of others that were attended do not count."""
    prose, known = prose_of(subject), figures(subject)
    cells = {key: known[key] for key in ("meetings_held", "training_classes") if key in known}
    if len(cells) < 2 or "培训" not in prose.text:
        return
    held = sum(value or 0 for value in cells.values())
    for sentence in (s for s in prose.mentioning(("培训",)) if COMBINED_EVENTS.search(s.text) and is_fact(subject, s)):
        for said in figures_in(prose, sentence):
            words = said.label + said.after
            if said.unit != "次" or not COMBINED_EVENTS.search(words) or _ELSEWHERE.search(words):
                continue
            if said.value != held and not said.approx:
                quote = prose.quote(said.start - len(said.label), said.end + len(said.after))
                yield Hit(
                    f"正文称“{quote.text}”，统计表{told(subject, cells)}，合计{number(held)}，两者不一致。",
                    cells=cells,
                    quotes=(quote,),
                    mend="请分别写明会议和培训的次数，并与统计表核对。",
                )


@rule("T-13")
def t_13_interpretations(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Policy interpretations: an error where the prose counts 篇 or 稿件 as the form does, a warning where it counts
    items or mixes forms, since one article may appear in several."""
    for group in of_rule(subject, rule.id):
        if explained(subject, group):
            continue
        claim, table = group[0].stated.claim, group[0].table
        counted_alike = bool(_ARTICLES.search(claim.quote)) and not _MIXED_FORMS.search(claim.quote)
        severity: Severity = "error" if counted_alike and table.value is not None and not claim.approx else "warning"
        note = "" if counted_alike else "（统计表按稿件篇数计，同一稿件以多种形式发布的只计1篇。）"
        yield hit(subject, group, severity=severity, note=note)


@rule("T-14")
def t_14_free_of_charge(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Where the prose says that nothing was charged, the table has no fee."""
    for group in of_rule(subject, rule.id):
        yield hit(subject, group)


@rule("T-16")
def t_16_messages_as_hot_topics(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """The number of messages answered stands in the row of hot topics responded to."""
    known = figures(subject)
    topics = known.get("response_hot_topics")
    if not topics or topics < _MANY:  # Smaller numbers are equal by chance.
        return
    prose = prose_of(subject)
    if any(s.claim.key == "response_hot_topics" and s.claim.value == topics for s in prose.own):
        return
    for sentence in prose.mentioning((number(topics),)):
        found = figures_in(prose, sentence) if _MESSAGES.search(sentence.text) else []
        same = [f for f in found if f.value == topics and _is_message(f)]
        if same:
            cells = {key: known[key] for key in ("response_hot_topics", *_METHODS) if key in known}
            yield _messages_hit(subject, same[0], cells)
            return


def _is_message(said: Figure) -> bool:
    words = said.label + said.after
    return bool(_MESSAGES.search(words)) and not _HOT.search(words)


def _messages_hit(subject: Subject, said: Figure, cells: dict[str, Number | None]) -> Hit:
    prose = prose_of(subject)
    quote = prose.quote(said.start - len(said.label), said.end)
    methods = {key: value for key, value in cells.items() if value and key != "response_hot_topics"}
    others = f"，而各种回应方式只有{told(subject, methods)}" if methods else ""
    row = label(subject.edition, "response_hot_topics")
    return Hit(
        f"正文“{quote.text}”与统计表「{row}」{number(said.value)}恰好相同{others}，疑把留言答复数填作了回应热点数。",
        cells=cells,
        quotes=(quote,),
        mend="回应公众关注热点或重大舆情数按热点计次，请核实后改正。",
    )


@rule("T-18")
def t_18_figure_in_another_row(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A number of visits, for which the form has no row, stands in a row for the rest (其他方式)."""
    prose, known = prose_of(subject), figures(subject)
    residual = {key: v for key in _RESIDUAL if (v := known.get(key)) and v >= _MANY}
    if not residual:
        return
    for said in prose.own:
        claim = said.claim
        visits = claim.key == "reading_point_visits" or (claim.key == "unmapped" and _VISITS.search(claim.quote))
        if not visits or "reading_point_visits" in known:
            continue
        for key in (k for k, v in residual.items() if v == claim.value):
            yield Hit(
                f"正文“{claim.quote}”在统计表中没有对应项，却与「{label(subject.edition, key)}」{number(claim.value)}"
                "恰好相同，请确认是否填错了栏目。",
                cells={key: known[key]},
                quotes=quotes_of(prose, [prose.sentence_at(said.start)]),
                mend=f"如{claim_label('reading_point_visits')}误填在该行，请改为实际的数。",
            )
