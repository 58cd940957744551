"""The only ways from a person to an organ, and what is known of an organ in a year."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency, EditionChoice, Invitation, Membership, Person, Succession
from gongkai.agencies.rules import Permission, Who, agencies_where
from gongkai.law.editions import Edition, load_edition, national_edition


def access_agency(person: Who, code: str, permission: Permission) -> Agency:
    """The organ of this code, if the person has the permission there; NoSuchObject otherwise."""
    agency = agencies_where(person, permission).filter(code=code).first()
    if agency is None:
        raise NoSuchObject(_("没有这个机关，或者您无权查看。"), _("请检查地址，或请管理员核对您的岗位。"))
    return agency


def below(agency: Agency) -> QuerySet[Agency]:
    """Every organ below this one, at any depth."""
    return Agency.objects.filter(path__startswith=agency.path).exclude(pk=agency.pk)


def above_and_self(agency: Agency) -> list[str]:
    """Codes of the organs above and its own, from the top."""
    return agency.path.strip("/").split("/")


def name_in_year(agency: Agency, year: int) -> str:
    """The name that the organ bore on 31 December of the year."""
    day = datetime.date(year, 12, 31)
    borne = [
        (n.valid_to, n.name)
        for n in agency.names.all()
        if (n.valid_from is None or n.valid_from <= day) and n.valid_to is not None and n.valid_to >= day
    ]
    return min(borne)[1] if borne else agency.name


def edition_of(agency: Agency, year: int) -> Edition:
    """The edition of the form that the organ uses for the year: its own choice, that of the nearest organ above, or the
    national edition. UnknownEditionError where there was no national form (before 2014) and none was chosen."""
    choices = EditionChoice.objects.filter(
        agency__code__in=above_and_self(agency), year_from__lte=year, year_to__gte=year
    ).order_by("-agency__path", "-year_from")
    choice = choices.first()
    return load_edition(choice.edition) if choice else national_edition(year)


def register_holders(agency: Agency, year: int) -> tuple[int, ...]:
    """Primary keys of the organs whose rows count in this organ's figures of a year: its own, and those of organs that
    were merged into it by then, and of theirs."""
    found = {agency.pk}
    if not agency.inheritances.all():  # Most organs have none, and a page asks for several years.
        return (agency.pk,)
    while True:
        more = Succession.objects.filter(
            successor__in=found, carries_registers=True, effective_on__lte=datetime.date(year, 12, 31)
        ).exclude(predecessor__in=found)
        new = set(more.values_list("predecessor_id", flat=True))
        if not new:
            return tuple(sorted(found))
        found |= new


def search_agencies(person: Who, permission: Permission, words: str = "") -> QuerySet[Agency]:
    """The organs on which the person has the permission, from the top down; all ``words`` stand in name, former name,
    short name or code."""
    found = agencies_where(person, permission).select_related("parent")
    for word in words.split():
        known = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__icontains=word)
        found = found.filter(known | Q(names__name__icontains=word))
    return found.distinct()


def agencies_of(person: Person) -> list[Agency]:
    """The organs in which the person holds a role today or will; without one, the organ of the last role."""
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    found = list(Agency.objects.filter(pk__in=person.memberships.filter(held).values("agency")))
    if found:
        return found
    last = person.memberships.select_related("agency").order_by("-valid_to", "-pk").first()
    return [last.agency] if last else []


def people_managed_by(person: Who, words: str = "") -> QuerySet[Person]:
    """Everybody who holds or held a role in an organ that the person administers."""
    organs = agencies_where(person, Permission.MANAGE_PEOPLE)
    found = Person.objects.filter(pk__in=Membership.objects.filter(agency__in=organs).values("person"))
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(username__icontains=word))
    return found.order_by("name", "pk")


def access_person(person: Who, key: int) -> Person:
    """Somebody whose account the person administers; NoSuchObject otherwise."""
    found = people_managed_by(person).filter(pk=key).first()
    if found is None:
        raise NoSuchObject(_("没有这个人员，或者您无权查看。"), _("请检查地址。"))
    return found


def access_membership(person: Who, key: int) -> Membership:
    """A role in an organ that the person administers; NoSuchObject otherwise."""
    organs = agencies_where(person, Permission.MANAGE_PEOPLE)
    found = Membership.objects.filter(agency__in=organs, pk=key).select_related("agency", "person").first()
    if found is None:
        raise NoSuchObject(_("没有这项任职，或者您无权查看。"), _("请检查地址。"))
    return found


def invitations_seen_by(person: Who) -> QuerySet[Invitation]:
    """Invitations into organs that the person administers, the latest first."""
    organs = agencies_where(person, Permission.MANAGE_PEOPLE)
    return Invitation.objects.filter(agency__in=organs).select_related("agency", "invited_by", "accepted_by")


def access_invitation(person: Who, key: int) -> Invitation:
    found = invitations_seen_by(person).filter(pk=key).first()
    if found is None:
        raise NoSuchObject(_("没有这份邀请，或者您无权查看。"), _("请检查地址。"))
    return found
