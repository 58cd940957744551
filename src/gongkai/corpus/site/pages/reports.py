"""The reports year by year: what the sums of a year are made of."""

from __future__ import annotations

from gongkai.corpus.site.organs import reports_by_year
from gongkai.corpus.site.rendering import leaves, portions
from gongkai.corpus.site.sheets import csv_file
from gongkai.corpus.site.site import Figure, Site
from gongkai.corpus.site.words import year_page

HEADINGS = (
    "机关",
    "年度",
    "版式",
    "格式",
    "收到",
    "办结",
    "错误",
    "警告",
    "提示",
    "计入合计",
    "标题",
    "文件",
    "SHA-256",
)


def write_reports(site: Site) -> None:
    for year, reports in reports_by_year(site.connection):
        csv = f"data/{year_page(year).removesuffix('.html')}.csv"
        with csv_file(site.renderer.folder / csv, HEADINGS) as rows:
            for r in reports:
                counts = (r.received, r.handled, r.errors, r.warnings, r.infos, "是" if r.counted else "否")
                rows.add((r.organ, r.year, r.edition, r.format, *counts, r.title, r.name, r.sha256))
        for leaf, some in zip(leaves(year_page(year), len(reports)), portions(reports), strict=True):
            site.page(leaf.path, "year.html", leaf=leaf, year=year, reports=some, csv=csv, total=len(reports))
    sheet = site.answer("reports_by_year")
    tables = [Figure(sheet, alone=True, rows=1000)]
    tables += [Figure(site.answer(name), alone=True, rows=200) for name in ("lateness_by_year", "missing_reports")]
    site.page("reports/index.html", "years.html", tables=tables)
