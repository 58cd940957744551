"""Making organs and changing what is known of them: data, name, place in the tree."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import CodeTaken, ImpossibleTree, UnfitSuccession
from gongkai.agencies.models import Agency, AgencyName, Membership, Person
from gongkai.agencies.rules import RESERVED_CODES, Permission, excluding, require_for
from gongkai.audit_log.actions import record

CONTACT = ("address", "postal_code", "phone", "email", "website", "office_hours")
CHANGEABLE = ("short_name", "kind", "division_code", "credit_code", "established_on", *CONTACT)
LONGEST_PATH = 400


@transaction.atomic
def create_agency(
    *, code: str, name: str, kind: str, parent: Agency | None, actor: Person | None, **fields: Any
) -> Agency:
    """Found an organ below ``parent``; at the top only the system may. Raises CodeTaken, ValidationError."""
    require_for(actor, Permission.MANAGE_AGENCIES, parent)
    if code in RESERVED_CODES or Agency.objects.filter(code=code).exists():
        raise CodeTaken(_("代码 %(code)s 已被使用。") % {"code": code}, _("请换一个代码；代码设定以后不能更改。"))
    _refuse_unknown(fields)
    agency = Agency(code=code, name=_one_line(name), kind=kind, parent=parent, **fields)
    _refuse_too_deep(f"{parent.path if parent else '/'}{code}/")
    agency.clean_fields(exclude=["path", "parent"])
    agency.save(force_insert=True)
    told = {"code": code, "name": agency.name, "kind": kind, "parent": parent.code if parent else ""}
    record(actor=actor, action="create_agency", target=agency, agency=agency, after=told | _plain(fields))
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, values: Mapping[str, Any], actor: Person | None) -> Agency:
    """Change contact data, kind and the like. Code, name and place have actions of their own, or none."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    _refuse_unknown(values)
    current = _locked(agency)
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    before = {name: getattr(current, name) for name in changed}
    for name in changed:
        setattr(current, name, values[name])
    current.clean_fields(exclude=["path", "parent"])
    if changed:
        current.save(update_fields=changed)
        after = {name: values[name] for name in changed}
        record(
            actor=actor,
            action="change_agency",
            target=current,
            agency=current,
            before=_plain(before),
            after=_plain(after),
        )
    return current


@transaction.atomic
def rename_agency(
    *, agency: Agency, name: str, actor: Person | None, effective_on: datetime.date, reason: str = ""
) -> Agency:
    """Give the organ another name from a day on; code and numbers stay, the name borne until then is kept."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    current, name = _locked(agency), _one_line(name)
    if not name:
        raise ValidationError({"name": _("请填写新的名称。")})
    old = current.name
    if name == old:
        return current
    since = _bears_name_since(current)
    if since and since >= effective_on:
        raise UnfitSuccession(_("该机关从 %(day)s 起才用现在的名称。") % {"day": since}, _("请填写更晚的生效日期。"))
    AgencyName.objects.create(agency=current, name=old, valid_from=since, valid_to=effective_on - datetime.timedelta(1))
    current.name = name
    current.save(update_fields=["name"])
    record(
        actor=actor,
        action="rename_agency",
        target=current,
        agency=current,
        reason=reason,
        effective_on=effective_on,
        before={"name": old},
        after={"name": name},
    )
    return current


@transaction.atomic
def move_agency(*, agency: Agency, parent: Agency, actor: Person | None, reason: str = "") -> Agency:
    """Put the organ, with all below it, below another. Whoever moves must administer both. Raises ImpossibleTree."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    require_for(actor, Permission.MANAGE_AGENCIES, parent)
    moved = _whole_tree_locked()
    current, parent = moved[agency.pk], moved[parent.pk]
    if parent.path.startswith(current.path):
        raise ImpossibleTree(_("机关不能隶属于自己或自己的下级。"), _("请选择另一个上级机关。"))
    if current.parent_id == parent.pk:
        return current
    before = {"parent": current.parent.code if current.parent else "", "path": current.path}
    old_path, new_path = current.path, f"{parent.path}{current.code}/"
    below = [other for other in moved.values() if other.path.startswith(old_path)]
    for other in below:
        other.path = new_path + other.path.removeprefix(old_path)
        _refuse_too_deep(other.path)
    current.parent = parent
    Agency.objects.bulk_update(below, ["path", "parent"])
    _refuse_exclusive_roles(current)
    record(
        actor=actor,
        action="move_agency",
        target=current,
        agency=current,
        reason=reason,
        before=before,
        after={"parent": parent.code, "path": new_path},
    )
    return current


def _refuse_exclusive_roles(moved: Agency) -> None:
    """At the new place somebody's administration may reach an organ whose cases the same person handles."""
    today = timezone.localdate()
    below = Membership.objects.filter(agency__path__startswith=moved.path)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    held = Membership.objects.filter(lasting, person__in=below.values("person")).select_related("agency", "person")
    by_person: dict[int, list[Membership]] = {}
    for membership in held:
        by_person.setdefault(membership.person_id, []).append(membership)
    for roles in by_person.values():
        if any(excluding(one, other) for one in roles for other in roles):
            raise ImpossibleTree(
                _("调整以后，%(name)s会同时管理和办理同一机关的事项。") % {"name": roles[0].person},
                _("请先结束其中一项任职。"),
            )


def _one_line(name: str) -> str:
    """Names stand in the heads of mails and documents."""
    return " ".join(name.split())


def _bears_name_since(agency: Agency) -> datetime.date | None:
    last = agency.names.filter(valid_to__isnull=False).order_by("-valid_to").first()
    return last.valid_to + datetime.timedelta(1) if last and last.valid_to else agency.established_on


def _locked(agency: Agency) -> Agency:
    return Agency.objects.select_for_update().get(pk=agency.pk)


def _whole_tree_locked() -> dict[int, Agency]:
    """Every organ: two moves at a time could otherwise make a ring that neither of them sees."""
    return {agency.pk: agency for agency in Agency.objects.select_for_update().order_by("pk")}


def _refuse_unknown(values: Mapping[str, Any]) -> None:
    unknown = sorted(values.keys() - set(CHANGEABLE))
    if unknown:
        raise TypeError(f"not a field that may be set: {', '.join(unknown)}")


def _refuse_too_deep(path: str) -> None:
    if len(path) > LONGEST_PATH:
        raise ImpossibleTree(_("机关层级太深。"), _("请缩短机关代码或减少层级。"))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON has them."""
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
