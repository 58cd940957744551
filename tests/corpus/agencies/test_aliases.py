"""Aliases that a user writes: read, and every fault told with its line."""

from __future__ import annotations

import pytest

from gongkai.corpus.agencies.aliases import Alias, read_aliases
from gongkai.law.schema_check import FileFaultsError

HEAD = "name,successor,kind,from_year\n"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "aliases.csv"
    path.write_bytes(text.encode(encoding))
    return path


def faults(tmp_path, text):
    with pytest.raises(FileFaultsError) as caught:
        read_aliases(written(tmp_path, text))
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_as_spreadsheet_programs_save_it(tmp_path, encoding):
    text = HEAD + "东湖区甲局,东湖区乙局,renamed,2021\r\n,,,\r\n东湖区丙局,东湖区乙局,合并,2022\r\n"
    assert read_aliases(written(tmp_path, text, encoding)) == (
        Alias("东湖区甲局", "东湖区乙局", "renamed", 2021),
        Alias("东湖区丙局", "东湖区乙局", "merged", 2022),
    )


def test_chinese_headings_other_columns_and_a_source(tmp_path):
    text = "备注,原名称,后继机关,变动,起始年度,依据\n无,东湖区甲局,东湖区乙局,拆分,2021,东编〔2021〕1号\n"
    (alias,) = read_aliases(written(tmp_path, text))
    assert alias == Alias("东湖区甲局", "东湖区乙局", "split", 2021, "东编〔2021〕1号")


def test_every_fault_is_told_with_its_line(tmp_path):
    rows = (
        ",东湖区乙局,renamed,2021",
        "东湖区甲局,东湖区乙局,moved,2021",
        "东湖区甲局,东湖区乙局,renamed,21",
        "东湖区甲局,东湖区 甲局,renamed,2021",
        "东湖区丁局,东湖区乙局,merged,2021",
        "东湖区丁局,东湖区乙局,merged,2022",
        "东湖区戊局,东湖区己局,renamed,2021",
        "东湖区戊局,东湖区庚局,renamed,2022",
        "东湖区己局,东湖区戊局,renamed,2023",
        "东湖区辛局,东湖区壬局,renamed,2023,多一格",
    )
    told = faults(tmp_path, HEAD + "\n".join(rows))
    assert [fault.partition("：")[0] for fault in told] == [f"第{n}行" for n in (2, 3, 4, 5, 7, 9, 10, 11)]
    words = (
        "没有填",
        "不是变动方式",
        "不是年度",
        "同一个名称",
        "与第 6 行重复",
        "第 8 行已",
        "又成了它自己",
        "表头只有",
    )
    assert all(word in fault for word, fault in zip(words, told, strict=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,successor\n", "缺少列：kind、from_year"),
        ("", "缺少列"),
        (HEAD.replace("kind", "name"), "有一列写了两次"),
        (HEAD + '"东湖区甲局,东湖区乙局,renamed,2021\n', "引号没有配对"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path, text, told):
    (fault,) = faults(tmp_path, text)
    assert told in fault


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(FileFaultsError, match="无法打开"):
        read_aliases(tmp_path / "nothing.csv")
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x00\xff\xfe\x81" * 9)
    with pytest.raises(FileFaultsError, match="编码"):
        read_aliases(path)
