"""Which reports there are: how many, of which agencies, years and editions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.synth.names import place_name
from gongkai.corpus.synth.plan import LONGEST, counties
from gongkai.law.editions import builtin_editions
from tests.corpus.synth.samples import options


@settings(max_examples=30, deadline=None)
@given(count=st.integers(1, 900), seed=st.integers(0, 99))
def test_exactly_as_many_as_asked_for(count, seed):
    assert sum(county.size for county in counties(options(count, seed=seed))) == count


def test_every_edition_in_its_years_and_places():
    used = {}
    for county in counties(options(900)):
        for series in county.series:
            for year in series.years:
                edition = builtin_editions()[series.edition(year)]
                assert edition.covers(year)
                used.setdefault(edition.id, set()).add(series.region)
    assert used.keys() == builtin_editions().keys()
    assert used["cn-gid-2014-weihai"] == {"weihai"}
    assert used["cn-gid-2014-shandong"] == used["cn-gid-2014-shandong-dept"] == {"shandong", "weihai"}
    assert used["cn-gid-2014-national"] == {"national"}


def test_agencies_report_on_consecutive_years_across_editions():
    series = [s for county in counties(options(900)) for s in county.series]
    assert all(b - a == 1 for s in series for a, b in pairwise(s.years))
    assert max(len(s.years) for s in series) <= LONGEST
    assert any(len({s.edition(y) for y in s.years}) == 3 for s in series)
    assert len({s.agency for s in series}) == len(series)


def test_each_county_has_a_government_and_bureaus():
    for county in counties(options(600)):
        assert county.series[0].is_government
        assert sum(s.is_government for s in county.series) == 1


@pytest.mark.parametrize(
    ("asked", "years", "editions"),
    [
        ({"first_year": 2020, "last_year": 2020}, {2020}, {"cn-gid-2019"}),
        ({"editions": ("cn-gid-2014-weihai",)}, {2016}, {"cn-gid-2014-weihai"}),
        ({"first_year": 2021, "editions": ("cn-gid-2021",)}, {2021, 2022, 2023, 2024}, {"cn-gid-2021"}),
    ],
)
def test_years_and_editions_are_those_asked_for(asked, years, editions):
    found = [(y, s.edition(y)) for county in counties(options(150, **asked)) for s in county.series for y in s.years]
    assert {year for year, _ in found} == years
    assert {edition for _, edition in found} == editions


def test_nothing_where_no_year_has_the_edition():
    assert list(counties(options(10, first_year=2022, editions=("cn-gid-2019",)))) == []


def test_no_two_places_have_one_name():
    assert len({place_name(number) for number in range(30_000)}) == 30_000
