"""The ways from the pages of a report to the next thing to do."""

import pytest
from django.urls import reverse
from lxml import html

from gongkai.agencies.models import Role
from gongkai.filing.actions.drafting import open_report
from tests.people import county, person

pytestmark = pytest.mark.django_db
YEAR = 2023


@pytest.fixture
def bureau():
    return county()["science"]


@pytest.fixture
def clerk(client, bureau):
    someone = person(Role.CLERK, bureau)
    client.force_login(someone)
    return someone


def links(client, name, *place):
    answer = client.get(reverse(f"desk:{name}", args=place))
    assert answer.status_code == 200
    return {" ".join(a.text_content().split()): a.get("href") for a in html.fromstring(answer.content).iter("a")}


@pytest.mark.parametrize("name", ["workbench", "prose", "problems", "compare-years"])
def test_every_part_of_a_report_leads_to_its_approval(client, bureau, clerk, name):
    assert "送审与发布" not in links(client, name, bureau.code, YEAR)
    open_report(agency=bureau, year=YEAR, actor=clerk)
    assert links(client, name, bureau.code, YEAR)["送审与发布"] == reverse("desk:approval", args=(bureau.code, YEAR))


@pytest.mark.parametrize(("key", "slug"), [("req_received@total", "requests"), ("rules_made", "items")])
def test_a_figure_without_rows_leads_to_the_register_it_counts(client, bureau, clerk, key, slug):
    assert links(client, "cell", bureau.code, YEAR, key)["打开台账"] == reverse(
        "desk:register", args=(bureau.code, slug)
    )
