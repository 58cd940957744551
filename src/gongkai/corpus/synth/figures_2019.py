"""A latent year on the forms of 2019 and 2021: requests arrive, are closed or carried over, stocks roll on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from gongkai.corpus.synth.agency import Agency
from gongkai.corpus.synth.chance import split
from gongkai.corpus.synth.figures_2014 import Figures
from gongkai.law.editions import Edition

APPLICANTS = ("natural_person", "org_commercial", "org_research", "org_welfare", "org_legal_service", "org_other")
_APPLICANT_WEIGHTS = (80, 9, 1, 1, 4, 2)
BALANCE = ("req_received", "req_carried_in", "outcome_total", "req_carried_out")
_WEIGHTS = {
    "outcome_granted": 42.0,
    "outcome_partial": 7.0,
    "refused_third_party": 3.0,
    "refused_admin_query": 3.0,
    "refused_process_info": 2.0,
    "refused_internal_affairs": 2.0,
    "unable_not_held": 17.0,
    "unable_needs_creation": 4.0,
    "unable_still_unclear": 2.0,
    "np_petition": 4.0,
    "np_repeat": 2.0,
    "outcome_other": 4.0,
    "other_misc": 3.0,
}
_CASES = ("review", "litigation_direct", "litigation_after_review")
_RESULTS = ("upheld", "corrected", "other", "pending")
_SERVICES = ("licensing", "other_services", "penalties", "coercion")


@dataclass(slots=True)
class Standing:
    """What last year leaves to this one: requests carried over by applicant, stocks by row, item counts by row."""

    carried: dict[str, int] = field(default_factory=dict)
    stocks: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)


def figures_2019(draw: Random, agency: Agency, edition: Edition, standing: Standing) -> Figures:
    """Figures for every cell of ``edition``; ``standing`` is moved on to the year's end."""
    art20 = _art20_2019 if "normative_docs_disclosed_total" in edition.slots else _art20_2021
    found = {**art20(draw, agency, standing), **_requests(draw, agency, edition, standing), **_cases(draw, agency)}
    return {key: found[key] for key in edition.slots}


def _art20_2019(draw: Random, agency: Agency, standing: Standing) -> Figures:
    found: Figures = {}
    for row, most in (("rules", 4 if agency.makes_rules else 0), ("normative_docs", agency.documents)):
        made = draw.randint(0, most)
        new = draw.randint(0, made)
        stock = standing.stocks.get(f"{row}_disclosed", draw.randint(0, 12 * most)) + new
        standing.stocks[f"{row}_disclosed"] = stock
        found |= {f"{row}_made": made, f"{row}_newly_disclosed": new, f"{row}_disclosed_total": stock}
    for row in (*_SERVICES, "admin_fees"):
        before = standing.items.get(row, draw.choice((0, draw.randint(1, 90))))
        change = draw.randint(-min(before, 6), 9) if before else 0
        standing.items[row] = before + change
        decisions = agency.around(draw, agency.items / 2) if before + change > 0 and draw.random() < 0.8 else 0
        found |= {f"{row}_items_prev_year": before, f"{row}_items_change": change, f"{row}_decisions": decisions}
    projects = draw.choice((0, draw.randint(1, 40)))
    amount = projects * draw.randint(8_000, 900_000)
    return found | {"central_procurement_projects": projects, "central_procurement_amount": amount}


def _art20_2021(draw: Random, agency: Agency, standing: Standing) -> Figures:
    found: Figures = {}
    for row, most in (("rules", 3 if agency.makes_rules else 0), ("normative_docs", agency.documents)):
        before = standing.stocks.get(f"{row}_valid", draw.randint(0, 10 * most))
        made = draw.randint(0, most)
        repealed = draw.randint(0, min(before, most))
        standing.stocks[f"{row}_valid"] = before + made - repealed
        found |= {f"{row}_made": made, f"{row}_repealed": repealed, f"{row}_valid": before + made - repealed}
    for row in ("licensing", "penalties", "coercion"):
        found[f"{row}_decisions"] = draw.choice((0, agency.around(draw, agency.items / 2)))
    found["admin_fees_amount"] = draw.choice((0, draw.randint(1, 900), round(draw.uniform(0.3, 4000), 2)))
    return found


def _requests(draw: Random, agency: Agency, edition: Edition, standing: Standing) -> Figures:
    rows = [r.key for r in edition.table("requests").rows if r.has_cell]
    outcomes = [row for row in rows if row not in BALANCE]
    received = dict(zip(APPLICANTS, split(draw, agency.requests_in_a_year(draw), _APPLICANT_WEIGHTS), strict=True))
    carried_in = standing.carried or dict.fromkeys(APPLICANTS, 0)
    if not standing.carried and received["natural_person"] > 3:
        carried_in["natural_person"] = draw.randint(0, 1 + agency.requests // 20)
    found: Figures = {}
    standing.carried = {}
    for who in APPLICANTS:
        at_hand = received[who] + carried_in.get(who, 0)
        left = min(draw.randint(0, max(at_hand // 9, 1)), received[who]) if at_hand else 0
        standing.carried[who] = left
        ends = split(draw, at_hand - left, [_WEIGHTS.get(row, 0.5) for row in outcomes])
        column = dict(zip(outcomes, ends, strict=True)) | {"outcome_total": at_hand - left, "req_carried_out": left}
        column |= {"req_received": received[who], "req_carried_in": carried_in.get(who, 0)}
        found |= {f"{row}@{who}": n for row, n in column.items()}
    return found | totals(found, rows)


def totals(figures: Mapping[str, int | float], rows: list[str]) -> Figures:
    """The 总计 column of these rows."""
    return {f"{row}@total": sum(figures[f"{row}@{who}"] for who in APPLICANTS) for row in rows}


def _cases(draw: Random, agency: Agency) -> Figures:
    found: Figures = {}
    for name, chance in zip(_CASES, (0.5, 0.3, 0.35), strict=True):
        total = draw.randint(1, 3 + agency.requests // 10) if agency.requests >= 4 and draw.random() < chance else 0
        found |= {f"{name}_{kind}": n for kind, n in zip(_RESULTS, split(draw, total, (7, 1, 2, 2)), strict=True)}
        found[f"{name}_total"] = total
    return found
