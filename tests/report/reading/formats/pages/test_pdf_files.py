"""PDF files that hold no text, that are locked or broken, or that mean harm."""

from __future__ import annotations

import contextlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.pages import pdf
from gongkai.report.reading.formats.pages.notes import listed
from gongkai.report.reading.formats.pages.pdf import read_pdf
from gongkai.report.reading.formats.pages.pdf_guard import refuse_bombs
from tests.report.reading.formats.pages.drawing import (
    Fill,
    Line,
    Picture,
    Sheet,
    Text,
    as_pdf,
    even,
    file_of,
    plain,
    stream,
)
from tests.report.reading.formats.pages.grids import areas, page_number, read_areas, ruled
from tests.report.reading.formats.pages.typeset import typst_pdf
from tests.report.reading.formats.samples import texts

PROSE = ["本机关全年主动公开政府信息二百一十四条。", "办理公开申请十二件，均按期答复。"]
GRID = plain([["项目", "数量"], ["规章", "3"], ["文件", "14"]])


def scan(*marks: Text) -> Sheet:
    return Sheet().add(Picture(0, 0, 595, 842), *marks)


def codes(*sheets: Sheet) -> list[str]:
    return [note.code for note in read_pdf(as_pdf(sheets)).notes]


# --- no text ---------------------------------------------------------------------------------------------------------


def test_scanned_file_says_which_pages_and_what_to_do():
    document = read_pdf(as_pdf([scan(), scan()]))
    assert document.blocks == []
    (note,) = document.notes
    assert note.code == "scanned"
    assert note.message.startswith("第1—2页是扫描图像")
    assert "OCR" in note.message
    assert note.where.page == 1


def test_scanned_pages_among_others_are_named():
    document = read_pdf(as_pdf([scan(), Sheet().lines(PROSE), scan(), scan(page_number("- 4 -"))]))
    assert [note.message.partition("是")[0] for note in document.notes] == ["第1、3—4页"]
    assert texts(document) == PROSE


def test_scan_in_strips_is_a_scan():
    strips = [Picture(0, 84 * n, 595, 84 * n + 84) for n in range(10)]
    assert codes(Sheet().add(*strips)) == ["scanned"]


def test_picture_beside_text_is_no_scan():
    assert codes(Sheet().lines(PROSE).add(Picture(100, 200, 400, 400))) == []


def test_text_over_a_full_page_background_is_text():
    sheet = scan().lines(PROSE * 2)
    assert codes(sheet) == []
    assert texts(read_pdf(as_pdf([sheet])))[:1] == PROSE[:1]


def test_invisible_text_over_a_scan_is_used_and_said():
    lines = [Text(line, 90, 120 + 20 * n, mode=3) for n, line in enumerate(PROSE)]
    document = read_pdf(as_pdf([scan(*lines)]))
    assert texts(document) == PROSE
    assert [note.code for note in document.notes] == ["hidden_text"]


def test_text_turned_into_outlines_is_said():
    """Letters as filled shapes of many corners, no characters."""
    star = " ".join(f"{90 + n % 7} {700 + n * n % 11} l" for n in range(20))
    content = "\n".join(f"{90 + n % 7} 700 m {star} f" for n in range(150))
    data = file_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
            stream(b"<<", content.encode()),
        ]
    )
    assert [note.code for note in read_pdf(data).notes] == ["outlined"]


def test_empty_pages_are_neither_text_nor_scan():
    document = read_pdf(as_pdf([Sheet(), Sheet().lines(PROSE)]))
    assert texts(document) == PROSE
    assert document.notes == []


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([1], "1"), ([1, 2], "1—2"), ([1, 3], "1、3"), ([2, 3, 4, 8, 10, 11], "2—4、8、10—11")],
)
def test_listed(numbers, said):
    assert listed(numbers) == said


# --- locked and broken -----------------------------------------------------------------------------------------------


def locked(handler: str) -> bytes:
    """A file whose passwords nobody knows."""
    secret = "41" * 32
    trailer = f"/Encrypt<</Filter/{handler}/V 1/R 2/O<{secret}>/U<{secret}>/P -4>>/ID[<00><00>]"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    return file_of([*objects, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"], trailer)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked("Standard"), "密码"),
        (locked("Unknown"), "加密"),
        (b"%PDF-1.7\n", "损坏"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(5_000), "损坏"),
        (b"", "损坏"),
    ],
    ids=["password", "unknown handler", "only a header", "noise", "empty"],
)
def test_files_that_cannot_be_opened(data, reason):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_pdf(data)
    assert caught.value.mend


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_truncated_file_is_refused_not_half_read(share):
    whole = as_pdf([Sheet().lines([*PROSE, str(n)]) for n in range(20)])
    with pytest.raises(UnreadableError):
        read_pdf(whole[: int(len(whole) * share)])


def test_truncated_after_an_update_is_refused():
    """Files that were saved again have an end mark in the middle."""
    whole = as_pdf([Sheet().lines(PROSE)])
    with pytest.raises(UnreadableError, match="不完整"):
        read_pdf(whole + b"9 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n10 0 obj\n<</Length 100>>")


def test_rubbish_before_and_after_the_file_does_no_harm():
    document = read_pdf(b"\xef\xbb\xbf" + as_pdf([Sheet().lines(PROSE)]) + b"\r\n<!-- added by a site -->\0\0")
    assert texts(document) == PROSE


def test_page_that_is_no_page_is_said():
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>"]
    document = read_pdf(file_of([*objects, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", b"(nothing)"]))
    assert "damaged_page" in [note.code for note in document.notes]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_damaged_bytes_never_crash(seed, blows):
    chance = random.Random(seed)
    data = bytearray(as_pdf([ruled(GRID, *even(GRID, 60, 110, 400, 90)).lines(PROSE, top=300)]))
    for _ in range(blows):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(UnreadableError):
        assert read_pdf(bytes(data)).format == "pdf"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.floats(allow_nan=False, width=32)] * 4), max_size=6), st.floats(0.001, 1e9))
def test_absurd_coordinates_never_crash(places, size):
    marks = [Line(*place) for place in places] + [Text("甲1", x, y, size) for x, y, _, _ in places]
    document = read_pdf(as_pdf([Sheet().add(*marks, *(Fill(*place) for place in places))]))
    for block in document.blocks:
        assert block.place.page == 1


# --- harm ------------------------------------------------------------------------------------------------------------


def nested_forms(depth: int, times: int, resources: str = "direct", last: bytes = b"") -> bytes:
    """A page that paints a form so many times, which paints another so many times, and so on; the innermost has the
    content ``last``. Forms name the next one in their own ``resources``, in an ``indirect`` object, or ``nowhere``."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        stream(b"<<", b"/X Do\n" * times),
    ]
    for level in range(depth):
        following = f"<</XObject<</X {6 + level} 0 R>>>>"
        entry = {"direct": following, "indirect": f" {5 + depth + level} 0 R", "nowhere": ""}[resources]
        head = f"<</Type/XObject/Subtype/Form/BBox[0 0 600 900]{'/Resources' + entry if entry else ''}"
        objects.append(stream(head.encode(), b"/X Do\n" * times if level < depth - 1 else last))
    if resources == "indirect":
        objects += [f"<</XObject<</X {6 + level} 0 R>>>>".encode() for level in range(depth)]
    return file_of(objects)


def content_of(operators: bytes, times: int) -> bytes:
    return file_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
            stream(b"<<", operators * times),
        ]
    )


@pytest.mark.parametrize(
    "data",
    [
        nested_forms(9, 20),
        nested_forms(3, 100_000),
        nested_forms(9, 20, "nowhere"),
        nested_forms(9, 20, "indirect"),
        nested_forms(2, 3, "indirect").replace(b"/Resources 7 0 R", b"/Resources7 0 R "),
        content_of(b"0 0 m 9 9 l S\n", 5_000_000),
    ],
    ids=[
        "deep forms",
        "wide forms",
        "forms without resources",
        "forms by way of other objects",
        "a name that only begins like the resources",
        "content of 70 MB in 80 kB",
    ],
)
def test_bombs_are_refused_at_once(data):
    started = time.perf_counter()
    with pytest.raises(UnreadableError, match="庞大"):
        read_pdf(data)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(("target", "refused"), [(5, True), (9, False)])
def test_resources_in_an_object_stream_are_looked_up(target, refused):
    """Form 5 finds its resources in object 7, which an object stream holds: itself, or an image."""
    packed = b"7 0 8 20 " + f"<</X {target} 0 R>>".encode().ljust(20) + b"(other)"
    objects = [
        (5, stream(b"<</Type/XObject/Subtype/Form/Resources<</XObject 7 0 R>>", b"/X Do " * 3)),
        (6, stream(b"<</Type/ObjStm/N 2/First 9", packed)),
        (9, stream(b"<</Subtype/Image", b"\x80")),
    ]
    data = b"%PDF-1.6\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in objects)
    with pytest.raises(UnreadableError, match="庞大") if refused else contextlib.nullcontext():
        refuse_bombs(data)


@pytest.mark.parametrize(("target", "refused"), [(5, True), (9, False)])
def test_form_without_resources_finds_names_in_those_of_a_page(target, refused):
    """Content that is not packed counts as it stands."""
    form = b"5 0 obj\n<</Subtype/Form/Length 30>>\nstream\n/X Do\nendstream\nendobj\n"
    data = b"%PDF-1.6\n" + form + f"3 0 obj\n<</Type/Page/Resources<</XObject<</X {target} 0 R>>>>>>\nendobj\n".encode()
    with pytest.raises(UnreadableError, match="庞大") if refused else contextlib.nullcontext():
        refuse_bombs(data)


@pytest.mark.parametrize("resources", ["direct", "nowhere"])
def test_a_form_that_paints_itself_is_refused(resources):
    """PDFium follows such a form forty levels deep: three times each is three to the fortieth."""
    data = nested_forms(2, 3, resources).replace(b"/X 6 0 R", b"/X 5 0 R")
    with pytest.raises(UnreadableError, match="庞大"):
        read_pdf(data)


@pytest.mark.parametrize("resources", ["direct", "indirect"])
def test_a_few_forms_in_each_other_are_read(resources):
    document = read_pdf(nested_forms(3, 5, resources, last=b"0 0 m 10 10 l S"))
    assert (document.blocks, document.notes) == ([], [])


def test_pages_whose_content_lies_in_forms():
    sheets = [ruled(GRID, *even(GRID, 60, 300, 400, 90)).lines([line], top=150) for line in PROSE * 10]
    document = read_pdf(as_pdf(sheets, in_forms=True))
    assert texts(document) == PROSE * 10
    assert [read_areas(table) for table in document.tables()] == [areas(GRID)] * 20


def test_more_objects_than_a_page_has_are_cut_and_said():
    document = read_pdf(content_of(b"0 0 m 9 9 l S\n", 70_000))
    assert [note.code for note in document.notes] == ["too_complex"]


def test_more_pages_than_a_report_has_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    document = read_pdf(as_pdf([Sheet().lines([f"第{n}份"], top=120) for n in "甲乙丙丁戊"]))
    assert texts(document) == ["第甲份", "第乙份", "第丙份"]
    assert [note.code for note in document.notes] == ["too_many_pages"]


def test_table_of_very_many_cells_ends():
    """Two thousand lines across each other make a million cells: it is said, not built."""
    lines = [Line(60, 60 + 0.35 * n, 500, 60 + 0.35 * n, 0.1) for n in range(2_000)]
    lines += [Line(60 + 0.2 * n, 60, 60 + 0.2 * n, 760, 0.1) for n in range(2_000)]
    started = time.perf_counter()
    read_pdf(as_pdf([Sheet().add(*lines)]))
    assert time.perf_counter() - started < 10


def test_more_cells_than_a_report_has_are_refused():
    """Every page paints the same sheet of two thousand cells."""
    xs, ys = [60 + 12.0 * n for n in range(41)], [60 + 14.0 * n for n in range(51)]
    lines = [Line(60, y, 540, y) for y in ys] + [Line(x, 60, x, 760) for x in xs]
    content = as_pdf([Sheet().add(*lines)])
    kids = b" ".join([b"8 0 R"] * 60)
    with pytest.raises(UnreadableError, match="单元格"):
        read_pdf(content.replace(b"/Count 1/Kids[8 0 R]", b"/Count 60/Kids[" + kids + b"]"))


def test_files_are_closed_after_a_refusal():
    for _ in range(3):
        with pytest.raises(UnreadableError):
            read_pdf(locked("Standard"))
    assert read_areas(next(read_pdf(as_pdf([ruled(GRID, *even(GRID, 60, 110, 400, 90))])).tables())) == areas(GRID)


def test_a_report_of_six_pages_takes_milliseconds():
    """A loose bound; the benchmark gives the figures."""
    data = typst_pdf([PROSE[0] * 60, GRID, PROSE[0] * 60])
    read_pdf(data)
    started = time.perf_counter()
    read_pdf(data)
    assert time.perf_counter() - started < 1.0
