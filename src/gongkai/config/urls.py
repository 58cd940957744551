"""The addresses of the site: public pages at the root, staff under /desk/, logging in under /accounts/."""

from __future__ import annotations

from django.urls import include, path

from gongkai.config.health import live, ready

urlpatterns = [
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("desk/", include("gongkai.desk.urls")),
    path("accounts/", include("gongkai.agencies.login_urls")),
    path("", include("gongkai.portal.urls")),
]
