"""What search engines ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from lxml import etree

from gongkai.portal import queries
from gongkai.portal.pages import FRESH

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000  # Addresses in one file, by the protocol.


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    urls = etree.Element("urlset", {"xmlns": NAMESPACE})
    for place, changed in _places():
        url = etree.SubElement(urls, "url")
        etree.SubElement(url, "loc").text = f"{settings.BASE_URL.rstrip('/')}{place}"
        if changed:
            etree.SubElement(url, "lastmod").text = changed.isoformat(timespec="seconds")
    written = etree.tostring(urls, encoding="utf-8", xml_declaration=True)
    return HttpResponse(written, content_type="application/xml", headers={"Cache-Control": FRESH})


def _places() -> Iterator[tuple[str, datetime | None]]:
    """The newest reports first, so that what does not go into one file is the oldest."""
    yield reverse("portal:index"), None
    reports = queries.shown(queries.index()[:MOST])
    codes = dict.fromkeys(one.code for one in reports)
    places = [(reverse("portal:report", args=[one.code, one.year]), one.published_at) for one in reports]
    yield from [*((reverse("portal:agency", args=[code]), None) for code in codes), *places][: MOST - 1]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Staff pages are of no use to a search engine; they are protected by permission, not by this."""
    place = f"{settings.BASE_URL.rstrip('/')}{reverse('portal:sitemap')}"
    lines = ("User-agent: *", "Disallow: /desk/", "Disallow: /office/", "Disallow: /accounts/", "", f"Sitemap: {place}")
    text = "\n".join((*lines, ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": FRESH})
