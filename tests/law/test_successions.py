"""The facts about reforms: well formed, sourced, and those that everybody knows are there."""

from __future__ import annotations

import pytest

from gongkai.law.data_files import load_json
from gongkai.law.schema_check import schema_faults
from gongkai.law.successions import endings, short_names, successions


def test_the_file_keeps_to_its_schema():
    assert schema_faults("successions.schema.json", load_json("successions.json")) == []


def test_every_change_has_its_own_id_a_source_and_years_in_order():
    changes = successions()
    assert len({change.id for change in changes}) == len(changes)
    assert all(change.basis and change.years[0] <= change.years[1] for change in changes)


@pytest.mark.parametrize("change", successions(), ids=lambda change: change.id)
def test_the_members_are_as_many_as_the_kind_of_change_needs(change):
    counts = {"renamed": (1, 1), "merged": (2, 1), "split": (1, 2)}[change.kind]
    assert (len(change.before) >= counts[0], len(change.after) >= counts[1]) == (True, True)
    if change.kind == "renamed":
        assert (len(change.before), len(change.after)) == (1, 1)
        assert not set(change.before[0]) & set(change.after[0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("环境保护局", "生态环境局"),
        ("农业局", "农业农村局"),
        ("卫生和计划生育委员会", "卫生健康委员会"),
        ("安全生产监督管理局", "应急管理局"),
        ("国土资源局", "自然资源局"),
        ("扶贫开发办公室", "乡村振兴局"),
        ("大数据局", "数据局"),
        ("粮食局", "粮食和物资储备局"),
    ],
)
def test_well_known_renamings_are_there(before, after):
    assert any(before in c.before[0] and after in c.after[0] for c in successions() if c.kind == "renamed")


@pytest.mark.parametrize(
    ("members", "after"),
    [
        (("工商行政管理局", "质量技术监督局", "食品药品监督管理局"), "市场监督管理局"),
        (("文化局", "旅游局"), "文化和旅游局"),
        (("国家税务局", "地方税务局"), "税务局"),
        (("司法局", "法制办公室"), "司法局"),
        (("农业农村局", "乡村振兴局"), "农业农村局"),
    ],
)
def test_well_known_mergers_are_there(members, after):
    merged = [c for c in successions() if c.kind == "merged" and after in c.after[0]]
    assert any(
        len(c.before) == len(members) and all(m in s for m, s in zip(members, c.before, strict=True)) for c in merged
    )


def test_longer_endings_come_first():
    assert endings().index("自然资源和规划局") < endings().index("规划局")
    assert list(short_names()) == sorted(short_names(), key=lambda name: (-len(name), name))


def test_a_short_name_stands_for_one_full_name():
    listed = [item["short"] for item in load_json("successions.json")["short_names"]]
    assert len(set(listed)) == len(listed)
