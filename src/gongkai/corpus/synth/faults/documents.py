"""Faults of the document around figures and prose: late, unsigned, incomplete, wrongly numbered, unfinished."""

from __future__ import annotations

from random import Random

from gongkai.corpus.synth.faults.case import Case, Change, Expected, Fault
from gongkai.corpus.synth.prose.sentence import Sentence

_LAW = "《中华人民共和国政府信息公开条例》"
_FILLABLE = ("documents", "articles", "meetings", "received", "answered", "posts")


def late(case: Case, draw: Random) -> Change | None:
    """Signed, and published where the page says when, months after the term."""
    assert case.prose
    case.prose.signed = (case.year + 1, draw.randint(5, 11), draw.randint(1, 28))
    case.published = case.prose.signed if case.published else None
    return Change("逾期", (Expected(("D-04",)),))


def unsigned(case: Case, draw: Random) -> Change | None:
    """Neither agency nor date at the end."""
    assert case.prose
    if case.published:
        return None
    case.prose.signature = ""
    return Change("无落款", (Expected(("D-05",)),))


def section_missing(case: Case, draw: Random) -> Change | None:
    """A section that the form demands and that holds no table is left out."""
    assert case.prose
    required = {s.key for s in case.edition.sections if s.required}
    if "sec_overall" not in required:
        return None
    gone = draw.choice(("sec_overall", "sec_problems"))
    case.prose.parts = [p for p in case.prose.parts if p.key != gone]
    return Change(f"缺{gone}", (Expected(("D-01",)),))


def other_regulation(case: Case, draw: Random) -> Change | None:
    """The text of the Regulations that was not in force in the year."""
    assert case.prose
    number = "711" if case.year <= 2017 else "492" if case.year >= 2021 else None
    opening = case.prose.preamble[0]
    if number is None or _LAW not in opening.template:
        return None
    cited = f"{_LAW}（国务院令第{number}号）"
    case.prose.preamble[0] = Sentence(opening.template.replace(_LAW, cited), opening.kind, opening.figures)
    return Change(cited, (Expected(("D-09",)),))


def number_repeated(case: Case, draw: Random) -> Change | None:
    """A heading bears the number of the one before."""
    assert case.prose
    at = draw.randrange(2, len(case.prose.parts))
    case.prose.extra["repeated"] = case.prose.parts[at].key
    return Change(f"{case.prose.parts[at].title}的序号重复", (Expected(("D-07",)),), (Expected(("D-01",)),))


def left_open(case: Case, draw: Random) -> Change | None:
    """The gap of a template where a figure should stand."""
    assert case.prose
    places = [place for kind in _FILLABLE for place in case.prose.sentences(kind)]
    if not places or case.changes:
        return None  # Without the figure another fault of the sentence could no longer be seen.
    paragraph, at = draw.choice(places)
    sentence = paragraph[at]
    name = next(iter(sentence.figures))
    paragraph[at] = sentence.with_figures(**{name: "XX"})
    text = paragraph[at].text
    around = "".join(s.text for s in paragraph)
    return Change(text, (Expected(("D-13",), (), text),), (Expected(("T-*", "D-16"), (), around),))


FAULTS = (
    Fault("late", "document", "document", "published or signed after the term", late),
    Fault("unsigned", "document", "document", "no signature", unsigned),
    Fault("section_missing", "document", "document", "a section that the form demands is missing", section_missing),
    Fault("other_regulation", "document", "document", "the Regulations of another time cited", other_regulation),
    Fault("number_repeated", "document", "document", "a heading with the number of the one before", number_repeated),
    Fault("left_open", "document", "document", "the gap of a template left open", left_open),
)
