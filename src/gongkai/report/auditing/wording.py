"""Chinese sentences about cells and sums: what a clerk reads.

Cells are named by their printed labels in 「」, without the notes in brackets; both sides of a comparison are written
out with their sums.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.law.editions import Edition, FormTable, Row
from gongkai.law.expressions import (
    Blank,
    Comparison,
    Constant,
    CountPositive,
    Logical,
    Maximum,
    Node,
    Product,
    Ref,
    Sum,
    Values,
)
from gongkai.law.outcomes import Check, Outcome
from gongkai.law.rules import Rule
from gongkai.report.model import Number

_REMARK = re.compile(r"(?:[（(][^（）()]*[）)])+$")
_SIDES = {"": "", "prev": "上年", "own": "本级", "sub": "所属单位合计", "parent": "汇总表"}
_FAILED = {"==": "不等于", "!=": "恰好等于", "<=": "大于", ">=": "小于", "<": "不小于", ">": "不大于"}
_BASIS = {
    "definition": "指标定义",
    "arithmetic": "合计与分项的算术关系",
    "form": "表格格式",
    "form_note": "表注的勾稽关系",
    "practice": "填报惯例",
    "statute": "法规规定",
}
FEW_TERMS = 4
MANY_NAMES = 6


def number(value: Number) -> str:
    """``2``, ``0.5``, ``96171.6``: no trailing zeros, no exponent."""
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.6f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)
def short(label: str) -> str:
    """A printed label without the notes in brackets that follow it."""
    return _REMARK.sub("", label.strip()) or label


@lru_cache(maxsize=4096)
def row_label(table: FormTable, row: Row) -> str:
    """How a row is called on its own: with its parent where the table has several rows of that name or where the name
    says little (``其他处理·其他``), a total with its number (``（七）总计``)."""
    label = short(row.label or row.key)
    if row.role == "total" and len(label) < 3 and row.number:
        return f"{row.number}{label}"
    parent = next((r for r in table.rows if r.key == row.parent), None)
    ambiguous = len(label) < 3 or sum(short(r.label or "") == label for r in table.rows) > 1
    return f"{short(parent.label)}·{label}" if ambiguous and parent and parent.label else label


def label(edition: Edition | None, key: str, within: str | None = None) -> str:
    """The cell's name; ``within`` is a row or column that the sentence has named already."""
    if edition is None:
        return key
    slot = edition.slots.get(key)
    if slot is None:
        return _unplaced_label(edition, key, within)
    table, row, column = slot
    if table.layout == "single_row":
        return "·".join(short(part) for part in (*column.groups[-1:], column.label))
    if (len(table.columns) == 1 and table.layout == "row_value") or within == column.key:
        return row_label(table, row)
    if within == row.key:
        return short(column.label)
    return f"{row_label(table, row)}·{short(column.label)}"


def _unplaced_label(edition: Edition, key: str, within: str | None) -> str:
    """A cell that is not on the form as such: a heading that carries a figure, a row printed in place of several."""
    row_key, _, column_key = key.partition("@")
    for table in edition.tables:
        row = next((r for r in table.rows if r.key == row_key), None)
        column = next((c for c in table.columns if c.key == column_key), None)
        if row is not None:
            name = row_label(table, row)
            if column is None or within == column.key:
                return name
            return short(column.label) if within == row.key else f"{name}·{short(column.label)}"
    return key


def bound_label(edition: Edition, bound: str) -> str | None:
    """``「自然人」一列`` or ``「予以公开」一行`` for the value of a ``for_each`` variable."""
    for table in edition.tables:
        if table.layout != "matrix":
            continue
        if column := next((c for c in table.columns if c.key == bound), None):
            return f"「{short(column.label)}」一列"
        if row := next((r for r in table.rows if r.key == bound), None):
            return f"「{row_label(table, row)}」一行"
    return None


def names(edition: Edition | None, keys: Sequence[str]) -> str:
    """``「A」「B」等9处``."""
    listed = "".join(f"「{label(edition, key)}」" for key in keys[:MANY_NAMES])
    return listed if len(keys) <= MANY_NAMES else f"{listed}等{len(keys)}处"


def gathered(edition: Edition, checks: Sequence[Check], outcome: Outcome) -> str:
    """One sentence for rows that have parts but no total, or a total but no parts."""
    places = [bound_label(edition, check.bound) or f"「{check.bound}」" for check in checks if check.bound]
    listed = "、".join(places[:MANY_NAMES]) + (f"等{len(places)}处" if len(places) > MANY_NAMES else "")
    lacking = "分项有数而合计未填" if outcome == "missing_total" else "合计有数而分项未填"
    return f"{listed}，{lacking}，无法相互核对。"


def basis_of(rule: Rule, edition: Edition | None) -> str:
    """The citation of a finding: the document that sets the form, and what in it the rule rests on."""
    grounds = rule.citation or _BASIS.get(rule.basis, rule.basis)
    if rule.basis == "form_note" and edition:
        notes = [t.form_note for t in edition.tables if t.form_note]
        grounds = f"表注：{notes[0].strip('（）()').removeprefix('注：')}" if notes else grounds
    if rule.kind in ("document", "narrative") or rule.basis == "statute" or not (edition and edition.legal_basis):
        return grounds
    return f"{edition.legal_basis[0].doc}；{grounds}"


@dataclass(frozen=True)
class Speaker:
    """Speaks about one check and the figures that it looked at."""

    edition: Edition
    check: Check
    values: Values

    def sentence(self, outcome: Outcome) -> str:
        rule = self.check.rule
        title = f"{rule.title_zh}：" if rule.kind in ("quality", "cross_year") else ""
        lawful = f"（以下情况属正常：{'；'.join(rule.lawful)}。）" if rule.lawful else ""
        return f"{title}{self._place()}{self._facts(outcome)}。{lawful}"

    def name(self, ref: Ref) -> str:
        if ref.of in ("own", "sub") and ref.key == self.check.bound:
            return _SIDES[ref.of]
        bound = None if self.check.bound and ref.key == self.check.bound else self.check.bound
        return f"{_SIDES[ref.of]}「{label(self.edition, ref.key, bound)}」"

    def _place(self) -> str:
        place = bound_label(self.edition, self.check.bound) if self.check.bound else None
        return f"{place}，" if place else ""

    def _facts(self, outcome: Outcome) -> str:
        expression = self.check.expression
        if outcome == "fail" or not isinstance(expression, Comparison) or self.check.parts is None:
            condition = self._condition_facts()
            return f"{condition}，而{self._failure(expression)}" if condition else self._failure(expression)
        total = expression.left if expression.left is not self.check.parts else expression.right
        if outcome == "missing_children":
            return f"{self._side(total)}，而各分项均未填写"
        return f"{self._side(total)}，而{self._side(self.check.parts)}"

    def _condition_facts(self) -> str:
        condition = self.check.condition
        refs = condition.refs() if condition else ()
        unsaid = [ref for ref in refs if ref.name not in self.check.names and self.values[ref.name]]
        return "、".join(self._side(ref) for ref in unsaid)

    def _failure(self, node: Node) -> str:
        if isinstance(node, Comparison) and node.left.kind == "number":
            return self._compared(node)
        if isinstance(node, Logical):
            return f"{self._failure(node.left)}；{self._failure(node.right)}"
        if isinstance(node, Blank):
            return f"{self.name(node.cell)}填了{number(self.values[node.cell.name] or 0)}"
        return "，而".join(self._side(ref) for ref in dict.fromkeys(node.refs()))

    def _compared(self, node: Comparison) -> str:
        left, right = node.left.evaluate(self.values), node.right.evaluate(self.values)
        if isinstance(node.right, Constant):
            return self._against_constant(node, right)
        gap = number(abs(left - right))
        said, other = self._side(node.left), self._side(node.right)
        if node.operator == "==":
            return f"{said}，而{other}，相差{gap}"
        tail = {"<=": f"，多出{gap}", ">=": f"，少{gap}"}.get(node.operator, "")
        single = self._top(node.right) if isinstance(node.right, Maximum) else node.right
        if isinstance(single, Ref):
            blank = self.values[single.name] is None
            other = f"{self.name(single)}（未填）" if blank else f"{self.name(single)}的{number(right)}"
        return f"{said}，{_FAILED[node.operator]}{other}{tail}"

    def _against_constant(self, node: Comparison, limit: Number) -> str:
        if node.operator in (">", "==") and limit == 0:
            return self._side(node.left)
        return f"{self._side(node.left)}，{_FAILED[node.operator]}{number(limit)}"

    def _side(self, node: Node) -> str:
        if isinstance(node, Ref):
            value = self.values[node.name]
            return f"{self.name(node)}未填" if value is None else f"{self.name(node)}填{number(value)}"
        if isinstance(node, Maximum | CountPositive):
            return self._side(self._top(node))
        if isinstance(node, Sum):
            return self._sum(node)
        if isinstance(node, Product):
            return f"{self._factor(node)}＝{number(node.evaluate(self.values))}"
        return number(node.evaluate(self.values))

    def _top(self, node: Maximum | CountPositive) -> Node:
        return max(node.operands, key=lambda operand: operand.evaluate(self.values))

    def _sum(self, node: Sum) -> str:
        result = number(node.evaluate(self.values))
        spoken = [(s, t) for s, t in node.terms if len(node.terms) < FEW_TERMS or t.evaluate(self.values)]
        if not spoken:
            return "各分项均为0或未填"
        written = "".join(self._term(at, sign, term) for at, (sign, term) in enumerate(spoken))
        if len(spoken) == 1 < len(node.terms):
            return f"分项中只有{written}"
        return written if len(node.terms) == 1 else f"{written}＝{result}"

    def _term(self, at: int, sign: int, term: Node) -> str:
        mark = ("" if sign > 0 else "－") if at == 0 else ("＋" if sign > 0 else "－")
        return f"{mark}{self._factor(term)}"

    def _factor(self, node: Node) -> str:
        """A part of a written sum: a cell with its figure, a number, a product, anything else in brackets."""
        if isinstance(node, Ref):
            value = self.values[node.name]
            return f"{self.name(node)}{'（未填）' if value is None else number(value)}"
        if isinstance(node, Constant):
            return number(node.value)
        if isinstance(node, Product):
            return f"{self._factor(node.left)}×{self._factor(node.right)}"
        return f"（{self._side(node)}）"
