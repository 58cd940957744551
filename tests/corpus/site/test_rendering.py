"""Pages of one list, and what a template makes of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.corpus.site.rendering import PER_PAGE, environment, leaves, portions


@given(st.integers(0, 5000))
def test_portions_and_pages_agree(total):
    entries = list(range(total))
    some = list(portions(entries))
    assert [entry for part in some for entry in part] == entries
    assert len(leaves("x.html", total)) == len(some)
    assert all(len(part) <= PER_PAGE for part in some)


@given(st.integers(1, 3000))
def test_every_page_is_reached_by_the_pager(count):
    pages = leaves("x.html", count * PER_PAGE)
    assert len({leaf.path for leaf in pages}) == count
    for leaf in (pages[0], pages[count // 2], pages[-1]):
        assert {1, count, leaf.number} <= set(leaf.offered)
        assert leaf.number == count or leaf.number + 1 in leaf.offered
        assert leaf.number == 1 or leaf.number - 1 in leaf.offered
        assert len(leaf.offered) < 60


@pytest.mark.parametrize("text", ["<b>", "100%", "%(x)s", "{{ 7 * 7 }}", "&amp;"])
def test_the_one_place_of_words_leaves_a_text_a_text(text):
    shown = environment().from_string("{{ _(text) }}").render(text=text)
    assert shown == text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
