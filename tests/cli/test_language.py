"""Both languages of the command line: a complete catalogue, templates that agree, help and labels in one language."""

from __future__ import annotations

import ast
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from gongkai.cli.language import say, translate, wants_english
from gongkai.cli.main import cli, run
from gongkai.law.messages import Message, one_of

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "src" / "gongkai" / "locale"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
FIELD = re.compile(r"\{\w+\}")
TELLS = ("say", "translate", "Message", "Fault", "fail", "_unusable")


def english() -> dict[str, str]:
    with (LOCALE / "en" / "LC_MESSAGES" / "gongkai.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="en") if m.id}


def test_the_catalogues_are_complete_and_compiled():
    script = [sys.executable, str(ROOT / "scripts" / "messages.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run: python scripts/messages.py, then translate\n{done.stdout}"


def test_both_languages_have_the_same_fields():
    messages = english()
    assert len(messages) > 400
    assert [m for m, translated in messages.items() if set(FIELD.findall(m)) != set(FIELD.findall(translated))] == []


def test_the_english_is_english():
    quoted = {m: re.sub(r"[“”…×〔〕]", "", translated) for m, translated in english().items()}
    assert [translated for translated in quoted.values() if CHINESE.search(translated)] == []


def told(tree: ast.AST) -> Iterator[ast.expr]:
    """The arguments of every call that makes a message."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in TELLS or name.endswith("Error"):
                yield from node.args


def test_no_message_is_put_together_before_it_is_translated():
    found = []
    for file in sorted((ROOT / "src" / "gongkai").rglob("*.py")):
        for argument in told(ast.parse(file.read_text(encoding="utf-8"))):
            for node in ast.walk(argument):
                if isinstance(node, ast.JoinedStr) and CHINESE.search(ast.unparse(node)):
                    found.append(f"{file.name}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "fr_FR.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, False),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, False),
        ({"LANG": "zh_CN", "LANGUAGE": "en"}, True),
    ],
)
def test_the_locale_decides(monkeypatch, variables, expected):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_english() is expected


NESTED = Message("应为{kinds}，现为 {value}", kinds=one_of([Message("整数"), Message("文字")]), value="整数")


def test_a_message_is_its_chinese_text_and_remembers_how_to_be_said(monkeypatch):
    assert NESTED == "应为整数或文字，现为 整数"
    assert type(str(NESTED)) is str
    assert Message(NESTED) is NESTED
    monkeypatch.setenv("LANGUAGE", "en")
    assert translate(NESTED) == "should be a whole number or text, not 整数"
    assert say("可用的有：{kinds}", kinds=["a", Message("文字")]) == "there are: a, text"
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert say("可用的有：{kinds}", kinds=["a", Message("文字")]) == "可用的有：a、文字"


@pytest.mark.parametrize("message", [NESTED, Message("对象（{…}）"), Message("缺少“{key}”", key="{x}")])
def test_a_message_survives_copying_and_pickling(message):
    for copy in (pickle.loads(pickle.dumps(message)), deepcopy(message)):
        assert (copy, copy.template, dict(copy.values)) == (message, message.template, dict(message.values))


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from commands(command.get_command(click.Context(command), name), (*path, name))


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_help_is_in_one_language(capsys, monkeypatch, path):
    monkeypatch.setenv("LANGUAGE", "en")
    assert run([*path, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Usage: gongkai")
    assert "Show this message and exit." in out
    assert not CHINESE.search(out)
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert run([*path, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：")
    assert not re.search(r"Usage|Options:|Commands:|Show this|required|default", out)
    assert all(CHINESE.search(part) for part in out.split("\n\n")[1:])


def test_a_fee_is_english_throughout(capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert run(["fee", "--pages", "250"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Information-processing fee: 4700 yuan (250 pages)")
    assert not CHINESE.search(out)


def test_a_deadline_has_english_labels_and_the_derivation_of_the_law(capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert run(["deadline", "--received", "2026-11-02", "--event", "answered=2026-12-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["Answer due: 2026-11-30 (Monday)", "State: closed: answered (late)"]
    derivation = lines[lines.index("Derivation:") + 1 : -1]
    assert derivation
    assert all(CHINESE.search(line) for line in derivation)
