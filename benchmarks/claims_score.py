"""Score ``report.claims`` on a folder of labelled samples: precision, recall and F1 for each key."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.report.claims import extract
from gongkai.report.model import Claim


@dataclass
class Score:
    """Counts of true positives, false positives and false negatives by key."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Add the counts of ``other``."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    def line(self, keys: set[str]) -> tuple[int, int, int, float, float, float]:
        """(right, wrong, missed, precision, recall, F1) over ``keys``."""
        right, wrong, missed = (sum(c[k] for k in keys) for c in (self.right, self.wrong, self.missed))
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return right, wrong, missed, precision, recall, f1


def matches(label: dict[str, Any], claim: Claim, strict: bool) -> bool:
    """Same key and value, overlapping spans; ``strict`` also unit, scope, period and approximation."""
    same = label["key"] == claim.key and abs(label["value"] - claim.value) < 1e-9
    overlap = label["start"] < claim.end and claim.start < label["end"]
    details = ("unit", "scope", "period", "approx")
    return same and overlap and (not strict or all(label[d] == getattr(claim, d) for d in details))


def score(labels: list[dict[str, Any]], claims: list[Claim], strict: bool, show: bool) -> Score:
    """Match each claim to one label at most."""
    result, left = Score(), list(labels)
    for claim in claims:
        label = next((item for item in left if matches(item, claim, strict)), None)
        if label is None:
            result.wrong[claim.key] += 1
            report(show, "+", claim.key, claim.value, claim.quote)
        else:
            left.remove(label)
            result.right[claim.key] += 1
    for item in left:
        result.missed[item["key"]] += 1
        report(show, "-", item["key"], item["value"], item["quote"])
    return result


def report(show: bool, *columns: object) -> None:
    """Print one error."""
    if show:
        sys.stdout.write("   " + " ".join(map(str, columns)) + "\n")


def read(path: Path, strict: bool, show: bool) -> tuple[Score, float]:
    """Score one sample; its seconds."""
    sample = json.loads(path.read_text(encoding="utf-8"))
    began = time.perf_counter()
    claims = extract(sample["text"], year=sample.get("year"), agency=sample.get("agency"))
    seconds = time.perf_counter() - began
    if show:
        sys.stdout.write(f"{path.stem}\n")
    return score(sample["claims"], claims, strict, show), seconds


def main() -> None:
    """Read the arguments, score every sample, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of labelled samples (*.json)")
    parser.add_argument("--strict", action="store_true", help="unit, scope, period and approximation must agree too")
    parser.add_argument("--show", action="store_true", help="print every error")
    parser.add_argument("--only", help="comma-separated names of samples")
    arguments = parser.parse_args()
    names = arguments.only.split(",") if arguments.only else None
    paths = [p for p in sorted(arguments.folder.glob("*.json")) if names is None or p.stem in names]
    total, seconds = Score(), 0.0
    for path in paths:
        one, took = read(path, arguments.strict, arguments.show)
        total.add(one)
        seconds += took
    keys = set(total.right) | set(total.wrong) | set(total.missed)
    for name, group in [*((k, {k}) for k in sorted(keys)), ("all mapped", keys - {"unmapped"}), ("all", keys)]:
        sys.stdout.write("{:24}{:5}{:5}{:5}  {:.3f} {:.3f} {:.3f}\n".format(name, *total.line(group)))
    sys.stdout.write(f"{len(paths)} samples, {1000 * seconds:.1f} ms\n")


if __name__ == "__main__":
    main()
