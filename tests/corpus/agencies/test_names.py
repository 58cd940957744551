"""What a name tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.agencies.names import is_dropped_place, kind_of, level_of, place_of, spelling
from gongkai.law.successions import short_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青山市 财政局", "青山市财政局"),
        ("青山市财政局。", "青山市财政局"),
        ("青山市財政局", "青山市财政局"),
        ("青山市人民政府", "青山市政府"),
        ("青山市人民政府办公室", "青山市政府办"),
        ("青山市发展和改革委员会", "青山市发改委"),
        ("青山市卫生健康委员会", "青山市卫健委"),
        ("青山市市场监督管理局", "青山市市场监管局"),
        ("东湖区华山街道办事处", "东湖区华山街道办"),
        ("国家税务总局青山市税务局", "青山市税务局"),
        ("青山市发展和改革局(青山市粮食局)", "青山市发展和改革局"),
        ("青山市财政局（汇总）", "青山市财政局"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert spelling(one) == spelling(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青山市财政局", "青山县财政局"),
        ("青山市人民政府办公室", "青山市人民政府"),
        ("青山市人民政府办公厅", "青山市人民政府办公室"),
        ("青山市卫生健康局", "青山市卫生局"),
        ("青山市税务局", "青山市地方税务局"),
    ],
)
def test_names_that_stay_apart(one, other):
    assert spelling(one) != spelling(other)


@given(st.sampled_from(sorted(short_names().items())), st.text("青山东湖安华", min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_spelling_is_its_own_spelling(pair, place):
    short, full = pair
    assert spelling(f"{place}市{short}") == spelling(f"{place}市{full}") == spelling(spelling(f"{place}市{short}"))


@pytest.mark.parametrize(
    ("rest", "shorter", "can_be"),
    [
        ("青山市", "东湖区教育局", True),
        ("山东省青山市", "东湖区教育局", True),
        ("青山", "市教育局", True),
        ("青山市", "教育局", False),
        ("城北", "东湖区教育局", False),
        ("青山市教", "育局", False),
    ],
)
def test_what_may_be_left_out(rest, shorter, can_be):
    assert is_dropped_place(rest, shorter) is can_be


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("青山省人民政府", "province", "government"),
        ("北京市教育局", "province", "department"),
        ("北京市东湖区财政局", "county", "department"),
        ("青山市财政局", "prefecture", "department"),
        ("青山市东湖区教育局", "county", "department"),
        ("青山市华山市财政局", "county", "department"),
        ("东湖区华山街道办事处", "township", "subdistrict"),
        ("东湖县华山镇人民政府", "township", "government"),
        ("国家档案局", "national", "department"),
        ("青山市疾病预防控制中心", "prefecture", "institution"),
        ("青山经济开发区管理委员会", "county", "government"),
        ("教育局", None, "department"),
        ("城市管理局", None, "department"),
        ("住房和城乡建设局", None, "department"),
        ("青山市东湖区住房和城乡建设局", "county", "department"),
        ("东湖县城市管理局", "county", "department"),
        ("青山市城阳区财政局", "county", "department"),
    ],
)
def test_level_and_kind(name, level, kind):
    assert (level_of(name), kind_of(name)) == (level, kind)


def test_the_places_of_a_name():
    assert place_of(spelling("青山省安和市东湖区教育局")) == "青山省安和市东湖区"
    assert place_of("教育局") == ""
