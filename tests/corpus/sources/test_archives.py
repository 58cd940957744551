"""Archives: members are hashed and read like files; names of Chinese systems; bombs, damage, protection."""

import hashlib
import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import fsspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.sources import archives
from gongkai.corpus.sources.contents import bytes_of, hashed, hashed_members
from gongkai.corpus.sources.items import Fault, Item
from gongkai.corpus.sources.walking import Walk
from gongkai.report.reading.errors import UnreadableError

FILES = {"甲局/2021年报.docx": b"docx" * 9, "b.html": b"<p>", "空.txt": b""}


def zipped(files, **how):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files, mode="w", encoding="utf-8"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def without_flag(data: bytes, name: bytes) -> bytes:
    """A zip of one file of a name as long as ``name``, with these bytes for a name and no word on their encoding."""
    raw = zipped({"x" * len(name): b"data"})
    return raw.replace(b"x" * len(name), name)


def archive_at(folder: Path, name: str, data: bytes) -> Item:
    (folder / name).write_bytes(data)
    (item,) = Walk([str(folder / name)])
    assert isinstance(item, Item)
    return item


def looked_at(item: Item):
    """({member: its bytes}, {member: fault}, files of other kinds) of an archive, each hash checked."""
    results = list(hashed_members(item))
    read = {}
    for result in results:
        if isinstance(result, tuple):
            read["!".join(result[0].member)] = data = bytes_of(result[0])
            assert result[1] == hashlib.sha256(data).digest()
    faults = {r.path.removeprefix(item.path).removeprefix("!"): r.reason for r in results if isinstance(r, Fault)}
    return read, faults, results.count(None)


PACKINGS = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda files: tarred(files, "w:gz"),
    "a.tar.bz2": lambda files: tarred(files, "w:bz2"),
    "a.txz": lambda files: tarred(files, "w:xz"),
}


@pytest.mark.parametrize("name", PACKINGS)
def test_members_come_as_they_were_packed(tmp_path, name):
    others = {"~$甲.docx": b"", ".b.txt": b"", "图.jpg": b"", "answers.json": b"{}", "__MACOSX/b.html": b""}
    item = archive_at(tmp_path, name, PACKINGS[name](FILES | others))
    assert looked_at(item) == (FILES, {}, 2)


@pytest.mark.parametrize("name", PACKINGS)
@pytest.mark.parametrize("way", ["../", "./", "./../", "../../县/./"])
def test_members_packed_from_elsewhere_are_not_taken_for_hidden_ones(tmp_path, name, way):
    files = {f"{way}甲.txt": b"1", f"{way}b/乙.txt": b"2"}
    item = archive_at(tmp_path, name, PACKINGS[name](files | {f"{way}.c/d.txt": b"", f"{way}..e.txt": b""}))
    assert looked_at(item) == (files, {}, 0)


@pytest.mark.parametrize("outer", PACKINGS)
@pytest.mark.parametrize("inner", ["a.zip", "a.tar.gz"])
def test_archives_in_archives_one_level_deep(tmp_path, outer, inner):
    deep = zipped({"c.zip": zipped({"d.txt": b"4"}), "e.txt": b"5"})
    contents = {"1.txt": b"1", f"县/{inner}": PACKINGS[inner]({"2.txt": b"2", "3.txt": b"3"}), "deep.zip": deep}
    read, faults, _ = looked_at(archive_at(tmp_path, outer, PACKINGS[outer](contents)))
    assert read == {"1.txt": b"1", f"县/{inner}!2.txt": b"2", f"县/{inner}!3.txt": b"3", "deep.zip!e.txt": b"5"}
    assert list(faults) == ["deep.zip!c.zip"]


def test_a_members_address_tells_its_archive(tmp_path):
    item = archive_at(tmp_path, "a.zip", zipped({"甲/乙.txt": b"1"}))
    (result,) = hashed_members(item)
    assert result[0].path == f"{tmp_path}/a.zip!甲/乙.txt"
    assert result[0].name == "乙.txt"
    assert result[0].modified == item.modified


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("县教育局/二〇二一年.txt".encode("gbk"), "县教育局/二〇二一年.txt"),
        ("誠信\\年报.txt".encode("gbk"), "誠信/年报.txt"),  # 誠 ends in the byte of a backslash.
        ("县教育局.txt".encode(), "县教育局.txt"),
        (b"caf\x82.txt", "café.txt"),
    ],
    ids=["gbk", "backslashes", "utf-8", "western"],
)
def test_unflagged_names_come_out_right(tmp_path, raw, name):
    item = archive_at(tmp_path, "a.zip", without_flag(b"", raw))
    assert looked_at(item)[0] == {name: b"data"}


def test_a_gbk_name_that_might_be_utf8_is_decided_by_its_neighbours(tmp_path):
    both = "拙".encode("gbk") + b".txt"
    assert both.decode()  # It is UTF-8 by accident.
    raw = zipped({"x" * len(both): b"1", "y" * 12: b"2"})
    raw = raw.replace(b"x" * len(both), both).replace(b"y" * 12, "县教育局".encode("gbk") + b".txt")
    assert set(looked_at(archive_at(tmp_path, "a.zip", raw))[0]) == {"拙.txt", "县教育局.txt"}


def test_gbk_names_in_a_tar(tmp_path):
    item = archive_at(tmp_path, "a.tar", tarred({"县教育局.txt": b"1"}, encoding="gbk"))
    assert looked_at(item)[0] == {"县教育局.txt": b"1"}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.text("甲乙ab1 -", min_size=1, max_size=9).map(lambda stem: stem + ".txt"), st.binary(max_size=99), max_size=6
    ).filter(lambda files: not any(name.startswith(".") for name in files)),
    st.sampled_from(sorted(PACKINGS)),
)
def test_any_files_survive_any_packing(tmp_path_factory, files, name):
    item = archive_at(tmp_path_factory.mktemp("any"), name, PACKINGS[name](files))
    assert looked_at(item)[0] == files


def test_of_two_members_with_one_name_the_last_counts(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"old")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"new")
    assert looked_at(archive_at(tmp_path, "a.zip", buffer.getvalue()))[0] == {"a.txt": b"new"}


def test_names_that_climb_out_are_only_names(tmp_path):
    item = archive_at(tmp_path, "a.zip", zipped({"../../up.txt": b"1", "/root.txt": b"2"}))
    assert looked_at(item)[0] == {"../../up.txt": b"1", "/root.txt": b"2"}
    assert os.listdir(tmp_path) == ["a.zip"]


def protected(data: bytes) -> bytes:
    """A zip whose first member says that it is encrypted."""
    central = data.index(b"PK\x01\x02")
    return data[:6] + b"\x01\x00" + data[8 : central + 8] + b"\x01\x00" + data[central + 10 :]


@pytest.mark.parametrize("name", ["a.txt", "../a.txt"])
def test_encrypted_members_are_faults_and_the_others_are_read(tmp_path, name):
    raw = zipped({name: b"1", "b.txt": b"2"})
    read, faults, _ = looked_at(archive_at(tmp_path, "a.zip", protected(raw)))
    assert (read, list(faults)) == ({"b.txt": b"2"}, [name])
    assert "密码" in faults[name]


@pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"no archive", b""])
@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_files_that_are_called_archives_are_faults(tmp_path, head, name):
    read, faults, _ = looked_at(archive_at(tmp_path, name, head + b"x" * 600))
    assert (read, list(faults)) == ({}, [""])


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.bz2", "a.txz"])
def test_what_lies_before_a_damage_is_read(tmp_path, name):
    noise = {f"{n}.txt": os.urandom(400_000) for n in range(6)}
    whole = PACKINGS[name](noise)
    read, faults, _ = looked_at(archive_at(tmp_path, name, whole[: len(whole) // 2]))
    assert "" in faults
    assert read.items() <= noise.items()
    assert read or name.endswith("bz2")


def test_a_damaged_member_of_a_zip_is_a_fault_of_its_own(tmp_path):
    raw = bytearray(zipped({"a.txt": b"1" * 99, "b.txt": b"2"}))
    raw[raw.index(b"a.txt") + 5] ^= 0xFF
    read, faults, _ = looked_at(archive_at(tmp_path, "a.zip", bytes(raw)))
    assert (read, list(faults)) == ({"b.txt": b"2"}, ["a.txt"])


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    raw = zipped({f"{n}.txt": b"\0" * 60_000_000 for n in range(5)})
    read, faults, _ = looked_at(archive_at(tmp_path, "a.zip", raw))
    assert (read, list(faults)) == ({}, [""])
    assert "过大" in faults[""]


def test_a_tar_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "ANY_RATIO", 1 << 20)
    raw = tarred({f"{n}.jpg": b"\0" * 1_000_000 for n in range(5)}, "w:gz")
    assert list(looked_at(archive_at(tmp_path, "a.tgz", raw))[1]) == [""]


def test_a_member_that_states_too_small_a_size_is_refused(tmp_path):
    raw = zipped({"a.txt": b"1" * 5000})
    at = raw.index(b"PK\x01\x02") + 24
    item = archive_at(tmp_path, "a.zip", raw[:at] + struct.pack("<I", 10) + raw[at + 4 :])
    read, faults, _ = looked_at(item)
    assert (read, list(faults)) == ({}, ["a.txt"])


def test_a_member_bigger_than_any_report_is_not_unpacked(tmp_path):
    item = archive_at(tmp_path, "a.zip", zipped({"a.txt": b"\0" * 101 * 2**20, "b.txt": b"1"}))
    read, faults, _ = looked_at(item)
    assert (read, list(faults)) == ({"b.txt": b"1"}, ["a.txt"])


def test_too_many_members_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    files = {f"{n}.txt": b"" for n in range(4)}
    for name in ("a.zip", "a.tar"):
        assert "过多" in looked_at(archive_at(tmp_path, name, PACKINGS[name](files)))[1][""]


def test_a_directory_that_states_a_monstrous_size_is_refused_unread(tmp_path):
    raw = bytearray(zipped({"a.txt": b"1"}))
    end = raw.index(b"PK\x05\x06")
    raw[end + 12 : end + 16] = struct.pack("<I", 3_000_000_000)
    assert "过多" in looked_at(archive_at(tmp_path, "a.zip", bytes(raw)))[1][""]


def test_an_extended_header_that_states_a_monstrous_size_is_not_loaded(tmp_path):
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 3_000_000_000
    raw = tarred({"a.txt": b"1"})[:1024] + header.tobuf(tarfile.GNU_FORMAT) + b"\0" * 9000
    read, faults, _ = looked_at(archive_at(tmp_path, "a.tar", raw))
    assert (read, list(faults)) == ({"a.txt": b"1"}, [""])


def test_links_in_a_tar_are_no_files(tmp_path):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert looked_at(archive_at(tmp_path, "a.tar", buffer.getvalue())) == ({}, {}, 0)


def test_remote_files_and_archives_are_opened_through_fsspec():
    system = fsspec.filesystem("memory")
    system.pipe("/opened/a.tar.gz", PACKINGS["a.tar.gz"](FILES))
    system.pipe("/opened/b.txt", b"text")
    archive, plain = Walk(["memory://opened"])
    assert looked_at(archive) == (FILES, {}, 0)
    assert hashed(plain) == (plain, hashlib.sha256(b"text").digest())


def test_a_file_that_went_away_or_is_too_big_is_a_fault(tmp_path):
    gone = hashed(Item(str(tmp_path / "a.txt"), 5, "1"))
    assert isinstance(gone, Fault)
    assert gone.reason == "没有这个文件或文件夹"
    (tmp_path / "a.txt").write_bytes(b"1")
    assert isinstance(hashed(Item(str(tmp_path / "a.txt"), 200 * 2**20, "1")), Fault)
    with pytest.raises(UnreadableError):
        bytes_of(Item(str(tmp_path), 5, "1"))
