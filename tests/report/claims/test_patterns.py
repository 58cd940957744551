"""The data behind the claims: keys, tags and flags that rules name exist, and the docs name the flags."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.law.data_files import load_json
from gongkai.report.claims.lexicon import find_terms, patterns
from gongkai.report.claims.numerals import unit_kinds
from gongkai.report.claims.rules import denials, key_rules, topics

KEYS = {k["key"] for k in load_json("claims.json")["keys"]} | {"unmapped"}
TAGS = set(patterns()["terms"])
DOCS = Path(__file__).resolve().parents[3] / "docs" / "claims.md"


def words() -> set[str]:
    """Every word of every condition."""
    conditions = [when for _, when in key_rules()] + [d.when for d in denials()]
    return {w for c in conditions for group in (c.needed, c.excluded, *c.choices) for w in group}


def test_rules_and_denials_give_known_keys() -> None:
    assert {key for key, _ in key_rules() if key} <= KEYS
    assert {d.key for d in denials()} <= KEYS
    assert {d.tag for d in denials()} <= TAGS


def test_every_key_of_claims_json_can_be_given() -> None:
    assert {key for key, _ in key_rules() if key} == KEYS


def test_prefixed_words_name_what_exists() -> None:
    values = {
        "head": TAGS,
        "said": TAGS,
        "sentence": TAGS,
        "total": TAGS,
        "unit": {*unit_kinds().values(), ""},
        "topic": set(topics().values()),
        "heading": set(topics().values()),
        "seen": KEYS,
        "last": {"reply", "mode", "proactive", "channel"},
    }
    for word in words():
        prefix, colon, value = word.partition(":")
        assert not colon or value in values[prefix], word


def test_all_other_words_are_tags_or_documented_flags() -> None:
    flags = {w for w in words() if ":" not in w} - TAGS
    paragraph = re.search(r"^Flags: .*?\n\n", DOCS.read_text(encoding="utf-8"), re.M | re.S)
    assert paragraph
    assert flags <= set(re.findall(r"`(\w+)`", paragraph[0]))


def test_kinds_and_topics_name_tags() -> None:
    named = {
        tag for group in (patterns()["kinds"], patterns()["topics"]) for tags in group.values() for tag in tags.split()
    }
    assert named <= TAGS


def test_every_term_is_found_as_a_whole() -> None:
    for tag, terms in patterns()["terms"].items():
        for term in terms.split():
            (found,) = find_terms(term)
            assert tag in found.tags, term


def test_no_list_repeats_a_word() -> None:
    for tag, terms in patterns()["terms"].items():
        listed = terms.split()
        assert sorted(listed) == sorted(set(listed)), tag
