"""The mutation runner, and a fixed sample of mutants that the tests of the domain must notice."""

from __future__ import annotations

import ast

import pytest
from scripts.mutants import KILLED, KINDS, SOURCE, Laboratory, mutants_of, own_tests

# Module, function, kind of change, test file: the first such mutant. Each stands for a slip that is easily made.
SAMPLE = [
    ("law/fees.py", "_fee", "comparison", "tests/law/test_fees.py"),
    ("law/dates.py", "parse_date", "result", "tests/law/test_dates.py"),
    ("law/expressions.py", "_rewrite_pair", "junction", "tests/law/test_expressions.py"),
    ("report/reading/values.py", "_number", "negation", "tests/report/reading/test_values.py"),
    ("report/reading/values.py", "_signed", "number", "tests/report/reading/test_values.py"),
    ("report/reading/values.py", "_parsed", "number", "tests/report/reading/test_values.py"),
]


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


@pytest.mark.long
@pytest.mark.parametrize(("module", "function", "kind", "tests"), SAMPLE)
def test_the_tests_notice(laboratory, module, function, kind, tests):
    mutant = next(m for m in mutants_of(module) if (m.function, m.kind) == (function, kind))
    assert laboratory.try_out(mutant, [tests]) == KILLED, str(mutant)


def test_the_tests_pass_on_the_copy_without_a_change(laboratory):
    assert laboratory.passes(["tests/law/test_dates.py"])


def test_every_kind_of_change_is_made_and_can_be_run():
    made = [
        mutant
        for module in ("law/expressions.py", "law/clock.py", "report/combine.py")
        for mutant in mutants_of(module)
    ]
    assert {mutant.kind for mutant in made} >= set(KINDS) - {"jump", "truth", "arithmetic"}
    for mutant in made[::25]:
        assert ast.dump(ast.parse(mutant.source())) != ast.dump(ast.parse((SOURCE / mutant.module).read_text()))


@pytest.mark.parametrize("folder", ["law", "report/reading", "report/auditing", "report/claims", "report/writing"])
def test_every_module_of_the_domain_has_tests_to_run(folder):
    for path in (SOURCE / folder).glob("*.py"):
        assert own_tests(str(path.relative_to(SOURCE)))
