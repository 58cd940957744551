"""Reports as files: the same again, all different, read back as they were printed."""

from __future__ import annotations

from hashlib import sha256

import pytest

from gongkai.corpus.synth.printing import html, text
from gongkai.corpus.synth.printing.files import FORMATS
from gongkai.law.editions import builtin_editions
from tests.corpus.synth.samples import made, options, report_of
from tests.report.writing.reports import NEEDS_FONT

EDITIONS = sorted(builtin_editions())
LAYOUTS = [
    *(("html", layout) for layout in html.LAYOUTS),
    *(("txt", layout) for layout in text.LAYOUTS if layout != "flattened"),
    ("docx", "slim"),
    ("docx", "official"),
    ("md", "official"),
    ("xlsx", "official"),
    ("pdf", "official"),
]


def first(edition, suffix, layout):
    asked = options(400, formats=(suffix,), editions=(edition,))
    return next(one for one in made(asked) if one.answer.layout == layout)


def printed(one):
    return one.answer.values()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("suffix", "layout"),
    [pytest.param(*pair, marks=NEEDS_FONT if pair[0] == "pdf" else ()) for pair in LAYOUTS],
    ids=["-".join(pair) for pair in LAYOUTS],
)
def test_every_edition_reads_back_from_every_layout(edition, suffix, layout):
    one = first(edition, suffix, layout)
    report = report_of(one)
    assert (report.agency, report.year, report.edition) == (one.answer.agency, one.answer.year, edition)
    assert {key: cell.value for key, cell in report.cells.items()} == printed(one)
    assert one.path.endswith(f".{suffix}")


@pytest.mark.parametrize("edition", ["cn-gid-2019", "cn-gid-2021"])
def test_tables_run_together_read_back(edition):
    one = first(edition, "txt", "flattened")
    assert {key: cell.value for key, cell in report_of(one).cells.items()} == printed(one)


def test_the_same_options_give_the_same_files():
    asked = options(40, rate=0.5, formats=tuple(f for f in FORMATS if f != "pdf"))
    assert list(made(asked)) == list(made(asked))


@NEEDS_FONT
def test_a_pdf_is_the_same_again():
    asked = options(2, formats=("pdf",))
    assert list(made(asked)) == list(made(asked))


def test_another_seed_gives_other_reports():
    one, other = ({m.answer.sha256 for m in made(options(40, seed=seed))} for seed in (1, 2))
    assert not one & other


def test_no_two_reports_share_bytes_or_path():
    reports = list(made(options(600, rate=0.4, formats=("html", "txt", "md"))))
    assert len({one.content for one in reports}) == len({one.path for one in reports}) == 600
    assert all(sha256(one.content).hexdigest() == one.answer.sha256 for one in reports)


def test_prose_is_of_the_length_of_real_reports_and_names_its_agency():
    lengths = []
    for one in made(options(80)):
        report = report_of(one)
        lengths.append(sum(len(section.text) for section in report.sections))
        assert any(one.answer.agency in section.text for section in report.sections)
    assert min(lengths) > 500
    assert max(lengths) < 4000


def test_reports_state_claims_of_many_kinds():
    claimed = {claim.key for one in made(options(80)) for claim in report_of(one).claims}
    assert {"req_received", "req_answered", "proactive_items", "channel_website", "staff_full_time"} <= claimed
    assert {"normative_docs_made", "review_total", "litigation_total", "reply_granted", "fee_collected"} <= claimed


def test_some_pages_are_in_a_national_encoding():
    pages = [one.content for one in made(options(120, formats=("html",)))]
    assert any(b"charset=gb2312" in page for page in pages)
    assert any(b"utf-8" in page for page in pages)


def test_blanks_marks_full_width_digits_and_thousands_are_printed():
    raws = {cell.raw for one in made(options(120, formats=("txt",))) for cell in report_of(one).cells.values()}
    assert "" in raws
    assert "/" in raws
    assert any("," in raw for raw in raws)
    assert any("０" <= raw[:1] <= "９" for raw in raws)
