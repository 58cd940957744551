"""What is remembered of texts."""

from __future__ import annotations

from gongkai.report.text import fold, remembered


def test_short_texts_are_worked_out_once_and_long_ones_each_time():
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    label, prose = "收到申请数", "全年未收到申请。" * 60
    assert [length(text) for text in (label, prose, label, prose)] == [5, 480, 5, 480]
    assert asked == [label, prose, prose]


def test_folding_keeps_every_offset():
    text = "１２３（條）Ａ①\ud83d\ue000𠀀\x00臺"
    assert fold(text) == "123(条)A①\ud83d\ue000𠀀\x00台"
    assert len(fold(text)) == len(text)
