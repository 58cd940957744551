"""``gongkai verify-log`` names the lines that do not hold together, and tells by its exit code."""

import pytest

pytestmark = pytest.mark.django_db
LINES = """
    from gongkai.audit_log.actions import record
    from django.db import connection
    from gongkai.audit_log.models import Head
    from tests.people import county
    science = county()["science"]
    for _ in range(3):
        record(actor=None, action="change_agency", target=science, agency=science, reason="示例")
    connection.cursor().execute("{tampering}")
    tell(hash=Head.objects.get().hash)
"""


def kept(home, tampering="SELECT 1"):
    return home.told(LINES.replace("{tampering}", tampering))["hash"]


def test_a_whole_log_is_said_to_be_whole_with_its_last_hash(home):
    last = kept(home)
    assert home.gongkai("verify-log")[0] == f"日志完整，共 3 条，最后一条的校验值是 {last}。\n"


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit_log_entry SET reason = '别的' WHERE number = 2", "第 2 条：内容被改动\n"),
        ("DELETE FROM audit_log_entry WHERE number = 2", "第 3 条：此前缺 1 条\n"),
        ("DELETE FROM audit_log_entry WHERE number = 3", "第 3 条：末尾的记录缺失或被替换\n"),
    ],
    ids=["altered", "removed", "cut off"],
)
def test_a_line_that_was_altered_or_removed_is_named(home, tampering, found):
    kept(home, tampering)
    assert home.gongkai("verify-log", code=1)[0] == found
