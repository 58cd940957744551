"""Pictures in a report: taken in by what they are, not by what they are called."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images import get_image_model

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Person
from gongkai.agencies.rules import Permission, require
from gongkai.audit_log.actions import record
from gongkai.filing.actions.drafting import Incomplete, note_drafting, opened_section
from gongkai.filing.models import Picture, Version

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400  # Enough for a page of A4 at 300 dots an inch.
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "png"}


class BadPicture(Refusal):
    """The file is no picture that a report can hold."""


@dataclass(frozen=True)
class _Made:
    content: bytes
    suffix: str


@transaction.atomic
def add_picture(
    *, version: Version, key: str, file_name: str, content: bytes, alt: str, actor: Person, caption: str = ""
) -> Picture:
    """Put a picture into a section. It is written anew, so that nothing hidden in the file (place, device, scripts)
    comes along."""
    require(actor, Permission.DRAFT_REPORT, version.report.agency)
    section = opened_section(version, key, actor)
    if not alt.strip():
        raise Incomplete(_("图片没有替代文字。"), _("请写明图上的内容，供看不到图片的人了解。"))
    made = _written_anew(content)
    title = (caption or alt).strip()[:255]
    image = get_image_model()(title=title, uploaded_by_user=actor)
    image.file.save(
        f"report.{made.suffix}", ImageFile(ContentFile(made.content), name=f"report.{made.suffix}"), save=False
    )
    image.save()
    picture = Picture.objects.create(
        section=section, image=image, alt=alt.strip(), caption=caption.strip(), position=section.pictures.count()
    )
    note_drafting(section.version, actor)
    record(
        actor=actor, action="add_picture", target=version, agency=version.report.agency,
        after={"section": key, "file": file_name[:200], "alt": picture.alt, "caption": picture.caption},
    )  # fmt: skip
    return picture


@transaction.atomic
def remove_picture(*, picture: Picture, actor: Person) -> None:
    """Take a picture out of a draft; the media library keeps it."""
    version = picture.section.version
    section = opened_section(version, picture.section.key, actor)
    told = {"section": picture.section.key, "alt": picture.alt, "caption": picture.caption}
    picture.delete()
    note_drafting(section.version, actor)
    record(actor=actor, action="remove_picture", target=version, agency=version.report.agency, before=told)


def _written_anew(content: bytes) -> _Made:
    if len(content) > MOST_BYTES:
        raise BadPicture(_("图片太大。"), _("请压缩到 10 MB 以内。"))
    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadPicture(_("图片的像素太多。"), _("请缩小到四千万像素以内。"))
            opened.load()
            kind = "PNG" if opened.format == "WEBP" else str(opened.format)
            upright = ImageOps.exif_transpose(opened)  # A camera notes how it was held; the note does not come along.
            plain = upright.convert("RGBA" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise BadPicture(_("这不是可用的图片文件。"), _("请上传 JPEG、PNG 或 WebP 图片。")) from fault
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    plain.save(out, kind)
    return _Made(out.getvalue(), FORMATS[kind])
