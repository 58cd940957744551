"""A latent year on the forms of 2014: figures that keep to every rule of the form."""

from __future__ import annotations

from random import Random

from gongkai.corpus.synth.agency import Agency
from gongkai.corpus.synth.chance import split
from gongkai.law.editions import Edition
from gongkai.report.model import Number

Figures = dict[str, Number]
REPLIES = (
    "reply_already_public",
    "reply_granted",
    "reply_partial",
    "reply_refused",
    "reply_not_this_agency",
    "reply_not_exist",
    "reply_amend_requested",
    "reply_other_channel",
)
GROUNDS = (
    "refused_state_secret",
    "refused_trade_secret",
    "refused_privacy",
    "refused_security_stability",
    "refused_not_gov_info",
    "refused_other_law",
)
MODES = ("req_received_in_person", "req_received_fax", "req_received_online", "req_received_letter")
CHANNELS = ("channel_gazette", "channel_website", "channel_weibo", "channel_wechat", "channel_other")
LEVELS = ("city", "county", "town")


def figures_2014(draw: Random, agency: Agency, edition: Edition) -> Figures:
    """Figures for every cell of ``edition`` that this agency fills."""
    found: Figures = {
        **_proactive(draw, agency, edition),
        **_response(draw, agency),
        **_requests(draw, agency, edition),
        **_remedies(draw, agency),
        **_office(draw, agency),
        **_weihai(draw, agency),
    }
    found["fee_collected"] = round(draw.uniform(0.01, 0.6), 2) if found["req_closed"] and draw.random() < 0.25 else 0
    paper, electronic = draw.choice(((0, 0), (draw.randint(2, 40), draw.randint(5, 160))))
    found |= {
        "library_deliveries": paper + electronic,
        "library_deliveries_paper": paper,
        "library_deliveries_electronic": electronic,
    }
    return {key: value for key, value in found.items() if key in edition.slots}


def _proactive(draw: Random, agency: Agency, edition: Edition) -> Figures:
    website = agency.around(draw, agency.items)
    channels = {
        "channel_gazette": draw.randint(5, 60) if agency.is_government and "channel_gazette" in edition.slots else 0,
        "channel_website": website,
        "channel_weibo": draw.choice((0, agency.around(draw, website * 0.3))),
        "channel_wechat": draw.choice((0, agency.around(draw, website * 0.5), agency.around(draw, website * 0.7))),
        "channel_other": draw.choice((0, draw.randint(3, 60))),
    }
    most, whole = max(channels.values()), sum(channels.values())
    items = most if most == whole else draw.randint(most, whole - 1)
    made = min(draw.randint(0, agency.documents), items)
    disclosed = draw.randint(0, made)
    documents = {"normative_docs_made": made, "normative_docs_disclosed": disclosed}
    return {"proactive_items": items, **documents, **channels, "channel_items_total": whole}


def _response(draw: Random, agency: Agency) -> Figures:
    conferences = draw.randint(1, 8) if draw.random() < 0.5 else 0
    interviews = draw.randint(1, 6) if draw.random() < 0.4 else 0
    articles = draw.randint(1, 40)
    social, other = draw.randint(0, 9), draw.randint(0, 6)
    topics = draw.randint(max(social, other), max(social, other) + 3)
    return {
        "press_conferences": conferences,
        "press_conferences_principal": draw.randint(0, conferences),
        "online_interviews": interviews,
        "online_interviews_principal": draw.randint(0, interviews),
        "interpretation_articles": articles,
        "response_weibo_wechat": social,
        "response_other": other,
        "response_hot_topics": min(topics, conferences + interviews + articles + social + other),
    }


def _requests(draw: Random, agency: Agency, edition: Edition) -> Figures:
    received = agency.requests_in_a_year(draw)
    closed = received - (draw.randint(0, received // 8) if received else 0)
    late = draw.randint(0, closed // 5)
    modes = (*MODES, "req_received_other") if "req_received_other" in edition.slots else MODES
    replies = dict(zip(REPLIES, split(draw, closed, (30, 28, 4, 8, 12, 12, 4, 3)), strict=True))
    grounds = split(draw, replies["reply_refused"], (1, 2, 3, 1, 2, 2))
    return {
        "req_received": received,
        **dict(zip(modes, split(draw, received, (3, 0.4, 6, 3, 0.3)[: len(modes)]), strict=True)),
        "req_closed": closed,
        "req_closed_on_time": closed - late,
        "req_closed_extended": late,
        "req_replied": closed,
        **replies,
        **dict(zip(GROUNDS, grounds, strict=True)),
    }


def _remedies(draw: Random, agency: Agency) -> Figures:
    found: Figures = {}
    for name, chance in (("review", 0.4), ("litigation", 0.3), ("complaints", 0.2)):
        total = draw.randint(1, 2 + agency.requests // 12) if agency.requests >= 4 and draw.random() < chance else 0
        parts = split(draw, total, (6, 1, 2))
        found |= {f"{name}_total": total}
        found |= {f"{name}_{kind}": n for kind, n in zip(("upheld", "corrected", "other"), parts, strict=True)}
    return found


def _office(draw: Random, agency: Agency) -> Figures:
    full, part = draw.randint(1, 4), draw.randint(0, 12)
    classes = draw.randint(1, 6)
    return {
        "dedicated_offices": 1,
        "staff_total": full + part,
        "staff_full_time": full,
        "staff_part_time": part,
        "special_funds": draw.choice((0, round(draw.uniform(0.5, 30), 1), draw.randint(1, 50))),
        "meetings_held": draw.randint(1, 9),
        "training_classes": classes,
        "trainees": classes * draw.randint(12, 90) + draw.randint(0, 9),
    }


def _weihai(draw: Random, agency: Agency) -> Figures:
    """Websites, gazette and reading points by level; a bureau fills in its own level only."""
    levels = LEVELS if agency.is_government else LEVELS[:1]
    found: Figures = {}
    for name, most in (("websites", 3), ("reading_points", 5), ("reading_point_visits", 60)):
        parts = [draw.randint(1, most) for _ in levels]
        found[name] = sum(parts)
        found |= {f"{name}_{level}": n for level, n in zip(levels, parts, strict=True)}
    issues = draw.randint(4, 12) if agency.is_government else 0
    return found | {"gazette_issues": issues, "gazette_copies": issues * draw.randint(200, 900)}
