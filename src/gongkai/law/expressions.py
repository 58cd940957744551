"""The small language that reconciliation rules are written in.

``req_closed == req_closed_on_time + req_closed_extended`` is a rule. Names are cell keys; ``row@column`` is a cell of
a matrix; ``prev(k)`` is last year's figure, ``own(k)``, ``sub(k)`` and ``parent(k)`` are the sides of a roll-up.
Operators: ``+ - * == != <= >= > <`` ``and or not``; functions: ``max``, ``count_positive``, ``blank``. A blank counts
as 0 wherever a number is wanted, except in ``max``, which leaves it out; which blanks may be so counted is decided by
``law.outcomes``. Nothing of Python is reachable from an expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

from gongkai.law.messages import Message

Number = int | float
Values = Mapping[str, Number | None]
Kind = Literal["number", "truth"]
Rewriter = Callable[["Ref"], "Node | None"]
SIDES = ("prev", "own", "sub", "parent")
LONGEST, DEEPEST = 250, 30  # Tokens and open brackets: keeps a hostile expression off the recursion limit.


class ExpressionError(ValueError):
    """The expression cannot be read; ``position`` counts characters from 1, ``reason`` is for a clerk (Chinese)."""

    def __init__(self, text: str, position: int, reason: str) -> None:
        super().__init__(
            Message(
                "表达式“{text}”第{position}个字符处：{reason}", text=text, position=position, reason=Message(reason)
            )
        )
        self.text = text
        self.position = position
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression. ``values`` maps the name of each reference to its figure, None for a blank."""

    kind: ClassVar[Kind] = "number"

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        raise NotImplementedError

    def children(self) -> tuple[Node, ...]:
        return ()

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        """The same expression with every reference replaced; a reference replaced by None drops out of its sum, max or
        count. None when nothing is left."""
        raise NotImplementedError

    def refs(self) -> Iterator[Ref]:
        """Every reference, from left to right, repeats too."""
        for child in self.children():
            yield from child.refs()


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: Number

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        return self.value

    def rewrite(self, rewriter: Rewriter) -> Node:
        return self


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A cell: ``of`` is empty for the report itself, else one of ``prev``, ``own``, ``sub``, ``parent``."""

    key: str
    of: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.of}({self.key})" if self.of else self.key)

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        return values[self.name] or 0

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        return rewriter(self)

    def refs(self) -> Iterator[Ref]:
        yield self

    def bound(self, variable: str, value: str) -> Ref:
        """With ``variable`` replaced, alone (``key``) or as row or column of a matrix cell (``r@total``)."""
        parts = [value if part == variable else part for part in self.key.split("@")]
        return Ref("@".join(parts), self.of)


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Signed terms; one term at least. ``plain`` are the names of a sum of nothing but cells, added without a detour:
    most of an audit is such sums."""

    terms: tuple[tuple[int, Node], ...]
    plain: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = tuple(term.name for sign, term in self.terms if sign > 0 and isinstance(term, Ref))
        object.__setattr__(self, "plain", names if len(names) == len(self.terms) else ())

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        if self.plain:
            return sum([values[name] or 0 for name in self.plain])
        return sum([sign * term.evaluate(values, tolerance) for sign, term in self.terms])

    def children(self) -> tuple[Node, ...]:
        return tuple(term for _, term in self.terms)

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        kept = tuple((sign, new) for sign, term in self.terms if (new := term.rewrite(rewriter)) is not None)
        return Sum(kept) if kept else None


@dataclass(frozen=True, slots=True)
class Product(Node):
    left: Node
    right: Node

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        return self.left.evaluate(values, tolerance) * self.right.evaluate(values, tolerance)

    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        return _rewrite_pair(self, rewriter)


@dataclass(frozen=True, slots=True)
class Maximum(Node):
    """The largest operand that is not blank; 0 when all are blank."""

    operands: tuple[Node, ...]

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        filled = (o for o in self.operands if not (isinstance(o, Ref) and values[o.name] is None))
        return max((o.evaluate(values, tolerance) for o in filled), default=0)

    def children(self) -> tuple[Node, ...]:
        return self.operands

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        kept = _rewrite_all(self.operands, rewriter)
        return Maximum(kept) if kept else None


@dataclass(frozen=True, slots=True)
class CountPositive(Node):
    operands: tuple[Node, ...]

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        return sum(o.evaluate(values, tolerance) > 0 for o in self.operands)

    def children(self) -> tuple[Node, ...]:
        return self.operands

    def rewrite(self, rewriter: Rewriter) -> Node:
        return CountPositive(_rewrite_all(self.operands, rewriter))


@dataclass(frozen=True, slots=True)
class Blank(Node):
    kind: ClassVar[Kind] = "truth"
    cell: Ref

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        return values[self.cell.name] is None

    def children(self) -> tuple[Node, ...]:
        return (self.cell,)

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        cell = rewriter(self.cell)
        return Blank(cell) if isinstance(cell, Ref) else None


_COMPARE: dict[str, Callable[[Number, Number, float], bool]] = {
    "==": lambda a, b, tolerance: abs(a - b) <= tolerance,
    "!=": lambda a, b, tolerance: abs(a - b) > tolerance,
    "<=": lambda a, b, tolerance: a - b <= tolerance,
    ">=": lambda a, b, tolerance: b - a <= tolerance,
    "<": lambda a, b, tolerance: a < b,
    ">": lambda a, b, tolerance: a > b,
}


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """Two numbers, or (``==`` and ``!=`` only) two truths. ``tolerance`` widens what counts as equal."""

    kind: ClassVar[Kind] = "truth"
    operator: str
    left: Node
    right: Node

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        left, right = self.left.evaluate(values, tolerance), self.right.evaluate(values, tolerance)
        return _COMPARE[self.operator](left, right, tolerance)

    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        return _rewrite_pair(self, rewriter)


@dataclass(frozen=True, slots=True)
class Not(Node):
    kind: ClassVar[Kind] = "truth"
    operand: Node

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        return not self.operand.evaluate(values, tolerance)

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        operand = self.operand.rewrite(rewriter)
        return Not(operand) if operand else None


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """``and`` or ``or`` of two truths."""

    kind: ClassVar[Kind] = "truth"
    operator: str
    left: Node
    right: Node

    def evaluate(self, values: Values, tolerance: float = 0) -> Number:
        left, right = self.left.evaluate(values, tolerance), self.right.evaluate(values, tolerance)
        return left and right if self.operator == "and" else left or right

    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    def rewrite(self, rewriter: Rewriter) -> Node | None:
        return _rewrite_pair(self, rewriter)


def _rewrite_all(nodes: tuple[Node, ...], rewriter: Rewriter) -> tuple[Node, ...]:
    return tuple(new for node in nodes if (new := node.rewrite(rewriter)) is not None)


def _rewrite_pair(node: Product | Comparison | Logical, rewriter: Rewriter) -> Node | None:
    left, right = node.left.rewrite(rewriter), node.right.rewrite(rewriter)
    if left is None or right is None:
        return None
    if isinstance(node, Product):
        return Product(left, right)
    return type(node)(node.operator, left, right)


@dataclass(frozen=True, slots=True)
class Token:
    sort: str
    text: str
    position: int


_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:@\w+)?)|(?P<operator>==|!=|<=|>=|[-+*<>(),])"
)
_HINTS = {
    "=": "相等要写两个等号“==”",
    "≤": "“不大于”请写“<=”",
    "≥": "“不小于”请写“>=”",
    "≠": "“不等于”请写“!=”",
    "×": "乘号请写“*”",
    "/": "不支持除法，请改写为乘法",
    "÷": "不支持除法，请改写为乘法",
    "（": "请用半角括号“(”",
    "）": "请用半角括号“)”",
    "＋": "请用半角加号“+”",
    "，": "请用半角逗号“,”",
}
_ELSE = Message("只能用指标代码、数字、+ - * == != <= >= > < 、and or not 和括号")


def _tokens(text: str) -> list[Token]:
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            hint = _HINTS.get(text[position], _ELSE)
            raise ExpressionError(
                text, position + 1, Message("不认识符号“{symbol}”，{hint}", symbol=text[position], hint=Message(hint))
            )
        if match.lastgroup != "space":
            tokens.append(Token(match.lastgroup or "", match.group(), position + 1))
        position = match.end()
    return tokens


def _check_size(text: str, tokens: list[Token]) -> None:
    if len(tokens) > LONGEST:
        raise ExpressionError(text, tokens[LONGEST].position, Message("表达式太长，最多{most}个词和符号", most=LONGEST))
    brackets = [token for token in tokens if token.text == "("]
    if len(brackets) > DEEPEST:
        raise ExpressionError(text, brackets[DEEPEST].position, Message("括号太多，最多{most}对", most=DEEPEST))


class _Parser:
    """Recursive descent, one method a level of precedence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [*_tokens(text), Token("end", "", len(text) + 1)]
        _check_size(text, self.tokens)
        self.at = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def fail(self, reason: str, token: Token | None = None) -> ExpressionError:
        return ExpressionError(self.text, (token or self.token).position, reason)

    def take(self, *texts: str) -> Token | None:
        token = self.token
        if token.sort == "end" or token.text not in texts:
            return None
        self.at += 1
        return token

    def expect(self, text: str, reason: str) -> None:
        if not self.take(text):
            raise self.fail(reason)

    def operand(self, parse: Callable[[], Node], kind: Kind) -> Node:
        start = self.token
        node = parse()
        if node.kind != kind:
            raise self.fail("这里应是一个数（指标或算式）" if kind == "number" else "这里应是一个条件（比较式）", start)
        return node

    def whole(self) -> Node:
        if self.token.sort == "end":
            raise self.fail("表达式是空的")
        node = self.operand(self.either, "truth")
        if self.token.sort != "end":
            raise self.fail(Message("多出“{word}”，前面缺少运算符", word=self.token.text))
        return node

    def either(self) -> Node:
        return self._chain(self.both, "or")

    def both(self) -> Node:
        return self._chain(self.negation, "and")

    def _chain(self, level: Callable[[], Node], word: str) -> Node:
        start, node = self.token, level()
        while self.take(word):
            if node.kind != "truth":
                raise self.fail("这里应是一个条件（比较式）", start)
            node = Logical(word, node, self.operand(level, "truth"))
        return node

    def negation(self) -> Node:
        if self.take("not"):
            return Not(self.operand(self.negation, "truth"))
        return self.comparison()

    def comparison(self) -> Node:
        left = self.addition()
        if (operator := self.take(*_COMPARE)) is None:
            return left
        if left.kind == "truth" and operator.text not in ("==", "!="):
            raise self.fail("两个条件之间只能用“==”或“!=”比较", operator)
        right = self.operand(self.addition, left.kind)
        if self.token.text in _COMPARE:
            raise self.fail("一个比较式只能有一个比较符，两个条件请用 and 连接")
        return Comparison(operator.text, left, right)

    def addition(self) -> Node:
        start, first = self.token, self.multiplication()
        terms = [(1, first)]
        while sign := self.take("+", "-"):
            if first.kind != "number":
                raise self.fail("条件不能相加减", start)
            terms.append((1 if sign.text == "+" else -1, self.operand(self.multiplication, "number")))
        return Sum(tuple(terms)) if len(terms) > 1 else first

    def multiplication(self) -> Node:
        start, node = self.token, self.primary()
        while self.take("*"):
            if node.kind != "number":
                raise self.fail("条件不能相乘", start)
            node = Product(node, self.operand(self.primary, "number"))
        return node

    def primary(self) -> Node:
        if self.take("-"):
            return Sum(((-1, self.operand(self.primary, "number")),))
        if self.take("("):
            node = self.either()
            self.expect(")", "缺少右括号“)”")
            return node
        token = self.token
        if token.sort == "number":
            self.at += 1
            return Constant(float(token.text) if "." in token.text else int(token.text))
        if token.sort == "name" and token.text not in ("and", "or", "not"):
            self.at += 1
            return self.call(token) if self.take("(") else Ref(token.text)
        raise self.fail("这里缺少指标代码或数字")

    def call(self, name: Token) -> Node:
        arguments = [self.operand(self.addition, "number")]
        while self.take(","):
            arguments.append(self.operand(self.addition, "number"))
        self.expect(")", Message("函数 {name} 缺少右括号“)”", name=name.text))
        if name.text in ("max", "count_positive"):
            return (Maximum if name.text == "max" else CountPositive)(tuple(arguments))
        if name.text != "blank" and name.text not in SIDES:
            raise self.fail(
                Message("没有函数 {name}，可用 max、count_positive、blank、{sides}", name=name.text, sides=SIDES),
                name,
            )
        if len(arguments) != 1 or not isinstance(arguments[0], Ref) or arguments[0].of:
            raise self.fail(Message("函数 {name} 的括号里应是一个指标代码", name=name.text), name)
        return Blank(arguments[0]) if name.text == "blank" else Ref(arguments[0].key, name.text)


@cache
def parse(text: str) -> Node:
    """The truth expression that ``text`` writes; ExpressionError says where and why it is not one."""
    return _Parser(text).whole()


@cache
def parse_figure(text: str) -> Node:
    """The number expression that ``text`` writes, for a derived figure such as a concept of the crosswalk."""
    parser = _Parser(text)
    node = parser.operand(parser.addition, "number")
    if parser.token.sort != "end":
        raise parser.fail(Message("多出“{word}”", word=parser.token.text))
    return node
