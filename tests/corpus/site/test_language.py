"""Every word that the site itself says goes through one place."""

from __future__ import annotations

import re
from gettext import NullTranslations

import pytest
from lxml import html

from gongkai.corpus.site import build_site, language
from gongkai.corpus.site.language import _
from tests.corpus.site.making import some_reports, store_of

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NAME = "Alpha Bureau"


class Foreign(NullTranslations):
    """A catalogue of a language of dots: fields stay, every Chinese character goes."""

    def gettext(self, message):
        return CHINESE.sub("·", message)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foreign")
    reports = some_reports(3, range(2017, 2023))
    for one in reports:
        one.agency = f"{NAME} {sum(map(ord, one.agency)) % 97}"
    store = store_of(folder / "store", reports)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "catalogue", Foreign())
        build_site(store, folder / "site")
    return folder / "site"


PAGES = ("index.html", "findings.html", "outcomes.html", "compare.html", "agencies/*.html")


@pytest.mark.parametrize("pages", PAGES)
def test_all_words_of_charts_go_through_the_one_place(pages, foreign):
    words = [
        "".join(element.itertext())
        for page in foreign.glob(pages)
        for chart in html.fromstring(page.read_bytes()).xpath("//*[local-name()='svg'][@role='img']")
        for element in chart.iter()
        if element.tag in ("title", "desc", "text")
    ]
    assert words
    assert [said for said in words if CHINESE.search(said)] == []


def test_values_are_filled_into_the_translated_text(monkeypatch):
    assert _("{year}年", year=2020) == "2020年"
    monkeypatch.setattr(language, "catalogue", Foreign())
    assert _("{year}年", year="二") == "二·"
    assert _("100%, {x}") == "100%, {x}"


def test_the_empty_text_stays_empty(monkeypatch):
    class Headed(NullTranslations):
        def gettext(self, message):
            return message or "Content-Type: text/plain"

    monkeypatch.setattr(language, "catalogue", Headed())
    assert _("") == ""
