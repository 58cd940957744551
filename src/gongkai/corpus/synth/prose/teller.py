"""What a report's facts are told from: the figures of this year and the last, and the voice they are told in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.corpus.synth.prose.sentence import Sentence, percent
from gongkai.corpus.synth.prose.voice import Voice
from gongkai.report.model import Number


@dataclass(frozen=True)
class Teller:
    """``now`` and ``then`` are the figures of this year and of the last (None where there is none); ``me`` is how the
    agency calls itself (我局), ``agency`` its full name."""

    voice: Voice
    agency: str
    me: str
    year: int
    now: Mapping[str, Number]
    then: Mapping[str, Number] | None

    def __getitem__(self, key: str) -> Number:
        return self.now.get(key, 0)

    def tell(self, kind: str, templates: Sequence[str], **figures: Number | str) -> Sentence:
        """One of ``templates``; ``{me}``, ``{agency}`` and ``{year}`` are words, not figures."""
        template = self.voice.pick(kind, templates)
        words = template.replace("{me}", self.me).replace("{agency}", self.agency).replace("{year}", str(self.year))
        return Sentence(words, kind, {name: value for name, value in figures.items() if f"{{{name}}}" in words})

    def listed(self, kind: str, leads: Sequence[str], parts: Sequence[tuple[str, str]], unit: str = "件") -> Sentence:
        """A list of the ``parts`` (words, key) that are not 0: 其中，当面申请3件，网络申请5件。"""
        kept = [(words, key) for words, key in parts if self[key]]
        names = [f"p{at}" for at in range(len(kept))]
        told = "，".join(f"{words}{{{name}}}{unit}" for (words, _), name in zip(kept, names, strict=True))
        lead = self.voice.pick(kind, leads)
        return Sentence(f"{lead}{told}。", kind, {n: self[key] for n, (_, key) in zip(names, kept, strict=True)})

    def change(self, kind: str, what: str, key: str, unit: str) -> list[Sentence]:
        """How ``key`` changed since last year, where last year's report has it: nothing where either is 0."""
        then = (self.then or {}).get(key)
        now = self[key]
        if not then or not now or now == then:
            return []
        rises, digits = now > then, self.voice.number(kind) % 3
        digits = digits if abs(now - then) * 100 >= then else 2  # Nobody prints a change of 0%.
        if abs(now - then) * 10_000 < then:
            return []
        figures = {"now": now, "then": then, "rate": percent(abs(now - then), then, digits)}
        return [
            self.tell(kind, [t.replace("{what}", what).replace("{unit}", unit) for t in _changes(rises)], **figures)
        ]

    def share(self, part: Number, whole: Number, digits: int | None = None) -> str:
        """The share of a part, with as many decimals as this agency prints."""
        return percent(part, whole, self.voice.number("digits") % 3 if digits is None else digits)


def _changes(rises: bool) -> tuple[str, ...]:
    word, more = ("增长", "上升") if rises else ("下降", "减少")
    return (
        f"{{what}}上年{{then}}{{unit}}，本年为{{now}}{{unit}}，{more}{{rate}}%。",
        f"与上年的{{then}}{{unit}}相比，本年{{what}}为{{now}}{{unit}}，{word}{{rate}}%。",
        f"上年{{what}}{{then}}{{unit}}，本年{{now}}{{unit}}，同比{word}{{rate}}%。",
        f"从总量看，{{what}}从上年{{then}}{{unit}}到本年{{now}}{{unit}}，{more}{{rate}}%。",
        f"{{what}}上年为{{then}}{{unit}}，本年为{{now}}{{unit}}，同比{more}{{rate}}%。",
    )
