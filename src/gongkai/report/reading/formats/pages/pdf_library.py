"""The calls of the PDFium library that reading needs, with plain integers for handles and addresses.

pypdfium2 converts every argument of every call; reading a page takes thousands of calls, and these prototypes halve
their cost. Handles come from pypdfium2 objects through ``address``, which keep them alive. PDFium is not thread-safe:
hold ``LOCK`` while a document is open.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from threading import Lock
from typing import Any

import pypdfium2.raw as raw

LOCK = Lock()
PATH, IMAGE, FORM = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
MOVE, LINE, CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO
WRONG_PASSWORD, UNKNOWN_LOCK = raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE

_HANDLE, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float


def _call(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), _HANDLE).value
    assert address
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


count_characters = _call("FPDFText_CountChars", _INT, _HANDLE)
get_text = _call("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _HANDLE)
get_unicode = _call("FPDFText_GetUnicode", _UINT, _HANDLE, _INT)
get_angle = _call("FPDFText_GetCharAngle", _FLOAT, _HANDLE, _INT)
get_text_object = _call("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
has_no_code = _call("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)
get_render_mode = _call("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
get_character_box = _call("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _HANDLE)
get_page_box = _call("FPDF_GetPageBoundingBox", _INT, _HANDLE, _HANDLE)
count_objects = _call("FPDFPage_CountObjects", _INT, _HANDLE)
get_object = _call("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
count_form_objects = _call("FPDFFormObj_CountObjects", _INT, _HANDLE)
get_form_object = _call("FPDFFormObj_GetObject", _HANDLE, _HANDLE, _INT)
get_type = _call("FPDFPageObj_GetType", _INT, _HANDLE)
get_bounds = _call("FPDFPageObj_GetBounds", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
get_matrix = _call("FPDFPageObj_GetMatrix", _INT, _HANDLE, _HANDLE)
get_fill_colour = _call("FPDFPageObj_GetFillColor", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
get_draw_mode = _call("FPDFPath_GetDrawMode", _INT, _HANDLE, _HANDLE, _HANDLE)
count_segments = _call("FPDFPath_CountSegments", _INT, _HANDLE)
get_segment = _call("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
get_point = _call("FPDFPathSegment_GetPoint", _INT, _HANDLE, _HANDLE, _HANDLE)
get_segment_type = _call("FPDFPathSegment_GetType", _INT, _HANDLE)
is_closing = _call("FPDFPathSegment_GetClose", _INT, _HANDLE)


def address(handle: Any) -> int:
    """The address behind a pypdfium2 handle."""
    value = ctypes.cast(handle, _HANDLE).value
    assert value
    return value


def floats(count: int) -> ctypes.Array[ctypes.c_float]:
    """Room for ``count`` numbers that the library writes; use with ``ctypes.addressof``."""
    return (ctypes.c_float * count)()


def each(call: Callable[..., Any], handle: int, indices: Sequence[int]) -> list[Any]:
    """``call(handle, index)`` for every index."""
    return list(map(call, repeat(handle, len(indices)), indices))


def character_boxes(textpage: int, count: int) -> array[float]:
    """Left, top, right, bottom of each character in user space (y upwards), four numbers after each other."""
    room = floats(4 * count)
    start = ctypes.addressof(room)
    _run(map(get_character_box, repeat(textpage), range(count), range(start, start + 16 * count, 16)))
    return array("f", bytes(room))


def object_bounds(objects: Sequence[int]) -> array[float]:
    """Left, bottom, right, top of each page object, four numbers after each other."""
    room = floats(4 * len(objects))
    start = ctypes.addressof(room)
    sides = (range(start + shift, start + shift + 16 * len(objects), 16) for shift in (0, 4, 8, 12))
    _run(map(get_bounds, objects, *sides))
    return array("f", bytes(room))


def _run(calls: Iterable[Any]) -> None:
    deque(calls, maxlen=0)
