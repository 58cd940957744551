"""What differs from the national rule: the edition of the form, local working days."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject, UnfitVariant
from gongkai.agencies.models import Agency, CalendarDay, EditionChoice, Person
from gongkai.agencies.rules import Permission, require_for
from gongkai.audit_log.actions import record
from gongkai.law.editions import UnknownEditionError, load_edition


@transaction.atomic
def choose_edition(
    *, agency: Agency, edition: str, year_from: int, year_to: int, actor: Person | None
) -> EditionChoice:
    """The organ and all below it use this built-in edition in these years, both included. Raises UnfitVariant."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    _refuse_unfit(edition, year_from, year_to)
    list(Agency.objects.select_for_update().filter(pk=agency.pk).values_list("pk"))
    clash = agency.edition_choices.filter(year_from__lte=year_to, year_to__gte=year_from).first()
    if clash:
        raise UnfitVariant(
            _("%(first)d—%(last)d年已经选用%(edition)s。")
            % {"first": clash.year_from, "last": clash.year_to, "edition": load_edition(clash.edition).title},
            _("请先取消原来的选择。"),
        )
    choice = EditionChoice.objects.create(agency=agency, edition=edition, year_from=year_from, year_to=year_to)
    record(actor=actor, action="choose_edition", target=agency, agency=agency, after=_told(choice))
    return choice


@transaction.atomic
def drop_edition_choice(*, agency: Agency, choice: EditionChoice, actor: Person | None) -> None:
    """Return to the edition of the organ above, or the national one. Reports that were begun keep theirs."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    current = agency.edition_choices.select_for_update().filter(pk=choice.pk).first()
    if current is None:
        raise NoSuchObject(_("这项选择已经取消。"))
    record(actor=actor, action="drop_edition_choice", target=agency, agency=agency, before=_told(current))
    current.delete()


@transaction.atomic
def set_calendar_day(
    *, agency: Agency, day: datetime.date, working: bool, note: str, actor: Person | None
) -> CalendarDay:
    """The organ and all below it work on this day, or do not, whatever the national calendar says."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    if not note.strip():
        raise UnfitVariant(_("没有写明放假或上班的依据。"), _("请填写文件名称或事由。"))
    old = agency.calendar_days.select_for_update().filter(day=day).first()
    before = _day_told(old) if old else {}
    set_to = {"working": working, "note": note.strip()}
    made, _new = CalendarDay.objects.update_or_create(agency=agency, day=day, defaults=set_to)
    if before != _day_told(made):
        record(
            actor=actor,
            action="set_calendar_day",
            target=agency,
            agency=agency,
            effective_on=day,
            before=before,
            after=_day_told(made),
        )
    return made


@transaction.atomic
def remove_calendar_day(*, agency: Agency, day: datetime.date, actor: Person | None) -> None:
    """Let the national calendar hold again on this day."""
    require_for(actor, Permission.MANAGE_AGENCIES, agency)
    current = agency.calendar_days.select_for_update().filter(day=day).first()
    if current is None:
        raise NoSuchObject(_("这一天没有地方安排。"))
    record(
        actor=actor,
        action="remove_calendar_day",
        target=agency,
        agency=agency,
        effective_on=day,
        before=_day_told(current),
    )
    current.delete()


def _refuse_unfit(edition: str, first: int, last: int) -> None:
    try:
        form = load_edition(edition)
    except UnknownEditionError:
        raise UnfitVariant(_("没有这种报告格式。"), _("请从列表中选择。")) from None
    if first > last:
        raise UnfitVariant(_("起始年度晚于截止年度。"), _("请核对年度。"))
    if not (form.covers(first) and form.covers(last)):
        raise UnfitVariant(
            _("%(edition)s不适用于%(first)d—%(last)d年。") % {"edition": form.title, "first": first, "last": last},
            _("请缩短年度范围，或选择另一种格式。"),
        )


def _told(choice: EditionChoice) -> dict[str, object]:
    return {"edition": choice.edition, "year_from": choice.year_from, "year_to": choice.year_to}


def _day_told(day: CalendarDay) -> dict[str, object]:
    return {"day": day.day.isoformat(), "working": day.working, "note": day.note}
