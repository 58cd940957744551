"""The addresses of the report workbench."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.views import cells, compare_years, hand_figures, pictures, problems, prose, workbench

YEAR = "<slug:code>/reports/<int:year>/"
SECTION = f"{YEAR}prose/<slug:section>/"
urlpatterns = [
    path("reports/", workbench.reports, name="reports"),
    path(YEAR, workbench.workbench_page, name="workbench"),
    path(f"{YEAR}open/", workbench.begin, name="open-report"),
    path(f"{YEAR}cells/<str:key>/", cells.cell, name="cell"),
    path(f"{YEAR}cells/<str:key>/by-hand/", hand_figures.hand_figure, name="hand-figure"),
    path(f"{YEAR}prose/", prose.prose, name="prose"),
    path(SECTION, prose.section, name="prose-section"),
    path(f"{SECTION}preview/", prose.preview, name="prose-preview"),
    path(f"{SECTION}bind/", prose.bind, name="prose-bind"),
    path(f"{SECTION}draft/", prose.draft, name="prose-draft"),
    path(f"{SECTION}pictures/", pictures.add, name="picture-add"),
    path(f"{YEAR}pictures/<int:pk>/", pictures.show, name="picture"),
    path(f"{YEAR}pictures/<int:pk>/remove/", pictures.remove, name="picture-remove"),
    path(f"{YEAR}problems/", problems.problems, name="problems"),
    path(f"{YEAR}problems/<int:pk>/", problems.follow_up, name="problem"),
    path(f"{YEAR}problems/<int:pk>/withdraw/", problems.withdraw, name="problem-withdraw"),
    path(f"{YEAR}compare/", compare_years.compare_years, name="compare-years"),
]
