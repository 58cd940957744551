"""The words of the libraries whose pages or messages a user can meet."""

from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils import translation

import gongkai.config
from gongkai.agencies.models import Role
from tests.people import county, person


def catalogue(package, language):
    path = Path(package.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stream:
        return {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in read_po(stream) if m.id}


def untranslated(package):
    """What neither the library's own catalogue nor ours has in Chinese, with the places where it stands."""
    english, chinese = catalogue(package, "en"), catalogue(package, "zh_Hans") | catalogue(gongkai.config, "zh_Hans")
    assert len(english) > 50
    return {
        key[1]: [place for place, _line in message.locations]
        for key, message in english.items()
        if key not in chinese or chinese[key].fuzzy or not any(chinese[key].string)
    }


@pytest.mark.parametrize("package", [allauth, django.conf, django.contrib.auth])
def test_every_word_of_logging_in_and_of_forms_is_chinese(package):
    assert untranslated(package) == {}


def test_what_the_libraries_lack_is_shown_in_chinese():
    with translation.override("zh-hans"), pytest.raises(ValidationError) as refused:
        MinimumLengthValidator(12).validate("short")
    with translation.override("zh-hans"):
        assert refused.value.messages == ["密码太短，至少要有 12 个字符。"]


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
