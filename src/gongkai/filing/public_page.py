"""The part of the public page that never changes once a version is published: title, prose, tables, pictures.

It is written once, at publication, and stored beside the files, so that showing it costs no more than reading it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html

from gongkai.law.editions import Edition
from gongkai.report.model import Picture, Report
from gongkai.report.writing.arrangement import arrange
from gongkai.report.writing.html import article_parts, el


def public_page(report: Report, edition: Edition, pictures: Iterable[tuple[Picture, str]]) -> bytes:
    """An ``article`` element in UTF-8. ``pictures`` are those of the report with their addresses."""
    addresses = {id(picture): address for picture, address in pictures}
    parts = article_parts(
        arrange(report, edition), prefix="report", source_of=lambda figure: addresses[id(figure.picture)]
    )
    article = el("article", {"class": "report"}, *parts)
    for region in article.iterfind(".//div[@role='group']"):
        region.set("class", "scroll official")
    written: bytes = html.tostring(article, encoding="utf-8")
    return written
