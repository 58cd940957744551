"""Prints the sample reports of ``samples/sources`` in the formats that agencies publish, into ``samples/reports``.

``python scripts/samples.py``: needs LibreOffice (doc, wps, xls) and the development requirements (ofd). The agencies
are invented and the words are the project's own; the figures are those of published reports, with their mistakes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.report.reading.formats.pages.drawing import Line, Sheet, Text  # noqa: E402
from tests.report.reading.formats.pages.ofd_writer import as_ofd  # noqa: E402

from gongkai.report.model import Report  # noqa: E402
from gongkai.report.serialise import from_json  # noqa: E402
from gongkai.report.writing import write_bytes  # noqa: E402
from gongkai.report.writing.arrangement import arrange, title_lines  # noqa: E402
from gongkai.report.writing.layout import PrintedTable  # noqa: E402

Printer = Callable[[Report], bytes]


def by_office(report: Report, written: str, target: str) -> bytes:
    """What LibreOffice makes of our own file: an old Office format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"report.{written}")
        source.write_bytes(write_bytes(report, written))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=180)
        return source.with_suffix(f".{target}").read_bytes()


def as_web_page(report: Report) -> bytes:
    """A page of a government site in its old encoding, with a menu around the article."""
    page = write_bytes(report, "html").decode()
    body = page[page.index("<body") : page.index("</body>")].partition(">")[2]
    items = "".join(f"<li>{item}</li>" for item in ("首页", "政府信息公开", "政府信息公开年报", "依申请公开"))
    menu = f"<div class='menu'><ul>{items}</ul></div>"
    html = (
        f"<html><head><meta charset='gb2312'><title>{report.title}</title></head><body>{menu}"
        f"<div class='TRS_Editor'>{body}</div><div class='footer'>版权所有</div></body></html>"
    )
    return html.encode("gb18030")


def paragraphs(report: Report) -> Iterator[str]:
    """Title, preamble and sections, one paragraph each."""
    yield from title_lines(report)
    for section in report.sections:
        if section.title:
            yield f"{section.number}{section.title}"
        yield from section.text.split("\n")


def as_cell_lines(report: Report) -> bytes:
    """Plain text as converters leave it: one cell a line behind a tab, a blank line behind each row."""
    lines = [*paragraphs(report), "附件", "政府信息公开工作情况统计表", ""]
    for table in arrange(report).tables:
        for row in table.rows():
            lines += [f"\t{box.text}" for box in row] + [""]
    return "\n".join(lines).encode()


def flattened(table: PrintedTable) -> str:
    """A table as one run of text, its figures run together."""
    return "".join(box.text for row in table.rows() for box in row)


def as_flat_markdown(report: Report) -> bytes:
    """Markdown of a converter that loses tables: their text runs on behind the section that prints them."""
    tables = {t.section: "" for t in arrange(report).tables}
    for table in arrange(report).tables:
        tables[table.section] += flattened(table)
    lines = [f"# {report.title}"]
    for section in report.sections:
        heading = [f"## {section.number}{section.title}"] if section.title else []
        lines += [*heading, *section.text.split("\n"), *([tables[section.key]] if section.key in tables else [])]
    return "\n\n".join(lines).encode()


def as_ofd_pages(report: Report) -> bytes:
    """Our PDF drawn again as OFD: its characters and rulings, page by page."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(write_bytes(report, "pdf"))
        file.flush()
        with pdfplumber.open(file.name) as pdf:
            return as_ofd([_sheet(page) for page in pdf.pages])


def _sheet(page: pdfplumber.page.Page) -> Sheet:
    sheet = Sheet(float(page.width), float(page.height))
    for word in page.extract_words(x_tolerance=1, extra_attrs=["size"]):
        size = float(word["size"])
        sheet.add(Text(word["text"], float(word["x0"]), float(word["bottom"]) - 0.2 * size, size))
    for edge in page.edges:
        sheet.add(Line(float(edge["x0"]), float(edge["top"]), float(edge["x1"]), float(edge["bottom"])))
    return sheet


SAMPLES: dict[str, tuple[str, Printer]] = {
    "2014国标-科技局-2017.doc": ("national-2017", lambda r: by_office(r, "docx", "doc")),
    "2014国标-科技厅-2018.xls": ("national-2018", lambda r: by_office(r, "xlsx", "xls")),
    "2014山东-科技厅-2018.html": ("shandong-2018", as_web_page),
    "2014山东部门-科技局-2017.txt": ("shandong-dept-2017", as_cell_lines),
    "2014威海-科技局-2016.xlsx": ("weihai-2016", lambda r: write_bytes(r, "xlsx")),
    "2019版-办公厅-2019.pdf": ("2019", lambda r: write_bytes(r, "pdf")),
    "2019版-科技局-2020.wps": ("2020", lambda r: by_office(r, "docx", "doc")),
    "2021版-市政府-2024.docx": ("2024", lambda r: write_bytes(r, "docx")),
    "2021版-水务局-2022.ofd": ("2022", as_ofd_pages),
    "2021版-镇政府-2023.md": ("2023", as_flat_markdown),
}


def main() -> None:
    target = ROOT / "samples" / "reports"
    target.mkdir(exist_ok=True)
    for name, (source, printer) in SAMPLES.items():
        report = from_json(json.loads((ROOT / "samples" / "sources" / f"{source}.json").read_text(encoding="utf-8")))
        (target / name).write_bytes(printer(report))
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
