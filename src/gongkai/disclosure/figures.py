"""Cells on items, rules (规章) and normative documents (规范性文件)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.disclosure.models import Item
from gongkai.registers.figures import Figure, Scope, Source

PROACTIVE = frozenset({Item.Attribute.PROACTIVE.value})
RULE = frozenset({Item.Kind.RULE.value})
NORMATIVE = frozenset({Item.Kind.NORMATIVE.value})


def _items(scope: Scope) -> QuerySet[Item]:
    return Item.objects.filter(agency__in=scope.holders)


PUBLISHED = Source(
    "items_published",
    "items",
    "首次公开日期在本年、公开属性为主动公开的信息",
    lambda s: _items(s).filter(first_published_on__range=(s.first, s.last), attribute=Item.Attribute.PROACTIVE),
    by=("kind",),
)
MADE = Source(
    "items_made",
    "items",
    "成文日期在本年的文件",
    lambda s: _items(s).filter(made_on__range=(s.first, s.last)),
    by=("kind",),
)
PUBLIC_BY_THEN = Source(
    "items_public_by_then",
    "items",
    "本年12月31日以前首次公开、公开属性为主动公开的文件，不论现在是否有效",
    lambda s: _items(s).filter(first_published_on__lte=s.last, attribute=Item.Attribute.PROACTIVE),
    by=("kind",),
)
REPEALED = Source(
    "items_repealed",
    "items",
    "废止或失效日期在本年的文件",
    lambda s: _items(s).filter(ended_on__range=(s.first, s.last)),
    by=("kind",),
)
VALID = Source(
    "items_valid",
    "items",
    "本年12月31日以前成文、当日没有废止或失效的文件",
    lambda s: _items(s).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=s.last), made_on__lte=s.last),
    by=("kind",),
)

FIGURES = (
    Figure("proactive_items", PUBLISHED, until=2018),
    Figure("normative_docs_disclosed", PUBLISHED, {"kind": NORMATIVE}, until=2018, note="，其中行政规范性文件"),
    Figure("normative_docs_made", MADE, {"kind": NORMATIVE}, note="，其中行政规范性文件"),
    Figure("rules_made", MADE, {"kind": RULE}, since=2019, note="，其中规章"),
    Figure("rules_newly_disclosed", PUBLISHED, {"kind": RULE}, 2019, 2020, "，其中规章"),
    Figure("normative_docs_newly_disclosed", PUBLISHED, {"kind": NORMATIVE}, 2019, 2020, "，其中行政规范性文件"),
    Figure("rules_disclosed_total", PUBLIC_BY_THEN, {"kind": RULE}, 2019, 2020, "，其中规章"),
    Figure("normative_docs_disclosed_total", PUBLIC_BY_THEN, {"kind": NORMATIVE}, 2019, 2020, "，其中行政规范性文件"),
    Figure("rules_repealed", REPEALED, {"kind": RULE}, since=2021, note="，其中规章"),
    Figure("normative_docs_repealed", REPEALED, {"kind": NORMATIVE}, since=2021, note="，其中行政规范性文件"),
    Figure("rules_valid", VALID, {"kind": RULE}, since=2021, note="，其中规章"),
    Figure("normative_docs_valid", VALID, {"kind": NORMATIVE}, since=2021, note="，其中行政规范性文件"),
)
