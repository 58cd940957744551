"""Rules about what a report's words say: citations, sessions, terms, personal data, lost text, contradictions
(D-09 … D-14, D-16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz

from gongkai.law.data_files import load_json
from gongkai.law.rules import Rule
from gongkai.report.auditing.document_facts_citations import (
    Citation,
    Session,
    by_number,
    by_title,
    citations,
    document_numbers,
    misnamed,
    register,
    sessions,
)
from gongkai.report.auditing.document_facts_residue import Residue, residues
from gongkai.report.auditing.findings import Hit, Skip, Subject
from gongkai.report.auditing.prose import Prose, prose_of, quotes_of
from gongkai.report.auditing.registry import rule
from gongkai.report.auditing.wording import number

_REGULATION = re.compile(r"(?:国务院令?第?\s*(?P<a>492|711)\s*号|第?\s*(?P<b>492|711)\s*号令)")
_ISSUED_IN_YEAR = re.compile(r"(?<![\d—-])((?:19|20)\d{2})年")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_LONG_NUMBER = re.compile(r"[0-9]{11}|[账帐卡][户号]")
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_ACCOUNT = re.compile(r"(?:账号|帐号|卡号|账户)\s*:?\s*(\d[\d ]{14,22}\d)")
_OFFICE_CONTACT = re.compile(r"(?:电话|方式|手机|热线|联系人|传真|邮编|地址)[^。]{0,24}$")
_CLERK = re.compile(r"(?:填[表报]人|联系人|经办人|审核人)\s*:?\s*[\u4e00-\u9fff]{2,4}")
_CLERK_PHONE = re.compile(r"(?:联系方式|联系电话|电话)\s*:?\s*[\d-]{7,}")
_TELLING = 10  # Smaller numbers are equal by chance.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ALL_IN_TIME = re.compile(r"(?:均|全部|都|基本)(?:能够?|可)?及时(?:公布|公开|发布|更新)|及时率达?到?100%")
_NOT_IN_TIME = re.compile(r"(?:公开|公布|发布|更新)[\u4e00-\u9fff]{0,4}(?:不及时|不够及时|滞后)|不及时")


@rule("D-09")
def d_09_citations(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Title, number and year of cited documents agree with each other, the report's year and the register."""
    prose = prose_of(subject)
    for cited in citations(prose):
        if message := _citation_fault(cited):
            yield Hit(message[0], quotes=(prose.quote(*cited.span),), mend=message[1])
    yield from _future_numbers(prose, subject.report.year)
    yield from _other_regulation(prose, subject.report.year)


def _citation_fault(cited: Citation) -> tuple[str, str] | None:
    years = _ISSUED_IN_YEAR.findall(cited.title)
    if cited.year and len(years) == 1 and cited.year < int(years[0]):
        return (
            f"《{cited.title}》标明{years[0]}年，文号{cited.number}却是{cited.year}年的。",
            "请核对文件的标题和文号，可能沿用了上年报告的文号。",
        )
    if known := misnamed(cited.title):
        return f"引用的文件名称《{cited.title}》不准确。", f"应为《{known.title}》。"
    if cited.number is None:
        return None
    if (known := by_title(cited.title)) and _digits(cited.number) not in map(_digits, known.numbers):
        return (
            f"《{cited.title}》的文号写作{cited.number}，与公布的文号不符。",
            f"应为{load_number(known.title)}。",
        )
    return _number_of_another(cited)


def _number_of_another(cited: Citation) -> tuple[str, str] | None:
    known = by_number(cited.number or "")
    if known is None or any(fuzz.partial_ratio(cited.title, t) >= 70 for t in known.titles):
        return None
    return f"文号{cited.number}不是《{cited.title}》的文号。", f"{cited.number}是《{known.title}》的文号，请核对。"


def _digits(number: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", number))


def load_number(title: str) -> str:
    """The numbers of a registered document as they are printed."""
    entry = next(e for e in load_json("documents.json")["documents"] if e["title"] == title)
    return "、".join(entry["numbers"])


def _future_numbers(prose: Prose, year: int | None) -> Iterator[Hit]:
    for cited, issued, span in document_numbers(prose):
        if year and issued > year + 1:
            yield Hit(
                f"{year}年度的报告引用了{issued}年的文件{cited}。",
                quotes=(prose.quote(*span),),
                mend="请核对文号的年份。",
            )


def _other_regulation(prose: Prose, year: int | None) -> Iterator[Hit]:
    """The text of the Regulations that was not in force for the year: 2007 (第492号) or 2019 (第711号)."""
    if year is None or not ("492" in prose.text or "711" in prose.text):
        return
    found = {m["a"] or m["b"]: m for m in _REGULATION.finditer(prose.text)}
    editions = {number[-3:]: span for known in register() for number, *span in known.editions}
    valid = {n for n, (first, last) in editions.items() if (first or year) <= year <= (last or year)}
    if found and not valid & found.keys():
        number, match = next(iter(found.items()))
        yield Hit(
            f"{year}年度的报告引用的《条例》是国务院令第{number}号，与报告年度适用的文本不符。",
            quotes=(prose.quote(*match.span()),),
            mend=f"应引用国务院令第{'、'.join(sorted(valid))}号。",
        )


@rule("D-10")
def d_10_sessions(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Sessions of the National People's Congress, the national CPPCC and those of provinces agree with the year;
    terms of cities and counties begin in years of their own and are not judged."""
    prose = prose_of(subject)
    for named in sessions(prose):
        year = _year_spoken_of(prose, named, subject.report.year)
        if year and (fault := _session_fault(named, year)):
            yield Hit(fault[0], quotes=(prose.quote(*named.span),), mend=fault[1])


def _year_spoken_of(prose: Prose, named: Session, year: int | None) -> int | None:
    sentence = prose.sentence_at(named.span[0])
    before = _YEAR.findall(prose.text, sentence.start, named.span[1])
    return int(before[-1]) if before else year


def _session_fault(named: Session, year: int) -> tuple[str, str] | None:
    body = next((b for b in load_json("sessions.json")["bodies"] if re.search(b["pattern"], named.body)), None)
    if body is None or not body["first_years"][0] <= year < body["first_years"][-1] + 5:
        return None
    first = max(y for y in body["first_years"] if y <= year)
    term, number = body["term_of"].get(str(first)), year - first + 1
    most = number + (body["extra"] if number > 1 else 0)
    if (term is None or term == named.term) and number <= named.session <= most:
        return None
    said = f"{year}年{body['name']}应召开的是{f'第{term}届' if term else '本届'}第{number}次会议"
    return (
        f"{said}，正文写作第{named.term}届第{named.session}次会议，届次与年份不符。",
        "请核对会议届次；如照抄了往年的文字，请一并核对该处的件数。",
    )


@cache
def _wrong_terms() -> tuple[tuple[str, str, str], ...]:
    return tuple((t["wrong"], t["right"], t["basis"]) for t in load_json("terms.json")["terms"])


@rule("D-11")
def d_11_statutory_terms(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Words that the law does not use for what it means, and misprints of statutory words."""
    prose = prose_of(subject)
    for wrong, right, basis in _wrong_terms():
        if (at := prose.text.find(wrong)) >= 0:
            yield Hit(
                f"“{wrong}”不是法定用语。",
                quotes=(prose.quote(at, at + len(wrong)),),
                mend=f"应为“{right}”（{basis}）。",
            )


@rule("D-12")
def d_12_personal_data(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Identity numbers, bank accounts and private mobile phones in the text; the clerk under the table."""
    prose = prose_of(subject)
    if _LONG_NUMBER.search(prose.text):
        for what, span in _personal_numbers(prose):
            yield Hit(
                f"正文出现疑似{what}，属于应当保护的个人信息。",
                quotes=(prose.quote(*span),),
                mend="请删除或遮盖后再发布。",
            )
    yield from _clerk(prose)


def _personal_numbers(prose: Prose) -> Iterator[tuple[str, tuple[int, int]]]:
    """(what it is, span) of identity numbers, accounts, and phones that are not the office's."""
    for match in _ID_NUMBER.finditer(prose.text):
        if _is_id_number(match[0]):
            yield "居民身份证号码", match.span()
    for match in _ACCOUNT.finditer(prose.text):
        yield "银行账号", match.span(1)
    for match in _MOBILE.finditer(prose.text):
        if not _OFFICE_CONTACT.search(prose.text, max(0, match.start() - 36), match.start()):
            yield "手机号码", match.span()


def _is_id_number(digits: str) -> bool:
    """Check digit of GB 11643."""
    total = sum(int(d) * w for d, w in zip(digits, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def _clerk(prose: Prose) -> Iterator[Hit]:
    if (name := _CLERK.search(prose.attachment)) and _CLERK_PHONE.search(prose.attachment):
        label = re.split(r"[:\s]", name[0])[0]
        yield Hit(
            f"统计表后印有{label}的姓名和电话。",
            mend="向社会发布时可以不公布经办人员的姓名和电话。",
            severity="info",
        )


@rule("D-13")
def d_13_lost_text(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Words lost in conversion, figures left out of a template, traces of pictures and fields."""
    prose = prose_of(subject)
    found = residues(prose)
    if lost := [r for r in found if r.kind == "loss"]:
        traces = [r for r in found if r.kind == "residue"]
        more = f"；另有{len(traces)}处转换残留" if traces else ""
        yield _residue_hit(prose, lost, f"有{len(lost)}处图片或乱码残留使句子中断，可能丢失了文字{more}。")
    elif traces := [r for r in found if r.kind == "residue"]:
        yield _residue_hit(prose, traces, f"正文有{len(traces)}处文件转换残留的标记。", "info")
    if gaps := [r for r in found if r.kind == "gap"]:
        yield _residue_hit(prose, gaps, f"有{len(gaps)}处缺字、漏填数字或日期有误。")
    if slips := [r for r in found if r.kind == "slip"]:
        yield _residue_hit(prose, slips, f"有{len(slips)}处标点重复或误用。", "info")
    if captions := [r for r in found if r.kind == "caption"]:
        yield _residue_hit(prose, captions, f"有{len(captions)}处图片说明没有对应的图片。", "info")


def _residue_hit(prose: Prose, found: list[Residue], message: str, severity: str | None = None) -> Hit:
    return Hit(
        message,
        quotes=tuple(prose.quote(*r.around) for r in found),
        mend="请对照原稿补齐文字，删除残留标记。",
        severity=severity,  # type: ignore[arg-type]
    )


@rule("D-14")
def d_14_year_and_scope_of_figures(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """A figure given once for the year and once as cumulative; a zero of another year where the year's is missing."""
    prose = prose_of(subject)
    of_year = {s.claim.value: s for s in prose.own if s.claim.value >= _TELLING}
    for total in (s for s in prose.stated if s.claim.scope == "own" and s.claim.period == "cumulative"):
        if same := of_year.get(total.claim.value):
            yield Hit(
                f"{number(total.claim.value)}既写作全年数，又写作累计数，口径不明。",
                quotes=quotes_of(prose, [same, total]),
                mend="请写明该数是全年数还是累计数。",
            )
    told = {s.claim.key for s in prose.own}
    others = [s for s in prose.stated if s.claim.scope == "own" and s.claim.period == "other_year"]
    if others := [s for s in others if s.claim.key not in told and s.claim.key != "unmapped"]:
        yield Hit(
            "正文只写了其他年份的数，没有报告年度的数，可能沿用了往年的文字。",
            quotes=quotes_of(prose, others),
            mend="请核对该处的年份。",
        )


@rule("D-16")
def d_16_contradictions(subject: Subject, rule: Rule) -> Iterator[Hit | Skip]:
    """Statements of the narrative that exclude each other: all in time and not in time; no request and answers to
    requests; fewer items in total than on one channel (items are counted once, 国办发〔2014〕32号)."""
    prose = prose_of(subject)
    yield from _answers_without_requests(prose)
    if (good := _ALL_IN_TIME.search(prose.text)) and (bad := _NOT_IN_TIME.search(prose.text)):
        yield Hit(
            "前文称信息公开及时，后文又称公开不及时。",
            quotes=(prose.quote(*good.span()), prose.quote(*bad.span())),
            mend="请统一表述。",
            severity="info",
        )
    yield from _fewer_than_on_a_channel(prose)


def _answers_without_requests(prose: Prose) -> Iterator[Hit]:
    received = [s for s in prose.own if s.claim.key in ("req_received", "req_carried_in")]
    answered = [s for s in prose.own if s.claim.key == "req_answered" or s.claim.key.startswith("reply_")]
    answered = [s for s in answered if s.claim.value]
    if received and answered and not any(s.claim.value for s in received):
        yield Hit(
            f"正文称“{received[0].claim.quote}”，又称“{answered[0].claim.quote}”，前后不一致。",
            quotes=quotes_of(prose, [received[0], answered[0]]),
            mend="请核对收到和办理的件数；办理的是往年申请的，请写明。",
        )


def _fewer_than_on_a_channel(prose: Prose) -> Iterator[Hit]:
    totals = [s for s in prose.own if s.claim.key == "proactive_items" and not s.claim.approx]
    for channel in (s for s in prose.own if s.claim.key.startswith("channel_")):
        if totals and channel.claim.value > max(t.claim.value for t in totals):
            yield Hit(
                f"主动公开政府信息总数为{number(totals[0].claim.value)}，单个渠道公开的却有{number(channel.claim.value)}。",
                quotes=quotes_of(prose, [totals[0], channel]),
                mend="请核对两个数的口径：总数应包括各渠道公开的全部信息（去除重复）。",
                severity="info",
            )
            return
