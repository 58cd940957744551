"""Change the code of the domain in small ways, one at a time, and see whether its tests notice.

``python scripts/mutants.py --modules law/fees.py report/combine.py --count 40`` prints each mutant with its line and
whether a test failed. A survivor is either a test that is missing or a change that means the same. The package is
copied to a temporary folder, so that the working copy is never touched.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gongkai"
TIMEOUT = 120
KILLED, SURVIVED = "killed", "survived"
# The tests that own a module; the first pattern that fits counts.
TESTS: tuple[tuple[str, str], ...] = (
    ("law/clock*.py", "tests/law/test_clock*.py"),
    ("law/working_days.py", "tests/law/test_working_days.py"),
    ("law/fees.py", "tests/law/test_fees.py"),
    ("law/expressions.py", "tests/law/test_expressions.py"),
    ("law/outcomes.py", "tests/report/auditing/test_declarative*.py"),
    ("law/dates.py", "tests/law/test_dates.py"),
    ("law/*.py", "tests/law/test_*.py"),
    ("report/combine.py", "tests/report/test_combine.py"),
    ("report/compare.py", "tests/report/test_compare.py"),
    ("report/serialise.py", "tests/report/writing/test_serialise.py"),
    ("report/claims/*.py", "tests/report/claims/test_*.py"),
    ("report/auditing/declarative*.py", "tests/report/auditing/test_[dem]*.py"),
    ("report/auditing/*.py", "tests/report/auditing/test_*.py"),
    ("report/reading/values.py", "tests/report/reading/test_[vp]*.py"),
    ("report/reading/labels.py", "tests/report/reading/test_[lpr]*.py"),
    ("report/reading/identity.py", "tests/report/reading/test_[ir]*.py"),
    ("report/reading/headings.py", "tests/report/reading/test_[sir]*.py"),
    ("report/reading/sections.py", "tests/report/reading/test_[sir]*.py"),
    ("report/reading/placing*.py", "tests/report/reading/test_[pr]*.py"),
    ("report/reading/*.py", "tests/report/reading/test_*.py"),
    ("report/writing/*.py", "tests/report/writing/test_*.py"),
    ("report/presenting/*.py", "tests/report/presenting/test_*.py"),
)
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """One change of ``kind``, at the node of number ``place`` in the walk of the module's tree."""

    module: str
    function: str
    kind: str
    place: int
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.function}: {self.before}  →  {self.after}"

    def source(self) -> str:
        """The whole module with the change; comments are lost."""
        tree = ast.parse((SOURCE / self.module).read_text())
        node = list(ast.walk(tree))[self.place]
        changed = KINDS[self.kind](node)
        assert changed is not None
        return ast.unparse(ast.fix_missing_locations(_Change(node, changed).visit(tree)))


def _compare(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Compare):
        return None
    return ast.Compare(node.left, [_COMPARISONS[type(node.ops[0])](), *node.ops[1:]], node.comparators)


def _arithmetic(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.BinOp | ast.AugAssign) or type(node.op) not in _ARITHMETIC:
        return None
    operator = _ARITHMETIC[type(node.op)]()
    if isinstance(node, ast.BinOp):
        return ast.BinOp(node.left, operator, node.right)
    return ast.AugAssign(node.target, operator, node.value)


def _junction(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.BoolOp):
        return None
    return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _negation(node: ast.AST) -> ast.AST | None:
    return node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else None


def _number(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Constant) or type(node.value) is not int:
        return None
    return ast.Constant(node.value + 1)


def _truth(node: ast.AST) -> ast.AST | None:
    return ast.Constant(not node.value) if isinstance(node, ast.Constant) and type(node.value) is bool else None


def _result(node: ast.AST) -> ast.AST | None:
    """``return None`` in place of a result."""
    if not isinstance(node, ast.Return) or node.value is None:
        return None
    return None if isinstance(node.value, ast.Constant) and node.value.value is None else ast.Return(ast.Constant(None))


def _jump(node: ast.AST) -> ast.AST | None:
    return ast.Pass() if isinstance(node, ast.Continue | ast.Break) else None


def _condition(node: ast.AST) -> ast.AST | None:
    """A branch that is always taken."""
    if isinstance(node, ast.If):
        return ast.If(ast.Constant(True), node.body, node.orelse)
    return ast.IfExp(ast.Constant(True), node.body, node.orelse) if isinstance(node, ast.IfExp) else None


KINDS: dict[str, Callable[[ast.AST], ast.AST | None]] = {
    "comparison": _compare,
    "arithmetic": _arithmetic,
    "junction": _junction,
    "negation": _negation,
    "number": _number,
    "truth": _truth,
    "result": _result,
    "jump": _jump,
    "condition": _condition,
}


class _Change(ast.NodeTransformer):
    """Puts a changed node in place of one node."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of the functions of a module, named from the package (``law/fees.py``)."""
    tree = ast.parse((SOURCE / module).read_text())
    places = {id(node): place for place, node in enumerate(ast.walk(tree))}
    seen: set[int] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.expr | ast.stmt) and places[id(node)] not in seen:
                seen.add(places[id(node)])
                yield from _mutants_at(node, module, function.name, places[id(node)])


def _mutants_at(node: ast.expr | ast.stmt, module: str, function: str, place: int) -> Iterator[Mutant]:
    for kind, change in KINDS.items():
        if (changed := change(node)) is not None:
            before, after = (ast.unparse(ast.fix_missing_locations(n)).split("\n")[0] for n in (node, changed))
            yield Mutant(module, function, kind, place, node.lineno, before, after)


def own_tests(module: str) -> list[str]:
    """The test files that should notice a change of a module."""
    pattern = next(tests for modules, tests in TESTS if fnmatch(module, modules))
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))


class Laboratory:
    """A copy of the package in which one module at a time is a mutant."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.copytree(SOURCE, folder / "gongkai", ignore=shutil.ignore_patterns("__pycache__"))

    def passes(self, tests: Sequence[str]) -> bool:
        """Whether the tests pass with the copy as it stands; taking too long is failing."""
        hypothesis = {"HYPOTHESIS_STORAGE_DIRECTORY": str(self._folder / "hypothesis")}
        environment = os.environ | hypothesis | {"PYTHONPATH": str(self._folder), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        try:
            run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return False
        return run.returncode == 0

    def try_out(self, mutant: Mutant, tests: Sequence[str] = ()) -> str:
        """``KILLED`` or ``SURVIVED``."""
        path = self._folder / "gongkai" / mutant.module
        original = path.read_text()
        path.write_text(mutant.source())
        try:
            return SURVIVED if self.passes(tests or own_tests(mutant.module)) else KILLED
        finally:
            path.write_text(original)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", nargs="+", required=True, help="paths below src/gongkai, with wildcards")
    parser.add_argument("--count", type=int, default=40, help="how many mutants are drawn from all of them")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    modules = sorted({str(p.relative_to(SOURCE)) for pattern in chosen.modules for p in SOURCE.glob(pattern)})
    every = [mutant for module in modules for mutant in mutants_of(module)]
    drawn = Random(chosen.seed).sample(every, min(chosen.count, len(every)))
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(Path(folder))
        for module in sorted({mutant.module for mutant in drawn}):
            if not laboratory.passes(own_tests(module)):
                parser.error(f"the tests of {module} fail without any change")
        for mutant in drawn:
            outcome = laboratory.try_out(mutant)
            survivors += outcome == SURVIVED
            sys.stdout.write(f"{outcome:8} {mutant}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(drawn)} of {len(every)} mutants: {len(drawn) - survivors} killed, {survivors} survived\n")
    return survivors > 0


if __name__ == "__main__":
    sys.exit(main())
