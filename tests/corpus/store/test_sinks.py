"""A file that fails once, and names of columns that are told apart."""

from __future__ import annotations

import errno
import gc
import io
import weakref
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.corpus.store.query import distinct
from gongkai.corpus.store.sinks import FailingOnce

WHOLE = 2 * len("name") + 120 + 30 + 46 + 22  # Bytes of a zip of one file: headings, name, content, directory.


class Full(io.BytesIO):
    """Takes ``room`` bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def write(self, data):
        if self.tell() + len(data) > self.room:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


def test_it_fails_once_and_tells_why():
    below = Full(4)
    out = FailingOnce(below)
    assert out.write(b"abcd") == 4
    assert out.fault() is None
    with pytest.raises(OSError, match="full"):
        out.write(b"e")
    assert out.write(b"fgh") == 3
    assert out.seek(2) == 2
    assert (out.write(b"xy"), out.tell(), below.getvalue()) == (2, 4, b"abcd")
    assert out.fault().errno == errno.ENOSPC


@pytest.mark.parametrize("room", range(0, 260, 9))
def test_an_archive_is_closed_in_peace_wherever_it_fails(room):
    """An unraisable exception of ZipFile.__del__ fails the test."""
    out = FailingOnce(Full(room))
    try:
        archive = zipfile.ZipFile(out, "w")
        archive.writestr("name", b"text" * 30)
        archive.close()
    except OSError:
        pass
    del archive
    gc.collect()
    assert (out.fault() is None) == (room >= WHOLE)


def test_what_failed_keeps_nothing_alive():
    class Answer:
        pass

    def fail(answer):
        out = FailingOnce(Full(0))
        try:
            out.write(b"x")
        except OSError as error:
            raise out.fault() or error from error

    answer = Answer()
    known = weakref.ref(answer)
    gc.disable()
    try:
        with pytest.raises(OSError, match="full") as caught:
            fail(answer)
        del answer, caught
        assert known() is None
    finally:
        gc.enable()


@given(st.lists(st.sampled_from(["a", "a_1", "a_2", "b", "a_1_1"])))
def test_names_are_told_apart_and_a_first_one_stays(names):
    found = distinct(names)
    assert len(set(found)) == len(found) == len(names)
    for at, (name, other) in enumerate(zip(names, found, strict=True)):
        assert other == name if name not in names[:at] else other.startswith(f"{name}_")
