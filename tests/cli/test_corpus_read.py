"""``gongkai corpus read``: what it says, its exit codes, its bar, Ctrl-C."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.corpus.running.making import put_reports, report_text

from gongkai.cli.corpus.read_progress import Bar
from gongkai.cli.main import run
from gongkai.corpus.store import Store, open_store

LINE = re.compile(r"读入 (\d+) 份，库中已有 (\d+) 份，内容重复 (\d+) 份，其他文件 (\d+) 个，读不了 (\d+) 个")


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


@pytest.fixture
def said(tmp_path, capfd):
    """Runs the command on tmp_path/in into tmp_path/store: (exit code, standard output, standard error)."""

    def said(*arguments, store=tmp_path / "store"):
        code = run(["corpus", "read", *map(str, arguments or [tmp_path / "in"]), "-o", str(store), "--workers", "1"])
        return code, *capfd.readouterr()

    return said


def counts(output: str) -> tuple[int, ...]:
    return tuple(map(int, LINE.search(output).groups()))


def test_a_clean_run_and_its_repetition(tmp_path, said):
    put_reports(tmp_path / "in", range(12))
    (tmp_path / "in" / "图.jpg").write_bytes(b"")
    for expected in ((12, 0, 0, 1, 0), (0, 12, 0, 1, 0)):
        code, output, error = said()
        assert (code, counts(output), error) == (0, expected, "")
        assert output.count("\n") == 1


def test_faults_are_listed_with_what_to_do(tmp_path, said):
    put_reports(tmp_path / "in", range(3))
    (tmp_path / "in" / "坏.docx").write_bytes(b"")
    code, output, _ = said()
    assert (code, counts(output)) == (1, (3, 0, 0, 0, 1))
    assert f"{tmp_path}/in/坏.docx：文件是空的；请重新下载或重新导出这个文件" in output
    assert said()[:2] == (1, output.replace("读入 3 份，库中已有 0 份", "读入 0 份，库中已有 3 份"))


def test_control_characters_of_names_are_shown_and_not_sent_to_the_terminal(tmp_path, said):
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "in" / "a\nb\x1b[31mred\u202e\u3000甲.docx").write_bytes(b"")
    _, output, _ = said()
    assert output.splitlines()[1].startswith(f"{tmp_path}/in/a\\nb\\x1b[31mred\\u202e\u3000甲.docx：文件是空的")
    _, _, error = said(tmp_path / "no\x1b[31m\nred")
    assert "/no\\x1b[31m red；" in error
    assert error.count("\n") == 1


def test_a_long_list_of_faults_is_cut_and_tells_where_the_rest_is(tmp_path, said):
    put_reports(tmp_path / "in", range(1))
    for number in range(25):
        (tmp_path / "in" / f"{number}.rar").write_bytes(b"")
    code, output, _ = said()
    assert code == 1
    assert output.count(".rar：") == 20
    assert f'……共 25 个，全部见：gongkai corpus query {tmp_path}/store "SELECT path, fault FROM faults"' in output


def test_english(tmp_path, said, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en_GB")
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "in" / "a.rar").write_bytes(b"")
    _, output, _ = said()
    assert output.splitlines() == [
        "1 read, 0 already in the store, 0 duplicates, 0 files of other kinds, 1 unreadable",
        f"{tmp_path}/in/a.rar: 7z and rar archives cannot be read; unpack it, or save it as zip",
    ]


def newer(store: Path) -> None:
    store.mkdir()
    (store / "store.json").write_text(json.dumps({"schema": "gongkai.store", "version": 99}))


def foreign(store: Path) -> None:
    store.mkdir()
    (store / "letter.txt").write_text("x")


def damaged(store: Path) -> None:
    store.mkdir()
    (store / "store.json").write_text("{")


@pytest.mark.parametrize("spoil", [newer, foreign, damaged], ids=lambda spoil: spoil.__name__)
def test_what_is_no_store_is_left_alone(tmp_path, said, spoil):
    put_reports(tmp_path / "in", range(1))
    spoil(tmp_path / "store")
    before = {path: path.read_bytes() for path in (tmp_path / "store").iterdir()}
    code, output, error = said()
    assert (code, output, error.count("\n")) == (2, "", 1)
    assert {path: path.read_bytes() for path in (tmp_path / "store").iterdir()} == before


def test_what_cannot_be_done_is_told_in_one_line(tmp_path, said):
    put_reports(tmp_path / "in", range(1))
    (tmp_path / "empty").mkdir()
    (tmp_path / "custom.json").write_text("{}")
    for arguments in (
        [tmp_path / "没有这个文件夹"],
        [tmp_path / "empty"],
        [tmp_path / "in", "--scheduler", "tcp://127.0.0.1:9"],  # Together with --workers.
        [tmp_path / "in", "--edition", tmp_path / "custom.json"],
        ["gopher9://x"],
        [tmp_path / "store"],
    ):
        code, output, error = said(*arguments)
        assert (code, output, error.count("\n")) == (2, "", 1), arguments
        assert error.startswith("gongkai: ")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_number_that_is_no_count_is_told_what_it_may_be(tmp_path, capfd, number):
    assert run(["corpus", "read", str(tmp_path), "-o", str(tmp_path / "store"), "--workers", number]) == 2
    assert capfd.readouterr().err == "gongkai: --workers：要填整数，不小于1。用法见：gongkai corpus read --help\n"


def test_a_scheduler_that_is_not_there(tmp_path, capfd, monkeypatch):
    from gongkai.corpus.running import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    put_reports(tmp_path / "in", range(1))
    arguments = ["corpus", "read", tmp_path / "in", "-o", tmp_path / "store", "--scheduler", "tcp://127.0.0.1:9"]
    assert run(list(map(str, arguments))) == 2
    assert capfd.readouterr().err.splitlines() == [
        "gongkai: 连不上集群的调度进程 tcp://127.0.0.1:9；请检查地址和网络；调度进程用 dask scheduler 启动。"
    ]
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("address", ["nonsense", ""])
def test_what_is_no_scheduler_is_told_in_one_line_and_nothing_follows_at_the_end(tmp_path, address):
    put_reports(tmp_path / "in", range(1))
    command = [sys.executable, "-m", "gongkai", "corpus", "read", "in", "-o", "store", "--scheduler", address]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == f"gongkai: 不是调度进程的地址：{address}；请用 tcp://主机:8786 这样的地址。\n"
    assert not (tmp_path / "store").exists()


def test_a_store_that_is_being_written(tmp_path, said):
    put_reports(tmp_path / "in", range(1))
    with Store.create_or_open(tmp_path / "store").writing():
        code, _, error = said()
    assert code == 2
    assert "正在写报告库" in error
    assert said()[0] == 0


@pytest.mark.parametrize("module", ["pyarrow", "duckdb", "fsspec", "filelock"])
def test_a_missing_component_is_named_in_one_line(tmp_path, module):
    put_reports(tmp_path / "in", range(1))
    script = f"import sys; sys.modules['{module}'] = None; from gongkai.cli.main import main; main()"
    arguments = [sys.executable, "-c", script, "corpus", "read", str(tmp_path / "in"), "-o", str(tmp_path / "store")]
    done = subprocess.run(arguments, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == f"gongkai: 缺少组件 {module}；请安装：pip install 'gongkai[analytics]'。\n"


# --- The bar.


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def pictures(terminal, steps):
    """What a bar shows for (second, done, total, faults)."""
    stream, clock = io.StringIO(), Clock()
    bar = Bar(stream, terminal=terminal, clock=clock)
    for clock.now, *counted in steps:
        bar.reading(*counted)
    bar.finish()
    return stream.getvalue()


def test_the_bar_tells_count_share_rate_time_left_and_faults(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    shown = pictures(True, [(0, 0, 200, 0), (2, 50, 200, 1), (2.01, 51, 200, 1), (8, 200, 200, 3)])
    first, middle, last = shown.removesuffix("\n").split("\r\x1b[K")[1:]
    assert "剩余 –:––" in first
    assert middle == "██████░░░░░░░░░░░░░░░░░░ 25%  50/200 份  每秒 25.0 份  剩余 0:06  读不了 1 个"
    assert last == "████████████████████████ 100%  200/200 份  每秒 25.0 份  剩余 0:00  读不了 3 个"


def test_the_bar_fits_a_narrow_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    for picture in pictures(True, [(0, 0, 9, 0), (5, 9, 9, 0)]).split("\r\x1b[K"):
        assert sum(2 if character > "⺀" and character not in "█░" else 1 for character in picture.strip()) < 40


def test_a_log_gets_a_line_every_ten_seconds_and_no_last_one_beside_the_summary():
    steps = [(second, second * 2, 7200 * 2, 0) for second in range(7201)]
    lines = pictures(False, steps).splitlines()
    assert len(lines) == 719
    assert lines[0] == "0%  20/14400 份  每秒 2.0 份  剩余 1:59:50  读不了 0 个"
    assert lines[-1].startswith("99%  14380/14400 份")


def test_ctrl_c_keeps_what_was_read_and_says_how_to_go_on(tmp_path, said):
    """On a real terminal, with the signal to the whole group, as a terminal sends it."""
    put_reports(tmp_path / "in", range(400))
    reading, writing = pty.openpty()
    command = [sys.executable, "-m", "gongkai", "corpus", "read", "in", "-o", "store", "--workers", "1"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=writing, stdout=writing, start_new_session=True) as client:
        os.close(writing)
        shown = ""
        while not re.search(r"\D[1-9]\d*/400", shown):
            shown += os.read(reading, 1000).decode(errors="replace")
        os.killpg(client.pid, signal.SIGINT)
        while chunk := _read(reading):
            shown += chunk.decode(errors="replace")
    os.close(reading)
    assert client.returncode == 130
    assert "再运行同一命令" in shown
    assert "Traceback" not in shown
    kept = len(open_store(tmp_path / "store").table("reports"))
    assert 0 < kept < 400
    assert counts(said()[1]) == (400 - kept, kept, 0, 0, 0)


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing when its other end is closed."""
    try:
        return os.read(terminal, 1000)
    except OSError:
        return b""


def test_sigterm_is_as_ctrl_c(tmp_path, said):
    put_reports(tmp_path / "in", range(400))
    command = [sys.executable, "-m", "gongkai", "corpus", "read", "in", "-o", "store", "--workers", "1"]
    reading, writing = pty.openpty()
    with subprocess.Popen(command, cwd=tmp_path, stderr=writing, start_new_session=True) as client:
        os.close(writing)
        while b"%" not in os.read(reading, 1000):
            pass
        client.terminate()
        while _read(reading):
            pass
    os.close(reading)
    assert client.returncode == 130
    assert sum(counts(said()[1])[:2]) == 400


def test_a_custom_edition_is_used(tmp_path, said):
    edition = Path(__file__).parents[2] / "samples" / "editions" / "sh-style-2012.json"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(report_text(1, year=2012), encoding="utf-8")
    assert said(tmp_path / "in", "--edition", edition)[0] == 0
