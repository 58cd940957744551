"""Every cell of every edition has exactly one source; every figure is printed somewhere."""

from collections import Counter

import pytest

from gongkai.filing.figures import BY_HAND, NOT_DECLARED, CellSource, cell_sources
from gongkai.law.editions import builtin_editions
from gongkai.registers.registry import all_figures, all_sheets

EDITION_YEARS = [
    (edition, year)
    for edition in builtin_editions().values()
    for year in range(edition.first_year, (edition.last_year or 2026) + 1)
]
IDS = [f"{edition.id}-{year}" for edition, year in EDITION_YEARS]


def faults(edition, year, figures, by_hand):
    """Cells without a source, and cells with two."""
    fed = Counter(figure.key for figure in figures if figure.holds_in(year))
    for key in edition.slots:
        sources = fed[key] + (key in by_hand)
        if sources != 1:
            yield key, sources


@pytest.mark.parametrize(("edition", "year"), EDITION_YEARS, ids=IDS)
def test_every_cell_has_one_figure_or_is_entered_by_hand_never_both(edition, year):
    assert len(edition.slots) >= 58
    assert list(faults(edition, year, all_figures(), BY_HAND)) == []


def test_the_check_sees_a_cell_without_and_one_with_two():
    edition = builtin_editions()["cn-gid-2021"]
    figures = [f for f in all_figures() if f.key != "req_received@total"]
    figures += [f for f in all_figures() if f.key == "rules_made"]
    assert dict(faults(edition, 2024, figures, BY_HAND)) == {"req_received@total": 0, "rules_made": 2}
    assert dict(faults(edition, 2024, all_figures(), {**BY_HAND, "review_total": None})) == {"review_total": 2}


def test_every_figure_is_printed_by_an_edition_in_a_year_for_which_it_holds():
    printed = {(key, year) for edition, year in EDITION_YEARS for key in edition.slots}
    years = range(2014, 2027)
    assert [f.key for f in all_figures() if not any((f.key, y) in printed and f.holds_in(y) for y in years)] == []


def test_everything_entered_by_hand_is_printed_by_an_edition():
    printed = {key for edition in builtin_editions().values() for key in edition.slots}
    assert set(BY_HAND) - printed == set()


@pytest.mark.parametrize("figure", all_figures(), ids=lambda f: f"{f.key}-{f.since}-{f.until}")
def test_every_figure_says_its_rule_and_names_a_register(figure):
    assert figure.source.sheet in {sheet.slug for sheet in all_sheets()}
    assert len(figure.rule) >= 5
    assert set(figure.where) <= set(figure.source.by)


@pytest.mark.parametrize("by_hand", BY_HAND.values(), ids=lambda b: b.key)
def test_what_is_entered_by_hand_says_why_and_what_to_attach(by_hand):
    assert str(by_hand.why).endswith("。")
    assert len(str(by_hand.evidence)) >= 4


def test_no_two_sources_share_a_name():
    sources = {figure.source for figure in all_figures()}
    assert len({source.name for source in sources}) == len(sources) >= 25


def test_a_cell_of_a_custom_edition_that_nobody_declares_is_entered_by_hand():
    assert cell_sources(builtin_editions()["cn-gid-2021"], 2010)["req_received@total"] == CellSource(
        "req_received@total", by_hand=NOT_DECLARED
    )
