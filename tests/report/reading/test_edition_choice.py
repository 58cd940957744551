"""Which editions are tried on a document: none that could have fitted best is left out."""

from __future__ import annotations

import random

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.reading.document import Document, Table
from gongkai.report.reading.edition_choice import choose_edition, fits, most, place_tables, score
from gongkai.report.reading.lines import printed_lines
from gongkai.report.reading.printed import printed_labels
from gongkai.report.reading.running_tables import RunningText
from tests.report.reading.printing import figures, print_form, print_table

EDITIONS = list(builtin_editions().values())
SPOILED = ("", "其他", "总计", "某", "0", "增加3", "5（含2件）", "/")


def spoiled(seed: int) -> Document:
    """Tables of one or two editions with cells lost and labels misprinted."""
    rng = random.Random(seed)
    document = print_form(rng.choice(EDITIONS), figures(EDITIONS[0], seed) | figures(EDITIONS[-1], seed))
    if rng.random() < 0.5:
        other = rng.choice(EDITIONS)
        document.blocks += [print_table(form, figures(other, seed), ragged=seed % 2 == 0) for form in other.tables]
    rng.shuffle(document.blocks)
    for table in document.tables():
        share = rng.choice((0, 0.05, 0.3))
        table.cells = [cell for cell in table.cells if rng.random() >= share / 2]
        for cell in table.cells:
            if rng.random() < share:
                at = rng.randrange(len(cell.text) + 1)
                cell.text = cell.text[:at] + rng.choice(SPOILED) + cell.text[at + 1 :]
    return document


@pytest.mark.parametrize("seed", range(12))
def test_an_edition_never_keeps_more_than_it_promises(seed: int):
    document = spoiled(seed)
    labels = printed_labels(document.tables())
    for edition in EDITIONS:
        for year in (None, 2013, 2016, 2019, 2020, 2023):
            assert score(place_tables(document, edition), year) <= most(labels, edition, year)


@pytest.mark.parametrize("seed", range(12))
def test_the_edition_chosen_is_the_best_of_all(seed: int):
    document, year = spoiled(seed), (None, 2017, 2020, 2022)[seed % 4]
    text = RunningText(printed_lines(document))

    def named(edition: object) -> int:
        labels = {c.label for t in edition.tables for c in t.columns if len(c.label) >= 5}
        return sum(label in text.compact for label in labels)

    placements = [p for edition in EDITIONS if fits(p := place_tables(document, edition), year)]
    best = max(placements, key=lambda p: score(p, year) + 3 * named(p.edition), default=None)
    chosen = choose_edition(document, text, EDITIONS, year)
    if best:
        assert chosen.edition is best.edition
        assert chosen.cells.items() >= best.cells.items()


def test_labels_are_listed_once_and_figures_are_none():
    table = print_table(EDITIONS[0].tables[0], figures(EDITIONS[0], 1))
    labels = printed_labels([table, Table(), table])
    assert len(labels) == len(set(labels))
    assert not any(label.isdigit() or label in ("件", "/", "") for label in labels)
