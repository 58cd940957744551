"""The pages in a real browser: accessibility rules of axe-core, and that nothing overflows a telephone's width.

Needs Chromium and axe-core: ``npm install --no-save axe-core`` in the root of the repository.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai.report.presenting import findings_bytes
from gongkai.report.writing import write_bytes
from tests.report.presenting.audits import every_kind, sample_audit
from tests.report.writing.reports import full_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm install --no-save axe-core)"),
]

CHECK = """
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const out = document.createElement("pre");
  out.id = "outcome";
  out.textContent = JSON.stringify({
    violations: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),
    passes: found.passes.length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  });
  document.body.append(out);
});
"""


def looked_at(page: bytes, folder: Path, *options: str) -> dict:
    """What the browser says about a page. The policy is taken out, as it rightly keeps our own check from running."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.decode())
    text = text.replace('<details class="report">', '<details class="report" open>')
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{CHECK}</script></body>"
    file = folder / "page.html"
    file.write_text(text.replace("</body>", script), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    command += ["--virtual-time-budget=30000", "--dump-dom", *options, file.as_uri()]
    dom = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    return json.loads(html.unescape(re.search(r'<pre id="outcome">(.*?)</pre>', dom, re.DOTALL).group(1)))


@pytest.mark.parametrize(
    ("make", "options"),
    [
        (lambda: findings_bytes([sample_audit()], "html"), ["--window-size=1400,900"]),
        (lambda: findings_bytes([sample_audit()], "html"), ["--blink-settings=preferredColorScheme=0"]),
        (lambda: findings_bytes([sample_audit("cn-gid-2014-national")], "html"), ["--window-size=360,800"]),
        (lambda: findings_bytes(every_kind(), "html"), ["--window-size=360,800"]),
        (lambda: write_bytes(full_report("cn-gid-2021"), "html"), ["--window-size=360,800"]),
        (lambda: write_bytes(full_report("cn-gid-2014-weihai"), "html"), ["--blink-settings=preferredColorScheme=0"]),
    ],
    ids=["one", "dark", "telephone", "several", "report", "report dark"],
)
def test_axe_finds_nothing_and_nothing_overflows(make, options, tmp_path):
    outcome = looked_at(make(), tmp_path, *options)
    assert outcome["violations"] == []
    assert outcome["passes"] > 10
    assert outcome["overflow"] <= 0


def test_axe_would_find_something(tmp_path):
    page = b"<!doctype html><html><head></head><body><img src='x.png'><p>x</p></body></html>"
    assert {v[0] for v in looked_at(page, tmp_path)["violations"]} >= {"image-alt", "html-has-lang"}
