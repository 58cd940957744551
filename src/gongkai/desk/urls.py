"""The addresses of the desk."""

from __future__ import annotations

from django.urls import include, path

from gongkai.desk.views import home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", home.switch, name="switch"),
    path("", include("gongkai.desk.urls_approval")),
    path("", include("gongkai.desk.urls_admin")),
    path("", include("gongkai.desk.urls_registers")),
    path("", include("gongkai.desk.urls_workbench")),
    path("", include("gongkai.desk.urls_supervision")),
]
