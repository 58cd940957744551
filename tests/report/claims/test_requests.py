"""Requests in prose: received, by what means, carried over, answered, with what outcome."""

from __future__ import annotations

import pytest
from told import told

RECEIVED = [
    ("全年共收到政府信息公开申请15件。", "req_received=15"),
    ("本年度我委收到群众提出的信息公开申请十二件，均已办结。", "req_received=12"),
    ("2013年，县农机局受理依申请公开事项6宗。", "req_received=6"),
    ("年内接到公民申请公开政府信息的书面材料2份，当场作了答复。", "req_received=2"),
    ("一年下来，街道办共收了9份公开申请。", "req_received=9"),
    ("全年有7人次向本局递交了政府信息公开申请。", "req_received=7"),
    ("依申请公开方面，全年共办理答复了18件，其中上年结转2件。", "req_answered=18 req_carried_in=2"),
    ("老百姓找上门要信息的有4件申请，一件不落都答复了。", "req_received=4"),
    ("2019年，市本级新收政府信息公开申请１２３件。", "req_received=123"),
    ("本年新收申请30件，上年结转3件，结转下年度继续办理5件。", "req_received=30 req_carried_in=3 req_carried_out=5"),
    ("2020年收到申请41件（含上年度结转1件）。", "req_received=41 req_carried_in=1"),
    ("三、依申请公开政府信息情况 2009年度，本局共受理申请3条，主要涉及征地补偿。", "req_received=3"),
    ("我镇2017年收到依申请公开1件，已按程序答复申请人。", "req_received=1"),
    ("截至12月31日，本机关收到信息公开申请共计五十六件，同比增长12%。", "req_received=56"),
    ("收到的政府信息公开申请总数为8件，全部来自自然人。", "req_received=8"),
    ("全年依申请公开受理量为22件，比上年增加4件。", "req_received=22"),
    ("本年度政府信息公开申请数为3件。", "req_received=3"),
    ("全年申请量1,024件，创历年新高。", "req_received=1024"),
    ("收到7件公开申请，均在法定期限内答复。", "req_received=7"),
    (
        "申请公开这一块，今年只来了两件，一件是网上提的，一件是寄来的。",
        "req_received=2 req_received_online=1 req_received_letter=1",
    ),
    ("年内共有5位市民向我中心提出政府信息公开申请。", "req_received=5"),
    ("共接收、办理政府信息公开申请11件。", "req_received=11"),
    ("受理公众申请公开政府信息26条。", "req_received=26"),
    ("2012年，我县各级行政机关共受理政府信息公开申请43件。", "req_received=43"),
    ("全年登记在册的依申请公开件共19件。", "req_received=19"),
    ("2008年5月1日至12月31日，共收到申请2件。二、依申请公开情况", "req_received=2"),
]

MODES = [
    (
        "收到政府信息公开申请20件，其中网上申请12件，信函申请5件，当面申请3件。",
        "req_received=20 req_received_online=12 req_received_letter=5 req_received_in_person=3",
    ),
    (
        "共收到申请9件：当面递交2件、邮寄4件、传真1件、电子邮件2件。",
        "req_received=9 req_received_in_person=2 req_received_letter=4 req_received_fax=1 req_received_email=2",
    ),
    (
        "2016年受理申请6件，4件通过门户网站提交，2件以信函方式提出。",
        "req_received=6 req_received_online=4 req_received_letter=2",
    ),
    ("收到申请3件，均为网络申请。", "req_received=3 req_received_online=3"),
    ("全年只收到1份申请，是当面递交的。", "req_received=1 req_received_in_person=1"),
    (
        "全年收到申请10件，其中通过信函、网络方式申请的分别为6件和4件。",
        "req_received=10 req_received_letter=6 req_received_online=4",
    ),
    (
        "申请中，从网上来的8件，寄信来的3件，到窗口来的1件。",
        "req_received_online=8 req_received_letter=3 req_received_in_person=1",
    ),
    ("依申请公开：全年受理5件，其中其他形式申请1件。", "req_received=5 req_received_other=1"),
    ("收到书面申请4件，其中现场提交1件、挂号信3件。", "req_received=4 req_received_in_person=1 req_received_letter=3"),
    (
        "政府信息公开申请的受理方式：信函2件，网络3件，传真0件。",
        "req_received_letter=2 req_received_online=3 req_received_fax=0",
    ),
    ("2011年通过电子邮件收到公开申请2件。", "req_received_email=2"),
    (
        "收到申请7件，从申请方式看，网络平台申请5件，占71.4%；信函申请2件，占28.6%。",
        "req_received=7 req_received_online=5 req_received_letter=2",
    ),
]

OUTCOMES = [
    (
        "全年收到申请12件，办结12件，其中予以公开5件，部分公开2件，不予公开1件，无法提供3件，其他处理1件。",
        "req_received=12 req_answered=12 reply_granted=5 reply_partial=2 reply_refused=1 reply_unable=3 reply_other=1",
    ),
    ("2021年共受理政府信息公开申请8件，已答复7件，结转下年度1件。", "req_received=8 req_answered=7 req_carried_out=1"),
    (
        "收到申请4件，2件予以公开，1件部分公开，1件不予处理。",
        "req_received=4 reply_granted=2 reply_partial=1 reply_not_processed=1",
    ),
    ("对已受理的6件申请，同意公开答复4件，不同意公开答复2件。", "req_received=6 reply_granted=4 reply_refused=2"),
    (
        "三、依申请公开情况。本年度答复申请3件，其中同意公开2件，信息不存在1件。",
        "req_answered=3 reply_granted=2 reply_unable=1",
    ),
    (
        "全年办结政府信息公开申请33件，予以公开、部分公开、不予公开分别为20件、8件、5件。",
        "req_answered=33 reply_granted=20 reply_partial=8 reply_refused=5",
    ),
    (
        "答复的15件申请中，给予公开的9件，涉及国家秘密不予公开的1件，不属于本机关公开范围的5件。",
        "req_answered=15 reply_granted=9 reply_refused=1",
    ),
    ("收到5件申请，3件按要求提供了信息，还有2件转到下一年办。", "req_received=5 reply_granted=3 req_carried_out=2"),
    ("收到申请3件，均予以公开。", "req_received=3 reply_granted=3"),
    ("全年共答复政府信息公开申请27件，按时办结率100%。", "req_answered=27"),
    ("受理申请9件，办结8件，1件正在办理中。", "req_received=9 req_answered=8 req_carried_out=1"),
    ("当年办理完毕的申请有14件。", "req_answered=14"),
    ("收到申请6件，其中属于已主动公开范围2件，同意公开4件。", "req_received=6 reply_granted=4"),
    ("本年度办理的申请中，予以公开0件，部分公开0件。", "reply_granted=0 reply_partial=0"),
]

NONE_RECEIVED = [
    ("2015年我办未收到政府信息公开申请。", "req_received=0"),
    ("全年没有收到公民、法人和其他组织要求公开政府信息的申请。", "req_received=0"),
    ("本年度未接到任何依申请公开事项。", "req_received=0"),
    ("三、依申请公开情况：无。", "req_received=0"),
    ("（二）依申请公开情况。2022年，我中心未发生此类情况。", "req_received=0"),
    ("2018年度无依申请公开政府信息情况。", "req_received=0"),
    ("一年里没有一个人来申请公开。", "req_received=0"),
    ("申请公开一件也没有。", "req_received=0"),
    ("全年零申请。", "req_received=0"),
    ("今年，无人向本局申请公开信息。", "req_received=0"),
    ("2023年收到政府信息公开申请0件。", "req_received=0"),
    ("政府信息公开申请数量为零。", "req_received=0"),
    ("我所目前尚未接到公民的政府信息公开申请。", "req_received=0"),
    ("未受理过信息公开申请。", "req_received=0"),
    ("至于依申请公开，全年一份没收到。", "req_received=0"),
    ("本年度我局没有公民、法人或其他组织提出申请公开政府信息。", "req_received=0"),
    ("没有依申请公开的政府信息。", "req_received=0"),
    (
        "2010年，我局无政府信息公开申请，也无因政府信息公开引发的行政复议、行政诉讼。",
        "req_received=0 review_total=0 litigation_total=0",
    ),
]


@pytest.mark.parametrize(("text", "expected"), RECEIVED + MODES + OUTCOMES + NONE_RECEIVED)
def test_requests(text: str, expected: str) -> None:
    assert told(text) == expected.split()
