"""``gongkai corpus synth`` and ``gongkai corpus score`` as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from gongkai.cli import main
from gongkai.cli.files import report_files

RULE_NAMES = ("part", "name", "detail", "reports", "total", "right", "wrong", "missing", "extra")


@dataclass
class Said:
    exit_code: int
    stdout: str
    stderr: str


def run(*arguments):
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main.run(["corpus", *map(str, arguments)])
    return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    made = run("synth", 16, "-o", folder / "in", "--formats", "txt", "--defects", 0.5, "--workers", 1, "--seed", 4)
    assert made.exit_code == 0, made.stderr
    assert "16" in made.stdout
    assert run("read", folder / "in", "-o", folder / "store", "--workers", 1).exit_code == 0
    assert run("audit", folder / "store").exit_code in (0, 1)
    return folder


def test_the_score_of_what_was_found(corpus):
    scored = run("score", corpus / "store", corpus / "in" / "answers.json")
    assert scored.exit_code == 0, scored.stdout
    assert "cn-gid-" in scored.stdout


def test_the_score_as_json(corpus, tmp_path):
    out = tmp_path / "score.json"
    assert run("score", corpus / "store", corpus / "in" / "answers.json", "--format", "json", "-o", out).exit_code == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["schema"] == "gongkai.score/1"
    assert told["passes"] is True
    assert told["reports"] == 16
    assert sum(f["injected"] for f in told["faults"]) >= told["faulty"] > 0
    assert all(c["wrong"] == c["missing"] == c["extra"] == 0 for c in told["cells"])


def test_families_and_severities_are_in_the_users_language(corpus, monkeypatch):
    arguments = ("score", corpus / "store", corpus / "in" / "answers.json")
    chinese = run(*arguments).stdout
    assert "勾稽" in chinese
    assert "arithmetic" not in chinese
    monkeypatch.setenv("LANGUAGE", "en")
    assert "arithmetic" in run(*arguments).stdout


@pytest.mark.parametrize(("name", "start"), [("s.json", "{"), ("s.csv", "part,"), ("s.TXT", "16 ")])
def test_the_suffix_tells_the_form_of_the_score(corpus, tmp_path, name, start):
    scored = run("score", corpus / "store", corpus / "in" / "answers.json", "-o", tmp_path / name)
    assert (scored.exit_code, scored.stdout, scored.stderr) == (0, "", f"已写入 {tmp_path / name}\n")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize("outputs", [["s.pdf"], ["."], ["a.json", "b.json"]], ids=["suffix", "here", "two"])
def test_a_score_goes_to_one_file_of_a_form_it_has(corpus, tmp_path, monkeypatch, outputs):
    monkeypatch.chdir(tmp_path)
    options = [word for name in outputs for word in ("-o", name)]
    refused = run("score", corpus / "store", corpus / "in" / "answers.json", *options)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert outputs[0] in refused.stderr or "-o" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_score_as_csv(corpus):
    scored = run("score", corpus / "store", corpus / "in" / "answers.json", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(scored.stdout)))
    assert tuple(rows[0]) == RULE_NAMES
    assert {row["part"] for row in rows} <= {"fault", "false", "cells"}
    assert sum(int(row["reports"]) for row in rows if row["part"] == "cells") == 16


def test_a_store_without_the_reports_fails(corpus, tmp_path):
    run("synth", 6, "-o", tmp_path / "in", "--formats", "txt", "--workers", 1, "--seed", 9)
    scored = run("score", corpus / "store", tmp_path / "in" / "answers.json")
    assert scored.exit_code == 1


def test_the_key_is_no_report(corpus):
    assert all(file.name != "answers.json" for file in report_files([corpus / "in"]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--formats", "doc"], "doc"),
        (["--formats", ","], "--formats"),
        (["--editions", "cn-gid-2030"], "cn-gid-2030"),
        (["--faults", "typo"], "typo"),
        (["--years", "2013-2015"], "2013-2015"),
        (["--years", "2020-2019"], "2020-2019"),
        (["--years", "all"], "all"),
        (["--defects", "1.5"], "1.5"),
        (["--years", "2022", "--editions", "cn-gid-2019"], "--years"),
    ],
)
def test_wrong_options_are_refused_in_one_line(tmp_path, arguments, words):
    refused = run("synth", 5, "-o", tmp_path / "in", *arguments)
    assert refused.exit_code == 2
    assert words in refused.stderr


def test_a_folder_in_use_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    refused = run("synth", 5, "-o", tmp_path)
    assert refused.exit_code == 2
    assert len(refused.stderr.strip().splitlines()) <= 2


@pytest.mark.parametrize("missing", ["store", "answers"])
def test_a_missing_store_or_key_is_refused(corpus, tmp_path, missing):
    store = tmp_path / "none" if missing == "store" else corpus / "store"
    answers = tmp_path / "none.json" if missing == "answers" else corpus / "in" / "answers.json"
    assert run("score", store, answers).exit_code == 2


@pytest.mark.parametrize("damage", ["missing", "cut", "garbled"])
def test_a_damaged_store_is_refused(corpus, tmp_path, damage):
    shutil.copytree(corpus / "store", tmp_path / "store")
    path = next((tmp_path / "store" / "figures").rglob("*.parquet"))
    left = {"missing": None, "cut": path.read_bytes()[:-9], "garbled": b"not a table" * 99}[damage]
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    refused = run("score", tmp_path / "store", corpus / "in" / "answers.json")
    assert refused.exit_code == 2
    assert path.name in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_only_the_faults_asked_for_are_put_in(tmp_path):
    run("synth", 60, "-o", tmp_path, "--formats", "md", "--defects", 1, "--faults", "late,unsigned", "--workers", 1)
    told = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert {f["kind"] for r in told["reports"] for f in r["faults"]} == {"late", "unsigned"}


@pytest.mark.parametrize("module", ["pyarrow", "duckdb", "fsspec", "filelock", "numpy", "altair", "distributed"])
def test_a_plain_installation_writes_synthetic_reports(tmp_path, module):
    script = f"import sys; sys.modules['{module}'] = None; from gongkai.cli.main import main; main()"
    arguments = ["corpus", "synth", "2", "-o", str(tmp_path / "in"), "--formats", "txt", "--workers", "1"]
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
