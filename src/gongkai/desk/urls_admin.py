"""The addresses of administrators and auditors, and of one's own account. They come before those that begin with the
code of an organ; ``agencies.rules.RESERVED_CODES`` keeps the two apart."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gongkai.desk.views import account, agencies, log, people


class ExportKind(StringConverter):
    regex = "|".join(log.FORMATS)


class Day(StringConverter):
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:  # type: ignore[override]
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(ExportKind, "export_kind")
register_converter(Day, "day")
_AGENCY = "agencies/<slug:code>/"
_PERSON = "people/<int:pk>/"
urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/<int:number>/", log.entry, name="log-entry"),
    path("log/export.<export_kind:kind>", log.export, name="log-export"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/create/", agencies.create, name="agency-create"),
    path(_AGENCY, agencies.agency, name="agency"),
    path(f"{_AGENCY}change/", agencies.change, name="agency-change"),
    path(f"{_AGENCY}rename/", agencies.rename, name="agency-rename"),
    path(f"{_AGENCY}move/", agencies.move, name="agency-move"),
    path(f"{_AGENCY}merge/", agencies.merge, name="agency-merge"),
    path(f"{_AGENCY}split/", agencies.split, name="agency-split"),
    path(f"{_AGENCY}dissolve/", agencies.dissolve, name="agency-dissolve"),
    path(f"{_AGENCY}editions/", agencies.edition, name="agency-edition"),
    path(f"{_AGENCY}editions/<int:pk>/drop/", agencies.drop_edition, name="agency-edition-drop"),
    path(f"{_AGENCY}days/", agencies.day, name="agency-day"),
    path(f"{_AGENCY}days/<day:day>/remove/", agencies.remove_day, name="agency-day-remove"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/", people.sent, name="invitations"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="invitation-withdraw"),
    path("people/roles/<int:pk>/end/", people.end, name="role-end"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}roles/", people.grant, name="role-grant"),
    path(f"{_PERSON}deactivate/", people.deactivate, name="person-deactivate"),
    path(f"{_PERSON}reactivate/", people.reactivate, name="person-reactivate"),
    path(f"{_PERSON}second-factor/", people.second_factor, name="person-second-factor"),
    path(f"{_PERSON}sessions/", people.sessions, name="person-sessions"),
    path("invitation/<str:token>/", people.accept, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/contact/", account.contact, name="account-contact"),
]
