"""What a reader of prose has in mind from one clause to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.claims.lexicon import Term, all_tags, find_terms
from gongkai.report.claims.outline import Block
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import kind, topics
from gongkai.report.model import Claim, Number, Period

_VIA = re.compile(r"^[\s\x00]*(?:我局|本局|本机关|全年|主要)?(?:通过|依托|利用|借助|经由|经|由|在)")
_PARTS = re.compile(r"[\s\x00]*(?:其中|包括|包含|含|分别)")
_BY_APPLICANT = re.compile(r"(?:自然人|法人|企业|组织|公民|机构)[^,。;\d]{0,12}\d")
_PLAN = re.compile(r"改进|下一步|打算|计划|努力方向|今后|下步|思路|安排")
_PROBLEM = re.compile(r"问题|不足|困难")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of text with its terms."""

    text: str
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class Total:
    """The figure whose parts follow: its key, the tags that went with it, its period."""

    key: str = ""
    tags: frozenset[str] = frozenset()
    period: Period = "year"


@dataclass(slots=True)
class State:
    """``topic`` is what is being talked about, ``headings`` are the titles above, innermost first; ``open`` is what was
    said in this sentence without a number yet, ``via`` the channels that it named; ``total`` is the last total, ``last`` the last figure, ``mapped`` the last
    key but ``unmapped``, ``outer`` total and
    ``parts`` outside the bracket that is being read, ``by_applicant`` that requests are counted by who asked, ``seen`` are the keys claimed under this title, ``parts`` tells that its parts follow; ``requests`` is the last number of requests of the
    sentence; ``unit`` that of the last claim; ``fresh`` that the sentence before made claims; ``planning`` that what
    follows are plans."""

    headings: Sequence[Phrase]
    topic: str = ""
    open: list[Phrase] = field(default_factory=list)
    via: set[str] = field(default_factory=set)
    subject: set[str] = field(default_factory=set)
    total: Total = Total()
    last: Total = Total()
    mapped: str = ""
    outer: tuple[Total, bool] | None = None
    by_applicant: bool = False
    seen: set[str] = field(default_factory=set)
    parts: bool = False
    requests: Number | None = None
    unit: str = ""
    fresh: bool = False
    planning: bool = False

    def __post_init__(self) -> None:
        self.topic = next((t for h in self.headings if (t := topic_of(h.terms, title=True))), "")
        self.planning = any(_PLAN.search(h.text) and not _PROBLEM.search(h.text) for h in self.headings)

    @property
    def heading_tags(self) -> set[str]:
        """The tags of all titles above."""
        return set().union(*(all_tags(h.terms) for h in self.headings))

    @property
    def open_tags(self) -> set[str]:
        """The tags of what was said in this sentence without a number."""
        return set().union(*(all_tags(p.terms) for p in self.open))

    def plans(self, terms: Sequence[Term]) -> bool:
        """True when a sentence with ``terms`` speaks of the future. Under a title 问题及改进 all that follows does too."""
        planning = self.planning or "plan" in all_tags(terms)
        if planning and any(_PROBLEM.search(h.text) for h in self.headings):
            self.planning = True
        return planning

    def enter_sentence(self, text: str) -> None:
        """Note how a sentence counts."""
        self.by_applicant = len(_BY_APPLICANT.findall(text)) > 1

    def pass_over(self, terms: Sequence[Term]) -> list[Claim]:
        """Note what a sentence speaks of that claims nothing."""
        self.topic = topic_of(terms) or self.topic
        return []

    def enter_clause(self, text: str, *, bracketed: bool) -> None:
        """Note whether a clause lists parts: of the sentence's total, or in brackets those of the figure before."""
        if bracketed and self.outer is None:
            self.outer, self.total, self.parts = (self.total, self.parts), self.last, True
        if not bracketed and self.outer is not None:
            (self.total, self.parts), self.outer = self.outer, None
        self.parts = self.parts or bool(_PARTS.match(text))

    def claimed(self, key: str, tags: set[str], period: Period) -> None:
        """Note a figure that was claimed."""
        self.last = Total(key, frozenset(tags), period)
        self.seen.add(key)
        self.mapped = key if key != "unmapped" else self.mapped
        if not (self.parts and self.total.key):
            self.total = self.last

    def leave_clause(self, clause: Phrase, *, counted: bool) -> None:
        """Note what a clause said; ``counted``: it held a number or a denial."""
        tags = all_tags(clause.terms)
        topic = topic_of(clause.terms)
        if topic and (not self.parts or not self.topic or "received" in tags or topic in ("remedy", "fee")):
            self.topic = topic
        self.subject = tags & kind("channel") or self.subject
        if counted:
            self.open, self.via = [], set()
            return
        self.open.append(clause)
        if _VIA.match(clause.text):
            self.via |= tags & kind("channel")

    def leave_sentence(self, claimed: bool) -> None:
        """Forget what does not outlive a full stop."""
        self.open, self.via, self.subject, self.parts, self.requests = [], set(), set(), False, None
        self.total = self.last = Total()
        self.mapped = ""
        self.outer = None
        self.fresh = claimed


def topic_of(terms: Sequence[Term], *, title: bool = False) -> str:
    """The topic that the last telling term sets. Outside titles 依申请公开信息 alone (items, not requests) sets none."""
    tags = all_tags(terms)
    found = ""
    for term in terms:
        for tag in term.tags:
            if tag in topics() and (tag != "request_info" or title or "received" in tags):
                found = topics()[tag]
    return found


def headings_of(prose: Prose, block: Block, heading: str) -> list[Phrase]:
    """The titles above ``block``, innermost first; ``heading`` (folded) stands above them all."""
    inner = [Phrase(prose.masked[a:b], [_moved(t, a) for t in prose.terms_in(a, b)]) for a, b in block.headings]
    outer = [Phrase(heading, find_terms(heading))] if heading else []
    return [*reversed(inner), *outer]


def _moved(term: Term, by: int) -> Term:
    return Term(term.start - by, term.end - by, term.tags)


def phrase(prose: Prose, start: int, end: int) -> Phrase:
    """The span of ``prose`` with its terms at offsets in the phrase."""
    return Phrase(prose.masked[start:end], [_moved(t, start) for t in prose.terms_in(start, end)])
