"""The part of the public page that never changes once a version is published: title, prose, tables, pictures.

It is written once, at publication, and stored beside the files, so that showing it costs no more than reading it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html
from lxml.html import HtmlElement

from gongkai.filing.models import Picture
from gongkai.law.editions import Edition
from gongkai.report.model import Report
from gongkai.report.writing.arrangement import Arrangement, Heading, arrange
from gongkai.report.writing.html import article_parts, el

Shown = Iterable[tuple[Picture, str]]
"""Pictures with their addresses, in the order of the report."""


def public_page(report: Report, edition: Edition, pictures: Shown) -> bytes:
    """An ``article`` element in UTF-8."""
    paper = arrange(report, edition)
    article = el("article", {"class": "report"}, *article_parts(paper, prefix="report"))
    for region in article.iterfind(".//div[@role='group']"):
        region.set("class", "scroll official")
    places = _places(article, paper)
    for picture, address in pictures:
        places.get(picture.section.key, article).append(_figure(picture, address))
    written: bytes = html.tostring(article, encoding="utf-8")
    return written


def _places(article: HtmlElement, paper: Arrangement) -> dict[str, HtmlElement]:
    """The element of each section. Every heading begins one; what stands before the first heading is one too."""
    headings = [block.key for block in paper.blocks if isinstance(block, Heading)]
    elements = [e for e in article.iterchildren("section") if e.get("class") != "appended"]
    return {key: element for key, element in zip(reversed(headings), reversed(elements), strict=False) if key}


def _figure(picture: Picture, address: str) -> HtmlElement:
    image = el("img", src=address, alt=picture.alt, loading="lazy")
    caption = [el("figcaption", picture.caption)] if picture.caption else []
    return el("figure", {"class": "picture"}, image, *caption)
