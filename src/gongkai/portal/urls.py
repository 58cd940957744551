"""The addresses of the public pages. Those under ``/reports/`` are fixed: a published report stays where it is."""

from __future__ import annotations

from django.urls import path

from gongkai.portal.views import data, reports, robots

app_name = "portal"
REPORT = "reports/<slug:code>/<int:year>/"
urlpatterns = [
    path("", reports.index, name="index"),
    path("reports/<slug:code>/", reports.agency, name="agency"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}v<int:number>/", reports.version, name="version"),
    path(f"{REPORT}<str:name>", reports.current_file, name="current-file"),
    path(f"{REPORT}v<int:number>/<str:name>", reports.file, name="file"),
    path("data/", data.about, name="data"),
    path("data/reports.json", data.reports_json, name="data-json"),
    path("data/reports.csv", data.reports_csv, name="data-csv"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("robots.txt", robots.robots, name="robots"),
]
