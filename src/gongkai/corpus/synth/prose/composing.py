"""The whole prose of a report: preamble, sections of the edition, signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.corpus.synth.chance import stream
from gongkai.corpus.synth.prose import told_2014, told_2019
from gongkai.corpus.synth.prose.sentence import Part, Sentence
from gongkai.corpus.synth.prose.teller import Teller
from gongkai.corpus.synth.prose.themes import PLANS, SHORTFALLS, WORK, remarks
from gongkai.law.editions import Edition

_OTHER = (
    "本年度没有其他需要报告的事项。",
    "{year}年无其他需要报告的事项。",
    "除上述内容外，{me}没有其他需要报告的事项。",
)
_ROADS = ("人民路", "文化路", "解放街", "青年路", "和平街", "建设路", "学府街", "滨河路")


@dataclass(slots=True)
class Prose:
    """``preamble`` holds the stated period and the contact; ``signed`` is the date (year, month, day) at the end."""

    preamble: list[Sentence]
    parts: list[Part]
    signature: str
    signed: tuple[int, int, int]
    extra: dict[str, str] = field(default_factory=dict)

    def sentences(self, kind: str) -> list[tuple[list[Sentence], int]]:
        """Where sentences of a kind stand: (paragraph, position)."""
        paragraphs = [self.preamble, *(p for part in self.parts for p in part.paragraphs)]
        return [(p, at) for p in paragraphs for at, sentence in enumerate(p) if sentence.kind == kind]


def compose(teller: Teller, edition: Edition, seed: int, *, length: int) -> Prose:
    """The prose of a report; ``length`` is how many remarks without figures it takes (8 to 48)."""
    parts = [Part(s.key, teller.voice.pick(f"title.{s.key}", (s.title,))) for s in edition.sections]
    facts = _facts_2019(teller) if "sec_overall" in {p.key for p in parts} else _facts_2014(teller, parts)
    open_parts = [p.key for p in parts if p.key not in _BARE]
    for part in parts:
        at = open_parts.index(part.key) if part.key in open_parts else -1
        count = len(range(at, length, len(open_parts))) if at >= 0 else 0
        part.paragraphs = _paragraphs(teller, part.key, facts.get(part.key, []), count)
    draw = stream(seed, "signed", teller.agency, teller.year)
    government = teller.agency.endswith("人民政府")
    month, day = draw.choice(((1, draw.randint(5, 30)), (3, draw.randint(1, 30)) if government else (1, 20)))
    return Prose(_preamble(teller, seed), parts, teller.agency, (teller.year + 1, month, day))


_Facts = Mapping[str, Sequence[Sequence[Sentence]]]


def _facts_2019(teller: Teller) -> _Facts:
    return {
        "sec_proactive_disclosure": [told_2019.documents(teller), told_2019.posts(teller)],
        "sec_requests_handling": [told_2019.requests(teller)],
        "sec_review_litigation": [told_2019.remedies(teller)],
        "sec_other": [told_2019.other_matters(teller)],
    }


def _facts_2014(teller: Teller, parts: Sequence[Part]) -> _Facts:
    keys = {p.key for p in parts}
    responses = "sec_interpretation" if "sec_interpretation" in keys else "sec_proactive_disclosure"
    office = "sec_organisation" if "sec_organisation" in keys else "sec_overview"
    facts: dict[str, list[Sequence[Sentence]]] = {p.key: [] for p in parts}
    facts[office].append(told_2014.office(teller))
    facts["sec_proactive_disclosure"] += [told_2014.items(teller), told_2014.documents(teller)]
    facts[responses].append(told_2014.responses(teller))
    facts["sec_requests_handling"].append(told_2014.requests(teller))
    facts["sec_fees"].append(told_2014.fees(teller))
    facts["sec_review_litigation"].append(told_2014.remedies(teller))
    return facts


_BARE = ("sec_fees", "sec_review_litigation", "sec_problems", "sec_other")


def _paragraphs(teller: Teller, key: str, facts: Sequence[Sequence[Sentence]], count: int) -> list[list[Sentence]]:
    voice = teller.voice
    if key == "sec_problems":
        return [remarks(voice, key, SHORTFALLS, 2), remarks(voice, f"{key}.plans", PLANS, 2)]
    words = remarks(voice, key, WORK, count)
    told = [list(paragraph) for paragraph in facts if paragraph]
    if key == "sec_other":
        told += [] if facts else [p for p in [told_2019.proposals(teller)] if p]
        told.append([teller.tell("nothing_else", _OTHER)])
    cut = len(words) // 2
    return [p for p in (words[:cut], *told, words[cut:]) if p] or [[_plain(teller, key)]]


def _plain(teller: Teller, key: str) -> Sentence:
    words = ("{me}按照统一部署开展此项工作。", "此项工作按要求推进。", "{me}此项工作平稳有序。")
    return teller.tell(f"plain.{key}", words)


def _preamble(teller: Teller, seed: int) -> list[Sentence]:
    draw = stream(seed, "preamble", teller.agency)
    opening = teller.tell(
        "opening",
        (
            "根据《中华人民共和国政府信息公开条例》的规定，现公布{agency}{year}年度政府信息公开工作年度报告。",
            "按照《中华人民共和国政府信息公开条例》要求，{agency}编制了本年度报告并向社会公布。",
            "本报告由{agency}依据《中华人民共和国政府信息公开条例》编制。",
        ),
    )
    period = teller.tell(
        "period",
        (
            "本报告所列数据的统计期限为{first}至{last}。",
            "报告中数据的统计期限自{first}起至{last}止。",
            "统计时间为{first}至{last}。",
        ),
        first=f"{teller.year}年1月1日",
        last=f"{teller.year}年12月31日",
    )
    phone = f"0000-{draw.randint(2_000_000, 8_999_999)}"
    address = f"{draw.choice(_ROADS)}{draw.randint(1, 299)}号"
    contact = teller.tell(
        "contact",
        (
            "如对本报告有疑问，请与{agency}办公室联系（地址：{address}，电话：{phone}）。",
            "联系地址：{address}，联系电话：{phone}。",
            "对报告内容有意见建议的，可致电{phone}或来信至{address}。",
        ),
        phone=phone,
        address=address,
    )
    return [opening, period, contact]
