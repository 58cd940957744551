"""The addresses of the site: public pages at the root, staff under /desk/, the media library under /office/."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("desk/", include("gongkai.desk.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("gongkai.portal.urls")),
]
