"""How large a picture is printed, and in which format it is."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from gongkai.law.messages import Message
from gongkai.report.model import Picture
from gongkai.report.writing.errors import UnwritableError

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}
DOTS_AN_INCH = 150  # A picture of fewer pixels is printed smaller, never blown up.
WIDEST, HIGHEST = 156.0, 170.0  # Millimetres: the width of the text, and room for a heading and a caption on the page.


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture's media type, its size in pixels and, on paper, in millimetres."""

    media_type: str
    pixels: tuple[int, int]
    size: tuple[float, float]

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.media_type]


def shape_of(picture: Picture, content: bytes) -> Shape:
    """The shape of ``content``, the file of ``picture``; UnwritableError unless it is a PNG or JPEG."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    try:
        image = Image.from_file(BytesIO(content))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, struct.error) as fault:
        raise _no_picture(picture) from fault
    if image.content_type not in SUFFIXES:
        raise _no_picture(picture)
    width, height = (pixels * 25.4 / DOTS_AN_INCH for pixels in (image.px_width, image.px_height))
    scale = min(1.0, WIDEST / width, HIGHEST / height)
    return Shape(image.content_type, (image.px_width, image.px_height), (width * scale, height * scale))


def _no_picture(picture: Picture) -> UnwritableError:
    return UnwritableError(Message("图片“{alt}”不是 PNG 或 JPEG", alt=picture.alt), "请换成 PNG 或 JPEG 图片")
