"""Backup and restore as an administrator does them, by whole processes: nothing is lost, nothing is half done."""

import hashlib
import io
import json
import shutil
import signal
import tarfile
from pathlib import Path

import pytest

from gongkai.config.backups import MANIFEST
from tests.homes import SERVER

pytestmark = pytest.mark.django_db
DATABASE = "database.dump" if SERVER else "database.sqlite3"
FILL = """
    import datetime
    from django.core.files.base import ContentFile
    from gongkai.audit_log.actions import record
    from gongkai.registers.models import Import
    from tests.filing.rows import busy_year
    from tests.people import county
    science = county()["science"]
    busy_year(science, 2023)
    content = ContentFile(b"a workbook", name="2023.xlsx")
    kept = Import.objects.create(agency=science, file_name="2023.xlsx", sha256="0" * 64, content=content)
    record(actor=None, action="import_workbook", target=kept, agency=science)
"""
# Figures, files and record: what a home says, however it came there.
SAYS = """
    from gongkai.agencies.models import Agency
    from gongkai.audit_log.chain import verify
    from gongkai.audit_log.models import Entry
    from gongkai.filing.deriving import derive_cells
    from gongkai.registers.models import Import
    science = Agency.objects.filter(code="990101-kj").first()
    cells = derive_cells(science, 2023) if science else {}
    tell(
        figures={key: cell.value for key, cell in cells.items() if cell.value},
        files=[kept.content.open("rb").read().decode() for kept in Import.objects.order_by("pk")],
        lines=Entry.objects.count(),
        breaks=[found.message for found in verify()],
    )
"""


@pytest.fixture(scope="module")
def original(blank, django_db_setup, tmp_path_factory):
    """A home with registers, a file and a line of the record; and its backup."""
    folder = tmp_path_factory.mktemp("original")
    home = blank.home(folder / "home")
    home.told(FILL + "\n    tell()")
    home.gongkai("backup", "-o", folder / "backup.tar.gz")
    return home


@pytest.fixture
def filled(original, homes):
    return homes("filled", like=original)


@pytest.fixture
def archive(original, tmp_path):
    return Path(shutil.copy(original.folder.parent / "backup.tar.gz", tmp_path))


def members(archive):
    with tarfile.open(archive) as opened:
        return {member.name: opened.extractfile(member).read() for member in opened.getmembers()}


def rewritten(archive, contents, kinds=None):
    """The archive with other members."""
    with tarfile.open(archive, "w:gz") as opened:
        for name, data in contents.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            about.type = (kinds or {}).get(name, tarfile.REGTYPE)
            about.linkname = "/etc/passwd" if kinds and name in kinds else ""
            opened.addfile(about, io.BytesIO(data))
    return archive


def seen(home):
    """What lies in a home, but for locks and what is made again."""
    return sorted(
        path.name
        for path in home.folder.iterdir()
        if not path.name.endswith((".lock", "-wal", "-shm")) and path.name not in ("static", "jobs")
    )


def test_a_restored_home_says_what_the_first_one_did(filled, archive, homes):
    before = filled.told(SAYS)
    assert before["figures"]["req_received@total"] == 4
    assert before["figures"]["outcome_granted@total"] == 3
    assert (before["files"], before["lines"], before["breaks"]) == (["a workbook"], 1, [])
    other = homes("other", empty=True)
    _printed, said = other.gongkai("restore", archive)
    assert "共 2 个文件" in said
    assert other.told(SAYS) == before
    assert other.gongkai("verify-log")[0].startswith("日志完整，共 1 条")


def test_an_archive_states_what_it_holds(archive):
    held = members(archive)
    manifest = json.loads(held.pop(MANIFEST))
    assert manifest["schema"] == "gongkai.backup/1"
    assert manifest["database"] == DATABASE
    assert "filing.0001_initial" in manifest["migrations"]
    assert manifest["members"] == {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    assert sorted(name.split("/")[0] for name in held) == [DATABASE, "media"]


def test_an_archive_is_for_its_owner_only(original):
    archive = original.folder.parent / "backup.tar.gz"
    assert archive.stat().st_mode & 0o777 == 0o600


WRITER = """
    import datetime
    from itertools import count
    from django.core.files.base import ContentFile
    from django.db import transaction
    from gongkai.agencies.models import Agency
    from gongkai.audit_log.actions import record
    from gongkai.registers.models import Import
    from tests.filing import rows
    rows._numbers = count(1000)
    science = Agency.objects.get(code="990101-kj")
    for number in range(100_000):
        with transaction.atomic():
            content = ContentFile(f"file {number}".encode(), name="w.xlsx")
            kept = Import.objects.create(agency=science, file_name="w.xlsx", sha256="0" * 64, content=content)
            rows.request(science, datetime.date(2023, 7, 1))
            rows.request(science, datetime.date(2023, 7, 2))
            record(actor=None, action="import_workbook", target=kept, agency=science)
        tell(number=number)
"""


def test_a_backup_while_others_write_is_of_one_moment(filled, homes, tmp_path):
    """The writer adds two requests, a file and a line of the record in each transaction."""
    writer = filled.script(WRITER)
    try:
        writer.stdout.readline()
        filled.gongkai("backup", "-o", tmp_path / "backup.tar.gz")
        later = json.loads(writer.stdout.readline())["number"]
    finally:
        writer.kill()
        writer.communicate()
    assert later > 0
    other = homes("other", empty=True)
    other.gongkai("restore", tmp_path / "backup.tar.gz")
    after = other.told(SAYS)
    written = len(after["files"]) - 1
    assert written > 0
    assert after["files"][1:] == [f"file {number}" for number in range(written)]
    assert after["figures"]["req_received@total"] == 4 + 2 * written
    assert (after["lines"], after["breaks"]) == (1 + written, [])


def test_data_in_place_is_replaced_only_when_told_to_and_kept(filled, archive, homes):
    other = homes("other")
    other.told(FILL.replace("busy_year(science, 2023)", "") + "\n    tell()")
    _printed, said = other.gongkai("restore", archive, code=2)
    assert said == "gongkai: 这里已经有数据；要用备份替换它，请加 --replace；原有数据会另存。\n"
    other.gongkai("restore", archive, "--replace")
    assert other.told(SAYS) == filled.told(SAYS)
    (kept,) = other.folder.glob("before-restore-*")
    assert kept.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in kept.iterdir()} >= {DATABASE if SERVER else "gongkai.sqlite3", "media"}


def cut_short(archive, held):
    archive.write_bytes(archive.read_bytes()[:-200])


def one_byte_changed(archive, held):
    name = next(name for name in held if name.startswith("media/"))
    rewritten(archive, held | {name: b"another workbook"})


def a_file_missing(archive, held):
    rewritten(archive, {name: data for name, data in held.items() if not name.startswith("media/")})


def a_file_too_many(archive, held):
    rewritten(archive, {"media/stranger.html": b"<script>", **held})


def climbing_out(archive, held):
    rewritten(archive, {"../stranger": b"x", **held})


def an_absolute_path(archive, held):
    rewritten(archive, {"/tmp/gongkai-stranger": b"x", **held})


def a_link(archive, held):
    rewritten(archive, {"media/link": b"", **held}, {"media/link": tarfile.SYMTYPE})


def a_hard_link(archive, held):
    rewritten(archive, {"media/link": b"", **held}, {"media/link": tarfile.LNKTYPE})


def a_device(archive, held):
    rewritten(archive, {"media/device": b"", **held}, {"media/device": tarfile.CHRTYPE})


def no_manifest(archive, held):
    rewritten(archive, {name: data for name, data in held.items() if name != MANIFEST})


def another_schema(archive, held):
    rewritten(archive, held | {MANIFEST: b'{"schema": "gongkai.backup/9"}'})


def not_json(archive, held):
    rewritten(archive, held | {MANIFEST: b"[" * 40})


def no_archive(archive, held):
    archive.write_bytes(b"not an archive")


def another_kind_of_database(archive, held):
    stated = json.loads(held[MANIFEST])
    kind = "database.sqlite3" if SERVER else "database.dump"
    data = held.pop(DATABASE)
    stated["members"][kind] = stated["members"].pop(DATABASE)
    rewritten(archive, held | {kind: data, MANIFEST: json.dumps(stated | {"database": kind}).encode()})


def of_a_newer_release(archive, held):
    stated = json.loads(held[MANIFEST])
    stated["migrations"].append("filing.0999_later")
    rewritten(archive, held | {MANIFEST: json.dumps(stated).encode()})


FAULTS = {
    cut_short: "读不出备份",
    one_byte_changed: "已损坏",
    a_file_missing: "已损坏",
    a_file_too_many: "已损坏",
    climbing_out: "读不出备份",
    an_absolute_path: "已损坏",
    a_link: "读不出备份",
    a_hard_link: "读不出备份",
    a_device: "读不出备份",
    no_manifest: "读不出备份",
    another_schema: "请用做备份时的版本恢复",
    not_json: "读不出备份",
    no_archive: "读不出备份",
    another_kind_of_database: "请按备份时的设置填写 GONGKAI_DATABASE_URL",
    of_a_newer_release: "请安装更新的版本",
}


RESTORES = """
    import sys
    from pathlib import Path
    from gongkai.agencies.errors import Refusal
    from gongkai.config.restoring import restore
    refused = {}
    for archive in sys.argv[1:]:
        try:
            restore(Path(archive), replace=True)
        except Refusal as refusal:
            refused[Path(archive).name] = str(refusal)
    tell(**refused)
"""


def test_an_archive_that_cannot_be_restored_whole_changes_nothing(filled, archive, tmp_path):
    before, held, lying = filled.told(SAYS), members(archive), seen(filled)
    damaged = []
    for damage in FAULTS:
        damaged.append(tmp_path / damage.__name__)
        shutil.copy(archive, damaged[-1])
        damage(damaged[-1], dict(held))
    refused = filled.told(RESTORES, *map(str, damaged))
    missing = [damage.__name__ for damage, reason in FAULTS.items() if reason not in refused.get(damage.__name__, "")]
    assert missing == []
    assert (seen(filled), filled.told(SAYS)) == (lying, before)
    assert not (tmp_path / "stranger").exists()


def test_a_damaged_archive_is_refused_in_one_line(filled, archive):
    archive.write_bytes(archive.read_bytes()[:-200])
    _printed, said = filled.gongkai("restore", archive, "--replace", code=2)
    assert said.startswith("gongkai: 读不出备份 backup.tar.gz")
    assert said.count("\n") == 1


def test_an_archive_that_is_not_there_is_named(home):
    _printed, said = home.gongkai("restore", "nowhere.tar.gz", "--replace", code=2)
    assert "nowhere.tar.gz" in said
    assert said.count("\n") == 1


# Ends the process by SIGKILL before the given step of the swap.
KILLED = """
    import os, signal, sys
    from pathlib import Path
    from gongkai.config import restoring
    left = int(sys.argv[2])
    def dying(function):
        def call(*arguments, **options):
            global left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)
        return call
    restoring.os.replace = dying(os.replace)
    restoring.postgres = dying(restoring.postgres)
    restoring.shutil.rmtree = dying(restoring.shutil.rmtree)
    restoring.restore(Path(sys.argv[1]), replace=True)
    tell(steps=int(sys.argv[2]) - left)
"""


def test_a_restore_killed_at_any_step_is_all_or_nothing(filled, archive, homes):
    """From the plan on the next command completes it; before, nothing has happened."""
    restored, number, outcomes = filled.told(SAYS), 0, []
    older = homes("older")
    before = older.told(FILL.replace("busy_year(science, 2023)", "") + SAYS)
    assert before["figures"] != restored["figures"]
    while True:
        other = homes(f"other-{number}", like=older)
        process = other.script(KILLED, str(archive), str(number))
        process.communicate()
        after = other.told(SAYS)
        assert after in (before, restored)
        assert not (other.folder / "restore.json").exists()
        outcomes.append(after == restored)
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        number += 1
    assert outcomes == sorted(outcomes)
    assert not outcomes[0]
    assert outcomes.count(True) > 3


def test_nothing_is_restored_under_a_running_site(filled, archive):
    busy = filled.script(
        """
        from gongkai.config.homes import in_use
        with in_use(home):
            tell()
            input()
        """,
        stdin=-1,
    )
    busy.stdout.readline()
    _printed, said = filled.gongkai("restore", archive, "--replace", code=2)
    busy.communicate("")
    assert "请先停止网站" in said


def test_a_home_without_a_database_has_nothing_to_back_up(homes, tmp_path):
    _printed, said = homes("other", empty=True).gongkai("backup", "-o", tmp_path / "b.tar.gz", code=2)
    assert "还没有数据库" in said
    assert not (tmp_path / "b.tar.gz").exists()


def test_a_backup_that_cannot_be_written_is_one_line(filled, tmp_path):
    (tmp_path / "file").write_text("")
    _printed, said = filled.gongkai("backup", "-o", tmp_path / "file" / "b.tar.gz", code=2)
    assert said.startswith("gongkai: 写不出备份")
    assert said.count("\n") == 1
