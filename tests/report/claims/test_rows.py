"""The statistics table of early reports where it was run into the prose."""

from __future__ import annotations

from told import told

from gongkai.report.claims import extract

LABELS = [
    ("主动公开信息数", "条", "proactive_items"),
    ("其中：1．网站公开", "条", "channel_website"),
    ("2．政府公报公开", "条", "channel_gazette"),
    ("3．其他方式公开", "条", "channel_other"),
    ("依申请公开信息申请总数", "条", "req_received"),
    ("其中：1．当面申请数", "条", "req_received_in_person"),
    ("2．传真申请数", "条", "req_received_fax"),
    ("3．电子邮件申请数", "条", "req_received_email"),
    ("4. 网上申请数", "条", "req_received_online"),
    ("5．信函申请数", "条", "req_received_letter"),
    ("6．其他形式申请数", "条", "req_received_other"),
    ("对申请的答复总数", "条", "req_answered"),
    ("其中：1．同意公开答复数", "条", "reply_granted"),
    ("2．同意部分公开答复数", "条", "reply_partial"),
    ("3．否决公开答复总数", "条", "reply_refused"),
    ("行政复议数", "件", "review_total"),
    ("行政诉讼数", "件", "litigation_total"),
    ("行政申诉数", "件", "complaints_total"),
    ("收取费用总额", "元", "fee_collected"),
]
EXPECTED = [f"{key}={i}" for i, (_, _, key) in enumerate(LABELS)]


def test_label_unit_number() -> None:
    rows = " ".join(f"{label} {unit} {i}" for i, (label, unit, _) in enumerate(LABELS))
    assert told(f"附表： 指标名称 计量单位 年末统计 {rows} 附件下载") == EXPECTED


def test_label_number_unit() -> None:
    rows = " ".join(f"{label} {i} {unit}" for i, (label, unit, _) in enumerate(LABELS))
    assert told(f"附表： 指标名称 数量 {rows}") == EXPECTED


def test_unit_in_brackets() -> None:
    rows = " ".join(f"{label}（{unit}） {i}" for i, (label, unit, _) in enumerate(LABELS))
    assert told(f"指标名称 数值 {rows}") == EXPECTED


def test_rows_on_lines_of_their_own() -> None:
    rows = "\n".join(f"{label}\t{unit}\t{i}" for i, (label, unit, _) in enumerate(LABELS))
    assert told(f"指标名称\t计量单位\t数量\n{rows}\n") == EXPECTED


def test_quotes_are_whole_rows() -> None:
    text = "指标名称 单位 数量 主动公开信息数 条 3 其中：1．网站公开 条 2 行政复议数 件 0"
    assert [c.quote for c in extract(text)] == ["主动公开信息数 条 3", "其中：1．网站公开 条 2", "行政复议数 件 0"]


def test_columns_for_the_year_and_for_all_years() -> None:
    rows = "主动公开信息数 条 35 210 其中：1.网站公开 条 30 200 行政复议数 件 0 1"
    year_first = extract(f"指标名称 单位 本年度 历年累计 {rows}")
    assert [(c.value, c.period) for c in year_first[:2]] == [(35, "year"), (210, "cumulative")]
    year_last = extract(f"指标名称 单位 历年累计 本年度 {rows}")
    assert [(c.value, c.period) for c in year_last[:2]] == [(35, "cumulative"), (210, "year")]


def test_prose_before_and_behind_the_table_is_read_too() -> None:
    text = "全年收到申请3件。 附表 指标名称 单位 数量 主动公开信息数 条 3 网站公开 条 2 行政复议数 件 0\n未收取费用。"
    assert told(text) == [
        "req_received=3",
        "proactive_items=3",
        "channel_website=2",
        "review_total=0",
        "fee_collected=0",
    ]


def test_two_rows_are_prose() -> None:
    assert told("主动公开信息数 3 条。") == ["proactive_items=3"]
