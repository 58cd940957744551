"""Words for the codes that the store holds, and where a code leads on the site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache

from gongkai.corpus.site.measures import era_label
from gongkai.corpus.site.sheets import Heading, shown
from gongkai.law.crosswalk import era_of
from gongkai.law.editions import builtin_editions
from gongkai.law.rules import builtin_rules
from gongkai.report.presenting.words import SEVERITY_MARKS, SEVERITY_NAMES
from gongkai.report.writing.figures import clean
from gongkai.report.writing.spreadsheet import Value

KINDS = {
    "arithmetic": "勾稽",
    "quality": "质量",
    "narrative": "表文一致",
    "document": "格式要件",
    "cross_year": "跨年衔接",
    "cross_level": "跨级汇总",
}
OUTCOMES = {
    "granted": "予以公开",
    "partial": "部分公开",
    "refused": "不予公开",
    "unable": "无法提供",
    "not_processed": "不予处理",
    "amend": "告知更改补充",
    "redirected": "告知其他途径",
    "other": "其他处理",
}
RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
UNNAMED = "未写明机关"
UNDATED = "未写明年度"


def severity_words(severity: str) -> str:
    """■ 错误: a mark of its own shape, so that severity is told without colour."""
    marks, names = dict[str, str](SEVERITY_MARKS), dict[str, str](SEVERITY_NAMES)  # type: ignore[arg-type]
    return f"{marks.get(severity, '')} {names.get(severity, severity)}".strip()


_VARIANT = re.compile(r"（([^（），0-9]+)[，）]")


@cache
def reason_label(row: str) -> str:
    """What the form prints for a reason of refusal; the newest form that has the row decides."""
    for edition in reversed(builtin_editions().values()):
        if row in edition.rows and edition.rows[row].label:
            return re.sub(r"^\d+[.．、]\s*", "", str(edition.rows[row].label))
    return row


def edition_label(edition: str | None) -> str:
    """2014年版·山东省: the era of the form, and the variant that its title names; the id of a custom edition."""
    if edition is None:
        return "未识别表格"
    known = builtin_editions().get(edition)
    if known is None:
        return edition
    variants = [part for part in _VARIANT.findall(known.title) if part != "试行"]
    return "·".join((era_label(era_of(known)), *variants[-1:]))


_WORDS: Mapping[str, Callable[[str], str]] = {
    "era": era_label,
    "edition": edition_label,
    "severity": severity_words,
    "kind": lambda kind: KINDS.get(kind, kind),
    "outcome": lambda outcome: OUTCOMES.get(outcome, outcome),
    "result": lambda result: RESULTS.get(result, result),
    "reason": reason_label,
}
_MISSING: Mapping[str, str] = {
    "year": UNDATED,
    "organ": UNNAMED,
    "missed": UNNAMED,
    "era": "未识别表格",
    "edition": "未识别表格",
}


def cell_words(heading: Heading, value: Value) -> str:
    """A value of the store as a reader sees it."""
    if value is None and heading.name in _MISSING:
        return _MISSING[heading.name]
    if isinstance(value, str) and heading.name in _WORDS:
        return clean(_WORDS[heading.name](value))
    return shown(value, heading)


def slug(name: str) -> str:
    """A stable ASCII name for a file, of which nothing is taken from the text itself."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def organ_page(organ: str | None) -> str:
    return f"agencies/{slug(organ)}.html" if organ is not None else "agencies/unnamed.html"


def rule_file(rule: str) -> str:
    """The file name of a rule's page: the id of a built-in rule, a hash for one of a custom edition."""
    known = rule in builtin_rules() and re.fullmatch(r"[A-Za-z0-9_-]+", rule)
    return rule if known else slug(rule)


def rule_page(rule: str) -> str:
    return f"rules/{rule_file(rule)}.html"


def year_page(year: int | None) -> str:
    return f"reports/{year if year is not None else 'none'}.html"


def cell_link(heading: Heading, value: Value) -> str | None:
    """The page that a value opens onto, seen from the root of the site; None for a plain number."""
    if heading.name == "organ" and (value is None or isinstance(value, str)):
        return organ_page(value)
    if heading.name == "rule" and isinstance(value, str):
        return rule_page(value)
    if heading.name == "year" and (value is None or isinstance(value, int)):
        return year_page(value)
    return None
