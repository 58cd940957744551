"""The facts of a report on the forms of 2014, as sentences."""

from __future__ import annotations

from gongkai.corpus.synth.prose.sentence import Sentence
from gongkai.corpus.synth.prose.teller import Teller

_CHANNELS = (
    ("政府公报公开", "channel_gazette"),
    ("政府网站公开", "channel_website"),
    ("政务微博公开", "channel_weibo"),
    ("政务微信公开", "channel_wechat"),
    ("其他方式公开", "channel_other"),
)
_MODES = (
    ("当面申请", "req_received_in_person"),
    ("传真申请", "req_received_fax"),
    ("网络申请", "req_received_online"),
    ("信函申请", "req_received_letter"),
    ("其他形式申请", "req_received_other"),
)
_REPLIES = (
    ("属于已主动公开范围", "reply_already_public"),
    ("同意公开", "reply_granted"),
    ("同意部分公开", "reply_partial"),
    ("不同意公开", "reply_refused"),
    ("不属于本行政机关公开", "reply_not_this_agency"),
    ("申请信息不存在", "reply_not_exist"),
    ("告知作出更改补充", "reply_amend_requested"),
    ("告知通过其他途径办理", "reply_other_channel"),
)
_RESULTS = (("维持", "upheld"), ("被依法纠错", "corrected"), ("其他情形", "other"))


def items(teller: Teller) -> list[Sentence]:
    """How much was disclosed, on which channels, and how that changed."""
    total = teller.tell(
        "items",
        (
            "{year}年，{me}主动公开政府信息{items}条。",
            "全年共主动公开政府信息{items}条。",
            "本年度{me}累计主动公开政府信息{items}条。",
            "一年来，主动公开政府信息总计{items}条。",
            "{me}全年主动公开各类政府信息{items}条。",
            "截至年末，当年主动公开政府信息{items}条。",
        ),
        items=teller["proactive_items"],
    )
    channels = teller.listed(
        "channels", ("按发布渠道分，", "从渠道看，", "按公开渠道统计，", "其中，"), _CHANNELS, unit="条"
    )
    return [total, channels, *teller.change("items_change", "主动公开政府信息", "proactive_items", "条")]


def documents(teller: Teller) -> list[Sentence]:
    """Normative documents made and disclosed."""
    if not teller["normative_docs_made"]:
        return []
    made = teller.tell(
        "documents",
        (
            "全年制发规范性文件{made}件。",
            "{me}本年制发规范性文件{made}件。",
            "一年中共制发规范性文件{made}件。",
            "{year}年共制发规范性文件{made}件。",
        ),
        made=teller["normative_docs_made"],
    )
    return [made]


def responses(teller: Teller) -> list[Sentence]:
    """Interpretations, press conferences, interviews, hot topics."""
    told = [
        teller.tell(
            "articles",
            (
                "全年发布政策解读稿件{articles}篇。",
                "{me}发布政策解读稿件{articles}篇。",
                "围绕出台的政策，共发布解读稿件{articles}篇。",
                "本年共发布政策解读稿件{articles}篇。",
            ),
            articles=teller["interpretation_articles"],
        )
    ]
    if teller["press_conferences"]:
        templates: tuple[str, ...] = (
            "举办新闻发布会{n}次。",
            "全年举行新闻发布会{n}次。",
            "{me}共举办新闻发布会{n}次。",
        )
        told.append(teller.tell("conferences", templates, n=teller["press_conferences"]))
    if teller["online_interviews"]:
        templates = (
            "开展政府网站在线访谈{n}次。",
            "{me}组织政府网站在线访谈{n}次。",
            "做客政府网站开展在线访谈{n}次。",
        )
        told.append(teller.tell("interviews", templates, n=teller["online_interviews"]))
    if teller["response_hot_topics"]:
        templates = (
            "回应公众关注热点或重大舆情{n}次。",
            "全年回应公众关注热点{n}次。",
            "{me}回应公众关注热点或重大舆情{n}次。",
        )
        told.append(teller.tell("topics", templates, n=teller["response_hot_topics"]))
    return told


def requests(teller: Teller) -> list[Sentence]:
    """Requests received, by which way, closed and answered."""
    if not teller["req_received"]:
        return [
            teller.tell(
                "no_requests",
                (
                    "{year}年，{me}未收到政府信息公开申请。",
                    "全年没有收到政府信息公开申请。",
                    "本年度{me}未收到公民、法人或其他组织提出的政府信息公开申请。",
                    "一年内未收到依申请公开的申请。",
                ),
            )
        ]
    received = teller.tell(
        "received",
        (
            "{year}年，{me}共收到政府信息公开申请{received}件。",
            "全年收到政府信息公开申请{received}件。",
            "本年度共收到公民、法人和其他组织的政府信息公开申请{received}件。",
            "{me}全年收到政府信息公开申请共{received}件。",
            "一年来收到政府信息公开申请{received}件。",
        ),
        received=teller["req_received"],
    )
    modes = teller.listed("modes", ("其中，", "按申请方式分，", "从申请方式看，"), _MODES)
    change = teller.change("received_change", "收到申请", "req_received", "件")
    return [received, modes, *change, *_closed(teller)]


def _closed(teller: Teller) -> list[Sentence]:
    if not teller["req_closed"]:
        return []
    closed = teller.tell(
        "answered",
        (
            "全年办结政府信息公开申请{closed}件。",
            "年内办结申请{closed}件。",
            "{me}办结政府信息公开申请{closed}件。",
            "截至年底，已办结申请{closed}件。",
        ),
        closed=teller["req_closed"],
    )
    replies = teller.listed("replies", ("答复情形为：", "在答复的申请中，", "申请答复中，"), _REPLIES)
    return [closed, replies]


def fees(teller: Teller) -> list[Sentence]:
    """What requests were charged."""
    if teller["fee_collected"]:
        templates: tuple[str, ...] = (
            "依申请公开政府信息收取检索、复制、邮寄等成本费用{fee}万元。",
            "全年依申请公开信息收取费用{fee}万元。",
            "{me}依申请提供政府信息收取成本费用{fee}万元。",
        )
        return [teller.tell("fee", templates, fee=teller["fee_collected"])]
    templates = (
        "{me}对依申请公开政府信息未收取任何费用。",
        "全年依申请公开政府信息没有收取费用。",
        "提供政府信息均未收取费用。",
        "本年未发生依申请公开收费，亦无减免。",
    )
    return [teller.tell("no_fee", templates)]


def remedies(teller: Teller) -> list[Sentence]:
    """Reviews and lawsuits."""
    told = [_cases(teller, "review", "行政复议"), _cases(teller, "litigation", "行政诉讼")]
    return [sentence for sentence in told if sentence]


def _cases(teller: Teller, name: str, words: str) -> Sentence:
    total = teller[f"{name}_total"]
    if total:
        templates: tuple[str, ...] = (
            f"因政府信息公开引发{words}{{total}}件。",
            f"全年因政府信息公开申请发生{words}{{total}}件。",
            f"{{year}}年，涉及政府信息公开的{words}{{total}}件。",
        )
        return teller.tell(name, templates, total=total)
    templates = (
        f"全年未发生因政府信息公开引起的{words}。",
        f"{{year}}年没有发生政府信息公开{words}。",
        f"{{me}}未发生政府信息公开{words}案件。",
    )
    return teller.tell(f"no_{name}", templates)


def office(teller: Teller) -> list[Sentence]:
    """Staff, meetings, training, reading points."""
    full, part = teller["staff_full_time"], teller["staff_part_time"]
    both = ("配备专职人员{full}名、兼职人员{part}名。", "现有专职工作人员{full}名，兼职工作人员{part}名。")
    alone = ("配备专职人员{full}名。", "现有专职工作人员{full}名。")
    told = [teller.tell("staff", both if part else alone, full=full, part=part)]
    told.append(
        teller.tell(
            "meetings",
            (
                "全年召开政府信息公开工作会议{n}次。",
                "{me}召开政府信息公开专题会议{n}次。",
                "一年中召开政府信息公开工作会议或专题会议{n}次。",
            ),
            n=teller["meetings_held"],
        )
    )
    told.append(
        teller.tell(
            "training",
            (
                "举办政府信息公开培训班{n}次，接受培训{trainees}人次。",
                "{me}举办政府信息公开业务培训{n}次，受训{trainees}人次。",
                "组织政府信息公开培训{n}次，培训{trainees}人次。",
            ),
            n=teller["training_classes"],
            trainees=teller["trainees"],
        )
    )
    return told
