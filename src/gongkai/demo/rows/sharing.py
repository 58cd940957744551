"""Totals shared out over rows."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from gongkai.corpus.synth.chance import split
from gongkai.report.model import Number

_FINEST = 1000  # No part is finer than so small a share of the total.


def shares(draw: Random, total: int, most: int) -> list[int]:
    """``total`` in at most ``most`` positive parts."""
    parts = min(total, draw.randint(max(1, most // 2), most))
    return [1 + share for share in split(draw, total - parts, [1] * parts)] if parts else []


def money(draw: Random, total: Number, most: int) -> list[Decimal]:
    """``total`` in at most ``most`` positive parts that add up to it exactly: round sums, and the rest in the first."""
    exact = Decimal(str(total))
    exponent = exact.normalize().as_tuple().exponent
    unit = Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
    whole = int(exact / unit)
    step = max(1, whole // _FINEST)
    parts = [share * step for share in shares(draw, whole // step, most)]
    return [(part + (whole % step if n == 0 else 0)) * unit for n, part in enumerate(parts)]
