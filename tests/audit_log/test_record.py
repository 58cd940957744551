import ast
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import translation

import gongkai
from gongkai.audit_log.actions import record
from gongkai.audit_log.chain import verify
from gongkai.audit_log.models import Entry, ImmutableEntryError
from gongkai.audit_log.names import ACTIONS, action_name
from tests.people import county, person

SOURCE = Path(gongkai.__file__).parent
# Calls of ``record`` whose verb is not written in the call: where it comes from.
TOLD_ELSEWHERE = {
    "agencies/actions/accounts.py", "agencies/login_log.py", "filing/actions/approval.py", "filing/actions/drafting.py",
    "filing/actions/withdrawal.py",
}  # fmt: skip


def line(agency, **more):
    return record(actor=None, action="change_agency", target=agency, agency=agency, **more)


@pytest.mark.django_db
class TestLine:
    def test_says_who_did_what_to_what(self):
        science = county()["science"]
        actor = person("administrator", science, name="办公室管理员")
        made = record(
            actor=actor, action="change_agency", target=science, agency=science, effective_on=date(2025, 3, 1),
            reason="来函", before={"phone": ""}, after={"phone": "0000-1"},
        )  # fmt: skip
        found = Entry.objects.get()
        assert found == made
        assert (found.number, found.actor, found.actor_name) == (1, actor, "办公室管理员")
        assert (found.target_kind, found.target_id) == ("agencies.agency", str(science.pk))
        assert (found.target_name, found.effective_on, found.reason) == ("示例县科学技术局", date(2025, 3, 1), "来函")
        assert (found.before, found.after) == ({"phone": ""}, {"phone": "0000-1"})

    def test_the_system_has_a_name(self):
        assert line(county()["science"]).actor_name == "系统"

    def test_a_change_undone_leaves_no_line(self):
        science = county()["science"]
        with transaction.atomic():
            line(science)
            transaction.set_rollback(True)
        assert not Entry.objects.exists()
        assert (line(science).number, list(verify())) == (1, [])

    @pytest.mark.parametrize("value", [1e16, 2.0, -0.0, 1e-7, 0.1, 10**30, "\\u0000", "“引号”", None, [1, {"a": 2.5}]])
    def test_every_value_comes_back_as_it_was_hashed(self, value):
        line(county()["science"], after={"value": value})
        assert list(verify()) == []

    @pytest.mark.parametrize("value", [Decimal(1), date(2025, 1, 1), float("nan"), float("inf"), {1}])
    def test_what_json_does_not_know_is_refused(self, value):
        science = county()["science"]
        with pytest.raises((TypeError, ValueError)), transaction.atomic():
            line(science, after={"value": value})
        assert not Entry.objects.exists()


@pytest.mark.django_db
class TestImmutable:
    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: entry.save(),
            lambda entry: entry.save(force_update=True),
            lambda entry: entry.save(force_insert=True),
            lambda entry: entry.delete(),
            lambda entry: Entry.objects.update(reason="别的"),
            lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
            lambda entry: Entry.objects.all()._raw_delete("default"),
            lambda entry: Entry.objects.bulk_update([entry], ["reason"]),
            lambda entry: Entry.objects.bulk_create([entry]),
            lambda entry: Entry.objects.create(number=9),
            lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"reason": "别的"}),
            lambda entry: Entry._base_manager.all().delete(),
            lambda entry: Entry._default_manager.update(reason="别的"),
            lambda entry: Entry().save(),
        ],
    )
    def test_no_way_to_change_a_line(self, change):
        entry = line(county()["science"])
        with pytest.raises(ImmutableEntryError):
            change(entry)
        assert (Entry.objects.get().reason, list(verify())) == ("", [])


@pytest.mark.django_db(transaction=True)
def test_lines_appended_at_once_form_one_chain():
    science, faults = county()["science"], []
    start = threading.Barrier(6)

    def append(name):
        start.wait()
        try:
            for number in range(8):
                with transaction.atomic():
                    line(science, reason=f"{name}：{number}")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=append, args=(name,)) for name in "甲乙丙丁戊己"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 49))
    assert list(verify()) == []


class TestNames:
    def calls(self):
        for path in sorted(SOURCE.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    verb = next((k.value for k in node.keywords if k.arg == "action"), None)
                    yield path.relative_to(SOURCE).as_posix(), verb

    def verbs(self):
        for _path, verb in self.calls():
            parts = (verb.body, verb.orelse) if isinstance(verb, ast.IfExp) else (verb,)
            yield from (part.value for part in parts if isinstance(part, ast.Constant))

    def test_every_recorded_verb_has_a_name(self):
        verbs = set(self.verbs())
        assert len(verbs) > 40
        assert sorted(verbs - ACTIONS.keys()) == []

    def test_verbs_told_elsewhere_are_known(self):
        dynamic = {path for path, verb in self.calls() if not isinstance(verb, ast.Constant | ast.IfExp)}
        assert dynamic <= TOLD_ELSEWHERE

    def test_no_name_without_its_verb(self):
        written = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py") if p.name != "names.py")
        assert [verb for verb in ACTIONS if f'"{verb}"' not in written] == []

    def test_names_are_told_apart(self):
        assert len({str(name) for name in ACTIONS.values()}) == len(ACTIONS)

    def test_an_unknown_verb_is_shown_as_it_is(self):
        with translation.override("zh-hans"):
            assert (action_name("publish"), action_name("of_tomorrow")) == ("发布报告", "of_tomorrow")
