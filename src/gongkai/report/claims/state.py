"""What a reader of prose has in mind from one clause to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.claims.lexicon import Term, all_tags, find_terms
from gongkai.report.claims.numerals import Quantity
from gongkai.report.claims.outline import Block
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import kind, topical, topics
from gongkai.report.model import Claim, Number, Period, Scope

_VIA = re.compile(r"[\s\x00]*(?:我局|本局|本机关|全年|主要)?(?:通过|依托|利用|借助|经由|经|由|在)")
_PARTS = re.compile(r"[\s\x00]*(?:其中|包括|包含|含|分别)")
_NEWS = frozenset({"received", "hold", "issue", "ask", "review", "litigation", "complaint", "fee"})
_BY_APPLICANT = re.compile(r"(?:自然人|法人|企业|组织|公民|机构)[^,。;\d]{0,12}\d")
# So many clauses without a number are remembered within a sentence.
_REMEMBERED = 11
_COUNTING_REQUESTS = frozenset({"item", "case", "thing"})
_PLAN = re.compile(r"改进|下一步|打算|计划|努力方向|今后|下步|思路|安排")
_PROBLEM = re.compile(r"问题|不足|困难")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of text with its terms, at offsets in the piece."""

    text: str
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class Total:
    """A figure whose parts may follow: its key, the tags that went with it, its period, whose it is."""

    key: str = ""
    tags: frozenset[str] = frozenset()
    period: Period = "year"
    scope: Scope = "own"


@dataclass(slots=True)
class Sentence:
    """What one sentence has said so far."""

    # Its tags; the clauses that held no number yet, and the tags of all clauses so far.
    tags: set[str] = field(default_factory=set)
    open: list[Phrase] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    # Channels gone through (通过网站, …) and channels last spoken of.
    via: set[str] = field(default_factory=set)
    subject: set[str] = field(default_factory=set)
    # By unit, the figures whose parts are listed if ``parts``; the last figure; the first two outside a bracket.
    totals: dict[str, Total] = field(default_factory=dict)
    last: dict[str, Total] = field(default_factory=dict)
    parts: bool = False
    outer: tuple[dict[str, Total], bool] | None = None
    # The last key but ``unmapped``, the last number of requests, some requests whose end is still to be told, whether
    # requests are counted by who asked.
    mapped: str = ""
    requests: Number | None = None
    pending: Quantity | None = None
    by_applicant: bool = False

    @property
    def open_tags(self) -> set[str]:
        """The tags of what was said without a number."""
        return set().union(*(all_tags(p.terms) for p in self.open))


@dataclass(slots=True)
class State:
    """What the text under one title has said so far. ``headings`` are the titles above, innermost first; ``topic`` is
    what is spoken of; ``unit`` is that of the last claim, ``requests_in`` the class of the unit in which requests are
    counted; ``fresh`` tells that the sentence before made claims,
    ``before`` holds its totals; ``planning`` that what follows are plans."""

    headings: Sequence[Phrase]
    now: Sentence = field(default_factory=Sentence)
    topic: str = ""
    seen: set[str] = field(default_factory=set)
    unit: str = ""
    requests_in: str = ""
    fresh: bool = False
    before: dict[str, Total] = field(default_factory=dict)
    planning: bool = False
    heading_tags: set[str] = field(init=False)
    heading_topics: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.heading_tags = set().union(*(all_tags(h.terms) for h in self.headings))
        self.heading_topics = {topics()[tag] for tag in self.heading_tags & topics().keys()}
        self.topic = next((t for h in self.headings if (t := topic_of(h.terms, title=True))), "")
        self.planning = any(_PLAN.search(h.text) and not _PROBLEM.search(h.text) for h in self.headings)

    def plans(self, terms: Sequence[Term]) -> bool:
        """True when a sentence with ``terms`` speaks of the future; under a title 问题及改进 all that follows does."""
        planning = self.planning or "plan" in all_tags(terms)
        if planning and any(_PROBLEM.search(h.text) for h in self.headings):
            self.planning = True
        return planning

    def enter_sentence(self, sentence: str, tags: set[str]) -> None:
        """Note how a sentence counts: by who asked; by how requests ended."""
        self.now.by_applicant = len(_BY_APPLICANT.findall(sentence)) > 1
        self.now.tags = tags
        if len(self.now.tags & kind("outcome")) > 1:
            self.topic = "request"

    def enter_clause(self, clause: Phrase, *, bracketed: bool) -> None:
        """Note whether a clause lists parts: of the sentence's total, or in brackets those of the figure before. Parts
        go on behind a semicolon unless something new is told."""
        now = self.now
        if now.parts and not now.said and all_tags(clause.terms) & _NEWS:
            now.parts, now.totals = False, {}
        if bracketed and now.outer is None:
            now.outer, now.totals, now.parts = (now.totals, now.parts), now.last, True
        if not bracketed and now.outer is not None:
            (now.totals, now.parts), now.outer = now.outer, None
        if _PARTS.match(clause.text):
            now.parts, now.totals = True, now.totals or dict(self.before)

    def claimed(self, claim: Claim, tags: set[str], quantity: Quantity) -> None:
        """Note a figure that was claimed."""
        now, key = self.now, claim.key
        now.last = {quantity.unit: Total(key, frozenset(tags), claim.period, claim.scope)}
        self.seen.add(key)
        if key == "req_received":
            now.requests = quantity.value
            self.requests_in = quantity.kind if quantity.kind in _COUNTING_REQUESTS else self.requests_in
        self.topic = "request" if key.startswith(("req_", "reply_")) else self.topic
        now.pending = quantity if key == "unmapped" and self.topic == "request" and quantity.kind == "case" else None
        now.mapped = key if key != "unmapped" else now.mapped
        if not (now.parts and quantity.unit in now.totals):
            now.totals |= now.last

    def leave_clause(self, clause: Phrase, *, counted: bool) -> None:
        """Note what a clause said; ``counted``: it held a number or a denial."""
        now, tags = self.now, all_tags(clause.terms)
        topic = topic_of([t for t in clause.terms if not counted or "on_request" not in t.tags])
        if (
            topic
            and "about" not in tags
            and (not now.parts or not self.topic or "received" in tags or topic in ("remedy", "fee"))
        ):
            self.topic = topic
        now.subject = _channels(tags) or now.subject
        now.said |= tags
        if counted:
            now.open, now.via = [], set()
            return
        now.open = [*now.open[-_REMEMBERED:], clause]
        if _VIA.match(clause.text):
            now.via |= _channels(tags)

    def leave_sentence(self, *, claimed: bool, stopped: bool) -> None:
        """Forget what does not outlive a sentence; ``stopped``: it ended with more than a semicolon."""
        now, self.fresh, self.now = self.now, claimed, Sentence()
        self.before = now.totals
        if not stopped and now.outer is None:
            self.now.parts, self.now.totals, self.now.mapped = now.parts, now.totals, now.mapped
            self.now.requests = now.requests

    def pass_over(self, terms: Sequence[Term]) -> None:
        """Note what a sentence speaks of that claims nothing."""
        self.topic = topic_of(terms) or self.topic


def topic_of(terms: Sequence[Term], *, title: bool = False) -> str:
    """The topic that the last telling term sets. 依申请公开信息 alone means items, not requests, except in titles."""
    found = ""
    for term in terms:
        for tag in term.tags & topical():
            by_mail = tag == "message" and term.tags & kind("mode")
            if not by_mail and (tag != "request_info" or title or "received" in all_tags(terms)):
                found = topics()[tag]
    return found


def _channels(tags: set[str]) -> set[str]:
    return tags & (kind("channel") | {"official_platform"})


def headings_of(prose: Prose, block: Block, outer: Sequence[Phrase]) -> list[Phrase]:
    """The titles above ``block``, innermost first; ``outer`` stand above those in the text."""
    return [*(phrase(prose, start, end) for start, end in reversed(block.headings)), *outer]


def title_phrases(heading: str) -> list[Phrase]:
    """The folded title above a text, none for ``""``."""
    return [Phrase(heading, find_terms(heading))] if heading else []


def phrase(prose: Prose, start: int, end: int) -> Phrase:
    """The span of ``prose`` with its terms."""
    terms = [Term(t.start - start, t.end - start, t.tags) for t in prose.terms_in(start, end)]
    return Phrase(prose.masked[start:end], terms)
