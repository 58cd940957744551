"""The numbers of the law as data, and a user's settings file."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

import pytest

from gongkai.law.data_files import load_json
from gongkai.law.parameters import (
    AGENCY_KINDS,
    Settings,
    SettingsError,
    default_settings,
    fee_rules,
    load_settings,
    regime_of_report,
    regime_on,
    regimes,
)


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        ("2008-04-30", None),
        ("2008-05-01", "2007"),
        ("2019-05-14", "2007"),
        ("2019-05-15", "2019"),
        ("2030-01-01", "2019"),
    ],
)
def test_the_text_in_force_on_a_day(day, regime):
    found = regime_on(date.fromisoformat(day))
    assert (found and found.id) == regime


def test_one_text_ends_the_day_before_the_next_begins():
    old, new = regimes()
    assert (new.in_force - old.until).days == 1
    assert new.until is None


@pytest.mark.parametrize(("year", "regime"), [(2008, "2007"), (2018, "2007"), (2019, "2019"), (2025, "2019")])
def test_the_text_that_rules_a_report(year, regime):
    assert regime_of_report(year).id == regime


def test_both_texts_answer_the_same_questions():
    old, new = regimes()
    assert set(old.articles) == set(new.articles)
    assert set(old.annual_report) == set(new.annual_report) == set(AGENCY_KINDS)
    assert (old.reply_days, old.extension_days, new.reply_days, new.extension_days) == (15, 15, 20, 20)


def test_every_setting_has_meaning_status_and_source():
    entries = load_json("parameters.json")["settings"]
    assert list(entries) == [f.name for f in fields(Settings)]
    for entry in entries.values():
        assert entry["status"] in ("V", "K", "?")
        assert entry["note"]
        assert entry["source"]


@pytest.mark.parametrize("scale", [fee_rules().per_item, fee_rules().per_page])
def test_fee_tiers_leave_no_gap(scale):
    assert scale.tiers[0].first == 1
    for tier, following in pairwise(scale.tiers):
        assert following.first == tier.last + 1
        assert following.rate > tier.rate
    assert (scale.tiers[-1].last is None) == (scale.then_every == 0)


def test_a_settings_file_changes_what_it_names(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"exclude_answer_day": false, "payment_days": 15, "clock_after_payment": "resume"}')
    expected = replace(default_settings(), exclude_answer_day=False, payment_days=15, clock_after_payment="resume")
    assert load_settings(path) == expected


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        ({"exclude_answer": False}, "$.exclude_answer", "没有这个设置；可用的有：exclude_sending_day"),
        ({"exclude_answer_day": 1}, "$.exclude_answer_day", "true 或 false"),
        ({"payment_days": True}, "$.payment_days", "正整数"),
        ({"payment_days": "30"}, "$.payment_days", "正整数"),
        ({"payment_days": 0}, "$.payment_days", "1 至 365"),
        ({"payment_days": 10**9}, "$.payment_days", "1 至 365"),
        ({"clock_after_payment": "stop"}, "$.clock_after_payment", "restart、resume"),
        ({"clock_after_payment": []}, "$.clock_after_payment", "restart、resume"),
        ([], "$", "应是一个对象"),
    ],
)
def test_a_fault_in_a_settings_file_is_named(tmp_path, data, path, message):
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(data))
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    (fault,) = caught.value.faults
    assert fault.path == path
    assert message in fault.message


def test_an_unreadable_settings_file_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="无法打开"):
        load_settings(tmp_path / "none.json")
