"""Every action of every room asks for a permission itself: a page that forgets to ask cannot open it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gongkai

SOURCE = Path(gongkai.__file__).parent
ASKS = {"require", "require_for", "require_turn", "opened_section"}
WITHOUT = {
    "change_own_contact": "everybody may change how they are reached",
    "leave_own_password_to_directory": "the person has just proved who they are to the directory",
    "note_drafting": "a part of actions that have asked; it stores nothing of its own",
    "take": "what filing online and by file have in common; both have asked",
}


def actions() -> Iterator[tuple[str, set[str]]]:
    """Each public verb that somebody carries out, with what it calls, itself or through its module's own functions."""
    for file in sorted(SOURCE.rglob("actions/*.py")):
        module = {node.name: node for node in ast.parse(file.read_text(encoding="utf-8")).body if is_function(node)}
        for name, node in module.items():
            given = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            if not name.startswith("_") and "actor" in given:
                yield name, called(node, module, {name})


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


def called(node: ast.FunctionDef, module: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    found = {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    for name in (found & module.keys()) - seen:
        seen.add(name)
        found |= called(module[name], module, seen)
    return found


def test_every_action_asks_for_a_permission():
    verbs = dict(actions())
    assert len(verbs) > 50
    assert {name for name, calls in verbs.items() if not calls & ASKS} == WITHOUT.keys()


def test_an_action_that_asks_nothing_is_seen():
    node = ast.parse("def publish(*, actor):\n    store()").body[0]
    asking = ast.parse("def publish(*, actor):\n    _held()\ndef _held():\n    require()").body
    assert not called(node, {}, set()) & ASKS
    assert called(asking[0], {f.name: f for f in asking}, set()) & ASKS
