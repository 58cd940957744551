"""Which key a stated quantity has: tags and flags of its surroundings put to the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.report.claims.fillers import unknown
from gongkai.report.claims.lexicon import Term, all_tags
from gongkai.report.claims.numerals import Quantity
from gongkai.report.claims.pieces import Piece
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import key_of, kind, prefixed
from gongkai.report.claims.state import State, Total

_MANY = re.compile(r"等(?:多|各|渠道|方式|形式|平台|载体|媒体|途径|\d|、|主动|公开|发布|共|累计|向)")
_EACH = re.compile(r"各(?:有|为|是|收到|发生)?约?$|(?:均|都|皆|全)(?:为|是)?$")
_COMPARED = re.compile(r"[比较]")
_TIME = re.compile(r"(?:19|20)\d\d\s?年|[去上今本当前]年")
_EACH_OF = re.compile(r"各(?!类|项|种|自)(?!有|为|是|收到|发生|约)[一-龥]{1,6}$")
_KIND = re.compile(r"(?<!各)类(?:的|共|有)*[\s:]*$")
_CALLED = re.compile(r"属于?[^,。;]{2,20}?的?(?:有|共)?$")
_TOTAL = re.compile(r"共|总|合计")
_BEFORE_BARE_NUMBER = re.compile(r"(?:数|量|数量|为|是|:|均)\s*$")
_TAKEN_TOGETHER = re.compile(r"[\s\x00]*(?:均|都|皆|全|一概)")
# 各科室明确1名信息员: so few are meant for each.
_FEW = 3
_CHANGED = re.compile(
    r"(?:精简|合并|压缩|增加|增长|减少|提高|提升|扩大|上升|下降|回落|调整|增|减|降|升|变|缩减|优化)+(?:到|至|为|成)"
)
_THIS_YEAR = r"(?:(?:今年|本年度?|(?:19|20)\d\d年度?)的?)?"
_TO = re.compile(rf"{_CHANGED.pattern}了?{_THIS_YEAR}[约近]?")
_FROM = re.compile(r"[由从自]?(?:[去上]年度?|上一年度?|(?:19|20)\d\d年度?)[末底]?(?:同期)?的?[约近]?$")
_LISTED_KINDS = ("channel", "mode", "outcome", "remedy", "post", "money", "event")
# These speak of requests even where nothing else does.
_OF_REQUESTS = frozenset({"request", "request_info", "partial", "not_processed"})
# Names of the reporter beside which those below it are named.
_REPORTER = frozenset({"ourselves", "superior"})
_EXPLAINING = frozenset({"platform", "official_platform"})
_SHOWN_ELSEWHERE = re.compile(r"(?:登|刊|发|贴|挂|播|印)[载登发布]?[在于上]")
_NEW_MEDIA = frozenset({"wechat", "weibo", "gazette"})
_FORMAL = re.compile(r"[各类的了已共计合总数量额达到为是有仅只就约分别均累:》)政府务当年生成应该]+")
_ITEMS = frozenset({"item", "case", "event", "thing", ""})


def key_of_piece(prose: Prose, piece: Piece, tags: set[str], state: State) -> str | None:
    """The key of a quantity whose surroundings carry ``tags``; None where it is no claim."""
    flags = _flags(prose, piece, tags, state)
    key = key_of(tags | flags)
    if key in (None, "unmapped") and "bare" in flags and state.now.mapped and _of_another_time(prose, piece):
        key = state.now.mapped
    total = state.now.totals.get(piece.quantity.unit)
    if total and state.now.parts and _own_share(piece, tags, key, total):
        return total.key
    if total and state.now.parts and key == total.key and not _narrower(prose, piece, tags, total):
        return "unmapped"
    # 两个栏目, 三项制度: small round counts in characters are manner of speaking.
    small = piece.quantity.spoken and piece.quantity.value < 10 and piece.quantity.kind == "thing"
    return None if key == "unmapped" and small else key


def key_of_requests(tags: set[str]) -> str:
    """The key of requests of which a clause with ``tags`` tells something; ``""`` for none."""
    modes = tags & kind("mode")
    return key_of(tags | {"rc", "unit:case"} | ({"one_mode"} if len(modes) == 1 else set())) or ""


def _of_another_time(prose: Prose, piece: Piece) -> bool:
    """2016年收到5件, 2015年3件: the bare figure of another year is of the same kind."""
    return piece.quantity.kind != "percent" and _dated(prose, piece)


def _dated(prose: Prose, piece: Piece) -> bool:
    lead = prose.folded[max(0, piece.start - 8) : piece.quantity.start]
    clause = re.split(r"[,。;:、]", lead)[-1]
    return bool(_TIME.search(clause)) and not _COMPARED.search(clause)


def _own_share(piece: Piece, tags: set[str], key: str | None, total: Total) -> bool:
    """全市公开信息900条, 其中市局公开200条: the reporter's own share of what all have done."""
    same = key == total.key or (key == "unmapped" and not tags & kind("telling"))
    return total.scope == "jurisdiction" and same and bool(tags & _REPORTER) and piece.quantity.kind != "percent"


def _narrower(prose: Prose, piece: Piece, tags: set[str], total: Total) -> bool:
    """公开信息100条, 其中主动公开95条; 累计公开300条, 其中本年新增40条: the part is the figure that the key means."""
    if total.period == "cumulative" or _dated(prose, piece):
        return True
    return "proactive" in tags and "proactive" not in total.tags


def is_number_of_something(prose: Prose, piece: Piece) -> bool:
    """A number without measure word counts only as a 0 or behind 数, 量 … (行政复议0, 申请数为3); the 四项 of
    四项均为零 only sums up; the 1名 of 由1名增加到2名 is past."""
    if piece.quantity.spoken and _TAKEN_TOGETHER.match(prose.masked, piece.quantity.end):
        return False
    if _CHANGED.match(prose.masked, piece.quantity.end) and not is_former(prose, piece):
        return False
    if _only_lists(prose, piece.quantity):
        return False
    if piece.quantity.unit:
        return True
    before = prose.masked[max(0, piece.quantity.start - 3) : piece.quantity.start]
    return bool(piece.left) and bool(
        _BEFORE_BARE_NUMBER.search(before) or (piece.quantity.value == 0 and piece.adjacent)
    )


def is_former(prose: Prose, piece: Piece) -> bool:
    """True for the 3件 of 由上年的3件增加到8件."""
    quantity = piece.quantity
    to = _TO.match(prose.folded, quantity.end)
    if to is None or quantity.kind == "percent" or not prose.quantities_in(to.end(), to.end() + 1):
        return False
    return bool(_FROM.search(prose.folded[max(0, quantity.start - 12) : quantity.start]))


def changed_to(prose: Prose, first: Piece, second: Piece) -> Piece | None:
    """The 8件 of 收到申请由上年的3件增加到8件 with the words that tell what is counted; None for other pieces."""
    if not is_former(prose, first) or not _TO.fullmatch(prose.folded, first.quantity.end, second.quantity.start):
        return None
    return replace(second, left=first.left, counted=first.counted or second.counted, start=first.start)


def _only_lists(prose: Prose, quantity: Quantity) -> bool:
    """True for 一个是网站, 另一个是公众号."""
    listed = quantity.spoken and quantity.value == 1 and quantity.kind == "thing"
    return listed and prose.masked.startswith("是", quantity.end)


def surroundings(prose: Prose, piece: Piece, earlier: Piece | None, state: State) -> set[str]:
    """The tags that bear on a quantity: its own, else those of what the clause or sentence left open."""
    tags = piece.tags
    if not tags & kind("telling"):
        if earlier is None:
            tags |= state.now.open_tags - {"neg", "post_neg", "delta"}
        elif _says_nothing(prose.masked[piece.start : piece.quantity.start]):
            tags |= earlier.tags
    if earlier and piece.quantity.kind == "money" and earlier.quantity.kind == "person":
        tags |= earlier.tags & {"waive", "free"}
    if not tags & kind("channel"):
        tags |= state.now.via | _spoken_of(prose, piece, tags, earlier, state)
    # 通过公告栏等其他方式 is one channel: the others only explain it.
    return tags - _EXPLAINING if "other_channel" in tags else tags


def _says_nothing(text: str) -> bool:
    return len(unknown(text)) < 2


def _spoken_of(prose: Prose, piece: Piece, tags: set[str], earlier: Piece | None, state: State) -> set[str]:
    """公众号粉丝2万人, 推送300条: the channel of the words before also published."""
    cumulative = any(total.period == "cumulative" for total in state.now.totals.values())
    if (state.now.parts and not cumulative) or "publish" not in tags or tags & {"proactive", "rest"}:
        return set()
    leaflet = "doc" in tags and piece.quantity.kind == "event"
    if leaflet or "category" in tags or _SHOWN_ELSEWHERE.search(prose.masked, piece.start, piece.end):
        return set()
    return (earlier.tags & kind("channel") if earlier else set()) or state.now.subject


def _flags(prose: Prose, piece: Piece, tags: set[str], state: State) -> set[str]:
    counted = piece.counted.tags & kind("counted") if piece.counted else frozenset[str]()
    if not piece.tags & kind("telling"):
        counted |= tags & kind("counted")
    flags = {f"unit:{piece.quantity.kind}", f"topic:{state.topic}", f"last:{_family(state.now.mapped)}"}
    flags |= prefixed("head", counted) | prefixed("heading", state.heading_topics) | prefixed("seen", state.seen)
    flags |= prefixed("said", state.now.said) | prefixed("sentence", state.now.tags)
    for total in state.now.totals.values():
        flags |= prefixed("total", total.tags)
    before = prose.masked[piece.start : piece.quantity.start]
    channels = tags & kind("channel")
    holds = {
        "channel": bool(channels),
        "one_channel": len(channels) == 1 and not _MANY.search(before),
        "many_channels": len(channels) > 1,
        "one_mode": len(tags & kind("mode") | ({"online"} if "website" in tags else set())) == 1,
        "parts": state.now.parts,
        "zero": piece.quantity.value == 0,
        "bare": not tags & kind("telling") and _says_nothing(before),
        "of_a_kind": bool(_KIND.search(before)) or _is_called(piece, before),
        "bare_object": not counted,
        "stock": "累计" in before or "历年" in before,
        "total": bool(_TOTAL.search(before)),
        "told": state.fresh or bool(state.now.totals),
        "list": _continues_list(piece.quantity, state),
        "item_like": piece.quantity.kind in _ITEMS and not counted - {"info", "doc", "media", "request_info"},
        "subset": _is_subset(prose, piece),
        "each_of": bool(_EACH_OF.search(before)) and piece.quantity.value < _FEW,
        "foreign": piece.foreign,
        "adjacent": piece.adjacent,
        "by_applicant": state.now.by_applicant,
        "rc": _about_requests(piece, tags, counted, state),
    }
    return flags | {flag for flag, true in holds.items() if true}


def _is_called(piece: Piece, before: str) -> bool:
    """公开的信息中, 属"组织机构"的2条: a part by a name that nobody foresaw."""
    return not piece.tags & kind("telling") and bool(_CALLED.search(before))


def _family(key: str) -> str:
    return "mode" if key.startswith("req_received_") else key.partition("_")[0]


def _continues_list(quantity: Quantity, state: State) -> bool:
    if not quantity.unit or not (state.fresh or state.now.totals):
        return False
    return quantity.unit == state.unit or (state.now.parts and quantity.kind in ("item", "case"))


def _about_requests(piece: Piece, tags: set[str], counted: frozenset[str], state: State) -> bool:
    if not (state.topic == "request" or tags & _OF_REQUESTS) or tags & _NEW_MEDIA:
        return False
    if state.requests_in and piece.quantity.kind in ("item", "case") and piece.quantity.kind != state.requests_in:
        return bool(tags & {"request", "received"})
    if "proactive" in tags or ("publish" in tags and not tags & {"open", "request"} and not tags & kind("outcome")):
        return False
    by_mail = bool(piece.counted and piece.counted.tags & kind("mode"))
    return not counted - {"request", "request_info", "info", "doc", "fee"} - ({"message"} if by_mail else set())


def _is_subset(prose: Prose, piece: Piece) -> bool:
    """True when only some items are counted: 公开惠农补贴信息30条, 行政处罚公示5条."""
    shown = [t for t in piece.left if t.tags & {"publish", "proactive"}]
    if not shown:
        return "category" in all_tags(piece.right)
    begin = shown[-1].start if len(shown) == 1 else shown[0].start
    named = [t for t in piece.terms if "category" in t.tags]
    if any(t.start >= begin or _joins(prose, piece, t, begin) for t in named):
        return True
    return len(unknown(_FORMAL.sub("", _without_info(prose, piece, shown[-1].end)))) > 1


def _joins(prose: Prose, piece: Piece, category: Term, publish: int) -> bool:
    """True when ``category`` stands directly before the word for publishing: 财政信息公开12条."""
    between = [t for t in piece.left if category.end <= t.start < publish]
    covered = sum(t.end - t.start for t in between if t.tags & {"info", "ogi"})
    return len(prose.masked[category.end : publish].strip()) <= covered + 1


def _without_info(prose: Prose, piece: Piece, begin: int) -> str:
    rest = ""
    for term in (t for t in piece.left if t.start >= begin and t.tags & {"info", "ogi"}):
        rest, begin = rest + prose.masked[begin : term.start], term.end
    rest += prose.masked[begin : piece.quantity.start]
    return _FROM.sub("", rest) if is_former(prose, piece) else rest


def spread(prose: Prose, found: Sequence[Piece], start: int) -> Iterator[Piece]:
    """Share out what a list names: 微博、微信分别发布5条和6条 and 复议、诉讼各1件 make two pieces each, one for
    each name, that quote the whole clause."""
    shared = bool(found) and _shares_out(prose, found, start)
    lead = prose.terms_in(start, found[0].quantity.start) if shared else []
    for name in _LISTED_KINDS if len(lead) > 1 else ():
        named = _in_order(lead, kind(name))
        if quantities := _matching(found, named):
            others = [t for t in lead if not t.tags & kind(name)]
            for quantity, term in zip(quantities, named, strict=True):
                counted = term if term.tags & kind("counted") else found[0].counted
                yield Piece(quantity, [*others, term], found[0].right, counted, True, False, start, found[-1].end)
            return
    yield from found


def _shares_out(prose: Prose, found: Sequence[Piece], start: int) -> bool:
    """Whether the words before the first number say that names share the numbers."""
    text = prose.masked[start : found[0].quantity.start]
    if len(found) > 1:
        return "分别" in text
    return found[0].quantity.value == 0 or _EACH.search(text) is not None


def _matching(found: Sequence[Piece], named: Sequence[Term]) -> list[Quantity]:
    """One quantity for each of the names of a list; none where they do not match."""
    if len(found) == 1:
        return [found[0].quantity] * len(named) if len(named) > 1 else []
    return [piece.quantity for piece in found] if len(named) == len(found) else []


def _in_order(terms: Sequence[Term], tags: frozenset[str]) -> list[Term]:
    named = {min(t.tags & tags): t for t in reversed(terms) if t.tags & tags}
    return sorted(named.values(), key=lambda t: t.start)
