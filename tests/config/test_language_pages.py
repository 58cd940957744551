"""Every page of every kind of reader, in both languages: a Chinese page has no English, an English one no Chinese of
its own (names, registers' words, official tables and the prose of reports stay Chinese)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html
from scripts.platform_messages import as_forms

from gongkai.law.editions import builtin_editions
from gongkai.registers.registry import all_sheets
from tests.config.test_language import messages
from tests.permissions.test_table import addresses, content
from tests.permissions.world import World

DATA = {"政府信息公开", "系统", "导入"}  # The site's name, who acted in the record, a job of the world.
READERS = ("-", "clerk", "admin", "auditor", "superv+")
DOCUMENTS = ("portal:file", "portal:current-file")  # Reports as published.
SAID = ("title", "aria-label", "alt", "placeholder", "data-picked", "data-confirm")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MIXED = re.compile(
    r"[A-Za-z]{3,}(?: ?[，。；：、]|）)|\d（[A-Za-z]|[，。；：、）] ?[A-Za-z]{3,} [A-Za-z]{2,}|\d{4}、\d{4} [a-z]"
)
# Kinds of files, units, standards: the same in both languages.
TERMS = frozenset((
    "CSV", "DOCX", "Excel", "GB", "HTML", "IP", "JPEG", "JSON", "KB", "MB", "PDF", "PNG", "SHA-", "TOTP", "UTF-",
    "WebP", "Word", "XLSX", "csv", "doc", "docx", "html", "json", "ods", "ofd", "pdf", "wps", "xls", "xlsx",
))  # fmt: skip
# What the open data's description quotes, rules, names of users and codes of organs, checksums.
CODES = re.compile(
    r"\b[A-Z]\d*-\d\d\b|[\w-]+_[\w-]+|\b[a-z]+-\d+\b|\d{6}-[a-z]+|\b[0-9a-f]{8,}\b|\b[a-z0-9]+\.[a-z]{3,4}\b|/[\w/-]+"
)


def shown(page: bytes) -> Iterator[str]:
    """What a reader sees or hears, one text an element."""
    for element in html.document_fromstring(page.decode()).find("body").iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "code", "pre"):
            yield from (element.text or "", *(element.get(name, "") for name in SAID))
        yield element.tail or ""


class Site:
    def __init__(self, language: str) -> None:
        self.world = World()
        self.language = language

    def pages(self) -> Iterator[tuple[str, list[str]]]:
        for reader in READERS:
            client = Client(raise_request_exception=False, headers={"accept-language": self.language})
            (person,) = self.world.people[reader]
            if person:
                client.force_login(person)
            for name, parts in addresses():
                if name not in DOCUMENTS:
                    yield from self._page(client, reader, name, parts)

    def _page(self, client: Client, reader: str, name: str, parts: set[str]) -> Iterator[tuple[str, list[str]]]:
        cache.clear()
        with transaction.atomic():
            answer = client.get(reverse(name, kwargs=self.world.arguments(name, parts)))
            page = content(answer)
            transaction.set_rollback(True)
        if page and answer.headers.get("content-type", "").startswith("text/html"):
            yield f"{reader} {name}", [text.strip() for text in shown(page) if text.strip()]


def english_in(text: str) -> set[str]:
    return set(ENGLISH.findall(CODES.sub("", text))) - TERMS


def official() -> set[str]:
    """The words of registers and forms, which are Chinese in both languages."""
    columns = [column for sheet in all_sheets() for column in sheet.columns]
    words = {sheet.name for sheet in all_sheets()} | {column.header for column in columns}
    words |= {label for column in columns if column.options for label in column.options.values()}
    return words | {
        part.label for edition in builtin_editions().values() for slot in edition.slots.values() for part in slot[1:]
    }


def test_a_page_of_two_languages_is_found():
    page = '<html><body><p title="Save">已保存</p><script>let x</script><img alt="a"></body></html>'.encode()
    assert [english_in(text) for text in shown(page) if text.strip()] == [set(), {"Save"}, set()]
    assert english_in("clerk-7 示例.xlsx 990101-kj SHA-256 JSON") == set()
    assert MIXED.search("31 January 2022（Monday）")
    assert MIXED.search("2023、2019 closed")
    assert not MIXED.search("示例县人民政府 (990101)")


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """The test client leaves the last page's language behind."""
    yield
    translation.deactivate()


@pytest.mark.django_db
def test_a_chinese_page_has_no_english():
    pages = list(Site("zh-hans").pages())
    assert len(pages) > 300
    found = {(word, name) for name, texts in pages for text in texts for word in english_in(text)}
    assert found == set()


@pytest.mark.django_db
def test_an_english_page_has_no_chinese_of_its_own():
    pages = list(Site("en").pages())
    assert len(pages) > 300
    assert any("Save" in texts for _name, texts in pages)
    ours = (
        {form for message in messages("en") for form in as_forms(message.id) if CHINESE.search(form)}
        - official()
        - DATA
    )
    left = {(text, name) for name, texts in pages for text in texts if text in ours or MIXED.search(text)}
    assert sorted(left) == []
