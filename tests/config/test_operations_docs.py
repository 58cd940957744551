"""docs/operations.md and docs/settings.md: the commands run, the files can be read, nothing is left out."""

import configparser
import re
import shlex
import subprocess
import sys
import tomllib

import pytest

from gongkai.cli.main import COMMANDS
from gongkai.cli.serve import serve
from gongkai.config.environment import Environment
from gongkai.config.health import _parts
from tests.homes import ROOT

pytestmark = pytest.mark.django_db
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(language):
    return [body for kind, body in BLOCK.findall(PAGE) if kind == language]


def test_every_command_of_the_guide_runs_in_its_order(homes, tmp_path):
    home = homes("home", empty=True)
    home.environment["GONGKAI_BASE_URL"] = "https://xxgk.example.cn"
    lines = [line for body in blocks("console") for line in body.splitlines()]
    assert len(lines) > 6
    printed = {}
    for line in lines:
        dollar, program, *arguments = shlex.split(line)
        assert (dollar, program) == ("$", "gongkai")
        arguments = [argument.replace("/var/backups/gongkai", str(tmp_path)) for argument in arguments]
        printed[line] = home.gongkai(*arguments, code=1 if arguments == ["check"] else 0)
    assert "gongkai.W009" in printed["$ gongkai check"][0]
    invited = next(said for line, (said, _errors) in printed.items() if "invite_administrator" in line)
    assert invited.startswith("https://xxgk.example.cn/desk/")
    assert printed["$ gongkai verify-log"][0].startswith("日志完整，共 2 条")


@pytest.mark.parametrize("line", [line for body in blocks("sh") for line in body.splitlines() if " gongkai " in line])
def test_commands_that_only_a_server_can_run_are_spelt_right(line):
    words = shlex.split(line, comments=True)
    if "gongkai" in words and words[0] == "gongkai":
        assert words[1] in COMMANDS


def test_the_service_starts_the_site_with_options_that_exist():
    service = configparser.ConfigParser(strict=True)
    service.optionxform = str
    service.read_string(blocks("ini")[0])
    program, command, *options = shlex.split(service["Service"]["ExecStart"])
    assert (program.rpartition("/")[2], command) == ("gongkai", "serve")
    known = {name for parameter in serve.params for name in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_the_file_of_settings_is_accepted(monkeypatch):
    for name in Environment.model_fields:
        monkeypatch.delenv(f"GONGKAI_{name.upper()}", raising=False)
    env = Environment(**tomllib.loads(blocks("toml")[0]))
    assert env.require_totp
    assert env.site_name == "示例县政府信息公开"


def test_settings_that_are_named_exist():
    named = set(re.findall(r"GONGKAI_([A-Z_]+)", PAGE)) - {"SETTINGS"}
    assert {name.lower() for name in named} <= Environment.model_fields.keys()
    assert named


def test_commands_that_are_named_exist():
    named = set(re.findall(r"`gongkai ([a-z-]+)", PAGE))
    assert named <= COMMANDS.keys()
    assert {"serve", "check", "backup", "restore", "verify-log", "manage"} <= set(
        re.findall(r"gongkai ([a-z-]+)", PAGE)
    )


def test_every_part_of_readiness_is_named():
    assert all(f"`{name}`" in PAGE for name, _works in _parts())


def test_every_setting_is_documented():
    done = subprocess.run([sys.executable, "scripts/settings_doc.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_links_lead_somewhere():
    targets = re.findall(r"\]\(([a-z-]+\.md)\)", PAGE)
    assert targets
    assert [name for name in targets if not (ROOT / "docs" / name).exists()] == []
