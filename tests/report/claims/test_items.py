"""Items disclosed: the headline figure, channels, categories."""

from __future__ import annotations

import pytest
from told import told

HEADLINE = [
    ("2014年，全局主动公开政府信息312条。", "proactive_items=312"),
    ("全年共向社会公开各类信息1,503条。", "proactive_items=1503"),
    ("本年度主动公开信息总数为88条。", "proactive_items=88"),
    ("一年来，共公布政府信息近200条。", "proactive_items=200"),
    ("年内对外公开信息二百一十条。", "proactive_items=210"),
    ("2009年度我办主动公开政府信息数共46条，其中全文电子化的46条。", "proactive_items=46"),
    ("新增主动公开信息75条，历年累计公开信息400条。", "proactive_items=75 proactive_items=400"),
    ("全年发布政务信息500余条。", "proactive_items=500"),
    ("公开的132条信息里，业务动态占了一半。", "proactive_items=132"),
    ("2012年主动公开政府信息65条，公文类21条，其他类44条。", "proactive_items=65"),
    ("截至2021年底，共主动公开政府信息1.3万条。", "proactive_items=13000"),
    ("全年晒出政府信息共340条。", "proactive_items=340"),
    ("街道一年里主动亮出的信息有126条。", "proactive_items=126"),
    ("通过政府网站、微信公众号等渠道公开政府信息208条。", "proactive_items=208"),
    ("在各类媒体上公开政府信息90条。", "proactive_items=90"),
    ("主动公开方面：全年公开1288条。", "proactive_items=1288"),
    ("主动公开信息数量达到456条，较上年增长10%。", "proactive_items=456"),
    ("累计主动公开政府信息数：36条。", "proactive_items=36"),
    ("2022年，我局主动公开各类政府信息233篇。", "proactive_items=233"),
]

CHANNELS = [
    ("在门户网站公开信息220条。", "channel_website=220"),
    ("通过县政府门户网站发布政府信息56条，通过微信公众号推送信息130条。", "channel_website=56 channel_wechat=130"),
    (
        "全年主动公开政府信息400条，其中网站公开300条，政务微博公开60条，政务微信公开30条，其他方式公开10条。",
        "proactive_items=400 channel_website=300 channel_weibo=60 channel_wechat=30 channel_other=10",
    ),
    ("官方微博发博文512条，微信公众号推文300篇。", "channel_weibo=512 channel_wechat=300"),
    ("政务微博、政务微信发布信息分别为210条、305条。", "channel_weibo=210 channel_wechat=305"),
    ("政府公报刊登文件12件。", "channel_gazette=12"),
    ("网站、微博、微信分别公开信息100条、50条和80条。", "channel_website=100 channel_weibo=50 channel_wechat=80"),
    ("本局官网更新稿件96篇。", "channel_website=96"),
    ("依托市政府门户网站，发布政务信息77条。", "channel_website=77"),
    ("微信公众号粉丝达到3.2万人，全年推送文章650篇。", "channel_wechat=650"),
    ("其中，公众号推了412条，官网挂了93条，微博发了20条。", "channel_wechat=412 channel_website=93 channel_weibo=20"),
    ("“两微一端”发布信息800条。", ""),
    ("抖音号发布短视频40条，今日头条号发文60篇。", ""),
    ("通过其他渠道公开信息19条。", "channel_other=19"),
    ("局门户网站上传信息310条，信息公开栏张贴24份。", "channel_website=310"),
    ("县政府网站开设专栏5个，发布信息145条。", "channel_website=145"),
    ("网站全年访问量12.5万次。", ""),
    ("网站共发布信息1020条、回复留言35条。", "channel_website=1020"),
    ("政府网站公开政府信息数为33条。", "channel_website=33"),
    ("利用微信平台发布各类资讯1200余条。", "channel_wechat=1200"),
]

PARTS = [
    ("其中，行政许可类信息20条，行政处罚类信息12条，财政预决算信息4条。", ""),
    ("公开财政预决算信息6条。", ""),
    ("公开行政处罚结果130条。", ""),
    ("重点领域信息公开情况：公开保障性住房信息12条、食品药品安全信息30条。", ""),
    ("制作政府信息70条。", ""),
    ("更新政府信息公开目录45条。", ""),
    ("不予公开的信息3条。", "", "政府信息公开情况"),
    ("公开信息中，机构职能5条，规范性文件2条，工作动态30条。", ""),
    ("依申请公开的政府信息0条。", ""),
    ("主动公开政府信息30条，占信息总数的100%。", "proactive_items=30"),
    ("发布“双公示”信息210条。", ""),
    ("其中属于依申请公开的2条，属于不予公开的1条。", "", "主动公开政府信息情况"),
]


@pytest.mark.parametrize("row", HEADLINE + CHANNELS + PARTS, ids=lambda row: row[0])
def test_items(row: tuple[str, ...]) -> None:
    text, expected, *heading = row
    assert told(text, **({"heading": heading[0]} if heading else {})) == expected.split()
