"""The platform's catalogues: English for every message, and the Chinese that the packages lack."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import pytest
import wagtail
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.timezone import datetime
from django.utils.translation import gettext, ngettext
from scripts.platform_messages import as_forms, of_python, of_template, source_files

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "src" / "gongkai" / "config" / "locale"
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")
FIELD = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")
QUOTED = re.compile(r"[“【][\u4e00-\u9fff]*[”】]|[〔〕]")  # What a user types or finds in a workbook.


def read(path: Path):
    with path.open("rb") as file:
        return read_po(file)


def catalogue(language: str, name: str = "django.po"):
    return read(LOCALES / language / "LC_MESSAGES" / name)


def messages(language: str):
    return [message for message in catalogue(language) if message.id]


def fields(text: str) -> set[str]:
    return set(FIELD.findall(text))


def test_the_script_reads_what_marks_a_message():
    python = '_("甲")\ngettext_lazy("乙" "丙")\n_("丁" if x else "戊")\nngettext("一", "%(n)s 二", n)\n"己"'
    assert list(of_python(python)) == ["甲", "乙丙", "丁", "戊", ("一", "%(n)s 二")]
    template = """{% trans "甲" %}{% th _("乙") %}己{# {% trans "庚" %} #}{% trans '“丙”（丁）' as x %}
    {% blocktrans with a=b|date:"Y" %}第{{ a }}年 50%{% endblocktrans %}
    {% blocktrans count n=total %}一条{% plural %}共{{ n }}条{% endblocktrans %}{{ x|join:_("、") }}"""
    assert list(of_template(template)) == [
        "甲", "乙", "“丙”（丁）", "第%(a)s年 50%%", ("一条", "共%(n)s条"), "、",
    ]  # fmt: skip


def test_every_mark_in_a_template_is_read():
    mark = re.compile(r"\{%-?\s*(?:block)?trans(?:late)?\b|\b_\([\"']")
    texts = [file.read_text("utf-8") for file in source_files() if file.suffix != ".py"]
    assert len(texts) > 80
    assert [text for text in texts if len(mark.findall(text)) != len(list(of_template(text)))] == []


def test_the_catalogues_are_complete_and_compiled():
    script = [sys.executable, str(ROOT / "scripts" / "messages.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run: python scripts/messages.py, then translate\n{done.stdout}"


@pytest.mark.parametrize(("language", "least"), [("en", 1400), ("zh_Hans", 350)])
def test_no_translation_is_missing_doubtful_or_left_over(language, least):
    assert len(messages(language)) > least
    assert [m.id for m in messages(language) if m.fuzzy or not all(as_forms(m.string))] == []
    assert list(catalogue(language).obsolete.values()) == []


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_translations_have_the_same_fields(language):
    """Of a message with two forms, the form of the many."""
    unlike = []
    for message in messages(language):
        if fields(as_forms(message.id)[-1]) != fields(as_forms(message.string)[-1]):
            unlike.append(message.id)
    assert unlike == []


def test_the_english_is_english():
    english = {form for message in messages("en") for form in as_forms(message.string)}
    assert [text for text in english if CHINESE.search(QUOTED.sub("", text))] == []


def test_the_supplied_chinese_is_chinese():
    supplied = {message.id: message.string for message in messages("zh_Hans")}
    signs = {"%(time)s by %(user_display_name)s", "%(status_display)s %(task_name)s %(started_at)s", "at %(time)s"}
    bare = [m for m, told in supplied.items() if not any(CHINESE.search(form) for form in as_forms(told))]
    assert set(bare) <= {*signs, "at %(time)s by %(user_display_name)s", "%(action)s by <b>%(who)s</b>"}


def test_the_supplied_links_and_tags_are_whole():
    unlike = []
    for message in messages("zh_Hans"):
        if isinstance(message.id, str) and "<" in message.id:
            tags = [set(re.findall(r"<(/?\w+)", text)) for text in (message.id, str(message.string))]
            unlike += [message.id] if tags[0] != tags[1] else []
    assert unlike == []


PACKAGES = [wagtail, allauth, django.conf, django.contrib.auth]


def untranslated(folder: Path, name: str, ours) -> list[str]:
    """Messages of a package that neither its own Chinese catalogue nor ``ours`` has."""
    chinese = folder / "zh_Hans" / "LC_MESSAGES" / name
    theirs = set(_told(chinese)) if chinese.exists() else set()
    english = read(folder / "en" / "LC_MESSAGES" / name)
    keys = [(m.context, as_forms(m.id)[0]) for m in english if m.id]
    known = {(m.context, as_forms(m.id)[0]) for m in ours if m.id and all(as_forms(m.string))}
    return [key[1] for key in keys if key not in theirs and key not in known]


def _told(file: Path):
    for message in read(file):
        if message.id and not message.fuzzy and all(as_forms(message.string)):
            yield message.context, as_forms(message.id)[0]


def folders(package) -> list[Path]:
    return sorted((file.parents[2]) for file in Path(package.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"))


def test_wagtail_leaves_words_in_english():
    left = [m for folder in folders(wagtail) for m in untranslated(folder, "django.po", [])]
    assert len(left) > 300


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_word_of_the_packages_is_chinese(package):
    ours = catalogue("zh_Hans")
    found = folders(package)
    assert found
    assert [m for folder in found for m in untranslated(folder, "django.po", ours)] == []


def test_every_word_of_wagtails_scripts_is_chinese():
    ours = catalogue("zh_Hans", "djangojs.po")
    scripts = [folder for folder in folders(wagtail) if (folder / "en" / "LC_MESSAGES" / "djangojs.po").exists()]
    assert scripts
    assert [m for folder in scripts for m in untranslated(folder, "djangojs.po", ours)] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hans", ["送审", "请填写图片说明，以符合无障碍的要求。", "密码太短，至少要有 12 个字符。"]),
        (
            "en",
            [
                "Send for approval",
                "Please provide an image description to comply with best practices for accessibility.",
                "This password is too short. It must contain at least 12 characters.",
            ],
        ),
    ],
)
def test_django_finds_the_catalogues(language, expected):
    with translation.override(language):
        told = gettext("Please provide an image description to comply with best practices for accessibility.")
        one = "This password is too short. It must contain at least %d character."
        many = "This password is too short. It must contain at least %d characters."
        assert [gettext("送审"), told, ngettext(one, many, 12) % 12] == expected


DUE = "{% load ui %}{% due day remaining=3 %}"


@pytest.mark.parametrize(
    ("language", "dates", "due"),
    [
        ("zh-hans", ["2022年1月31日", "2022年1月31日 09:05", "2022-01-31"], "2022年1月31日（星期一）到期"),
        ("en", ["31 January 2022", "31 January 2022, 09:05", "2022-01-31"], "Due on 31 January 2022 (Monday)"),
    ],
)
def test_dates_and_numbers_are_of_one_language(language, dates, due):
    moment = datetime(2022, 1, 31, 9, 5)
    with translation.override(language):
        assert [date_format(moment, f"{kind}DATE_FORMAT") for kind in ("", "SHORT_")] == [dates[0], dates[2]]
        assert date_format(moment, "DATETIME_FORMAT") == dates[1]
        assert localize(1234567.5) == "1234567.5"
        assert localize(1234567, use_l10n=True) == "1234567"
        shown = Template(DUE).render(Context({"day": moment.date()}))
    assert due in re.sub(r"<[^>]+>", "", shown)


@pytest.fixture
def language_restored():
    """The test client leaves the last page's language behind."""
    yield
    translation.deactivate()


@pytest.mark.django_db
@pytest.mark.usefixtures("language_restored")
@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("", "各机关每年一月公布"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "各机关每年一月公布"),
        ("fr-FR,fr;q=0.9", "各机关每年一月公布"),
        ("en-GB,en;q=0.9", "Every January the agencies publish"),
    ],
)
def test_the_browser_chooses_the_language(client, asked, heading):
    answer = client.get("/", headers={"accept-language": asked})
    assert heading in answer.content.decode()
    assert f'lang="{"en" if heading.isascii() else "zh-Hans"}"'.lower() in answer.content.decode().lower()
    assert "Accept-Language" in answer.headers["Vary"]
