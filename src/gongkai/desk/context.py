"""What the shell of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO}
