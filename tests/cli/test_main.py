"""The command line as a whole: help, wrong use, languages, exit codes."""

import subprocess
import sys

import pytest

from gongkai.cli.main import COMMANDS, run


def outcome(capsys, *arguments):
    code = run(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def english(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en_GB")


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


def test_the_help_lists_every_command(capsys):
    code, out, _ = outcome(capsys, "--help")
    assert code == 0
    for name in COMMANDS:
        assert name in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example_of_its_use(capsys, name):
    code, out, _ = outcome(capsys, name, "--help")
    assert code == 0
    assert f"gongkai {name}" in out


def test_no_arguments_print_the_help(capsys):
    code, out, _ = outcome(capsys)
    assert code == 0
    assert "audit" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["audti"], "没有命令 audti"),
        (["read"], "缺少"),
        (["read", "--editoin", "x"], "没有选项"),
        (["read", "no-such-report.docx"], "no-such-report.docx"),
        (["audit", ".", "--format", "pdf"], "只能是"),
        (["convert", "a.txt"], "缺少"),
        (["convert", "a.txt", "-o", "a.odt"], "a.odt"),
        (["audit", ".", "--format", "html"], "-o"),
    ],
)
def test_wrong_use_is_one_line_that_says_what_to_do(capsys, arguments, words):
    code, out, err = outcome(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert err.startswith("gongkai: ")
    assert words in err


def test_a_path_that_is_not_there_is_named_and_the_others_are_still_audited(capsys, tmp_path):
    (tmp_path / "a.txt").write_text("2023年，我局未收到政府信息公开申请。", encoding="utf-8")
    code, out, err = outcome(capsys, "audit", "no-such-folder", str(tmp_path / "a.txt"))
    assert code == 2
    assert "a.txt" in out
    assert "no-such-folder" in err


@pytest.mark.parametrize(
    "arguments", [["audti"], ["read"], ["read", "no-such-report.docx"], ["audit", ".", "--format", "html"]]
)
def test_an_english_locale_gets_english_errors(capsys, english, arguments):
    code, _, err = outcome(capsys, *arguments)
    assert code == 2
    assert not any("\u4e00" <= c <= "\u9fff" for c in err)


def test_the_version_is_printed():
    done = subprocess.run([sys.executable, "-m", "gongkai", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("gongkai 0.")


@pytest.mark.parametrize("arguments", [["deadline", "--help"], ["fee", "--items", "3"]])
def test_a_small_command_loads_no_reader_and_no_writer(arguments):
    code = (
        "import sys; from gongkai.cli.main import run; run(sys.argv[1:]);"
        "heavy = {'lxml', 'docx', 'typst', 'pypdfium2', 'xlsxwriter', 'django'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_conversion_never_overwrites_its_source(capsys, tmp_path):
    source = tmp_path / "a.json"
    source.write_text("2023年，我局收到申请3件。", encoding="utf-8")
    code, _, err = outcome(capsys, "convert", str(source), "-o", str(source))
    assert code == 2
    assert "原文件" in err
    assert source.read_text(encoding="utf-8") == "2023年，我局收到申请3件。"
