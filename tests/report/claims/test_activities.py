"""Documents, interpretation, responses, meetings, training, staff and reading points in prose."""

from __future__ import annotations

import pytest
from told import told

DOCUMENTS = [
    ("全年制发规范性文件4件，废止2件，现行有效规范性文件31件。", "normative_docs_made=4 normative_docs_valid=31"),
    ("2022年制定行政规范性文件2件，均已公开。", "normative_docs_made=2"),
    ("公开规范性文件5件。", "normative_docs_disclosed=5"),
    ("本年度出台规范性文件一份。", "normative_docs_made=1"),
    ("全年主动公开规范性文件7件。", "normative_docs_disclosed=7"),
    ("2019年我县印发规范性文件12份，公开12份。", "normative_docs_made=12 normative_docs_disclosed=12"),
    ("未制定规范性文件。", "normative_docs_made=0"),
    ("本年无规范性文件。", "normative_docs_made=0"),
    ("现行有效的行政规范性文件共16件。", "normative_docs_valid=16"),
    ("政策法规及规范性文件信息12条。", ""),
    ("清理规范性文件20件，保留14件。", "normative_docs_valid=14"),
    ("写了3份规范性文件，都挂到了网上。", "normative_docs_made=3"),
]

INTERPRETATION = [
    ("全年发布政策解读稿件25篇。", "interpretation_articles=25"),
    ("开展政策解读8次。", "interpretation_articles=8"),
    ("发布各类解读材料60余篇，其中图解20篇。", "interpretation_articles=60"),
    ("共制作并公开政策解读18个。", "interpretation_articles=18"),
    ("对3件规范性文件进行了解读，发布解读信息6条。", "interpretation_articles=6"),
    (
        "举办新闻发布会3场，参加在线访谈2期，回应公众关注热点10次。",
        "press_conferences=3 online_interviews=2 response_hot_topics=10",
    ),
    ("召开新闻通气会1次、新闻发布会2次。", "press_conferences=1 press_conferences=2"),
    ("局领导做客政府网站在线访谈两次。", "online_interviews=2"),
    ("9月10日召开了优化营商环境新闻发布会。", "press_conferences=1"),
    ("没有召开新闻发布会。", "press_conferences=0"),
    ("回应公众关注热点或重大舆情5次。", "response_hot_topics=5"),
    ("回应社会关切12件。", "response_hot_topics=12"),
    ("新闻发布会、在线访谈分别举办2次和1次。", "press_conferences=2 online_interviews=1"),
    ("解读稿写了7篇。", "interpretation_articles=7"),
    ("12345热线受理市民诉求340件。", ""),
    ("办理网民留言210条，答复率100%。", ""),
]

WORK = [
    ("召开政府信息公开工作会议2次，举办培训班1期，培训60人次。", "meetings_held=2 training_classes=1 trainees=60"),
    ("开展政务公开业务培训三次，参训人员120人次。", "training_classes=3 trainees=120"),
    ("先后4次召开专题会议研究政务公开工作。", "meetings_held=4"),
    ("组织全县政务公开培训班2期，培训干部230余人。", "training_classes=2 trainees=230"),
    ("派员参加市里组织的政务公开培训2次。", ""),
    ("局党组会专题研究政务公开工作3次。", "meetings_held=3"),
    ("开了两次会议，办了一期培训班，来听课的有45人。", "meetings_held=2 training_classes=1 trainees=45"),
    ("配备专职人员2名，兼职人员5名。", "staff_full_time=2 staff_part_time=5"),
    ("我局从事政府信息公开工作的专职工作人员1人、兼职工作人员3人。", "staff_full_time=1 staff_part_time=3"),
    ("现有专（兼）职人员4名。", ""),
    ("专职的1个人，兼职的2个人。", "staff_full_time=1 staff_part_time=2"),
    ("专职、兼职人员分别为1名和4名。", "staff_full_time=1 staff_part_time=4"),
    ("没有专职人员，由办公室人员兼着。", "staff_full_time=0"),
    ("设立政府信息公开查阅点3个，接待查阅群众15人次。", "reading_points=3 reading_point_visits=15"),
    ("在档案馆、图书馆设置查阅场所2处。", "reading_points=2"),
    ("查阅点全年接待96人次。", "reading_point_visits=96"),
    ("召开安全生产会议12次。", ""),
    ("组织消防培训3次。", ""),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS + INTERPRETATION + WORK)
def test_activities(text: str, expected: str) -> None:
    assert told(text) == expected.split()
