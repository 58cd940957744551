"""Every cell of a report: which figure of which register feeds it, or that it is entered by hand.

The rooms declare their figures; here they meet. A cell that no register can know stands in ``BY_HAND``; a cell of a
custom edition that nobody declares is entered by hand too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.law.editions import Edition
from gongkai.registers.figures import Figure
from gongkai.registers.registry import all_figures


@dataclass(frozen=True)
class ByHand:
    """A cell without a register: ``why`` says so to the person who enters it, ``evidence`` what to attach."""

    key: str
    why: str | Promise
    evidence: str | Promise


def _by_hand(keys: tuple[str, ...], why: str | Promise, evidence: str | Promise) -> dict[str, ByHand]:
    return {key: ByHand(key, why, evidence) for key in keys}


_LEVELS = ("city", "county", "town")
_POWERS = ("licensing", "other_services", "penalties", "coercion", "admin_fees")

BY_HAND: dict[str, ByHand] = {
    **_by_hand(
        ("websites", *(f"websites_{level}" for level in _LEVELS)),
        _("网站数不由台账产生。"), _("年末政府网站名录"),
    ),
    **_by_hand(("gazette_issues", "gazette_copies"), _("公报期数、份数不由台账产生。"), _("公报编印记录")),
    **_by_hand(
        (*(f"reading_points_{level}" for level in _LEVELS), *(f"reading_point_visits_{level}" for level in _LEVELS)),
        _("各级查阅点由下级上报，不由本机关台账产生。"), _("下级报送的汇总表"),
    ),
    **_by_hand(
        (*(f"{power}_items_prev_year" for power in _POWERS), *(f"{power}_items_change" for power in _POWERS)),
        _("权力事项数来自权责清单，不由台账产生。"), _("年末权责清单"),
    ),
    **_by_hand(("response_methods_total",), _("本行是标题，一般不填数。"), _("报告格式的说明")),
}  # fmt: skip
NOT_DECLARED = ByHand("", _("本格式特有的指标，没有对应的台账。"), _("填报依据"))


@dataclass(frozen=True)
class CellSource:
    """What feeds a cell of an edition: exactly one of ``figure`` and ``by_hand`` is set."""

    key: str
    figure: Figure | None = None
    by_hand: ByHand | None = None


@cache
def cell_sources(edition: Edition, year: int) -> dict[str, CellSource]:
    """Every cell of the edition with what feeds it, in printed order."""
    figures = {f.key: f for f in all_figures() if f.holds_in(year)}
    return {key: _source(key, figures.get(key)) for key in edition.slots}


def _source(key: str, figure: Figure | None) -> CellSource:
    return CellSource(key, figure) if figure else CellSource(key, by_hand=BY_HAND.get(key, NOT_DECLARED))
