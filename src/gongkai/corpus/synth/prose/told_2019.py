"""The facts of a report on the forms of 2019 and 2021, as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.corpus.synth.prose.sentence import Sentence
from gongkai.corpus.synth.prose.teller import Teller

_OUTCOMES = (
    ("予以公开", ("outcome_granted",)),
    ("部分公开", ("outcome_partial",)),
    ("不予公开", ("refused_",)),
    ("无法提供", ("unable_",)),
    ("不予处理", ("np_",)),
    ("其他处理", ("outcome_other", "other_")),
)


def documents(teller: Teller) -> list[Sentence]:
    """Normative documents made, disclosed, in force."""
    told = []
    if teller["normative_docs_made"]:
        templates: tuple[str, ...] = (
            "全年制发行政规范性文件{made}件。",
            "{me}本年制发规范性文件{made}件。",
            "{year}年共制发行政规范性文件{made}件。",
            "一年来制发行政规范性文件{made}件。",
        )
        told.append(teller.tell("documents", templates, made=teller["normative_docs_made"]))
    if teller["normative_docs_valid"]:
        templates = (
            "现行有效的行政规范性文件{valid}件。",
            "截至年末，现行有效行政规范性文件{valid}件。",
            "目前现行有效的行政规范性文件共{valid}件。",
        )
        told.append(teller.tell("valid", templates, valid=teller["normative_docs_valid"]))
    return told


def posts(teller: Teller) -> list[Sentence]:
    """What was published: a figure that the form has no cell for."""
    count = 40 + teller.voice.number("posts") % 900
    templates: tuple[str, ...] = (
        "通过政府网站主动公开各类信息{n}条。",
        "全年在政府门户网站发布政府信息{n}条。",
        "{me}主动公开政府信息{n}条。",
        "本年度主动公开信息{n}条。",
    )
    return [teller.tell("posts", templates, n=count)]


def requests(teller: Teller) -> list[Sentence]:
    """Requests received, carried in, answered and carried out."""
    received, carried = teller["req_received@total"], teller["req_carried_in@total"]
    told = []
    if received:
        templates: tuple[str, ...] = (
            "{year}年，{me}新收政府信息公开申请{received}件。",
            "全年新收到政府信息公开申请{received}件。",
            "本年度{me}收到政府信息公开申请{received}件。",
            "一年来共收到政府信息公开申请{received}件。",
            "{me}全年收到政府信息公开申请共{received}件。",
        )
        told.append(teller.tell("received", templates, received=received))
        told += [*_applicants(teller), *teller.change("received_change", "新收申请", "req_received@total", "件")]
    else:
        templates = (
            "{year}年，{me}未收到政府信息公开申请。",
            "全年没有收到政府信息公开申请。",
            "本年度{me}未收到新的政府信息公开申请。",
        )
        told.append(teller.tell("no_requests", templates))
    if carried:
        templates = (
            "上年结转申请{carried}件。",
            "另有上年结转的政府信息公开申请{carried}件。",
            "上年度结转申请{carried}件。",
        )
        told.append(teller.tell("carried_in", templates, carried=carried))
    return [*told, *_answers(teller)]


def _applicants(teller: Teller) -> list[Sentence]:
    people, whole = teller["req_received@natural_person"], teller["req_received@total"]
    if people in (0, whole):
        return []
    templates: tuple[str, ...] = (
        "其中，自然人申请{people}件，占{share}%，法人或其他组织申请{bodies}件。",
        "其中自然人提出{people}件，占{share}%；法人或其他组织提出{bodies}件。",
        "其中，由自然人提出的{people}件，占比{share}%，由法人或其他组织提出的{bodies}件。",
    )
    share = teller.share(people, whole)
    return [teller.tell("applicants", templates, people=people, share=share, bodies=whole - people)]


def _answers(teller: Teller) -> list[Sentence]:
    answered, left = teller["outcome_total@total"], teller["req_carried_out@total"]
    told = []
    if answered:
        templates: tuple[str, ...] = (
            "全年办结申请{answered}件。",
            "年内共办结政府信息公开申请{answered}件。",
            "{me}办结政府信息公开申请{answered}件。",
            "本年度共答复申请{answered}件。",
        )
        told.append(teller.tell("answered", templates, answered=answered))
        told.append(_outcomes(teller))
    if left:
        templates = (
            "结转下年度继续办理{left}件。",
            "另有{left}件结转下年度继续办理。",
            "年末结转下年度继续办理的申请{left}件。",
        )
        told.append(teller.tell("carried_out", templates, left=left))
    return told


def _outcomes(teller: Teller) -> Sentence:
    told = [(words, sum(_summed(teller, keys))) for words, keys in _OUTCOMES]
    kept = [(words, n) for words, n in told if n]
    lead = teller.voice.pick("outcomes", ("其中，", "办理结果为：", "从办理结果看，"))
    body = "，".join(f"{words}{{p{at}}}件" for at, (words, _) in enumerate(kept))
    return Sentence(f"{lead}{body}。", "outcomes", {f"p{at}": n for at, (_, n) in enumerate(kept)})


def _summed(teller: Teller, keys: Sequence[str]) -> list[int]:
    return [
        int(n)
        for key, n in teller.now.items()
        if key.endswith("@total") and any(key == f"{k}@total" or (k.endswith("_") and key.startswith(k)) for k in keys)
    ]


def remedies(teller: Teller) -> list[Sentence]:
    """Reviews and lawsuits."""
    suits = teller["litigation_direct_total"] + teller["litigation_after_review_total"]
    return [
        _cases(teller, "review", "行政复议", teller["review_total"]),
        _cases(teller, "litigation", "行政诉讼", suits),
    ]


def _cases(teller: Teller, kind: str, words: str, total: int | float) -> Sentence:
    if total:
        templates: tuple[str, ...] = (
            f"因政府信息公开引发{words}{{total}}件。",
            f"全年涉及政府信息公开的{words}{{total}}件。",
            f"{{year}}年，{{me}}因政府信息公开工作发生{words}{{total}}件。",
        )
        return teller.tell(kind, templates, total=total)
    templates = (
        f"全年未发生因政府信息公开引起的{words}。",
        f"{{year}}年没有发生政府信息公开{words}。",
        f"{{me}}未发生政府信息公开{words}案件。",
    )
    return teller.tell(f"no_{kind}", templates)


def other_matters(teller: Teller) -> list[Sentence]:
    """The fee for processing information, and proposals."""
    templates: tuple[str, ...] = (
        "{year}年，{me}未收取政府信息公开信息处理费。",
        "依据有关规定，{me}全年没有收取信息处理费。",
        "关于信息处理费：{me}本年度没有收取。",
        "本年度未向申请人收取信息处理费。",
    )
    return [teller.tell("no_fee", templates), *proposals(teller)]


def proposals(teller: Teller) -> list[Sentence]:
    """Proposals of people's congress and CPPCC handled, which no form has cells for; not every agency tells of them."""
    number = teller.voice.number("proposals")
    if number % 3 == 0:
        return []
    solved, going, hard = 2 + number % 17, 1 + number // 17 % 6, 1 + number // 102 % 4
    templates: tuple[str, ...] = (
        "全年承办人大代表建议{n}件，其中已解决{solved}件，正在解决{going}件，暂难解决{hard}件。",
        "{me}承办政协提案{n}件，其中已解决{solved}件，正在解决{going}件，暂时难以解决{hard}件。",
        "{year}年承办人大代表建议{n}件，已解决{solved}件，正在解决{going}件，暂难解决{hard}件。",
    )
    figures = {"n": solved + going + hard, "solved": solved, "going": going, "hard": hard}
    return [teller.tell("proposals", templates, **figures)]
