"""The pages that nobody sets out for, in a real browser: errors, refusals, what is asked before rows change."""

from __future__ import annotations

import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from tests.browser import axe, overflow
from tests.desk.register_kit import add_rows, signed_in
from tests.filing.collecting.kit import YEAR, Case

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.desk.test_pages_browser")]
HOST = "http://desk.test"


def wrong(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("wrong/", wrong),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("", include("gongkai.config.urls")),
]


class Pages:
    """Answers by name, asked for beforehand: the browser has no part in the test's transaction."""

    def __init__(self) -> None:
        case = Case()
        science = case.organs["science"]
        place = [science.code, "requests"]
        clerk = Client(raise_request_exception=False)
        clerk.force_login(case.clerk)
        rows = add_rows("requests", science, 3, case.clerk)
        change = reverse("desk:register-bulk", args=place)
        asked = {"chosen": ",".join(str(row.pk) for row in rows), "column": "mode", "value": "fax"}
        self.answers: dict[str, tuple[int, str, HttpResponse]] = {
            "400": (400, "请求有误", clerk.get("/wrong/")),
            "403": (403, "不能访问", clerk.get("/forbidden/")),
            "403_refusal": (403, "没有办理", clerk.get(reverse("desk:log"))),
            "403_csrf": (403, "表单已过期", Client(enforce_csrf_checks=True).post(reverse("account_login"))),
            "404": (404, "没有这一页", clerk.get("/nowhere/")),
            "404_unknown": (404, "没有这一页", Client().get("/nowhere/")),
            "500": (500, "系统出错", clerk.get("/broken/")),
            "refusal": (409, "没有办理", self.refused(case)),
            "remove": (200, "删除", clerk.get(reverse("desk:register-remove", args=[*place, rows[0].pk]))),
            "bulk": (200, "批量修改", clerk.get(f"{change}?rows=all")),
            "bulk_column": (200, "批量修改", clerk.get(f"{change}?rows=all&column=mode")),
            "bulk_confirm": (200, "确认批量修改", clerk.post(change, {**asked, "reason": "核对后更正"})),
        }  # fmt: skip

    def refused(self, case: Case) -> HttpResponse:
        """A report that was never filed is sent back."""
        return signed_in(case.supervisor).get(reverse("desk:send-back", args=["990101", YEAR, "990101-kj"]))

    def __call__(self, path: str) -> tuple[str, bytes]:
        if path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            return mimetypes.guess_type(path)[0] or "application/octet-stream", found.read_bytes()
        return "text/html; charset=utf-8", self.answers[path.strip("/")][-1].content


@pytest.mark.parametrize("width", [1300, 360])
def test_every_page_fits_and_breaks_no_rule(browser, width):
    pages = Pages()
    for name, (status, heading, answer) in pages.answers.items():
        assert answer.status_code == status, name
        page = browser.open(f"{HOST}/{name}/", width=width, serve=pages)
        (said,) = page.locator("h1").all_text_contents()
        assert heading in said, name
        assert page.title().startswith(said.strip()), name
        assert axe(page) == {}, name
        assert overflow(page) <= 0, name
    assert browser.problems == []
