"""Finding the organ that a user names on the command line. Imported once Django is set up."""

from __future__ import annotations

from itertools import count

from django.db.models import Q

from gongkai.agencies.actions.organs import create_agency
from gongkai.agencies.models import Agency, Kind
from gongkai.cli.errors import CommandError
from gongkai.cli.language import say


def organ(name: str) -> Agency | None:
    """The organ of this code or name, a former name too; None where there is none. CommandError where several bear
    it."""
    for bears in (Q(code=name), Q(name=name), Q(names__name=name)):
        found = list(Agency.objects.filter(bears).distinct()[:10])
        if len(found) > 1:
            codes = [agency.code for agency in found]
            raise CommandError(say("有几个机关叫“{name}”", name=name), say("请改用代码：{codes}", codes=codes))
        if found:
            return found[0]
    return None


def organ_or_refuse(name: str, mend: str = "") -> Agency:
    found = organ(name)
    if found is None:
        raise CommandError(say("没有机关“{name}”", name=name), mend or say("请检查机关的名称或代码"))
    return found


def organ_or_new(name: str) -> Agency:
    """The organ of this name; where there is none, a department at the top of a tree of its own."""
    taken = set(Agency.objects.filter(code__startswith="organ-").values_list("code", flat=True))
    code = next(code for number in count(1) if (code := f"organ-{number}") not in taken)
    return organ(name) or create_agency(code=code, name=name, kind=Kind.DEPARTMENT, parent=None, actor=None)
