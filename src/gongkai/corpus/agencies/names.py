"""What the name of an agency tells: its plain spelling, its place, its kind and its level."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from gongkai.law.successions import endings, short_names
from gongkai.report.auditing.cross_agency import PLACE
from gongkai.report.auditing.cross_level import plain_name
from gongkai.report.text import fold

Kind = Literal["government", "department", "subdistrict", "institution"]
KINDS: tuple[Kind, ...] = ("government", "department", "subdistrict", "institution")
Level = Literal["national", "province", "prefecture", "county", "township"]

_PLACES, _PLACE = re.compile(f"(?:{PLACE})+"), re.compile(f"{PLACE}(?=.)")
_BARE = re.compile(r"[^\W\d_]{2,6}")
_SECOND_NAME = re.compile(r"\((?:[^()]*[局委办][^()]*|汇总|本级)\)$")
_TOWNSHIP = re.compile(r"街道|[乡镇](?:政府|$)")
_OFFICE = re.compile(r"政府(?:办公)?[室厅]?$")
_INSTITUTION = re.compile(r"(?:中心|学校|大学|学院|中学|小学|医院|研究院|研究所|馆|站|公司|集团|银行)$")
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")


@lru_cache(maxsize=200_000)
def spelling(name: str) -> str:
    """The name as it is compared: width, spaces, punctuation, 人民政府 or 政府, usual short forms and what stands in
    brackets at the end (a second name, 汇总, 本级) make no difference."""
    plain = plain_name(_SECOND_NAME.sub("", fold(name).strip()))
    plain = plain.removeprefix("国家税务总局").replace("人民政府", "政府")
    for short, full in short_names().items():
        if plain.endswith(short) and not plain.endswith(full):
            return plain.removesuffix(short) + full
    return plain


def ending_of(spelled: str) -> str | None:
    """The longest ending of ``law.successions`` that the name has."""
    return next((ending for ending in _endings() if spelled.endswith(ending)), None)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(dict.fromkeys(ending.replace("人民政府", "政府") for ending in endings()))


def is_dropped_place(rest: str, shorter: str) -> bool:
    """True where ``rest`` + ``shorter`` and ``shorter`` can be one agency: the place above was left out (A市B区教育局,
    B区教育局), or its proper name (A市教育局, 市教育局). A name without any place can be anyone's."""
    if begins_with_place(shorter):
        return bool(_PLACES.fullmatch(rest))
    return shorter[0] in "省市州县区旗" and bool(_BARE.fullmatch(rest))


def begins_with_place(spelled: str) -> bool:
    """True where the name begins with a whole place (东湖区…)."""
    return bool(_PLACE.match(spelled)) and spelled[0] not in "省市州县区旗"


def place_of(spelled: str) -> str:
    """The places at the head of a name, empty where it names none."""
    match = _PLACES.match(spelled)
    return match.group() if match else ""


def kind_of(name: str) -> Kind:
    """The kind of agency that its name shows."""
    plain = spelling(name)
    if re.search(r"街道(?:办事处|办)?$", plain):
        return "subdistrict"
    if plain.endswith(("政府", "管理委员会")) or _PLACES.fullmatch(plain):
        return "government"
    return "institution" if _INSTITUTION.search(plain) else "department"


def level_of(name: str) -> Level | None:
    """The level that the places in a name show; None where it names none. A city at county level cannot be told from
    one at prefecture level by its name: only a code tells."""
    plain = spelling(name)
    if _TOWNSHIP.search(plain):
        return "township"
    if plain.startswith(("国家", "中华人民共和国")):
        return "national"
    place = place_of(plain)
    rest = re.sub(r"^[^\W\d_]+?(?:省|自治区)", "", place)
    if not rest:
        return "province" if place else None
    below = rest.removeprefix(next((m for m in _MUNICIPALITIES if rest.startswith(m)), ""))
    if not below:
        return "province"
    return "county" if below[-1] in "县区旗" or below.count("市") > 1 else "prefecture"
