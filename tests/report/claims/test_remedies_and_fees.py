"""Reconsideration, lawsuits, complaints and fees in prose."""

from __future__ import annotations

import pytest
from told import told

REMEDIES = [
    ("全年发生政府信息公开行政复议案件2件，行政诉讼案件1件。", "review_total=2 litigation_total=1"),
    ("因政府信息公开被申请行政复议3件，被提起行政诉讼2件。", "review_total=3 litigation_total=2"),
    ("本年度，因信息公开引发的行政复议、行政诉讼各1件。", "review_total=1 litigation_total=1"),
    ("行政复议、行政诉讼分别为4件和2件。", "review_total=4 litigation_total=2"),
    ("行政复议0件，行政诉讼0件，投诉举报0件。", "review_total=0 litigation_total=0 complaints_total=0"),
    ("政府信息公开行政复议、行政诉讼均为0件。", "review_total=0 litigation_total=0"),
    ("有1人不服答复申请了复议，结果维持。", "review_total=1"),
    ("五、行政复议和诉讼情况 本年度无行政复议、无行政诉讼。", "review_total=0 litigation_total=0"),
    ("未发生行政复议、行政诉讼和申诉。", "review_total=0 litigation_total=0 complaints_total=0"),
    ("没有人为此提起复议或打官司。", "review_total=0 litigation_total=0"),
    ("我局没有因依申请公开工作引发的行政复议和行政诉讼。", "review_total=0 litigation_total=0"),
    (
        "全年没有针对本机关有关政府信息公开事务的行政复议案、行政诉讼案和有关的申诉案。",
        "review_total=0 litigation_total=0 complaints_total=0",
    ),
    ("2009年，我委无因政府信息公开被申请行政复议和被提起行政诉讼的情况。", "review_total=0 litigation_total=0"),
    ("复议、诉讼一起都没有发生。", "review_total=0 litigation_total=0"),
    ("行政复议案件5件，其中维持4件，纠正1件。", "review_total=5"),
    ("今年以信息公开为由的行政诉讼有三起，均胜诉。", "litigation_total=3"),
    ("复议和诉讼都是零。", "review_total=0 litigation_total=0"),
    ("未收到与政府信息公开有关的投诉、举报。", "complaints_total=0"),
    ("没有接到群众对信息公开工作的投诉。", "complaints_total=0"),
    ("全年受理信息公开投诉举报2件，均已办结。", "complaints_total=2"),
    ("零复议、零诉讼。", "review_total=0 litigation_total=0"),
    ("全年未发生一起因政府信息公开引起的行政复议、诉讼案件。", "review_total=0 litigation_total=0"),
    ("行政复议数 0 件。", "review_total=0"),
    ("政府信息公开行政复议收到1件，行政诉讼收到0件。", "review_total=1 litigation_total=0"),
    ("本单位2014年没有发生行政复议；也没有行政诉讼。", "review_total=0 litigation_total=0"),
    ("年内未产生复议、应诉案件。", "review_total=0 litigation_total=0"),
    ("没收到公开申请，也没有复议和诉讼。", "req_received=0 review_total=0 litigation_total=0"),
    (
        "2024年，本镇未收到政府信息公开申请，未发生行政复议和行政诉讼。",
        "req_received=0 review_total=0 litigation_total=0",
    ),
    ("被告上法庭1次，法院驳回了原告的请求。", "litigation_total=1"),
    ("不存在因政府信息公开工作被申请行政复议、提起行政诉讼的情况。", "review_total=0 litigation_total=0"),
]

UNDER_A_HEADING = [
    (
        "2016年，我局无此类情况。",
        "review_total=0 litigation_total=0",
        "四、因政府信息公开申请行政复议、提起行政诉讼情况",
    ),
    ("无。", "review_total=0 litigation_total=0", "政府信息公开行政复议、行政诉讼情况"),
    ("本年度未发生相关情况。", "fee_collected=0 fee_waived=0", "政府信息公开的收费及减免情况"),
    ("本年度无。", "req_received=0", "三、收到和处理政府信息公开申请情况"),
    ("我局没有发生。", "review_total=0 litigation_total=0 complaints_total=0", "复议、诉讼和申诉情况"),
    ("无其他需要报告的事项。", "", "六、其他需要报告的事项"),
    ("没有需要说明的情况。", "", "七、需要说明的事项"),
    ("四、复议、诉讼情况：本年度均未发生。", "review_total=0 litigation_total=0"),
    ("（四）收费和减免情况。无。", "fee_collected=0 fee_waived=0"),
    (
        "四、收费及减免情况\n我站未发生。\n五、复议诉讼情况\n我站未发生。",
        "fee_collected=0 fee_waived=0 review_total=0 litigation_total=0",
    ),
]

FEES = [
    ("全年共收取检索、复制、邮寄等费用320.5元。", "fee_collected=320.5"),
    ("收取政府信息公开费用0元，减免0元。", "fee_collected=0 fee_waived=0"),
    ("依申请公开信息收费1.2万元，减免费用300元。", "fee_collected=1.2 fee_waived=300"),
    ("本年度未收取任何信息处理费。", "fee_collected=0"),
    ("公开信息全部免费提供。", "fee_collected=0"),
    ("我局依申请提供信息没有收费，也没有减免。", "fee_collected=0 fee_waived=0"),
    ("办理申请一分钱没收。", "fee_collected=0"),
    ("无收费、减免情况。", "fee_collected=0 fee_waived=0"),
    ("2011年本局没有发生政府信息公开收费及减免费用的情况。", "fee_collected=0 fee_waived=0"),
    ("未产生任何政府信息公开费用。", "fee_collected=0"),
    ("按规定对1名低保申请人减免费用35元。", "fee_waived=35"),
    ("收费为零。", "fee_collected=0"),
    ("零收费。", "fee_collected=0", "收费情况"),
    ("2014年未就政府信息公开收取费用。", "fee_collected=0"),
    ("本年度发出收费通知0件，收取信息处理费0元。", "fee_collected=0"),
    ("不存在收费行为。", "fee_collected=0", "政府信息公开收费情况"),
    ("提供政府信息均不收取费用。", "fee_collected=0"),
    ("2020年政府信息公开共收取信息处理费3,940元。", "fee_collected=3940"),
    ("全年收取的费用共计五十元，为复印费。", "fee_collected=50"),
    ("我局对申请人一律免费提供信息。", "fee_collected=0"),
]


@pytest.mark.parametrize(("text", "expected"), REMEDIES)
def test_remedies(text: str, expected: str) -> None:
    assert told(text) == expected.split()


@pytest.mark.parametrize("row", UNDER_A_HEADING + FEES, ids=lambda row: row[0])
def test_headings_and_fees(row: tuple[str, ...]) -> None:
    text, expected, *heading = row
    assert told(text, **({"heading": heading[0]} if heading else {})) == expected.split()
