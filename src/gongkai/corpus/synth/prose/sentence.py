"""Sentences that know which figures they state, so that a fault can change one of them and tell where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from gongkai.report.model import Number


@dataclass(frozen=True, slots=True)
class Sentence:
    """``template`` with a field for each of ``figures``. ``kind`` is what the sentence tells (``received``), empty for
    words without figures."""

    template: str
    kind: str = ""
    figures: Mapping[str, Number | str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.template.format(**{name: shown(value) for name, value in self.figures.items()})

    def with_figures(self, **changed: Number | str) -> Sentence:
        """The sentence with other figures."""
        return replace(self, figures={**self.figures, **changed})


@dataclass(slots=True)
class Part:
    """A section: its key in the edition, its title, and its paragraphs of sentences."""

    key: str
    title: str
    paragraphs: list[list[Sentence]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join("".join(s.text for s in paragraph) for paragraph in self.paragraphs if paragraph)


def shown(value: Number | str) -> str:
    """A figure as prose writes it: no exponent, no needless decimals."""
    if isinstance(value, str):
        return value
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def percent(part: Number, whole: Number, digits: int) -> str:
    """The share of ``part`` in ``whole`` in per cent, rounded half up to ``digits`` decimals, without the sign."""
    exact = Decimal(str(part)) * 100 / Decimal(str(whole))
    return str(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
