"""Where the report stands on a page."""

from __future__ import annotations

import pytest
from lxml import etree

from gongkai.report.reading.formats.web.main_content import main_content
from gongkai.report.reading.formats.web.tree import page_source, parse_html, text_of

REPORT = "<p>本年度主动公开政府信息五十六条，收到公开申请三件，均按期答复。</p>" * 4
ASIDE = "<p>某县人民政府办公室主办，地址为中心路一号。</p>"


def main_of(body: str) -> etree._Element:
    return main_content(parse_html(page_source(f"<html><body>{body}</body></html>")))


def form(cells: int, words: str = "申请 复议") -> str:
    """A table of so many cells, in rows of two."""
    texts = [words, *("0" * (cells - 1))]
    rows = ["".join(f"<td>{text}</td>" for text in texts[at : at + 2]) for at in range(0, cells, 2)]
    return f"<table id=form>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@pytest.mark.parametrize(
    "attribute",
    [
        *(
            "class=TRS_Editor",
            "class=TRS_UEDITOR",
            "class='trs_paper_default x'",
            "id=zoom",
            "id=Zoom",
            "id=UCAPCONTENT",
        ),
        *(
            "class=pages_content",
            "class=article",
            "class=content",
            "class='left view'",
            "id=js_content",
            "id=BodyLabel",
        ),
        *(
            "id=vsb_content",
            "id=vsb_content_501",
            "class=v_news_content",
            "class=wp_articlecontent",
            "class=Article_content",
        ),
        *("class=article-content", "id=articleContent", "class=detail-content", "class=news_content", "class=con_text"),
        *(
            "class=Custom_UnionStyle",
            "class=ewb-article",
            "class=ewb-article-info",
            "class=xxgk_content",
            "id=fontzoom",
        ),
        *("class=text", "class=txt", "class=maincon", "class=xl_content", "class=info-detail", "class=art_con"),
    ],
)
def test_boxes_of_known_names(attribute: str):
    found = main_of(f"<div>{ASIDE * 3}</div><div><div {attribute}>{REPORT}</div>{ASIDE}</div>")
    assert text_of(found) == text_of(parse_html(page_source(REPORT)))


@pytest.mark.parametrize("tag", ["article", "main", "ucapcontent"])
def test_boxes_of_known_tags(tag: str):
    assert main_of(f"<div>{ASIDE * 3}</div><{tag}>{REPORT}</{tag}>").tag == tag


@pytest.mark.parametrize("name", ["contentious", "text-center", "con-left-nav", "viewport", "articles-of-law", "x"])
def test_other_names_mean_nothing(name: str):
    assert main_of(f"<div class='{name}'>{REPORT[:34]}</div><div>{REPORT}</div><div>{REPORT}</div>").tag == "body"


def test_a_box_of_a_known_name_with_little_text_is_not_the_report():
    assert main_of(f"<div class=content>简介</div><div id=r>{REPORT}</div>").get("id") == "r"


@pytest.mark.parametrize("tag", ["div", "section", "article", "main", "center", "form", "table><tr><td"])
def test_the_lowest_box_that_holds_most(tag: str):
    close = "</td></tr></table" if tag.startswith("table") else f"</{tag}"
    found = main_of(f"<div><div>{ASIDE}</div><{tag} id=r>{REPORT}{close}></div><div>{ASIDE}</div>")
    assert found.get("id") == "r"


@pytest.mark.parametrize(("loose", "tag"), [("", "div"), ("首页|政务公开", "div"), (ASIDE, "body")])
def test_text_in_no_box_is_not_passed_by(loose: str, tag: str):
    assert main_of(f"{loose}<div>{REPORT * 3}").tag == tag


def test_paragraphs_before_boxes_that_were_never_closed_are_kept():
    main = main_of("".join(f"<div><p>第{n}段，公开政府信息若干条。</p>" for n in range(30)))
    assert text_of(main).count("段") == 30


@pytest.mark.parametrize("tag", ["p", "ul", "blockquote"])
def test_other_elements_are_no_boxes(tag: str):
    assert main_of(f"<div id=r><{tag}>{REPORT.replace('p>', 'b>')}</{tag}></div><div>{ASIDE}</div>").get("id") == "r"


@pytest.mark.parametrize(
    "element",
    [
        *(
            "div class=footer",
            "div id=foot",
            "div class='bottom x'",
            "div class=copyright",
            "div class=header",
            "td id=top",
        ),
        *(
            "div class=nav",
            "ul class=menu",
            "div class=crumbs",
            "div class=breadcrumb",
            "div class=sidebar",
            "nav",
            "footer",
        ),
        *(
            "aside",
            "div class=page-footer",
            "div class=footer_box",
            "div class=share",
            "div class=position",
            "section id=nav",
        ),
    ],
)
def test_furniture_is_dropped(element: str):
    tag = element.split()[0]
    assert "中心路" not in text_of(main_of(f"{REPORT}<{element}>{ASIDE}</{tag}>"))


@pytest.mark.parametrize(
    "element", ["div class=box", "div class=topic", "p class=footer", "section", "div class=footnotes"]
)
def test_other_elements_are_kept(element: str):
    tag = element.split()[0]
    assert "中心路" in text_of(main_of(f"{REPORT}<{element}>{ASIDE.replace('p>', 'b>')}</{tag}>"))


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("<h1>某局年度报告</h1>", True),
        ("<h2>某局年度报告</h2>", True),
        ("<h1>某县人民政府</h1>", False),
        ("<p>某局年度报告</p>", False),
        (form(8), True),
        (form(6), False),
        (form(8, "公开 信息"), False),
        (REPORT, True),
    ],
)
def test_furniture_that_holds_the_report_is_kept(content: str, kept: bool):
    main = main_of(f"{REPORT}<div class=header><i>页</i>{content}</div>")
    assert ("页" in text_of(main)) is kept


@pytest.mark.parametrize(
    ("cells", "words", "inside"), [(8, "申请 复议", True), (6, "申请 复议", False), (8, "申请", False)]
)
def test_a_statistics_table_outside_widens_the_box(cells: int, words: str, inside: bool):
    main = main_of(f"<div id=all><div class=content>{REPORT}</div><div>{form(cells, words)}</div></div>{ASIDE}")
    assert (main.find(".//table") is not None) is inside
    assert main.get("id") == ("all" if inside else None)


def test_an_empty_page_is_its_body():
    assert main_of("<div></div>").tag == "body"


def test_a_page_without_a_body_is_itself():
    root = etree.fromstring("<x><y/></x>")
    assert main_content(root) is root
