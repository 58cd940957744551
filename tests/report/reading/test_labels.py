"""Labels as documents print them."""

import pytest

from gongkai.law.editions import builtin_editions
from gongkai.report.reading.labels import LabelIndex, bare, canonical, choose, stem

EDITIONS = builtin_editions()
NATIONAL = LabelIndex(EDITIONS["cn-gid-2014-national"].tables[0].rows)
MATRIX = LabelIndex(EDITIONS["cn-gid-2021"].table("requests").rows)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("（一）收到申请数", "收到申请数"),
        ("(1)、收到 申请数", "收到申请数"),
        ("1．当面申请数", "当面申请数"),
        ("1当面申请数", "当面申请数"),
        ("其中：涉及国家秘密", "涉及国家秘密"),
        ("三、 本年度辦理結果", "本年度办理结果"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ("①重复申请", "重复申请"),
    ],
)
def test_numbering_spacing_and_script_do_not_count(printed, plain):
    assert canonical(printed) == plain


def test_notes_in_brackets_and_trailing_words_are_set_aside():
    assert bare("主动公开政府信息数（不同渠道和方式公开相同信息计1条）") == "主动公开政府信息数"
    assert stem("专职人员数（不包括政府公报及政府网站工作人员数）") == "专职人员"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("（一）主动公开政府信息数 （不同渠道和方式公开相同信息计1条）", "proactive_items"),
        ("（1） 主动公开政府信息数\n（2） （不同渠道和方式公开相同信息计1条）", "proactive_items"),
        ("2、同意公开答复数", "reply_granted"),
        ("4.不同意公开答复数", "reply_refused"),
        ("3.同意部分公开答复", "reply_partial"),
        ("5、其它方式公开政府信息数", "channel_other"),
        ("政府网站在线访淡次数", "online_interviews"),
        ("举报投诉数", "complaints_total"),
        ("接受培训人员数（人次）", "trainees"),
    ],
)
def test_a_label_finds_its_row_in_spite_of_numbering_notes_and_misprints(printed, key):
    match = NATIONAL.match(printed)
    assert match is not None
    assert [row.key for row in match.rows] == [key]


@pytest.mark.parametrize(
    "printed", ["备注", "条", "填表人", "我局主动公开", "部分同意或不同意", "统计指标", "12", "单位负责人"]
)
def test_what_is_no_label_finds_no_row(printed):
    assert NATIONAL.match(printed) is None


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("一、本年新收政府信息公开申请数", "req_received"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "outcome_partial"),
        ("（二）部分公开", "outcome_partial"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other_overdue_correction"),
        ("（七）总计", "outcome_total"),
        ("（六）其他处理", "outcome_other"),
        ("3.其他", "other_misc"),
        ("（四）无法\n提供", "outcome_unable"),
    ],
)
def test_the_matrix_rows_are_told_apart(printed, key):
    match = MATRIX.match(printed)
    assert match is not None
    assert [row.key for row in match.rows] == [key]


def test_a_label_that_the_form_repeats_is_resolved_by_the_row_above():
    rows = {row.key: row for row in NATIONAL.rows}
    match = NATIONAL.match("（三）其他情形数")
    assert match is not None
    assert len(match.rows) == 2
    assert choose(match.rows, NATIONAL, rows["review_corrected"], set()).key == "review_other"
    assert choose(match.rows, NATIONAL, rows["litigation_corrected"], set()).key == "litigation_other"
    assert choose(match.rows, NATIONAL, rows["litigation_corrected"], {"litigation_other"}).key == "review_other"


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda e: e.id)
def test_every_label_and_alias_of_every_edition_finds_its_own_row(edition):
    for table in edition.tables:
        index = LabelIndex(table.rows)
        for row in index.rows:
            for label in row.labels:
                match = index.match(f"（一）{label}")
                assert match is not None, label
                assert row in match.rows


def test_a_misprint_equally_close_to_two_rows_names_both():
    match = NATIONAL.match("政务微搏公开政府信息数")
    assert match is not None
    assert {row.key for row in match.rows} == {"channel_weibo", "channel_wechat"}
    assert NATIONAL.exact("政务微搏公开政府信息数") == ()


@pytest.mark.parametrize("printed", ["未同意公开答复数", "非同意公开答复数", "属于本行政机关公开数", "申请信息存在数"])
def test_a_word_that_turns_the_meaning_round_is_no_misprint(printed):
    assert NATIONAL.match(printed) is None
