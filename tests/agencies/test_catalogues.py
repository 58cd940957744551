"""The words of the libraries whose pages or messages a user can meet."""

from pathlib import Path

import allauth
import pytest
import wagtail.images
from babel.messages.pofile import read_po
from django.urls import get_resolver

from gongkai.agencies.models import Role
from tests.people import county, person


def catalogue(package, language):
    path = Path(package.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stream:
        return {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in read_po(stream) if m.id}


def untranslated(package):
    english, chinese = catalogue(package, "en"), catalogue(package, "zh_Hans")
    assert len(english) > 100
    return {
        key[1]: [place for place, _line in message.locations]
        for key, message in english.items()
        if key not in chinese or chinese[key].fuzzy or not any(chinese[key].string)
    }


def test_every_word_of_logging_in_is_chinese():
    assert untranslated(allauth) == {}


def test_what_wagtail_leaves_in_english_stands_on_pages_of_its_back_office():
    """They are not mounted (docs/decisions/0008); what models and fields of the image library say is translated."""
    places = {place for found in untranslated(wagtail.images).values() for place in found}
    assert places
    assert {place.split("/")[0] for place in places} <= {"templates", "views"}


@pytest.mark.django_db
def test_the_back_office_is_not_mounted(client):
    client.force_login(person(Role.ADMINISTRATOR, county()["government"]))
    for address in ("/office/", "/office/images/", "/admin/", "/cms/"):
        assert client.get(address).status_code == 404
    mounted = {pattern.lookup_str.split(".")[0] for pattern in flat(get_resolver())}
    assert "wagtail" not in mounted


def flat(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from flat(pattern)
        else:
            yield pattern
