"""Organs that end in others: merged, split, dissolved. The numbers of earlier years stay where they were."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import UnfitSuccession
from gongkai.agencies.models import Agency, Person, Succession
from gongkai.agencies.queries import below
from gongkai.agencies.rules import Permission, require_for
from gongkai.audit_log.actions import record


@transaction.atomic
def merge_agencies(
    *,
    predecessors: Sequence[Agency],
    successor: Agency,
    actor: Person | None,
    effective_on: datetime.date,
    basis: str = "",
    carries_registers: bool = True,
) -> list[Succession]:
    """Merge organs into another: from the year of ``effective_on`` the successor's figures count their rows too, unless
    the registers are not carried. They are dissolved. Raises UnfitSuccession."""
    _permitted(actor, [*predecessors, successor])
    ending, heir = _locked(predecessors), _locked([successor])[0]
    _refuse_unfit(ending, [heir], effective_on)
    made = [_succeed(old, heir, Succession.How.MERGED, effective_on, basis, carries_registers, actor) for old in ending]
    for old in ending:
        _end(old, effective_on, actor, basis, heirs=[heir])
    return made


@transaction.atomic
def split_agency(
    *,
    predecessor: Agency,
    successors: Sequence[Agency],
    actor: Person | None,
    effective_on: datetime.date,
    registers_go_to: Agency | None = None,
    basis: str = "",
) -> list[Succession]:
    """Split an organ into others. Its rows count for the one that ``registers_go_to`` names, for nobody else: a row
    counted twice would be two requests. Where the organ itself lives on, name it among ``successors``; it then keeps
    its registers."""
    _permitted(actor, [predecessor, *successors])
    old = _locked([predecessor])[0]
    heirs = [heir for heir in _locked(successors) if heir.pk != old.pk]
    lives_on = len(heirs) < len(successors)
    if registers_go_to is not None and lives_on:
        raise UnfitSuccession(_("原机关继续运行，台账仍由它统计。"), _("请不要选择承接台账的机关。"))
    if registers_go_to is not None and registers_go_to.pk not in {heir.pk for heir in heirs}:
        raise UnfitSuccession(_("承接台账的机关不在拆分后的机关之中。"), _("请从拆分后的机关中选择。"))
    _refuse_unfit([old], heirs, effective_on)
    carrier = registers_go_to.pk if registers_go_to else None
    made = [_succeed(old, heir, Succession.How.SPLIT, effective_on, basis, heir.pk == carrier, actor) for heir in heirs]
    if not lives_on:
        _end(old, effective_on, actor, basis, heirs=heirs)
    return made


@transaction.atomic
def dissolve_agency(*, agency: Agency, actor: Person | None, effective_on: datetime.date, reason: str) -> Agency:
    """End an organ without an heir. Its reports stay public. Raises UnfitSuccession where organs stand below it."""
    _permitted(actor, [agency])
    current = _locked([agency])[0]
    _refuse_ended([current])
    _end(current, effective_on, actor, reason)
    return current


def _permitted(actor: Person | None, agencies: Sequence[Agency]) -> None:
    for agency in agencies:
        require_for(actor, Permission.MANAGE_AGENCIES, agency)


def _locked(agencies: Sequence[Agency]) -> list[Agency]:
    keys = [agency.pk for agency in agencies]
    return list(Agency.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _refuse_unfit(ending: Sequence[Agency], heirs: Sequence[Agency], on: datetime.date) -> None:
    if not ending or not heirs:
        raise UnfitSuccession(_("没有选择机关。"), _("请选择被并入（拆分）的机关和承接的机关。"))
    if {old.pk for old in ending} & {heir.pk for heir in heirs}:
        raise UnfitSuccession(_("机关不能并入自己。"), _("请选择另一个承接机关。"))
    _refuse_ended([*ending, *heirs])
    for heir in heirs:
        if heir.established_on and heir.established_on > on:
            raise UnfitSuccession(
                _("%(name)s在生效日期尚未成立。") % {"name": heir.name}, _("请核对成立日期和生效日期。")
            )


def _refuse_ended(agencies: Sequence[Agency]) -> None:
    for agency in agencies:
        if agency.dissolved_on:
            raise UnfitSuccession(_("%(name)s已经撤销。") % {"name": agency.name}, _("请选择仍在运行的机关。"))


def _succeed(
    old: Agency, heir: Agency, how: str, on: datetime.date, basis: str, carries: bool, actor: Person | None
) -> Succession:
    made = Succession.objects.create(
        predecessor=old, successor=heir, how=how, effective_on=on, carries_registers=carries, basis=basis
    )
    record(
        actor=actor,
        action="merge_agencies" if how == Succession.How.MERGED else "split_agency",
        target=old,
        agency=old,
        reason=basis,
        effective_on=on,
        after={"successor": heir.code, "carries_registers": carries},
    )
    return made


def _end(agency: Agency, on: datetime.date, actor: Person | None, reason: str, heirs: Sequence[Agency] = ()) -> None:
    """The last day is the day before ``on``. Organs still below would be left without one above; those that inherit are
    moved by their own action first."""
    alive = below(agency).filter(dissolved_on__isnull=True)
    if alive.exists():
        raise UnfitSuccession(
            _("%(name)s还有下级机关。") % {"name": agency.name}, _("请先把下级机关调整到别的上级之下。")
        )
    agency.dissolved_on = on - datetime.timedelta(1)
    agency.save(update_fields=["dissolved_on"])
    record(
        actor=actor,
        action="dissolve_agency",
        target=agency,
        agency=agency,
        reason=reason,
        effective_on=on,
        after={"dissolved_on": agency.dissolved_on.isoformat(), "successors": [heir.code for heir in heirs]},
    )
