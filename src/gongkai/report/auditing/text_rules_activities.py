"""Rules about what the prose says was done while the row for it holds 0 or nothing: activities (T-08), channels (T-19).

Only what this agency did in this year counts: plans, what others held, other years and denials are left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.law.rules import Rule, Severity
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, Sentence, is_fact, is_government, prose_of
from gongkai.report.auditing.prose_table import figures, told
from gongkai.report.auditing.registry import rule
from gongkai.report.model import Number

_GAP = r"[^,;。\n]"
_PRINCIPAL = (
    rf"(?:主要(?:负责(?:同志|人)|领导)|一把手|(?<![副处科原])(?:厅长|局长|市长|县长|区长|镇长|州长)){_GAP}{{0,16}}"
)
_BY_OTHERS = re.compile(r"(?:组织|举办|召开|主办)的|参加|出席|选派|选送|派员|赴")
_DENIED = re.compile(r"(?:未|没有|没|无|尚未|不再)[^,;。]{0,6}$")
_ON_DISCLOSURE = re.compile(r"信息公开|政务公开")
_OTHER_ACTOR = re.compile(r"(?:[省市县区州](?:委|人民政府|政府)|上级|国务院|中央)[^,;。]{0,10}$")
_EXPLORED = re.compile(r"探索|尝试|拟|逐步|下一?步|今后|打算")


@dataclass(frozen=True, slots=True)
class _Activity:
    """Something the prose may say was done. ``words`` gate the ``pattern``; it belongs to ``cells``, of which the first
    is the one that should not be 0; ``instead`` are rows where it may lawfully have been counted."""

    name: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    cells: tuple[str, ...]
    severity: Severity = "warning"
    on_disclosure: bool = False
    unlike: re.Pattern[str] | None = None
    instead: tuple[str, ...] = ()


def _activity(name: str, words: str, pattern: str, cells: str, **more: object) -> _Activity:
    return _Activity(name, tuple(words.split()), re.compile(pattern), tuple(cells.split()), **more)  # type: ignore[arg-type]


_NO_SYSTEM = re.compile(r"制度|机制|等(?:多种)?(?:形式|方式|渠道|途径)|发言人|栏目")
_ACTIVITIES = (
    _activity(
        "主要负责同志参加新闻发布会",
        "新闻发布会",
        _PRINCIPAL + "新闻发布会",
        "press_conferences_principal online_interviews_principal",
    ),
    _activity(
        "主要负责同志参加在线访谈",
        "在线访谈",
        _PRINCIPAL + r"(?:、\w{0,6})?在线访谈",
        "online_interviews_principal",
    ),
    _activity(
        "举办或参加新闻发布会",
        "新闻发布会",
        rf"(?:召开|举行|举办|参加){_GAP}{{0,16}}新闻发布会",
        "press_conferences",
        unlike=_NO_SYSTEM,
    ),
    _activity(
        "开展在线访谈",
        "在线访谈",
        rf"(?:参加|开展|举办|做客){_GAP}{{0,16}}在线访谈",
        "online_interviews",
        unlike=_NO_SYSTEM,
    ),
    _activity(
        "参加热线节目",
        "热线",
        rf"(?:参加|参与|做客|走进|上线){_GAP}{{0,16}}热线",
        "response_other",
        unlike=re.compile(r"12345|12\d{3}|服务热线|咨询热线|热线电话|投诉热线|举报热线"),
    ),
    _activity(
        "通过广播电视、报刊、简报等公开信息",
        "播出 刊播 刊载 刊登 刊发 编发 编印 发放 印制",
        r"(?:播出|刊播|刊载|刊登|刊发)[^。;]{0,60}?\d+\s*[余多]?\s*(?:期|条|次|篇|档)"
        rf"|(?:编发|编印|发放|印制){_GAP}{{0,16}}(?:简报|宣传册|宣传单|手册|明白纸|资料){_GAP}{{0,8}}?\d+\s*[余多]?\s*万?[余多]?(?:期|份|册|本|张)",
        "channel_other",
        unlike=re.compile(r"(?<!新闻)网站|微信|微博|公报"),
    ),
    _activity(
        "召开政府信息公开会议",
        "召开",
        rf"召开{_GAP}{{0,20}}(?:会议|专题会|推进会|工作会|例会)",
        "meetings_held",
        on_disclosure=True,
        unlike=_BY_OTHERS,
        instead=("training_classes",),
    ),
    _activity(
        "举办政府信息公开培训",
        "培训",
        rf"(?:举办|组织|开展|召开){_GAP}{{0,16}}(?:培训班|培训会|专题培训|业务培训)",
        "training_classes",
        on_disclosure=True,
        unlike=_BY_OTHERS,
        instead=("meetings_held",),
    ),
    _activity(
        "向图书馆、档案馆报送信息",
        "图书馆 档案馆",
        rf"向{_GAP}{{0,10}}(?:图书馆|档案馆){_GAP}{{0,16}}(?:报送|移交|送交|提供|寄送)|(?:报送|移交|送交|寄送){_GAP}{{0,10}}(?:图书馆|档案馆)",
        "library_deliveries",
    ),
)
_CHANNELS = (
    ("channel_wechat", "微信", "政务微信"),
    ("channel_weibo", "微博", "政务微博"),
    ("channel_gazette", "政府公报", "政府公报"),
    ("channel_website", "网站", "政府网站"),
)
_USED = re.compile(r"(?:通过|利用|运用|依托|借助|采用|采取)([^。;\n]{0,80}?)(?:公开|发布|公布|推送)")
_GOVERNMENT_ACCOUNT = re.compile(r"[省市县区州]政府[^、,;]{0,8}$")


@rule("T-08")
def t_08_activity_without_figure(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """What the prose says took place has a figure in the row for it."""
    known, prose = figures(subject), prose_of(subject)
    for activity in _ACTIVITIES:
        key = activity.cells[0]
        if key not in known or known[key] or not any(w in prose.text for w in activity.words):
            continue
        found = [span for s in prose.mentioning(activity.words) for span in _told(subject, prose, s, activity)]
        if found and not any(s.claim.key == key and s.claim.value == 0 for s in prose.own):
            yield _activity_hit(subject, activity, found)


def _told(subject: Subject, prose: Prose, sentence: Sentence, activity: _Activity) -> Iterator[tuple[int, int]]:
    """Where the sentence says that the activity took place."""
    matches = list(activity.pattern.finditer(sentence.text))
    if not matches or (activity.on_disclosure and not _ON_DISCLOSURE.search(sentence.text)):
        return
    if not is_fact(subject, sentence) or any(s.claim.key == activity.cells[0] for s in sentence.claims):
        return  # Numbers are for T-01.
    for match in matches:
        before, clause = sentence.text[: match.start()], sentence.text[max(0, match.start() - 8) : match.end() + 12]
        unlike = activity.unlike is not None and activity.unlike.search(clause)
        if not unlike and not _DENIED.search(before) and not _by_another(subject, before):
            yield sentence.start + match.start(), sentence.start + match.end()


def _by_another(subject: Subject, before: str) -> bool:
    """True where a superior acts, in the report of an agency that is no government."""
    return not is_government(subject.report.agency) and bool(_OTHER_ACTOR.search(before))


def _activity_hit(subject: Subject, activity: _Activity, found: list[tuple[int, int]]) -> Hit:
    prose, known = prose_of(subject), figures(subject)
    cells: dict[str, Number | None] = {key: known[key] for key in activity.cells if key in known}
    quotes = tuple(prose.quote(*span) for span in found)
    counted_elsewhere = any(known.get(key) for key in activity.instead)
    shown = "”“".join(q.text for q in quotes[:3])
    return Hit(
        f"正文称{activity.name}（“{shown}”），统计表{told(subject, {activity.cells[0]: cells[activity.cells[0]]})}。",
        cells=cells,
        quotes=quotes,
        mend="请核实后补填统计表；该活动不属于这一指标的，不必改动。",
        severity="info" if counted_elsewhere else activity.severity,
    )


@rule("T-19")
def t_19_channels_named(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Channels through which the prose says that information was disclosed have a figure."""
    known, prose = figures(subject), prose_of(subject)
    for key, word, name in _CHANNELS:
        if key not in known or known[key] or word not in prose.text:
            continue
        spans = [span for s in prose.mentioning((word,)) if (span := _used(subject, prose, s, key, word))]
        if spans:
            quotes = tuple(prose.quote(*span) for span in spans)
            yield Hit(
                f"正文称通过{name}公开了政府信息（“{quotes[0].text}”），统计表{told(subject, {key: known[key]})}。",
                cells={key: known[key]},
                quotes=quotes,
                mend=f"如确实通过{name}公开了信息，请补填公开条数；没有的，请修改正文。",
            )


def _used(subject: Subject, prose: Prose, sentence: Sentence, key: str, word: str) -> tuple[int, int] | None:
    """Where the sentence says that the channel was used, in words only (numbers are for T-01)."""
    if not is_fact(subject, sentence) or any(s.claim.key == key for s in sentence.claims):
        return None
    for match in _USED.finditer(sentence.text):
        at = match[1].find(word)
        before = sentence.text[max(0, match.start() - 12) : match.start()]
        if at < 0 or match[1].startswith("群", at + len(word)) or _EXPLORED.search(before) or _DENIED.search(before):
            continue
        if key == "channel_website" or not _GOVERNMENT_ACCOUNT.search(match[1][:at]):
            return sentence.start + match.start(), sentence.start + match.end()
    return None
