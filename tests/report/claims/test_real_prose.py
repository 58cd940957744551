"""The five reports that the project started from and the labelled prose of others, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from told import told

from gongkai.report.claims import extract
from gongkai.report.model import Claim

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared"
SEEDS = SHARED / "seeds"
SAMPLES = SHARED / "samples" / "narratives"

EXPECTED = {
    "000_": "proactive_items=56 proactive_items=56 reading_points=1 reading_point_visits=20 req_received=0 "
    "fee_collected=0 review_total=0 litigation_total=0",
    "001_": "proactive_items=947 req_received=2 review_total=0 litigation_total=0 fee_collected=0",
    "002_": "staff_full_time=1 press_conferences=1 interpretation_articles=25 proactive_items=1703 "
    "channel_website=1097 channel_wechat=267 channel_weibo=334 channel_other=5 req_received=3 fee_collected=0 "
    "review_total=0 litigation_total=0",
    "003_": "proactive_items=84 req_received=0 review_total=0 litigation_total=0 fee_collected=0",
    "004_": "channel_website=1557 press_conferences=6 press_conferences=6 online_interviews=5 online_interviews=5 "
    "interpretation_articles=18 channel_weibo=269 channel_wechat=1505 channel_wechat=1505 req_received=7 "
    "review_total=0 litigation_total=0 fee_collected=0",
}
# What the same prose also states: fees waived are denied along with fees collected.
ALSO = {"000_": ["fee_waived=0"], "002_": ["fee_waived=0"], "003_": ["fee_waived=0"]}


def prose_of(prefix: str) -> str:
    """A seed without its tables (their cells stand on lines that begin with a tab)."""
    (path,) = SEEDS.glob(prefix + "*")
    return "\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("\t"))


@pytest.mark.skipif(not SEEDS.exists(), reason="the five reports are not at hand")
@pytest.mark.parametrize("prefix", EXPECTED)
def test_seeds(prefix: str) -> None:
    wanted = sorted(EXPECTED[prefix].split() + ALSO.get(prefix, []))
    assert sorted(told(prose_of(prefix))) == wanted


def matches(label: dict[str, Any], claim: Claim) -> bool:
    return (
        label["key"] == claim.key
        and label["value"] == claim.value
        and label["unit"] == claim.unit
        and label["scope"] == claim.scope
        and label["period"] == claim.period
        and label["approx"] == claim.approx
        and label["start"] < claim.end
        and claim.start < label["end"]
    )


@pytest.mark.skipif(not SAMPLES.exists(), reason="the labelled prose is not at hand")
@pytest.mark.parametrize("name", sorted(p.stem for p in SAMPLES.glob("*.json")))
@pytest.mark.parametrize("informed", [True, False])
def test_labelled_prose(name: str, informed: bool) -> None:
    sample = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    report = {"year": sample["year"], "agency": sample["agency"]} if informed else {}
    claims, labels = extract(sample["text"], **report), sample["claims"]
    right = sum(any(matches(label, claim) for label in labels) for claim in claims)
    assert right / len(claims) >= 0.95
    assert sum(any(matches(label, claim) for claim in claims) for label in labels) / len(labels) >= 0.95
