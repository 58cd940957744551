"""What the frame of every public page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _


def frame(path: str) -> dict[str, Any]:
    data = reverse("portal:data")
    in_data = path.startswith(data)
    return {
        "portal": {
            "agency": settings.SITE_NAME.removesuffix("政府信息公开"),  # The frame adds these words itself.
            "home": reverse("portal:index"),
            "nav": [
                {"label": _("年度报告"), "url": reverse("portal:index"), "current": not in_data},
                {"label": _("开放数据"), "url": data, "current": in_data},
            ],
            "links": [{"label": _("工作人员登录"), "url": reverse("desk:home")}],
        }
    }
