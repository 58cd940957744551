"""Every Chinese text that a page, a mail or a refusal shows is marked for translation, or stands here with the reason
why it stays Chinese."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from tests.config.chinese import CHINESE, SOURCE, rooms, unmarked_in_python, unmarked_in_template

WHOLE_FILES = {
    "*/sheets.py": "names of registers and columns: the workbooks' words, on paper and on the screen alike",
    "*/figures.py": "counting rules in words: the law's and the form's terms, as docs/figures.md prints them",
    "requests/outcomes.py": "outcomes as the official forms name them",
    "registers/workbook/cells.py": "what cells of a workbook hold",
    "registers/workbook/layout.py": "what cells of a workbook hold",
    "registers/workbook/reading.py": "what cells of a workbook hold",
    "registers/workbook/template.py": "what cells of a workbook hold",
    "config/formats/zh_Hans/formats.py": "how Chinese writes dates",
    "filing/collecting/notices.py": "a document that leaves the house",
    "filing/prose/binding.py": "the prose of reports",
    "filing/prose/checks.py": "the prose of reports",
    "filing/prose/drafts.py": "the prose of reports",
    "filing/reporting.py": "the headings of reports",
    "filing/collecting/confinement.py": "stored with the upload, as the reader's own faults are",
    "filing/collecting/reading_child.py": "stored with the upload, as the reader's own faults are",
    "filing/collecting/doubts.py": "stored with the upload, as the reader's own faults are",
}
SINGLE = {
    "config/environment.py": {"政府信息公开"},  # What the site is called where nobody says.
    "desk/forms/columns.py": {"%Y年%m月%d日"},  # How dates may be typed.
    "desk/views/registers.py": {"台账"},  # The name of a Chinese workbook.
    "portal/views/reports.py": {"（第", "版）"},  # The name of a Chinese document.
    "filing/collecting/actions/uploads.py": {"文件", "。"},  # A file without a name; stored with the upload.
    "filing/files.py": {"（未发布·送审稿）"},  # Printed in the document and its name.
    # Names of organs and their codes, stored; ends the engine's sentence.
    "filing/collecting/combining.py": {"（", "）", "。"},
    "registers/workbook/guard.py": {"。"},  # Ends the engine's sentence, which is Chinese.
}
IN_TEMPLATES = {"公", "【", "】"}  # The seal, and the brackets that a clerk types around a figure's name.


def python_files():
    for room in rooms():
        yield from (file for file in sorted(room.rglob("*.py")) if "migrations" not in file.parts)


def found(name: str, text: str) -> set[str]:
    if any(fnmatch(name, pattern) for pattern in WHOLE_FILES):
        return set()
    return set(unmarked_in_python(text)) - SINGLE.get(name, set())


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ('raise Refused("已经发布。", _("请更正。"))', {"已经发布。"}),
        ('name = f"{agency}的报告"', {"的报告"}),
        ('"、".join(names)', {"、"}),
        ('LABELS = {"a": "甲"}', {"甲"}),
        ('f"第{n}行".strip()', {"第", "行"}),
        ('"""文档"""\n_("已发布")\nre.compile("年")\n# 注释', set()),
        ('ngettext("一处", "%(n)s 处", n)', set()),
        ('def __str__(self):\n    return f"{self.report}（第{self.number}版）"', set()),
    ],
)
def test_a_planted_text_is_found_in_python(planted, told):
    assert found("desk/views/planted.py", planted) == told


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("<p>没有</p>{% trans '有' %}", ["没有"]),
        ('<a title="查看">{{ x|join:"、" }}</a>', ["查看", "、"]),
        ('{% th _("名称") %}{% th "代码" %}', ["代码"]),
        ("{% blocktrans %}共 {{ n }} 条{% plural %}条{% endblocktrans %}：{# 注释 #}", ["："]),
        ('{% trans "，" %}{% comment %}注{% endcomment %}{{ x|join:_("、") }}', []),
    ],
)
def test_a_planted_text_is_found_in_templates(planted, told):
    assert unmarked_in_template(planted) == told


def texts() -> dict[str, str]:
    return {file.relative_to(SOURCE).as_posix(): file.read_text(encoding="utf-8") for file in python_files()}


def test_no_text_is_unmarked_in_python():
    files = texts()
    assert len(files) > 200
    assert {name: told for name, text in files.items() if (told := found(name, text))} == {}


def test_no_text_is_unmarked_in_templates():
    files = [file for room in rooms() for file in sorted((room / "templates").rglob("*.*"))]
    assert len(files) > 80
    found = [(file.name, text) for file in files for text in unmarked_in_template(file.read_text("utf-8"))]
    assert [one for one in found if one[1] not in IN_TEMPLATES] == []


def test_no_script_says_anything():
    """What scripts show comes from attributes that the templates fill."""
    scripts = [script for room in rooms() for script in (room / "static").rglob("*.js") if ".min." not in script.name]
    assert scripts
    assert [script.name for script in scripts if CHINESE.search(_without_comments(script.read_text("utf-8")))] == []


def _without_comments(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not line.lstrip().startswith(("//", "*", "/*")))


def test_every_exception_is_still_needed():
    unmarked = {name: set(unmarked_in_python(text)) for name, text in texts().items()}
    assert [p for p in WHOLE_FILES if not any(told for name, told in unmarked.items() if fnmatch(name, p))] == []
    assert {name: gone for name, told in SINGLE.items() if (gone := told - unmarked[name])} == {}
