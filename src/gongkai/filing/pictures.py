"""The pictures of a version as they are printed: small enough for a page, and written anew."""

from __future__ import annotations

from wagtail.images.models import Filter

from gongkai.filing.models import Picture, Version
from gongkai.report.model import Picture as Printed

SIZE = Filter("max-1600x1600")


def pictures_of(version: Version) -> dict[str, tuple[Printed, ...]]:
    """The pictures of each section that has some, in order, with their files: PNG or JPEG. Writing them anew leaves
    out what a camera noted (place, device)."""
    found = Picture.objects.filter(section__version=version).select_related("section", "image")
    by_section: dict[str, tuple[Printed, ...]] = {}
    for picture in found.order_by("section__position", "position", "pk"):
        printed = Printed(picture.alt, picture.caption, _printed(picture))
        by_section[picture.section.key] = (*by_section.get(picture.section.key, ()), printed)
    return by_section


def _printed(picture: Picture) -> bytes:
    with picture.image.generate_rendition_file(SIZE) as file:
        file.seek(0)
        content: bytes = file.read()
    return content
