"""``gongkai serve`` as a process of its own: what it answers, what it survives, and that nothing of it stays behind."""

import gzip
import json
import os
import re
import select
import signal
import socket
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.sites import PATIENCE, Site, free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def serving(home):
    sites = []

    def serve(**options):
        sites.append(Site(home, **options))
        return sites[-1]

    yield serve
    for site in sites:
        if site.process.poll() is None:
            site.process.kill()
            site.process.communicate()


def processes_of(home):
    """The processes that run for this home, by what they do."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            variables, command = (folder / "environ").read_bytes(), (folder / "cmdline").read_bytes()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if f"GONGKAI_HOME={home.folder}\0".encode() in variables and state != "Z":
            found[int(folder.name)] = "work" if b"\0work\0" in command else "serve"
    return found


def ended(number):
    """Wait for the end of a process that is not our child."""
    try:
        handle = os.pidfd_open(number)
    except ProcessLookupError:
        return
    assert select.select([handle], [], [], PATIENCE)[0]
    os.close(handle)


def test_it_says_its_address_when_it_answers_there(serving):
    site = serving()
    assert site.address == f"http://127.0.0.1:{site.port}/"
    assert site.get("/health/live")[::2] == (200, b"ok")
    status, _headers, body = site.get("/health/ready")
    assert (status, json.loads(body)) == (200, {"ready": True, "broken": []})


def test_styles_are_compressed_and_may_be_kept_for_ever(serving):
    site = serving()
    page = site.get("/accounts/login/")[2].decode()
    style = re.search(r'href="(/static/[^"]+\.css)"', page).group(1)
    assert re.search(r"\.[0-9a-f]{12}\.css$", style)
    status, headers, body = site.get(style, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert gzip.decompress(body) == site.get(style)[2]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_a_signal_ends_all_of_it(home, serving, how):
    site = serving(processes=2)
    site.log("Starting worker")
    started = processes_of(home)
    assert sorted(started.values()) == ["serve", "serve", "serve", "work"]
    site.end(how)
    assert site.process.returncode in (0, 130)
    assert processes_of(home) == {}


def test_ctrl_c_in_a_terminal_reaches_every_process_at_once_and_still_ends_well(home, serving):
    site = serving()
    site.log("Starting worker")
    os.killpg(site.process.pid, signal.SIGINT)
    said = site.process.communicate(timeout=PATIENCE)[1]
    assert "Traceback" not in said
    assert processes_of(home) == {}


def test_nothing_outlives_a_site_that_was_killed(home, serving):
    site = serving()
    site.log("Starting worker")
    started = processes_of(home)
    site.process.kill()
    for number in started:
        if number != site.process.pid:
            ended(number)
    site.process.communicate()
    assert processes_of(home) == {}


def test_what_dies_is_started_again(home, serving):
    site = serving()
    site.log("Starting worker")
    work = [number for number, what in processes_of(home).items() if what == "work"]
    answers = [n for n, what in processes_of(home).items() if what == "serve" and n != site.process.pid]
    for number in (*work, *answers):
        os.kill(number, signal.SIGKILL)
    site.log("Starting worker")
    assert site.get("/health/live")[0] == 200
    site.end()
    assert processes_of(home) == {}


def test_a_port_that_is_taken_is_one_line(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        _printed, said = home.gongkai("serve", "--port", port, code=2)
    assert said.startswith(f"gongkai: 不能监听 127.0.0.1:{port}：")
    assert said.endswith("请用 --port 换一个端口。\n")
    assert said.count("\n") == 1


def test_without_a_secret_is_one_line(home):
    del home.environment["GONGKAI_SECRET_KEY"]
    _printed, said = home.gongkai("serve", "--port", free_port(), code=2)
    assert said == "gongkai: 没有设置密钥；请把环境变量 GONGKAI_SECRET_KEY 设为 50 个以上的随机字符。\n"


def test_a_new_home_is_made_for_its_owner_only(homes):
    other = homes("other", empty=True)
    other.folder.rmdir()
    other.gongkai("manage", "check")
    assert other.folder.stat().st_mode & 0o777 == 0o700


HEADERS = {"User-Agent": "browser-of-zhang", "X-Forwarded-For": "10.7.8.9"}
TELLING = (
    "zhang", "张", "li-unknown", "county-of-examples", "not-the-password", "13800001111", "10.7.8.9", "127.0.0.1",
    "attacker", "browser-of",
)  # fmt: skip


def log_in(site, name, password):
    """The answer to a login, as a browser does it."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(f"{site.address}accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    said = urllib.parse.urlencode({"login": name, "password": password, "csrfmiddlewaretoken": token})
    return opener.open(f"{site.address}accounts/login/", said.encode())


def test_real_requests_leave_no_personal_data_in_the_log(home, serving):
    home.told(
        """
        from gongkai.agencies.models import Person
        Person.objects.create_user(username="zhang-clerk", password="county-of-examples-9", name="张经办")
        tell()
        """
    )
    site = serving()
    assert log_in(site, "zhang-clerk", "county-of-examples-9").status == 200
    log_in(site, "li-unknown", "not-the-password-7")
    for path in ("/desk/?q=张经办", "/nowhere/13800001111/", "/health/live?phone=13800001111"):
        site.get(urllib.parse.quote(path, safe="/?="), **HEADERS)
    site.get("/desk/", Host="attacker.example.com")
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as raw:
        raw.sendall(b"GET /zhang-clerk HTTP/9.9 attacker\r\n\r\n")
        assert b" 400 " in raw.recv(100)
    said = site.end()
    lines = [json.loads(line) for line in said.splitlines() if line]
    answered = [(line["route"], line["status"]) for line in lines if line["logger"] == "gongkai.access"]
    assert ("accounts/login/", 302) in answered
    assert ("health/live", 200) in answered
    assert ("-", 404) in answered
    assert [word for word in TELLING if word in said] == []
