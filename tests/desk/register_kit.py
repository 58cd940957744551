"""What the tests of the register pages share."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.test import Client
from lxml import html

from gongkai.agencies.models import Agency, Person, Role
from gongkai.registers.actions.rows import create_row
from gongkai.registers.models import Row
from gongkai.registers.registry import all_sheets
from gongkai.registers.registry import sheet as sheet_of
from gongkai.registers.sheets import Sheet
from tests.people import county, person

BASE = "/desk/990101-kj/registers/"
SHEETS = [sheet.slug for sheet in all_sheets()]


def desk() -> tuple[Client, dict[str, Agency], Person]:
    """A clerk of the science bureau at the desk."""
    organs = county()
    clerk = person(Role.CLERK, organs["science"])
    return signed_in(clerk), organs, clerk


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def numbered(sheet: Sheet, number: int) -> dict[str, Any]:
    """The example of a sheet, told from the others by its number or its first text, on the ``number``-th day."""
    values = dict(sheet.example)
    told = sheet.number or next((c.field for c in sheet.columns if c.kind == "text" and c.required), None)
    if told:
        values[told] = f"{values[told]}-{number}"
    day = values[sheet.date]
    if sheet.column(sheet.date).kind == "month":
        values[sheet.date] = datetime.date(day.year - number // 12, number % 12 + 1, 1)
    elif not told:
        values[sheet.date] = day - datetime.timedelta(days=number)
    return values


def add_rows(slug: str, agency: Agency, count: int, actor: Person | None = None, **values: Any) -> list[Row]:
    sheet = sheet_of(slug)
    return [
        create_row(sheet=sheet, agency=agency, values={**numbered(sheet, n), **values}, actor=actor)
        for n in range(1, count + 1)
    ]


def page(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def text(response: Any) -> str:
    """What a page says, spaces folded."""
    return re.sub(r"\s+", " ", page(response).text_content())


def posted(response: Any, form: str = "//main//form[@method='post']") -> dict[str, str]:
    """What a browser would send from the page's form."""
    found = page(response).xpath(form)[0]
    # A browser passes over the line break with which a text area begins.
    areas = set(found.xpath(".//textarea/@name"))
    return {n: v.removeprefix("\n") if n in areas else v for n, v in found.form_values() if n}
