"""An upgrade takes a database of the previous schema along, and an older release leaves a newer database alone."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from gongkai.config.upgrading import NewerDatabaseError, applied, pending, refuse_newer, refuse_unknown
from tests.config.test_backups import FILL, SAYS

pytestmark = pytest.mark.django_db
ROOMS = (
    "audit_log", "agencies", "jobs", "registers", "disclosure", "channels", "outreach", "requests", "remedies",
    "duties", "capacity", "filing",
)  # fmt: skip
# The schema as the first release with a database had it: each room's first migration.
BACK = """
    import sys
    from django.core.management import call_command
    for room in json.loads(sys.argv[1]):
        call_command("migrate", room, "0001", verbosity=0, interactive=False)
    from gongkai.config.upgrading import pending
    tell(pending=pending())
"""


def test_an_upgrade_from_the_first_schema_keeps_figures_files_and_record(home):
    home.told(BACK, str(list(reversed(ROOMS))).replace("'", '"'))
    home.told(FILL + "\n    tell()")
    before = home.told(SAYS)
    assert before["figures"]["req_received@total"] == 4
    home.gongkai("verify-log")
    assert home.told("from gongkai.config.upgrading import pending; tell(pending=pending())") == {"pending": []}
    assert home.told(SAYS) == before


def test_every_room_has_a_first_schema_and_nothing_is_pending():
    assert {(room, "0001_initial") for room in ROOMS} <= applied()
    assert pending() == []


def test_a_migration_that_is_missing_is_pending():
    MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")
    assert pending() == ["jobs.0001_initial"]


def test_models_and_migrations_agree(capsys):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_newer_database_is_refused():
    refuse_newer()
    MigrationRecorder(connection).record_applied("filing", "0999_later")
    with pytest.raises(NewerDatabaseError, match=r"filing\.0999_later"):
        refuse_newer()


def test_migrations_of_apps_that_are_gone_do_not_count():
    refuse_unknown({("somebody_elses", "0007_theirs")})


@pytest.mark.parametrize("command", [("verify-log",), ("import", "a.xlsx", "--agency", "x"), ("serve", "--port", "1")])
def test_commands_leave_a_newer_database_alone_in_one_line(home, command):
    home.told(
        """
        from django.db import connection
        from django.db.migrations.recorder import MigrationRecorder
        MigrationRecorder(connection).record_applied("filing", "0999_later")
        tell()
        """
    )
    _printed, said = home.gongkai(*command, code=2)
    assert said == "gongkai: 数据库已由更新的版本使用（filing.0999_later）；请安装更新的版本。\n"


def test_a_first_start_makes_everything(homes):
    fresh = homes("fresh", empty=True)
    assert fresh.gongkai("verify-log")[0].startswith("日志完整，共 0 条")
    assert fresh.told("from gongkai.config.upgrading import pending; tell(pending=pending())") == {"pending": []}
