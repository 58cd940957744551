"""Faults of the prose: figures that are not the table's, percentages and sums that are wrong, wrong periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from gongkai.corpus.synth.faults.case import Case, Change, Expected, Fault
from gongkai.corpus.synth.prose.sentence import Sentence, percent
from gongkai.report.model import Number

_ALONGSIDE = ("T-*", "D-14", "D-16")
Rewrite = Callable[[Case, Sentence, Random], Sentence | None]


def rewriting(kinds: str, rewrite: Rewrite, rules: str, cells: str = "") -> Callable[[Case, Random], Change | None]:
    """A fault that rewrites a sentence of one of ``kinds``; a finding of one of ``rules`` must speak of it."""

    def fault(case: Case, draw: Random) -> Change | None:
        assert case.prose
        places = [place for kind in kinds.split() for place in case.prose.sentences(kind)]
        if not places:
            return None
        paragraph, at = draw.choice(places)
        changed = rewrite(case, paragraph[at], draw)
        if changed is None or changed.text == paragraph[at].text:
            return None
        told = f"{paragraph[at].text}→{changed.text}"
        paragraph[at] = changed
        named = tuple(key for cell in cells.split() for key in (cell, f"{cell}@total") if key in case.cells)
        found = Expected(tuple(rules.split()), (), changed.text)
        around = "".join(sentence.text for sentence in paragraph)
        return Change(told, (found,), (Expected(_ALONGSIDE, named, around),))

    return fault


def _misstated(name: str, avoid: str = "") -> Rewrite:
    """Another figure in place of ``name``; not one that the figures of ``avoid`` would make right."""

    def rewrite(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
        value = sentence.figures.get(name)
        if not isinstance(value, int | float) or not value:
            return None
        lawful = _explaining(case.figures, value, avoid.split())
        options = [value + by for by in (-7, -4, -3, 3, 4, 5, 8, 13, 26) if value + by > 0]
        options = [o for o in options if o not in lawful]
        return sentence.with_figures(**{name: round(draw.choice(options), 2)}) if options else None

    return rewrite


def _explaining(figures: Mapping[str, Number], value: Number, avoid: list[str]) -> set[Number]:
    """Figures that the prose could lawfully mean: with what was carried in, the sum of channels."""
    found: set[Number] = {value, _channel_total(figures)}
    for key in avoid:
        other = figures.get(key) or figures.get(f"{key}@total") or 0
        found |= {value + other, value - other, other}
    return found


def _channel_total(figures: Mapping[str, Number]) -> Number:
    return sum(n for key, n in figures.items() if key.startswith("channel_") and key != "channel_items_total")


def _one_of(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
    """Another figure for one part of a list."""
    name = draw.choice(sorted(sentence.figures))
    value = sentence.figures[name]
    assert isinstance(value, int | float)
    others = [v for n, v in sentence.figures.items() if n != name]
    options = [value + by for by in (2, 3, 4, 6) if value + by not in others]
    return sentence.with_figures(**{name: draw.choice(options)}) if options else None


def _channel_sum(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
    """The sum of the channels in place of the number of items."""
    whole = _channel_total(case.figures)
    return sentence.with_figures(items=whole) if whole != case.figures["proactive_items"] else None


def _denied(words: str) -> Rewrite:
    def rewrite(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
        return Sentence(words)

    return rewrite


def _share(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
    """A percentage that is not that of the figures beside it."""
    name = "share" if "share" in sentence.figures else "rate"
    printed = str(sentence.figures.get(name, ""))
    if not printed:
        return None
    digits = len(printed.partition(".")[2])
    wrong = float(printed) + draw.choice((3, 6, 11, -4, -9))
    return sentence.with_figures(**{name: f"{wrong:.{digits}f}"}) if 1 < wrong < 99 else None


def _other_total(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
    """The total told a second time as another figure, the change worked out from it."""
    then, now = sentence.figures["then"], sentence.figures["now"]
    assert isinstance(then, int)
    assert isinstance(now, int)
    other = now + (draw.choice((3, 7, 12)) if now > then else -draw.choice((1, 2)))
    if other <= 0 or other == then or (other > then) != (now > then):
        return None
    digits = len(str(sentence.figures["rate"]).partition(".")[2])
    return sentence.with_figures(now=other, rate=percent(abs(other - then), then, digits))


def _period(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
    """A period that ends early, or is last year's."""
    year = case.year
    periods = (
        (f"{year}年1月1日", f"{year}年11月30日"),
        (f"{year - 1}年1月1日", f"{year - 1}年12月31日"),
        (f"{year}年3月1日", f"{year}年12月31日"),
    )
    first, last = draw.choice(periods)
    return sentence.with_figures(first=first, last=last)


def _about(case: Case, sentence: Sentence, draw: Random) -> Sentence | None:
    """An approximate figure that the table's is not near."""
    value = sentence.figures["received"]
    assert isinstance(value, int)
    tens = (value // 10 + draw.choice((2, 3, 5))) * 10
    return sentence.with_figures(received=f"{tens}余")


def _fault(fault_id: str, what: str, kinds: str, rewrite: Rewrite, rules: str, cells: str = "") -> Fault:
    return Fault(fault_id, "prose", "prose", what, rewriting(kinds, rewrite, rules, cells))


def _claimed(words: str, key: str, rule: str) -> Callable[[Case, Random], Change | None]:
    """A sentence that tells of something whose cell is 0."""

    def fault(case: Case, draw: Random) -> Change | None:
        assert case.prose
        cell = case.cells.get(key)
        if cell is None or cell.value or case.figures.get(key):
            return None
        part = next(p for p in case.prose.parts if p.key == "sec_proactive_disclosure")
        sentence = Sentence(words)
        part.paragraphs.append([sentence])
        return Change(sentence.text, (Expected((rule,), (key,), sentence.text),), (Expected(_ALONGSIDE, (key,)),))

    return fault


FAULTS = (
    _fault(
        "received_misstated",
        "requests received",
        "received",
        _misstated("received", "req_carried_in"),
        "T-01 T-17 T-06",
        "req_received",
    ),
    _fault(
        "received_approximate",
        "requests received, as an approximation that is far off",
        "received",
        _about,
        "T-02",
        "req_received",
    ),
    _fault("answered_misstated", "requests closed", "answered", _misstated("closed"), "T-20", "req_closed req_replied"),
    _fault("handled_misstated", "requests handled", "answered", _misstated("answered"), "T-20", "outcome_total"),
    _fault(
        "carried_in_misstated",
        "requests carried in",
        "carried_in",
        _misstated("carried"),
        "T-01 T-17 T-06",
        "req_carried_in",
    ),
    _fault(
        "carried_out_misstated", "requests carried out", "carried_out", _misstated("left"), "T-01", "req_carried_out"
    ),
    _fault("outcome_misstated", "an outcome of requests", "outcomes replies", _one_of, "T-09"),
    _fault("mode_misstated", "a way of applying", "modes", _one_of, "T-01 T-04", "req_received"),
    _fault(
        "items_misstated",
        "items disclosed",
        "items",
        _misstated("items"),
        "T-01 T-06",
        "proactive_items",
    ),
    _fault(
        "items_as_channel_total",
        "the sum of the channels told as the items",
        "items",
        _channel_sum,
        "T-05",
        "proactive_items",
    ),
    _fault("channel_misstated", "items on a channel", "channels", _one_of, "T-01"),
    _fault(
        "documents_misstated",
        "normative documents made",
        "documents",
        _misstated("made"),
        "T-01",
        "normative_docs_made",
    ),
    _fault(
        "valid_misstated", "normative documents in force", "valid", _misstated("valid"), "T-01", "normative_docs_valid"
    ),
    _fault(
        "articles_misstated", "interpretations", "articles", _misstated("articles"), "T-13", "interpretation_articles"
    ),
    _fault(
        "events_misstated",
        "press conferences, interviews, hot topics",
        "conferences interviews topics",
        _misstated("n"),
        "T-01",
    ),
    _fault("staff_misstated", "full-time staff", "staff", _misstated("full"), "T-11"),
    _fault("meetings_misstated", "meetings or training", "meetings training", _misstated("n"), "T-01"),
    _fault("cases_misstated", "reviews or lawsuits", "review litigation", _misstated("total"), "T-01"),
    _fault(
        "review_denied",
        "no review told of where the table has some",
        "review",
        _denied("全年未发生因政府信息公开引起的行政复议。"),
        "T-03",
        "review_total",
    ),
    _fault(
        "requests_denied",
        "no request told of where the table has some",
        "received",
        _denied("全年没有收到政府信息公开申请。"),
        "T-03",
        "req_received",
    ),
    _fault(
        "fee_denied",
        "nothing charged where the table has a fee",
        "fee",
        _denied("全年依申请公开政府信息没有收取费用。"),
        "T-14",
        "fee_collected",
    ),
    _fault("share_wrong", "a share that is not that of the figures beside it", "applicants", _share, "T-15"),
    _fault(
        "change_wrong",
        "a change over last year that is not that of the figures beside it",
        "items_change received_change",
        _share,
        "T-15",
    ),
    _fault("parts_wrong", "parts that do not make the total in the text", "applicants", _misstated("bodies"), "T-04"),
    _fault(
        "told_twice",
        "one figure told twice in two ways",
        "items_change received_change",
        _other_total,
        "T-06 T-01 T-17",
    ),
    _fault("proposals_sum", "proposals whose outcomes do not add up", "proposals", _misstated("n"), "T-10"),
    _fault("period_wrong", "a period that is not the year", "period", _period, "D-03"),
    Fault(
        "conference_unrecorded",
        "prose",
        "prose",
        "a press conference told of where the table has none",
        _claimed("年内举行新闻发布会，向社会通报有关工作。", "press_conferences", "T-08"),
    ),
    Fault(
        "channel_unrecorded",
        "prose",
        "prose",
        "a channel told of where the table has none",
        _claimed("通过政务微博向社会公开政府信息。", "channel_weibo", "T-19"),
    ),
)
