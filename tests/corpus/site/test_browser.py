"""The site in a real browser: accessibility rules of axe-core, width of a telephone, the style sheet under its policy.

Needs Chromium and axe-core: ``npm install --no-save axe-core`` in the root of the repository.
"""

from __future__ import annotations

import html
import json
import re
import subprocess

import pytest

from gongkai.corpus.site import build_site
from gongkai.corpus.site.words import organ_page
from tests.corpus.site.making import report, some_reports, store_of
from tests.corpus.site.test_odd_stores import hostile_store
from tests.report.presenting.test_browser import AXE, CHROMIUM, pytestmark

__all__ = ["pytestmark"]

CHECK = """
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  parent.postMessage(JSON.stringify({
    violations: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),
    passes: found.passes.length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    width: document.documentElement.clientWidth,
    mast: getComputedStyle(document.querySelector(".mast")).borderTopStyle,
    headings: [...document.querySelectorAll("figcaption :is(h2, h3)")].map(h => getComputedStyle(h)).map(
      s => parseFloat(s.marginTop) + parseFloat(s.borderTopWidth)),
    drawings: [...document.querySelectorAll("figure svg[role=img]")].map(s => s.getBoundingClientRect().width),
  }), "*");
});
"""
# A window of the browser is never narrower than 500 px; a frame is.
FRAME = """<!doctype html><title>frame</title><pre id="outcome"></pre>
<script>addEventListener("message", e => { document.getElementById("outcome").textContent = e.data; });</script>
<iframe src="ADDRESS" width="WIDTH" height="900" style="border: 0"></iframe>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    reports = [*some_reports(3, range(2017, 2022)), report(None, 2020, seed=3)]
    build_site(store_of(folder / "store", reports, [("/in/坏.pdf", "已损坏")]), folder / "site")
    return folder / "site"


def looked_at(page, profile, width, *options):
    """What the browser says of a page that stands in its site; only the ban on scripts is lifted for our own check."""
    text = page.read_text(encoding="utf-8").replace("<details>", "<details open>")
    text = text.replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';")
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{CHECK}</script></body>"
    copy = page.with_name(f"looked-at-{page.name}")
    copy.write_text(text.replace("</body>", script), encoding="utf-8")
    frame = page.with_name(f"frame-{page.name}")
    frame.write_text(FRAME.replace("ADDRESS", copy.name).replace("WIDTH", str(width)), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
    command += ["--virtual-time-budget=30000", "--dump-dom", "--window-size=1400,900", *options, frame.as_uri()]
    try:
        dom = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    finally:
        copy.unlink()
        frame.unlink()
    return json.loads(html.unescape(re.search(r'<pre id="outcome">(.*?)</pre>', dom, re.DOTALL).group(1)))


TELEPHONE, DESKTOP, DARK = 360, 1300, "--blink-settings=preferredColorScheme=0"
AGENCY = organ_page("示例甲市教育局")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("index.html", [DESKTOP]),
        ("index.html", [TELEPHONE]),
        ("outcomes.html", [DESKTOP, DARK]),
        ("findings.html", [TELEPHONE, DARK]),
        (AGENCY, [DESKTOP]),
        (AGENCY, [TELEPHONE, DARK]),
        ("compare.html", [TELEPHONE]),
        ("agencies/index.html", [TELEPHONE]),
        ("agencies/unnamed.html", [TELEPHONE]),
        ("reports/2020.html", [TELEPHONE]),
        ("about.html", [TELEPHONE]),
        ("faults.html", [DESKTOP]),
    ],
    ids=[
        *("overview", "overview telephone", "outcomes dark", "findings telephone dark", "agency"),
        *("agency telephone dark", "compare", "directory", "unnamed", "year", "about", "faults"),
    ],
)
def test_axe_finds_nothing_and_nothing_overflows(path, options, site, tmp_path):
    outcome = looked_at(site / path, tmp_path / "profile", *options)
    assert outcome["violations"] == []
    assert outcome["passes"] > 10
    assert outcome["overflow"] <= 0
    assert outcome["mast"] == "solid"
    assert 0 <= options[0] - outcome["width"] < 30
    assert set(outcome["headings"]) <= {0}, "nothing stands between a panel's edge and its heading"
    assert all(width <= outcome["width"] for width in outcome["drawings"])


def test_a_site_of_hostile_texts_is_as_accessible(tmp_path):
    build_site(hostile_store(tmp_path / "store"), tmp_path / "site")
    outcome = looked_at(tmp_path / "site" / "index.html", tmp_path / "profile", TELEPHONE)
    assert (outcome["violations"], outcome["overflow"]) == ([], 0)
